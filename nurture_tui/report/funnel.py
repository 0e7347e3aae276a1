"""The funnel of a run by any instant: tried, let in, messages sent, opened, clicked, the goal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Send
from nurture_tui.report.grouped import times_by_code
from nurture_tui.report.timeline import GOAL, Timeline, code_of
from nurture_tui.simulation.result import BY_MACHINE, Ints, Result

_NOBODY: Ints = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class MessageTimes:
    """When a message was sent, opened by a person and clicked: each sorted, seconds UTC."""

    sent: Ints
    opened: Ints
    clicked: Ints


@dataclass(frozen=True, slots=True)
class MessageSoFar:
    """A message by an instant; opens and clicks are of those sent so far."""

    step: str
    sent: int
    opened: int
    clicked: int


@dataclass(frozen=True, slots=True)
class FunnelSoFar:
    """The funnel by an instant; `refused` counts attempts by the reason why they failed (R4).

    `considered` are all attempts, `let_in` and `reached` stays. At the end of the run each is the
    number that the run's own result has.
    """

    considered: int
    refused: Mapping[str, int]
    let_in: int
    messages: tuple[MessageSoFar, ...]
    reached: int | None


@dataclass(frozen=True)
class Funnel:
    """A journey's run as sorted instants, made once so that any instant is a look-up."""

    line: Timeline
    refused: Mapping[str, Ints]
    messages: Mapping[str, MessageTimes]
    has_goal: bool

    def at(self, instant: int) -> FunnelSoFar:
        """The funnel by an instant of the run."""
        refused = {reason: _until(times, instant) for reason, times in self.refused.items()}
        let_in = _until(self.line.entered, instant)
        reached = _until(self.line.ends.get(GOAL, _NOBODY), instant)
        return FunnelSoFar(
            considered=let_in + sum(refused.values()),
            refused=refused,
            let_in=let_in,
            messages=tuple(
                MessageSoFar(step, *(_until(t, instant) for t in (m.sent, m.opened, m.clicked)))
                for step, m in self.messages.items()
            ),
            reached=reached + _until(self.line.goal_after, instant) if self.has_goal else None,
        )


def funnel(result: Result, journey: Journey, line: Timeline) -> Funnel:
    """The funnel of a journey of a run, whose timeline is `line`; messages as the file has them."""
    log = result.log
    mine = log.journey == code_of(log.names, journey.id)

    def times(event: str, by: str) -> dict[str, Ints]:
        rows = np.flatnonzero(mine & (log.event == code_of(log.names, event)))
        if event == "opened":
            rows = rows[log.detail[rows] != code_of(log.names, BY_MACHINE)]
        return times_by_code(getattr(log, by)[rows], log.time[rows], log.names)

    refused = times("refused", "detail")
    opened, clicked = times("opened", "step"), times("clicked", "step")
    sent = {id_: line.steps[id_].sent for id_ in journey.steps if id_ in line.steps}
    return Funnel(
        line,
        {reason: refused[reason] for reason in _order(result, journey, refused)},
        {
            id_: MessageTimes(
                sent.get(id_, _NOBODY), opened.get(id_, _NOBODY), clicked.get(id_, _NOBODY)
            )
            for id_, step in journey.steps.items()
            if isinstance(step, Send)
        },
        journey.goal is not None,
    )


def _order(result: Result, journey: Journey, refused: Mapping[str, Ints]) -> list[str]:
    """The reasons in the order in which the result has them."""
    known = result.journeys[journey.id].not_entered
    return [*(reason for reason in known if reason in refused), *(refused.keys() - known.keys())]


def _until(times: Ints, instant: int) -> int:
    return int(np.searchsorted(times, instant, side="right"))

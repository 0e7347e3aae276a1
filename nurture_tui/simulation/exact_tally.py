"""What is expected of a journey, added up over paths; and the result that comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from nurture_tui.simulation.exact_laws import Floats
from nurture_tui.simulation.plan import JourneyPlan


@dataclass(frozen=True)
class ExpectedStep:
    """One step: the expected numbers of those who come, and of its messages."""

    type: str
    entered: float
    sent: float
    bounced: float
    opened: float
    clicked: float
    unsubscribed: float
    inside: float


@dataclass(frozen=True)
class ExpectedGoal:
    """The goal over all stays, and its rate over the first stays that can tell (`of`)."""

    reached: float
    after_last_step: float
    of: float
    too_early: float
    rate: float | None


@dataclass(frozen=True)
class Expected:
    """Expected numbers of one journey, under the assumptions of the run and without its luck.

    `considered` and `entered` are certain. `sends_per_day` has an entry for each of the
    workspace's days. No number is further off than `error` because integrals are sums.
    """

    considered: int
    entered: int
    not_entered: Mapping[str, int]
    goal: ExpectedGoal | None
    exits: Mapping[str, float]
    finished: float
    inside: float
    sends: float
    steps: Mapping[str, ExpectedStep]
    sends_per_day: tuple[tuple[str, float], ...]
    error: float


class Sums:
    """Numbers that paths add to; a path adds rows that stand for expected contacts."""

    def __init__(self, plan: JourneyPlan, days: int) -> None:
        steps = len(plan.steps)
        self.plan = plan
        self.came = np.zeros(steps)
        self.sent = np.zeros(steps)
        self.inside = np.zeros(steps)
        self.messages = {
            event: np.zeros(steps) for event in ("bounced", "opened", "clicked", "unsubscribed")
        }
        self.exits: dict[str, float] = {}
        self.finished = 0.0
        self.reached = 0.0
        self.after_last_step = 0.0
        self.of_reached = 0.0
        self.per_day = np.zeros(days)

    def numbers(self) -> dict[str, Floats]:
        """All that is added up, by a name for each."""
        found = {name: getattr(self, name) for name in ("came", "sent", "inside", "per_day")}
        found |= {f"message {event}": numbers for event, numbers in self.messages.items()}
        found |= {f"exit {reason}": np.array(number) for reason, number in self.exits.items()}
        single = ("finished", "reached", "after_last_step", "of_reached")
        return found | {name: np.array(getattr(self, name)) for name in single}

    def sharper(self, coarse: Sums) -> tuple[Sums, float]:
        """What these sums tend to, where time was cut twice as fine as for the `coarse` ones.

        The error of a sum falls with the fourth power of its parts, so that most of it can be taken
        off (Richardson); with the result comes the most that any number differed between the two.
        """
        mine, other = self.numbers(), coarse.numbers()
        best = {n: np.maximum(v + (v - other.get(n, v)) / 15, 0.0) for n, v in mine.items()}
        off = max(float(np.max(np.abs(v - other.get(n, 0.0)), initial=0)) for n, v in mine.items())
        found = Sums(self.plan, len(self.per_day))
        for name in ("came", "sent", "inside", "per_day"):
            setattr(found, name, best[name])
        for name in ("finished", "reached", "after_last_step", "of_reached"):
            setattr(found, name, float(best[name]))
        found.messages = {event: best[f"message {event}"] for event in self.messages}
        found.exits = {reason: float(best[f"exit {reason}"]) for reason in self.exits}
        return found, off

    def leave(self, end: str, numbers: Floats, told: Floats) -> None:
        """Stays that end by the goal or an exit."""
        if end == "goal":
            self.reached += float(numbers.sum())
            self.of_reached += float((numbers * told).sum())
        else:
            self.end(end, numbers)

    def end(self, reason: str, numbers: Floats) -> None:
        """Paths that end, by an exit step or without a next one."""
        if reason == "finished":
            self.finished += float(numbers.sum())
        else:
            self.exits[reason] = self.exits.get(reason, 0.0) + float(numbers.sum())

    def reach_after(self, numbers: Floats, told: Floats) -> None:
        """Goals after the last step."""
        self.leave("goal", numbers, told)
        self.after_last_step += float(numbers.sum())

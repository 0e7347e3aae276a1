"""Which assumption the result hangs on: each moved through its range, everything else equal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace

from nurture_tui.contacts.history import EventHistory
from nurture_tui.contacts.table import Contacts
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.pairs import FirstStays, first_stays, pairs, together
from nurture_tui.report.statistics import Difference
from nurture_tui.report.uncertain import Uncertain, moved, uncertainties
from nurture_tui.simulation.heard import Heard
from nurture_tui.simulation.result import Ends
from nurture_tui.simulation.run import ends
from nurture_tui.simulation.settings import RunSettings


@dataclass(frozen=True, slots=True)
class End:
    """One end of a range: the assumption at `value`, all else equal, on the same luck.

    `rate` is the goal rate of the contacts that can tell there and as assumed, `change` how far it
    is from theirs as assumed, with its interval; both None without such contacts, or a goal.
    `sends` is the mean over the runs.
    """

    value: float
    rate: float | None
    change: Difference | None
    sends: float


@dataclass(frozen=True, slots=True)
class Effect:
    """What one assumption does to one journey when it goes from one end of its range to the other.

    `swing` is how far apart the goal rates lie that it can lead to (that as assumed among them),
    `sends_swing` the same for the messages sent.
    """

    assumption: Uncertain
    low: End
    high: End
    swing: float
    sends_swing: float

    @property
    def tells(self) -> bool:
        """True if at least one end is told from no change: more than noise of the simulation."""
        return any(end.change is not None and end.change.tells for end in (self.low, self.high))


@dataclass(frozen=True)
class Sensitivity:
    """By journey: its goal rate and sends as assumed, and the effects, the largest first."""

    runs: int
    rates: Mapping[str, float | None]
    sends: Mapping[str, float]
    effects: Mapping[str, tuple[Effect, ...]]


@dataclass(frozen=True)
class _Outcome:
    """What a set of runs gives of each journey: the first stays of each run, and the mean sends."""

    stays: Mapping[str, tuple[FirstStays, ...]]
    sends: Mapping[str, float]


def sensitivity(
    workspace: Workspace,
    journey_ids: Sequence[str],
    contacts: Contacts,
    settings: RunSettings,
    *,
    runs: int = 1,
    only: Callable[[Uncertain], bool] | None = None,
    events: EventHistory | None = None,
    executor: Executor | None = None,
    heard: Heard | None = None,
) -> Sensitivity:
    """Move each assumption of these journeys to both ends of its range and hold the runs together.

    It takes two runs an assumption and seed, and one a seed as assumed; the seeds go from that of
    the settings on. More `runs` make the noise smaller. With `only` those are moved that it is true
    of. `events` and `executor` are those of a run;
    `heard` is told how many assumptions are done, of how many, and what it raises ends the work.
    """

    def outcome(changed: Workspace) -> _Outcome:
        seeds = range(settings.seed, settings.seed + runs)
        results = [
            ends(
                changed,
                journey_ids,
                contacts,
                replace(settings, seed=seed),
                events=events,
                executor=executor,
            )
            for seed in seeds
        ]
        return _outcome(changed, results)

    assumptions = tuple(filter(only or bool, uncertainties(workspace, journey_ids)))
    base = outcome(workspace)
    effects: dict[str, list[Effect]] = {id_: [] for id_ in base.sends}
    for place, assumption in enumerate(assumptions):
        if heard is not None:
            heard(place, len(assumptions))
        low, high = (
            base if value == assumption.value else outcome(moved(workspace, assumption, value))
            for value in (assumption.low, assumption.high)
        )
        for id_, found in effects.items():
            found.append(_effect(assumption, id_, base, low, high))
    rates = {id_: _rate(base.stays[id_]) if id_ in base.stays else None for id_ in base.sends}
    return Sensitivity(runs, rates, base.sends, {id_: _ranked(e) for id_, e in effects.items()})


def _outcome(workspace: Workspace, results: Sequence[Ends]) -> _Outcome:
    ids = results[0].journeys
    with_goal = [id_ for id_ in ids if workspace.journeys[id_].goal is not None]
    return _Outcome(
        {
            id_: tuple(first_stays(result, workspace.journeys[id_]) for result in results)
            for id_ in with_goal
        },
        {id_: sum(result.journeys[id_].sends for result in results) / len(results) for id_ in ids},
    )


def _effect(
    assumption: Uncertain, id_: str, base: _Outcome, low: _Outcome, high: _Outcome
) -> Effect:
    both = [
        _end(assumption.low, id_, base, low),
        _end(assumption.high, id_, base, high),
    ]
    changes = [0.0, *(end.change.value for end in both if end.change is not None)]
    sends = [base.sends[id_], *(end.sends for end in both)]
    return Effect(
        assumption, both[0], both[1], max(changes) - min(changes), max(sends) - min(sends)
    )


def _end(value: float, id_: str, base: _Outcome, there: _Outcome) -> End:
    if id_ not in base.stays:
        return End(value, None, None, there.sends[id_])
    found = together(
        pairs(one, other) for one, other in zip(base.stays[id_], there.stays[id_], strict=True)
    )
    rate = found.second_rate if found.of else None
    return End(value, rate, found.difference(), there.sends[id_])


def _rate(stays: Sequence[FirstStays]) -> float | None:
    of = sum(len(each.contact) for each in stays)
    return sum(int(each.reached.sum()) for each in stays) / of if of else None


def _ranked(effects: Sequence[Effect]) -> tuple[Effect, ...]:
    """By what they do to the goal rate, then to the sends, then as they stand in the files."""
    return tuple(sorted(effects, key=lambda effect: (-effect.swing, -effect.sends_swing)))

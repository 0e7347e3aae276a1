"""Where one journey stands at any instant of a finished run: counts, rates, sends a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import numpy.typing as npt

from nurture_tui.model.duration import DAY
from nurture_tui.model.zones import zone_info
from nurture_tui.report.grouped import times_by_code
from nurture_tui.simulation.calendar import Clock
from nurture_tui.simulation.result import NO_TIME, Codes, Ints, Result, Stays
from nurture_tui.simulation.statistics import wilson

INSIDE = "inside"
GOAL = "goal"


@dataclass(frozen=True, slots=True)
class StepCounts:
    """One step up to an instant: contacts that came, that left, messages sent."""

    entered: int
    left: int
    sent: int

    @property
    def inside(self) -> int:
        return self.entered - self.left


@dataclass(frozen=True, slots=True)
class GoalSoFar:
    """The goal by an instant: `reached` of the first stays let in by then (`of`), 95 % Wilson.

    At the end of the run it equals the run's own rate, for it counts the same first stays: those
    whose `goal.within` ends in the run. `rate` is None while there is none of them.
    """

    reached: int
    of: int
    rate: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Standing:
    """The whole journey at an instant; `ended` counts the stays by where they ended, in order.

    `later_at_goal` are those of `ended` elsewhere that reached the goal after the last step.
    """

    instant: int
    day: int
    let_in: int
    inside: int
    sent: int
    goal: GoalSoFar | None
    ended: Mapping[str, int]
    later_at_goal: int = 0


@dataclass(frozen=True)
class StepTimes:
    """When contacts came to a step, when they left it, when it sent: each sorted."""

    entered: Ints
    left: Ints
    sent: Ints


@dataclass(frozen=True)
class Timeline:
    """One journey's run as sorted instants (seconds UTC), made once so that any jump is a look-up.

    `midnights` are the instants at which the days of the run begin on the workspace's clock, and
    the end of the run. `ports` holds the departures by (step, port).
    """

    journey: str
    zone: str
    start: int
    end: int
    midnights: Ints
    entered: Ints
    ended: Ints
    ends: Mapping[str, Ints]
    sent: Ints
    goal_entered: Ints | None
    goal_reached: Ints
    goal_after: Ints
    steps: Mapping[str, StepTimes]
    ports: Mapping[tuple[str, str], Ints]

    @property
    def days(self) -> int:
        return len(self.midnights) - 1

    def clamp(self, instant: int) -> int:
        """The nearest instant of the run, its end included."""
        return min(max(instant, self.start), self.end)

    def day_of(self, instant: int) -> int:
        """The day of the run at an instant, the first being 1."""
        place = int(np.searchsorted(self.midnights, instant, side="right"))
        return min(max(place, 1), self.days)

    def local(self, instant: int) -> datetime:
        """The instant on the workspace's clock."""
        return datetime.fromtimestamp(instant, zone_info(self.zone))

    def shown(self, instant: int) -> tuple[datetime, str]:
        """The day and the time of an instant; the end of a run is 24:00 of its last day."""
        at = self.local(instant)
        if instant >= self.end and f"{at:%H:%M}" == "00:00":
            return self.local(instant - 1), "24:00"
        return at, f"{at:%H:%M}"

    def by_clock_of(self, zone: str) -> Timeline:
        """The same run with its instants told on another zone's clock; its days stay."""
        return replace(self, zone=zone)

    def sends_a_day(self) -> Ints:
        """The sends of each day of the run, by the workspace's clock."""
        return np.diff(np.searchsorted(self.sent, self.midnights))

    def step(self, step: str, instant: int) -> StepCounts:
        """What a step has seen by an instant; a step that nobody came to has seen nothing."""
        times = self.steps.get(step)
        if times is None:
            return StepCounts(0, 0, 0)
        return StepCounts(
            _until(times.entered, instant), _until(times.left, instant), _until(times.sent, instant)
        )

    def counts(self, instant: int) -> dict[str, StepCounts]:
        """What each step that was ever reached has seen by an instant."""
        return {step: self.step(step, instant) for step in self.steps}

    def shares(self, instant: int) -> dict[tuple[str, str], float]:
        """The share of those who came to a step that has left it by each port, by an instant."""
        found: dict[tuple[str, str], float] = {}
        for (step, port), times in self.ports.items():
            came = self.step(step, instant).entered
            if came:
                found[(step, port)] = _until(times, instant) / came
        return found

    def goal(self, instant: int) -> GoalSoFar | None:
        """The goal by an instant; None for a journey without one."""
        if self.goal_entered is None:
            return None
        of, reached = _until(self.goal_entered, instant), _until(self.goal_reached, instant)
        if not of:
            return GoalSoFar(reached, of, None, None, None)
        low, high = wilson(reached, of)
        return GoalSoFar(reached, of, reached / of, low, high)

    def standing(self, instant: int) -> Standing:
        """The whole journey at an instant of the run."""
        let_in = _until(self.entered, instant)
        return Standing(
            instant=instant,
            day=self.day_of(instant),
            let_in=let_in,
            inside=let_in - _until(self.ended, instant),
            sent=_until(self.sent, instant),
            goal=self.goal(instant),
            ended={end: _until(times, instant) for end, times in self.ends.items()},
            later_at_goal=_until(self.goal_after, instant),
        )


def timeline(result: Result, journey: str, within: int | None = None) -> Timeline:
    """The timeline of one journey of a run.

    `within` is the journey's `goal.within` in seconds, None where it has none (then a stay can
    tell until the end of the run). Refuses a journey that is not in the run with a KeyError.
    """
    outcome = result.journeys[journey]
    run = result.run
    stays, visits, sends = result.stays, result.visits, result.sends
    mine = np.flatnonzero(stays.journey == code_of(stays.names, journey))
    ends = times_by_code(stays.end[mine], stays.ended[mine], stays.names)
    left_at = {end: times for end, times in ends.items() if end != INSIDE}
    order = [GOAL, *outcome.exits, "finished"]
    ended = np.sort(np.concatenate([*left_at.values(), np.empty(0, np.int64)]))
    goal_entered, goal_reached = _goal_times(stays, mine, run.end, within)
    sent = np.flatnonzero(sends.journey == code_of(sends.names, journey))
    came = np.flatnonzero(visits.journey == code_of(visits.names, journey))
    gone = came[visits.left[came] < run.end]
    steps = {
        "entered": times_by_code(visits.step[came], visits.entered[came], visits.names),
        "left": times_by_code(visits.step[gone], visits.left[gone], visits.names),
        "sent": times_by_code(sends.step[sent], sends.time[sent], sends.names),
    }
    empty = np.empty(0, np.int64)
    return Timeline(
        journey=journey,
        zone=run.timezone,
        start=run.start,
        end=run.end,
        midnights=midnights(run.start, run.end, run.timezone),
        entered=np.sort(stays.entered[mine]),
        ended=ended,
        ends={end: left_at.get(end, empty) for end in dict.fromkeys([*order, *left_at])},
        sent=np.sort(sends.time[sent]),
        goal_entered=goal_entered if outcome.goal is not None else None,
        goal_reached=goal_reached,
        goal_after=_after_the_end(stays, mine),
        steps={
            step: StepTimes(times, steps["left"].get(step, empty), steps["sent"].get(step, empty))
            for step, times in steps["entered"].items()
        },
        ports=_departures(gone, visits.step, visits.port, visits.left, visits.names),
    )


def midnights(start: int, end: int, zone: str) -> Ints:
    """The instants from `start` to `end` at which a day begins on the zone's clock.

    The first is `start` itself, the last is `end`.
    """
    clock = Clock([zone])
    first, last = (int(clock.day(0, instant)) for instant in (start, end))
    begins = clock.instant(0, np.arange(first + 1, last + 1, dtype=np.int64) * DAY)
    return np.concatenate([[start], begins[(begins > start) & (begins < end)], [end]])


def code_of(names: tuple[str, ...], name: str) -> int:
    """The place of a name, -1 where nothing bears it."""
    return names.index(name) if name in names else -1


def _until(times: Ints, instant: int) -> int:
    return int(np.searchsorted(times, instant, side="right"))


def _goal_times(
    stays: Stays, mine: npt.NDArray[np.intp], end: int, within: int | None
) -> tuple[Ints, Ints]:
    """Entries, and instants of the goal, of the first stays that can tell within the run."""
    _, places = np.unique(stays.contact[mine], return_index=True)
    first = mine[np.sort(places)]
    entered, reached = stays.entered[first], stays.goal_at[first]
    if within is not None:
        can_tell = entered <= end - within
        entered, reached = entered[can_tell], reached[can_tell]
        reached = np.where(reached - entered <= within, reached, NO_TIME)
    return np.sort(entered), np.sort(reached[reached != NO_TIME])


def _after_the_end(stays: Stays, mine: npt.NDArray[np.intp]) -> Ints:
    """Instants of the goal of the stays that had ended elsewhere by then."""
    at = stays.goal_at[mine[stays.end[mine] != code_of(stays.names, GOAL)]]
    return np.sort(at[at != NO_TIME])


def _departures(
    gone: npt.NDArray[np.intp], step: Codes, port: Codes, left: Ints, names: tuple[str, ...]
) -> dict[tuple[str, str], Ints]:
    """Sorted departures by (step, port), of those visits that left by a port."""
    moved = gone[port[gone] != 0]
    pairs = step[moved].astype(np.int64) * len(names) + port[moved]
    found, place = np.unique(pairs, return_inverse=True)
    labels = tuple((names[int(p) // len(names)], names[int(p) % len(names)]) for p in found)
    return times_by_code(place.astype(np.int32), left[moved], labels)

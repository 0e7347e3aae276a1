"""Two variants on the same contacts and the same luck: what changed, what moves, who does better.

Two uncertainties are kept apart: the noise of the simulation, which more runs make smaller, and
what can happen at this number of contacts, which they do not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from math import ceil
from typing import Literal

from nurture_tui.contacts.history import EventHistory
from nurture_tui.report.difference import Change, difference
from nurture_tui.report.lift import with_lift
from nurture_tui.report.pairs import Pairs, first_stays, pairs, together
from nurture_tui.report.runs import JourneySpread, journey_spread
from nurture_tui.report.settings_difference import settings_difference
from nurture_tui.report.shift import ScheduleShift, schedule_shift
from nurture_tui.report.statistics import (
    Difference,
    Spread,
    Takes,
    pairs_needed,
    smallest_told,
    spread,
    takes_for,
    takes_for_points,
)
from nurture_tui.report.variants import Matched, Variant, matched
from nurture_tui.simulation.result import Ends, JourneyResult, Result
from nurture_tui.simulation.run import ends, simulate
from nurture_tui.simulation.settings import RunSettings

FEW, ENOUGH = 10, 30
"""Contacts that differ: so few of them say nothing of how many it takes; so many say something."""
Outcomes = tuple[Mapping[str, JourneyResult], Mapping[str, JourneyResult]]
Verdict = Literal["A", "B", "cannot tell"]


@dataclass(frozen=True, slots=True)
class GoalComparison:
    """The goal of one journey in both variants, paired by contact.

    `pairs` are of all `runs`, `difference` is theirs (None without any). `each_run` is the spread
    of the runs' own differences: what can happen at this number of contacts.

    To tell a difference of this size takes `pairs_to_tell` contacts on common luck, which are
    `runs_to_tell` runs of these; in reality, with two groups, what `test` says. All three are None
    where fewer than FEW contacts differ, for such a difference is mostly luck: then `runs_to_tell`
    is how many runs would show some thirty that differ. `points` is what a test takes for three
    points. `smallest` is the smallest rise that two groups of these contacts, half each, could
    tell; `coming` the contacts a week let in for the first time.
    """

    pairs: Pairs
    runs: int
    difference: Difference | None
    each_run: Spread | None
    coming: float
    pairs_to_tell: int | None = None
    runs_to_tell: int | None = None
    test: Takes | None = None
    points: Takes | None = None
    smallest: float | None = None

    @property
    def few(self) -> bool:
        """True where too few contacts differ to say how many it would take."""
        return self.pairs.only_first + self.pairs.only_second < FEW

    @property
    def verdict(self) -> Verdict:
        """The variant that brings more to the goal, or that it cannot be told."""
        if self.difference is None or not self.difference.tells:
            return "cannot tell"
        return "B" if self.difference.value > 0 else "A"


@dataclass(frozen=True)
class JourneyComparison:
    """One journey of both variants: `first` and `second` are of the first run, `first_runs` and
    `second_runs` the spread of all.

    `shifts` are the second's figures less the first's, over the runs: entered, sends, finished,
    inside, and median_days where both have some; `exits` those of each exit. `goal` is None where
    not both have a goal.
    """

    changes: tuple[Change, ...]
    first: JourneyResult
    second: JourneyResult
    first_runs: JourneySpread
    second_runs: JourneySpread
    shifts: Mapping[str, Spread]
    exits: Mapping[str, Spread]
    goal: GoalComparison | None


@dataclass(frozen=True)
class Comparison:
    """Two variants; `first` and `second` are the results of the first run.

    `settings` are the changes of nurture.toml. Journeys of one variant alone are `only_first` and
    `only_second`; `was` has the other id that a journey of the second variant goes by in its file.
    """

    seeds: tuple[int, ...]
    settings: tuple[Change, ...]
    journeys: Mapping[str, JourneyComparison]
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    was: Mapping[str, str]
    schedule: ScheduleShift
    first: Result
    second: Result


@dataclass(frozen=True)
class _Make:
    """The runs of a comparison: of everything with the first seed, of the ends with the others."""

    settings: RunSettings
    events: EventHistory | None
    executor: Executor | None

    def whole(self, side: Variant) -> Result:
        return simulate(
            side.workspace,
            side.journeys,
            side.contacts,
            self.settings,
            events=self.events,
            executor=self.executor,
        )

    def ends(self, side: Variant, seed: int) -> Ends:
        return self._ends(side, replace(self.settings, seed=seed))

    def without_messages(self, side: Variant) -> Ends:
        return self._ends(side, replace(self.settings, without_messages=True))

    def _ends(self, side: Variant, settings: RunSettings) -> Ends:
        return ends(
            side.workspace,
            side.journeys,
            side.contacts,
            settings,
            events=self.events,
            executor=self.executor,
        )


def compare(
    first: Variant,
    second: Variant,
    settings: RunSettings,
    *,
    runs: int = 1,
    lift: bool = False,
    events: EventHistory | None = None,
    executor: Executor | None = None,
) -> Comparison:
    """Run both variants with the same seeds, from that of the settings on, and hold them together.

    `lift` holds each of them against no messages too (R20); `events` and `executor` are those of a
    run. What a run refuses is refused, and contacts that are not the same on both sides.
    """
    sides = matched(first, second)
    seeds = tuple(range(settings.seed, settings.seed + runs))
    make = _Make(settings, events, executor)
    one, other = make.whole(sides.first), make.whole(sides.second)
    outcomes: list[Outcomes] = [(one.journeys, other.journeys)]
    found = [_pairs(sides, one, other)]
    for seed in seeds[1:]:
        mine, theirs = make.ends(sides.first, seed), make.ends(sides.second, seed)
        outcomes.append((mine.journeys, theirs.journeys))
        found.append(_pairs(sides, mine, theirs))
    schedule = schedule_shift(one, sides.first.workspace, other, sides.second.workspace)
    if lift:
        one = with_lift(sides.first.workspace, one, make.without_messages(sides.first))
        other = with_lift(sides.second.workspace, other, make.without_messages(sides.second))
    ids = [id_ for id_ in sides.first.journeys if id_ in sides.second.journeys]
    return Comparison(
        seeds=seeds,
        settings=settings_difference(first.workspace.settings, second.workspace.settings),
        journeys={
            id_: _journey(
                sides,
                (first, second),
                id_,
                (one.journeys[id_], other.journeys[id_]),
                [(a[id_], b[id_]) for a, b in outcomes],
                _goal(one, id_, [each[id_] for each in found]) if id_ in found[0] else None,
            )
            for id_ in ids
        },
        only_first=tuple(id_ for id_ in sides.first.journeys if id_ not in ids),
        only_second=tuple(id_ for id_ in sides.second.journeys if id_ not in ids),
        was=sides.was,
        schedule=schedule,
        first=one,
        second=other,
    )


def _pairs(sides: Matched, one: Ends, other: Ends) -> dict[str, Pairs]:
    """The pairs of each journey that has a goal on both sides."""
    found = {}
    for id_ in sides.first.journeys:
        mine, theirs = sides.first.journey(id_), sides.second.journey(id_)
        if mine is not None and theirs is not None and mine.goal and theirs.goal:
            found[id_] = pairs(first_stays(one, mine), first_stays(other, theirs))
    return found


def _goal(one: Result, id_: str, each: Sequence[Pairs]) -> GoalComparison:
    whole = together(each)
    goal = one.journeys[id_].goal
    came = goal.of + goal.too_early if goal is not None else 0
    days = one.run.days
    own = [found.value for found in (each_.difference() for each_ in each) if found is not None]
    coming = came * 7 / days
    if not whole.of:
        return GoalComparison(whole, len(each), None, None, coming)
    found = GoalComparison(
        pairs=whole,
        runs=len(each),
        difference=whole.difference(),
        each_run=spread(own) if len(each) > 1 else None,
        coming=coming,
        points=takes_for_points(whole.first_rate, came, days),
        smallest=smallest_told(whole.first_rate, whole.of // len(each) // 2),
    )
    differ = (whole.only_first + whole.only_second) / len(each)
    if found.few:
        runs = ceil(ENOUGH / differ) if differ else None
        return replace(found, runs_to_tell=runs)
    needed = pairs_needed(whole.only_first / whole.of, whole.only_second / whole.of)
    return replace(
        found,
        pairs_to_tell=needed,
        runs_to_tell=None if needed is None else ceil(needed * len(each) / whole.of),
        test=takes_for(whole.first_rate, whole.second_rate, came, days),
    )


def _journey(
    sides: Matched,
    files: tuple[Variant, Variant],
    id_: str,
    shown: tuple[JourneyResult, JourneyResult],
    each: Sequence[tuple[JourneyResult, JourneyResult]],
    goal: GoalComparison | None,
) -> JourneyComparison:
    old, new = (side.workspace.journeys for side in files)
    names = dict.fromkeys(name for pair in each for side in pair for name in side.exits)
    exits = {name: [b.exits.get(name, 0) - a.exits.get(name, 0) for a, b in each] for name in names}
    return JourneyComparison(
        changes=difference(old[id_], new[sides.was.get(id_, id_)]),
        first=shown[0],
        second=shown[1],
        first_runs=journey_spread([a for a, _ in each]),
        second_runs=journey_spread([b for _, b in each]),
        shifts=_spreads(_shifts(each)),
        exits=_spreads(exits),
        goal=goal,
    )


def _shifts(each: Sequence[tuple[JourneyResult, JourneyResult]]) -> dict[str, list[float]]:
    """The second's figures less the first's, a value a run."""
    goals = [(a.goal, b.goal) for a, b in each]
    return {
        "entered": [b.entered - a.entered for a, b in each],
        "sends": [b.sends - a.sends for a, b in each],
        "finished": [b.finished - a.finished for a, b in each],
        "inside": [b.inside - a.inside for a, b in each],
        "median_days": [
            b.median_days - a.median_days
            for a, b in goals
            if a is not None and b is not None
            if a.median_days is not None and b.median_days is not None
        ],
    }


def _spreads(figures: Mapping[str, Sequence[float]]) -> dict[str, Spread]:
    found = {name: spread(values) for name, values in figures.items()}
    return {name: each for name, each in found.items() if each is not None}

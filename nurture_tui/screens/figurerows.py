"""Which figures stand above a view: all of them, those of somebody, or the most needed few."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nurture_tui.report.timeline import GOAL, Standing
from nurture_tui.screens.kpis import Columns, Row, count_rows, goal_rows, lift_rows
from nurture_tui.simulation.result import JourneyResult, Lift

LEAST_VIEW = 12
"""Rows that a view has at least before figures make room for it altogether."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How many figures there are: `rows` of the screen for them, at any instant.

    Without `whole` the ends at which nobody is are left out; `ends` are those with a row of their
    own where there is no room for all, None where there is.
    """

    rows: int
    whole: bool = True
    ends: frozenset[str] | None = None


def figure_rows(
    standing: Standing,
    outcome: JourneyResult,
    days: int,
    lift: Lift | None,
    at: Columns,
    extent: Extent,
) -> list[Row]:
    """The figures at an instant of a run of so many days."""
    goal = goal_rows(standing, outcome.goal, days, at)
    told = lift_rows(lift, at)
    if extent.whole:
        return [*goal, *told, [], *count_rows(standing, outcome, at)]
    return [*goal, *told[1:2], *count_rows(standing, outcome, at, only_some=True, ends=extent.ends)]


def extent_in(
    room: int,
    view: int,
    end: Standing,
    outcome: JourneyResult,
    days: int,
    lift: Lift | None,
    at: Columns,
) -> Extent | None:
    """The most figures that leave a view its rows, both in `room`; None where few are too many.

    `end` is how it stands at the end of the run, when most rows are there.
    """
    # A day before the end, the goal by then and by the end take a row each.
    end = replace(end, day=end.day - 1)

    def rows(extent: Extent) -> int:
        return len(figure_rows(end, outcome, days, lift, at, extent)) + 1

    for whole in (True, False):
        needed = rows(Extent(0, whole))
        if needed <= room - view:
            return Extent(needed, whole)
    fewest = rows(Extent(0, whole=False, ends=frozenset()))
    most = max(room - view, fewest)
    if most > room - min(view, LEAST_VIEW):
        return None
    numbers = {name: number for name, number in end.ended.items() if number and name != GOAL}
    fullest = sorted(numbers, key=lambda name: -numbers[name])[: most - fewest]
    return Extent(most, whole=False, ends=frozenset(fullest))

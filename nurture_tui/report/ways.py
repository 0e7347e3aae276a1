"""The ways of a split as two groups: the goal rate of each, and whether they can be told apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import NormalDist

from nurture_tui.model.journey import Journey
from nurture_tui.report.statistics import (
    Difference,
    Takes,
    group_difference,
    takes_for,
    takes_for_points,
)
from nurture_tui.simulation.result import Counts, WayResult
from nurture_tui.simulation.statistics import wilson

CANNOT_TELL = "cannot tell"
FEW = 5


@dataclass(frozen=True, slots=True)
class Way:
    """One way: `came` first stays went it, `of` of them can tell, `reached` of these the goal.

    `low` and `high` are the 95 % Wilson interval; with `of` 0 there is no rate.
    """

    name: str
    came: int
    of: int
    reached: int
    rate: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class SplitVerdict:
    """What a run can say of the ways of one split.

    `difference` is the rate of `best` less that of `next_best`, two groups of different contacts.
    `tells` says whether it can be told from luck; where there are more than two ways, the level is
    shared out among all pairs of them (Bonferroni). `test` is what it takes to tell a difference of
    this size, None where there is none or where fewer than FEW reached the goal, so that it is
    mostly luck; `points` what it takes for three points. Weeks are those of the way that fewer go.
    """

    step: str
    ways: tuple[Way, ...]
    best: str = ""
    next_best: str = ""
    difference: Difference | None = None
    test: Takes | None = None
    points: Takes | None = None

    @property
    def tells(self) -> bool:
        return self.difference is not None and self.difference.tells

    @property
    def verdict(self) -> str:
        """The name of the way that is better, or that it cannot be told."""
        return self.best if self.tells else CANNOT_TELL


def split_verdicts(counts: Counts, journey: Journey) -> dict[str, SplitVerdict]:
    """The verdict on each split of a journey with a goal, by step; of first stays, as its rate."""
    if journey.goal is None:
        return {}
    found = counts.journeys[journey.id].ways
    return {
        id_: _verdict(id_, tuple(_way(name, way) for name, way in ways.items()), counts.run.days)
        for id_, ways in found.items()
    }


def _way(name: str, found: WayResult) -> Way:
    of, reached = found.of, found.reached
    low, high = wilson(reached, of) if of else (None, None)
    return Way(name, found.came, of, reached, reached / of if of else None, low, high)


def _verdict(step: str, ways: tuple[Way, ...], days: int) -> SplitVerdict:
    rated = sorted((way for way in ways if way.of), key=lambda way: -_rate(way))
    if len(rated) < 2:
        return SplitVerdict(step, ways)
    best, other = rated[0], rated[1]
    z = _shared_level(rated)
    slower = 2 * min(best.came, other.came)
    few = best.reached + other.reached < FEW
    return SplitVerdict(
        step,
        ways,
        best.name,
        other.name,
        group_difference(other.reached, other.of, best.reached, best.of, z),
        None if few else takes_for(_rate(other), _rate(best), slower, days, z),
        takes_for_points(_rate(other), slower, days, z),
    )


def _rate(way: Way) -> float:
    return way.reached / way.of


def _shared_level(ways: Sequence[Way]) -> float:
    """The z of a two-sided 5 % that all pairs of ways share."""
    pairs = len(list(combinations(ways, 2)))
    return NormalDist().inv_cdf(1 - 0.025 / pairs)

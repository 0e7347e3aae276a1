"""How far two shares differ, whether a sample can tell, and how many contacts it would take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from statistics import NormalDist, mean, stdev

from nurture_tui.simulation.statistics import Z_95, wilson

POWER = 0.8
Z_POWER = NormalDist().inv_cdf(POWER)
NINE_OF_TEN = 20
"""As many runs it takes before the middle nine of ten of them say more than the extremes."""


@dataclass(frozen=True, slots=True)
class Difference:
    """The second share minus the first, with its 95 % interval; all from -1 to 1."""

    value: float
    low: float
    high: float

    @property
    def tells(self) -> bool:
        """True if the whole interval lies on one side of no difference."""
        return self.low > 0 or self.high < 0


def paired_difference(only_first: int, only_second: int, pairs: int) -> Difference:
    """The difference of two shares of the same contacts, from those who differ.

    Of `pairs` contacts, seen both ways, `only_first` had it the first way alone and `only_second`
    the second way alone; the others say nothing about the difference. The interval is the adjusted
    Wald interval of Bonett and Price (2012, Journal of Educational and Behavioral Statistics 37,
    479-488), which keeps its level from a handful of pairs on, and is not empty where none differ.
    """
    first, second = (only_first + 1) / (pairs + 2), (only_second + 1) / (pairs + 2)
    middle = second - first
    half = Z_95 * sqrt((first + second - middle * middle) / (pairs + 2))
    value = (only_second - only_first) / pairs
    return Difference(value, max(-1.0, middle - half), min(1.0, middle + half))


def group_difference(
    first: int, of_first: int, second: int, of_second: int, z: float = Z_95
) -> Difference:
    """The difference of the shares of two groups, each of at least one contact.

    The interval is Newcombe's hybrid of the two Wilson intervals (1998, Statistics in Medicine 17,
    873-890, method 10).
    """
    p, q = first / of_first, second / of_second
    p_low, p_high = wilson(first, of_first, z)
    q_low, q_high = wilson(second, of_second, z)
    value = q - p
    low = value - sqrt((q - q_low) ** 2 + (p_high - p) ** 2)
    high = value + sqrt((q_high - q) ** 2 + (p - p_low) ** 2)
    return Difference(value, max(-1.0, low), min(1.0, high))


def pairs_needed(only_first: float, only_second: float) -> int | None:
    """The contacts it takes to tell two shares of the same contacts apart; None if they are equal.

    The arguments are the shares of contacts that had it one way alone. For a two-sided level of
    5 % and a power of 80 %, by Connor (1987, Biometrics 43, 207-211), for McNemar's test.
    """
    gap, differ = only_second - only_first, only_first + only_second
    if gap == 0:
        return None
    root = Z_95 * sqrt(differ) + Z_POWER * sqrt(max(0.0, differ - gap * gap))
    return ceil((root / gap) ** 2)


def group_needed(first: float, second: float, z: float = Z_95) -> int | None:
    """The contacts that each of two groups needs to tell their shares apart; None if equal.

    For a two-sided level of 5 % (unless `z` says another) and a power of 80 %: the usual formula,
    pooled variance where there is no difference, own variances where there is (Fleiss, Levin and
    Paik 2003, Statistical Methods for Rates and Proportions, section 4.2, without continuity
    correction). 50 against 55 % takes 1,565 each.
    """
    gap = second - first
    if gap == 0:
        return None
    middle = (first + second) / 2
    own = first * (1 - first) + second * (1 - second)
    root = z * sqrt(2 * middle * (1 - middle)) + Z_POWER * sqrt(own)
    return ceil((root / gap) ** 2)


@dataclass(frozen=True, slots=True)
class Takes:
    """What a test of two groups takes to tell `difference`: contacts in each, and whole weeks.

    `weeks` is None where nobody comes.
    """

    difference: float
    each: int
    weeks: int | None


POINTS = 0.03
"""The difference that is worked out whatever was seen: three points."""


def takes_for_points(share: float, seen: int, days: float, z: float = Z_95) -> Takes | None:
    """What it takes to tell a rise of three points from a share (a fall, where it cannot rise).

    `seen` contacts come in `days`, half of them to each group. It rests on the share alone, so it
    can be said of a small sample too, whose own difference is mostly luck.
    """
    other = share + POINTS if share + POINTS <= 1 else share - POINTS
    return takes_for(share, other, seen, days, z)


def takes_for(first: float, second: float, seen: int, days: float, z: float = Z_95) -> Takes | None:
    """What it takes to tell two shares apart when half of `seen` in `days` come to each group."""
    each = group_needed(first, second, z)
    return None if each is None else Takes(second - first, each, weeks_for(2 * each, seen, days))


def smallest_told(share: float, each: int) -> float | None:
    """The smallest rise above `share` that two groups of `each` contacts could tell, as a share.

    None if not even a rise to 100 % could be told.
    """

    def told(rise: float) -> bool:
        needed = group_needed(share, share + rise)
        return needed is not None and needed <= each

    low, high = 0.0, 1.0 - share
    if high <= 0 or not told(high):
        return None
    while high - low > 1e-6:
        middle = (low + high) / 2
        low, high = (low, middle) if told(middle) else (middle, high)
    return high


def weeks_for(needed: int, seen: int, days: float) -> int | None:
    """The whole weeks until `needed` contacts have come, at the pace of `seen` in `days`."""
    return ceil(needed * days / 7 / seen) if seen else None


@dataclass(frozen=True, slots=True)
class Spread:
    """One figure over several runs that differ in luck alone.

    `low` to `high` is where the middle nine of ten runs lie, `least` to `most` where all do: what
    can happen at this number of contacts, however many runs are made. `noise` is how far `mean`
    may be off for want of runs (its standard error, `sd` / root of `runs`): it goes away with more.
    """

    runs: int
    mean: float
    sd: float
    noise: float
    least: float
    low: float
    high: float
    most: float

    @property
    def usual(self) -> tuple[float, float]:
        """Nine of ten runs, or all of them where they are too few to leave any out."""
        return (self.low, self.high) if self.runs >= NINE_OF_TEN else (self.least, self.most)


def spread(values: Sequence[float]) -> Spread | None:
    """The spread of a figure over runs; None for none."""
    if not values:
        return None
    ordered = sorted(float(value) for value in values)
    sd = stdev(ordered) if len(ordered) > 1 else 0.0
    return Spread(
        runs=len(ordered),
        mean=float(mean(ordered)),
        sd=sd,
        noise=sd / sqrt(len(ordered)),
        least=ordered[0],
        low=_quantile(ordered, 0.05),
        high=_quantile(ordered, 0.95),
        most=ordered[-1],
    )


def _quantile(ordered: Sequence[float], part: float) -> float:
    """The value below which this part of the ordered values lies, between two by proportion."""
    place = part * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)

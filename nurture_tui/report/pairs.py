"""The same contacts in two runs: who reached the goal in one, in the other, in both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nurture_tui.model.journey import Journey
from nurture_tui.report.people import Rows
from nurture_tui.report.statistics import Difference, paired_difference
from nurture_tui.simulation.result import NO_TIME, Ends


@dataclass(frozen=True)
class FirstStays:
    """The first stays that can tell the goal rate: their contacts in order, and who reached it."""

    contact: Rows
    reached: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Contacts whose first stay can tell in both of two runs, by where they reached the goal.

    `alone_first` and `alone_second` could tell in one run only, so they are no pairs: they came in
    then alone, or too late.
    """

    both: int
    only_first: int
    only_second: int
    neither: int
    alone_first: int = 0
    alone_second: int = 0

    @property
    def of(self) -> int:
        return self.both + self.only_first + self.only_second + self.neither

    @property
    def first_rate(self) -> float:
        return (self.both + self.only_first) / self.of

    @property
    def second_rate(self) -> float:
        return (self.both + self.only_second) / self.of

    def difference(self) -> Difference | None:
        """The second run's goal rate minus the first's, with its interval; None without pairs."""
        if not self.of:
            return None
        return paired_difference(self.only_first, self.only_second, self.of)


def first_stays(result: Ends, journey: Journey) -> FirstStays:
    """The first stays whose `goal.within` ended in the run (all, where the goal has none)."""
    stays, within = result.stays, journey.goal.within if journey.goal is not None else None
    if journey.id not in stays.names:
        return FirstStays(np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.bool_))
    chosen = (stays.journey == stays.names.index(journey.id)) & (stays.number == 1)
    if within is not None:
        chosen &= stays.entered + within.elapsed <= result.run.end
    rows = np.flatnonzero(chosen)
    rows = rows[np.argsort(stays.contact[rows])]
    return FirstStays(stays.contact[rows].astype(np.intp), stays.goal_at[rows] != NO_TIME)


def pairs(first: FirstStays, second: FirstStays) -> Pairs:
    """The contacts of two runs of the same contact list, matched."""
    _, mine, theirs = np.intersect1d(
        first.contact, second.contact, assume_unique=True, return_indices=True
    )
    one, other = first.reached[mine], second.reached[theirs]
    return Pairs(
        both=int((one & other).sum()),
        only_first=int((one & ~other).sum()),
        only_second=int((~one & other).sum()),
        neither=int((~one & ~other).sum()),
        alone_first=len(first.contact) - len(mine),
        alone_second=len(second.contact) - len(theirs),
    )


def together(several: Iterable[Pairs]) -> Pairs:
    """The pairs of several runs as one; each contact counts once a run."""
    found = list(several)
    return Pairs(
        both=sum(each.both for each in found),
        only_first=sum(each.only_first for each in found),
        only_second=sum(each.only_second for each in found),
        neither=sum(each.neither for each in found),
        alone_first=sum(each.alone_first for each in found),
        alone_second=sum(each.alone_second for each in found),
    )

"""Draws whose constants are folded once for a run: the first stay, and the first visit (R19)."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

import numpy as np

from nurture_tui.simulation.delays import lognormal
from nurture_tui.simulation.draws import OCCURRENCE, STAY, U64, mix
from nurture_tui.simulation.view import Flags, Ints, Rows

_MASK = (1 << 64) - 1
_WHOLE = 1 << 32
FIRST_STAY = 1


def constant(purpose: np.uint64, *, stay: int = FIRST_STAY, occurrence: int = 0) -> U64:
    """The constant of a draw with its stay, and its visit or occurrence, folded in."""
    folded = int(purpose) + stay * int(STAY) + occurrence * int(OCCURRENCE)
    return np.array(folded & _MASK, dtype=np.uint64)


def bits(keys: U64, folded: U64, occurrence: Ints | None = None) -> U64:
    """64 random bits a contact; `occurrence` where it is not the same for all."""
    if occurrence is None:
        return mix(keys + folded)
    return mix(keys + folded + occurrence.astype(np.uint64) * OCCURRENCE)


class Chance:
    """A probability as a bound of 64 random bits, equal to what `happens` says."""

    def __init__(self, probability: float) -> None:
        parts = min(_WHOLE, max(0, round(probability * _WHOLE)))
        self.never, self.always = parts == 0, parts == _WHOLE
        self._below = np.array(parts << 32 & _MASK, dtype=np.uint64)

    def are_hit(self, drawn: U64) -> Flags:
        """For each of them, whether it happens."""
        if self.always:
            return np.ones(len(drawn), dtype=np.bool_)
        return drawn < self._below

    def hits(self, drawn: U64) -> Rows:
        """The places of those for whom it happens."""
        if self.always:
            return np.arange(len(drawn))
        return (drawn < self._below).nonzero()[0]


@lru_cache(maxsize=256)
def chance_of(probability: float) -> Chance:
    """A probability, made ready once."""
    return Chance(probability)


@lru_cache(maxsize=256)
def takes_time(median: int, spread: float) -> bool:
    """Whether a log-normal delay is never nothing."""
    return int(lognormal(np.zeros(1, dtype=np.uint64), median, spread)[0]) > 0


@lru_cache(maxsize=256)
def bound_of_delay(longest: int, median: int, spread: float) -> np.uint64 | None:
    """The bits under which a log-normal delay is not over `longest`; None if it never is."""

    def delay(upper: int) -> int:
        return int(lognormal(np.array([upper << 32], dtype=np.uint64), median, spread)[0])

    if delay(_WHOLE - 1) <= longest:
        return None
    return np.uint64(bisect_right(range(_WHOLE), longest, key=delay) << 32)

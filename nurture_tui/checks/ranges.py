"""Sets of values that a part of a condition can have: spans of numbers, and choices."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

Cut: TypeAlias = tuple[float, int]
"""A place between numbers: (v, 0) lies just before v, (v, 1) just after it."""

FIRST: Cut = (-math.inf, 0)
LAST: Cut = (math.inf, 1)


@dataclass(frozen=True, slots=True)
class Spans:
    """A set of numbers, as pieces between cuts in order, with or without the missing value."""

    pieces: tuple[tuple[Cut, Cut], ...]
    missing: bool = False

    @property
    def empty(self) -> bool:
        return not self.pieces and not self.missing

    def meet(self, other: Values) -> Spans:
        """What is in both."""
        assert isinstance(other, Spans)
        missing = self.missing and other.missing
        if len(self.pieces) == len(other.pieces) == 1:
            low = max(self.pieces[0][0], other.pieces[0][0])
            high = min(self.pieces[0][1], other.pieces[0][1])
            return Spans(((low, high),) if low < high else (), missing)
        few, many = sorted((self.pieces, other.pieces), key=len)
        crossed: list[tuple[Cut, Cut]] = []
        for low, high in few:
            first = bisect_right(many, low, key=_end)
            within = many[first : bisect_left(many, high, lo=first, key=_start)]
            if within:
                whole = (*within[:-1], (within[-1][0], min(high, within[-1][1])))
                crossed += ((max(low, whole[0][0]), whole[0][1]), *whole[1:])
        return Spans(tuple(crossed), missing)

    def join(self, other: Values) -> Spans:
        """What is in one of them."""
        assert isinstance(other, Spans)
        merged: list[tuple[Cut, Cut]] = []
        for low, high in sorted((*self.pieces, *other.pieces)):
            if merged and low <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
            else:
                merged.append((low, high))
        return Spans(tuple(merged), self.missing or other.missing)

    def within(self, other: Values) -> bool:
        """True if all of it is in the other."""
        return self.meet(other) == self

    def others(self) -> Spans:
        """All that is not in it, the missing value included."""
        found: list[tuple[Cut, Cut]] = []
        low = FIRST
        for start, end in self.pieces:
            if low < start:
                found.append((low, start))
            low = end
        if low < LAST:
            found.append((low, LAST))
        return Spans(tuple(found), not self.missing)

    def whole(self) -> Spans:
        """The same set of whole numbers, each piece as short as it can be."""
        found = []
        for (low, after), (high, past) in self.pieces:
            first = low if math.isinf(low) else math.floor(low) + (after or low % 1 > 0)
            last = high if math.isinf(high) else math.ceil(high) - (not past or high % 1 > 0)
            if first <= last:
                found.append(((float(first), 0), (float(last), 1)))
        return Spans(tuple(found), self.missing)

    def moved(self, by: float) -> Spans:
        """The set after adding a number, a little wider where rounding may make it so."""
        moved = [((low + by, 0), (high + by, 1)) for (low, _), (high, _) in self.pieces]
        return Spans((), self.missing).join(Spans(tuple(moved)))

    def upwards(self) -> Spans:
        """The set with all that is larger than the least in it."""
        return Spans(((self.pieces[0][0], LAST),) if self.pieces else (), self.missing)


def _start(piece: tuple[Cut, Cut]) -> Cut:
    return piece[0]


def _end(piece: tuple[Cut, Cut]) -> Cut:
    return piece[1]


@dataclass(frozen=True, slots=True)
class Among:
    """Some values; with `but`, all values but these. None is the missing value of a choice."""

    values: frozenset[object]
    but: bool = False

    @property
    def empty(self) -> bool:
        return not self.values and not self.but

    def meet(self, other: Values) -> Among:
        """What is in both."""
        assert isinstance(other, Among)
        if self.within(other):
            return self
        if self.but and other.but:
            return Among(self.values | other.values, True)
        if self.but:
            return Among(other.values - self.values)
        return Among(self.values - other.values if other.but else self.values & other.values)

    def join(self, other: Values) -> Among:
        """What is in one of them."""
        assert isinstance(other, Among)
        if self.but and other.but:
            return Among(self.values & other.values, True)
        if self.but:
            return Among(self.values - other.values, True)
        if other.but:
            return Among(other.values - self.values, True)
        return Among(self.values | other.values)

    def within(self, other: Values) -> bool:
        """True if all of it is in the other."""
        assert isinstance(other, Among)
        if not self.but:
            apart = self.values.isdisjoint(other.values)
            return apart if other.but else self.values <= other.values
        return other.but and other.values <= self.values


Values: TypeAlias = Spans | Among

EVERY_NUMBER = Spans(((FIRST, LAST),), True)
FROM_NOTHING = Spans((((0.0, 0), LAST),))
NEVER = Spans((((0.0, 0), (0.0, 1)),))
MISSING_NUMBER = Spans((), True)
EITHER = Among(frozenset({True, False}))
TRUE = Among(frozenset({True}))
FALSE = Among(frozenset({False}))
ANY_TEXT = Among(frozenset(), True)
YES = Among(frozenset({True}))
NOT_YES = Among(frozenset({False, None}))


def among(values: Iterable[object]) -> Among:
    return Among(frozenset(values))


def compared(operator: str, number: float) -> Spans:
    """The numbers that compare so with a number; the missing one does not."""
    before, after = (number, 0), (number, 1)
    match operator:
        case "<":
            piece = (FIRST, before)
        case "<=":
            piece = (FIRST, after)
        case ">":
            piece = (after, LAST)
        case ">=":
            piece = (before, LAST)
        case _:
            piece = (before, after)
    return Spans((piece,) if piece[0] < piece[1] else ())

"""How far a contact was from meeting a condition: the fewest parts that would have to differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from nurture_tui.model.typed import TypedAll, TypedAny, TypedCompare, TypedNot
from nurture_tui.simulation.seen import Seen

_UNKNOWN = 10.0
_NOT_DONE = 1.0


@dataclass(frozen=True, slots=True)
class Shortfall:
    """The parts that would have to differ (`parts`), how many, and how far off they are.

    Smaller is nearer: fewer parts first, then the sum of the distances of their values.
    """

    count: int
    distance: float
    parts: tuple[Seen, ...] = ()

    @property
    def rank(self) -> tuple[int, float]:
        return self.count, self.distance


def shortfall(
    seen: Seen, wanted: bool, later: Callable[[Seen], float | None] = lambda _: None
) -> Shortfall:
    """What kept a condition from being `wanted`; `later` says how many days after it a part was."""
    parts = _fewest(seen, wanted)
    return Shortfall(len(parts), sum(_distance(part, later) for part in parts), tuple(parts))


def _fewest(seen: Seen, wanted: bool) -> list[Seen]:
    if seen.holds == wanted:
        return []
    match seen.typed:
        case TypedNot():
            return _fewest(seen.items[0], not wanted)
        case TypedAll() | TypedAny():
            each = [_fewest(item, wanted) for item in seen.items if item.holds != wanted]
            if isinstance(seen.typed, TypedAll) == wanted:
                return [part for parts in each for part in parts]
            return min(each, key=len)
    return [seen]


def _distance(part: Seen, later: Callable[[Seen], float | None]) -> float:
    """How far off one part was: relative to the value that was asked for, or in months."""
    if isinstance(part.typed, TypedCompare):
        left, right = part.left, part.right
        if isinstance(left, int | float) and isinstance(right, int | float):
            return abs(left - right) / max(1.0, abs(right))
        return _UNKNOWN if left is None else _NOT_DONE
    days = later(part)
    return _NOT_DONE if days is None else min(_NOT_DONE, days / 30)

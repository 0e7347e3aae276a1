"""How large steps are drawn: the measures of each zoom, and those that suit names and room."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, replace

from nurture_tui.layout.sketch import Node, Zoom
from nurture_tui.text import width

# A picture this much wider than its room is panned anyway, and then names count for more.
_FAR_TOO_WIDE = 1.25


@dataclass(frozen=True)
class Scale:
    """The measures of a zoom: box widths on the trunk and beside it, heights, blank cells.

    A count ends `count_end` cells right of the border (look.md rule 5).
    """

    trunk: int
    beside: int
    height: int
    left_pad: int
    right_pad: int
    gap: int = 1
    count_end: int = 8

    def title_room(self, node: Node, box: int) -> int:
        """The cells of a title in a box of so many."""
        return box - 4 if self.height == 3 else box - 6 - width(node.word)


def _boxes(trunk: int, beside: int, count_end: int = 8, right_pad: int = 2) -> Scale:
    return Scale(trunk, beside, 3, 1, right_pad, count_end=count_end)


def _chips(trunk: int, beside: int, count_end: int = 8) -> Scale:
    return Scale(trunk, beside, 1, 0, 1, count_end=count_end)


# From wide to narrow; the usual one is look.md's.
_LADDERS: dict[str, tuple[Scale, ...]] = {
    "boxes": (
        *(_boxes(*widths) for widths in ((37, 35), (33, 31), (29, 27), (25, 23))),
        _boxes(23, 21, 7, 1),
        _boxes(21, 19, 7, 1),
    ),
    "chips": (
        *(_chips(*widths) for widths in ((43, 39), (39, 35), (35, 31), (35, 27))),
        _chips(31, 25, 7),
        _chips(27, 23, 7),
    ),
}
_USUAL = 3


def usual(zoom: Zoom) -> Scale:
    """The measures of look.md."""
    return _LADDERS[zoom][_USUAL]


def suiting(
    zoom: Zoom, room: int, shows_names: Callable[[Scale], bool], across: Callable[[Scale], int]
) -> tuple[Scale, int]:
    """The widest measures whose picture fits `room`, but no wider than names ask for.

    `shows_names` says whether no name is cut, `across` how wide the picture is. Where nothing
    fits: the narrowest if it is nearly as narrow as the room, else the usual. The number is how
    wide the picture is then, or would be at the narrowest.
    """
    steps = _LADDERS[zoom]
    enough = [step for step in steps[: _USUAL + 1] if shows_names(step)]
    steps = steps[steps.index(enough[-1]) if enough else 0 :]
    # Wider steps make wider pictures, so the place of the first that fits is found by halving.
    first = bisect_left(steps, True, key=lambda scale: across(scale) <= room)
    if first < len(steps):
        return steps[first], across(steps[first])
    least = across(steps[-1])
    return (steps[-1] if least <= room * _FAR_TOO_WIDE else usual(zoom)), least


def with_gap(scale: Scale, gap: int | None) -> Scale:
    """The measures with at least `gap` rows between steps, if that is given."""
    return scale if gap is None else replace(scale, gap=max(gap, 0))

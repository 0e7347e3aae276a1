"""How large steps are drawn: the measures of each zoom, and those that suit names and room."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from nurture_tui.layout.sketch import Node, Zoom
from nurture_tui.text import width

# A picture this much wider than its room is panned anyway, and then names count for more.
_FAR_TOO_WIDE = 1.4


@dataclass(frozen=True)
class Scale:
    """The measures of a zoom: box widths on the trunk and beside it, heights, blank cells.

    A count ends `count_end` cells right of the border (look.md rule 5). `margin` is how many cells
    of the room the picture leaves free, so that it does not lean on the edges. A column of steps is
    as wide as its longest name asks for, but no wider than `longest` for that, on the trunk
    `longest_trunk`.
    """

    trunk: int
    beside: int
    height: int
    left_pad: int
    right_pad: int
    gap: int = 1
    count_end: int = 8
    margin: int = 2
    longest: int = 0
    longest_trunk: int = 0

    def around(self, node: Node) -> int:
        """The cells of a box that are not its title's."""
        return 4 if self.height == 3 else 6 + width(node.word)


def _boxes(trunk: int, beside: int) -> Scale:
    return Scale(trunk, beside, 3, 1, 2)


def _chips(trunk: int, beside: int) -> Scale:
    return Scale(trunk, beside, 1, 0, 2)


def _tight(scale: Scale) -> Scale:
    """The same with counts nearer to their boxes and no margin, before names are cut."""
    return replace(scale, count_end=7, right_pad=2 - scale.left_pad, margin=0)


# From wide to narrow; the usual one is look.md's.
_LADDERS: dict[str, tuple[Scale, ...]] = {
    "boxes": (
        _boxes(37, 35),
        _boxes(33, 31),
        _boxes(29, 27),
        _tight(_boxes(29, 27)),
        _boxes(25, 23),
        _tight(_boxes(25, 19)),
        _tight(_boxes(21, 19)),
    ),
    "chips": (
        _chips(43, 39),
        _chips(39, 35),
        _chips(35, 31),
        _tight(_chips(35, 31)),
        _chips(35, 27),
        _tight(_chips(31, 25)),
        _tight(_chips(27, 23)),
    ),
}
_USUAL = 4


def _yielding(
    ladder: Sequence[Scale], trunk: Sequence[int], beside: Sequence[int]
) -> tuple[Sequence[Scale], ...]:
    """Measures at which columns differ: ever less for those with short names, then for others."""
    longest, pairs = ladder[0].trunk, zip(trunk, beside, strict=True)
    narrower = [_tight(replace(ladder[_USUAL], trunk=t, beside=b)) for t, b in pairs]
    short = [_asked(step, longest) for step in (ladder[_USUAL], *narrower)]
    return short, [_asked(short[-1], cells) for cells in range(longest - 2, trunk[-1], -2)]


def _asked(scale: Scale, longest: int) -> Scale:
    return replace(scale, longest=longest, longest_trunk=longest)


# Where names are cut at all of these.
_YIELDING = {
    "boxes": _yielding(_LADDERS["boxes"], (25, 23, 21, 19, 17), (21, 19, 19, 17, 15)),
    "chips": _yielding(_LADDERS["chips"], (31, 27, 25, 23, 21), (25, 23, 21, 19, 19)),
}


def usual(zoom: Zoom) -> Scale:
    """The measures of look.md, wider where names ask for it."""
    return _YIELDING[zoom][0][0]


def suiting(
    zoom: Zoom, room: int, shows_names: Callable[[Scale], bool], across: Callable[[Scale], int]
) -> tuple[Scale, int]:
    """The widest measures whose picture fits `room`, but no wider than names ask for.

    `shows_names` says whether no name is cut, `across` how wide the picture is. Where some would
    be, steps are no longer all alike. Where nothing fits: the narrowest if it is nearly as narrow
    as the room, else the usual. The number is how wide the picture is then, or would be at the
    narrowest.
    """
    steps = _LADDERS[zoom]
    enough = [step for step in steps[: _USUAL + 1] if shows_names(step)]
    if enough:
        least = enough[-1].trunk, enough[-1].beside
        steps = tuple(step for step in steps if (step.trunk, step.beside) <= least)

    def fits(scale: Scale) -> bool:
        return across(scale) + scale.margin <= room

    def first_of(tries: Sequence[Scale]) -> Scale | None:
        # Wider steps make wider pictures, so the first that fits is found by halving.
        return tries[bisect_left(tries, True, key=fits)] if fits(tries[-1]) else None

    found = first_of(steps)
    if found is not None and shows_names(found):
        return found, across(found)
    beside = 0 if found is None else found.beside
    others = filter(None, map(first_of, _YIELDING[zoom]))
    found = next((scale for scale in others if scale.longest > beside), found)
    if found is not None:
        # What is cut beside the trunk has no more room; what is on it may have.
        widths = range(_LADDERS[zoom][0].trunk, max(found.trunk, found.longest_trunk) - 1, -2)
        found = first_of([replace(found, longest_trunk=cells) for cells in widths]) or found
        return found, across(found)
    narrow = across(steps[-1])
    return (steps[-1] if narrow <= room * _FAR_TOO_WIDE else usual(zoom)), narrow


def with_gap(scale: Scale, gap: int | None) -> Scale:
    """The measures with at least `gap` rows between steps, if that is given."""
    return scale if gap is None else replace(scale, gap=max(gap, 0))

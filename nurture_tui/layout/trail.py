"""The line that follows the pointer while one step is being connected to another."""

from __future__ import annotations

import itertools

from nurture_tui.layout.picture import Box, Cell
from nurture_tui.layout.shapes import DOWN, LEFT, RIGHT, SOLID, UP

_AHEAD = {(1, 0): RIGHT, (-1, 0): LEFT, (0, 1): DOWN, (0, -1): UP}
_BACK = {RIGHT: LEFT, LEFT: RIGHT, UP: DOWN, DOWN: UP}


def trail(source: Box, pointer: Cell, aimed: Box | None = None) -> dict[Cell, str]:
    """The glyph of each cell from below `source` to the pointer, or to the border of `aimed`.

    It leaves as lines do, one row down, runs level and ends with an arrow head.
    """
    start = (source.middle, source.y + source.h)
    x, y = pointer
    if aimed is not None:
        above = start[1] <= aimed.y
        x, y = aimed.middle, aimed.y if above else aimed.y + aimed.h - 1
    way = _straight([start, (x, start[1]), (x, y)])
    if len(way) < 2:
        return {start: "▼"}
    glyphs: dict[Cell, str] = {}
    came = UP
    for here, there in itertools.pairwise(way):
        ahead = _AHEAD[there[0] - here[0], there[1] - here[1]]
        glyphs[here] = SOLID[came | ahead]
        came = _BACK[ahead]
    glyphs[way[-1]] = {UP: "▼", DOWN: "▲"}.get(came, "●")
    return glyphs


def _straight(corners: list[Cell]) -> list[Cell]:
    """All cells along lines from corner to corner."""
    way = corners[:1]
    for to_x, to_y in corners[1:]:
        x, y = way[-1]
        while (x, y) != (to_x, to_y):
            x, y = x + (to_x > x) - (to_x < x), y + (to_y > y) - (to_y < y)
            way.append((x, y))
    return way

"""The whole picture in a corner, small: where its steps are, which of them are in view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nurture_tui.layout import Box, Layout
from nurture_tui.screens.cells import Part

ACROSS, DOWN = 16, 14
BESIDE = 2  # blank columns between picture and map
_KINDS = {"×": 3, "!": 2}


@dataclass(frozen=True)
class View:
    """The part of a picture that is on the screen."""

    x: int
    y: int
    width: int
    height: int

    def shows(self, box: Box) -> bool:
        """Whether the middle of a box is in view."""
        return 0 <= box.middle - self.x < self.width and 0 <= box.count_y - self.y < self.height


class Minimap:
    """The map of one layout in at most ACROSS by DOWN cells.

    A step is a block where it is in view, else a dot, in the colour of its kind; `!` and `×` are
    steps with findings, the selected one is whole. Several steps may share a cell: the one that
    matters most is shown.
    """

    def __init__(self, layout: Layout) -> None:
        steps = [box for box in layout.boxes.values() if box.node.kind != "enter"]
        self.layout = layout
        self._left = min((box.middle for box in steps), default=0)
        right = max((box.middle for box in steps), default=0)
        self._cell_w = max(-(-(right - self._left + 1) // ACROSS), 4)
        self._cell_h = max(-(-layout.height // DOWN), 4 if layout.zoom == "boxes" else 2)
        self.across = (right - self._left) // self._cell_w + 1
        self.down = -(-layout.height // self._cell_h)
        self._boxes = steps

    def rows(self, view: View, selected: str | None) -> list[list[Part]]:
        """The rows of the map, each exactly `across` cells."""
        cells: dict[tuple[int, int], tuple[int, str, str]] = {}
        for box in self._boxes:
            spot = self._spot(box)
            cells[spot] = max(cells.get(spot, (-1, "", "")), _look(box, view, selected))
        return [
            [cells.get((x, y), (0, " ", ""))[1:] for x in range(self.across)]
            for y in range(self.down)
        ]

    def _spot(self, box: Box) -> tuple[int, int]:
        return (box.middle - self._left) // self._cell_w, box.count_y // self._cell_h

    def at(self, x: int, y: int) -> tuple[int, int]:
        """The cell of the picture that a cell of the map stands for."""
        return (
            self._left + x * self._cell_w + self._cell_w // 2,
            y * self._cell_h + self._cell_h // 2,
        )


def _look(box: Box, view: View, selected: str | None) -> tuple[int, str, str]:
    """How much a step matters, its glyph and its style."""
    if box.node.id == selected:
        return 4, "█", "bold"
    sign = box.node.mark[:1]
    if sign in _KINDS:
        return _KINDS[sign], sign, _SIGNS[sign]
    return (1, "▆", box.node.kind) if view.shows(box) else (0, "·", "muted")


_SIGNS: Mapping[str, str] = {"×": "error", "!": "warning"}

"""Widgets that draw themselves row by row, and paint only the rows that have become others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from nurture_tui.screens.cells import Part
from nurture_tui.screens.ink import Ink


class RowByRow(Widget):
    """A subclass gives `line`, and calls `repaint` where another widget would `refresh`.

    What is remembered of a row is what was painted last, whoever asked for it. One that scrolls is
    a ScrollView first, since Textual takes the styles of the first class only.
    """

    ALLOW_SELECT = False  # a press would repaint the whole screen for text that none can take here

    def __init__(self, *children: Widget, **given: Any) -> None:
        super().__init__(*children, **given)
        self.ink = Ink(self)
        self._on_screen: dict[int, tuple[int, Sequence[Part]]] = {}

    def line(self, y: int, room: Size) -> Sequence[Part]:
        """Row `y` of what is in view, as it is now; `room` is the size of the widget."""
        raise NotImplementedError

    def repaint(self) -> None:
        """Paint the rows that are no longer as they were painted."""
        room = self.size
        if not room and self._on_screen:
            # What is not shown has no size, but may come back with the lines that it had.
            self._on_screen.clear()
            self.refresh()
        for y in range(room.height):
            if self._on_screen.get(y) != (room.width, self.line(y, room)):
                self.refresh(Region(0, y, room.width, 1))

    def render_line(self, y: int) -> Strip:
        room = self.size
        parts = self.line(y, room)
        self._on_screen[y] = (room.width, parts)
        return self.ink.strip(parts, room.width)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.ink.dry()

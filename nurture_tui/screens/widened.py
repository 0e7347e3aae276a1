"""Widgets that say when they have other cells across than what they show was made for.

What is shown may be ready before its place is laid out, and may have to be made anew then.
"""

from __future__ import annotations

from textual.message import Message
from textual.widget import Widget


class Widened(Message):
    """A widget has more or fewer cells across."""

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self.widget = widget

    @property
    def control(self) -> Widget:
        return self.widget


class TellsWidth(Widget):
    """Posts Widened with the first layout, and whenever another gives it another width."""

    _width_told = 0

    def on_resize(self) -> None:
        if self.size.width != self._width_told:
            self._width_told = self.size.width
            self.post_message(Widened(self))

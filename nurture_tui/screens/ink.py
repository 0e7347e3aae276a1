"""Style names as the terminal's colours, for widgets that draw themselves row by row."""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style
from textual.dom import DOMNode
from textual.strip import Strip

from nurture_tui.screens.cells import Part, cells, fit
from nurture_tui.screens.theme import rich_style
from nurture_tui.text import safe


class Ink:
    """The styles of one widget. Call `dry` when the theme changes (`notify_style_update`)."""

    def __init__(self, node: DOMNode) -> None:
        self._node = node
        self._styles: dict[str, Style] = {}

    def style(self, name: str) -> Style:
        """The colours of a style name."""
        found = self._styles.get(name)
        if found is None:
            found = self._styles[name] = rich_style(self._node, name)
        return found

    def dry(self) -> None:
        """Forget the colours, so that they are looked up again."""
        self._styles.clear()

    def strip(self, parts: Iterable[Part], room: int, ground: str = "") -> Strip:
        """One row of exactly `room` cells; `ground` is a token that lies behind all of it."""
        on = f" on {ground}" if ground else ""
        shown = fit([(safe(text), style) for text, style in parts], room)
        segments = [Segment(text, self.style(style + on)) for text, style in shown]
        rest = room - cells(shown)
        if rest > 0:
            segments.append(Segment(" " * rest, self.style(on)))
        return Strip(segments, room)

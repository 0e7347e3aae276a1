"""All screens in ASCII, for fonts and terminals that draw the app's glyphs wrong."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from nurture_tui.text import to_ascii


class AsciiOnly(LineFilter):
    """Draws the app's own glyphs as `+ - | = # o * v ^ >`, cell for cell (look.md rule 30)."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            Segment(to_ascii(text), style, control) if not text.isascii() else segment
            for segment in segments
            for text, style, control in (segment,)
        ]

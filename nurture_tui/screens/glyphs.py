"""What every row of a screen goes through last: no commands to the terminal, ASCII if asked."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from nurture_tui.text import obedient, to_ascii


class AsciiOnly(LineFilter):
    """Draws the app's own glyphs as `+ - | = # o * v ^ >`, cell for cell (look.md rule 30)."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            Segment(to_ascii(text), style, control) if not text.isascii() else segment
            for segment in segments
            for text, style, control in (segment,)
        ]


class NoCommands(LineFilter):
    """Leaves out of every row what would command the terminal.

    Our own widgets show text from files harmless; fields that are typed into give theirs as it is.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        if all(text.isprintable() for text, _, _ in segments):
            return segments
        return [
            segment if control else Segment(obedient(text), style)
            for segment in segments
            for text, style, control in (segment,)
        ]

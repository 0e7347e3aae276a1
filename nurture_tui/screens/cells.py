"""Rows of text for the screens: parts with a style name each, cut and padded by cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content

from nurture_tui.screens.theme import token
from nurture_tui.text import cut, safe, width

Part = tuple[str, str]


def cells(parts: Iterable[Part]) -> int:
    """The cells that the parts take together."""
    return sum(width(text) for text, _ in parts)


def fit(parts: Iterable[Part], room: int) -> list[Part]:
    """The parts in at most `room` cells; the one that does not fit is cut, those behind it go."""
    kept: list[Part] = []
    for text, style in parts:
        size = width(text)
        if size > room:
            if room > 0:
                kept.append((cut(text, room), style))
            break
        kept.append((text, style))
        room -= size
    return kept


def filled(room: int, left: Sequence[Part], right: Sequence[Part] = ()) -> list[Part]:
    """The parts of one row of exactly `room` cells: `left` from its start, `right` up to its end.

    Where both do not fit, `left` is cut.
    """
    behind = fit(right, room)
    gap = 2 if behind else 0
    before = fit(left, room - cells(behind) - gap)
    space = " " * (room - cells(before) - cells(behind))
    return [*before, (space, ""), *behind]


def row(room: int, left: Sequence[Part], right: Sequence[Part] = (), ground: str = "") -> Content:
    """The same as content; `ground` is a token that lies behind the whole row."""
    return content(filled(room, left, right), ground)


def content(parts: Iterable[Part], ground: str = "") -> Content:
    """Content of the parts; their text is never read as markup, and made harmless."""
    on = f" on {ground}" if ground else ""
    return Content.assemble(*((safe(text), token(style + on)) for text, style in parts if text))


def column(text: str, style: str, size: int, *, right: bool = False) -> Part:
    """A cell of a table: its text cut and padded to `size` cells."""
    shown = cut(safe(text), size)
    space = " " * (size - width(shown))
    return (space + shown if right else shown + space), style

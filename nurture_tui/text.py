"""Text as the terminal sees it: cells of graphemes, cuts, harmless text from files, numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from types import ModuleType
from typing import Literal

ELLIPSIS = "…"
MINUS = "−"

# C0, DEL and C1 (ESC among them), bidi embeddings, overrides and isolates, lone surrogates.
_HARMFUL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_BREAKS = re.compile("\r\n|[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]")
# Marks without a cell that could hide text or turn its direction.
_UNSEEN = re.compile("[\u061c\u200b\u200e\u200f\u2060\ufeff]")
# What a terminal obeys, of what JSON and TOML may hold as it is.
_OBEYED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
# More than four marks on one letter climb out of their row.
_STACKED = re.compile("([\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{4})[\u0300-\u036f]+")

_ASCII = str.maketrans(
    dict.fromkeys("─╌–−", "-")
    | dict.fromkeys("│║▏", "|")
    # What is gone is drawn in dots.
    | dict.fromkeys("┄┆", ".")
    # Decisions keep their slanting corners, time its broken line.
    | {"╱": "/", "╲": "\\", "╎": ":"}
    | dict.fromkeys("╭╮╰╯┌┐└┘├┤┬┴┼╘╛╔╗╚╝╤", "+")
    | dict.fromkeys("═━╍┅", "=")
    # What is selected or marked stands out by its sides.
    | dict.fromkeys("┃╏┇┏┓┗┛┣┫┳┻╋▅▆▇█", "#")
    # A low bar is no full one: the last cell of a bar says about how high it is.
    | dict.fromkeys("▁▂", ".")
    | dict.fromkeys("▃▄", ":")
    | {"○": "o", "●": "*", "◆": "*", "▼": "v", "▲": "^", "→": ">", "‹": "<", "›": ">"}
    # A cut must not read as the end of a sentence.
    | {"×": "x", "·": ".", "…": "~", "“": '"', "”": '"'}
)


@cache
def _cells() -> ModuleType:
    """What knows the widths of letters: only what draws needs it, checks word numbers without."""
    from rich import cells

    return cells


def width(text: str) -> int:
    """The cells `text` takes in a terminal."""
    cells: int = _cells().cell_len(text)
    return cells


def graphemes(text: str) -> Iterator[tuple[str, int]]:
    """Each grapheme of `text` with its cells; one without cells joins the one before it.

    The two letters of a flag stay together, so that no cut comes between them.
    """
    held, cells, flag = "", 0, False
    for start, end, size in _cells().split_graphemes(text)[0]:
        part = text[start:end]
        letter = len(part) == 1 and "\U0001f1e6" <= part <= "\U0001f1ff"
        if size == 0 or (letter and flag):
            held, cells, flag = held + part, cells + size, flag and size == 0
            continue
        if held:
            yield held, cells
        held, cells, flag = part, size, letter
    if held:
        yield held, cells


_TOO_LITTLE = 2
"""So many letters of a word say nothing of it."""


def cut(text: str, cells: int, *, end: str = ELLIPSIS) -> str:
    """`text` in at most `cells` cells; what is cut off shows as `end`, never half a grapheme."""
    if cells <= 0:
        return ""
    if width(text) <= cells:
        return text
    room = cells - width(end)
    kept: list[str] = []
    for grapheme, size in graphemes(text):
        if size > room:
            break
        kept.append(grapheme)
        room -= size
    return "".join(kept).rstrip() + end


def cut_name(name: str, cells: int) -> str:
    """`name` in at most `cells` cells; of a word that is cut, a few letters alone are not kept."""
    kept = cut(name, cells)
    if kept == name:
        return name
    before, blank, part = kept.removesuffix(ELLIPSIS).rpartition(" ")
    whole = name[len(kept) - len(ELLIPSIS) :].startswith(" ")
    return (
        kept
        if not blank or whole or width(part) > _TOO_LITTLE
        else before.rstrip(" ,;:") + ELLIPSIS
    )


def wrapped(text: str, room: int) -> list[str]:
    """The words of a text in lines of at most `room` cells, harmless; a longer word is broken."""
    lines: list[str] = []
    for word in safe(text).split(" "):
        while width(word) > room and (part := cut(word, room, end="")):
            lines.append(part)
            word = word.removeprefix(part)
        if not word:
            continue
        if lines and width(lines[-1]) + 1 + width(word) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def pad(text: str, cells: int, side: Literal["left", "right", "center"] = "left") -> str:
    """`text` cut to and filled up with spaces to exactly `cells` cells, standing at `side`."""
    shown = cut(text, cells)
    missing = cells - width(shown)
    if side == "right":
        return " " * missing + shown
    before = missing // 2 if side == "center" else 0
    return " " * before + shown + " " * (missing - before)


def safe(text: str) -> str:
    """Text from a file as one harmless line in NFC.

    Line breaks and tabs become a space; control characters (ESC, C1), bidi overrides and
    isolates and lone surrogates a visible `·`; marks that cannot be seen are left out.
    """
    if text.isascii() and text.isprintable():
        return text
    line = _HARMFUL.sub("·", _BREAKS.sub(" ", text))
    line = unicodedata.normalize("NFC", _UNSEEN.sub("", line))
    line = _STACKED.sub(r"\1", line)
    # A mark at the start would stand on whatever is left of the text.
    return f" {line}" if line and width(line[0]) == 0 else line


def by_number(text: str) -> str:
    """Text of JSON or TOML in which signs that a terminal obeys are written `\\u202e`.

    Both may hold them as they are within their strings; the texts that they mean are the same.
    """
    return _OBEYED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def obedient(text: str) -> str:
    """Text without control characters and turns of the direction, which take no cells."""
    return text if text.isprintable() else _HARMFUL.sub("", text)


def to_ascii(text: str) -> str:
    """The app's own glyphs in ASCII, cell for cell (look.md rule 30); letters stay as they are."""
    return text if text.isascii() else text.translate(_ASCII)


def count(number: int) -> str:
    """`9,786` to six digits, then `1.2M` (look.md rule 23)."""
    size = abs(number)
    sign = MINUS if number < 0 else ""
    if size < 1_000_000:
        return f"{sign}{size:,}"
    millions = size / 1_000_000
    return f"{sign}{millions:.1f}M" if millions < 1_000 else f"{sign}{millions:,.0f}M"


def plain_number(number: float) -> str:
    """A number of a field or a condition as it is written: `2.5`, `1250000`, never `1.25e+06`."""
    return f"{number:.15g}"


def half_up(number: float, decimals: int) -> Decimal:
    """The written `number` to so many decimals, a half away from zero, as people round: 0.5 is 1.

    Python's own formats take a half to the even digit, and 0.285 of a hundred to 28.
    """
    return Decimal(str(float(number))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def share(part: float) -> str:
    """A share on a line, from 0 to 1, in whole per cent: `18%`, `0.4%`, `<0.1%`, `0`."""
    return _percent(part, decimals=0)


def rate(part: float) -> str:
    """A rate from 0 to 1 with one decimal: `13.4%`, `<0.1%`, never happened `0`."""
    return _percent(part, decimals=1)


def _percent(part: float, *, decimals: int) -> str:
    if part < 0:
        raise ValueError(f"a share cannot be below 0: {part}")
    if part == 0:
        return "0"
    if part < 0.001:
        return "<0.1%"
    if half_up(part, 3) < Decimal("0.01"):
        decimals = 1
    return f"{_per_cent(part, decimals)}%"


def _per_cent(part: float, decimals: int) -> str:
    return f"{half_up(part, decimals + 2) * 100:.{decimals}f}"


def signed(number: int) -> str:
    """A difference of counts: `+276`, `−54`, `0`."""
    return f"+{count(number)}" if number > 0 else count(number)


def signed_points(difference: float) -> str:
    """A difference of two rates (0 to 1) in points, without the word: `+0.5`, `−0.3`, `0.0`."""
    points = half_up(difference, 3) * 100
    sign = "+" if points > 0 else MINUS if points < 0 else ""
    return f"{sign}{abs(points):.1f}"


def points(difference: float) -> str:
    """A difference of two rates: `+0.5 points` (look.md rule 23)."""
    return f"{signed_points(difference)} points"


def interval(low: float, high: float) -> str:
    """The interval of a rate, both 0 to 1: `12.7–14.1` (look.md rule 24)."""
    return f"{_per_cent(low, 1)}–{_per_cent(high, 1)}"


def signed_interval(low: float, high: float) -> str:
    """The interval of a difference of rates: `−0.3 to +1.3` (look.md rule 24)."""
    return f"{signed_points(low)} to {signed_points(high)}"

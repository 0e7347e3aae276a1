"""Rows of terminal cells as an SVG that looks the same with whatever monospace font is there.

Lines, boxes and bars are drawn, not set in type: fonts leave gaps between their box characters.
Nothing is fetched, and equal rows give equal files.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from glyphs import CELL_HEIGHT, CELL_WIDTH, spans, strokes
from rich.cells import cell_len
from rich.color import Color
from rich.segment import Segment
from rich.style import Style

MARGIN = 14
FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, DejaVu Sans Mono, monospace"
FONT_SIZE = 16.6
BASELINE = 16.5
INK, GROUND = "#e0e0e0", "#121212"  # of a cell that names no colour of its own

BEHIND_WIDE = "\0"
PHRASE = re.compile(r"[^\0](?=\0)|[^ \0](?!\0)(?: ?[^ \0](?!\0))*")

Colour = str


@dataclass(frozen=True)
class Cell:
    """One cell: its letter ("" behind a letter that is two wide), its colours, its weight."""

    letter: str
    ink: Colour
    ground: Colour
    bold: bool


def svg(rows: Sequence[Iterable[Segment]], label: str) -> str:
    """The rows as an SVG; `label` says what it shows to those who do not see it."""
    cells = [list(_cells(row)) for row in rows]
    width = max(map(len, cells)) * CELL_WIDTH + 2 * MARGIN
    height = len(cells) * CELL_HEIGHT + 2 * MARGIN
    page = Counter(cell.ground for row in cells for cell in row).most_common(1)[0][0]
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'role="img" aria-label="{escape(label)}">',
        f'<rect width="{width}" height="{height}" rx="10" fill="{page}"/>',
        f'<g transform="translate({MARGIN} {MARGIN})">',
        *_grounds(cells, page),
        *_shapes(cells),
        f'<g font-family="{FONT}" font-size="{FONT_SIZE}">',
        *_words(cells),
        "</g>",
        "</g>",
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _cells(row: Iterable[Segment]) -> Iterator[Cell]:
    for segment in row:
        style = segment.style or Style()
        ink, ground = _colour(style.color, INK), _colour(style.bgcolor, GROUND)
        if style.reverse:
            ink, ground = ground, ink
        for letter in segment.text:
            for column in range(cell_len(letter)):
                yield Cell("" if column else letter, ink, ground, bool(style.bold))


def _colour(colour: Color | None, default: Colour) -> Colour:
    if colour is None or colour.is_default:
        return default
    return colour.get_truecolor().hex


def _runs(
    row: Sequence[Cell], key: Callable[[Cell], object]
) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """Neighbours with an equal key, behind the column of the first."""
    column = 0
    for _, found in groupby(row, key):
        run = tuple(found)
        yield column, run
        column += len(run)


def _grounds(cells: Sequence[Sequence[Cell]], page: Colour) -> Iterator[str]:
    places: dict[Colour, list[str]] = defaultdict(list)
    for y, row in enumerate(cells):
        for x, run in _runs(row, lambda cell: cell.ground):
            size = len(run) * CELL_WIDTH
            place = f"M{x * CELL_WIDTH} {y * CELL_HEIGHT}h{size}v{CELL_HEIGHT}h-{size}z"
            places[run[0].ground].append(place)
    places.pop(page, None)
    for colour, found in places.items():
        yield f'<path fill="{colour}" shape-rendering="crispEdges" d="{"".join(found)}"/>'


def _shapes(cells: Sequence[Sequence[Cell]]) -> Iterator[str]:
    """What is drawn: a path for each colour and pen."""
    paths: dict[tuple[Colour, float], list[str]] = defaultdict(list)
    for y, row in enumerate(cells):
        for x, run in _runs(row, lambda cell: (cell.letter, cell.ink)):
            letter, ink = run[0].letter, run[0].ink
            size = len(run) if spans(letter) else 1
            drawn = strokes(letter, size)
            for column in range(x, x + len(run), size):
                for stroke in drawn:
                    paths[ink, stroke.pen].append(stroke.at(column, y))
    for (ink, pen), found in paths.items():
        look = f'fill="none" stroke="{ink}" stroke-width="{pen}"' if pen else f'fill="{ink}"'
        yield f'<path {look} d="{"".join(found)}"/>'


def _words(cells: Sequence[Sequence[Cell]]) -> Iterator[str]:
    """What is set in type: words with one space between them, in groups of one look."""
    texts: dict[tuple[Colour, bool], list[str]] = defaultdict(list)
    for y, row in enumerate(cells):
        for x, run in _runs(row, lambda cell: (cell.ink, cell.bold, bool(strokes(cell.letter)))):
            if strokes(run[0].letter):
                continue
            for start, words in _phrases(run):
                look = (run[0].ink, run[0].bold)
                texts[look].append(_text(words, x + start, y))
    for (ink, bold), found in texts.items():
        weight = ' font-weight="bold"' if bold else ""
        yield f'<g fill="{ink}"{weight}>'
        yield from found
        yield "</g>"


def _phrases(run: Sequence[Cell]) -> Iterator[tuple[int, str]]:
    """The words of a run that stand one space apart, with their columns.

    A letter two wide, which a font may draw narrower, has a phrase of its own.
    """
    letters = "".join(cell.letter or BEHIND_WIDE for cell in run)
    for found in PHRASE.finditer(letters):
        yield found.start(), found.group()


def _text(words: str, column: int, row: int) -> str:
    x, y = column * CELL_WIDTH, row * CELL_HEIGHT + BASELINE
    size = f' textLength="{cell_len(words) * CELL_WIDTH}"' if len(words) > 1 else ""
    return f'<text x="{x}" y="{y:g}"{size}>{escape(words, quote=False)}</text>'

"""Boxes in columns with lines from left to right: the map of what hands over to what."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from nurture_tui.layout.columns import Leg, Tracks, tracks_of
from nurture_tui.layout.paint import Span
from nurture_tui.layout.shapes import DOWN, LEFT, RIGHT, SOLID, UP, frame
from nurture_tui.text import cut, graphemes, pad, width

BOX_ROWS = 3
_EDGES = 4
"""The borders of a box and a blank beside each."""
_NAME_LEAST = 8


@dataclass(frozen=True)
class Stop:
    """One box: its word on the top border, its name, and a number at its right edge."""

    id: str
    word: str
    name: str
    number: str = ""
    idle: bool = False


@dataclass(frozen=True)
class Way:
    """One line: `label` is said on it where there is room, else only `number`."""

    source: str
    target: str
    label: str = ""
    number: str = ""
    idle: bool = False

    @property
    def text(self) -> str:
        """What is said on the line."""
        return f"{self.label} {self.number}".strip()


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a box stands, in cells: its left top corner and its width; it is BOX_ROWS high."""

    x: int
    y: int
    width: int


@dataclass(frozen=True, slots=True)
class Word:
    """A text on a line: its first cell and row."""

    x: int
    y: int
    text: str
    idle: bool


@dataclass(frozen=True)
class Across:
    """The picture, in cells: boxes by id in reading order, lines as masks of sides by (x, y).

    `heads` are the cells before the boxes that lines lead to; `back` the ways that lead to an
    earlier column, which are not drawn. With `low`, numbers stand on the lower border.
    """

    width: int
    height: int
    stops: Mapping[str, Stop]
    boxes: Mapping[str, Frame]
    strokes: Mapping[tuple[int, int], int]
    heads: frozenset[tuple[int, int]]
    tees: frozenset[str]
    words: tuple[Word, ...]
    back: tuple[Way, ...]
    low: bool = False


def lay_across(
    stops: Sequence[Stop], ways: Sequence[Way], room: int, *, close: bool = True
) -> Across:
    """The map in `room` cells; where it is too wide, the names of lines go, then the numbers of
    boxes to their lower border, then names are cut, then boxes and lines close up (with `close`).

    Deterministic; a way from or to an unknown stop is left out. What is still too wide is as wide
    as it has to be.
    """
    if not stops:
        return Across(0, 0, {}, {}, {}, frozenset(), frozenset(), (), ())
    known = {stop.id for stop in stops}
    drawn = [way for way in ways if way.source in known and way.target in known]
    tracks = tracks_of([stop.id for stop in stops], [(way.source, way.target) for way in drawn])
    longest = max(width(stop.name) for stop in stops)
    said, numbers = [way.text for way in drawn], [way.number for way in drawn]
    sizes = range(longest, min(longest, _NAME_LEAST) - 1, -1)
    shorter = ((numbers, size, True, tight) for tight in (False, close) for size in sizes)
    tries = [(said, longest, False, False), (numbers, longest, False, False), *shorter]
    for texts, names, low, tight in tries:
        picture = _Drawing(tracks, stops, drawn, texts, names, low, tight).picture()
        if picture.width <= room:
            break
    return picture


@dataclass
class _Drawing:
    """One try with these texts on the lines and names of at most `names` cells; numbers stand on
    the lower border where `low`, and nothing is left between words and corners where `tight`."""

    tracks: Tracks
    stops: Sequence[Stop]
    ways: Sequence[Way]
    texts: Sequence[str]
    names: int
    low: bool
    tight: bool
    strokes: dict[tuple[int, int], int] = field(default_factory=dict)
    words: list[Word] = field(default_factory=list)

    def picture(self) -> Across:
        tracks = self.tracks
        by_id = {stop.id: stop for stop in self.stops}
        tops = tracks.tops
        boxes: dict[str, Frame] = {}
        heads: set[tuple[int, int]] = set()
        x = 0
        for number, column in enumerate(tracks.columns):
            size = max((self._size(by_id[item.stop]) for item in column if item.stop), default=0)
            for item in column:
                if item.stop:
                    boxes[item.stop] = Frame(x, tops[item.track], size)
                else:
                    self._run(x, x + size - 1, tops[item.track] + 1)
            x += size
            x = self._gap(number, x, heads) if number + 1 < len(tracks.columns) else x
        read = sorted(boxes, key=lambda id_: (boxes[id_].y, boxes[id_].x))
        legs = {leg.source.stop for gap in tracks.gaps for leg in gap.legs if leg.source.stop}
        return Across(
            max(x, 0),
            1
            + max([box.y + BOX_ROWS - 1 for box in boxes.values()] + [y for _, y in self.strokes]),
            by_id,
            {id_: boxes[id_] for id_ in read},
            self.strokes,
            frozenset(heads),
            frozenset(id_ for id_ in legs if id_),
            tuple(self.words),
            tuple(self.ways[edge] for edge in tracks.back),
            self.low,
        )

    def _size(self, stop: Stop) -> int:
        number = width(stop.number) + 2 if stop.number else 0
        name = min(width(stop.name), self.names) + (0 if self.low else number)
        return max(name, width(stop.word) + (0 if self.tight else 2), number) + _EDGES

    def _gap(self, number: int, x: int, heads: set[tuple[int, int]]) -> int:
        """Draw the lines from this column to the next; gives the next column's first cell."""
        gap = self.tracks.gaps[number]
        tops = self.tracks.tops
        said = [width(self._text(leg)) for leg in gap.legs]
        # Where room is scarce, a number stands close to the box and to the line's turn.
        straight = not any(leg.drop for leg in gap.legs)
        lead = 0 if self.tight and straight else 1 if self.low else 2
        first = x + 1 + max([size + max(2 * lead, 1) for size in said if size] + [3])
        end = first + gap.channels + 1
        for leg in gap.legs:
            mid, row = tops[leg.source.track] + 1, tops[leg.source.track] + 1 + leg.drop
            turn = x
            if row != mid:
                self._stroke(x, mid, LEFT | DOWN)
                for y in range(mid + 1, row):
                    self._stroke(x, y, UP | DOWN)
                self._stroke(x, row, UP | RIGHT)
                turn = x + 1
            into = tops[leg.target.track] + 1
            channel = first + leg.channel
            if row == into:
                self._run(turn, end - 1, row)
            else:
                self._run(turn, channel - 1, row)
                low, high = min(row, into), max(row, into)
                self._stroke(channel, row, LEFT | (DOWN if into > row else UP))
                for y in range(low + 1, high):
                    self._stroke(channel, y, UP | DOWN)
                self._stroke(channel, into, RIGHT | (UP if into > row else DOWN))
                self._run(channel + 1, end - 1, into)
            if leg.target.stop:
                heads.add((end - 1, into))
            text = self._text(leg)
            if text:
                idle = self.ways[leg.edge].idle
                self.words.append(Word(x + lead, row, f" {text} ", idle))
        return end

    def _text(self, leg: Leg) -> str:
        """A line through several gaps is named in the first."""
        return cut(self.texts[leg.edge], 40) if leg.source.stop else ""

    def _stroke(self, x: int, y: int, mask: int) -> None:
        self.strokes[x, y] = self.strokes.get((x, y), 0) | mask

    def _run(self, low: int, high: int, y: int) -> None:
        for x in range(low, high + 1):
            self._stroke(x, y, LEFT | RIGHT)


def paint_across(picture: Across, selected: str | None = None) -> list[list[Span]]:
    """The rows of the picture as (text, style) pieces, each row `picture.width` cells.

    Styles are line, label, share, title, count, text, muted, with `bold` and `fill` for what is
    selected; blank cells have "".
    """
    rows = [[(" ", "")] * picture.width for _ in range(picture.height)]

    def put(x: int, y: int, text: str, style: str) -> None:
        for grapheme, size in graphemes(text):
            if x + size <= picture.width:
                rows[y][x : x + size] = [(grapheme, style), *[("", style)] * (size - 1)]
            x += size

    for (x, y), mask in picture.strokes.items():
        put(x, y, "→" if (x, y) in picture.heads else SOLID[mask], "line")
    for word in picture.words:
        put(word.x, word.y, word.text, "muted" if word.idle else "label")
    for id_, box in picture.boxes.items():
        _box(picture, picture.stops[id_], box, id_ == selected, put)
    return [
        [("".join(text for text, _ in run), style) for style, run in groupby(row, itemgetter(1))]
        for row in rows
    ]


def _box(
    picture: Across, stop: Stop, box: Frame, chosen: bool, put: Callable[[int, int, str, str], None]
) -> None:
    shape = frame("action", ends=False, selected=chosen)
    fill = " fill" if chosen else ""
    ink = ("muted" if stop.idle else "text") + fill
    inside = box.width - _EDGES
    word = cut(stop.word, box.width - _EDGES)
    lead = shape.top if box.width - _EDGES > width(word) else ""
    top = f"{shape.tl}{lead} {word} "
    put(box.x, box.y, f"{top}{shape.top * (box.width - 1 - width(top))}{shape.tr}", ink)
    number = f"  {stop.number}" if stop.number and not picture.low else ""
    name = pad(cut(stop.name, inside - width(number)), inside - width(number))
    put(box.x, box.y + 1, f"{shape.side} ", ink)
    put(box.x + 2, box.y + 1, name, ("bold" if chosen else ink.split()[0]) + fill)
    put(box.x + 2 + width(name), box.y + 1, f"{number} ", ink)
    tee = ("┣" if chosen else "├") if stop.id in picture.tees else shape.side
    put(box.x + box.width - 1, box.y + 1, tee, ink)
    foot = f" {stop.number} {shape.bottom}" if stop.number and picture.low else ""
    base = shape.bottom * (box.width - 2 - width(foot)) + foot
    put(box.x, box.y + 2, f"{shape.bl}{base}{shape.br}", ink)

"""The finished layout: where everything stands, what lies under a cell, which step is next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from nurture_tui.layout.sketch import Edge, EdgeKey, Node, Zoom
from nurture_tui.text import width

Cell: TypeAlias = tuple[int, int]
Direction: TypeAlias = Literal["up", "down", "left", "right"]


@dataclass(frozen=True)
class Box:
    """A placed step: `x`, `y` its left upper cell, `middle` the column its lines meet.

    Its count stands right-aligned on row `count_y`, its last digit in column `count_x`. `fed` and
    `feeds` say whether lines come in from above and leave below; `heads` are the columns of loops'
    ▲ in the bottom border.
    """

    node: Node
    x: int
    y: int
    w: int
    h: int
    middle: int
    count_x: int
    fed: bool
    feeds: bool
    heads: tuple[int, ...] = ()

    @property
    def count_y(self) -> int:
        """The row of the count."""
        return self.y + self.h // 2

    def holds(self, x: int, y: int) -> bool:
        """Whether the cell belongs to the box."""
        return self.x <= x < self.x + self.w and self.y <= y < self.y + self.h


@dataclass(frozen=True)
class Label:
    """Where an edge's label and share stand: from column `x`, or up to it if `right_aligned`.

    `room` cells are kept for it; `on_line` says that the line goes on left and right of it,
    `tight` that the longest share reaches the line without a blank.
    """

    x: int
    y: int
    text: str
    room: int
    on_line: bool
    right_aligned: bool = False
    tight: bool = False

    @property
    def span(self) -> tuple[int, int]:
        """The first and the last column kept for it."""
        if self.right_aligned:
            return self.x - self.room + 1, self.x
        return self.x, self.x + self.room - 1


@dataclass(frozen=True)
class Note:
    """Folded waits on a line: `╎` at (`x`, `y`), the text on the same row from column `text_x`."""

    x: int
    y: int
    text: str
    via: tuple[str, ...]
    text_x: int


@dataclass(frozen=True)
class Line:
    """A routed edge: `cells` in order from its source to its target, without the borders."""

    edge: Edge
    cells: tuple[Cell, ...]
    label: Label | None
    note: Note | None
    up: bool


class Stroke(NamedTuple):
    """One cell of line: its directions (bits up 1, down 2, left 4, right 8), who runs through."""

    mask: int
    edges: tuple[int, ...]


@dataclass(frozen=True)
class Hit:
    """What lies under a cell: a step's id, a line's key, or the ids of folded waits."""

    kind: Literal["node", "edge", "wait"]
    node: str = ""
    edge: EdgeKey = ("", "")
    waits: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """A sketch with a place for everything. Columns and rows count from 0.

    `lines` stand in the order of the sketch's edges; `strokes` are the cells of lines by row, then
    column; `rows` the boxes that touch each row.
    """

    zoom: Zoom
    boxes: Mapping[str, Box]
    lines: tuple[Line, ...]
    strokes: Mapping[int, Mapping[int, Stroke]]
    rows: Mapping[int, tuple[str, ...]]
    texts: Mapping[int, tuple[int, ...]]  # row -> indexes of lines with a label or note there
    width: int
    height: int
    # The columns that would do: where the picture does not fit its room, at the tightest measures.
    least: int = field(default=0, compare=False)

    def line(self, key: EdgeKey) -> Line | None:
        """The line of this source and port."""
        return next((line for line in self.lines if line.edge.key == key), None)

    def hit(self, x: int, y: int) -> Hit | None:
        """What lies at a cell: a step before a folded wait before a line."""
        for name in self.rows.get(y, ()):
            box = self.boxes[name]
            if box.holds(x, y):
                return Hit("node", node=name)
        for index in self.texts.get(y, ()):
            line = self.lines[index]
            note, label = line.note, line.label
            if note and note.y == y and (x == note.x or 0 <= x - note.text_x < width(note.text)):
                return Hit("wait", edge=line.edge.key, waits=note.via)
            if label and label.y == y and label.span[0] <= x <= label.span[1]:
                return Hit("edge", edge=line.edge.key)
        stroke = self.strokes.get(y, {}).get(x)
        if stroke is None:
            return None
        return Hit("edge", edge=self.lines[stroke.edges[0]].edge.key)


def nearest(layout: Layout, name: str, direction: Direction) -> str | None:
    """The step next to `name` on the screen in a direction, or nothing.

    Up and down look for the nearest row, there for the nearest column; left and right for a box
    that shares rows first. Distance aside counts twice.
    """
    here = layout.boxes.get(name)
    if here is None:
        return None
    best: tuple[int, int, int, int, str] | None = None
    for other, box in layout.boxes.items():
        down = (box.y + box.h // 2) - (here.y + here.h // 2)
        across = box.middle - here.middle
        if direction in ("up", "down"):
            ahead, aside = (down if direction == "down" else -down), abs(across)
            cost = ahead * 4 + aside
        else:
            ahead, aside = (across if direction == "right" else -across), abs(down)
            cost = ahead + aside * 8
        if other == name or ahead <= 0:
            continue
        candidate = (cost, aside, ahead, box.middle, other)
        if best is None or candidate < best:
            best = candidate
    return best[4] if best else None

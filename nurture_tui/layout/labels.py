"""A free place for every label, on the leg that only its edge has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from nurture_tui.layout.levels import Hop, Levels, Link
from nurture_tui.layout.measure import label_room
from nurture_tui.layout.picture import Label
from nurture_tui.layout.route import Bends, Routes


@dataclass
class _Taken:
    """Cells of lines, boxes, counts and texts, by row."""

    rows: dict[int, set[int]] = field(default_factory=dict)

    def add(self, y: int, low: int, high: int) -> None:
        self.rows.setdefault(y, set()).update(range(low, high + 1))

    def free(self, y: int, low: int, high: int) -> bool:
        row = self.rows.get(y)
        return low >= 0 and (row is None or row.isdisjoint(range(low, high + 1)))


def label_spots(
    links: Sequence[Link],
    levels: Levels,
    columns: Sequence[int],
    bent: Sequence[Bends],
    routes: Routes,
    filled: Mapping[int, Sequence[tuple[int, int]]],
) -> tuple[dict[int, Label], list[int]]:
    """The label of each edge that has one, and the edges for whose label there was no room.

    `filled` are the spans that boxes with their counts and notes take, by row.
    """
    taken = _Taken()
    for y, spans in filled.items():
        for low, high in spans:
            taken.add(y, low, high)
    for x, y in routes.cells:
        taken.add(y, x, x)
    spots: dict[int, Label] = {}
    missing: list[int] = []
    for index, item in enumerate(levels.items):
        if item.kind == "label":
            label = _beside(links[item.ref], columns[index], routes.item_y[index])
            spots[item.ref] = label
            taken.add(label.y, label.x, label.span[1])
    for edge in levels.selfs:
        step = links[edge].source
        hook = next(iter(routes.nets["self", edge].uppers - {columns[step]}))
        if links[edge].label:
            y = routes.track_y["self", edge]
            label = _beside(links[edge], max(hook, columns[step]), y)
            spots[edge] = label
            taken.add(y, label.x, label.span[1])
    for index, hop in enumerate(levels.hops):
        if hop.label < 0:
            continue
        link = links[hop.label]
        for label in _tries(link, index, hop, levels, columns, bent[index], routes, taken):
            spots[hop.label] = label
            taken.add(label.y, label.span[0] - 1, label.span[1] + 1)
            break
        else:
            missing.append(hop.label)
    return spots, missing


def _beside(link: Link, x: int, y: int) -> Label:
    return Label(x + 2, y, link.label, label_room(link), on_line=False)


def _tries(
    link: Link,
    index: int,
    hop: Hop,
    levels: Levels,
    columns: Sequence[int],
    bent: Bends,
    routes: Routes,
    taken: _Taken,
) -> Iterator[Label]:
    """Places for a label that touch no other line, the best first."""
    text, room = link.label, label_room(link)
    middle, column = columns[hop.source], bent.column
    row = routes.track_y.get(bent.leave) if bent.leave else None
    if bent.leave and row is not None:
        net = routes.nets[bent.leave]
        legs = net.uppers | net.lowers
        if column != middle:
            yield from _on_leg(link, hop.label, column, middle, row, legs, routes)
        else:
            if max(legs) == middle and taken.free(row, middle + 1, middle + 2 + room):
                yield Label(middle + 2, row, text, room, on_line=False)
            if min(legs) == middle and taken.free(row, middle - 2 - room, middle - 1):
                yield Label(middle - 2, row, text, room, on_line=False, right_aligned=True)
    if hop.up:
        first = routes.tops[hop.first]
        last = routes.tops[hop.last] + routes.heights[hop.last]
        rows = range(last - 1, first - 1, -1)
    else:
        start = levels.items[hop.source].level
        first = routes.tops[start] + routes.heights[start] if row is None else row + 1
        rows = range(first, routes.tops[start + 1])
    for y in rows:
        if not _only(routes, column, y, hop.label):
            continue
        if taken.free(y, column + 1, column + 2 + room):
            yield Label(column + 2, y, text, room, on_line=False)
        if taken.free(y, column - 2 - room, column - 1):
            yield Label(column - 2, y, text, room, on_line=False, right_aligned=True)


def _on_leg(
    link: Link,
    edge: int,
    column: int,
    middle: int,
    row: int,
    legs: frozenset[int],
    routes: Routes,
) -> Iterator[Label]:
    """Places on the piece of the track that leads to this leg only."""
    text, room = link.label, label_room(link)
    if column < middle:
        low, high = column + 1, min(x for x in legs if x > column) - 1
    else:
        low, high = max(x for x in legs if x < column) + 1, column - 1
    # A bit of line, a blank, the text, a blank; then without the last blank, without the line.
    starts = [(low + 1, False), (low + 1, True)]
    starts += [(start, False) for start in range(low, high - room)]
    for start, tight in starts:
        end = start + room + (0 if tight else 1)
        if end <= high and all(_only(routes, x, row, edge) for x in range(start, end + 1)):
            yield Label(start + 1, row, text, room, on_line=True, tight=tight)


def _only(routes: Routes, x: int, y: int, edge: int) -> bool:
    """Whether a cell of line belongs to this edge alone."""
    owners = routes.cells.get((x, y), {})
    return len(owners) == 1 and all(edges == (edge,) for _, edges in owners.values())

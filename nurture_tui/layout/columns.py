"""Which column and row each box of a map stands in, and how the lines between columns run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count, pairwise

from nurture_tui.layout.cycles import back_edges

PITCH = 4
"""Rows from one box of a column to the next, where few lines leave the upper one."""
_SWEEPS = 4


@dataclass(frozen=True, slots=True)
class Item:
    """A box (`stop` is its id) or, with `stop` "", the place where line `edge` passes a column."""

    stop: str
    edge: int
    track: int


@dataclass(frozen=True, slots=True)
class Leg:
    """A line from one column to the next: `drop` rows below the middle of its source.

    `channel` is the upright it takes to its target's row, counted from the left.
    """

    edge: int
    source: Item
    target: Item
    drop: int
    channel: int


@dataclass(frozen=True)
class Gap:
    """The lines between two columns, and how many uprights they need."""

    legs: tuple[Leg, ...]
    channels: int


@dataclass(frozen=True)
class Tracks:
    """The columns from left to right, the gap behind each, the first row of each track.

    `back` are the edges that are not drawn, since they lead to the same or an earlier column.
    """

    columns: tuple[tuple[Item, ...], ...]
    gaps: tuple[Gap, ...]
    tops: tuple[int, ...]
    back: tuple[int, ...]


_Cell = tuple[str, int, int]
"""What stands in a column before it has a track: a stop's id and -1, or "" and the edge that
passes; then the column."""
_Hop = tuple[_Cell, _Cell, int]


def tracks_of(ids: Sequence[str], edges: Sequence[tuple[str, str]]) -> Tracks:
    """Columns by the longest way from a start; what nothing leads to stands beside its target.

    Boxes without a line fill places that are left free. `edges` are pairs of ids.
    """
    place = {id_: number for number, id_ in enumerate(ids)}
    pairs = [(place[source], place[target]) for source, target in edges]
    back = back_edges(len(ids), pairs) | {n for n, (a, b) in enumerate(pairs) if a == b}
    forward = {n: pair for n, pair in enumerate(edges) if n not in back}
    ranks = _ranks(ids, list(forward.values()))
    columns, hops = _columns(ids, forward, ranks)
    led_to = {target for hop in hops for _, target, _ in hop}
    columns = [sorted(column, key=lambda cell: cell not in led_to) for column in columns]
    columns = _ordered(columns, hops)
    placed = _placed(columns, hops)
    placed |= _beside(placed, [id_ for id_ in ids if id_ not in ranks], len(columns))
    items = {cell: Item(cell[0], cell[1], track) for cell, track in placed.items()}
    wide = 1 + max((column for _, _, column in placed), default=-1)
    filled = [
        sorted((items[c] for c in placed if c[2] == number), key=lambda item: item.track)
        for number in range(wide)
    ]
    gaps = [_gap([(items[a], items[b], n) for a, b, n in hop]) for hop in hops]
    gaps += [Gap((), 0)] * max(0, wide - 1 - len(gaps))
    return Tracks(tuple(map(tuple, filled)), tuple(gaps), _tops(filled, gaps), tuple(sorted(back)))


def _ranks(ids: Sequence[str], edges: Sequence[tuple[str, str]]) -> dict[str, int]:
    """The column of each stop that has a line: as far left as the ways to it let it be.

    A start stands as far right as its first target lets it.
    """
    ranks = {id_: 0 for id_ in ids if any(id_ in pair for pair in edges)}
    for _ in ranks:
        for source, target in edges:
            ranks[target] = max(ranks[target], ranks[source] + 1)
    fed = {target for _, target in edges}
    for id_ in ranks:
        if id_ not in fed:
            ranks[id_] = min(ranks[target] for source, target in edges if source == id_) - 1
    return ranks


def _columns(
    ids: Sequence[str], edges: Mapping[int, tuple[str, str]], ranks: Mapping[str, int]
) -> tuple[list[list[_Cell]], list[list[_Hop]]]:
    """The cells of each column in the order of the file, and the hops behind each column."""
    wide = max(ranks.values(), default=-1) + 1
    columns: list[list[_Cell]] = [[] for _ in range(wide)]
    hops: list[list[_Hop]] = [[] for _ in range(max(wide - 1, 0))]
    for id_ in ids:
        if id_ in ranks:
            columns[ranks[id_]].append((id_, -1, ranks[id_]))
    for number, (source, target) in edges.items():
        passing: list[_Cell] = [
            ("", number, rank) for rank in range(ranks[source] + 1, ranks[target])
        ]
        for cell in passing:
            columns[cell[2]].append(cell)
        way = [(source, -1, ranks[source]), *passing, (target, -1, ranks[target])]
        for before, after in pairwise(way):
            hops[before[2]].append((before, after, number))
    return columns, hops


def _ordered(columns: list[list[_Cell]], hops: list[list[_Hop]]) -> list[list[_Cell]]:
    """The columns reordered by the mean place of their neighbours; the fewest crossings win."""
    best, fewest = columns, _crossings(columns, hops)
    now = [list(column) for column in columns]
    for sweep in range(_SWEEPS):
        forth = sweep % 2 == 0
        for at in range(1, len(now)) if forth else range(len(now) - 2, -1, -1):
            beside = now[at - 1] if forth else now[at + 1]
            where = {cell: place for place, cell in enumerate(beside)}
            near: dict[_Cell, list[int]] = {}
            for a, b, _ in hops[at - 1] if forth else hops[at]:
                cell, other = (b, a) if forth else (a, b)
                near.setdefault(cell, []).append(where[other])
            own = {cell: place for place, cell in enumerate(now[at])}
            now[at] = sorted(now[at], key=lambda c: (_mean(near.get(c), own[c]), own[c]))
        crossings = _crossings(now, hops)
        if crossings < fewest:
            best, fewest = [list(column) for column in now], crossings
    return best


def _mean(places: Sequence[int] | None, own: int) -> float:
    return sum(places) / len(places) if places else float(own)


def _crossings(columns: list[list[_Cell]], hops: list[list[_Hop]]) -> int:
    total = 0
    for at, hop in enumerate(hops):
        left = {cell: place for place, cell in enumerate(columns[at])}
        right = {cell: place for place, cell in enumerate(columns[at + 1])}
        ends = [(left[a], right[b]) for a, b, _ in hop]
        total += sum((a - c) * (b - d) < 0 for n, (a, b) in enumerate(ends) for c, d in ends[:n])
    return total


def _placed(columns: list[list[_Cell]], hops: list[list[_Hop]]) -> dict[_Cell, int]:
    """The track of each cell: beside what leads to it, where that is free."""
    placed: dict[_Cell, int] = {}
    for number, column in enumerate(columns):
        wanted: dict[_Cell, int] = {}
        for source, target, _ in hops[number - 1] if number else ():
            wanted[target] = min(wanted.get(target, placed[source]), placed[source])
        free = 0
        for cell in column:
            placed[cell] = max(free, wanted.get(cell, free))
            free = placed[cell] + 1
    return placed


def _beside(placed: Mapping[_Cell, int], loners: Sequence[str], columns: int) -> dict[_Cell, int]:
    """Boxes without a line in the places that are free, row by row."""
    taken = {(cell[2], track) for cell, track in placed.items()}
    wide = max(columns, min(len(loners), 3))
    spots = (spot for n in count() if (spot := (n % wide, n // wide)) not in taken)
    return {(id_, -1, column): track for id_, (column, track) in zip(loners, spots, strict=False)}


_Row = tuple[int, int]
"""A track, and how far below its middle."""


def _gap(hops: Sequence[tuple[Item, Item, int]]) -> Gap:
    """How the lines of a gap run: none shares a row or an upright with one to another box."""
    entries = {target.track for _, target, _ in hops}
    drops: dict[int, tuple[Item, Item, int]] = {}
    by_source: dict[Item, list[int]] = {}
    for n, (source, target, _) in enumerate(hops):
        by_source.setdefault(source, []).append(n)
        drops[n] = (source, target, 0)
    for source, ways in by_source.items():
        level = [n for n in ways if hops[n][1].track == source.track]
        others = sorted((n for n in ways if n not in level), key=lambda n: hops[n][1].track)
        # The middle row leads on to the box beside, if one is there: another line has to go below.
        free = 0 if not level and source.track not in entries else 1
        for n in others:
            drops[n] = (source, hops[n][1], free)
            free += 1
    uprights: dict[Item, tuple[_Row, _Row]] = {}
    for source, target, drop in drops.values():
        if drop or source.track != target.track:
            ends = ((source.track, drop), (target.track, 0))
            known = uprights.get(target, ends)
            uprights[target] = min(*known, *ends), max(*known, *ends)
    columns: list[list[tuple[_Row, _Row]]] = []
    channel: dict[Item, int] = {}
    for target, (low, high) in sorted(uprights.items(), key=lambda pair: pair[1]):
        at = next(
            (n for n, spans in enumerate(columns) if all(h < low or high < b for b, h in spans)),
            len(columns),
        )
        if at == len(columns):
            columns.append([])
        columns[at].append((low, high))
        channel[target] = at
    legs = tuple(
        Leg(edge, source, target, drops[n][2], channel.get(target, 0))
        for n, (source, target, edge) in enumerate(hops)
    )
    return Gap(legs, len(columns))


def _tops(columns: Sequence[Sequence[Item]], gaps: Sequence[Gap]) -> tuple[int, ...]:
    """The first row of each track: lower where many lines leave the one above."""
    tracks = 1 + max((item.track for column in columns for item in column), default=-1)
    size = [PITCH] * tracks
    for gap in gaps:
        for leg in gap.legs:
            size[leg.source.track] = max(size[leg.source.track], leg.drop + 3)
    return tuple(sum(size[:n]) for n in range(tracks))

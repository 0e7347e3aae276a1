"""Which level every step, note and label stands on, and the hops that lines make between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from nurture_tui.layout.cycles import back_edges

# Between the steps of rank r (code 4r) and r+1 lie a level for labels and one for notes.
_STEP, _LABEL, _NOTE = 4, 1, 2


@dataclass(frozen=True)
class Link:
    """An edge by the indexes of its steps, with the texts it carries; a share if `counted`."""

    source: int
    target: int
    label: str
    note: str
    via: tuple[str, ...]
    counted: bool = True


@dataclass(frozen=True)
class Item:
    """What stands on a level: a step, or a note or a label on its line. `ref` is the step for a
    step, else the first edge that runs through it."""

    kind: Literal["step", "note", "label"]
    level: int
    ref: int


@dataclass(frozen=True)
class Hop:
    """A piece of line between two items; `first` to `last` are the levels it passes.

    A hop that runs up (a loop) leaves below its source and ends below its target, so it passes the
    level of its source too. `label` is the edge whose label stands on this hop's own leg, or -1;
    `note` likewise for a note on a loop, at `note_level`.
    `alone` keeps others off the lane of a loop, because its label stands beside it.
    """

    source: int
    target: int
    edges: tuple[int, ...]
    up: bool
    first: int
    last: int
    label: int = -1
    note: int = -1
    note_level: int = -1
    alone: bool = False

    @property
    def passes(self) -> range:
        """The levels this hop runs through without stopping."""
        return range(self.first, self.last + 1)


@dataclass(frozen=True)
class Levels:
    """All items (the steps first, in file order) and hops; `routes` are the hops of each edge.

    An edge from a step to itself has no hops; `selfs` names these edges.
    """

    items: tuple[Item, ...]
    hops: tuple[Hop, ...]
    routes: tuple[tuple[int, ...], ...]
    selfs: tuple[int, ...]
    count: int


def ranks(size: int, edges: Sequence[tuple[int, int]]) -> list[int]:
    """The longest way down to each node of a graph without loops.

    A node without a way in, other than the first, moves down to just above where it leads.
    """
    out: list[list[int]] = [[] for _ in range(size)]
    waiting = [0] * size
    for source, target in edges:
        out[source].append(target)
        waiting[target] += 1
    fed = [bool(number) for number in waiting]
    rank = [0] * size
    queue = [node for node in range(size) if not waiting[node]]
    for node in queue:
        for target in out[node]:
            rank[target] = max(rank[target], rank[node] + 1)
            waiting[target] -= 1
            if not waiting[target]:
                queue.append(target)
    for node in range(1, size):
        if not fed[node] and out[node]:
            rank[node] = min(rank[target] for target in out[node]) - 1
    return rank


# (source, target, edges, passes at least this code, edge whose label it carries)
_Piece: TypeAlias = tuple[int, int, list[int], int, int]


def level_out(size: int, links: Sequence[Link], beside: frozenset[int]) -> Levels:
    """The levels of one connected sketch of `size` steps.

    The labels of the edges in `beside` get a level and a place of their own beside the line; so do
    labels of steps with one way out or more than two. Other labels stand on the leg of the fan-out.
    """
    back = back_edges(size, [(link.source, link.target) for link in links])
    rank = ranks(size, [(k.source, k.target) for index, k in enumerate(links) if index not in back])
    ways = Counter(link.source for link in links)
    kinds: list[tuple[Literal["step", "note", "label"], int, int]] = [
        ("step", _STEP * rank[node], node) for node in range(size)
    ]
    pieces: list[_Piece] = []
    routes: list[list[int]] = [[] for _ in links]
    notes = _shared_notes(links, back)
    note_item: dict[int, int] = {}
    for first, members in notes.items():
        note_item.update(dict.fromkeys(members, len(kinds)))
        code = _STEP * max(rank[links[index].source] for index in members) + _NOTE
        kinds.append(("note", code, first))
    ends = Counter(
        (link.source, note_item.get(index, link.target))
        for index, link in enumerate(links)
        if index not in back
    )
    for index, link in enumerate(links):
        if index in back:
            continue
        target = note_item.get(index, link.target)
        start = link.source
        code = _STEP * rank[start] + _LABEL
        labelled = bool(link.label)
        if labelled and (index in beside or ways[start] != 2):
            routes[index].append(len(pieces))
            pieces.append((start, len(kinds), [index], -1, -1))
            start = len(kinds)
            kinds.append(("label", code, index))
            labelled = False
        forced = code if start < size and ends[start, target] > 1 else -1
        routes[index].append(len(pieces))
        pieces.append((start, target, [index], forced, index if labelled else -1))
    for members in notes.values():
        for index in members:
            routes[index].append(len(pieces))
        item = note_item[members[0]]
        pieces.append((item, links[members[0]].target, members, -1, -1))
    loops = [index for index in sorted(back) if links[index].source != links[index].target]
    codes = {code for _, code, _ in kinds} | {forced for *_, forced, _ in pieces if forced >= 0}
    codes |= {_STEP * (rank[links[i].source] - 1) + _NOTE for i in loops if links[i].note}
    dense = {code: level for level, code in enumerate(sorted(codes))}
    items = tuple(Item(kind, dense[code], ref) for kind, code, ref in kinds)
    hops = [
        Hop(a, b, tuple(edges), False, items[a].level + 1, items[b].level - 1, label)
        for a, b, edges, _, label in pieces
    ]
    for index in loops:
        link = links[index]
        routes[index].append(len(hops))
        noted = bool(link.note)
        level = dense[_STEP * (rank[link.source] - 1) + _NOTE] if noted else -1
        label = index if link.label else -1
        first, last = items[link.target].level + 1, items[link.source].level
        ends_at = (link.source, link.target)
        note = index if noted else -1
        alone = index in beside
        hops.append(Hop(*ends_at, (index,), True, first, last, label, note, level, alone))
    selfs = tuple(index for index in sorted(back) if links[index].source == links[index].target)
    return Levels(items, tuple(hops), tuple(map(tuple, routes)), selfs, len(dense))


def _shared_notes(links: Sequence[Link], back: frozenset[int]) -> dict[int, list[int]]:
    """Edges that run through the same folded waits to the same step share one note."""
    first_of: dict[tuple[int, str, tuple[str, ...]], int] = {}
    notes: dict[int, list[int]] = {}
    for index, link in enumerate(links):
        if not link.note or index in back:
            continue
        first = first_of.setdefault((link.target, link.note, link.via), index)
        if not link.via:
            first = index
        notes.setdefault(first, []).append(index)
    return notes

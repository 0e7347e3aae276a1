"""The tree that gives every item and lane its place beside its siblings.

An item hangs below the one step that every way to it passes (its dominator), so a join stands
under the step that split, and what belongs together stays together. One order of siblings orders
every level the same way: no lane ever has to jog round a box.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nurture_tui.layout.levels import Levels

ROOT = -1


@dataclass(frozen=True)
class Tree:
    """Elements are the items (0 to n-1) and then the hops: element n+h is the lane of hop h.

    `children` of each element (and of ROOT, last) stand from left to right; `joins` are the
    children that several lines lead to; `stems` the levels a single line to an item passes;
    `order` is the place of each element from left to right, -1 for hops without a lane.
    """

    children: tuple[tuple[int, ...], ...]
    parent: tuple[int, ...]
    joins: frozenset[int]
    stems: tuple[range, ...]
    order: tuple[int, ...]


def has_lane(levels: Levels, hop: int, ways_in: Sequence[int]) -> bool:
    """Whether this hop passes levels on a column of its own."""
    line = levels.hops[hop]
    return bool(line.passes) and (line.up or ways_in[line.target] > 1)


def grow(levels: Levels) -> Tree:
    """The tree of one connected sketch, siblings in file order."""
    size = len(levels.items)
    total = size + len(levels.hops)
    into: list[list[int]] = [[] for _ in range(size)]
    out: list[list[int]] = [[] for _ in range(size)]
    loops_to: list[list[int]] = [[] for _ in range(size)]
    for index, hop in enumerate(levels.hops):
        if hop.up:
            loops_to[hop.target].append(index)
        else:
            into[hop.target].append(index)
            out[hop.source].append(index)
    ways_in = [len(lines) for lines in into]
    lanes = {h for h in range(len(levels.hops)) if has_lane(levels, h, ways_in)}
    parent = [ROOT] * total
    depth = [0] * total
    downward = sorted(range(size), key=lambda item: (levels.items[item].level, item))
    for item in downward:
        sources = [levels.hops[h].source for h in into[item]]
        if sources:
            parent[item] = sources[0]
            for source in sources[1:]:
                parent[item] = _meet(parent, depth, parent[item], source)
        depth[item] = depth[parent[item]] + 1 if parent[item] != ROOT else 1
    for h in lanes:
        hop = levels.hops[h]
        parent[size + h] = hop.target if hop.up else hop.source

    joins = frozenset(item for item in range(size) if ways_in[item] > 1)
    keyed: list[list[tuple[float, int]]] = [[] for _ in range(total + 1)]
    place_of: dict[int, float] = {}
    roots = [item for item in range(size) if not into[item]]
    for nth, item in enumerate(roots):
        place_of[item] = nth
        keyed[ROOT].append((nth, item))
    for item in range(size):
        nth = 0
        for h in out[item]:
            target = levels.hops[h].target
            element = size + h if h in lanes else target if ways_in[target] == 1 else None
            if element is not None:
                place_of[element] = nth
                keyed[item].append((nth, element))
            nth += 1
        for h in loops_to[item]:
            if h in lanes:
                place_of[size + h] = nth
                keyed[item].append((nth, size + h))
                nth += 1
    for item in downward:
        if item not in joins:
            continue
        above = parent[item]
        places = []
        for h in into[item]:
            element = size + h if h in lanes else levels.hops[h].source
            while element != ROOT and parent[element] != above:
                element = parent[element]
            if element != ROOT:
                places.append(place_of[element])
        place_of[item] = sum(places) / len(places) if places else 0.0
        keyed[above].append((place_of[item], item))
    children = tuple(
        tuple(e for _, e in sorted(row, key=lambda pair: (pair[0], pair[1] in joins, pair[1])))
        for row in keyed
    )
    stems = tuple(
        levels.hops[into[item][0]].passes if ways_in[item] == 1 else range(0)
        for item in range(size)
    )
    return Tree(children, tuple(parent), joins, stems, _preorder(children, total))


def _meet(parent: Sequence[int], depth: Sequence[int], a: int, b: int) -> int:
    """The lowest element that both hang below."""
    while a != b:
        if a == ROOT or b == ROOT:
            return ROOT
        if depth[a] >= depth[b]:
            a = parent[a]
        else:
            b = parent[b]
    return a


def _preorder(children: Sequence[Sequence[int]], total: int) -> tuple[int, ...]:
    order = [-1] * total
    stack = list(reversed(children[ROOT]))
    place = 0
    while stack:
        element = stack.pop()
        order[element] = place
        place += 1
        stack.extend(reversed(children[element]))
    return tuple(order)

"""The tree that gives every item and lane its place beside its siblings.

An item hangs below the one step that every way to it passes (its dominator), so a join stands
under the step that split, and what belongs together stays together. One order of siblings orders
every level the same way: no lane ever has to jog round a box.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nurture_tui.layout.levels import Levels

ROOT = -1


@dataclass(frozen=True)
class Tree:
    """Elements are the items (0 to n-1) and then the hops: element n+h is the lane of hop h.

    `children` of each element (and of ROOT, last) stand from left to right; `joins` are the
    children that several lines lead to; `stems` the levels a single line to an item passes;
    `order` is the place of each element from left to right, -1 for hops without a lane; `shared`
    names for a hop the hop whose lane it joins.
    """

    children: tuple[tuple[int, ...], ...]
    parent: tuple[int, ...]
    joins: frozenset[int]
    stems: tuple[range, ...]
    order: tuple[int, ...]
    shared: Mapping[int, int]


@dataclass(frozen=True)
class Ways:
    """The hops into and out of each item, by index, in file order; loops apart."""

    into: tuple[tuple[int, ...], ...]
    out: tuple[tuple[int, ...], ...]
    back: tuple[tuple[int, ...], ...]


def ways_of(levels: Levels) -> Ways:
    """The hops of each item."""
    size = len(levels.items)
    into: list[list[int]] = [[] for _ in range(size)]
    out: list[list[int]] = [[] for _ in range(size)]
    back: list[list[int]] = [[] for _ in range(size)]
    for index, hop in enumerate(levels.hops):
        if hop.up:
            back[hop.target].append(index)
        else:
            into[hop.target].append(index)
            out[hop.source].append(index)
    return Ways(tuple(map(tuple, into)), tuple(map(tuple, out)), tuple(map(tuple, back)))


def grow(levels: Levels, swapped: Mapping[int, tuple[int, ...]] | None = None) -> Tree:
    """The tree of one connected sketch, siblings in file order.

    `swapped` gives some items another order of their ways out (joins follow the ways into them).
    """
    size = len(levels.items)
    total = size + len(levels.hops)
    ways = ways_of(levels)
    downward = sorted(range(size), key=lambda item: (levels.items[item].level, item))
    parent = _dominators(levels, ways, downward) + [ROOT] * len(levels.hops)
    shared = _shared(levels, ways, parent)
    lanes = {
        index
        for index, hop in enumerate(levels.hops)
        if hop.passes and index not in shared and (hop.up or len(ways.into[hop.target]) > 1)
    }
    for h in lanes:
        hop = levels.hops[h]
        parent[size + h] = hop.target if hop.up else hop.source
    joins = frozenset(item for item in range(size) if len(ways.into[item]) > 1)

    keyed: list[list[tuple[float, int]]] = [[] for _ in range(total + 1)]
    place_of: dict[int, float] = {}
    roots = [item for item in range(size) if not ways.into[item]]
    for item in [ROOT, *range(size)]:
        below = roots if item == ROOT else first_below(levels, ways, item, joins, lanes)
        for nth, element in enumerate((swapped or {}).get(item, below)):
            place_of[element] = nth
            keyed[item].append((nth, element))
    for item in downward:
        if item not in joins:
            continue
        above = parent[item]
        places = []
        for h in ways.into[item]:
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
        levels.hops[lines[0]].passes if len(lines) == 1 else range(0) for lines in ways.into
    )
    order = _preorder(children, total)
    return Tree(children, tuple(parent), joins, stems, order, shared)


def first_below(
    levels: Levels, ways: Ways, item: int, joins: frozenset[int], lanes: set[int]
) -> list[int]:
    """What hangs below an item for its own ways, in file order; lanes of loops to it last."""
    size = len(levels.items)
    below = []
    for h in ways.out[item]:
        if h in lanes:
            below.append(size + h)
        elif levels.hops[h].target not in joins:
            below.append(levels.hops[h].target)
    return below + [size + h for h in ways.back[item] if h in lanes]


def _dominators(levels: Levels, ways: Ways, downward: Sequence[int]) -> list[int]:
    """For each item the lowest one that all ways to it pass, ROOT if there is none."""
    parent = [ROOT] * len(levels.items)
    depth = [1] * len(levels.items)
    for item in downward:
        sources = [levels.hops[h].source for h in ways.into[item]]
        if not sources:
            continue
        meet = sources[0]
        for source in sources[1:]:
            while meet != source and meet != ROOT and source != ROOT:
                if depth[meet] >= depth[source]:
                    meet = parent[meet]
                else:
                    source = parent[source]
            meet = meet if meet == source else ROOT
        parent[item] = meet
        depth[item] = 1 if meet == ROOT else depth[meet] + 1
    return parent


def _shared(levels: Levels, ways: Ways, parent: Sequence[int]) -> dict[int, int]:
    """Long lines to one step that can run down (or up) one lane: hop -> the hop whose lane it is.

    The lane belongs to the first that needs it; another may join it if nothing that goes on
    further down stands beside the way from its source to the lane's.
    """
    size = len(levels.items)
    reach = [item.level for item in levels.items]
    below: list[list[int]] = [[] for _ in range(size + 1)]
    for item in sorted(range(size), key=lambda i: -levels.items[i].level):
        below[parent[item]].append(item)
        if parent[item] != ROOT:
            reach[parent[item]] = max(reach[parent[item]], reach[item])

    def clear(low: int, high: int) -> bool:
        """Whether only the way from `high` down to `low` goes on past the level of `low`."""
        level = levels.items[low].level
        item = low
        while item != high:
            above = parent[item]
            if above == ROOT:
                return False
            for other in below[above]:
                if other != item and levels.items[other].level <= level + 1 < reach[other] + 1:
                    return False
            item = above
        return True

    shared: dict[int, int] = {}
    for item in range(size):
        down = [h for h in ways.into[item] if levels.hops[h].passes]
        down.sort(key=lambda h: (levels.items[levels.hops[h].source].level, h))
        up = [h for h in ways.back[item] if levels.hops[h].note < 0 and not levels.hops[h].alone]
        up.sort(key=lambda h: (-levels.items[levels.hops[h].source].level, h))
        if len(ways.into[item]) < 2:
            down = []
        for nth, h in enumerate(down):
            source = levels.hops[h].source
            for first in down[:nth]:
                start = levels.hops[first].source
                if first not in shared and start != source and clear(source, start):
                    shared[h] = first
                    break
        for nth, h in enumerate(up):
            source = levels.hops[h].source
            for first in up[:nth]:
                deep = levels.hops[first].source
                if first not in shared and deep != source and clear(source, item):
                    shared[h] = first
                    break
    return shared


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

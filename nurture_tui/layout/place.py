"""The column of every item and lane: subtrees packed side by side, trunks kept straight."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from nurture_tui.layout.levels import Levels
from nurture_tui.layout.measure import LINE, Size
from nurture_tui.layout.order import ROOT, Tree

HEAVY, _PLAIN, _LIGHT = 1e6, 1.0, 1e-3


@dataclass
class _Outline:
    """The outermost cells of a subtree on each level, in its own frame moved by `shift`."""

    edges: dict[int, tuple[int, int]] = field(default_factory=dict)
    shift: int = 0

    def at(self, level: int) -> tuple[int, int] | None:
        span = self.edges.get(level)
        return None if span is None else (span[0] + self.shift, span[1] + self.shift)

    def spans(self) -> Iterator[tuple[int, int, int]]:
        for level, (low, high) in self.edges.items():
            yield level, low + self.shift, high + self.shift

    def cover(self, level: int, low: int, high: int) -> None:
        span = self.edges.get(level)
        low, high = low - self.shift, high - self.shift
        if span is not None:
            low, high = min(low, span[0]), max(high, span[1])
        self.edges[level] = (low, high)


def _apart(left: _Outline, right: _Outline) -> int | None:
    """How far `right` must stand from `left`, or nothing if they share no level."""
    if len(left.edges) <= len(right.edges):
        pairs = [
            high - span[0] + 1
            for level, _, high in left.spans()
            if (span := right.at(level)) is not None
        ]
    else:
        pairs = [
            span[1] - low + 1
            for level, low, _ in right.spans()
            if (span := left.at(level)) is not None
        ]
    return max(pairs, default=None)


STRAIGHT = 3
"""So many steps go straight on from a fork beside a shorter way; fewer are a tail as that is."""


def weigh(levels: Levels, tree: Tree, straight: int = STRAIGHT) -> list[float]:
    """How strongly each element wants to stand under its parent.

    Heavy: a join, the only way on, the way that is by far the longer, if it has `straight` steps.
    Light: lanes.
    """
    size = len(levels.items)
    total = len(tree.order)
    feeds: list[list[int]] = [[] for _ in range(total)]  # child -> joins beside it that it leads to
    for hop in levels.hops:
        target = hop.target
        if hop.up or target not in tree.joins:
            continue
        element, above = hop.source, tree.parent[target]
        while element != ROOT and tree.parent[element] != above:
            element = tree.parent[element]
        if element != ROOT and element != above and target not in feeds[element]:
            feeds[element].append(target)
    steps = [0] * total
    elements = [e for e in range(total) if tree.order[e] >= 0]
    for element in sorted(elements, key=lambda e: -tree.order[e]):
        if element < size and levels.items[element].kind == "step":
            steps[element] += 1
        if tree.parent[element] != ROOT:
            steps[tree.parent[element]] += steps[element]
    weight = [_PLAIN] * total
    for siblings in tree.children:
        ways = []
        joined = [levels.items[e].level for e in siblings if e in tree.joins]
        for element in siblings:
            if element in tree.joins:
                if joined.count(levels.items[element].level) > 1:
                    continue  # joins side by side: none of them is the way on
                weight[element] = HEAVY
            elif steps[element]:
                ways.append(element)
            else:
                weight[element] = _LIGHT
        sizes = {e: steps[e] + sum(steps[join] for join in feeds[e]) for e in ways}
        longest = max(ways, key=lambda e: sizes[e], default=None)
        rest = [sizes[e] for e in ways if e != longest]
        if longest is not None and (not rest or sizes[longest] >= max(straight, 2 * max(rest))):
            weight[longest] = HEAVY
    return weight


def trunk(tree: Tree, weight: Sequence[float]) -> list[bool]:
    """Which elements stand on the trunk: below the root, heavy all the way."""
    on = [False] * len(weight)
    elements = [e for e in range(len(weight)) if tree.order[e] >= 0]
    for element in sorted(elements, key=lambda e: tree.order[e]):
        above = tree.parent[element]
        on[element] = weight[element] == HEAVY and (above == ROOT or on[above])
    return on


def place(
    levels: Levels,
    tree: Tree,
    sizes: Sequence[Size],
    weight: Sequence[float],
    legs: Mapping[int, int],
    wide: Mapping[tuple[int, int], Size],
) -> list[int]:
    """The column of each element, its root at 0; 0 for hops without a lane.

    `legs` are the cells an element must stand away from its parent so that the label on its leg
    fits; `wide` the room lanes need for texts beside them, by hop and level.
    """
    size = len(levels.items)
    total = len(tree.order)
    offset = [0] * total
    outline: dict[int, _Outline] = {}
    elements = [e for e in range(total) if tree.order[e] >= 0]
    elements.sort(key=lambda e: -tree.order[e])
    for element in [*elements, ROOT]:
        children = tree.children[element]
        whole = _Outline()
        if children:
            whole = _pack(children, offset, outline, weight, legs)
        if element == ROOT:
            continue
        if element < size:
            whole.cover(levels.items[element].level, -sizes[element].left, sizes[element].right)
            passed: Sequence[int] = tree.stems[element]
        else:
            hop = levels.hops[element - size]
            passed = hop.passes
        for level in passed:
            room = wide.get((element - size, level), LINE)
            whole.cover(level, -room.left, room.right)
        outline[element] = whole
    columns = [0] * total
    for element in reversed(elements):
        above = tree.parent[element]
        columns[element] = offset[element] + (0 if above == ROOT else columns[above])
    return columns


def _pack(
    children: Sequence[int],
    offset: list[int],
    outline: dict[int, _Outline],
    weight: Sequence[float],
    legs: Mapping[int, int],
) -> _Outline:
    """Set the offsets of siblings; their outline together."""
    needs: dict[tuple[int, int], int] = {}
    for j, right in enumerate(children):
        for i in range(j):
            apart = _apart(outline[children[i]], outline[right])
            if apart is not None:
                needs[i, j] = apart
    bounds = [legs.get(child, 0) for child in children]
    spots = settle([weight[child] for child in children], needs, bounds)
    whole = _Outline()
    for child, spot in zip(children, spots, strict=True):
        offset[child] = spot
        part = outline.pop(child)
        part.shift += spot
        if len(part.edges) > len(whole.edges):
            whole, part = part, whole
        for level, low, high in part.spans():
            whole.cover(level, low, high)
    return whole


def settle(
    weight: Sequence[float], needs: Mapping[tuple[int, int], int], away: Sequence[int]
) -> list[int]:
    """Whole offsets as near to 0 as the weights say, `needs[i, j]` cells between i and j.

    `away` below 0 keeps an item at least that far left of 0, above 0 right of it.
    """
    size = len(weight)
    if size == 1:
        return [away[0]]
    spots = _relax(weight, needs, away)
    done: dict[int, int] = {}
    for item in sorted(range(size), key=lambda i: (abs(spots[i]), -weight[i], i)):
        spot = round(spots[item])
        low = [done[i] + needs[i, item] for i in done if (i, item) in needs]
        high = [done[i] - needs[item, i] for i in done if (item, i) in needs]
        low += [away[item]] if away[item] > 0 else []
        high += [away[item]] if away[item] < 0 else []
        spot = min([spot, *high])
        done[item] = max([spot, *low])
    final = [done[i] for i in range(size)]
    for j in range(size):  # what rounding could not keep on both sides moves right
        final[j] = max([final[j], *(final[i] + needs[i, j] for i in range(j) if (i, j) in needs)])
    return final


def _relax(
    weight: Sequence[float], needs: Mapping[tuple[int, int], int], away: Sequence[int]
) -> list[float]:
    """The least weighted squares under the needs, by correcting one need at a time (Hildreth)."""
    spots = [0.0] * len(weight)
    pairs = [(i, j, float(cells)) for (i, j), cells in sorted(needs.items())]
    push = [0.0] * len(pairs)
    held = [0.0] * len(weight)
    for _ in range(60 if len(weight) > 8 else 400):
        moved = 0.0
        for index, (i, j, cells) in enumerate(pairs):
            give = 1 / weight[i] + 1 / weight[j]
            force = max(0.0, push[index] + (cells - spots[j] + spots[i]) / give)
            change = force - push[index]
            if change:
                push[index] = force
                spots[i] -= change / weight[i]
                spots[j] += change / weight[j]
                moved = max(moved, abs(change) * give)
        for i, bound in enumerate(away):
            if not bound:
                continue
            sign = 1 if bound > 0 else -1
            force = max(0.0, held[i] + (abs(bound) - sign * spots[i]) * weight[i])
            change = force - held[i]
            if change:
                held[i] = force
                spots[i] += sign * change / weight[i]
                moved = max(moved, abs(change) / weight[i])
        if moved < 0.01:
            break
    return spots

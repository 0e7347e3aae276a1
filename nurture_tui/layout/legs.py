"""How far lines must reach aside so that the texts on and beside them have room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from nurture_tui.layout.levels import Levels, Link
from nurture_tui.layout.measure import HOOK, LINE, Size, label_room, leg, self_room, text_size
from nurture_tui.layout.order import Tree
from nurture_tui.text import width


def legs_of(
    levels: Levels, tree: Tree, weight: Sequence[float], links: Sequence[Link]
) -> dict[int, int]:
    """How far the two legs of a fan-out must reach for their labels to fit on them, and lanes of
    loops to pass the texts of their target's line to itself."""
    size = len(levels.items)
    legs: dict[int, int] = {}
    by_source: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for index, hop in enumerate(levels.hops):
        if hop.label < 0 or hop.up:
            continue
        lane = tree.order[size + index] >= 0
        element = size + index if lane else hop.target
        if tree.parent[element] == hop.source and element not in tree.joins:
            by_source[hop.source].append((tree.order[element], index))
    for found in by_source.values():
        elements = [
            size + h if tree.order[size + h] >= 0 else levels.hops[h].target
            for _, h in sorted(found)
        ]
        hops = [h for _, h in sorted(found)]
        if len(elements) != 2:
            continue
        heaviest = max(weight[e] for e in elements)
        even = weight[elements[0]] == weight[elements[1]]
        for element, h, sign in zip(elements, hops, (-1, 1), strict=True):
            if even or weight[element] < heaviest:
                legs[element] = sign * leg(links[levels.hops[h].label])
    texts: dict[int, int] = defaultdict(int)
    for edge in levels.selfs:
        texts[links[edge].source] = max(texts[links[edge].source], self_room(links[edge]))
    for index, hop in enumerate(levels.hops):
        if hop.up and texts[hop.target] and tree.order[size + index] >= 0:
            siblings = tree.children[hop.target]
            # Texts stand on the right: a lane there passes them, one on the left stays left.
            leftmost = len(siblings) > 1 and siblings[0] == size + index
            legs[size + index] = -HOOK - 1 if leftmost else HOOK + 2 + texts[hop.target]
    return legs


def wide_lanes(
    levels: Levels,
    tree: Tree,
    links: Sequence[Link],
    sizes: Sequence[Size],
) -> dict[tuple[int, int], Size]:
    """Room beside lanes, by hop and level: for notes and labels of loops without another place,
    and for the labels of those that join a lane on their way."""
    wide: dict[tuple[int, int], Size] = {}
    for index, hop in enumerate(levels.hops):
        if hop.note >= 0:
            wide[index, hop.note_level] = text_size(width(links[hop.note].note))
        if hop.alone and hop.label >= 0:
            wide[index, hop.last] = text_size(label_room(links[hop.label]))
        elif index in tree.shared and hop.label >= 0:
            place = tree.shared[index], levels.items[hop.source].level
            room = leg(links[hop.label]) + 1
            size, before = sizes[hop.source], wide.get(place, LINE)
            wide[place] = Size(
                max(before.left, room - size.right), max(before.right, room - size.left)
            )
    return wide

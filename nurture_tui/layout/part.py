"""One connected part of a sketch: grown once, then placed and routed at a scale."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from nurture_tui.layout.assemble import boxes_of, filled_of, joined_of, line_of, notes_of
from nurture_tui.layout.crossings import untangle
from nurture_tui.layout.forks import even_forks
from nurture_tui.layout.labels import label_spots
from nurture_tui.layout.legs import legs_of, wide_lanes
from nurture_tui.layout.levels import Levels, Link, level_out
from nurture_tui.layout.measure import Size, box_width, item_sizes
from nurture_tui.layout.order import Tree
from nurture_tui.layout.picture import Box, Line, Stroke
from nurture_tui.layout.place import place, trunk, weigh
from nurture_tui.layout.route import bends, route
from nurture_tui.layout.scales import Scale
from nurture_tui.layout.sketch import Edge, Node


@dataclass(frozen=True)
class Members:
    """The steps and lines of a part, with indexes of its own; `numbers` are the lines' in all."""

    nodes: Sequence[Node]
    links: Sequence[Link]
    edges: Sequence[Edge]
    numbers: Sequence[int]


@dataclass(frozen=True)
class Grown:
    """What does not depend on sizes: levels, the order beside each other, the trunk."""

    levels: Levels
    tree: Tree
    weight: Sequence[float]
    on_trunk: Sequence[bool]


@dataclass(frozen=True)
class Placed:
    """The box width of each step, the size of each item, the column of each item and lane."""

    widths: Sequence[int]
    sizes: Sequence[Size]
    columns: Sequence[int]
    across: int


@dataclass(frozen=True)
class Part:
    """A connected part with a place for everything."""

    boxes: tuple[Box, ...]
    lines: Mapping[int, Line]
    cells: Mapping[tuple[int, int], Stroke]
    height: int


def grown(members: Members, beside: frozenset[int] = frozenset()) -> Grown:
    """The levels of a part, in file order but for what uncrosses lines.

    The labels of the lines in `beside` get a place of their own.
    """
    levels = level_out(len(members.nodes), members.links, beside)
    tree = untangle(levels)
    weight = weigh(levels, tree)
    return Grown(levels, tree, weight, trunk(tree, weight))


def placed(members: Members, part: Grown, scale: Scale, trunk_x: int) -> Placed:
    """The columns at a scale; the first step in column `trunk_x`, or right of it."""
    nodes, links, levels, tree = members.nodes, members.links, part.levels, part.tree
    widths = [box_width(node, part.on_trunk[i], scale) for i, node in enumerate(nodes)]
    sizes = item_sizes(nodes, links, levels, widths, scale)
    legs = legs_of(levels, tree, part.weight, links)
    wide = wide_lanes(levels, tree, links, sizes)

    def at(reach: Mapping[int, int]) -> Placed:
        free = place(levels, tree, sizes, part.weight, reach, wide)
        columns = _from_left(free, levels, tree, sizes, scale)
        columns = [column + max(0, trunk_x - columns[0]) for column in columns]
        ends = [
            column + (_ink_right(levels, sizes, item, scale) if item < len(sizes) else 0)
            for item, column in enumerate(columns)
            if tree.order[item] >= 0
        ]
        return Placed(widths, sizes, columns, max(ends) + 1)

    found = at(legs)
    even = even_forks(tree, len(sizes), part.weight, part.on_trunk, found.columns, legs)
    evened = at(even) if even.items() - legs.items() else found
    return evened if evened.across <= found.across else found


def routed(members: Members, part: Grown, scale: Scale, top: int, trunk_x: int) -> Part:
    """The part drawn from row `top`; labels without room get a place of their own in another
    round."""
    nodes, links = members.nodes, members.links
    beside: frozenset[int] = frozenset()
    while True:
        levels, tree = part.levels, part.tree
        spot = placed(members, part, scale, trunk_x)
        columns = spot.columns
        heights = [_item_height(levels, nodes, item, scale) for item in range(len(levels.items))]
        enter = [item.kind == "step" and nodes[item.ref].kind == "enter" for item in levels.items]
        routes = route(links, levels, tree, columns, heights, enter, scale)
        boxes = boxes_of(nodes, links, levels, columns, spot.widths, routes, scale)
        notes = notes_of(links, levels, columns, routes)
        bent = bends(levels, tree, columns)
        filled = filled_of(boxes, notes)
        labels, missing = label_spots(links, levels, columns, bent, routes, filled)
        if beside.issuperset(missing):
            break
        beside |= frozenset(missing)
        part = grown(members, beside)
    lines = {}
    for local, number in enumerate(members.numbers):
        up = any(levels.hops[h].up for h in levels.routes[local]) or local in levels.selfs
        path, label, note = routes.paths[local], labels.get(local), notes.get(local)
        lines[number] = line_of(members.edges[local], path, label, note, up, top)
    cells = {
        (x, y + top): joined_of(owners, members.numbers) for (x, y), owners in routes.cells.items()
    }
    moved = tuple(replace(box, y=box.y + top) for box in boxes)
    return Part(moved, lines, cells, routes.height)


def parts_of(nodes: Sequence[Node], links: Sequence[Link], edges: Sequence[Edge]) -> list[Members]:
    """The connected parts in file order."""
    part = list(range(len(nodes)))

    def top_of(node: int) -> int:
        while part[node] != node:
            part[node] = part[part[node]]
            node = part[node]
        return node

    for link in links:
        a, b = sorted((top_of(link.source), top_of(link.target)))
        part[b] = a
    members: dict[int, list[int]] = {}
    lines: dict[int, list[int]] = defaultdict(list)
    for node in range(len(nodes)):
        members.setdefault(top_of(node), []).append(node)
    for number, link in enumerate(links):
        lines[top_of(link.source)].append(number)
    found = []
    for first, own in members.items():
        local = {member: index for index, member in enumerate(own)}
        found.append(
            Members(
                [nodes[member] for member in own],
                [
                    replace(links[n], source=local[links[n].source], target=local[links[n].target])
                    for n in lines[first]
                ],
                [edges[n] for n in lines[first]],
                lines[first],
            )
        )
    return found


def _from_left(
    columns: Sequence[int], levels: Levels, tree: Tree, sizes: Sequence[Size], scale: Scale
) -> list[int]:
    """The columns moved so that the leftmost thing drawn stands in column 0."""
    size = len(levels.items)
    left = 0
    for element, column in enumerate(columns):
        if tree.order[element] < 0:
            continue
        ink = 0
        if element < size and levels.items[element].kind == "step":
            ink = sizes[element].left - scale.left_pad
        left = min(left, column - ink)
    return [column - left for column in columns]


def _ink_right(levels: Levels, sizes: Sequence[Size], item: int, scale: Scale) -> int:
    """The cells right of an item's column in which something is drawn."""
    blank = scale.right_pad if levels.items[item].kind == "step" else 1
    return sizes[item].right - blank


def _item_height(levels: Levels, nodes: Sequence[Node], item: int, scale: Scale) -> int:
    found = levels.items[item]
    if found.kind != "step" or nodes[found.ref].kind == "enter":
        return 1
    return scale.height

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
from nurture_tui.layout.measure import Size, enter_reach, item_sizes
from nurture_tui.layout.order import Tree
from nurture_tui.layout.picture import Box, Line, Stroke
from nurture_tui.layout.place import STRAIGHT, place, trunk, weigh
from nurture_tui.layout.route import bends, route
from nurture_tui.layout.scales import Scale
from nurture_tui.layout.sketch import Edge, Node
from nurture_tui.layout.widths import asked_widths, columns_of, stretch


@dataclass(frozen=True)
class Members:
    """The steps and lines of a part, with indexes of its own; `numbers` are the lines' in all."""

    nodes: Sequence[Node]
    links: Sequence[Link]
    edges: Sequence[Edge]
    numbers: Sequence[int]


@dataclass(frozen=True)
class Grown:
    """What does not depend on sizes: levels, the order beside each other, the trunk, and which
    element is at the head of each one's column; `straight` is how many steps go straight on."""

    levels: Levels
    tree: Tree
    straight: int
    weight: Sequence[float]
    on_trunk: Sequence[bool]
    column: Sequence[int]


@dataclass(frozen=True)
class Packed:
    """The box width of each step, the size of each item, the column of each item and lane, from
    column 0 on; the room of lanes with texts; the cells that all this takes."""

    widths: Sequence[int]
    sizes: Sequence[Size]
    columns: Sequence[int]
    wide: Mapping[tuple[int, int], Size]
    across: int


@dataclass(frozen=True)
class Placed:
    """The box width and the column of the count of each step, the column of each item and lane."""

    widths: Sequence[int]
    counts: Sequence[int]
    columns: Sequence[int]


@dataclass(frozen=True)
class Part:
    """A connected part with a place for everything."""

    boxes: tuple[Box, ...]
    lines: Mapping[int, Line]
    cells: Mapping[tuple[int, int], Stroke]
    height: int


def grown(
    members: Members, beside: frozenset[int] = frozenset(), straight: int = STRAIGHT
) -> Grown:
    """The levels of a part, in file order but for what uncrosses lines.

    The labels of the lines in `beside` get a place of their own.
    """
    levels = level_out(len(members.nodes), members.links, beside)
    return weighed(levels, untangle(levels), straight)


def weighed(levels: Levels, tree: Tree, straight: int) -> Grown:
    """With `straight` steps going straight on beside a shorter way; fewer part to both sides."""
    weight = weigh(levels, tree, straight)
    return Grown(levels, tree, straight, weight, trunk(tree, weight), columns_of(tree, weight))


def packed(members: Members, part: Grown, scale: Scale) -> Packed:
    """The columns at a scale, as narrow as they can be."""
    nodes, links, levels, tree = members.nodes, members.links, part.levels, part.tree
    widths = asked_widths(nodes, part.on_trunk, part.column, scale)
    sizes = item_sizes(nodes, links, levels, widths, scale)
    legs = legs_of(levels, tree, part.weight, links)
    wide = wide_lanes(levels, tree, links, sizes)

    def at(reach: Mapping[int, int]) -> Packed:
        free = place(levels, tree, sizes, part.weight, reach, wide)
        columns, across = _from_left(free, levels, tree, sizes, scale)
        return Packed(widths, sizes, columns, wide, across)

    found = at(legs)
    even = even_forks(tree, len(sizes), part.weight, part.on_trunk, found.columns, legs)
    evened = at(even) if even.items() - legs.items() else found
    return evened if evened.across <= found.across else found


def placed(members: Members, part: Grown, scale: Scale, trunk_x: int, room: int | None) -> Placed:
    """The columns at a scale, the first step in column `trunk_x` or right of it.

    Names that are cut are given what is free in their row, in `room` cells across.
    """
    nodes, levels, tree = members.nodes, part.levels, part.tree
    found = packed(members, part, scale)
    slack = max(0, (room or 0) - scale.margin - found.across)
    boxes = stretch(
        nodes,
        levels,
        tree,
        found.widths,
        found.sizes,
        found.columns,
        found.wide,
        part.column,
        scale,
        -(slack // 2),
        found.across - 1 + slack - slack // 2,
    )
    columns, across = _from_left(found.columns, levels, tree, boxes.sizes, scale)
    reach = enter_reach(nodes[0], boxes.boxes[0], scale)
    slack = max(0, (room or 0) - scale.margin - across)
    aside = min(max(0, reach - columns[0]), slack)
    if columns[0] + aside < trunk_x:
        # In line with the part above, as far as that does not make the picture too wide.
        aside = trunk_x - columns[0] if not slack else min(trunk_x - columns[0], slack)
    moved = [column + aside for column in columns]
    counts = [count + moved[0] - found.columns[0] for count in boxes.counts]
    return Placed(boxes.boxes, counts, moved)


def routed(
    members: Members, part: Grown, scale: Scale, top: int, trunk_x: int, room: int | None = None
) -> Part:
    """The part drawn from row `top`; labels without room get a place of their own in another
    round."""
    nodes, links = members.nodes, members.links
    beside: frozenset[int] = frozenset()
    while True:
        levels, tree = part.levels, part.tree
        spot = placed(members, part, scale, trunk_x, room)
        columns = spot.columns
        heights = [_item_height(levels, nodes, item, scale) for item in range(len(levels.items))]
        enter = [item.kind == "step" and nodes[item.ref].kind == "enter" for item in levels.items]
        routes = route(links, levels, tree, columns, heights, enter, scale)
        boxes = boxes_of(nodes, links, levels, columns, spot.widths, spot.counts, routes, scale)
        notes = notes_of(links, levels, columns, routes)
        bent = bends(levels, tree, columns)
        filled = filled_of(boxes, notes)
        labels, missing = label_spots(links, levels, columns, bent, routes, filled)
        if beside.issuperset(missing):
            break
        beside |= frozenset(missing)
        part = grown(members, beside, part.straight)
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
) -> tuple[list[int], int]:
    """The columns moved so that the leftmost thing drawn stands in column 0, and the cells that
    all takes."""
    low = high = columns[0]
    for element, column in enumerate(columns):
        if tree.order[element] < 0:
            continue
        left = right = 0
        if element < len(levels.items):
            right = _ink_right(levels, sizes, element, scale)
            if levels.items[element].kind == "step":
                left = sizes[element].left - scale.left_pad
        low, high = min(low, column - left), max(high, column + right)
    return [column - low for column in columns], high - low + 1


def _ink_right(levels: Levels, sizes: Sequence[Size], item: int, scale: Scale) -> int:
    """The cells right of an item's column in which something is drawn."""
    blank = scale.right_pad if levels.items[item].kind == "step" else 1
    return sizes[item].right - blank


def _item_height(levels: Levels, nodes: Sequence[Node], item: int, scale: Scale) -> int:
    found = levels.items[item]
    if found.kind != "step" or nodes[found.ref].kind == "enter":
        return 1
    return scale.height

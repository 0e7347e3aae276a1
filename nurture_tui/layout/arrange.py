"""The whole way from a sketch to a layout, one connected part after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from nurture_tui.layout.assemble import (
    boxes_of,
    filled_of,
    joined_of,
    line_of,
    notes_of,
    right_end_of,
)
from nurture_tui.layout.crossings import untangle
from nurture_tui.layout.labels import label_spots
from nurture_tui.layout.levels import Levels, Link, level_out
from nurture_tui.layout.measure import (
    HOOK,
    LABEL_MAX,
    LINE,
    NOTE_MAX,
    Scale,
    Size,
    box_width,
    item_sizes,
    label_room,
    leg,
    scale_of,
    self_room,
    text_size,
    tidy,
)
from nurture_tui.layout.order import Tree
from nurture_tui.layout.picture import Box, Layout, Line, Stroke
from nurture_tui.layout.place import place, trunk, weigh
from nurture_tui.layout.route import bends, route
from nurture_tui.layout.sketch import Edge, Node, Sketch, Zoom
from nurture_tui.text import cut, safe, width

PART_GAP = 2  # rows between parts that no line connects


@dataclass(frozen=True)
class _Part:
    """A connected part with a place for everything."""

    boxes: tuple[Box, ...]
    lines: Mapping[int, Line]
    cells: Mapping[tuple[int, int], Stroke]
    height: int


def lay_out(sketch: Sketch, *, zoom: Zoom = "boxes", gap: int | None = None) -> Layout:
    """Place every step and line of `sketch` on a grid of cells.

    Parts that no line connects stand below each other, the first step's part first. `gap` is the
    least number of rows between steps (chips with 2 have room for moving dots). Edges between
    steps that are not in the sketch are a mistake of the caller: KeyError.
    """
    scale = scale_of(zoom, gap)
    nodes = [tidy(node) for node in sketch.nodes]
    index_of = {node.id: index for index, node in enumerate(sketch.nodes)}
    links = [
        Link(
            index_of[edge.source],
            index_of[edge.target],
            cut(safe(edge.label), LABEL_MAX),
            cut(safe(edge.note), NOTE_MAX),
            edge.via,
        )
        for edge in sketch.edges
    ]
    boxes: dict[str, Box] = {}
    lines: dict[int, Line] = {}
    strokes: dict[int, dict[int, Stroke]] = defaultdict(dict)
    top = trunk_x = 0
    for part_nodes, part_edges in _parts(len(nodes), links):
        part = _part(nodes, links, sketch.edges, part_nodes, part_edges, scale, top, trunk_x)
        trunk_x = trunk_x or part.boxes[0].middle
        boxes.update((box.node.id, box) for box in part.boxes)
        lines.update(part.lines)
        for (x, y), stroke in part.cells.items():
            strokes[y][x] = stroke
        top += part.height + PART_GAP
    ordered = tuple(lines[index] for index in range(len(links)))
    placed = {node.id: boxes[node.id] for node in sketch.nodes}
    rows: dict[int, list[str]] = defaultdict(list)
    for name, box in placed.items():
        for y in range(box.y, box.y + box.h):
            rows[y].append(name)
    texts: dict[int, list[int]] = defaultdict(list)
    for index, line in enumerate(ordered):
        for y in sorted({spot.y for spot in (line.label, line.note) if spot}):
            texts[y].append(index)
    return Layout(
        zoom,
        placed,
        ordered,
        {y: dict(sorted(row.items())) for y, row in sorted(strokes.items())},
        {y: tuple(names) for y, names in rows.items()},
        {y: tuple(found) for y, found in texts.items()},
        right_end_of(placed, ordered, strokes),
        max(top - PART_GAP, 0),
    )


def _parts(size: int, links: Sequence[Link]) -> list[tuple[list[int], list[int]]]:
    """The connected parts in file order: their steps and their edges."""
    part = list(range(size))

    def top_of(node: int) -> int:
        while part[node] != node:
            part[node] = part[part[node]]
            node = part[node]
        return node

    for link in links:
        a, b = sorted((top_of(link.source), top_of(link.target)))
        part[b] = a
    nodes: dict[int, list[int]] = {}
    edges: dict[int, list[int]] = defaultdict(list)
    for node in range(size):
        nodes.setdefault(top_of(node), []).append(node)
    for index, link in enumerate(links):
        edges[top_of(link.source)].append(index)
    return [(members, edges[first]) for first, members in nodes.items()]


def _part(
    all_nodes: Sequence[Node],
    all_links: Sequence[Link],
    edges: Sequence[Edge],
    members: Sequence[int],
    member_edges: Sequence[int],
    scale: Scale,
    top: int,
    trunk_x: int,
) -> _Part:
    """One connected part, its first step in column `trunk_x` if it fits; labels without room get
    a place of their own in another round."""
    nodes = [all_nodes[member] for member in members]
    local = {member: index for index, member in enumerate(members)}
    links = [
        Link(local[k.source], local[k.target], k.label, k.note, k.via)
        for k in (all_links[index] for index in member_edges)
    ]
    beside: frozenset[int] = frozenset()
    while True:
        levels = level_out(len(nodes), links, beside)
        tree = untangle(levels)
        weight = weigh(levels, tree)
        on_trunk = trunk(tree, weight)
        widths = [box_width(node, on_trunk[i], scale) for i, node in enumerate(nodes)]
        sizes = item_sizes(nodes, links, levels, widths, scale)
        legs = _legs(levels, tree, weight, links)
        free = place(levels, tree, sizes, weight, legs, _wide_lanes(levels, tree, links, sizes))
        columns = _from_left(free, levels, tree, sizes, scale)
        columns = [column + max(0, trunk_x - columns[0]) for column in columns]
        heights = [_item_height(levels, nodes, item, scale) for item in range(len(levels.items))]
        enter = [item.kind == "step" and nodes[item.ref].kind == "enter" for item in levels.items]
        routes = route(links, levels, tree, columns, heights, enter, scale)
        boxes = boxes_of(nodes, links, levels, columns, widths, routes, scale)
        notes = notes_of(links, levels, columns, routes)
        spots, missing = label_spots(
            links, levels, columns, bends(levels, tree, columns), routes, filled_of(boxes, notes)
        )
        if beside.issuperset(missing):
            break
        beside |= frozenset(missing)
    lines = {}
    for local_index, index in enumerate(member_edges):
        lines[index] = line_of(
            edges[index],
            routes.paths[local_index],
            spots.get(local_index),
            notes.get(local_index),
            any(levels.hops[h].up for h in levels.routes[local_index])
            or local_index in levels.selfs,
            top,
        )
    cells = {
        (x, y + top): joined_of(owners, member_edges) for (x, y), owners in routes.cells.items()
    }
    moved = tuple(replace(box, y=box.y + top) for box in boxes)
    return _Part(moved, lines, cells, routes.height)


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


def _legs(
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


def _wide_lanes(
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
            wide[index, hop.last] = text_size(label_room(links[hop.label].label))
        elif index in tree.shared and hop.label >= 0:
            place = tree.shared[index], levels.items[hop.source].level
            room = leg(links[hop.label]) + 1
            size, before = sizes[hop.source], wide.get(place, LINE)
            wide[place] = Size(
                max(before.left, room - size.right), max(before.right, room - size.left)
            )
    return wide


def _item_height(levels: Levels, nodes: Sequence[Node], item: int, scale: Scale) -> int:
    found = levels.items[item]
    if found.kind != "step" or nodes[found.ref].kind == "enter":
        return 1
    return scale.height

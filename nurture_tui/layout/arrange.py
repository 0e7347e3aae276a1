"""The whole way from a sketch to a layout, one connected part after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from nurture_tui.layout.crossings import untangle
from nurture_tui.layout.labels import label_spots
from nurture_tui.layout.levels import Levels, Link, level_out
from nurture_tui.layout.measure import (
    COUNT_END,
    HOOK,
    LABEL_MAX,
    LINE,
    NOTE_MAX,
    Scale,
    Size,
    box_width,
    enter_text,
    item_sizes,
    label_room,
    leg,
    scale_of,
    self_note_at,
    self_room,
    text_size,
    tidy,
)
from nurture_tui.layout.order import Tree
from nurture_tui.layout.picture import Box, Label, Layout, Line, Note, Stroke
from nurture_tui.layout.place import place, trunk, weigh
from nurture_tui.layout.route import Owner, Routes, bends, route
from nurture_tui.layout.shapes import DOWN, LEFT, RIGHT, UP
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
        _right_end(placed, ordered, strokes),
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
        boxes = _boxes(nodes, links, levels, columns, widths, routes, scale)
        notes = _notes(links, levels, columns, routes)
        spots, missing = label_spots(
            links, levels, columns, bends(levels, tree, columns), routes, _filled(boxes, notes)
        )
        if beside.issuperset(missing):
            break
        beside |= frozenset(missing)
    lines = {}
    for local_index, index in enumerate(member_edges):
        lines[index] = _line(
            edges[index],
            routes.paths[local_index],
            spots.get(local_index),
            notes.get(local_index),
            any(levels.hops[h].up for h in levels.routes[local_index])
            or local_index in levels.selfs,
            top,
        )
    cells = {(x, y + top): _joined(owners, member_edges) for (x, y), owners in routes.cells.items()}
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


def _boxes(
    nodes: Sequence[Node],
    links: Sequence[Link],
    levels: Levels,
    columns: Sequence[int],
    widths: Sequence[int],
    routes: Routes,
    scale: Scale,
) -> tuple[Box, ...]:
    fed = {hop.target for hop in levels.hops if not hop.up}
    feeds = {link.source for link in links}
    boxes = []
    for index, node in enumerate(nodes):
        usual, middle = widths[index], columns[index]
        x, w, h = middle - usual // 2, usual, scale.height
        if node.kind == "enter":
            h = 1
            if scale.height == 3:
                w = min(width(enter_text(node, scale)), usual + 8)
                # Over the line, but never into the column of its count.
                x = min(middle - w // 2, middle + usual // 2 - w + 1)
        boxes.append(
            Box(
                node,
                x,
                routes.item_y[index],
                w,
                h,
                middle,
                middle + usual // 2 + COUNT_END,
                index in fed,
                index in feeds,
                routes.hooks.get(index, ()),
            )
        )
    return tuple(boxes)


def _notes(
    links: Sequence[Link], levels: Levels, columns: Sequence[int], routes: Routes
) -> dict[int, Note]:
    """The note of each edge that has one; edges that share a wait share the place."""
    size = len(levels.items)
    notes: dict[int, Note] = {}
    for hop_index, hop in enumerate(levels.hops):
        if hop.note >= 0:
            link, x = links[hop.note], columns[size + hop_index]
            y = routes.tops[hop.note_level]
            notes[hop.note] = Note(x, y, link.note, link.via, x + 2)
            continue
        item = levels.items[hop.source]
        if item.kind == "note":
            x, y = columns[hop.source], routes.item_y[hop.source]
            for edge in hop.edges:
                notes[edge] = Note(x, y, links[edge].note, links[edge].via, x + 2)
    for edge in levels.selfs:
        link = links[edge]
        if link.note:
            middle = columns[link.source]
            (hook,) = routes.nets["self", edge].uppers - {middle}
            text_x = max(hook, middle) + self_note_at(link)
            y = routes.track_y["self", edge]
            notes[edge] = Note((middle + hook) // 2, y, link.note, link.via, text_x)
    return notes


def _filled(boxes: Sequence[Box], notes: Mapping[int, Note]) -> dict[int, list[tuple[int, int]]]:
    """The cells that labels must not touch: boxes with their counts, notes."""
    filled: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for box in boxes:
        for y in range(box.y, box.y + box.h):
            filled[y].append((box.x, box.x + box.w - 1))
        right = box.x + box.w - 1
        end = max(box.count_x, right + 3 + width(box.node.aside))
        filled[box.count_y].append((right + 1, end))
    for note in notes.values():
        filled[note.y].append((note.x, note.text_x + width(note.text)))
    return filled


def _line(
    edge: Edge,
    path: Sequence[tuple[int, int]],
    label: Label | None,
    note: Note | None,
    up: bool,
    top: int,
) -> Line:
    cells = tuple((x, y + top) for x, y in path)
    return Line(
        edge,
        cells,
        replace(label, y=label.y + top) if label else None,
        replace(note, y=note.y + top) if note else None,
        up,
    )


def _joined(owners: Mapping[Owner, tuple[int, tuple[int, ...]]], edges: Sequence[int]) -> Stroke:
    """One cell of line. Where two lines cross without meeting, the upright one goes over."""
    if len(owners) == 1:
        ((mask, through_it),) = owners.values()
        return Stroke(mask, tuple([edges[index] for index in through_it]))
    through = list(owners.values())
    upright = [found for found in through if found[0] & ~(UP | DOWN) == 0]
    if len(through) > 1 and upright and all(f in upright or f[0] == LEFT | RIGHT for f in through):
        through = upright
    mask = 0
    names: list[int] = []
    for bits, found in through:
        mask |= bits
        names += [edges[index] for index in found]
    return Stroke(mask, tuple(sorted(set(names))))


def _right_end(
    boxes: Mapping[str, Box], lines: Sequence[Line], strokes: Mapping[int, Mapping[int, Stroke]]
) -> int:
    """The first column right of everything."""
    ends = [-1]
    for box in boxes.values():
        right = box.x + box.w - 1
        ends.append(max(box.count_x, right + 3 + width(box.node.aside) - 1))
    for line in lines:
        if line.label:
            ends.append(line.label.span[1])
        if line.note:
            ends.append(line.note.text_x + width(line.note.text) - 1)
    ends += [max(row) for row in strokes.values()]
    return max(ends) + 1

"""From columns and routes to the parts of a picture: boxes, lines, notes, cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from nurture_tui.layout.levels import Levels, Link
from nurture_tui.layout.measure import enter_text, self_note_at
from nurture_tui.layout.picture import Box, Label, Line, Note, Stroke
from nurture_tui.layout.route import Owner, Routes
from nurture_tui.layout.scales import Scale
from nurture_tui.layout.shapes import DOWN, LEFT, RIGHT, UP
from nurture_tui.layout.sketch import Edge, Node
from nurture_tui.text import width


def boxes_of(
    nodes: Sequence[Node],
    links: Sequence[Link],
    levels: Levels,
    columns: Sequence[int],
    widths: Sequence[int],
    counts: Sequence[int],
    routes: Routes,
    scale: Scale,
) -> tuple[Box, ...]:
    """A box for each step, in file order."""
    fed = {hop.target for hop in levels.hops if not hop.up}
    feeds = {link.source for link in links}
    starts = [at for at, item in enumerate(levels.items) if item.level == 0]
    boxes = []
    for index, node in enumerate(nodes):
        usual, middle = widths[index], columns[index]
        x, w, h = middle - usual // 2, usual, scale.height
        if node.kind == "enter":
            h, text = 1, width(enter_text(node, chip=scale.height == 1))
            # Over the line, but never into the column of its count; alone in the first row it may
            # be as long as there is room to its left.
            end = middle + usual // 2 + 1
            most = end if starts == [index] else usual + (8 if scale.height == 3 else 0)
            w = min(text, most) if scale.height == 3 else max(usual, min(text, most))
            x = min(middle - w // 2, end - w)
        boxes.append(
            Box(
                node,
                x,
                routes.item_y[index],
                w,
                h,
                middle,
                counts[index],
                index in fed,
                index in feeds,
                routes.hooks.get(index, ()),
            )
        )
    return tuple(boxes)


def notes_of(
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


def filled_of(boxes: Sequence[Box], notes: Mapping[int, Note]) -> dict[int, list[tuple[int, int]]]:
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


def line_of(
    edge: Edge,
    path: Sequence[tuple[int, int]],
    label: Label | None,
    note: Note | None,
    up: bool,
    top: int,
) -> Line:
    """The routed edge, moved down to row `top` where its part begins."""
    cells = tuple((x, y + top) for x, y in path)
    return Line(
        edge,
        cells,
        replace(label, y=label.y + top) if label else None,
        replace(note, y=note.y + top) if note else None,
        up,
    )


def joined_of(owners: Mapping[Owner, tuple[int, tuple[int, ...]]], edges: Sequence[int]) -> Stroke:
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


def right_end_of(
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

"""The whole way from a sketch to a layout, one connected part after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache, partial
from typing import TypeAlias

from nurture_tui.layout.assemble import right_end_of
from nurture_tui.layout.levels import Link
from nurture_tui.layout.measure import LABEL_MAX, NOTE_MAX, tidy
from nurture_tui.layout.outline import outline
from nurture_tui.layout.part import Grown, Members, grown, packed, parts_of, routed, weighed
from nurture_tui.layout.picture import Box, Layout, Line, Stroke
from nurture_tui.layout.scales import Scale, suiting, usual, with_gap
from nurture_tui.layout.sketch import Sketch, Zoom
from nurture_tui.layout.widths import asked_widths
from nurture_tui.text import cut, safe, width

_Parts: TypeAlias = Sequence[tuple[Members, Grown]]

TAIL, SMALL = 7, 100
"""So many steps go straight on where room is scarce; in sketches of so many steps at most."""
PART_GAP = 2  # rows between parts that no line connects


def lay_out(
    sketch: Sketch, *, zoom: Zoom = "boxes", gap: int | None = None, room: int | None = None
) -> Layout:
    """Place every step and line of `sketch` on a grid of cells.

    Parts that no line connects stand below each other, the first step's part first. `gap` is the
    least number of rows between steps (chips with 2 have room for moving dots). With `room` cells
    across, steps are as wide as their names ask for and the room allows. An outline has a row a
    step and no lines. Edges between steps that
    are not in the sketch are a mistake of the caller: KeyError.
    """
    if zoom == "outline":
        return outline(sketch, room)
    index_of = {node.id: index for index, node in enumerate(sketch.nodes)}
    links = [
        Link(
            index_of[edge.source],
            index_of[edge.target],
            cut(safe(edge.label), LABEL_MAX),
            cut(safe(edge.note), NOTE_MAX),
            edge.via,
            edge.counted,
        )
        for edge in sketch.edges
    ]
    parts: _Parts = [
        (members, grown(members))
        for members in parts_of([tidy(node) for node in sketch.nodes], links, sketch.edges)
    ]
    suited, least = usual(zoom), 0
    if room is not None:
        parts, suited, least = _fitted(parts, zoom, room)
    scale = with_gap(suited, gap)
    boxes: dict[str, Box] = {}
    lines: dict[int, Line] = {}
    strokes: dict[int, dict[int, Stroke]] = defaultdict(dict)
    top = trunk_x = 0
    for members, order in parts:
        part = routed(members, order, scale, top, trunk_x, room)
        trunk_x = trunk_x or part.boxes[0].middle
        boxes.update((box.node.id, box) for box in part.boxes)
        lines.update(part.lines)
        for (x, y), stroke in part.cells.items():
            strokes[y][x] = stroke
        top += part.height + PART_GAP
    ordered = tuple(lines[index] for index in range(len(links)))
    placed_boxes = {node.id: boxes[node.id] for node in sketch.nodes}
    rows: dict[int, list[str]] = defaultdict(list)
    for name, box in placed_boxes.items():
        for y in range(box.y, box.y + box.h):
            rows[y].append(name)
    texts: dict[int, list[int]] = defaultdict(list)
    for index, line in enumerate(ordered):
        for y in sorted({spot.y for spot in (line.label, line.note) if spot}):
            texts[y].append(index)
    return Layout(
        zoom,
        placed_boxes,
        ordered,
        {y: dict(sorted(row.items())) for y, row in sorted(strokes.items())},
        {y: tuple(names) for y, names in rows.items()},
        {y: tuple(found) for y, found in texts.items()},
        right_end_of(placed_boxes, ordered, strokes),
        max(top - PART_GAP, 0),
        least,
    )


def _fitted(parts: _Parts, zoom: Zoom, room: int) -> tuple[_Parts, Scale, int]:
    """The parts and the measures at which their picture fits `room` cells; the cells it needs.

    Where names would be cut, a tail of a few steps more parts to both sides of its fork, if with
    that all names are whole.
    """
    scale, across = _suiting(parts, zoom, room)
    small = sum(len(members.nodes) for members, _ in parts) <= SMALL
    if small and not (across <= room and _shows_names(parts, scale, touching=1)):
        bent = [(members, weighed(one.levels, one.tree, TAIL)) for members, one in parts]
        other, needed = _suiting(bent, zoom, room)
        if needed <= room and _shows_names(bent, other, touching=1):
            return bent, other, needed
    return parts, scale, across


def _suiting(parts: _Parts, zoom: Zoom, room: int) -> tuple[Scale, int]:
    """The measures at which the picture of all parts fits `room` cells, and the cells it needs."""

    @cache
    def across(scale: Scale) -> int:
        return max((packed(*part, scale).across for part in parts), default=0)

    return suiting(zoom, room, partial(_shows_names, parts), across)


def _shows_names(parts: _Parts, scale: Scale, touching: int = 0) -> bool:
    """Whether no name is cut, before steps become wider where there is room; names may touch the
    ends of their steps with `touching` cells."""
    return all(
        node.kind == "enter" or width(node.title) + scale.around(node) - touching <= box
        for members, one in parts
        for node, box in zip(
            members.nodes,
            asked_widths(members.nodes, one.on_trunk, one.column, scale),
            strict=True,
        )
    )

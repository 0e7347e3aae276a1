"""The path as an outline: a row a step, ways indented below their branch, joins below them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from nurture_tui.layout.levels import Link, level_out
from nurture_tui.layout.measure import LABEL_MAX, NOTE_MAX, SHARE_ROOM, enter_text, tidy
from nurture_tui.layout.order import Tree, grow
from nurture_tui.layout.picture import Box, Label, Layout, Line, Note
from nurture_tui.layout.place import HEAVY, weigh
from nurture_tui.layout.sketch import Edge, Node, Sketch
from nurture_tui.text import cut, safe, width

INDENT = 3
WIDEST, NARROWEST = 72, 36
_COUNT_END = 8
_DEEPEST = 8  # ways that lie deeper are indented no further


@dataclass(frozen=True)
class _Row:
    """One row: a step, a way by its edge (with where it leads, if that is not below), a wait."""

    kind: Literal["step", "way", "wait"]
    number: int
    depth: int


def outline(sketch: Sketch, room: int | None = None) -> Layout:
    """The outline of a sketch as a layout without lines, its counts in one column.

    A way that goes on elsewhere than in the row below names the step with an arrow.
    """
    nodes = [tidy(node) for node in sketch.nodes]
    rows = _told(sketch, list(_rows(sketch)))
    across = min(max((room or WIDEST) - _COUNT_END - 2, NARROWEST), WIDEST)
    boxes: dict[str, Box] = {}
    lines = [Line(edge, (), None, None, up=False) for edge in sketch.edges]
    texts: dict[int, tuple[int, ...]] = {}
    for y, row in enumerate(rows):
        x = INDENT * min(row.depth, _DEEPEST)
        if row.kind == "step":
            node = nodes[row.number]
            boxes[sketch.nodes[row.number].id] = _box(node, x, y, across)
            continue
        edge = sketch.edges[row.number]
        if row.kind == "wait":
            note = Note(x, y, cut(safe(edge.note), NOTE_MAX), edge.via, x + 2)
            lines[row.number] = replace(lines[row.number], note=note)
        else:
            text = _way_text(sketch, edge, ahead=_next_step(sketch, rows, y) == edge.target)
            # Of a way without a name there is no share to say.
            cells = width(text) + (SHARE_ROOM if edge.label and edge.counted else 0)
            label = Label(x, y, text, cells, on_line=False)
            lines[row.number] = replace(lines[row.number], label=label)
        texts[y] = (row.number,)
    ends = [line.label.span[1] for line in lines if line.label]
    ends += [line.note.text_x + width(line.note.text) for line in lines if line.note]
    ends += [box.count_x for box in boxes.values()]
    return Layout(
        "outline",
        {node.id: boxes[node.id] for node in sketch.nodes},
        tuple(lines),
        {},
        {box.y: (name,) for name, box in boxes.items()},
        texts,
        max(ends, default=-1) + 1,
        len(rows),
    )


def _box(node: Node, x: int, y: int, across: int) -> Box:
    w = max(across - x, width(node.word) + 13)
    if node.kind == "enter":
        w = min(w, width(enter_text(node, chip=True)))
    return Box(node, x, y, w, 1, x + 1, across + _COUNT_END - 1, fed=False, feeds=False)


def _told(sketch: Sketch, rows: list[_Row]) -> list[_Row]:
    """The rows without ways that have no name and lead to the next step."""

    def tells(y: int, row: _Row) -> bool:
        edge = sketch.edges[row.number] if row.kind == "way" else None
        return edge is None or bool(edge.label) or _next_step(sketch, rows, y) != edge.target

    return [row for y, row in enumerate(rows) if tells(y, row)]


def _next_step(sketch: Sketch, rows: list[_Row], y: int) -> str | None:
    """The id of the first step below a row."""
    return next((sketch.nodes[row.number].id for row in rows[y + 1 :] if row.kind == "step"), None)


def _way_text(sketch: Sketch, edge: Edge, *, ahead: bool) -> str:
    """The label of a way, and an arrow to its step where that is not the one ahead."""
    label = cut(safe(edge.label), LABEL_MAX)
    if ahead:
        return label
    title = next(node.title for node in sketch.nodes if node.id == edge.target)
    return f"{label} → {cut(safe(title), LABEL_MAX)}".strip()


def _rows(sketch: Sketch) -> Iterator[_Row]:
    """All rows from top to bottom."""
    index_of = {node.id: number for number, node in enumerate(sketch.nodes)}
    links = [Link(index_of[e.source], index_of[e.target], "", "", ()) for e in sketch.edges]
    levels = level_out(len(sketch.nodes), links, frozenset())
    tree = grow(levels)
    weight = weigh(levels, tree)
    out: dict[int, list[int]] = defaultdict(list)
    for number, link in enumerate(links):
        out[link.source].append(number)
    noted: set[tuple[int, tuple[str, ...]]] = set()  # waits that several ways run through
    stack = [_Row("step", root, 0) for root in reversed(_below(tree, -1, len(sketch.nodes)))]
    while stack:
        row = stack.pop()
        if row.kind == "wait":
            edge = sketch.edges[row.number]
            if (index_of[edge.target], edge.via) in noted:
                continue
            noted.add((index_of[edge.target], edge.via))
        yield row
        if row.kind != "step":
            continue
        own = set(_below(tree, row.number, len(sketch.nodes)))
        stack += reversed(list(_after(row, sketch, links, out, own, tree, weight)))


def _after(
    row: _Row,
    sketch: Sketch,
    links: list[Link],
    out: dict[int, list[int]],
    own: set[int],
    tree: Tree,
    weight: list[float],
) -> Iterator[_Row]:
    """What follows a step: its ways, the one that goes on longest last and no deeper; joins."""
    numbers = out[row.number]
    several = len(numbers) > 1
    numbers = sorted(numbers, key=lambda n: _goes_on(links[n].target, own, tree, weight))
    for number in numbers:
        target = links[number].target
        ahead = target in own and target not in tree.joins
        deeper = several and not _goes_on(target, own, tree, weight)
        yield _Row("way", number, row.depth + 1)
        if sketch.edges[number].note and not _is_shared(sketch, number):
            yield _Row("wait", number, row.depth + (2 if deeper else 0))
        if ahead:
            yield _Row("step", target, row.depth + (2 if deeper else 0))
    for join in sorted(own & tree.joins):
        into = [n for n, link in enumerate(links) if link.target == join and sketch.edges[n].note]
        yield from (_Row("wait", n, row.depth) for n in into if _is_shared(sketch, n))
        yield _Row("step", join, row.depth)


def _goes_on(target: int, own: set[int], tree: Tree, weight: list[float]) -> bool:
    """Whether a way is by far the longest of its step: the trunk."""
    return target in own and target not in tree.joins and weight[target] == HEAVY


def _is_shared(sketch: Sketch, number: int) -> bool:
    """Whether other lines run through the same folded waits to the same step."""
    edge = sketch.edges[number]
    return any(
        other is not edge and other.via == edge.via and other.target == edge.target
        for other in sketch.edges
        if edge.via
    )


def _below(tree: Tree, step: int, size: int) -> list[int]:
    """The steps that hang below a step (-1: below none)."""
    return [element for element in tree.children[step] if element < size]

"""What holds for the picture of any graph."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from typing import TypedDict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layout_sketches import TITLES, everything, picture, sketches

from nurture_tui.layout import Layout, Sketch, Zoom, lay_out, other_rows, paint_row
from nurture_tui.text import width


class Way(TypedDict, total=False):
    """How a sketch is laid out."""

    zoom: Zoom
    gap: int
    room: int


UP, DOWN, LEFT, RIGHT = 1, 2, 4, 8
ways: st.SearchStrategy[Way] = st.sampled_from(
    [
        {"zoom": "boxes"},
        {"zoom": "chips"},
        {"zoom": "chips", "gap": 2},
        {"zoom": "boxes", "room": 70},
        {"zoom": "boxes", "room": 150},
        {"zoom": "chips", "room": 70},
    ]
)
thorough = settings(max_examples=settings().max_examples * 5 // 2)


def box_cells(layout: Layout) -> Counter[tuple[int, int]]:
    return Counter(
        (x, y)
        for box in layout.boxes.values()
        for y in range(box.y, box.y + box.h)
        for x in range(box.x, box.x + box.w)
    )


def count_cells(layout: Layout) -> Counter[tuple[int, int]]:
    cells: Counter[tuple[int, int]] = Counter()
    for box in layout.boxes.values():
        right = box.x + box.w
        end = right + 1 + width(box.node.aside) if box.node.aside else box.count_x
        cells.update((x, box.count_y) for x in range(right, end + 1))
    return cells


def text_cells(layout: Layout) -> Counter[tuple[int, int]]:
    """The cells of labels (with room for a share) and notes; a shared note counts once."""
    cells: Counter[tuple[int, int]] = Counter()
    notes = {(line.note.text_x, line.note.y, line.note.text) for line in layout.lines if line.note}
    for x, y, text in notes:
        cells.update((x + offset, y) for offset in range(width(text)))
    for line in layout.lines:
        if line.label:
            low, high = line.label.span
            cells.update((x, line.label.y) for x in range(low, high + 1))
    return cells


@given(sketches(), ways)
@thorough
def test_boxes_counts_and_texts_never_share_a_cell(sketch: Sketch, way: Way) -> None:
    layout = lay_out(sketch, **way)
    taken = box_cells(layout) + count_cells(layout) + text_cells(layout)
    assert [cell for cell, times in taken.items() if times > 1] == []
    assert all(0 <= x < layout.width and 0 <= y < layout.height for x, y in taken)


@given(sketches(), ways)
@thorough
def test_no_line_runs_through_a_box_a_count_or_a_note(sketch: Sketch, way: Way) -> None:
    layout = lay_out(sketch, **way)
    lines = {(x, y) for y, row in layout.strokes.items() for x in row}
    assert lines == {cell for line in layout.lines for cell in line.cells}
    assert not lines & box_cells(layout).keys()
    assert not lines & count_cells(layout).keys()
    notes = {
        (line.note.text_x + offset, line.note.y)
        for line in layout.lines
        if line.note
        for offset in range(width(line.note.text))
    }
    assert not lines & notes


@given(sketches(), ways)
@thorough
def test_every_line_runs_cell_by_cell_from_its_source_to_its_target(
    sketch: Sketch, way: Way
) -> None:
    layout = lay_out(sketch, **way)
    for line in layout.lines:
        source, target = layout.boxes[line.edge.source], layout.boxes[line.edge.target]
        if not line.cells:
            assert source.node.kind == "enter"
            assert (source.y + source.h, source.middle) == (target.y, target.middle)
            continue
        (x, y), (end_x, end_y) = line.cells[0], line.cells[-1]
        assert y >= source.y + source.h
        assert x == source.middle
        # What lies between the box and its line is nothing but the line's own row.
        assert y == source.y + source.h
        if line.up:
            assert end_y == target.y + target.h
            assert end_x in target.heads
        else:
            assert end_y == target.y - 1
            assert end_x == target.middle
        for (ax, ay), (bx, by) in zip(line.cells, line.cells[1:], strict=False):
            assert abs(ax - bx) + abs(ay - by) == 1
            ahead = RIGHT if bx > ax else LEFT if bx < ax else DOWN if by > ay else UP
            behind = {RIGHT: LEFT, LEFT: RIGHT, UP: DOWN, DOWN: UP}[ahead]
            stroke, following = layout.strokes[ay][ax], layout.strokes[by][bx]
            # A level line may pass under an upright one, never be cut otherwise.
            assert stroke.mask & ahead or stroke.mask == UP | DOWN
            assert following.mask & behind or following.mask == UP | DOWN


@given(sketches(), ways)
@thorough
def test_where_lines_of_other_steps_cross_the_upright_one_goes_over(
    sketch: Sketch, way: Way
) -> None:
    layout = lay_out(sketch, **way)
    through: dict[tuple[int, int], set[int]] = {}
    for index, line in enumerate(layout.lines):
        for cell in line.cells:
            through.setdefault(cell, set()).add(index)
    for (x, y), found in through.items():
        edges = [layout.lines[index].edge for index in found]
        sources, targets = {e.source for e in edges}, {e.target for e in edges}
        apart = len(sources) == len(edges) == len(targets) and not sources & targets
        if len(edges) > 1 and apart:
            assert layout.strokes[y][x].mask == UP | DOWN


@given(sketches(), ways)
@thorough
def test_a_label_touches_only_its_own_line(sketch: Sketch, way: Way) -> None:
    layout = lay_out(sketch, **way)
    for index, line in enumerate(layout.lines):
        assert (line.label is not None) == bool(line.edge.label)
        if line.label is None:
            continue
        low, high = line.label.span
        row = layout.strokes.get(line.label.y, {})
        under = [row[x].edges for x in range(low, high + 1) if x in row]
        if line.label.on_line:
            assert under == [(index,)] * (high - low + 1)
        else:
            assert under == []
            beside = high + 2 if line.label.right_aligned else low - 2
            assert index in row[beside].edges


@given(sketches(), ways)
@thorough
def test_every_text_is_readable_and_every_row_as_wide_as_the_layout(
    sketch: Sketch, way: Way
) -> None:
    layout = lay_out(sketch, **way)
    rows = picture(layout, everything(sketch))
    assert [width(row) for row in rows] == [layout.width] * layout.height
    for line in layout.lines:
        if line.label:
            assert f"{line.label.text} 100%" in rows[line.label.y]
        if line.note:
            assert line.note.text in rows[line.note.y]
    for box in layout.boxes.values():
        row = rows[box.y]
        assert box.node.word in row
        beside = box.node.aside or "23,456"
        assert beside in rows[box.count_y]
    assert not any("\x1b" in row or "\n" in row for row in rows)
    fed = {line.edge.target for line in layout.lines if not line.up}
    for y, row in enumerate(rows):
        on_top = [b.node for b in layout.boxes.values() if b.y == y and b.h == 3]
        assert row.count("▼") == sum(node.id in fed for node in on_top)


@given(sketches(), ways)
def test_selecting_and_counting_move_nothing(sketch: Sketch, way: Way) -> None:
    layout = lay_out(sketch, **way)
    for y in range(layout.height):
        plain = paint_row(layout, y)
        shown = paint_row(layout, y, everything(sketch))
        assert sum(width(text) for text, _ in plain) == sum(width(text) for text, _ in shown)


@given(sketches(), ways)
@settings(max_examples=settings().max_examples * 3 // 2)
def test_the_same_sketch_gives_the_same_layout(sketch: Sketch, way: Way) -> None:
    assert lay_out(sketch, **way) == lay_out(sketch, **way)


PICTURES = """
from layout_sketches import everything, picture, sketch
from nurture_tui.layout import lay_out
cross = sketch("a b c d f h k", "a>d x;a>f y;a>h z|3d;b>d;b>f;c>h;c>d;h>a again;f>k;d>k;k>k self")
names = [f"s{i}" for i in range(24)]
lines = [f"s{i}>s{(i * 7 + k * k) % 24} way {k}" for i in range(24) for k in range(1, 3)]
dense = sketch(" ".join(names), ";".join(lines))
islands = sketch("one two three four five six seven", "one>two;three>four;five>six;six>five back")
for zoom in ("boxes", "chips", "outline"):
    for drawn in (cross, dense, islands):
        layout = lay_out(drawn, zoom=zoom, room=90)
        print("\\n".join(picture(layout, everything(drawn))))
        print(*layout.boxes, *layout.rows.values(), *layout.texts.values())
"""


def test_hash_seeds_change_nothing() -> None:
    here = os.path.dirname(__file__)
    printed = {
        subprocess.run(
            [sys.executable, "-c", PICTURES],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": here, "PYTHONUTF8": "1"},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("0", "1", "20261122")
    }
    assert len(printed) == 1
    assert printed.pop().count(b"\n") > 20


@pytest.mark.parametrize("zoom", ["boxes", "chips"])
def test_no_steps_give_an_empty_layout(zoom: Zoom) -> None:
    layout = lay_out(Sketch((), ()), zoom=zoom)
    assert (layout.width, layout.height, layout.lines) == (0, 0, ())


_TEXTS = st.sampled_from(TITLES)
_OF_STEPS = {"title": _TEXTS, "mark": _TEXTS, "foot": _TEXTS, "ends": st.booleans(),
             "kind": st.sampled_from(["removed", "action"])}  # fmt: skip
_OF_LINES = {"note": _TEXTS, "label": _TEXTS, "added": st.booleans(), "removed": st.booleans()}


@st.composite
def two_versions(draw: st.DrawFn) -> tuple[Sketch, Sketch]:
    """A graph, and the same with something else in a step or on a line, or with one step less."""
    first = draw(sketches(most=6).filter(lambda drawn: drawn.nodes))
    nodes, edges = list(first.nodes), list(first.edges)
    at = draw(st.integers(0, len(nodes) - 1))
    what = draw(st.sampled_from((*_OF_STEPS, *_OF_LINES, "gone")))
    if what == "gone" and len(nodes) > 1:
        gone = nodes.pop(at).id
        edges = [edge for edge in edges if gone not in (edge.source, edge.target)]
    elif what in _OF_LINES and edges:
        line = draw(st.integers(0, len(edges) - 1))
        edges[line] = replace(edges[line], **{what: draw(_OF_LINES[what])})
    elif what in _OF_STEPS:
        nodes[at] = replace(nodes[at], **{what: draw(_OF_STEPS[what])})
    return first, Sketch(tuple(nodes), tuple(edges))


@given(two_versions(), ways)
def test_rows_that_are_not_among_the_other_ones_are_painted_alike(
    versions: tuple[Sketch, Sketch], way: Way
) -> None:
    before, now = (lay_out(each, **way) for each in versions)
    other = other_rows(before, now)
    if other is None:
        return
    show = everything(versions[0])
    for y in range(min(before.height, now.height)):
        if y not in other:
            assert paint_row(before, y, show) == paint_row(now, y, show)
    assert set(range(before.height, now.height)) <= other

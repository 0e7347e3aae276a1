"""The outline, and long runs folded into one box."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from layout_sketches import everything, picture, sketch, sketches

from nurture_tui.layout import Sketch, fold_runs, lay_out
from nurture_tui.screens.walk import neighbour
from nurture_tui.text import width

GUIDE = sketch(
    "e:enter a b:branch c d f:wait x:exit y:exit",
    "e>a;a>b |3d;b>c yes;b>d no;c>f;d>f;f>x in time;f>y late;",
)


def rows_of(given: Sketch) -> list[str]:
    """The rows, without the blanks before the right end of a step."""
    rows = picture(lay_out(given, zoom="outline", room=50))
    return [re.sub(" +(.)$", r" \1", row.rstrip()) for row in rows]


def test_ways_are_indented_below_their_branch_and_a_join_stands_below_all_of_them() -> None:
    titles = [row.split("Title of ")[-1].split()[0] for row in rows_of(GUIDE) if "Title of" in row]
    assert titles == ["e", "a", "b", "c", "f", "d", "f", "x", "y"]
    assert rows_of(GUIDE)[2:10] == [
        "╎ 3d",
        "╱ branch  Title of b ╲",
        "   yes",
        "      ( email  Title of c )",
        "         → Title of f",
        "   no",
        "      ( email  Title of d )",
        "╎ wait  Title of f ╎",
    ]


def test_arrows_go_through_an_outline_row_by_row_and_in_and_out() -> None:
    layout = lay_out(GUIDE, zoom="outline")
    assert [neighbour(layout, "b", way) for way in ("up", "down", "right")] == ["wait 3d", "c", "c"]
    assert [neighbour(layout, "d", way) for way in ("left", "right")] == ["b", None]
    assert neighbour(layout, "e", "up") is None


@given(sketches())
@settings(max_examples=settings().max_examples * 3 // 2)
def test_an_outline_has_every_step_once_in_a_row_of_its_own(sketch: Sketch) -> None:
    layout = lay_out(sketch, zoom="outline")
    assert len({box.y for box in layout.boxes.values()}) == len(sketch.nodes)
    rows = picture(layout, everything(sketch))
    assert [width(row) for row in rows] == [layout.width] * layout.height
    for box in layout.boxes.values():
        assert box.node.word in rows[box.y]
        assert not any(layout.texts.get(box.y, ()))
    for line in layout.lines:
        if line.edge.label:
            assert line.label is not None
            assert f"{line.label.text} 100%" in rows[line.label.y]


def test_a_run_is_one_box_unless_one_of_its_steps_is_kept() -> None:
    long = sketch("e:enter a b c d:branch x:exit", "e>a;a>b;b>c |2d;c>d;d>x yes;d>a again")
    # The loop leads into the run: it begins at its first step all the same.
    assert [node.id for node in fold_runs(long).nodes] == ["e", "a", "d", "x"]
    folded = next(node for node in fold_runs(long).nodes if node.id == "a")
    assert (folded.kind, folded.word) == ("run", "3 steps")
    assert fold_runs(long, {"b"}) == long
    assert "3 steps" in "".join(picture(lay_out(fold_runs(long))))


@given(sketches(), st.sets(st.sampled_from([f"s{n}" for n in range(12)])))
@settings(max_examples=settings().max_examples * 3 // 2)
def test_folding_keeps_what_is_to_be_kept_and_every_way_between_what_is_left(
    sketch: Sketch, keep: set[str]
) -> None:
    folded = fold_runs(sketch, keep)
    left = {node.id for node in folded.nodes}
    assert keep & {node.id for node in sketch.nodes} <= left
    assert all({edge.source, edge.target} <= left for edge in folded.edges)
    assert len(sketch.nodes) - len(left) == len(sketch.edges) - len(folded.edges)
    lay_out(folded)

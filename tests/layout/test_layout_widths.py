"""How wide steps are drawn where names are longer than the measures of look.md."""

from __future__ import annotations

from dataclasses import replace

import pytest
from layout_sketches import picture, sketch

from nurture_tui.layout import Layout, Sketch, Zoom, lay_out

ZOOMS: tuple[Zoom, Zoom] = ("boxes", "chips")
FORKS = sketch("a b:branch c d e f:branch g h", "a>b;b>c yes;b>d no;c>e;d>e;e>f;f>g yes;f>h no")


def named(given: Sketch, titles: dict[str, str]) -> Sketch:
    nodes = [replace(node, title=titles.get(node.id, node.title)) for node in given.nodes]
    return replace(given, nodes=tuple(nodes))


def shows(layout: Layout, name: str) -> bool:
    box = layout.boxes[name]
    return box.node.title in picture(layout)[box.count_y]


@pytest.mark.parametrize("zoom", ZOOMS)
def test_what_goes_on_straight_is_as_wide_as_its_longest_name(zoom: Zoom) -> None:
    name = "a name of thirty-two characters!"
    layout = lay_out(named(FORKS, {"e": name}), zoom=zoom, room=78)
    assert layout.width <= 78
    assert shows(layout, "e")
    assert len({layout.boxes[step].w for step in "abef"}) == 1
    assert layout.boxes["c"].w < layout.boxes["e"].w


@pytest.mark.parametrize("zoom", ZOOMS)
def test_a_step_alone_in_its_row_is_wider_than_its_column_and_moves_nothing(zoom: Zoom) -> None:
    name = "Asiakastyytyväisyyskyselymuistutus ja kutsu vuosijuhlaan"
    plain, long = (
        lay_out(given, zoom=zoom, room=78) for given in (FORKS, named(FORKS, {"e": name}))
    )
    assert shows(long, "e")
    wide, box = long.boxes["e"], long.boxes["a"]
    assert wide.x < box.x
    assert wide.x + wide.w > box.x + box.w
    assert (wide.middle, wide.w) == (box.middle, 2 * (wide.middle - wide.x) + 1)
    assert long.height == plain.height
    assert long.width <= 78


def test_counts_of_a_column_end_alike_beside_a_step_that_is_hardly_wider() -> None:
    given = named(FORKS, {"e": "twenty-nine letters, in a box"})
    layout = lay_out(given)
    assert len({layout.boxes[step].count_x for step in "abef"}) == 1


@pytest.mark.parametrize("zoom", ZOOMS)
def test_beside_each_other_names_are_cut_at_the_end_of_a_word(zoom: Zoom) -> None:
    name = "Invitation to a breakfast with our customers in May"
    layout = lay_out(named(FORKS, {"c": name, "d": name}), zoom=zoom, room=70)
    rows = picture(layout)
    assert layout.width <= 70
    assert [rows[layout.boxes[step].count_y].count("…") for step in "abcef"] == [0, 0, 2, 0, 0]


@pytest.mark.parametrize(("zoom", "whole"), [("boxes", 34), ("chips", 33)])
def test_a_name_may_touch_the_end_of_its_step_before_it_is_cut(zoom: Zoom, whole: int) -> None:
    touching, cut = (
        lay_out(named(sketch("a", ""), {"a": "x" * size}), zoom=zoom) for size in (whole, whole + 1)
    )
    assert touching.boxes["a"].w == cut.boxes["a"].w
    assert shows(touching, "a")
    assert not shows(cut, "a")


def test_two_steps_and_one_part_to_both_sides_and_three_go_straight_on() -> None:
    even = lay_out(sketch("a b:branch c d x", "a>b;b>c yes;b>x no;c>d")).boxes
    assert even["x"].middle - even["b"].middle == even["b"].middle - even["c"].middle
    straight = lay_out(sketch("a b:branch c d e x", "a>b;b>c yes;b>x no;c>d;d>e")).boxes
    assert straight["c"].middle == straight["b"].middle


def test_a_longer_tail_parts_to_both_sides_too_where_names_would_be_cut() -> None:
    lines = "a>b;b>c yes;b>d no;c>e;d>e;e>x no;e>f yes;f>g;g>h"
    tail = named(sketch("a b:branch c d e:branch x f g h", lines), {"x": "y" * 20, "f": "z" * 20})
    for room, even in ((90, False), (72, True), (40, False)):
        boxes = lay_out(tail, room=room).boxes
        assert (boxes["f"].middle > boxes["e"].middle > boxes["x"].middle) == even

"""What lies under a cell, which step is next, and how rows are painted."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from layout_goldens import DESIGN, SHARES, SHOWN
from layout_sketches import picture, sketch

from nurture_tui.layout import (
    Direction,
    Edge,
    Hit,
    Layout,
    Node,
    Show,
    Sketch,
    Zoom,
    lay_out,
    nearest,
    paint_row,
    trail,
)
from nurture_tui.text import width


@pytest.fixture(scope="module")
def design() -> Layout:
    return lay_out(DESIGN)


def styles(layout: Layout, y: int, show: Show) -> dict[str, str]:
    return {text.strip(): style for text, style in paint_row(layout, y, show) if text.strip()}


def test_boxes_are_25_wide_on_the_trunk_and_23_beside_it(design: Layout) -> None:
    assert {name: box.w for name, box in design.boxes.items() if name != "enter"} == {
        **dict.fromkeys(["guide", "clicked", "angle", "offer", "pricing"], 25),
        **dict.fromkeys(["three", "peer", "task", "over"], 23),
    }


def test_the_trunk_is_one_column_and_counts_end_eight_cells_right_of_it(design: Layout) -> None:
    trunk = [design.boxes[name] for name in ("enter", "guide", "clicked", "angle", "offer")]
    assert len({box.middle for box in trunk}) == 1
    assert {box.count_x - box.middle - 12 for box in trunk} == {8}


@pytest.mark.parametrize(
    ("x", "y", "hit"),
    [
        (33, 7, Hit("node", node="clicked")),
        (36, 4, Hit("wait", edge=("guide", "next"), waits=("wait-3d",))),
        (31, 4, Hit("wait", edge=("guide", "next"), waits=("wait-3d",))),
        (0, 12, Hit("edge", edge=("clicked", "clicked"))),
        (5, 8, Hit("edge", edge=("clicked", "clicked"))),
        (33, 8, Hit("edge", edge=("clicked", "else"))),
        (2, 0, None),
    ],
)
def test_a_cell_tells_what_lies_there(design: Layout, x: int, y: int, hit: Hit | None) -> None:
    assert design.hit(x, y) == hit


@pytest.mark.parametrize(
    ("start", "direction", "found"),
    [
        ("enter", "down", "guide"),
        ("guide", "up", "enter"),
        ("angle", "down", "three"),
        ("three", "right", "peer"),
        ("peer", "left", "three"),
        ("three", "down", "offer"),
        ("enter", "up", None),
        ("peer", "right", None),
        ("nobody", "up", None),
    ],
)
def test_arrows_move_by_geometry(
    design: Layout, start: str, direction: Direction, found: str | None
) -> None:
    assert nearest(design, start, direction) == found


def test_the_selected_box_is_heavy_filled_and_bold(design: Layout) -> None:
    box = design.boxes["offer"]
    found = styles(design, box.count_y, SHOWN)
    assert found["Selection guide"] == "title bold fill"
    assert found["9,523"] == "count bold"
    assert "┏━ email ━━━▼━━━━━━━━━━━┓" in picture(design, SHOWN)[box.y]
    plain = styles(design, box.count_y, replace(SHOWN, selected=None))
    assert (plain["Selection guide"], plain["9,523"]) == ("title", "count")


def test_stale_numbers_are_muted_and_not_bold(design: Layout) -> None:
    found = styles(design, design.boxes["offer"].count_y, replace(SHOWN, stale=True))
    assert found["9,523"] == "muted"


def test_a_label_has_its_name_in_foreground_and_its_share_muted(design: Layout) -> None:
    found = styles(design, 8, SHOWN)
    assert (found["clicked"], found["18%"]) == ("label", "share")
    assert (found["else"], found["82%"]) == ("label", "share")


def test_the_finding_stands_at_the_right_end_in_its_severity(design: Layout) -> None:
    assert styles(design, design.boxes["angle"].y, SHOWN)["! X801"] == "warning"
    assert styles(design, design.boxes["three"].y, SHOWN)["i M504"] == "muted"


@pytest.mark.parametrize(
    ("mark", "shown"),
    [("× X101", "× X101"), ("! X801 +2", "! X801 +2"), ("! X801 +222", "! X801 +2…")],
)
def test_a_finding_never_hides_the_word_or_the_arrow(mark: str, shown: str) -> None:
    both = Sketch(
        (Node("a", "enter", "enter", "x", False), Node("b", "send", "email", "y", False, mark)),
        (Edge("a", "b", "next"),),
    )
    top = picture(lay_out(both))[1]
    assert top.startswith("╭─ email ───▼")
    assert shown in top


def test_a_lit_path_lights_its_own_lines_only(design: Layout) -> None:
    lit = replace(SHOWN, lit={("clicked", "clicked")})
    assert paint_row(design, 12, lit)[0] == ("│", "lit")
    assert "lit" not in {style for _, style in paint_row(design, 16, lit)[1:]}
    assert paint_row(design, 12, SHOWN)[0] == ("│", "line")


def test_dots_stand_on_lines_only(design: Layout) -> None:
    on_line, in_box, on_label = (0, 12), (33, 10), (5, 8)
    dots = dict.fromkeys([on_line, in_box, on_label], "move")
    rows = picture(design, replace(SHOWN, dots=dots))
    assert sum(row.count("●") for row in rows) == 1
    assert rows[12][0] == "●"


def test_a_text_beside_a_dot_never_covers_anything(design: Layout) -> None:
    free, covering = (2, 11, "Maria H.", "move"), (16, 10, "Maria H.", "move")
    rows = picture(design, replace(SHOWN, texts=(free, covering)))
    assert "│ Maria H." in rows[11]
    assert "Maria" not in rows[10]


def test_shares_may_change_without_a_new_layout(design: Layout) -> None:
    without = picture(design, replace(SHOWN, shares={}))
    assert "╭─ clicked ──────────" in without[8]
    full = picture(design, replace(SHOWN, shares=dict.fromkeys(SHARES, "100%")))
    assert "╭─ timed" not in full[26]
    assert "timed out 100%" in full[26]


def test_the_signs_of_compare_colour_the_word_and_the_text_beside() -> None:
    added = Sketch((Node("a", "send", "+ email", "Hi", False, aside="added"),), ())
    layout = lay_out(added)
    assert styles(layout, 0, Show())["+ email"] == "added"
    assert styles(layout, 1, Show())["added"] == "added"


def test_a_line_that_is_gone_is_dashed() -> None:
    gone = Sketch(
        (Node("a", "send", "email", "A", False), Node("b", "send", "email", "B", False)),
        (Edge("a", "b", "next", removed=True),),
    )
    assert picture(lay_out(gone))[3].strip() == "┆"


def test_siblings_keep_file_order_unless_a_swap_removes_a_crossing() -> None:
    straight = lay_out(sketch("s:split a b c d", "s>a;s>b;a>c;b>d"))
    assert straight.boxes["a"].x < straight.boxes["b"].x
    assert straight.boxes["c"].x < straight.boxes["d"].x
    # Below p, a leads right past b unless the two change places.
    crossed = lay_out(sketch("s:split p:split a b c d q", "s>p;s>q;p>a;p>b;a>d;q>d;b>c"))
    assert crossed.boxes["b"].x < crossed.boxes["a"].x < crossed.boxes["q"].x


def test_forks_on_the_trunk_stand_in_columns_where_they_nearly_do() -> None:
    lines = "a>b two hundred;a>c no;b>d;c>d;d>e no;d>f timed out at once;e>g;f>g"
    layout = lay_out(sketch("a:branch b c d:branch e f g", lines))
    boxes = layout.boxes
    assert (boxes["b"].x, boxes["c"].x) == (boxes["e"].x, boxes["f"].x)
    alone = lay_out(sketch("a:branch b c d", lines.partition(";d>e")[0]))
    assert layout.width - alone.width < 12


def test_long_lines_to_one_step_share_a_lane() -> None:
    exits = sketch("a:branch b:branch c:branch d x:exit", "a>b;a>x;b>c;b>x;c>d;c>x;d>x")
    layout = lay_out(exits)
    lanes = {
        cell[0]
        for line in layout.lines
        if line.edge.target == "x"
        for cell in line.cells
        if cell[1] == layout.boxes["d"].count_y
    }
    assert len(lanes) == 1


def test_an_edge_to_nowhere_is_the_caller_s_mistake() -> None:
    with pytest.raises(KeyError):
        lay_out(Sketch((Node("a", "send", "email", "A", False),), (Edge("a", "b", "next"),)))


def test_300_steps_lay_out_fast_and_1000_do_not_hang() -> None:
    def ladder(size: int) -> Sketch:
        nodes = [Node(f"s{i}", "branch", "branch", f"Step {i}", False) for i in range(size)]
        edges = []
        for i in range(size):
            edges += [
                Edge(f"s{i}", f"s{j}", f"{k}", label)
                for k, (j, label) in enumerate([(i + 1, "yes"), (i + 2 + i % 5, "no")])
                if j < size
            ]
        return Sketch(tuple(nodes), tuple(edges))

    started = time.process_time()
    lay_out(ladder(300))
    # 150 ms is the promise for a journey; this is denser, and CI machines are slow.
    assert time.process_time() - started < 1.5
    started = time.process_time()
    lay_out(ladder(1000))
    assert time.process_time() - started < 10


LONG = sketch("e:enter a b:branch c d x:exit", "e>a;a>b |3d;b>c yes;b>d no;c>x;d>x")


@pytest.mark.parametrize(("zoom", "small"), [("boxes", 60), ("chips", 68)])
def test_steps_are_as_wide_as_the_room_allows_and_names_ask_for(zoom: Zoom, small: int) -> None:
    long = replace(LONG, nodes=(*LONG.nodes[:-1], replace(LONG.nodes[-1], title="x" * 28)))
    usual, wide, narrow = (lay_out(long, zoom=zoom, room=room) for room in (None, 120, small))
    assert narrow.width <= small < usual.width < wide.width <= 120
    assert "x" * 28 in "".join(picture(wide))
    assert lay_out(LONG, zoom=zoom, room=120) == lay_out(LONG, zoom=zoom)


def test_a_picture_far_wider_than_its_room_has_steps_of_the_usual_size() -> None:
    assert lay_out(LONG, room=30).boxes["a"].w == 25
    assert lay_out(LONG, room=50).boxes["a"].w == 21


def test_the_condition_of_an_entry_is_as_long_as_there_is_room_to_its_left() -> None:
    entry = replace(LONG.nodes[0], title="customer and since(customer_since) >= '0d'")
    whole = picture(lay_out(replace(LONG, nodes=(entry, *LONG.nodes[1:]))))
    assert whole[0].startswith("○ enter customer and since(customer_sinc…  ")
    alone = Sketch((entry, LONG.nodes[1]), LONG.edges[:1])
    assert picture(lay_out(alone))[0].startswith("○ enter customer and since(custo… ")


@pytest.mark.parametrize("zoom", ["boxes", "chips"])
def test_a_long_condition_of_an_entry_below_a_step_keeps_off_what_stands_beside_it(
    zoom: Zoom,
) -> None:
    drawn = sketch("a b e:enter", "a>b;a>e")
    long = replace(drawn.nodes[2], title="customer and since(customer_since) < '30d'")
    layout = lay_out(Sketch((*drawn.nodes[:2], long), drawn.edges), zoom=zoom)
    beside, entry = layout.boxes["b"], layout.boxes["e"]
    assert beside.x < entry.x
    assert beside.count_x < entry.x


def test_a_line_that_bends_down_where_the_label_of_a_loop_ends_bends_below_it() -> None:
    again = sketch("a b c d e", "c>d;d>e;a>d;e>a;b>d;a>a clicked the link again;b>c")
    layout = lay_out(again)
    (label,) = (line.label for line in layout.lines if line.label)
    low, high = label.span
    bends = {x for line in layout.lines for x, y in line.cells if y > label.y}
    assert bends & set(range(low, high + 1))
    assert not layout.strokes[label.y].keys() & set(range(low, high + 1))


def test_a_line_to_the_pointer_ends_on_the_border_of_what_it_aims_at(design: Layout) -> None:
    guide, offer = design.boxes["guide"], design.boxes["offer"]
    way = trail(guide, (0, 0), offer)
    assert way[guide.middle, guide.y + 3] == "│"
    assert way[offer.middle, offer.y] == "▼"
    assert trail(offer, (0, 0), guide)[guide.middle, guide.y + 2] == "▲"
    aside = trail(guide, (2, guide.y + 9))
    assert (aside[guide.middle, guide.y + 3], aside[2, guide.y + 3]) == ("╯", "╭")
    assert trail(guide, (guide.middle, guide.y + 3)) == {(guide.middle, guide.y + 3): "▼"}


def test_what_lies_over_a_picture_leaves_its_rows_as_wide_as_they_were() -> None:
    wide = sketch("a b c", "a>b;b>c")
    nodes = [replace(node, title="資料請求のご案内です") for node in wide.nodes]
    layout = lay_out(replace(wide, nodes=tuple(nodes)))
    boxes = layout.boxes
    for x in range(layout.width):
        show = Show(
            jumps={"a": "q", "b": "zz"}, aimed="c", trail=trail(boxes["a"], (x, layout.height - 2))
        )
        rows = picture(layout, show)
        assert {width(row) for row in rows} == {layout.width}
        assert " q " in rows[1] or rows[1].startswith("q ")
        changed = {y for y, row in enumerate(rows) if row != picture(layout)[y]}
        assert changed <= show.over_rows(layout)

"""The map of a picture that does not fit, and what is cut at the edge of its pane."""

from __future__ import annotations

from dataclasses import replace

from rich.segment import Segment
from rich.style import Style
from sampled import ROOT
from screens_app import picture, the_app, until
from textual.strip import Strip

from nurture_tui.layout import Edge, Node, Sketch, lay_out
from nurture_tui.screens.lane import Lane
from nurture_tui.screens.minimap import ACROSS, DOWN, Minimap, View
from nurture_tui.screens.path import PathCanvas
from nurture_tui.screens.sheet import cut_out


def ladder(size: int) -> Sketch:
    steps = [Node(f"s{i}", "branch", "branch", f"Step {i}", False) for i in range(size)]
    edges = [
        Edge(f"s{i}", f"s{j}", f"{j}") for i in range(size) for j in (i + 1, i + 3) if j < size
    ]
    return Sketch(tuple(steps), tuple(edges))


def test_the_map_fits_its_corner_and_leads_back_to_every_step() -> None:
    for size in (2, 30, 200):
        layout = lay_out(ladder(size))
        small = Minimap(layout)
        view = View(0, 0, layout.width, 20)
        rows = small.rows(view, "s1")
        assert (len(rows), {len(row) for row in rows}) == (small.down, {small.across})
        assert small.across <= ACROSS
        assert small.down <= DOWN
        marked = {
            (x, y) for y, row in enumerate(rows) for x, (glyph, _) in enumerate(row) if glyph != " "
        }
        for box in layout.boxes.values():
            assert any(
                abs(small.at(x, y)[1] - box.count_y) <= layout.height // small.down + 1
                for x, y in marked
            )


def test_steps_in_view_out_of_view_selected_and_with_findings_look_different() -> None:
    sketch = ladder(20)
    nodes = [replace(node, mark="× X101" if node.id == "s15" else "") for node in sketch.nodes]
    layout = lay_out(replace(sketch, nodes=tuple(nodes)))
    rows = Minimap(layout).rows(View(0, 0, layout.width, 20), "s0")
    glyphs = [cell[0] for row in rows for cell in row if cell[0] != " "]
    assert {"█", "▆", "·", "×"} == set(glyphs)
    assert glyphs.index("▆") < glyphs.index("·")


def shown(text: str, start: int, width: int) -> str:
    strip = Strip([Segment(text)])
    return cut_out(strip, start, width, Style(), Style()).text


def test_what_goes_on_beyond_the_edge_is_marked() -> None:
    assert shown("abcdefghij", 0, 10) == "abcdefghij"
    assert shown("abcdefghij", 2, 5) == "‹def›"
    assert shown("abc       j", 0, 6) == "abc   "
    assert shown("abcdefghij", -3, 8) == "   abcd›"
    assert shown("abc", -2, 8) == "  abc   "
    assert shown("", 0, 4) == "    "


async def test_the_lane_gives_way_where_the_path_fits_only_without_it() -> None:
    app = the_app(ROOT / "journeys" / "hr-guide.toml")
    async with app.run_test(size=(120, 36)) as pilot:
        path, lane = app.screen.query_one(PathCanvas), app.screen.query_one(Lane)
        await until(pilot, lambda: path.layout_shown is not None and not lane.is_on_screen)
        await until(pilot, lambda: path.size.width >= path.layout_shown.width)
        await until(pilot, lambda: "L goal and exits" in picture(app)[3])
        await pilot.press("L")
        await until(pilot, lambda: lane.is_on_screen and lane.has_focus)
        assert not app.screen.query_one("#inspector-pane").display
        await until(pilot, lambda: "L goal and exits" not in picture(app)[3])
        await pilot.press("L")
        await until(pilot, lambda: not lane.is_on_screen and path.has_focus)
        await until(pilot, lambda: "L goal and exits" in picture(app)[3])
        await pilot.resize_terminal(140, 40)
        await until(pilot, lambda: lane.is_on_screen and path.size.width >= path.layout_shown.width)
        assert app.screen.query_one("#inspector-pane").display


async def test_no_map_stands_beside_a_picture_that_hides_only_a_row_or_two() -> None:
    app = the_app(ROOT / "journeys" / "contact-request.toml")
    async with app.run_test(size=(110, 36)) as pilot:
        path = app.screen.query_one(PathCanvas)
        await until(pilot, lambda: path.layout_shown is not None)
        await until(pilot, lambda: path.rows_in_view[2] > path.rows_in_view[1])
        assert path.map_at() is None
        await pilot.resize_terminal(110, 30)
        await until(pilot, lambda: path.map_at() is not None)

"""The map of hand-offs: boxes in columns, lines from left to right."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nurture_tui.layout.across import BOX_ROWS, Across, Stop, Way, lay_across, paint_across
from nurture_tui.layout.shapes import LEFT, RIGHT
from nurture_tui.text import width


def drawn(stops: list[Stop], ways: list[Way], room: int = 100) -> str:
    rows = paint_across(lay_across(stops, ways, room))
    return "\n".join("".join(text for text, _ in row).rstrip() for row in rows)


def lead(name: str, number: str = "9") -> Stop:
    return Stop(name, "lead", name, number)


GUIDE, SURVEY, DEAL, NOTICE = lead("guide", "1,311"), lead("survey"), lead("deal"), lead("notice")


def test_lines_run_from_left_to_right_and_join_before_their_box():
    assert drawn(
        [GUIDE, SURVEY, DEAL], [Way("guide", "deal", "goal", "34"), Way("survey", "deal")]
    ) == (
        "┌─ lead ───────┐              ┌─ lead ──┐\n"
        "│ guide  1,311 ├── goal 34 ─┬→│ deal  9 │\n"
        "└──────────────┘            │ └─────────┘\n"
        "                            │\n"
        "┌─ lead ───────┐            │\n"
        "│ survey     9 ├────────────╯\n"
        "└──────────────┘"
    )


def test_one_box_leads_to_several():
    ways = [Way("guide", "survey", "goal", "34"), Way("guide", "deal", "bought", "2")]
    assert drawn([GUIDE, SURVEY, DEAL], ways) == (
        "┌─ lead ───────┐               ┌─ lead ────┐\n"
        "│ guide  1,311 ├┬─ goal 34 ───→│ survey  9 │\n"
        "└──────────────┘╰─ bought 2 ─╮ └───────────┘\n"
        "                             │\n"
        "                             │ ┌─ lead ────┐\n"
        "                             ╰→│ deal    9 │\n"
        "                               └───────────┘"
    )


def test_what_hands_nobody_on_fills_a_free_place():
    picture = lay_across(
        [GUIDE, SURVEY, DEAL, NOTICE], [Way("guide", "deal"), Way("survey", "deal")], 90
    )
    assert picture.boxes["notice"].x == picture.boxes["deal"].x
    assert picture.boxes["notice"].y > picture.boxes["deal"].y


def test_what_leads_back_is_named_and_not_drawn():
    picture = lay_across(
        [GUIDE, DEAL], [Way("guide", "deal"), Way("deal", "guide"), Way("deal", "deal")], 90
    )
    assert [(way.source, way.target) for way in picture.back] == [
        ("deal", "guide"),
        ("deal", "deal"),
    ]


def test_where_room_is_scarce_numbers_stand_below_and_names_are_cut():
    ways = [Way("guide", "deal", "a long reason", "34")]
    assert lay_across([GUIDE, DEAL], ways, 60).words[0].text == " a long reason 34 "
    assert lay_across([GUIDE, DEAL], ways, 40).words[0].text == " 34 "
    picture = lay_across(
        [lead("a-very-long-name", "7"), DEAL], [Way("a-very-long-name", "deal")], 34
    )
    assert picture.low
    assert picture.width <= 34


def test_what_is_still_too_wide_closes_up_and_keeps_its_words():
    stops = [Stop("guide", "internal", "guide", "34"), Stop("deal", "customer", "deal", "9")]
    ways = [Way("guide", "deal", "goal", "34")]
    assert drawn(stops, ways, 0) == (
        "┌ internal ┐     ┌ customer ┐\n"
        "│ guide    ├ 34 →│ deal     │\n"
        "└───── 34 ─┘     └────── 9 ─┘"
    )
    assert lay_across(stops, ways, 0, close=False).width > lay_across(stops, ways, 0).width


def test_a_map_of_nothing_is_empty():
    assert paint_across(lay_across([], [], 80)) == []


def test_a_selected_box_is_heavy_and_filled():
    rows = paint_across(lay_across([GUIDE], [], 80), "guide")
    assert [span for span in rows[1] if "guide" in span[0]] == [("guide", "bold fill")]
    assert rows[0][0] == ("┏━ lead ━━━━━━━┓", "text fill")


@st.composite
def maps(draw: st.DrawFn) -> tuple[list[Stop], list[Way]]:
    names = draw(st.lists(st.text("abä猫", min_size=1, max_size=12), unique=True, max_size=9))
    stops = [Stop(name, "lead", name, draw(st.sampled_from(["", "7", "12,345"]))) for name in names]
    some = st.sampled_from(names) if names else st.nothing()
    pairs = draw(st.lists(st.tuples(some, some), unique=True, max_size=14)) if names else []
    return stops, [Way(a, b, draw(st.sampled_from(["", "goal"])), "34") for a, b in pairs]


def inside(picture: Across, x: int, y: int) -> list[str]:
    return [
        id_
        for id_, box in picture.boxes.items()
        if box.x <= x < box.x + box.width and box.y <= y < box.y + BOX_ROWS
    ]


@given(maps(), st.integers(20, 160))
def test_no_line_crosses_a_box_and_every_name_stands_on_its_own_line(
    drawn: tuple[list[Stop], list[Way]], room: int
) -> None:
    stops, ways = drawn
    picture = lay_across(stops, ways, room)
    assert picture == lay_across(stops, ways, room)
    assert set(picture.boxes) == {stop.id for stop in stops}
    assert not any(inside(picture, x, y) for x, y in picture.strokes)
    for id_, box in picture.boxes.items():
        corners = [(box.x, box.y), (box.x + box.width - 1, box.y + BOX_ROWS - 1)]
        assert all(inside(picture, *corner) == [id_] for corner in corners)
    named: set[tuple[int, int]] = set()
    for word in picture.words:
        cells = {(word.x + n, word.y) for n in range(width(word.text))}
        assert not cells & named
        assert all(picture.strokes[cell] == LEFT | RIGHT for cell in cells)
        named |= cells
    forward = [way for way in ways if way not in picture.back]
    for way in forward:
        box = picture.boxes[way.target]
        assert (box.x - 1, box.y + 1) in picture.heads
        assert picture.boxes[way.source].x < box.x
    assert len(picture.heads) == len({way.target for way in forward})
    for row in paint_across(picture):
        assert sum(width(text) for text, _ in row) == picture.width


@given(maps())
def test_every_line_can_be_followed_from_its_box_to_where_it_leads(
    drawn: tuple[list[Stop], list[Way]],
) -> None:
    stops, ways = drawn
    picture = lay_across(stops, ways, 160)
    for way in ways:
        if way not in picture.back:
            assert way.target in reached(picture, way.source)


def reached(picture: Across, source: str) -> set[str]:
    """The boxes that the strokes behind a box lead to."""
    moves = {1: (0, -1), 2: (0, 1), 4: (-1, 0), 8: (1, 0)}
    box = picture.boxes[source]
    todo, seen = [(box.x + box.width, box.y + 1)], set()
    found: set[str] = set()
    while todo:
        x, y = todo.pop()
        if (x, y) in seen or (x, y) not in picture.strokes:
            continue
        seen.add((x, y))
        if (x, y) in picture.heads:
            found.update(inside(picture, x + 1, y))
        for side, (right, down) in moves.items():
            if picture.strokes[x, y] & side:
                todo.append((x + right, y + down))
    return found

"""Cells become an SVG with nothing lost between them."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from drawing import svg
from glyphs import CELL_HEIGHT, CELL_WIDTH, strokes
from rich.segment import Segment
from rich.style import Style

SVG = "{http://www.w3.org/2000/svg}"
BOXES = [chr(number) for number in range(0x2500, 0x2580)]


def texts(*rows: str) -> list[tuple[str, str | None, str | None]]:
    root = ElementTree.fromstring(svg([[Segment(row)] for row in rows], "a picture"))
    return [
        (text.text or "", text.get("x"), text.get("textLength")) for text in root.iter(f"{SVG}text")
    ]


def edges(letter: str) -> set[str]:
    """The sides of its cell that a letter's lines come to."""
    reached = set()
    for stroke in strokes(letter):
        numbers = [point for _, points in stroke.path for point in points]
        for x, y in zip(numbers[::2], numbers[1::2], strict=True):
            reached |= {"LEFT"} if x == 0 else {"RIGHT"} if x == CELL_WIDTH else set()
            reached |= {"UP"} if y == 0 else {"DOWN"} if y == CELL_HEIGHT else set()
    return reached


@pytest.mark.parametrize(
    ("letter", "sides"),
    [
        ("─", {"LEFT", "RIGHT"}),
        ("┃", {"UP", "DOWN"}),
        ("╭", {"RIGHT", "DOWN"}),
        ("╛", {"LEFT", "UP"}),
        ("╔", {"RIGHT", "DOWN"}),
        ("┯", {"LEFT", "RIGHT", "DOWN"}),
        ("╋", {"LEFT", "RIGHT", "UP", "DOWN"}),
        ("╱", {"LEFT", "RIGHT", "UP", "DOWN"}),
        ("█", {"LEFT", "RIGHT", "UP", "DOWN"}),
        ("▏", {"LEFT", "UP", "DOWN"}),
        ("▁", {"LEFT", "RIGHT", "DOWN"}),
        ("●", set()),
    ],
)
def test_lines_go_to_the_edges_that_their_neighbours_go_on_from(
    letter: str, sides: set[str]
) -> None:
    assert edges(letter) == sides


@pytest.mark.parametrize("letter", BOXES)
def test_every_box_line_is_drawn_within_its_cell(letter: str) -> None:
    assert strokes(letter)
    for stroke in strokes(letter):
        numbers = [point for _, points in stroke.path for point in points]
        assert all(0 <= x <= CELL_WIDTH for x in numbers[::2])
        assert all(0 <= y <= CELL_HEIGHT for y in numbers[1::2])


def test_a_row_of_one_line_is_one_stroke() -> None:
    root = ElementTree.fromstring(svg([[Segment("──────")]], "a line"))
    paths = [path.get("d") for path in root.iter(f"{SVG}path")]
    assert paths == [f"M0 {CELL_HEIGHT / 2:g}L{6 * CELL_WIDTH} {CELL_HEIGHT / 2:g}"]


def test_words_stand_in_their_columns_whatever_the_font() -> None:
    assert texts("  one two   three │x") == [
        ("one two", "20", "70"),
        ("three", "120", "50"),
        ("x", "190", None),
    ]


def test_a_letter_two_wide_takes_two_columns() -> None:
    assert [text[:2] for text in texts("a 漢字 b")] == [
        ("a", "0"),
        ("漢", "20"),
        ("字", "40"),
        ("b", "70"),
    ]


def test_text_is_never_markup() -> None:
    assert texts("<b>&amp;</b>")[0][0] == "<b>&amp;</b>"
    assert 'aria-label="&quot;&gt;' in svg([[Segment("x")]], '">')


def test_reversed_cells_have_ink_as_their_ground() -> None:
    style = Style(color="#112233", bgcolor="#445566", reverse=True)
    text = svg([[Segment("a plain row", Style(bgcolor="#000000"))], [Segment("x", style)]], "x")
    assert '<path fill="#112233"' in text
    assert '<g fill="#445566">' in text


def test_equal_rows_give_equal_files() -> None:
    rows = [[Segment("┌─┐ a", Style(color="#ff0000"))], [Segment("└─┘ b")]]
    assert svg(rows, "x") == svg(rows, "x")

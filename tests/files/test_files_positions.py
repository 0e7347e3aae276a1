"""Every key and value of a TOML text has a place, and what stands there is that value."""

from __future__ import annotations

import math
import tomllib
from datetime import date, datetime, time
from typing import Any

import pytest
import tomli_w
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from nurture_tui.files.positions import Places, Position, find_places
from nurture_tui.files.scanner import TomlPath

EXAMPLE = """\
# a comment with [brackets] and = signs
format = 1
name   = "Acme # not a comment"   # but this is

[entry]
only_if = "email != ''"

[[exits]]
name = "first"
when = 'a "literal"'
do   = [ { set = { x = 1 } }, { emit = "gone" } ]

[[exits]]
name = "second"

[steps.deliver]
type = "send"
subject = "Your \\u0048R guide"

[steps."with a.dot"]
cases = [
  # a comment inside
  { if = "one", next = "x" },
  { if = "two", label = "t", next = "y" },
]
text = \"\"\"
first line
second "line\"\"\"\"
day = 2026-12-10 14:00:00
a.b.c = true
"""


def test_a_value_of_a_table_has_its_line_and_column() -> None:
    places = find_places(EXAMPLE)
    assert places.of_value(("format",)) == Position(2, 10)
    assert places.of_key(("name",)) == Position(3, 1)
    assert places.of_value(("name",)) == Position(3, 10)


def test_tables_stand_at_their_headers() -> None:
    places = find_places(EXAMPLE)
    assert places.of_value(("entry",)) == Position(5, 1)
    assert places.of_value(("steps", "deliver")) == Position(16, 1)
    assert places.of_key(("steps", "deliver")) == Position(16, 8)


def test_tables_of_an_array_are_counted() -> None:
    places = find_places(EXAMPLE)
    assert places.of_value(("exits", 0, "name")) == Position(9, 8)
    assert places.of_value(("exits", 1)) == Position(13, 1)
    assert places.of_value(("exits", 1, "name")) == Position(14, 8)


def test_inline_tables_and_arrays_have_places_inside() -> None:
    places = find_places(EXAMPLE)
    assert places.of_value(("exits", 0, "do", 0, "set", "x")) == Position(11, 24)
    assert places.of_value(("exits", 0, "do", 1, "emit")) == Position(11, 40)
    assert places.of_value(("steps", "with a.dot", "cases", 1, "if")) == Position(24, 10)


def test_dotted_keys_make_their_parents() -> None:
    places = find_places(EXAMPLE)
    assert places.of_value(("steps", "with a.dot", "a", "b", "c")) == Position(30, 9)
    assert places.of_key(("steps", "with a.dot", "a", "b")) == Position(30, 3)


def test_what_is_not_in_the_file_stands_where_its_nearest_parent_does() -> None:
    places = find_places(EXAMPLE)
    assert places.of_value(("steps", "deliver", "asset")) == Position(16, 1)
    assert places.of_value(("goal", "when")) == Position(1, 1)


def test_a_character_of_a_text_is_found_behind_escapes_and_line_breaks() -> None:
    places = find_places(EXAMPLE)
    assert places.within(("entry", "only_if"), 0) == Position(6, 12)
    assert places.within(("steps", "deliver", "subject"), 5) == Position(18, 17)
    assert places.within(("steps", "deliver", "subject"), 6) == Position(18, 23)
    assert places.within(("steps", "with a.dot", "text"), 11) == Position(28, 1)


def test_line_ends_of_windows_and_a_byte_order_mark_move_nothing() -> None:
    other = "\ufeff" + EXAMPLE.replace("\n", "\r\n")
    places, same = find_places(other), find_places(EXAMPLE)
    assert set(places.by_path) == set(same.by_path)
    for path in places.by_path:
        assert places.of_value(path) == same.of_value(path)
        assert places.of_key(path) == same.of_key(path)
    text = ("steps", "with a.dot", "text")
    assert places.within(text, 11) == same.within(text, 11)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n# only a comment",
        "a = ''",
        'a = """"""',
        "a = ''''''",
        'a = """""x"""""',
        "a = '''''x'''''",
        'a = """\\\n   folded \\\n\n  twice"""',
        "'' = 1",
        '"\\u00e4" = 1\n[ "x" . \'y.z\' . w ]\nq = 2',
        "a=[]\nb={}\nc=[[],[1,[2,]],]",
        "a = [1, # one\n 2 # two\n]",
        "a = 2026-01-01 10:00:00.5+02:00\nb = 2026-01-01\nc = 10:00:00\nd = 2026-01-01T10:00:00Z",
        "a = 0x_ff".replace("x_", "x") + "\nb = 1_000\nc = -inf\nd = 6.02e-23\ne = +nan",
        "a.b = 1\na.c = 2\n[d.e]\n[d]\nf = 1",
        "[[a]]\n[[a.b]]\nc = 1\n[[a.b]]\nc = 2\n[a.d]\ne = 3\n[[a]]\n[[a.b]]\nc = 4",
        "a = [{b = 1}, {c.d = [{e = 'x'}]}]",
        "  a = 1\n\t[ t ]\n  b\t=\t2",
    ],
)
def test_every_value_stands_at_its_place(text: str) -> None:
    assert_places_are_right(text)


SCALARS = (
    st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.dates()
    | st.datetimes()
    | st.times()
)
KEYS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.sampled_from("abcd")
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
DOCUMENTS = st.dictionaries(KEYS, VALUES, max_size=5)


@given(DOCUMENTS, st.booleans())
def test_every_value_of_a_generated_document_has_its_place(data: Any, folded: bool) -> None:
    assert_places_are_right(tomli_w.dumps(data, multiline_strings=folded))


@given(DOCUMENTS)
def test_so_has_one_written_by_another_library(data: Any) -> None:
    try:
        text = tomlkit.dumps(data)
        tomllib.loads(text)
    except (ValueError, AttributeError):
        return  # tomlkit cannot write every document, and what it writes is not always TOML
    assert_places_are_right(text)


DOTTED = st.lists(st.sampled_from(["a", "b", "'c.d'", '"é"']), min_size=1, max_size=3)
LINES = st.lists(
    st.builds("[{}]".format, DOTTED.map(".".join))
    | st.builds("[[ {} ]]".format, DOTTED.map(" . ".join))
    | st.builds("{} = 1 # x".format, DOTTED.map(".".join))
    | st.builds("{} = {{ x.y = [ 1, {{ z = '' }} ] }}".format, DOTTED.map(".".join)),
    max_size=8,
)


@given(LINES)
def test_tables_in_any_order_have_their_places(lines: list[str]) -> None:
    text = "\n".join(lines)
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert_places_are_right(text)


def assert_places_are_right(text: str) -> None:
    data = tomllib.loads(text)
    places = find_places(text)
    found = dict(_everything((), data))
    assert set(places.by_path) == set(found)
    for path, value in found.items():
        assert_stands_there(places, path, value)


def _everything(path: TomlPath, value: Any) -> list[tuple[TomlPath, Any]]:
    here = [(path, value)] if path else []
    match value:
        case dict():
            items = list(value.items())
        case list():
            items = list(enumerate(value))
        case _:
            items = []
    for key, inner in items:
        here += _everything((*path, key), inner)
    return here


def assert_stands_there(places: Places, path: TomlPath, value: Any) -> None:
    place = places.by_path[path]
    written = places.text[place.start : place.end]
    position = places.of_value(path)
    line = places.text.split("\n")[position.line - 1]
    assert written.startswith(line[position.column - 1 :][:1])
    if isinstance(value, bool | int | float | str | date | datetime | time):
        read = tomllib.loads("x = " + written)["x"]
        assert read == value or (math.isnan(read) and math.isnan(value))
    if isinstance(path[-1], str):
        key = places.text[place.key :]
        assert key[0] in "\"'" or key.startswith(path[-1])


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), st.booleans(), st.data())
def test_each_character_of_a_text_value_is_found(text: str, folded: bool, data: Any) -> None:
    document = tomli_w.dumps({"x": text}, multiline_strings=folded)
    value = tomllib.loads(document)["x"]
    character = data.draw(st.integers(0, len(value) - 1))
    places = find_places(document)
    position = places.within(("x",), character)
    line = places.text.split("\n")[position.line - 1] + "\n"
    shown = line[position.column - 1]
    assert shown in (value[character], "\\")

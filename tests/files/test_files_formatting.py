"""`fmt` gives one form, and loses no remark."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import JOURNEYS
from test_files_saving import HAND_WRITTEN, OTHER_FORMS

from nurture_tui.errors import FileError
from nurture_tui.files.canonical import canonical
from nurture_tui.files.formatting import format_text
from nurture_tui.files.reading import parse_journey, parse_settings
from nurture_tui.model.journey import Journey

RAGGED = """\
# about the file

kind = "lead" # the kind


name   =   'Example'
format = 1
tags   = [ "a",   "b", # second
]
[steps.a]
next = "b"
type = "branch"
# the end of it
else = "b"
[[steps.a.cases]] # only one
next = "b"
# inside
if = 'x == "1"'
[steps.b] # last
type = "wait"
for  = "PT90M"

# before the end
[entry]
start = "a"
# at the end
""".replace('next = "b"\ntype = "branch"', 'type = "branch"')

TIDY = """\
# about the file

format = 1

name   = "Example"
kind   = "lead"  # the kind
tags   = [
  "a",
  "b",  # second
]

# before the end
[entry]
start = "a"

[steps.a]
type = "branch"
cases = [
  # inside
  { if = "x == \\"1\\"", next = "b" },  # only one
]
# the end of it
else = "b"

[steps.b]  # last
type = "wait"
for  = "1h 30min"
# at the end
"""


def fmt(text: str) -> str:
    return format_text(text, "example.toml")


def remarks(text: str) -> list[str]:
    return sorted(re.findall(r"# [^\n]*", text))


def test_a_ragged_file_becomes_tidy() -> None:
    assert fmt(RAGGED) == TIDY


def test_texts_broken_by_hand_stay_broken() -> None:
    folded = 'notes = """\\\n  one \\\n  two"""\n'
    text = 'format = 1\nname = "x"\nkind = "lead"\n' + folded + '\n[entry]\nstart = "a"\n'
    assert fmt(text) == text


def test_settings_are_formatted_too() -> None:
    text = "[scoring.reached]\nhot=40\n[scoring] # points\nopened=1\nreached_page=2\n"
    wanted = "[scoring]  # points\nopened = 1\nreached_page = 2\n\n[scoring.reached]\nhot = 40\n"
    assert format_text(text, "nurture.toml") == wanted


def test_a_file_with_problems_is_refused_with_the_first() -> None:
    with pytest.raises(FileError) as refused:
        fmt(HAND_WRITTEN.replace("'lead'", "'led'"))
    assert refused.value.where == "example.toml:5:10"
    assert "“kind” must be one of lead" in refused.value.message


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parents[2] / "journeys").glob("*.toml")), ids=lambda p: p.stem
)
def test_the_samples_keep_their_values_and_remarks(path: Path) -> None:
    text = path.read_text("utf-8")
    tidy = format_text(text, path)
    assert tomllib.loads(tidy) == tomllib.loads(text)
    assert remarks(tidy) == remarks(text)
    assert format_text(tidy, path) == tidy


def test_remarks_that_come_together_are_one_blank_line_apart() -> None:
    text = OTHER_FORMS[0].replace("[steps]\n", "\n# one\n\n[steps]\n\n# two\n\n")
    tidy = fmt(text)
    assert "\n\n# one\n\n# two\n\n[steps.a]" in tidy
    assert fmt(tidy) == tidy


@given(JOURNEYS)
def test_what_is_canonical_stays_as_it_is(journey: Journey) -> None:
    text = canonical(journey)
    assert fmt(text) == text


@given(JOURNEYS | st.sampled_from([HAND_WRITTEN, RAGGED, *OTHER_FORMS]), st.data())
def test_no_remark_is_lost(source: Journey | str, data: st.DataObject) -> None:
    text = canonical(source) if isinstance(source, Journey) else source
    if not text.startswith("format") and "\nformat" not in text:
        text = 'format=1\nname="x"\nkind="lead"\n' + text
    file = parse_journey(text, "example.toml")
    text = with_remarks(text, [s.line_end for s in file.places.statements], data)
    before = parse_journey(text, "example.toml")
    assert before.journey is not None
    tidy = fmt(text)
    after = parse_journey(tidy, "example.toml")
    assert after.journey == before.journey
    assert list(after.journey.steps) == list(before.journey.steps)
    for number in range(text.count("# remark-")):
        assert tidy.count(f"# remark-{number}.") == 1
    assert fmt(tidy) == tidy


def with_remarks(text: str, line_ends: list[int], data: st.DataObject) -> str:
    """The text with remarks on lines of their own, or beside, behind some statements."""
    places = data.draw(st.lists(st.sampled_from(line_ends), max_size=6, unique=True))
    number = text.count("# remark-")
    for place in sorted(places, reverse=True):
        if not text[:place].endswith("\n"):
            continue
        remark = f"# remark-{number}."
        number += 1
        beside = data.draw(st.booleans()) and "#" not in text[:place].rsplit("\n", 2)[-2]
        if beside:
            text = f"{text[: place - 1]} {remark}\n{text[place:]}"
        else:
            blank = data.draw(st.sampled_from(["", "\n"]))
            text = f"{text[:place]}{blank}{remark}\n{blank}{text[place:]}"
    return text


def test_the_settings_of_the_samples_read_equal() -> None:
    text = (Path(__file__).parents[2] / "journeys/nurture.toml").read_text("utf-8")
    tidy = format_text(text, "nurture.toml")
    assert parse_settings(tidy, "").settings == parse_settings(text, "").settings

"""The canonical text reads back equal, and is the same for equal journeys."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from strategies import JOURNEYS

from nurture_tui.files.canonical import canonical
from nurture_tui.files.reading import parse_journey, read_journey
from nurture_tui.model.journey import Journey

SAMPLES = sorted(
    p for p in (Path(__file__).parents[2] / "journeys").glob("*.toml") if p.name != "nurture.toml"
)

EXAMPLE = """\
format = 1
name = "Example"
kind = "lead"
tags = ["a", "b"]

[entry]
event = "asked"
start = "hello"

[goal]
name = "Bought"
when = "did('bought')"

[[exits]]
name = "gone"
when = "did('gone')"
do = [
  { remove_from_list = "leads" },
  { task = { title = "Call", due = "2bd" } },
]

[[assume.events]]
event = "bought"
chance = "2% per 30d"
set = { lifecycle = "customer" }

[steps.hello]
type = "send"
subject = "Hello"
assume = { open = 0.3 }
next = "what-now"

[steps.what-now]
type = "branch"
cases = [
  { if = "clicked('hello')", label = "clicked", next = "hello" },
  { if = "opened('hello')", next = "hello" },
]
else = "hello"
"""


def read(text: str) -> Journey:
    file = parse_journey(text, "generated.toml")
    assert file.journey is not None, file.problems
    return file.journey


def test_the_canonical_form_is_this() -> None:
    assert canonical(read(EXAMPLE)) == EXAMPLE


def test_keys_come_in_the_order_of_the_format() -> None:
    head, _, rest = EXAMPLE.partition("\n[entry]")
    shuffled = "\n".join(reversed(head.splitlines())) + "\n[entry]" + rest
    moved = shuffled.replace('type = "send"\nsubject = "Hello"', 'subject = "Hello"\ntype = "send"')
    assert moved != EXAMPLE
    assert canonical(read(moved)) == EXAMPLE


def test_arrays_of_tables_become_lists_with_a_line_for_each() -> None:
    sections = EXAMPLE.replace(
        """cases = [
  { if = "clicked('hello')", label = "clicked", next = "hello" },
  { if = "opened('hello')", next = "hello" },
]
else = "hello"
""",
        """else = "hello"
[[steps.what-now.cases]]
if = "clicked('hello')"
label = "clicked"
next = "hello"
[[steps.what-now.cases]]
if = "opened('hello')"
next = "hello"
""",
    )
    assert sections != EXAMPLE
    assert canonical(read(sections)) == EXAMPLE


def test_a_long_list_has_a_line_for_each_too() -> None:
    tags = [f"a rather long tag, number {number}" for number in range(5)]
    text = canonical(read(EXAMPLE.replace('["a", "b"]', str(tags))))
    assert '  "a rather long tag, number 3",\n' in text


def test_a_text_of_several_lines_stays_readable() -> None:
    text = canonical(read(EXAMPLE.replace('name = "Ex', 'notes = "one\\ntwo"\nname = "Ex', 1)))
    assert 'notes = """\none\ntwo"""\n' in text


def test_steps_made_in_code_say_their_type() -> None:
    from nurture_tui.model.step import Exit, Send

    steps = {"hello": Send(subject="Hello", next="end"), "end": Exit()}
    journey = read(EXAMPLE).model_copy(update={"steps": steps})
    assert read(canonical(journey)).steps == steps


def test_a_key_set_to_none_is_left_out() -> None:
    journey = read(EXAMPLE).model_copy(update={"goal": None, "owner": None})
    assert read(canonical(journey)) == journey


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_samples_read_back_equal(path: Path) -> None:
    journey = read_journey(path).journey
    assert journey is not None
    assert read(canonical(journey)).model_copy(update={"id": journey.id}) == journey


@given(JOURNEYS)
def test_any_journey_reads_back_equal(journey: Journey) -> None:
    text = canonical(journey)
    again = read(text)
    assert again == journey
    assert list(again.steps) == list(journey.steps)
    assert canonical(again) == text
    assert tomllib.loads(text)

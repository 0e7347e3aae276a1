"""Two journeys differ by changes to the journey, told in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from strategies import JOURNEYS

from nurture_tui.files.canonical import canonical
from nurture_tui.files.reading import parse_journey
from nurture_tui.model.assume import AssumedEvent, JourneyAssume
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings
from nurture_tui.report.difference import difference
from nurture_tui.report.settings_difference import settings_difference

TEXT = """\
format = 1
name = "Example"
kind = "lead"

[entry]
event = "asked"
start = "hello"

[goal]
name = "Bought"
when = "did('bought')"
target = 0.1

[[exits]]
name = "gone"
when = "did('gone')"
do = [{ remove_from_list = "leads" }]

[[exits]]
name = "customer"
when = "customer"

[sending]
cap = "2 per 7d"

[[assume.events]]
event = "bought"
chance = "2% per 30d"

[steps.hello]
type = "send"
subject = "Hello"
next = "pause"

[steps.pause]
type = "wait"
for = "3d"
next = "what-now"

[steps.what-now]
type = "branch"
cases = [
  { if = "clicked('hello')", label = "clicked", next = "task" },
  { if = "customer", next = "bye" },
]
else = "bye"

[steps.task]
type = "action"
do = [{ emit = "x" }, { notify = "owner" }]
next = "bye"

[steps.bye]
type = "exit"
reason = "over"
"""


def read(text: str) -> Journey:
    file = parse_journey(text, "example.toml")
    assert file.journey is not None, file.problems
    return file.journey


def told(old: str, new: str) -> list[str]:
    """The changes when `old` in the example becomes `new`."""
    assert TEXT.count(old) >= 1
    return [c.sentence for c in difference(read(TEXT), read(TEXT.replace(old, new)))]


CHANGES = [
    ('for = "3d"', 'for = "5d"', "step “pause”: waits 5d instead of 3d"),
    ('"Example"', '"Other"', "name is “Other” instead of “Example”"),
    ('"lead"', '"customer"', "kind is “customer” instead of “lead”"),
    ('event = "asked"\n', "", "entry: event is no longer set, was “asked”"),
    ("target = 0.1", "target = 0.2", "goal: target is 0.2 instead of 0.1"),
    ('"2 per 7d"', '"3 per 7d"', "sending: cap is “3 per 7d” instead of “2 per 7d”"),
    ("[sending]", "[sending]\ncapped = 'skip'", "sending: capped is “skip”, was not set"),
    ("[sending]", "[assume]\nopen = 0.3\n[sending]", "assumptions: open is 0.3, was not set"),
    (
        "2% per 30d",
        "3% per 30d",
        "assumed event “bought”: chance is “3% per 30d” instead of “2% per 30d”",
    ),
    (
        "did('gone')",
        "did('left')",
        "exit “gone”: condition is “did('left')” instead of “did('gone')”",
    ),
    (
        'do = [{ remove_from_list = "leads" }]',
        "",
        'exit “gone”: no longer does remove_from_list = "leads"',
    ),
    (
        '"clicked", next = "task"',
        '"clicked"',
        "step “what-now”, case “clicked”: next is no longer set, was “task”",
    ),
    (
        'if = "customer"',
        'if = "true"',
        "step “what-now”, case “2”: condition is “true” instead of “customer”",
    ),
    ('else = "bye"', 'else = "task"', "step “what-now”: else goes to “task” instead of “bye”"),
    ('next = "what-now"\n', "", "step “pause”: goes on to the end instead of “what-now”"),
    ('{ emit = "x" }, ', "", 'step “task”: no longer does emit = "x"'),
    ('emit = "x"', 'emit = "y"', 'step “task”: does emit = "y" instead of emit = "x"'),
    ('"owner" }]', '"owner" }, { enter = "a" }]', 'step “task”: does enter = "a" too'),
    (
        'type = "exit"\nreason = "over"',
        'type = "wait"\nfor = "1d"',
        'step “bye”: is a wait instead of an exit: { type = "wait", for = "1d" }',
    ),
]


@pytest.mark.parametrize(("old", "new", "sentence"), CHANGES)
def test_a_change_is_told_in_words(old: str, new: str, sentence: str) -> None:
    assert told(old, new) == [sentence]


def test_a_new_step_is_told_with_its_place_and_the_changed_line() -> None:
    new = 'next = "extra"\n\n[steps.extra]\ntype = "wait"\nfor = "1d"\nnext = "what-now"\n'
    assert told('next = "what-now"\n', new) == [
        "step “pause”: goes on to “extra” instead of “what-now”",
        'step “extra”: added after “pause”: { type = "wait", for = "1d", next = "what-now" }',
    ]


def test_a_renamed_step_is_one_change() -> None:
    changes = difference(read(TEXT), read(TEXT.replace("hello", "greet")))
    assert [c.sentence for c in changes] == ["step “hello”: is now called “greet”"]


def test_a_new_goal_and_a_removed_goal_are_told() -> None:
    start, end = TEXT.index("[goal]"), TEXT.index("[[exits]]")
    without = read(TEXT[:start] + TEXT[end:])
    assert [c.sentence for c in difference(read(TEXT), without)] == ["goal: gone"]
    (change,) = difference(without, read(TEXT))
    assert change.sentence.startswith('goal: new: { name = "Bought"')
    assert change.brief == "goal: new"


def test_another_order_of_exits_is_told_and_of_steps_is_not() -> None:
    journey = read(TEXT)
    exits = journey.model_copy(update={"exits": journey.exits[::-1]})
    assert [c.sentence for c in difference(journey, exits)] == [
        "exit “customer”: comes before “gone” now"
    ]
    steps = dict(reversed(journey.steps.items()))
    assert difference(journey, journey.model_copy(update={"steps": steps})) == ()


def test_each_change_has_its_place_in_the_file() -> None:
    (change,) = difference(read(TEXT), read(TEXT.replace('for = "3d"', 'for = "5d"')))
    assert change.path == ("steps", "pause", "for")
    assert change.kind == "changed"


@given(JOURNEYS, JOURNEYS)
def test_equal_journeys_have_no_difference_and_others_have_some(
    one: Journey, other: Journey
) -> None:
    assert difference(one, read(canonical(one)).model_copy(update={"id": one.id})) == ()
    assert bool(difference(one, other)) == (one != other)


def test_assumptions_of_a_message_are_told_one_by_one() -> None:
    text = TEXT.replace('subject = "Hello"', 'subject = "Hello"\nassume = { open = 0.5 }')
    (change,) = difference(read(TEXT), read(text))
    assert change.sentence == "step “hello”, assumptions: open is 0.5, was not set"
    assert change.path == ("steps", "hello", "assume", "open")


def test_an_assumed_event_of_all_journeys_is_told_by_its_name() -> None:
    events = [AssumedEvent(event="bought", chance=f"{p}% per 30d") for p in (5, 8)]
    first, second = (Settings(assume=JourneyAssume(events=(event,))) for event in events)
    (change,) = settings_difference(first, second)
    assert "assume.events.bought.chance is " in change.words
    assert "8% per 30d" in change.words
    assert "repeat" not in change.words

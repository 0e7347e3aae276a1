"""What goes when a step goes: the line heals, and what the rest says of the step with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from nurture_tui.checks.finding import Finding
from nurture_tui.checks.run import check_journey
from nurture_tui.edit.change import EditError, plain_of
from nurture_tui.edit.conditionrows import spelt
from nurture_tui.edit.heal import without
from nurture_tui.edit.history import Edit
from nurture_tui.edit.parts import EXIT, GOAL, remove_part
from nurture_tui.edit.removal import remove, ways_out, without_what
from nurture_tui.edit.steps import connect, leaving
from nurture_tui.files.reading import parse_journey
from nurture_tui.files.workspace import read_workspace
from nurture_tui.model.condition import parse_condition
from nurture_tui.model.journey import Journey

SAMPLES = read_workspace(Path(__file__).parents[2] / "journeys").workspace
TO_DECIDE = {
    "F006": "a condition of the path asks of the step alone: what is it to ask now?",
    "G103": "a way out of a loop went: where is it to end?",
    "G104": "a wait of a loop went: how long is a round to take?",
    "N705": "a journey marked ready is not any more",
}
"""Errors that a removal may bring: each names what only a planner can say."""
TEXT = """
format = 1
name = "x"
kind = "lead"
entry = { event = "e", start = "one" }
goal = { name = "g", when = "did('bought') or clicked('one')" }
exits = [{ name = "out", when = "clicked('one')" }]
sending = { hold_if = "opened('one') and not clicked('one')" }
[assume]
events = [
  { event = "bought", after = "clicked('one') or clicked('two')", chance = 0.1 },
  { event = "shared", after = "clicked('one') and customer", chance = 0.1 },
  { event = "called", chance = "1% per 30d", if = "not sent('one')" },
]
[steps.one]
type = "send"
subject = "One"
next = "pick"
[steps.pick]
type = "split"
ways = [{ name = "a", next = "two" }, { name = "b", next = "three" }]
[steps.two]
type = "send"
subject = "Two"
only_if = "not clicked('one')"
next = "last"
[steps.three]
type = "send"
title = "The third"
subject = "Three"
only_if = "not clicked('one') and (score > 3 or opened('one'))"
next = "mark"
[steps.mark]
type = "action"
do = [{ set = { when = "clicked('one')" } }]  # a value, not a condition
next = "last"
[steps.last]
type = "branch"
cases = [{ if = "clicked('three') or clicked('one')", label = "yes", next = "two" }]
else = "two"
"""


def journey(text: str) -> Journey:
    found = parse_journey(text, "x.toml").journey
    assert found is not None
    return found


def errors_of(one: Journey) -> list[Finding]:
    return [found for found in check_journey(SAMPLES, one) if found.severity == "error"]


def every_removal(one: Journey) -> Iterator[tuple[str, Edit]]:
    """Each step taken out, each way of it staying once; what may not go is left."""
    for id_ in one.steps:
        ways = ways_out(one, id_)
        for keep in [port for port, _ in ways] if len(ways) > 1 else [None]:
            with suppress(EditError):
                yield id_, remove(one, id_, keep)


@pytest.mark.parametrize("id_", SAMPLES.journeys)
def test_a_clean_journey_stays_clean_whatever_step_goes_but_for_what_is_to_decide(id_: str) -> None:
    one = SAMPLES.journeys[id_]
    before = {(found.code, found.message) for found in errors_of(one)}
    for step, edit in every_removal(one):
        for found in errors_of(edit.journey):
            if (found.code, found.message) not in before:
                assert found.code in TO_DECIDE, (step, found.message)
                assert found.code != "F006" or "say what to ask now" in edit.told
        assert edit.journey.steps.keys() < one.steps.keys()


def test_an_end_put_to_a_line_leaves_what_is_behind_it_to_be_led_to_again() -> None:
    one = SAMPLES.journeys["hr-guide"]
    for id_, step in one.steps.items():
        for port, target in leaving(step):
            if target is None or (port == "else" and step.type == "branch"):
                continue
            cut = connect(one, id_, port, None).journey
            assert {found.code for found in errors_of(cut)} <= {"G102"}
    goals = {found.code for found in errors_of(remove_part(one, GOAL).journey)}
    assert goals == {"O201"}
    for rule in one.exits:
        assert not errors_of(remove_part(one, EXIT + rule.name).journey)


def test_what_is_said_of_a_step_goes_with_it_where_nothing_is_to_decide() -> None:
    edit = remove(journey(TEXT), "one")
    after = plain_of(edit.journey)
    assert after["entry"]["start"] == "pick"
    assert [(e["event"], e.get("after")) for e in after["assume"]["events"]] == [
        ("bought", "clicked('two')"),  # the part that asked of it went
        ("called", None),
    ]
    assert "if" not in after["assume"]["events"][1]  # that it is not sent always holds
    assert after["goal"]["when"] == "did('bought')"
    assert "sending" not in after  # to be held never says nothing
    assert "only_if" not in after["steps"]["two"]  # and so does to be sent always
    assert after["steps"]["three"]["only_if"] == "score > 3"
    assert after["steps"]["last"]["cases"][0]["if"] == "clicked('three')"
    assert after["steps"]["mark"]["do"] == [{"set": {"when": "clicked('one')"}}]
    # All of it asks of the step: what it is to ask now is for the planner.
    assert after["exits"][0]["when"] == "clicked('one')"
    assert edit.told == (
        "With “one” went what was assumed to follow it: “shared”; the part of 7 conditions that "
        "asked of it. Of “one” there is still asked in the exit rule “out”: say what to ask now."
    )


def test_with_a_test_goes_what_only_its_other_way_led_to() -> None:
    one = journey(TEXT)
    edit = remove(one, "pick", "a")
    assert list(edit.journey.steps) == ["one", "two", "last"]
    assert edit.journey.steps["last"].cases[0].condition.text == "clicked('one')"
    assert "With “pick” went “The third”, “mark”, which only it led to; the part of" in edit.told
    assert without_what(one, "pick", "two") == "   without “The third”, “mark”"
    assert without_what(one, "last", "two") == ""
    assert remove(one, "last", "else").told == ""


def test_no_part_of_a_condition_is_dropped_that_would_let_in_others() -> None:
    for text, left in (
        ("clicked('one') and score > 3", False),
        ("not (clicked('one') or opened('one'))", True),
        ("score > 3 or (opened('one') and customer)", "score > 3"),
        ("sent('one') == true", "sent('one') == true"),  # not followed: it is left to be said
        ("opened()", "opened()"),
    ):
        now = without(parse_condition(text).expr, {"one"})
        assert (now if isinstance(now, bool) else spelt(now)) == left, text

"""The story of one contact, and the words for what holds and skips a send."""

from __future__ import annotations

from handmade import DAY, HOUR, at, contacts, result

from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings, Workspace
from nurture_tui.report.held import held_words, skipped_words
from nurture_tui.report.limits import most_sends
from nurture_tui.report.story import story, told_until

START, END = at("2026-11-02 00:00"), at("2026-11-12 00:00")
NINE = START + 9 * HOUR


def journey() -> Journey:
    return Journey.model_validate(
        {
            "id": "j",
            "format": 1,
            "name": "J",
            "kind": "lead",
            "entry": {"event": "guide_downloaded", "start": "hello"},
            "goal": {"name": "Meeting booked", "when": "did('booked')"},
            "sending": {"cap": "2 per 7d"},
            "steps": {
                "hello": {"type": "send", "title": "Hello [red]", "next": "fork"},
                "fork": {
                    "type": "branch",
                    "cases": [{"if": "clicked('hello')", "label": "yes", "next": "draw"}],
                    "else": "draw",
                },
                "draw": {
                    "type": "split",
                    "ways": [{"name": "facts", "next": "text"}, {"name": "story", "next": "text"}],
                },
                "text": {"type": "send", "channel": "sms", "subject": "Hi"},
            },
        }
    )


def told(*log: tuple) -> list[tuple[str, str]]:
    made = result(contacts({}, {}), start=START, end=END, log=log)
    workspace = Workspace(Settings(), {"j": journey()})
    return [(line.word, line.text) for line in story(made, workspace, journey(), 0)]


def test_a_story_tells_messages_by_channel_and_title():
    assert told((NINE, 0, "hello", "sent", ""), (NINE, 0, "text", "sent", "")) == [
        ("email", "Hello [red]"),
        ("sms", "text"),
    ]


def test_an_open_that_a_machine_reports_is_told_as_one():
    assert told((NINE, 0, "hello", "opened", "machine"), (NINE, 0, "hello", "opened", "")) == [
        ("opened", "Hello [red], says a machine"),
        ("opened", "Hello [red]"),
    ]


def test_a_story_is_of_one_contact():
    assert told((NINE, 1, "hello", "sent", "")) == []


def test_the_event_that_let_a_contact_in_is_told_once():
    assert told((NINE, 0, "", "guide_downloaded", ""), (NINE, 0, "", "entered", "")) == [
        ("enter", "guide_downloaded")
    ]


def test_what_held_or_skipped_a_send_is_told_with_its_rule():
    assert told((NINE, 0, "hello", "held", "cap"), (NINE, 0, "hello", "skipped", "only_if")) == [
        ("due", "Hello [red]"),
        ("held", "cap 2 per 7d"),
        ("skipped", "only_if does not hold"),
    ]


def test_decisions_are_told_by_their_labels():
    assert told((NINE, 0, "fork", "went", "else"), (NINE, 0, "draw", "went", "facts")) == [
        ("branch", "fork → else"),
        ("split", "draw → facts"),
    ]


def test_ends_are_told_by_name():
    assert told(
        (NINE, 0, "", "goal", "Meeting booked"),
        (NINE, 0, "", "exit", "became-customer"),
        (NINE, 0, "", "finished", ""),
        (NINE, 0, "", "handed_off", "hand-to-sales"),
    ) == [
        ("goal", "Meeting booked"),
        ("exit", "became-customer"),
        ("exit", "the path ends"),
        ("hand-off", "to hand-to-sales"),
    ]


def test_an_event_of_any_name_is_told():
    assert told((NINE, 0, "", "pricing viewed", "")) == [("event", "pricing viewed")]


def test_a_story_can_be_told_up_to_an_instant():
    made = result(
        contacts({}),
        start=START,
        end=END,
        log=[(NINE, 0, "hello", "sent", ""), (NINE + DAY, 0, "hello", "opened", "")],
    )
    lines = story(made, Workspace(Settings(), {"j": journey()}), journey(), 0)
    assert len(told_until(lines, NINE - 1)) == 0
    assert len(told_until(lines, NINE)) == 1
    assert len(told_until(lines, END)) == 2


def test_gates_are_named_with_their_settings():
    shared = Settings.model_validate({"limits": {"throttle": "2000 per 1h"}})
    workspace = Workspace(shared, {"j": journey()})
    assert held_words(workspace, journey(), "window cap throttle") == (
        "window, cap 2 per 7d, throttle 2000 per 1h"
    )
    assert held_words(workspace, journey(), "") == ""
    assert skipped_words("no_permission") == "no permission"


def test_the_throttles_hour_is_a_clock_hour_in_utc():
    ten = START - START % HOUR + 10 * HOUR
    sends = [(0, "hello", ten - 1), (0, "hello", ten), (0, "hello", ten + HOUR - 1)]
    made = result(contacts({}), start=START, end=END, sends=sends)
    assert most_sends(made) == 2
    assert most_sends(made, DAY) == 3

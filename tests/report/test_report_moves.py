"""Moves: the dots on the lines, and where one contact is."""

from __future__ import annotations

from handmade import DAY, HOUR, at, contacts, result

from nurture_tui.model.journey import Journey
from nurture_tui.report.moves import ENTRY_LINE, moves, traffic, whereabouts

START, END = at("2026-11-02 00:00"), at("2026-11-12 00:00")
NINE = START + 9 * HOUR
TRAVEL = 6 * HOUR


def journey() -> Journey:
    return Journey.model_validate(
        {
            "id": "j",
            "format": 1,
            "name": "J",
            "kind": "lead",
            "entry": {"event": "came", "start": "hello"},
            "steps": {
                "hello": {"type": "send", "subject": "Hello", "next": "pause"},
                "pause": {"type": "wait", "for": "2d", "next": "fork"},
                "fork": {
                    "type": "branch",
                    "cases": [{"if": "clicked('hello')", "label": "yes", "next": "thanks"}],
                    "else": "again",
                },
                "again": {"type": "send", "subject": "Again", "next": "thanks"},
                "thanks": {"type": "exit", "reason": "over"},
            },
        }
    )


def path(who: int, entered: int) -> list[tuple]:
    later = entered + 2 * DAY
    return [
        (who, "thanks", later, later, ""),
        (who, "again", later, later, "next"),
        (who, "fork", later, later, "else"),
        (who, "pause", entered, later, "next"),
        (who, "hello", entered, entered, "next"),
    ]


def run(*entries: int):
    people = contacts(*({} for _ in entries))
    return result(
        people,
        start=START,
        end=END,
        stays=[(i, t, t + 2 * DAY, "over") for i, t in enumerate(entries)],
        visits=[visit for i, t in enumerate(entries) for visit in path(i, t)],
    )


def test_a_path_is_in_order_whatever_the_order_of_the_visits():
    moved = moves(run(NINE), journey())
    assert [moved.names[code] for code in moved.step] == [
        "hello",
        "pause",
        "fork",
        "again",
        "thanks",
    ]
    assert [moved.lines[code] for code in moved.into] == [
        ENTRY_LINE,
        ("hello", "next"),
        ("pause", "next"),
        ("fork", "else"),
        ("again", "next"),
    ]


def test_lines_passed_at_one_instant_are_shown_one_after_the_other():
    dots = traffic(moves(run(NINE), journey()), TRAVEL)
    assert set(dots.dots(NINE + HOUR)) == {ENTRY_LINE}
    assert set(dots.dots(NINE + TRAVEL + HOUR)) == {("hello", "next")}
    later = NINE + 2 * DAY
    assert set(dots.dots(later + HOUR)) == {("pause", "next")}
    assert set(dots.dots(later + 2 * TRAVEL + HOUR)) == {("again", "next")}
    assert dots.dots(later + 3 * TRAVEL) == {}


def test_a_dot_takes_the_same_time_on_any_line():
    dots = traffic(moves(run(NINE), journey()), TRAVEL)
    for line, sets_out in (
        (ENTRY_LINE, NINE),
        (("hello", "next"), NINE + TRAVEL),
        (("pause", "next"), NINE + 2 * DAY),
    ):
        assert dots.dots(sets_out + TRAVEL // 2)[line].tolist() == [0.5]


def test_a_dot_stands_for_so_many_that_a_line_holds_few():
    moved = moves(run(*[NINE] * 700), journey())
    dots = traffic(moved, TRAVEL, on_line=5)
    assert dots.per_dot == 50
    at_once = [
        len(found)
        for minute in range(0, 8 * 24 * 60, 17)
        for found in dots.dots(START + minute * 60).values()
    ]
    assert max(at_once) <= 5


def test_dots_that_set_out_together_follow_each_other():
    dots = traffic(moves(run(*[NINE] * 3), journey()), TRAVEL, on_line=6)
    along = dots.dots(NINE + 3 * HOUR)[ENTRY_LINE].tolist()
    assert along == [3 / 6, 2 / 6, 1 / 6]


def test_a_followed_contact_is_on_a_line_then_at_its_step_then_gone():
    moved = moves(run(START, NINE), journey())
    assert whereabouts(moved, 1, START, TRAVEL).step == ""
    travelling = whereabouts(moved, 1, NINE + HOUR, TRAVEL)
    assert (travelling.step, travelling.line) == ("hello", ENTRY_LINE)
    waiting = whereabouts(moved, 1, NINE + DAY, TRAVEL)
    assert (waiting.step, waiting.line) == ("pause", None)
    assert waiting.until == NINE + 2 * DAY
    assert waiting.taken == {ENTRY_LINE, ("hello", "next")}
    assert waiting.seen == {"hello", "pause"}
    gone = whereabouts(moved, 1, END, TRAVEL)
    assert gone.step == ""
    assert ("fork", "else") in gone.taken


def test_a_contact_that_never_came_is_nowhere():
    moved = moves(run(NINE), journey())
    assert whereabouts(moved, 5, END, TRAVEL).seen == frozenset()


def test_an_exit_rule_takes_a_contact_off_the_path_where_it_is():
    made = result(
        contacts({}),
        start=START,
        end=END,
        stays=[(0, NINE, NINE + DAY, "unsubscribed")],
        visits=[(0, "hello", NINE, NINE, "next"), (0, "pause", NINE, NINE + DAY, "")],
    )
    moved = moves(made, journey())
    assert whereabouts(moved, 0, NINE + DAY - 1, TRAVEL).step == "pause"
    assert whereabouts(moved, 0, NINE + DAY, TRAVEL).step == ""


def test_a_run_without_contacts_has_no_dots():
    moved = moves(run(), journey())
    assert traffic(moved, TRAVEL).dots(NINE) == {}

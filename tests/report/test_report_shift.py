"""What becomes of the schedule between two runs: counts, moves, sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from handmade import DAY, HOUR, at, contacts, result

from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings, Workspace
from nurture_tui.report.shift import ScheduleShift, schedule_shift
from nurture_tui.report.shift_words import shift_sentences, span_text
from nurture_tui.simulation.result import Result

PEOPLE = contacts({"contact": "ada"}, {"contact": "ben", "timezone": "Asia/Tokyo"})
START = at("2026-11-30 00:00")  # a Monday
FRIDAY, SATURDAY = at("2026-12-04 10:00"), at("2026-12-05 10:00")


def workspace(holidays: str = "FI") -> Workspace:
    data = {
        "format": 1,
        "name": "T",
        "kind": "lead",
        "entry": {"event": "x", "start": "one"},
        "sending": {"holidays": holidays},
        "steps": {"one": {"type": "send"}, "two": {"type": "send"}},
    }
    settings = Settings(timezone="Europe/Helsinki")
    return Workspace(settings, {}).with_journey(Journey(id="j", **data))


def sent(*sends: tuple[int, str, int]) -> Result:
    stays = [(0, START, START + 20 * DAY, "inside"), (1, START, START + 20 * DAY, "inside")]
    made = result(PEOPLE, start=START, end=START + 28 * DAY, stays=stays, sends=sends)
    days: dict[str, int] = {}
    for _, _, when in sends:
        day = f"2026-12-{(when - at('2026-12-01 00:00')) // DAY + 1:02d}"
        days[day] = days.get(day, 0) + 1
    return replace(made, per_day=tuple((day, n, 2) for day, n in sorted(days.items())))


def shift(first: Sequence[tuple], second: Sequence[tuple]) -> ScheduleShift:
    return schedule_shift(sent(*first), workspace(), sent(*second), workspace())


def test_the_same_sends_do_not_move() -> None:
    sends = [(0, "one", FRIDAY), (1, "one", FRIDAY)]
    found = shift(sends, sends)
    assert (found.moves.both, found.moves.moved) == (2, 0)
    assert (found.only_first, found.only_second) == (0, 0)
    assert shift_sentences(found) == (
        "B sends as many messages as A: 2.",
        "All 2 messages that both send go at the same moment.",
        "Nobody gets more or fewer messages in the fullest 7 days.",
    )


def test_a_send_that_goes_a_day_later_moves_into_the_weekend() -> None:
    found = shift([(0, "one", FRIDAY)], [(0, "one", SATURDAY)])
    assert (found.moves.later, found.moves.earlier, found.moves.half_by) == (1, 0, DAY)
    assert found.moves.into == {"weekend": 1, "out of hours": 0, "closed day": 0}
    assert found.moves.out_of == {"weekend": 0, "out of hours": 0, "closed day": 0}
    assert "1 send moves into the weekend." in shift_sentences(found)
    back = shift([(0, "one", SATURDAY)], [(0, "one", FRIDAY)])
    assert "1 send moves out of the weekend." in shift_sentences(back)


def test_the_clock_is_the_contacts_own() -> None:
    # 10:00 in Helsinki is 17:00 in Tokyo; two hours later it is evening there.
    found = shift([(1, "one", FRIDAY)], [(1, "one", FRIDAY + 2 * HOUR)])
    assert found.moves.into["out of hours"] == 1
    assert found.first.by_hour[4, 17] == 1
    assert found.second.by_hour[4, 19] == 1
    words = "1 send moves into the evening or night (18:00 to 08:00)."
    assert words in shift_sentences(found)


def test_a_closed_day_is_that_of_the_journey() -> None:
    holiday = at("2026-12-25 10:00")
    before = at("2026-12-23 10:00")
    found = shift([(0, "one", before)], [(0, "one", holiday)])
    assert found.moves.into["closed day"] == 1
    open_ = schedule_shift(
        sent((0, "one", before)), workspace(""), sent((0, "one", holiday)), workspace("")
    )
    assert open_.moves.into["closed day"] == 0


def test_the_second_message_of_a_step_is_held_against_the_second() -> None:
    loops = [(0, "one", FRIDAY), (0, "one", FRIDAY + 7 * DAY)]
    found = shift(loops, [*loops[:1], (0, "one", FRIDAY + 8 * DAY), (0, "one", FRIDAY + 9 * DAY)])
    assert (found.moves.both, found.moves.later) == (2, 1)
    assert (found.only_first, found.only_second) == (0, 1)


def test_more_messages_are_told_with_the_step_that_brings_most_of_them() -> None:
    first = [(0, "one", FRIDAY), (1, "one", FRIDAY)]
    found = shift(first, [*first, (0, "two", SATURDAY), (1, "two", SATURDAY)])
    assert shift_sentences(found)[0] == (
        "B sends 2 more messages than A: 4 instead of 2, all of it “two”."
    )
    assert "In all 2 go at weekends, in A 0." in shift_sentences(found)
    assert [(s.step, s.first, s.second) for s in found.steps] == [("one", 2, 2), ("two", 0, 2)]
    one = shift(first, [*first, (0, "two", SATURDAY)])
    assert shift_sentences(one)[0].startswith("B sends 1 more message than A: 3 instead of 2")
    fewer = shift([*first, (0, "two", SATURDAY)], [(0, "two", SATURDAY)])
    assert shift_sentences(fewer)[0] == (
        "B sends 2 fewer messages than A: 1 instead of 3, all of it “one”."
    )


def test_one_message_in_place_of_another_is_told() -> None:
    found = shift([(0, "one", FRIDAY)], [(0, "two", FRIDAY)])
    assert shift_sentences(found)[:2] == (
        "B sends as many messages as A: 1.",
        "1 message of A is not sent in B, and 1 message of B not in A.",
    )


def test_pressure_tells_who_gets_more_in_the_fullest_week() -> None:
    first = [(0, "one", FRIDAY), (0, "two", FRIDAY + 8 * DAY)]
    found = shift(first, [(0, "one", FRIDAY), (0, "two", FRIDAY + 3 * DAY)])
    assert (found.pressure.more, found.pressure.fewer) == (1, 0)
    assert shift_sentences(found)[-1] == (
        "In their fullest 7 days 1 contact gets more messages; the most is 2, in A 1."
    )


def test_no_sends_at_all_are_no_fault() -> None:
    found = shift([], [])
    assert (found.first.sends, found.moves.both) == (0, 0)
    assert shift_sentences(found)[0] == "B sends as many messages as A: 0."


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(30, "1 min"), (2_400, "40 min"), (5 * HOUR, "5 h"), (DAY, "1 day"), (216_000, "2.5 days")],
)
def test_a_span_is_said_as_people_say_it(seconds: int, text: str) -> None:
    assert span_text(seconds) == text

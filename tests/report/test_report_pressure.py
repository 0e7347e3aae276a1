"""Pressure: the most messages within seven days, and whether the cap holds."""

from __future__ import annotations

import numpy as np
from handmade import DAY, at, contacts, result
from hypothesis import given
from hypothesis import strategies as st

from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.pressure import WEEK, over_cap, pressure, worst

START, END = at("2026-11-02 00:00"), at("2026-12-02 00:00")


def run(*sends: tuple, people: int = 4):
    stays = [(i, START, END, "inside") for i in range(people)]
    everybody = contacts(*({} for _ in range(people)))
    return result(everybody, start=START, end=END, stays=stays, sends=sends)


def workspace(**parts) -> Workspace:
    journey = Journey.model_validate(
        {
            "id": "j",
            "format": 1,
            "name": "J",
            "kind": "lead",
            "entry": {"event": "came", "start": "hello"},
            "steps": {
                "hello": {"type": "send", "subject": "Hello", "next": "code"},
                "code": {"type": "send", "subject": "Code", "basis": "service"},
            },
        }
        | parts
    )
    return Workspace(journeys={"j": journey})


def test_each_contact_counts_with_its_worst_week():
    made = run(
        (0, "hello", START),
        (0, "hello", START + DAY),
        (0, "hello", START + 20 * DAY),
        (1, "hello", START),
    )
    assert pressure(made).contacts == (2, 1, 1)


def test_seven_days_are_half_open():
    assert pressure(run((0, "hello", START), (0, "hello", START + WEEK))).contacts == (3, 1)
    assert pressure(run((0, "hello", START), (0, "hello", START + WEEK - 1))).contacts == (3, 0, 1)


def test_only_the_sends_that_are_asked_for_count():
    made = run((0, "hello", START), (0, "hello", START + DAY))
    assert pressure(made, np.array([1])).contacts == (3, 1)


def test_nobody_is_pressed_where_nothing_is_sent():
    assert pressure(run()).contacts == (4,)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 30 * DAY)), max_size=40))
def test_the_worst_week_is_what_counting_one_by_one_gives(sends):
    contact = np.array([who for who, _ in sends], dtype=np.int32)
    time = np.array([START + when for _, when in sends], dtype=np.int64)
    people, most = worst(contact, time, WEEK)
    expected = {}
    for who, when in zip(contact.tolist(), time.tolist(), strict=True):
        near = [
            t for w, t in zip(contact, time, strict=True) if w == who and when - WEEK < t <= when
        ]
        expected[who] = max(expected.get(who, 0), len(near))
    assert dict(zip(people.tolist(), most.tolist(), strict=True)) == expected


def test_a_cap_that_holds_lets_nobody_have_more():
    made = run((0, "hello", START), (0, "hello", START + DAY), (0, "hello", START + 2 * DAY))
    assert over_cap(made, workspace(sending={"cap": "3 per 7d"}), "j") == ("3 per 7d", 0)
    assert over_cap(made, workspace(sending={"cap": "2 per 7d"}), "j") == ("2 per 7d", 1)
    assert over_cap(made, workspace(), "j") is None


def test_service_messages_do_not_count_to_a_cap():
    made = run((0, "hello", START), (0, "code", START + DAY), (0, "code", START + 2 * DAY))
    assert over_cap(made, workspace(sending={"cap": "1 per 7d"}), "j") == ("1 per 7d", 0)

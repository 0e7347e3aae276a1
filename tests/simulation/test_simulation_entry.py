"""Coming in: R3 (span), R4 (attempts and arrivals), R13 (hand-offs)."""

from __future__ import annotations

from datetime import date

import pytest
from small import CERTAIN, run

from nurture_tui.errors import SimulationError

HELLO = """
[steps.hello]
type = "send"
subject = "Hello"
"""
BY_EVENT = '[entry]\nevent = "asked"\nstart = "hello"\n'


def test_r4_turning_up_is_the_event_at_the_start_of_the_run() -> None:
    made = run(BY_EVENT + CERTAIN + HELLO)
    assert made.story() == ["asked", "entered", "sent hello", "finished"]
    assert made.times("asked") == ["2026-11-23 00:00"]


def test_r4_a_contact_turns_up_at_its_entered_at_and_one_before_the_start_at_the_start() -> None:
    contacts = "contact,entered_at\nada,2026-11-25T10:30\nbob,2026-01-01T00:00\ncleo,2027-01-01"
    made = run(BY_EVENT + CERTAIN + HELLO, contacts)
    assert made.times("entered", contact="ada") == ["2026-11-25 10:30"]
    assert made.times("entered", contact="bob") == ["2026-11-23 00:00"]
    assert made.times("entered", contact="cleo") == []
    assert made.journey.considered == 2


def test_r4_a_day_alone_is_midnight_on_the_clock_of_the_contact() -> None:
    contacts = "contact,timezone,entered_at\nada,Asia/Tokyo,2026-11-25"
    made = run(BY_EVENT + CERTAIN + HELLO, contacts)
    assert made.times("entered") == ["2026-11-24 15:00"]


def test_r4_arrivals_per_day_come_at_equal_distances_in_an_order_of_the_seed() -> None:
    entry = BY_EVENT + 'arrivals = "4 per day"\n'
    contacts = "contact\n" + "\n".join(f"c{i}" for i in range(6))
    made = run(entry + CERTAIN + HELLO, contacts)
    assert made.times("entered") == [
        "2026-11-23 00:00", "2026-11-23 06:00", "2026-11-23 12:00", "2026-11-23 18:00",
        "2026-11-24 00:00", "2026-11-24 06:00",
    ]  # fmt: skip
    other = run(entry + CERTAIN + HELLO, contacts, seed=2)
    order = [row.contact for row in made.rows if row.event == "entered"]
    assert order != [row.contact for row in other.rows if row.event == "entered"]


def test_r4_without_arrivals_nobody_comes() -> None:
    made = run(BY_EVENT + 'arrivals = "none"\n' + CERTAIN + HELLO)
    assert made.rows == ()
    assert made.journey.considered == 0


def test_r4_a_journey_without_event_and_when_is_entered_by_hand_off_only() -> None:
    assert run('[entry]\nstart = "hello"\n' + CERTAIN + HELLO).journey.considered == 0


def test_r4_when_is_looked_at_daily_at_six_and_lets_in_once_it_begins_to_hold() -> None:
    entry = '[entry]\nwhen = "since(renews) >= \'3d\'"\nstart = "hello"\n'
    contacts = "contact,renews\nada,2026-11-21\nbob,2026-11-10\ncleo,"
    made = run(entry + CERTAIN + HELLO, contacts)
    assert made.times("entered", contact="bob") == ["2026-11-23 06:00"]
    assert made.times("entered", contact="ada") == ["2026-11-24 06:00"]
    assert made.journey.considered == 2


def test_r4_with_when_a_contact_with_entered_at_comes_in_then() -> None:
    entry = '[entry]\nwhen = "seats >= 5"\nstart = "hello"\n'
    contacts = "contact,seats,entered_at\nada,1,2026-11-24T12:00\nbob,9,"
    made = run(entry + CERTAIN + HELLO, contacts)
    assert made.times("entered", contact="ada") == ["2026-11-24 12:00"]
    assert made.times("entered", contact="bob") == ["2026-11-23 06:00"]


def test_r4_the_first_reason_that_forbids_is_counted() -> None:
    entry = BY_EVENT + 'only_if = "seats >= 5"\n'
    rules = """
[goal]
name = "Has it"
when = "owns_it"
[[exits]]
name = "on pro"
when = "plan == 'pro'"
"""
    contacts = (
        "contact,seats,owns_it,plan\nada,9,yes,pro\nbob,1,no,pro\ncleo,1,no,free\ndan,9,no,free"
    )
    made = run(entry + rules + CERTAIN + HELLO, contacts)
    assert made.journey.not_entered == {"goal": 1, "on pro": 1, "only_if": 1}
    assert (made.journey.considered, made.journey.entered) == (4, 1)


def test_r4_who_is_inside_is_refused_and_may_not_come_again_unless_it_says_so() -> None:
    loop = """
[[assume.events]]
event = "asked"
after = "sent('hello')"
chance = 1.0
delay = "1h"
spread = 0
[steps.hello]
type = "send"
subject = "Hello"
next = "rest"
[steps.rest]
type = "wait"
for = "WAIT"
"""
    inside = run(BY_EVENT + CERTAIN + loop.replace("WAIT", "2h"), days=1)
    assert inside.journey.not_entered == {"inside": 1}
    never = run(BY_EVENT + CERTAIN + loop.replace("WAIT", "10min"), days=1)
    assert never.journey.not_entered == {"again": 1}
    again = run(BY_EVENT + 'again = "2h"\n' + CERTAIN + loop.replace("WAIT", "10min"), days=1)
    assert again.journey.not_entered == {"again": 1}
    always = run(BY_EVENT + 'again = "always"\n' + CERTAIN + loop.replace("WAIT", "10min"), days=1)
    assert always.journey.entered == 24


def test_r13_a_hand_off_to_a_journey_outside_of_the_run_is_counted() -> None:
    made = run(BY_EVENT + CERTAIN + '[steps.hello]\ntype = "exit"\nreason = "on"\nenter = "next"\n')
    assert made.journey.handed_off == {"next": 1}
    assert made.story() == ["asked", "entered", "exit hello on", "handed_off next"]


def test_r3_what_would_happen_at_the_end_of_the_run_does_not_happen() -> None:
    steps = (
        '[steps.hello]\ntype = "wait"\nfor = "24h"\nnext = "mail"\n[steps.mail]\ntype = "send"\n'
    )
    steps += 'subject = "x"\n'
    made = run(BY_EVENT + CERTAIN + steps, days=1)
    assert made.journey.inside == 1
    assert made.journey.steps["hello"].inside == 1
    assert run(BY_EVENT + CERTAIN + steps, days=2).journey.sends == 1


def test_r3_days_are_wall_clock_days_of_the_workspace() -> None:
    made = run(
        BY_EVENT + CERTAIN + HELLO,
        settings='timezone = "Europe/Helsinki"\n',
        start=date(2026, 10, 25),
        days=1,
    )
    assert made.result.run.end - made.result.run.start == 25 * 3_600


@pytest.mark.parametrize("days", [0, -1, 100_000])
def test_r3_a_run_without_days_or_without_end_is_refused(days: int) -> None:
    with pytest.raises(SimulationError, match="days"):
        run(BY_EVENT + CERTAIN + HELLO, days=days)


def test_r1_a_zone_that_is_not_of_tzdata_exactly_falls_back_and_is_reported() -> None:
    contacts = "contact,timezone\nada,Asia/Tokyo\nbob,asia/tokyo\ncleo,"
    made = run(BY_EVENT + CERTAIN + HELLO, contacts)
    assert made.result.run.fallback_zones == 2

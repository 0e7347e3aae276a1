"""R10, the throttle: so many sends of all contacts in a clock hour, or day, in UTC."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from small import CERTAIN, HEAD, MONDAY, Run, rows_of, run, workspace
from test_simulation_steps import after

from nurture_tui.contacts.table import Contacts
from nurture_tui.errors import SimulationError
from nurture_tui.simulation import RunSettings, simulate
from nurture_tui.simulation.throttle import Throttle, first_overfull

ENTRY = '[entry]\nevent = "asked"\nstart = "first"\n' + CERTAIN
SEND = '[steps.first]\ntype = "send"\nsubject = "x"\n'
SECOND = '[steps.second]\ntype = "send"\nsubject = "y"\n'
FIVE = "contact\nc1\nc2\nc3\nc4\nc5"


def throttled(journey: str, throttle: str, contacts: str = FIVE, days: int = 30) -> Run:
    return run(ENTRY + journey, contacts, settings=limits(throttle), days=days)


def limits(throttle: str) -> str:
    return f'[limits]\nthrottle = "{throttle}"\n'


def sent(made: Run) -> list[tuple[str, str]]:
    return [(row.contact, row.time[-5:]) for row in made.rows if row.event == "sent"]


def test_r10_what_the_throttle_shuts_out_goes_at_the_start_of_the_next_hour_by_contact_id() -> None:
    made = throttled(SEND, "2 per 1h")
    assert sent(made) == [
        ("c1", "00:00"), ("c2", "00:00"), ("c3", "01:00"), ("c4", "01:00"), ("c5", "02:00"),
    ]  # fmt: skip
    assert made.journey.held["throttle"] == 3  # c5 was held twice, and is counted once
    sends = made.result.sends
    assert [sends.names[code] for code in sends.held_by] == ["", "", *["throttle"] * 3]
    assert len(set(sends.due.tolist())) == 1


def test_r10_who_waited_with_a_service_message_may_wait_again_with_another_one() -> None:
    bill = SEND + 'basis = "service"\nwindow = "00:00-10:00"\nnext = "second"\n' + SECOND
    eight = "contact\n" + "\n".join(f"c{number}" for number in range(1, 9))
    made = throttled(bill, "1 per 1h", eight)
    assert sent(made) == [(f"c{hour % 8 + 1}", f"{hour:02}:00") for hour in range(16)]


def test_r10_what_a_contact_sends_at_once_is_before_what_others_send_after_it() -> None:
    third = '[steps.third]\ntype = "send"\nsubject = "z"\n'
    bill = SECOND + 'basis = "service"\nnext = "third"\n' + third
    made = throttled(SEND + 'next = "second"\n' + bill, "4 per 6h", "contact\nc1\nc2\nc3")
    assert sent(made) == [
        ("c1", "00:00"), ("c1", "00:00"), ("c1", "00:00"), ("c2", "00:00"),
        ("c2", "06:00"), ("c2", "06:00"), ("c3", "06:00"), ("c3", "06:00"), ("c3", "12:00"),
    ]  # fmt: skip


def test_r10_the_throttle_counts_by_the_clock_hour_and_not_by_any_sixty_minutes() -> None:
    contacts = "contact,entered_at\nc1,2026-11-23T00:50\nc2,2026-11-23T00:55\nc3,2026-11-23T01:00"
    made = throttled(SEND, "2 per 1h", contacts)
    assert sent(made) == [("c1", "00:50"), ("c2", "00:55"), ("c3", "01:00")]


def test_r10_a_throttle_by_day_counts_days_in_utc() -> None:
    made = throttled(SEND, "2 per 1d")
    assert made.times("sent") == ["2026-11-23 00:00"] * 2 + ["2026-11-24 00:00"] * 2 + [
        "2026-11-25 00:00"
    ]


def test_r10_a_later_try_does_not_go_before_an_earlier_one_of_another_contact() -> None:
    contacts = "contact,entered_at\nc1,2026-11-23T00:30\nc2,2026-11-23T00:20\nc3,2026-11-23T00:10"
    made = throttled(SEND, "2 per 1h", contacts)
    assert sent(made) == [("c3", "00:10"), ("c2", "00:20"), ("c1", "01:00")]


def test_r10_a_contact_whose_send_passed_is_first_at_that_instant_with_its_next_one() -> None:
    made = throttled(SEND + 'next = "second"\n' + SECOND, "3 per 1h", "contact\nc1\nc2")
    assert sent(made) == [("c1", "00:00"), ("c1", "00:00"), ("c2", "00:00"), ("c2", "01:00")]


def test_r10_service_messages_go_first_and_count() -> None:
    choice = """[steps.first]
type = "branch"
cases = [ { if = "seats > 1", next = "bill" } ]
else = "offer"
[steps.bill]
type = "send"
subject = "x"
basis = "service"
[steps.offer]
type = "send"
subject = "y"
"""
    contacts = "contact,seats\nc1,1\nc2,1\nc3,5\nc4,5\nc5,5"
    made = throttled(choice, "2 per 1h", contacts)
    assert sent(made) == [
        ("c3", "00:00"), ("c4", "00:00"), ("c1", "01:00"), ("c5", "01:00"), ("c2", "02:00"),
    ]  # fmt: skip


def test_r10_a_service_message_that_follows_at_once_goes_before_marketing_of_others() -> None:
    """c1's first send passes; its second, a service message of the same instant, is before c2's."""
    journey = SEND + 'next = "second"\n' + SECOND + 'basis = "service"\n'
    made = throttled(journey, "1 per 1h", "contact\nc1\nc2")
    assert [(r.contact, r.step, r.time[-5:]) for r in made.rows if r.event == "sent"] == [
        ("c1", "first", "00:00"),
        ("c1", "second", "01:00"),
        ("c2", "first", "02:00"),
        ("c2", "second", "03:00"),
    ]


@pytest.mark.parametrize("window", ["any", "00:00-24:00", "00:00-12:00"])
def test_r10_a_held_send_leaves_the_queue_when_the_goal_takes_its_contact(window: str) -> None:
    goal = "[goal]\nname = \"Bought\"\nwhen = \"did('bought') and contact == 'c2'\"\n"
    journey = ENTRY.replace("[sending]", f'[sending]\nwindow = "{window}"') + SEND + goal
    journey += after("bought", "did('asked')", "30min")
    made = run(journey, FIVE, settings=limits("1 per 1h"))
    assert sent(made) == [("c1", "00:00"), ("c3", "01:00"), ("c4", "02:00"), ("c5", "03:00")]


def test_r5_each_try_of_a_held_send_is_a_look_that_notices_what_time_has_changed() -> None:
    exits = "[[exits]]\nname = \"late\"\nwhen = \"since('asked') >= '90min'\"\n"
    made = throttled(SEND + exits, "1 per 1h")
    assert sent(made) == [("c1", "00:00"), ("c2", "01:00")]
    assert made.times("exit") == ["2026-11-23 02:00"] * 3


def test_r10_only_if_is_asked_at_each_try_of_a_held_send() -> None:
    made = throttled(SEND + "only_if = \"since('asked') < '90min'\"\n", "1 per 1h")
    assert sent(made) == [("c1", "00:00"), ("c2", "01:00")]
    assert made.times("skipped") == ["2026-11-23 02:00"] * 3


def test_r10_a_held_send_is_tried_by_all_gates_again_and_reserves_nothing() -> None:
    """Three wait for 17:00, when the window is shut; in the morning all are tried by contact id."""
    keys = ENTRY.replace("[sending]", '[sending]\nwindow = "08:00-17:00"')
    rows = (f"c{number},2026-11-23T16:{60 - number}" for number in range(1, 6))
    contacts = "\n".join(["contact,entered_at", *rows])
    made = run(keys + SEND, contacts, settings=limits("2 per 1h"))
    assert sent(made) == [
        ("c5", "16:55"), ("c4", "16:56"), ("c1", "08:00"), ("c2", "08:00"), ("c3", "09:00"),
    ]  # fmt: skip
    assert made.result.sends.names[made.result.sends.held_by[-1]] == "throttle window"
    assert made.journey.held == {
        "hold_if": 0, "holiday": 0, "window": 3, "cap": 0, "throttle": 3,
    }  # fmt: skip


def test_r10_the_throttle_is_asked_last_so_that_a_capped_send_uses_none_of_it() -> None:
    keys = ENTRY.replace("[sending]", '[sending]\ncap = "1 per 2h"')
    journey = keys + SEND + 'next = "second"\n' + SECOND
    made = run(journey, "contact\nc1\nc2", settings=limits("2 per 1h"))
    assert sent(made) == [("c1", "00:00"), ("c2", "00:00"), ("c1", "02:00"), ("c2", "02:00")]
    assert made.journey.held["throttle"] == 0


def test_r10_what_is_held_to_the_end_of_the_run_never_goes() -> None:
    made = throttled(SEND, "1 per 1d", days=2)
    assert (made.journey.sends, made.journey.inside) == (2, 3)


def test_r14_the_second_try_after_a_soft_bounce_goes_through_no_gate() -> None:
    soft = SEND + 'assume = { soft_bounce = 1, open = 1, open_delay = "1h", open_spread = 0 }\n'
    made = throttled(soft, "1 per 1d", "contact\nc1\nc2")
    assert made.times("sent", contact="c2") == ["2026-11-24 00:00"]  # not a day later


def test_r10_the_throttle_is_over_the_sends_of_all_journeys() -> None:
    names = [f"c{number}" for number in range(4)]
    text = HEAD + ENTRY + SEND
    contacts = Contacts(np.array(names, dtype=object), {}, {})
    space = workspace(limits("3 per 1h"), a=text, b=text)
    made = simulate(space, ["a", "b"], contacts, RunSettings(MONDAY, 30))
    hours = Counter(time // 3_600 for time in made.sends.time.tolist())
    assert sorted(hours.values()) == [2, 3, 3]
    order = [(row.contact, row.step) for row in rows_of(made) if row.event == "sent"]
    assert [contact for contact, _ in order] == ["c0", "c0", "c1", "c1", "c2", "c2", "c3", "c3"]


def test_the_result_names_the_scheduler_and_says_that_the_throttle_forbids_partition() -> None:
    made = throttled(SEND, "2 per 1h")
    assert made.result.run.scheduler == "sweep"
    assert run(ENTRY + SEND).result.run.scheduler == "frontier"
    notes = made.result.run.notes
    assert any("one process" in note for note in notes)


def test_r10_who_is_shut_out_does_not_overtake_with_a_service_message_of_another_journey() -> None:
    three = SEND + 'basis = "service"\nnext = "second"\n'
    three += SECOND + 'next = "third"\n' + SECOND.replace("second", "third")
    contacts = Contacts(np.array(["c0", "c1", "c2", "c3"], dtype=object), {}, {})
    space = workspace(limits("4 per 6h"), a=HEAD + ENTRY + SEND, b=HEAD + ENTRY + three)
    made = simulate(space, ["a", "b"], contacts, RunSettings(MONDAY, 2))
    first = [
        row.contact for row in rows_of(made) if (row.event, row.time[-5:]) == ("sent", "00:00")
    ]
    assert first == ["c0"] * 4


def test_a_throttle_that_is_never_met_changes_nothing() -> None:
    free, made = run(ENTRY + SEND, FIVE), throttled(SEND, "5 per 1h")
    assert made.rows == free.rows
    assert made.journey == free.journey


@pytest.mark.parametrize(
    ("sends", "begins", "found"),
    [
        ([3, 3, 3], 0, None),
        ([3, 4, 3], 0, 3_600),
        ([2, 2, 1], -1_800, 0),  # half an hour off: 2 and 2 may all be in the hour from 0 on
        ([2, 1, 3], -1_800, 3_600),
    ],
)
def test_the_first_hour_that_may_have_too_many_sends(
    sends: list[int], begins: int, found: int | None
) -> None:
    edges = begins + 3_600 * np.arange(4)
    over = first_overfull(Throttle(3, 3_600), np.array(sends), edges[:-1], edges[1:])
    assert over == found


def test_a_period_that_the_clock_does_not_know_is_refused() -> None:
    with pytest.raises(SimulationError, match="a day is no multiple of 7h"):
        throttled(SEND, "2 per 7h")


def test_r10_who_first_does_something_else_keeps_its_place_among_those_who_come_at_once() -> None:
    early = '[entry]\nevent = "alpha"\narrivals = "1 per 1d"\nstart = "stay"\n' + CERTAIN
    stay = '[steps.stay]\ntype = "wait"\nfor = "60d"\n'
    space = workspace(limits("11 per 1h"), early=HEAD + early + stay, test=HEAD + ENTRY + SEND)
    ids = np.array([f"c{number:02}" for number in range(12)], dtype=object)
    result = simulate(space, ["early", "test"], Contacts(ids, {}, {}), RunSettings(MONDAY, 30, 1))
    assert [row.contact for row in rows_of(result) if row.event == "sent"] == ids.tolist()

"""Sends: R10 (gates), R11 (permission), and the schedule that they make."""

from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np
import pytest
from small import CERTAIN, run
from test_simulation_steps import after

from nurture_tui.contacts.table import Contacts

ENTRY = '[entry]\nevent = "asked"\nstart = "first"\n'
FIRST = '[steps.first]\ntype = "send"\nsubject = "x"\n'


def sending(keys: str) -> str:
    return CERTAIN.replace('basis = "consent"\n', 'basis = "consent"\n' + keys + "\n")


# ---------------------------------------------------------------- window and closed days
@pytest.mark.parametrize(
    ("window", "sent"),
    [
        ("any", "2026-11-23 00:00"),
        ("Mon-Fri 08:00-17:00", "2026-11-23 08:00"),
        ("Tue,Thu 10:00-11:00", "2026-11-24 10:00"),
        ("22:00-06:00", "2026-11-23 00:00"),
        ("Mon 22:00-06:00", "2026-11-23 22:00"),
        ("Sat-Sun 09:00-10:00; Wed 12:00-13:00", "2026-11-25 12:00"),
    ],
)
def test_r10_a_send_waits_for_its_window(window: str, sent: str) -> None:
    made = run(ENTRY + sending(f'window = "{window}"') + FIRST)
    assert made.times("sent") == [sent]


@pytest.mark.parametrize(
    ("arrival", "sent"),
    [
        ("2026-11-23T08:00:00", "2026-11-23 08:00"),  # holds its opening second
        ("2026-11-23T16:59:59", "2026-11-23 16:59:59"),
        ("2026-11-23T17:00:00", "2026-11-24 08:00"),  # and not its closing second
    ],
)
def test_r10_a_window_holds_its_first_second_and_not_its_last(arrival: str, sent: str) -> None:
    contacts = f"contact,entered_at\nada,{arrival}"
    made = run(ENTRY + sending('window = "Mon-Fri 08:00-17:00"') + FIRST, contacts)
    assert made.times("sent") == [sent]


def test_r10_the_window_goes_by_the_clock_of_the_contact() -> None:
    contacts = "contact,timezone\nada,Asia/Tokyo\nbob,America/New_York\ncleo,Asia/Kolkata"
    made = run(ENTRY + sending('window = "09:00-10:00"') + FIRST, contacts)
    assert made.times("sent", contact="ada") == ["2026-11-23 00:00"]
    assert made.times("sent", contact="bob") == ["2026-11-23 14:00"]
    assert made.times("sent", contact="cleo") == ["2026-11-23 03:30"]


def test_r1_a_zone_named_in_sending_rules_for_all() -> None:
    contacts = "contact,timezone\nada,Asia/Tokyo"
    keys = 'window = "09:00-10:00"\ntimezone = "Europe/Helsinki"'
    assert run(ENTRY + sending(keys) + FIRST, contacts).times("sent") == ["2026-11-23 07:00"]


def test_r2_a_window_opening_that_the_clock_change_skips_opens_at_the_change() -> None:
    made = run(
        ENTRY + sending('window = "03:30-05:00"') + FIRST,
        settings='timezone = "Europe/Helsinki"\n',
        start=date(2026, 3, 29),
    )
    assert made.times("sent") == ["2026-03-29 01:00"]  # 04:00 in Helsinki, there is no 03:30


def test_r10_a_closed_day_holds_a_send_and_the_gates_are_named_in_the_order_met() -> None:
    keys = 'window = "Mon-Fri 08:00-17:00"\nclosed = ["2026-11-30"]'
    contacts = "contact,entered_at\nada,2026-11-27T18:00"
    made = run(ENTRY + sending(keys) + FIRST, contacts)
    assert made.times("sent") == ["2026-12-01 08:00"]
    sends = made.result.sends
    assert sends.names[sends.held_by[0]] == "window holiday"
    assert made.journey.steps["first"].held == {"window": 1, "holiday": 1}
    assert datetime.fromtimestamp(int(sends.due[0]), UTC).isoformat() == "2026-11-27T18:00:00+00:00"


def test_r2_public_holidays_of_a_country_are_closed_days() -> None:
    keys = 'window = "08:00-17:00"\nholidays = "FI"'
    made = run(ENTRY + sending(keys) + FIRST, start=date(2026, 12, 24))
    assert made.times("sent") == ["2026-12-27 08:00"]  # after Christmas, Saturday the 26th with it


def test_r2_holidays_of_the_contacts_own_country() -> None:
    keys = 'window = "08:00-17:00"\nholidays = "contact"'
    contacts = "contact,country\nada,FI\nbob,US\ncleo,Narnia"
    made = run(ENTRY + sending(keys) + FIRST, contacts, start=date(2026, 11, 26))
    assert made.times("sent", contact="ada") == ["2026-11-26 08:00"]
    assert made.times("sent", contact="bob") == ["2026-11-27 08:00"]  # Thanksgiving
    assert made.times("sent", contact="cleo") == ["2026-11-26 08:00"]


def test_r10_any_on_the_step_lifts_window_and_closed_days() -> None:
    keys = 'window = "Mon-Fri 08:00-17:00"\nclosed = ["2026-11-23"]'
    made = run(ENTRY + sending(keys) + FIRST + 'window = "any"\n')
    assert made.times("sent") == ["2026-11-23 00:00"]


# ---------------------------------------------------------------- cap and hold_if
THREE = (
    FIRST
    + """next = "second"
[steps.second]
type = "send"
subject = "y"
next = "third"
[steps.third]
type = "send"
subject = "z"
"""
)


def test_r10_the_cap_counts_the_half_open_span_and_the_send_waits_for_it() -> None:
    made = run(ENTRY + sending('cap = "2 per 7d"') + THREE)
    assert made.times("sent") == ["2026-11-23 00:00", "2026-11-23 00:00", "2026-11-30 00:00"]
    assert made.journey.held["cap"] == 1


def test_r10_a_capped_send_is_skipped_where_the_journey_says_so() -> None:
    made = run(ENTRY + sending('cap = "2 per 7d"\ncapped = "skip"') + THREE)
    assert made.times("skipped", "third") == ["2026-11-23 00:00"]
    assert made.journey.skipped["cap"] == 1
    assert made.journey.finished == 1


def test_r10_a_service_message_neither_counts_to_the_cap_nor_waits() -> None:
    keys = 'cap = "1 per 7d"\nwindow = "12:00-13:00"\nhold_if = "true"'
    made = run(ENTRY + sending(keys) + FIRST + 'basis = "service"\n')
    assert made.times("sent") == ["2026-11-23 00:00"]
    own = run(ENTRY + sending(keys) + FIRST + 'basis = "service"\nwindow = "08:00-09:00"\n')
    assert own.times("sent") == ["2026-11-23 08:00"]


def test_r10_hold_if_keeps_the_place_and_the_send_is_tried_at_the_next_look() -> None:
    hold = "hold_if = \"did('called') and not did('rang_off')\""
    events = after("called", "did('asked')", "0min") + after("rang_off", "did('called')", "5h")
    made = run(ENTRY + sending(hold) + events + FIRST)
    assert made.times("held") == ["2026-11-23 00:00"]
    assert made.times("sent") == ["2026-11-23 05:00"]
    assert made.journey.held["hold_if"] == 1


def test_r5_a_hold_that_time_lifts_is_noticed_at_six() -> None:
    hold = "hold_if = \"did('called', within='36h')\""
    made = run(ENTRY + sending(hold) + after("called", "did('asked')", "0min") + FIRST)
    assert made.times("sent") == ["2026-11-25 06:00"]


def test_r10_a_held_send_is_not_sent_once_permission_is_gone() -> None:
    events = after("withdrew", "did('asked')", "1h", "set = { consent = false }")
    made = run(ENTRY + sending('window = "08:00-09:00"') + events + FIRST)
    assert made.journey.sends == 0
    assert made.times("skipped") == ["2026-11-23 08:00"]


# ---------------------------------------------------------------- permission
def test_r11_consent_is_needed_and_who_lacks_it_is_skipped_and_goes_on() -> None:
    made = run(ENTRY + CERTAIN + FIRST, "contact,consent\nada,yes\nbob,no\ncleo,")
    assert made.journey.sends == 1
    assert made.journey.skipped["no_permission"] == 2
    assert made.journey.finished == 3


def test_r11_a_file_without_consent_is_a_yes_for_all_and_listed_as_a_guess() -> None:
    made = run(ENTRY + CERTAIN + FIRST)
    assert made.journey.sends == 1
    guess = [a for a in made.result.assumptions if a.what == "consent"]
    assert [a.guess for a in guess] == [True]


def test_r11_the_bases_of_permission() -> None:
    contacts = "contact,lifecycle,consent\nada,customer,no\nbob,lead,no"
    for basis, sent in (("consent", 0), ("customer", 1), ("b2b-role", 2), ("service", 2)):
        assert run(ENTRY + CERTAIN + FIRST + f'basis = "{basis}"\n', contacts).journey.sends == sent


def test_r11_unsubscribing_ends_a_lead_journey_and_takes_consent_away() -> None:
    gone = CERTAIN.replace("unsubscribe = 0", "unsubscribe = 1")
    made = run(ENTRY + gone + THREE.replace('next = "second"', 'next = "rest"') + REST)
    assert made.journey.exits["unsubscribed"] == 1
    assert made.journey.sends == 1


def test_r5_an_internal_journey_keeps_who_unsubscribed() -> None:
    from small import HEAD, rows_of, workspace

    from nurture_tui.simulation import RunSettings, simulate

    gone = CERTAIN.replace("unsubscribe = 0", "unsubscribe = 1")
    text = HEAD.replace("lead", "internal") + ENTRY + gone
    text += THREE.replace('next = "second"', 'next = "rest"') + REST
    space = workspace("", test=text)
    result = simulate(
        space,
        ["test"],
        Contacts(np.array(["ada"], dtype=object), {}, {}),
        RunSettings(date(2026, 11, 23), 60),
    )
    assert result.journeys["test"].finished == 1
    skipped = [row.step for row in rows_of(result) if row.event == "skipped"]
    assert skipped == ["second", "third"]


REST = '[steps.rest]\ntype = "wait"\nfor = "40d"\nnext = "second"\n'


def test_r11_a_hard_bounce_is_known_at_once_and_ends_a_lead_journey() -> None:
    hard = CERTAIN.replace("\nbounce = 0", "\nbounce = 1")
    made = run(ENTRY + hard + THREE)
    assert made.journey.exits["bounced"] == 1
    assert made.story() == ["asked", "entered", "bounced first", "exit bounced", "sent first"]
    assert made.journey.steps["first"].out == {"next": 0}


def test_only_if_skips_a_send_and_the_path_goes_on() -> None:
    made = run(ENTRY + CERTAIN + FIRST + 'only_if = "seats >= 5"\n', "contact,seats\na,9\nb,1")
    assert (made.journey.sends, made.journey.skipped["only_if"], made.journey.finished) == (1, 1, 2)

"""When sends may go: windows and closed days (R10), clock changes resolved by R2; by hand."""

from __future__ import annotations

import numpy as np
import pytest
from calendar_words import HELSINKI, NEW_YORK, at, openings, shown

from nurture_tui.model.clock import parse_closed, parse_window
from nurture_tui.simulation.calendar import NEVER, Clock, Horizon
from nurture_tui.simulation.closed_days import closed_days
from nurture_tui.simulation.openings import GATE_NAMES, Openings

WEEKDAYS = "Mon-Fri 08:00-17:00"

# Columns: window, instant, the first open instant from there. Friday is 2026-03-27; the clocks go
# forward on Sunday 2026-03-29 at 03:00 and back on Sunday 2026-10-25 at 04:00.
NEXT = [
    (WEEKDAYS, "2026-03-27T08:00+02:00", "2026-03-27T08:00+02:00"),
    (WEEKDAYS, "2026-03-27T07:59:59+02:00", "2026-03-27T08:00+02:00"),
    (WEEKDAYS, "2026-03-27T16:59:59+02:00", "2026-03-27T16:59:59+02:00"),
    (WEEKDAYS, "2026-03-27T17:00+02:00", "2026-03-30T08:00+03:00"),
    (WEEKDAYS, "2026-03-29T12:00+03:00", "2026-03-30T08:00+03:00"),
    ("08:00-12:00; 12:00-17:00", "2026-03-27T12:00+02:00", "2026-03-27T12:00+02:00"),
    ("08:00-11:00; 13:00-15:00", "2026-03-27T11:00+02:00", "2026-03-27T13:00+02:00"),
    ("08:00-14:00; 10:00-12:00", "2026-03-27T13:00+02:00", "2026-03-27T13:00+02:00"),
    ("Mon-Thu 08:00-17:00; Fri 08:00-15:00", "2026-03-27T15:30+02:00", "2026-03-30T08:00+03:00"),
    ("Thu 08:00-17:00; Fri 08:00-15:00", "2026-03-26T15:30+02:00", "2026-03-26T15:30+02:00"),
    ("18:00-24:00", "2026-03-27T23:59:59+02:00", "2026-03-27T23:59:59+02:00"),
    ("18:00-24:00", "2026-03-28T00:00+02:00", "2026-03-28T18:00+02:00"),
    ("22:00-06:00", "2026-03-27T03:00+02:00", "2026-03-27T03:00+02:00"),
    ("22:00-06:00", "2026-03-29T05:59:59+03:00", "2026-03-29T05:59:59+03:00"),
    ("22:00-06:00", "2026-03-29T06:00+03:00", "2026-03-29T22:00+03:00"),
    ("Fri 22:00-06:00", "2026-03-28T05:00+02:00", "2026-03-28T05:00+02:00"),
    ("Fri 22:00-06:00", "2026-03-28T22:00+02:00", "2026-04-03T22:00+03:00"),
    # The hour that the clocks skip and the one that they show twice.
    ("02:00-03:30", "2026-03-29T02:59:59+02:00", "2026-03-29T02:59:59+02:00"),
    ("02:00-03:30", "2026-03-29T04:00+03:00", "2026-03-30T02:00+03:00"),
    ("03:00-04:00", "2026-03-28T04:00+02:00", "2026-03-30T03:00+03:00"),
    ("03:30-05:00", "2026-03-29T02:00+02:00", "2026-03-29T04:00+03:00"),
    ("02:00-03:30", "2026-10-25T03:29:59+03:00", "2026-10-25T03:29:59+03:00"),
    ("02:00-03:30", "2026-10-25T03:00+02:00", "2026-10-26T02:00+02:00"),
    ("03:30-05:00", "2026-10-25T03:00+02:00", "2026-10-25T03:00+02:00"),
    ("03:00-04:00", "2026-10-25T03:59:59+02:00", "2026-10-25T03:59:59+02:00"),
    ("03:00-04:00", "2026-10-25T04:00+02:00", "2026-10-26T03:00+02:00"),
]


@pytest.mark.parametrize(("window", "t", "expected"), NEXT)
def test_r10_a_window_is_open_next_at(window: str, t: str, expected: str) -> None:
    gates = openings(window, t, HELSINKI)
    assert shown(gates.next_open([0], [0], [at(t)])[0], HELSINKI) == expected
    assert gates.is_open([0], [0], [at(t)]).tolist() == [t == expected]


# Columns: window, closed days, instant, the gate that is shut, when it may be open.
CLOSED = [
    ("any", "2026-03-27", "2026-03-27T10:00+02:00", "holiday", "2026-03-28T00:00+02:00"),
    ("any", "2026-03-27", "2026-03-26T23:59:59+02:00", "", "2026-03-26T23:59:59+02:00"),
    (
        "any",
        "2026-03-27..2026-03-29",
        "2026-03-27T10:00+02:00",
        "holiday",
        "2026-03-30T00:00+03:00",
    ),
    (WEEKDAYS, "2026-03-27", "2026-03-27T10:00+02:00", "holiday", "2026-03-28T00:00+02:00"),
    (WEEKDAYS, "2026-03-27", "2026-03-27T20:00+02:00", "holiday", "2026-03-28T00:00+02:00"),
    (WEEKDAYS, "2026-03-30", "2026-03-27T20:00+02:00", "window", "2026-03-30T08:00+03:00"),
    ("22:00-06:00", "2026-03-29", "2026-03-28T23:00+02:00", "", "2026-03-28T23:00+02:00"),
    ("22:00-06:00", "2026-03-29", "2026-03-29T00:00+02:00", "holiday", "2026-03-30T00:00+03:00"),
    ("22:00-06:00", "2026-03-29", "2026-03-30T00:00+03:00", "", "2026-03-30T00:00+03:00"),
    ("Sat 22:00-06:00", "2026-03-28", "2026-03-29T01:00+02:00", "", "2026-03-29T01:00+02:00"),
    ("Sat 22:00-06:00", "2026-03-29", "2026-03-30T00:00+03:00", "window", "2026-04-04T22:00+03:00"),
]


@pytest.mark.parametrize(("window", "closed", "t", "gate", "until"), CLOSED)
def test_r10_a_closed_day_shuts_its_own_date_only(
    window: str, closed: str, t: str, gate: str, until: str
) -> None:
    found, opens = openings(window, t, HELSINKI, "", closed).next_try([0], [0], [at(t)])
    assert GATE_NAMES[found[0]] == gate
    assert shown(opens[0], HELSINKI) == until


def test_r10_gates_are_tried_one_after_another_over_easter() -> None:
    gates = openings(WEEKDAYS, "2026-04-02T18:00+03:00", HELSINKI, "FI")
    t, met = at("2026-04-02T18:00+03:00"), []
    while True:
        gate, until = gates.next_try([0], [0], [t])
        if not gate[0]:
            break
        met.append((GATE_NAMES[gate[0]], shown(until[0], HELSINKI)))
        t = int(until[0])
    assert met == [
        ("window", "2026-04-03T08:00+03:00"),  # Good Friday
        ("holiday", "2026-04-04T00:00+03:00"),
        ("window", "2026-04-06T08:00+03:00"),  # Easter Monday
        ("holiday", "2026-04-07T00:00+03:00"),
        ("window", "2026-04-07T08:00+03:00"),
    ]
    assert gates.next_open([0], [0], [at("2026-04-02T18:00+03:00")]).tolist() == [t]


def test_r10_a_span_that_the_clocks_skip_is_no_opening() -> None:
    gate, until = openings("03:00-04:00", "2026-03-28T05:00+02:00", HELSINKI).next_try(
        [0], [0], [at("2026-03-28T05:00+02:00")]
    )
    assert GATE_NAMES[gate[0]] == "window"
    assert shown(until[0], HELSINKI) == "2026-03-30T03:00+03:00"


def test_r10_nothing_is_shut_without_a_window_and_closed_days() -> None:
    gates = openings("any", "2026-03-27T03:00+02:00", HELSINKI)
    assert gates.always
    t = at("2026-03-27T03:00+02:00")
    assert gates.is_open([0], [0], [t]).tolist() == [True]
    assert gates.next_open([0], [0], [t]).tolist() == [t]


def test_r10_a_window_in_new_york_is_in_its_own_time() -> None:
    found = openings(WEEKDAYS, "2026-03-06T18:00-05:00", NEW_YORK).next_open(
        [0], [0], [at("2026-03-06T18:00-05:00")]
    )
    assert shown(found[0], NEW_YORK) == "2026-03-09T08:00-04:00"


@pytest.mark.parametrize(
    ("zone", "window", "t", "expected"),
    [
        ("Australia/Lord_Howe", "02:15-05:00", "2026-10-04T01:30+10:30", "2026-10-04T02:30+11:00"),
        ("Australia/Lord_Howe", "01:00-01:45", "2026-04-05T01:40+10:30", "2026-04-06T01:00+10:30"),
        ("Asia/Kolkata", "09:00-10:00", "2026-03-29T03:00+00:00", "2026-03-29T09:00+05:30"),
        ("Asia/Kathmandu", "09:00-10:00", "2026-03-29T04:15+00:00", "2026-03-30T09:00+05:45"),
        ("Pacific/Apia", "Fri 08:00-17:00", "2011-12-29T12:00-10:00", "2012-01-06T08:00+14:00"),
        (
            "America/Sao_Paulo",
            "Sun 00:00-03:00",
            "2017-10-14T12:00-03:00",
            "2017-10-15T01:00-02:00",
        ),
    ],
)
def test_r10_a_window_elsewhere_is_open_next_at(
    zone: str, window: str, t: str, expected: str
) -> None:
    found = openings(window, t, zone).next_open([0], [0], [at(t)])
    assert shown(found[0], zone) == expected


def test_r10_a_closed_date_that_the_clock_comes_back_to_is_shut_twice() -> None:
    # In St John's the clocks went back at 00:01 on 2 November 2008, to 23:01 of the day before.
    zone = "America/St_Johns"
    gates = openings("any", "2008-11-01T12:00-02:30", zone, "", "2008-11-01")
    first = gates.next_open([0], [0], [at("2008-11-01T12:00-02:30")])
    assert shown(first[0], zone) == "2008-11-02T00:00-02:30"
    again = gates.next_open([0], [0], [at("2008-11-02T00:01-02:30")])
    assert shown(again[0], zone) == "2008-11-02T00:00-03:30"


def test_r10_a_closed_day_after_the_change_is_open_until_the_clock_shows_it_again() -> None:
    zone = "America/St_Johns"
    gates = openings("any", "2008-11-01T12:00-02:30", zone, "", "2008-11-02")
    found = gates.next_open([0], [0], [at("2008-11-02T00:00-02:30")])
    assert shown(found[0], zone) == "2008-11-01T23:01-03:30"


def test_r10_each_contact_has_the_holidays_of_its_own_country() -> None:
    horizon = Horizon(at("2026-11-01T00:00+00:00"), at("2026-12-31T00:00+00:00"))
    days = closed_days("contact", (), horizon, ["FI", "US", "Atlantis"])
    gates = Openings(Clock([HELSINKI]), parse_window("any"), days, horizon)
    thanksgiving, independence = at("2026-11-26T12:00+02:00"), at("2026-12-06T12:00+02:00")
    for t, expected in ((thanksgiving, ["", "holiday", ""]), (independence, ["holiday", "", ""])):
        gate, _ = gates.next_try(0, days.codes, np.full(3, t))
        assert [GATE_NAMES[code] for code in gate] == expected


def test_r10_what_opens_after_the_horizon_opens_never() -> None:
    horizon = Horizon(at("2026-03-01T00:00+00:00"), at("2026-03-31T00:00+00:00"))
    days = closed_days("", (), horizon)
    gates = Openings(Clock([HELSINKI]), parse_window(WEEKDAYS), days, horizon)
    assert gates.next_open([0, 0], 0, [at("2026-08-01T00:00+00:00"), NEVER]).tolist() == [NEVER] * 2


def test_r10_a_window_that_is_always_closed_never_opens() -> None:
    gates = openings(WEEKDAYS, "2026-03-27T10:00+02:00", HELSINKI, "", "2025-01-01..2027-12-31")
    assert gates.next_open([0], [0], [at("2026-03-27T10:00+02:00")]).tolist() == [NEVER]


@pytest.mark.parametrize("closed", [(), ("2026-03-30..2026-03-31",)])
def test_both_gates_stay_open_until_the_end_of_the_span_or_of_the_date(closed: tuple[str]) -> None:
    start = at("2026-03-23T00:00+00:00")
    horizon = Horizon(start, start + 30 * 86_400)
    days = closed_days("", [parse_closed(text) for text in closed], horizon, [""])
    gates = Openings(
        Clock([HELSINKI]), parse_window("Mon-Fri 08:00-17:00; Sat 22:00-06:00"), days, horizon
    )
    t = start + np.arange(0, 14 * 86_400, 1_801)
    until, is_open = gates.open_until(0, days.codes[0], t), gates.is_open(0, days.codes[0], t)
    assert (until[~is_open] == t[~is_open]).all()
    assert (until[is_open] > t[is_open]).all()
    for hours in (1, 4, 7):
        between = np.minimum(t + hours * 3_600, until - 1)[is_open]
        assert gates.is_open(0, days.codes[0], between).all()
    if not closed:
        assert not gates.is_open(0, days.codes[0], until[is_open]).any()

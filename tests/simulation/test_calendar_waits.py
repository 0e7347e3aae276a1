"""When waits are over (R7), by durations as R2 has them; each case worked out by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from calendar_words import HELSINKI, NEW_YORK, at, closed_in, shown, wait, year_of

from nurture_tui.contacts.table import NO_DATE
from nurture_tui.model.clock import parse_days, parse_time
from nurture_tui.model.duration import NO_TIME, parse_duration
from nurture_tui.simulation.calendar import NEVER, Clock
from nurture_tui.simulation.waits import WaitRule

LORD_HOWE = "Australia/Lord_Howe"
APIA = "Pacific/Apia"
SAO_PAULO = "America/Sao_Paulo"

Case = tuple[str, str, str, str, str]

# Columns: for, at, on, arrival, expected. In Helsinki the clocks go forward on Sunday 2026-03-29 at
# 03:00 and back on Sunday 2026-10-25 at 04:00.
PLAIN: list[Case] = [
    ("3h", "", "", "2026-03-02T10:00+02:00", "2026-03-02T13:00+02:00"),
    ("90s", "", "", "2026-03-02T10:00+02:00", "2026-03-02T10:01:30+02:00"),
    ("0d", "", "", "2026-03-02T10:00+02:00", "2026-03-02T10:00+02:00"),
    ("2w", "", "", "2026-03-02T10:00+02:00", "2026-03-16T10:00+02:00"),
    ("1d", "09:00", "", "2026-03-02T21:00+02:00", "2026-03-03T09:00+02:00"),
    ("0d", "09:00", "", "2026-03-02T08:00+02:00", "2026-03-02T09:00+02:00"),
    ("0d", "09:00", "", "2026-03-02T09:00+02:00", "2026-03-02T09:00+02:00"),
    ("0d", "09:00", "", "2026-03-02T09:00:01+02:00", "2026-03-03T09:00+02:00"),
    ("4h", "09:00", "", "2026-03-02T04:00+02:00", "2026-03-02T09:00+02:00"),
    ("5h", "09:00", "", "2026-03-02T04:00+02:00", "2026-03-02T09:00+02:00"),
    ("6h", "09:00", "", "2026-03-02T04:00+02:00", "2026-03-03T09:00+02:00"),
    ("1d 4h", "", "", "2026-03-02T22:00+02:00", "2026-03-04T02:00+02:00"),
    ("1bd", "", "", "2026-03-07T10:00+02:00", "2026-03-09T10:00+02:00"),
    ("1bd", "", "", "2026-03-06T10:00+02:00", "2026-03-09T10:00+02:00"),
    ("2bd 3h", "", "", "2026-03-06T15:00+02:00", "2026-03-10T18:00+02:00"),
    ("1w 1bd", "09:00", "", "2026-03-06T12:00+02:00", "2026-03-16T09:00+02:00"),
    ("3d", "09:00", "Mon-Fri", "2026-03-04T12:00+02:00", "2026-03-09T09:00+02:00"),
    ("0d", "09:00", "Tue", "2026-03-03T08:00+02:00", "2026-03-03T09:00+02:00"),
    ("0d", "09:00", "Tue", "2026-03-03T10:00+02:00", "2026-03-10T09:00+02:00"),
    ("20h", "", "Mon-Fri", "2026-03-06T12:00+02:00", "2026-03-09T08:00+02:00"),
    ("1d 2h", "", "Mon-Fri", "2026-03-05T23:00+02:00", "2026-03-09T01:00+02:00"),
]

CLOCK_CHANGES: list[Case] = [
    ("1d", "", "", "2026-03-28T09:00+02:00", "2026-03-29T09:00+03:00"),
    ("24h", "", "", "2026-03-28T09:00+02:00", "2026-03-29T10:00+03:00"),
    ("1d", "", "", "2026-03-28T03:30+02:00", "2026-03-29T04:00+03:00"),
    ("2d", "", "", "2026-03-28T03:30+02:00", "2026-03-30T03:30+03:00"),
    ("1d 4h", "", "", "2026-03-28T03:30+02:00", "2026-03-29T08:00+03:00"),
    ("1d 4h", "", "", "2026-03-28T23:00+02:00", "2026-03-30T03:00+03:00"),
    ("5min", "03:30", "", "2026-03-29T02:45+02:00", "2026-03-29T04:00+03:00"),
    ("30min", "03:30", "", "2026-03-29T02:45+02:00", "2026-03-30T03:30+03:00"),
    ("1d", "03:30", "Sun", "2026-03-28T21:00+02:00", "2026-03-29T04:00+03:00"),
    ("1d", "03:30", "Mon-Fri", "2026-03-28T21:00+02:00", "2026-03-30T03:30+03:00"),
    ("1d", "", "Mon-Fri", "2026-03-28T03:30+02:00", "2026-03-30T03:30+03:00"),
    ("1d", "", "", "2026-10-24T03:30+03:00", "2026-10-25T03:30+03:00"),
    ("2d", "", "", "2026-10-24T03:30+03:00", "2026-10-26T03:30+02:00"),
    ("24h", "", "", "2026-10-24T12:00+03:00", "2026-10-25T11:00+02:00"),
    ("25h", "", "", "2026-10-24T03:30+03:00", "2026-10-25T03:30+02:00"),
    ("1min", "03:30", "", "2026-10-25T03:10+03:00", "2026-10-25T03:30+03:00"),
    ("1min", "03:30", "", "2026-10-25T03:10+02:00", "2026-10-26T03:30+02:00"),
    ("0d", "", "Sun", "2026-10-25T03:30+02:00", "2026-10-25T03:30+02:00"),
    ("0d", "", "Mon", "2026-10-25T03:30+02:00", "2026-10-26T03:30+02:00"),
]

# Columns as above, in other zones.
ELSEWHERE: list[tuple[str, Case]] = [
    (NEW_YORK, ("1d", "", "", "2026-03-07T02:30-05:00", "2026-03-08T03:00-04:00")),
    (NEW_YORK, ("1d", "", "", "2026-10-31T01:30-04:00", "2026-11-01T01:30-04:00")),
    (NEW_YORK, ("0d", "01:15", "", "2026-11-01T01:00-05:00", "2026-11-02T01:15-05:00")),
    (LORD_HOWE, ("1d", "", "", "2026-10-03T02:15+10:30", "2026-10-04T02:30+11:00")),
    (LORD_HOWE, ("1d", "", "", "2026-04-04T01:45+11:00", "2026-04-05T01:45+11:00")),
    (LORD_HOWE, ("24h", "", "", "2026-04-05T01:45+11:00", "2026-04-06T01:15+10:30")),
    ("Asia/Kolkata", ("1d", "09:00", "", "2026-03-28T21:00+05:30", "2026-03-29T09:00+05:30")),
    ("Asia/Kathmandu", ("0d", "00:00", "", "2026-03-28T23:59+05:45", "2026-03-29T00:00+05:45")),
    (APIA, ("1d", "", "", "2011-12-29T12:00-10:00", "2011-12-31T00:00+14:00")),
    (APIA, ("2d", "", "", "2011-12-29T12:00-10:00", "2011-12-31T12:00+14:00")),
    (APIA, ("24h", "", "", "2011-12-29T12:00-10:00", "2011-12-31T12:00+14:00")),
    (APIA, ("1d", "09:00", "Sat", "2011-12-29T12:00-10:00", "2011-12-31T09:00+14:00")),
    (SAO_PAULO, ("1d", "00:00", "", "2017-10-14T12:00-03:00", "2017-10-15T01:00-02:00")),
    (SAO_PAULO, ("0d", "23:30", "", "2018-02-17T23:10-02:00", "2018-02-17T23:30-02:00")),
    (SAO_PAULO, ("0d", "23:30", "", "2018-02-17T23:10-03:00", "2018-02-18T23:30-03:00")),
]

# Good Friday 2026 is 3 April, Easter Monday 6 April.
FINNISH: list[Case] = [
    ("3bd", "", "", "2026-04-02T10:00+03:00", "2026-04-09T10:00+03:00"),
    ("1bd", "09:00", "", "2026-04-02T10:00+03:00", "2026-04-07T09:00+03:00"),
    ("1d", "09:00", "", "2026-04-02T10:00+03:00", "2026-04-03T09:00+03:00"),
    ("1d", "09:00", "Mon-Fri", "2026-04-02T10:00+03:00", "2026-04-07T09:00+03:00"),
    ("1d", "09:00", "Fri", "2026-04-02T10:00+03:00", "2026-04-10T09:00+03:00"),
    ("30h", "", "Mon-Sun", "2026-04-02T10:00+03:00", "2026-04-04T16:00+03:00"),
]


@pytest.mark.parametrize(("for_", "at_", "on", "arrival", "expected"), PLAIN)
def test_r7_a_wait_for_a_duration_is_over(
    for_: str, at_: str, on: str, arrival: str, expected: str
) -> None:
    assert wait(for_, at_, on, arrival, HELSINKI) == expected


@pytest.mark.parametrize(("for_", "at_", "on", "arrival", "expected"), CLOCK_CHANGES)
def test_r2_a_wait_over_a_clock_change_is_over(
    for_: str, at_: str, on: str, arrival: str, expected: str
) -> None:
    assert wait(for_, at_, on, arrival, HELSINKI) == expected


@pytest.mark.parametrize(("zone", "case"), ELSEWHERE)
def test_r2_a_wait_elsewhere_is_over(zone: str, case: Case) -> None:
    *rule, expected = case
    assert wait(*rule, zone) == expected


@pytest.mark.parametrize(("for_", "at_", "on", "arrival", "expected"), FINNISH)
def test_r2_and_r7_public_holidays_close_business_days_and_on(
    for_: str, at_: str, on: str, arrival: str, expected: str
) -> None:
    assert wait(for_, at_, on, arrival, HELSINKI, "FI") == expected


def test_r2_business_days_go_round_a_closed_span() -> None:
    found = wait("1bd", "", "", "2026-06-30T10:00+03:00", HELSINKI, "", "2026-07-01..2026-07-31")
    assert found == "2026-08-03T10:00+03:00"


def test_r7_a_day_that_is_always_closed_never_comes() -> None:
    arrival = "2026-03-02T10:00+02:00"
    days = closed_in("", "2025-01-01..2027-12-31", year_of(arrival))
    rule = WaitRule(Clock([HELSINKI]), days, NO_TIME, None, parse_days("Mon"))
    assert rule.leave([0], [0], [at(arrival)]).tolist() == [NEVER]


def test_r7_who_never_arrives_never_leaves() -> None:
    horizon = year_of("2026-03-02T10:00+02:00")
    for text, time in (("3h", None), ("3d", None), ("2bd", None), ("1d", "09:00"), ("1h", "09:00")):
        rule = WaitRule(
            Clock([HELSINKI]),
            closed_in("", "", horizon),
            parse_duration(text),
            parse_time(time) if time else None,
        )
        assert rule.leave([0], [0], [NEVER]).tolist() == [NEVER], text


# ---------------------------------------------------------------- dates
# Columns: sign, duration, at, on, base (a day or an instant), expected.
DATES = [
    ("-", "3d", "09:00", "", "2026-03-31", "2026-03-28T09:00+02:00"),
    ("+", "0d", "", "", "2026-03-31", "2026-03-31T00:00+03:00"),
    ("+", "0d", "", "", "2026-03-31T14:05+03:00", "2026-03-31T14:05+03:00"),
    ("+", "5min", "", "", "2026-03-31T14:00+03:00", "2026-03-31T14:05+03:00"),
    ("-", "1d", "", "", "2026-03-30T03:30+03:00", "2026-03-29T04:00+03:00"),
    ("-", "1d 2h", "", "", "2026-03-30T12:00+03:00", "2026-03-29T10:00+03:00"),
    ("+", "1d 2h", "", "", "2026-03-28T12:00+02:00", "2026-03-29T14:00+03:00"),
    ("-", "24h", "", "", "2026-03-30T00:30+03:00", "2026-03-28T23:30+02:00"),
    ("+", "0d", "03:30", "", "2026-03-29", "2026-03-29T04:00+03:00"),
    ("+", "0d", "03:30", "", "2026-10-25", "2026-10-25T03:30+03:00"),
    ("-", "2bd", "09:00", "", "2026-03-09", "2026-03-05T09:00+02:00"),
    ("-", "1bd", "09:00", "", "2026-03-08", "2026-03-06T09:00+02:00"),
    ("-", "1bd", "09:00", "", "2026-04-07", "2026-04-02T09:00+03:00"),
    ("-", "1w 1bd", "09:00", "", "2026-03-16", "2026-03-06T09:00+02:00"),
    ("-", "3d", "09:00", "Mon-Fri", "2026-03-10", "2026-03-09T09:00+02:00"),
    ("-", "1d", "", "Tue-Fri", "2026-04-05T08:15+03:00", "2026-04-07T08:15+03:00"),
]


def moment(sign: str, duration: str, at_: str, on: str, base: str) -> WaitRule:
    return WaitRule(
        Clock([HELSINKI]),
        closed_in("FI", "", year_of("2026-03-30T00:00+00:00")),
        parse_duration(duration),
        parse_time(at_) if at_ else None,
        parse_days(on) if on else None,
        -1 if sign == "-" else 1,
    )


@pytest.mark.parametrize(("sign", "duration", "at_", "on", "base", "expected"), DATES)
def test_r7_a_wait_for_a_date_ends_at(
    sign: str, duration: str, at_: str, on: str, base: str, expected: str
) -> None:
    rule = moment(sign, duration, at_, on, base)
    day_only = len(base) == 10
    days = (date.fromisoformat(base[:10]) - date(1970, 1, 1)).days
    seconds = days * 86_400 if day_only else at(base)
    arrival = at("2026-01-10T00:00+00:00")
    found, past = rule.leave_date([0], [0], [seconds], [day_only], [arrival])
    assert shown(found[0], HELSINKI) == expected
    assert not past[0]


def test_r7_a_day_is_the_day_that_is_named_also_where_the_clocks_skipped_it() -> None:
    horizon = year_of("2011-12-29T00:00+00:00")
    rule = WaitRule(Clock([APIA]), closed_in("", "", horizon), NO_TIME, parse_time("09:00"))
    days = (date(2011, 12, 30) - date(1970, 1, 1)).days
    found, _ = rule.leave_date([0], [0], [days * 86_400], [True], [0])
    assert shown(found[0], APIA) == "2011-12-31T00:00+14:00"


def test_r7_a_moment_before_arrival_is_past_and_one_at_arrival_is_not() -> None:
    rule = moment("+", "0d", "", "", "")
    base = at("2026-03-10T12:00+02:00")
    _, past = rule.leave_date([0, 0, 0], 0, base, False, base + np.array([-1, 0, 1]))
    assert past.tolist() == [False, False, True]


def test_r7_a_missing_date_counts_as_past() -> None:
    rule = moment("-", "3d", "09:00", "", "")
    found, past = rule.leave_date([0], [0], [NO_DATE], [True], [0])
    assert past.tolist() == [True]
    assert found.tolist() == [NEVER]


def test_r7_a_date_long_after_the_run_is_reached_by_weeks_before_it() -> None:
    rule = moment("-", "100w", "09:00", "", "")
    days = (date(2028, 2, 4) - date(1970, 1, 1)).days
    found, _ = rule.leave_date([0], [0], [days * 86_400], [True], [0])
    assert shown(found[0], HELSINKI) == "2026-03-06T09:00+02:00"


def test_r1_each_contact_waits_by_its_own_clock() -> None:
    zones = [HELSINKI, NEW_YORK, "Asia/Kathmandu"]
    arrival = at("2026-03-29T00:30+02:00")
    days = closed_in("", "", year_of("2026-03-29T00:30+02:00"))
    rule = WaitRule(Clock(zones), days, parse_duration("1d"), parse_time("09:00"))
    found = rule.leave([0, 1, 2], 0, arrival)
    assert [shown(t, zone) for t, zone in zip(found, zones, strict=True)] == [
        "2026-03-30T09:00+03:00",
        "2026-03-29T09:00-04:00",
        "2026-03-30T09:00+05:45",
    ]

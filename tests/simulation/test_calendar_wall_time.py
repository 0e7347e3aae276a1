"""What clocks show and when (R1, R2); expectations are written down by hand, not computed."""

from __future__ import annotations

import struct
from datetime import datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from calendar_words import HELSINKI, NEW_YORK, at, shown

from nurture_tui.errors import SimulationError
from nurture_tui.simulation.calendar import NEVER, Clock
from nurture_tui.simulation.zone_rules import compile_zones, read_rules

# Columns: zone, wall time, the instant it is resolved to.
RESOLVED = [
    (HELSINKI, "2026-03-29T02:59:59", "2026-03-29T02:59:59+02:00"),
    (HELSINKI, "2026-03-29T03:00", "2026-03-29T04:00+03:00"),
    (HELSINKI, "2026-03-29T03:30", "2026-03-29T04:00+03:00"),
    (HELSINKI, "2026-03-29T04:00", "2026-03-29T04:00+03:00"),
    (HELSINKI, "2026-03-29T04:00:01", "2026-03-29T04:00:01+03:00"),
    (HELSINKI, "2026-10-25T02:59:59", "2026-10-25T02:59:59+03:00"),
    (HELSINKI, "2026-10-25T03:00", "2026-10-25T03:00+03:00"),
    (HELSINKI, "2026-10-25T03:59:59", "2026-10-25T03:59:59+03:00"),
    (HELSINKI, "2026-10-25T04:00", "2026-10-25T04:00+02:00"),
    (NEW_YORK, "2026-03-08T02:30", "2026-03-08T03:00-04:00"),
    (NEW_YORK, "2026-11-01T01:30", "2026-11-01T01:30-04:00"),
    (NEW_YORK, "2026-11-01T02:00", "2026-11-01T02:00-05:00"),
    ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-04T02:30+11:00"),
    ("Australia/Lord_Howe", "2026-04-05T01:30", "2026-04-05T01:30+11:00"),
    ("Australia/Lord_Howe", "2026-04-05T02:00", "2026-04-05T02:00+10:30"),
    ("Asia/Kolkata", "2026-03-29T03:30", "2026-03-29T03:30+05:30"),
    ("Asia/Kathmandu", "2026-03-29T03:30", "2026-03-29T03:30+05:45"),
    ("Pacific/Apia", "2011-12-30T12:00", "2011-12-31T00:00+14:00"),
    ("America/Sao_Paulo", "2017-10-15T00:00", "2017-10-15T01:00-02:00"),
    ("America/Sao_Paulo", "2018-02-17T23:30", "2018-02-17T23:30-02:00"),
    ("UTC", "2026-03-29T03:30", "2026-03-29T03:30+00:00"),
]


@pytest.mark.parametrize(("zone", "wall", "expected"), RESOLVED)
def test_r2_a_wall_time_is_resolved_to(zone: str, wall: str, expected: str) -> None:
    found = Clock([zone]).instant([0], [at(f"{wall}+00:00")])
    assert found.tolist() == [at(expected)]
    assert shown(found[0], zone) == expected


def test_r1_a_clock_shows_local_dates_days_and_hours() -> None:
    clock = Clock([HELSINKI, NEW_YORK])
    t = at("2026-03-29T00:30+00:00")
    assert clock.local([0, 1], t).tolist() == [
        at("2026-03-29T02:30+00:00"),
        at("2026-03-28T20:30+00:00"),
    ]
    assert (np.diff(clock.day([0, 1], t)) == -1).all()
    assert clock.weekday([0, 1], t).tolist() == [6, 5]
    assert clock.hour([0, 1], t).tolist() == [2, 20]


def test_r1_weekdays_run_from_monday_0_to_sunday_6() -> None:
    monday = at("2026-03-02T12:00+00:00")
    days = Clock(["UTC"]).weekday(0, monday + 86_400 * np.arange(-7, 7))
    assert days.tolist() == [*range(7), *range(7)]


def test_r2_an_hour_that_occurs_twice_is_shown_twice() -> None:
    clock = Clock([HELSINKI])
    first = at("2026-10-25T03:30+03:00")
    assert clock.local([0, 0], [first, first + 3_600]).tolist() == [
        at("2026-10-25T03:30+00:00"),
        at("2026-10-25T03:30+00:00"),
    ]


def test_r2_never_stays_never() -> None:
    assert Clock([HELSINKI]).instant([0, 0], [NEVER, NEVER + 7_200]).tolist() == [NEVER] * 2


def test_r1_zones_are_names_of_tzdata_exactly_and_others_fall_back() -> None:
    names, codes, fell_back = compile_zones(
        ["Asia/Kolkata", "", "europe/helsinki", "Asia/Kolkata", "EET ", "Europe/Helsinki", "UTC"],
        "Europe/Helsinki",
    )
    assert names == ("Europe/Helsinki", "Asia/Kolkata", "UTC")
    assert codes.tolist() == [1, 0, 0, 1, 0, 0, 2]
    assert fell_back == 3


def test_r1_an_unknown_zone_is_refused_in_words() -> None:
    with pytest.raises(SimulationError, match="“Europe/Atlantis” is not a time zone"):
        Clock(["Europe/Atlantis"])


@pytest.mark.parametrize(
    "footer",
    [
        "<+0330>-3:30<+0430>,J79/24,J263/24",
        "EST5EDT,J60,J300/3",
        "AAA-1BBB,J58/-1,J365/1:30",
        "AAA3BBB2:30,M2.5.0,M10.1.6/24",
        "AAA0",
        "<-03>3<-02>,M12.5.0/-2,M1.1.3/50",
    ],
)
def test_r2_yearly_changes_of_any_form_are_those_of_zoneinfo(footer: str) -> None:
    data = zone_file(footer)
    zone = ZoneInfo.from_file(BytesIO(data))
    rules = read_rules(data)
    for t in range(at("2023-01-01T00:00+00:00"), at("2029-01-01T00:00+00:00"), 5_400):
        place = np.searchsorted(rules.changes, t, side="right")
        assert rules.offsets[place] == utc_offset(zone, t), t


def test_r2_a_day_of_the_year_counts_from_0_and_with_29_february() -> None:
    # POSIX: n is a day from 0 to 365, so 59 is 1 March but in leap years. By hand, for zoneinfo
    # of Python 3.11 reads it as a day earlier.
    rules = read_rules(zone_file("AAA0BBB,59/0,300/0"))
    near = (rules.changes > at("2023-01-01T00:00+00:00")) & (
        rules.changes < at("2025-01-01T00:00+00:00")
    )
    assert rules.changes[near].tolist() == [
        at("2023-03-01T00:00+00:00"),
        at("2023-10-28T00:00+01:00"),
        at("2024-02-29T00:00+00:00"),
        at("2024-10-27T00:00+01:00"),
    ]


def test_r2_a_day_of_the_year_with_j_does_not_count_29_february() -> None:
    rules = read_rules(zone_file("AAA0BBB,J59/0,J60/0"))
    near = (rules.changes > at("2023-01-01T00:00+00:00")) & (
        rules.changes < at("2025-01-01T00:00+00:00")
    )
    assert rules.changes[near].tolist() == [
        at("2023-02-28T00:00+00:00"),
        at("2023-03-01T00:00+01:00"),
        at("2024-02-28T00:00+00:00"),
        at("2024-03-01T00:00+01:00"),
    ]


def utc_offset(zone: ZoneInfo, t: int) -> float:
    offset = datetime.fromtimestamp(t, zone).utcoffset()
    assert offset is not None
    return offset.total_seconds()


STANDARD = {"<+0330>": 12_600, "EST5EDT": -18_000, "AAA-1BB": 3_600, "AAA3BBB": -10_800}


def zone_file(footer: str) -> bytes:
    """A TZif file of version 2 whose rules are all in its footer."""
    header = struct.pack(">4sc15x6l", b"TZif", b"2", 0, 0, 0, 0, 1, 4)
    offset = STANDARD.get(footer[:7], -10_800 if footer.startswith("<-03>") else 0)
    kind = struct.pack(">lbb", offset, 0, 0) + b"AAA\0"
    return header + kind + header + kind + f"\n{footer}\n".encode()

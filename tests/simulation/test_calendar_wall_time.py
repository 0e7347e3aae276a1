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
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.(HELSINKI, "2026-03-29T02:59:59", "2026-03-29T02:59:59+02:00"),
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.(HELSINKI, "2026-03-29T03:00", "2026-03-29T04:00+03:00"),
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.(HELSINKI, "2026-03-29T03:30", "2026-03-29T04:00+03:00"),
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.(HELSINKI, "2026-03-29T04:00", "2026-03-29T04:00+03:00"),
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.(HELSINKI, "2026-03-29T04:00:01", "2026-03-29T04:00:01+03:00"),
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.(HELSINKI, "2026-10-25T02:59:59", "2026-10-25T02:59:59+03:00"),
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.(HELSINKI, "2026-10-25T03:00", "2026-10-25T03:00+03:00"),
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.(HELSINKI, "2026-10-25T03:59:59", "2026-10-25T03:59:59+03:00"),
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.(HELSINKI, "2026-10-25T04:00", "2026-10-25T04:00+02:00"),
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.(NEW_YORK, "2026-03-08T02:30", "2026-03-08T03:00-04:00"),
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.(NEW_YORK, "2026-11-01T01:30", "2026-11-01T01:30-04:00"),
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.(NEW_YORK, "2026-11-01T02:00", "2026-11-01T02:00-05:00"),
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-04T02:30+11:00"),
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.("Australia/Lord_Howe", "2026-04-05T01:30", "2026-04-05T01:30+11:00"),
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.("Australia/Lord_Howe", "2026-04-05T02:00", "2026-04-05T02:00+10:30"),
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.("Asia/Kolkata", "2026-03-29T03:30", "2026-03-29T03:30+05:30"),
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.("Asia/Kathmandu", "2026-03-29T03:30", "2026-03-29T03:30+05:45"),
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.("Pacific/Apia", "2011-12-30T12:00", "2011-12-31T00:00+14:00"),
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.("America/Sao_Paulo", "2017-10-15T00:00", "2017-10-15T01:00-02:00"),
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.("America/Sao_Paulo", "2018-02-17T23:30", "2018-02-17T23:30-02:00"),
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.("UTC", "2026-03-29T03:30", "2026-03-29T03:30+00:00"),
]


@pytest.mark.parametrize(("zone", "wall", "expected"), RESOLVED)
def test_r2_a_wall_time_is_resolved_to(zone: str, wall: str, expected: str) -> None:
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.found = Clock([zone]).instant([0], [at(f"{wall}+00:00")])
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.assert found.tolist() == [at(expected)]
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.assert shown(found[0], zone) == expected


def test_r1_a_clock_shows_local_dates_days_and_hours() -> None:
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.clock = Clock([HELSINKI, NEW_YORK])
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.t = at("2026-03-29T00:30+00:00")
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.assert clock.local([0, 1], t).tolist() == [
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.    at("2026-03-29T02:30+00:00"),
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.    at("2026-03-28T20:30+00:00"),
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.]
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.assert (np.diff(clock.day([0, 1], t)) == -1).all()
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.assert clock.weekday([0, 1], t).tolist() == [6, 5]
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.assert clock.hour([0, 1], t).tolist() == [2, 20]


def test_r1_weekdays_run_from_monday_0_to_sunday_6() -> None:
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.monday = at("2026-03-02T12:00+00:00")
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.days = Clock(["UTC"]).weekday(0, monday + 86_400 * np.arange(-7, 7))
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.assert days.tolist() == [*range(7), *range(7)]


def test_r2_an_hour_that_occurs_twice_is_shown_twice() -> None:
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.clock = Clock([HELSINKI])
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.first = at("2026-10-25T03:30+03:00")
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.assert clock.local([0, 0], [first, first + 3_600]).tolist() == [
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.    at("2026-10-25T03:30+00:00"),
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.    at("2026-10-25T03:30+00:00"),
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.]


def test_r2_never_stays_never() -> None:
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.assert Clock([HELSINKI]).instant([0, 0], [NEVER, NEVER + 7_200]).tolist() == [NEVER] * 2


def test_r1_zones_are_names_of_tzdata_exactly_and_others_fall_back() -> None:
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.names, codes, fell_back = compile_zones(
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.    ["Asia/Kolkata", "", "europe/helsinki", "Asia/Kolkata", "EET ", "Europe/Helsinki", "UTC"],
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.    "Europe/Helsinki",
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.)
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.assert names == ("Europe/Helsinki", "Asia/Kolkata", "UTC")
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.assert codes.tolist() == [1, 0, 0, 1, 0, 0, 2]
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.assert fell_back == 3


def test_r1_an_unknown_zone_is_refused_in_words() -> None:
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.with pytest.raises(SimulationError, match="“Europe/Atlantis” is not a time zone"):
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.    Clock(["Europe/Atlantis"])


@pytest.mark.parametrize(
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years."footer",
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.[
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.    "<+0330>-3:30<+0430>,J79/24,J263/24",
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.    "EST5EDT,J60,J300/3",
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.    "AAA-1BBB,J58/-1,J365/1:30",
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.    "AAA3BBB2:30,M2.5.0,M10.1.6/24",
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.    "AAA0",
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.    "<-03>3<-02>,M12.5.0/-2,M1.1.3/50",
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.],
)
def test_r2_yearly_changes_of_any_form_are_those_of_zoneinfo(footer: str) -> None:
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.data = zone_file(footer)
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.zone = ZoneInfo.from_file(BytesIO(data))
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.rules = read_rules(data)
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.for t in range(at("2023-01-01T00:00+00:00"), at("2029-01-01T00:00+00:00"), 5_400):
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.    place = np.searchsorted(rules.changes, t, side="right")
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.    assert rules.offsets[place] == utc_offset(zone, t), t


def test_r2_a_day_of_the_year_counts_from_0_and_with_29_february() -> None:
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.# POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.rules = read_rules(zone_file("AAA0BBB,59/0,300/0"))
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.near = (rules.changes > at("2023-01-01T00:00+00:00")) & (
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.    rules.changes < at("2025-01-01T00:00+00:00")
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.)
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.assert rules.changes[near].tolist() == [
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.    at("2023-03-01T00:00+00:00"),
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.    at("2023-10-28T00:00+01:00"),
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.    at("2024-02-29T00:00+00:00"),
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.    at("2024-10-27T00:00+01:00"),
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.]


def utc_offset(zone: ZoneInfo, t: int) -> float:
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.offset = datetime.fromtimestamp(t, zone).utcoffset()
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.assert offset is not None
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.return offset.total_seconds()


STANDARD = {"<+0330>": 12_600, "EST5EDT": -18_000, "AAA-1BB": 3_600, "AAA3BBB": -10_800}


def zone_file(footer: str) -> bytes:
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years."""A TZif file of version 2 whose rules are all in its footer."""
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.header = struct.pack(">4sc15x6l", b"TZif", b"2", 0, 0, 0, 0, 1, 4)
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.offset = STANDARD.get(footer[:7], -10_800 if footer.startswith("<-03>") else 0)
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.kind = struct.pack(">lbb", offset, 0, 0) + b"AAA\0"
 POSIX: n is a day from 0 to 365, 59 the first of March but in leap years.return header + kind + header + kind + f"\n{footer}\n".encode()

"""A table of waits says what the rule says, at the edges of its stretches too (R7)."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from nurture_tui.model.clock import parse_days, parse_time
from nurture_tui.model.duration import DAY, parse_duration
from nurture_tui.simulation.calendar import Clock, Horizon
from nurture_tui.simulation.closed_days import closed_days
from nurture_tui.simulation.wait_table import WaitTable
from nurture_tui.simulation.waits import WaitRule

ZONES = (
    "Europe/Helsinki",
    "America/New_York",
    "Asia/Kolkata",
    "America/Santiago",  # changes at midnight
    "Asia/Beirut",
    "Australia/Lord_Howe",  # by half an hour
    "Pacific/Apia",  # left out a whole day in December 2011
)
STARTS = ("2026-03-01", "2026-10-01", "2011-12-15")


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("length", ["0d", "2bd", "90min"])
@pytest.mark.parametrize("at", ["00:00", "02:30"])
@pytest.mark.parametrize("on", [None, "Mon-Fri", "Tue,Sat"])
def test_r7_a_table_of_waits_agrees_with_the_rule(
    start: str, length: str, at: str, on: str | None
) -> None:
    first = int(datetime.fromisoformat(start).replace(tzinfo=UTC).timestamp())
    last = first + 45 * DAY
    clock = Clock(ZONES)
    closed = closed_days("contact", (), Horizon(first, last, 2), ("FI", ""))
    duration, time = parse_duration(length), parse_time(at)
    days = parse_days(on) if on is not None else None
    rule = WaitRule(clock, closed, duration, time, days)
    table = WaitTable(clock, closed, duration, time, days, first, last)
    half_hours = np.arange(first, last, 1_800)
    arrivals = np.concatenate([half_hours, half_hours + 1, half_hours[1:] - 1, [last - 1]])
    for zone in range(len(ZONES)):
        for variant in range(len(closed.closed)):
            zones = np.full(len(arrivals), zone)
            variants = np.full(len(arrivals), variant)
            expected = rule.leave(zones, variants, arrivals)
            np.testing.assert_array_equal(table.leave(zones, variants, arrivals), expected)

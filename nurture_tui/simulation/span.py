"""The span of a run: its first and last instant, and its daily looks at 06:00 (R3, R5)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache

import numpy as np

from nurture_tui.errors import SimulationError
from nurture_tui.frozen import dataclass
from nurture_tui.model.duration import DAY
from nurture_tui.simulation.calendar import clock_of
from nurture_tui.simulation.settings import RunSettings
from nurture_tui.simulation.view import Ints

SIX = 6 * 3_600
MOST_DAYS = 3_660
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, eq=False)
class Span:
    """start ≤ t < end in seconds UTC; `midnights` are the workspace's days, the end with them."""

    start: int
    end: int
    six_o_clocks: Ints
    midnights: Ints
    first_day: date

    @cached_property
    def day_ends(self) -> Ints:
        """When each of the workspace's days that the run has a part of is over."""
        last = int(np.searchsorted(self.midnights, self.end, side="left"))
        return self.midnights[1 : last + 1]

    @cached_property
    def days(self) -> tuple[str, ...]:
        """The dates of these days."""
        numbers = range(len(self.day_ends))
        return tuple((self.first_day + timedelta(days=day)).isoformat() for day in numbers)


def span(settings: RunSettings, timezone: str) -> Span:
    """The span of a run in the workspace's zone; refuses one without days, or of ten years."""
    return _span(settings.start, settings.days, timezone)


@lru_cache(maxsize=8)
def _span(moment: date | datetime, length: int, timezone: str) -> Span:
    """Found once for runs that differ in nothing but journeys, contacts and luck."""
    if not 1 <= length <= MOST_DAYS:
        raise SimulationError(
            f"a run lasts between 1 and {MOST_DAYS:,} days, not {length:,}",
            fix="Write --days 90, for example.",
        )
    clock = clock_of((timezone,))
    first = moment.date() if isinstance(moment, datetime) else moment
    if not date(1971, 1, 1) <= first <= date(2150, 1, 1):
        raise SimulationError(f"a run cannot start on {first}", fix="Choose a day of this century.")
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        start = int(moment.timestamp())
        first = _EPOCH + timedelta(days=int(clock.day(0, start)))
    else:
        time = _time_of(moment)
        start = int(clock.instant(0, (first - _EPOCH).days * DAY + time))
    local = int(clock.local(0, start))
    end = int(clock.instant(0, local + length * DAY))
    days = (first - _EPOCH).days + np.arange(length + 2, dtype=np.int64)
    sixes = np.asarray(clock.instant(0, days * DAY + SIX))
    midnights = np.asarray(clock.instant(0, days * DAY))
    return Span(start, end, sixes[(sixes >= start) & (sixes < end)], midnights, first)


def _time_of(moment: date | datetime) -> int:
    if isinstance(moment, datetime):
        return moment.hour * 3_600 + moment.minute * 60 + moment.second
    return 0

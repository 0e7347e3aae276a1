"""When a wait is over: durations, times of day, days of the week and dates (R7)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nurture_tui.contacts.table import NO_DATE
from nurture_tui.model.clock import Days, TimeOfDay
from nurture_tui.model.duration import DAY, Duration
from nurture_tui.simulation.calendar import NEVER, Clock
from nurture_tui.simulation.closed_days import WORKING_DAYS, ClosedDays
from nurture_tui.simulation.lookup import Ints


class WaitRule:
    """A wait for a duration or a date, compiled for many contacts.

    Arguments called `zone`, `variant` and so on are arrays of one shape or single numbers. What is
    not met within the compiled days is NEVER.
    """

    def __init__(
        self,
        clock: Clock,
        closed: ClosedDays,
        duration: Duration,
        at: TimeOfDay | None = None,
        on: Days | None = None,
        sign: int = 1,
    ) -> None:
        """`sign` is -1 for a date minus a duration; `on` without days means every day."""
        self._clock = clock
        self._duration = duration
        self._sign = sign
        self._at = at
        self._on = closed.open_days(on) if on is not None else None
        self._working = closed.open_days(WORKING_DAYS) if duration.business_days else None

    @property
    def by_clock(self) -> bool:
        """False where every wait lasts alike, whatever clock and days the contact goes by."""
        return self._at is not None or self._on is not None or self._duration.has_wall_part

    def leave(self, zone: npt.ArrayLike, variant: npt.ArrayLike, arrival: npt.ArrayLike) -> Ints:
        """When a wait `for` a duration is over, of a contact that arrives at an instant."""
        arrivals = np.asarray(arrival, np.int64)
        if self._at is None:
            return self._moved(zone, variant, arrivals)
        if not self._duration.has_wall_part:
            arrivals = arrivals + self._duration.seconds
        day = self._moved_day(variant, self._clock.day(zone, arrivals))
        found = self._at_time(zone, day)
        early = found < arrivals
        while early.any():
            day = day + early
            found = self._at_time(zone, day)
            early = (found < arrivals) & (arrivals < NEVER)
        return found if self._on is None else self._on_day(zone, variant, day, self._at.seconds)

    def leave_date(
        self,
        zone: npt.ArrayLike,
        variant: npt.ArrayLike,
        base: npt.ArrayLike,
        day_only: npt.ArrayLike,
        arrival: npt.ArrayLike,
    ) -> tuple[Ints, npt.NDArray[np.bool_]]:
        """The moment that a wait for a date ends at, and whether it is past or the date is missing.

        `base` and `day_only` are as in a DateColumn: an instant, or a day's midnight as if it were
        UTC. A moment equal to the arrival is not past.
        """
        dates = np.asarray(base, np.int64)
        missing = dates == NO_DATE
        dates = np.where(missing, 0, dates)
        instants = np.where(day_only, self._clock.instant(zone, dates), dates)
        if self._at is None:
            found = self._moved(zone, variant, instants)
        else:
            local_day = np.where(day_only, dates // DAY, self._clock.day(zone, instants))
            day = self._moved_day(variant, local_day)
            found = self._on_day(zone, variant, day, self._at.seconds)
        past = missing | (found < np.asarray(arrival, np.int64))
        return np.where(missing, NEVER, found), past

    def _moved(self, zone: npt.ArrayLike, variant: npt.ArrayLike, t: Ints) -> Ints:
        """An instant moved: the wall clock's date first, then elapsed time, then to `on` (R2)."""
        found = t
        if self._duration.has_wall_part:
            if self._on is None and self._working is None:
                found = self._days_later(zone, t)
                return np.minimum(found + self._sign * self._duration.seconds, NEVER)
            local = self._clock.local(zone, t)
            day, time = self._moved_day(variant, local // DAY), local % DAY
            if self._on is not None and not self._duration.seconds:
                return self._on_day(zone, variant, day, time)
            found = self._clock.instant(zone, day * DAY + time)
        found = np.minimum(found + self._sign * self._duration.seconds, NEVER)
        if self._on is None:
            return found
        local = self._clock.local(zone, found)
        day = local // DAY
        opens = self._on.next(variant, day)
        # On a day that is open the instant stays, also where its wall time occurs twice.
        moved = self._clock.instant(zone, opens * DAY + local % DAY)
        return np.where(opens == day, found, moved)

    def _days_later(self, zone: npt.ArrayLike, t: Ints) -> Ints:
        """The same wall time some days later or earlier (R2): most meet no clock change."""
        days = self._sign * self._duration.calendar_days * DAY
        if days < DAY:
            return self._clock.instant(zone, self._clock.local(zone, t) + days)
        offset, changes = self._clock.segment(zone, t)
        found: Ints = np.asarray(t + days)
        past = np.flatnonzero(found >= changes)
        if len(past):
            zones = np.broadcast_to(zone, found.shape)
            walls = (found + offset).reshape(-1)[past]
            found.reshape(-1)[past] = self._clock.instant(zones.reshape(-1)[past], walls)
        return found

    def _moved_day(self, variant: npt.ArrayLike, day: Ints) -> Ints:
        """A local date moved by weeks and days, then by business days (R2)."""
        moved = day + self._sign * self._duration.calendar_days
        if self._working is None:
            return moved
        return self._working.moved(variant, moved, self._sign * self._duration.business_days)

    def _at_time(self, zone: npt.ArrayLike, day: Ints) -> Ints:
        time = self._at.seconds if self._at is not None else 0
        return self._clock.instant(zone, day * DAY + time)

    def _on_day(
        self, zone: npt.ArrayLike, variant: npt.ArrayLike, day: Ints, time: Ints | int
    ) -> Ints:
        """The instant of a time on the first day of `on` that is not closed, from `day` on."""
        if self._on is not None:
            day = self._on.next(variant, day)
        return self._clock.instant(zone, day * DAY + time)

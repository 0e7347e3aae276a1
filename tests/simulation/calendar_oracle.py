"""The calendar's rules for one contact at a time, in plain datetime and zoneinfo."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from nurture_tui.model.clock import Days, TimeOfDay, Window
from nurture_tui.model.duration import Duration
from nurture_tui.model.zones import zone_info

ONE_DAY = timedelta(days=1)
MIDNIGHT = time(0)


@dataclass
class Person:
    """A contact by whose clock things go: the zone, and the dates that are closed."""

    zone: str
    closed: frozenset[date] = field(default_factory=frozenset)

    def local(self, t: int) -> datetime:
        return datetime.fromtimestamp(t, zone_info(self.zone)).replace(tzinfo=None, fold=0)

    def instant(self, wall: datetime) -> int:
        """R2: skipped, the first valid instant after it; twice, the first."""
        first = int(wall.replace(tzinfo=zone_info(self.zone), fold=0).timestamp())
        if self.local(first) == wall:
            return first
        return self.change_between(
            int(wall.replace(tzinfo=zone_info(self.zone), fold=1).timestamp()), first
        )

    def offset(self, t: int) -> timedelta:
        return self.local(t) - datetime.fromtimestamp(t, UTC).replace(tzinfo=None)

    def change_between(self, early: int, late: int) -> int:
        while late - early > 1:
            middle = (early + late) // 2
            if self.offset(middle) == self.offset(early):
                early = middle
            else:
                late = middle
        return late

    def is_closed(self, day: date) -> bool:
        return day in self.closed

    # ------------------------------------------------------------ R2: durations
    def moved_date(self, day: date, duration: Duration, sign: int) -> date:
        """w d, then bd: each to the next open weekday."""
        day += sign * timedelta(days=7 * duration.weeks + duration.days)
        for _ in range(duration.business_days):
            day += sign * ONE_DAY
            while day.weekday() > 4 or self.is_closed(day):
                day += sign * ONE_DAY
        return day

    def next_on(self, day: date, on: Days) -> date:
        while day.weekday() not in on.numbers or self.is_closed(day):
            day += ONE_DAY
        return day

    # ------------------------------------------------------------ R7: waits
    def leave(self, duration: Duration, at: TimeOfDay | None, on: Days | None, arrival: int) -> int:
        """`for`, with `at` and `on`."""
        if at is None:
            return self.moved(arrival, duration, on, 1)
        earliest = arrival
        if not duration.has_wall_part:
            earliest += duration.seconds
        day = self.moved_date(self.local(earliest).date(), duration, 1)
        while self.instant(_wall(day, at)) < earliest:
            day += ONE_DAY
        return self.instant(_wall(self.next_on(day, on) if on else day, at))

    def moved(self, t: int, duration: Duration, on: Days | None, sign: int) -> int:
        wall = None
        if duration.has_wall_part:
            old = self.local(t)
            wall = datetime.combine(self.moved_date(old.date(), duration, sign), old.time())
            if duration.seconds or on is None:
                t, wall = self.instant(wall) + sign * duration.seconds, None
        else:
            t += sign * duration.seconds
        if on is None:
            return t
        here = wall or self.local(t)
        there = self.next_on(here.date(), on)
        if wall is None and there == here.date():
            return t
        return self.instant(datetime.combine(there, here.time()))

    def moment(
        self,
        base: int | date,
        duration: Duration,
        at: TimeOfDay | None,
        on: Days | None,
        sign: int,
    ) -> int:
        """`date`, with `at` and `on`; a base of a day alone is that day, 00:00, on this clock."""
        day_alone = isinstance(base, date)
        t = self.instant(datetime.combine(base, MIDNIGHT)) if isinstance(base, date) else base
        if at is None:
            return self.moved(t, duration, on, sign)
        day = base if day_alone else self.local(t).date()
        assert isinstance(day, date)
        day = self.moved_date(day, duration, sign)
        return self.instant(_wall(self.next_on(day, on) if on else day, at))

    # ------------------------------------------------------------ R10: windows and closed days
    def spans(self, window: Window, near: date, days: int = 3) -> Iterable[tuple[int, int]]:
        for i in range(-3, days):
            day = near + i * ONE_DAY
            for span in window.spans:
                if day.weekday() in span.days.numbers:
                    end = day + ONE_DAY if span.overnight else day
                    opens = _minutes(day, span.opens)
                    yield self.instant(opens), self.instant(_minutes(end, span.closes))

    def in_window(self, window: Window, t: int) -> bool:
        near = self.local(t).date()
        return window.is_any or any(a <= t < b for a, b in self.spans(window, near))

    def gate(self, window: Window, t: int) -> str:
        if self.is_closed(self.local(t).date()):
            return "holiday"
        return "" if self.in_window(window, t) else "window"

    def next_date(self, t: int, days: int = 60) -> int:
        return next(c for c in self.moments(t, days) if not self.is_closed(self.local(c).date()))

    def next_in_window(self, window: Window, t: int, days: int = 60) -> int:
        if self.in_window(window, t):
            return t
        spans = self.spans(window, self.local(t).date(), days)
        return min(a for a, b in spans if a >= t and a < b)

    def next_open(self, window: Window, t: int, days: int = 60) -> int:
        openings = [a for a, _ in self.spans(window, self.local(t).date(), days) if a > t]
        candidates = sorted({*self.moments(t, days), *openings})
        return next(c for c in candidates if not self.gate(window, c))

    def moments(self, t: int, days: int) -> list[int]:
        """t, and the instants after it at which a date may begin."""
        near = self.local(t).date()
        found = {t}
        for i in range(-1, days):
            midnight = datetime.combine(near + i * ONE_DAY, MIDNIGHT)
            found.add(self.instant(midnight))
            # A clock set back just after midnight comes to the same midnight once more.
            again = midnight.replace(tzinfo=zone_info(self.zone), fold=1)
            found.add(int(again.timestamp()))
            noon = t + i * 86_400
            if self.offset(noon) != self.offset(noon + 86_400):
                found.add(self.change_between(noon, noon + 86_400))
        return sorted(moment for moment in found if moment >= t)


def _wall(day: date, at: TimeOfDay) -> datetime:
    return _minutes(day, at.minutes)


def _minutes(day: date, minutes: int) -> datetime:
    return datetime.combine(day, MIDNIGHT) + timedelta(minutes=minutes)

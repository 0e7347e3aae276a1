"""Moments, spans and values of a contact's account, in words and by the contact's own clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nurture_tui.model.condition import Literal
from nurture_tui.model.duration import DAY
from nurture_tui.model.zones import zone_info
from nurture_tui.simulation.calendar import NEVER
from nurture_tui.text import plain_number

_UNITS = ((DAY, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


@dataclass(frozen=True, slots=True)
class OwnClock:
    """A contact's clock; the year is said where it is not `year`, the one the run begins in."""

    zone: str
    year: int

    def local(self, instant: int) -> datetime:
        return datetime.fromtimestamp(instant, zone_info(self.zone))

    def day(self, instant: int) -> str:
        """`Thu 5 Nov`, `Mon 4 Jan 2027`."""
        return _day(self.local(instant), self.year)

    def moment(self, instant: int) -> str:
        """`Thu 5 Nov 09:00`, with seconds where there are any."""
        at = self.local(instant)
        return f"{_day(at, self.year)} {clock_time(at)}"

    def date(self, seconds: int, day_only: bool) -> str:
        """A date field's value: its day alone (midnight as if it were UTC), or a moment."""
        if day_only:
            return _day(datetime.fromtimestamp(seconds, zone_info("UTC")), self.year)
        at = self.local(seconds)
        return self.day(seconds) if at.hour == at.minute == at.second == 0 else self.moment(seconds)


def clock_of(zone: str, start: int) -> OwnClock:
    """The clock of a zone, for a run that begins at `start`."""
    return OwnClock(zone, datetime.fromtimestamp(start, zone_info(zone)).year)


def _day(at: datetime, year: int) -> str:
    day = f"{at:%a} {at.day} {at:%b}"
    return day if at.year == year else f"{day} {at.year}"


def clock_time(at: datetime) -> str:
    """`09:00`, with its seconds where there are any."""
    return f"{at:%H:%M:%S}".removesuffix(":00") if at.second else f"{at:%H:%M}"


def span(seconds: int) -> str:
    """A length of time by its two largest units: `3 days 4 hours`, `1 minute`."""
    rest, parts = abs(int(seconds)), []
    for size, unit in _UNITS:
        number, rest = divmod(rest, size)
        if number:
            parts.append(f"{number} {unit}{'' if number == 1 else 's'}")
        elif parts:
            break
    return " ".join(parts[:2]) or "0 days"


def number(value: float) -> str:
    """`5,000`, `2.5`, `1,250,000.5`."""
    return f"{value:,.15g}"


def words_of(name: str) -> str:
    """A name of the files as a person would say it: `company_size` is company size."""
    return name.replace("_", " ").replace(".", " ")


def constant(literal: Literal) -> str:
    """What stands in a condition as it is: `true`, `1250000`, a text without its quotes."""
    match literal.value:
        case bool() as value:
            return "true" if value else "false"
        case float() as value:
            return plain_number(value)
    return str(literal.value)


def goes_on_for_ever(instant: int) -> bool:
    """True of an instant that is none: a wait whose end is not known, or beyond the calendar."""
    return instant >= NEVER


def joined(parts: list[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"

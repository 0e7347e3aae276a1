"""Times of day, days of the week, windows, rates and moments, as the journey file writes them."""

from __future__ import annotations

import dataclasses
import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from nurture_tui.frozen import dataclass
from nurture_tui.model.duration import DAY, NO_TIME, Duration, parse_duration, parse_elapsed
from nurture_tui.model.words import quoted

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_TIME = re.compile(r"(\d{1,2}):(\d{2})")
_RATE = re.compile(r"\s*(\d+)\s+per\s+(.+?)\s*")
_CHANCE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(%?)\s+per\s+(.+?)\s*")
_MOMENT = re.compile(r"\s*([^\W\d][\w.-]*?)\s*(?:([+-])\s*(\d.*?|P.*?))?\s*")
_NAMED_SPANS = {"hour": 3_600, "day": DAY, "week": 7 * DAY}


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class TimeOfDay:
    """A local wall time, in minutes after midnight (0 to 1439)."""

    minutes: int

    @property
    def seconds(self) -> int:
        return self.minutes * 60

    def __str__(self) -> str:
        return f"{self.minutes // 60:02d}:{self.minutes % 60:02d}"


def parse_time(text: str) -> TimeOfDay:
    """Read `09:00`; refuses what is no time of a day with a ValueError."""
    minutes = _minutes(text)
    if minutes >= 1_440:
        raise ValueError(f"{quoted(text)} is not a time of day; write it like 09:00")
    return TimeOfDay(minutes)


def _minutes(text: str) -> int:
    match = _TIME.fullmatch(text.strip())
    minutes = int(match[1]) * 60 + int(match[2]) if match else -1
    if not match or int(match[2]) > 59 or minutes > 1_440:
        raise ValueError(f"{quoted(text)} is not a time of day; write it like 09:00")
    return minutes


@dataclass(frozen=True, slots=True)
class Days:
    """Days of the week, Monday 0 to Sunday 6, in order, each once; all if none is named."""

    numbers: tuple[int, ...] = tuple(range(7))

    def __str__(self) -> str:
        runs: list[list[int]] = []
        for day in self.numbers:
            if runs and day == runs[-1][-1] + 1:
                runs[-1].append(day)
            else:
                runs.append([day])
        return ",".join(_run_text(run) for run in runs)


def _run_text(run: list[int]) -> str:
    if len(run) > 2:
        return f"{WEEKDAYS[run[0]]}-{WEEKDAYS[run[-1]]}"
    return ",".join(WEEKDAYS[day] for day in run)


def parse_days(text: str) -> Days:
    """Read `Mon`, `Mon-Fri`, `Sat-Mon` or `Mon,Wed,Fri`; refuses unknown day names."""
    found: set[int] = set()
    for part in text.split(","):
        first, dash, last = (piece.strip() for piece in part.partition("-"))
        start = _weekday(first, text)
        end = _weekday(last, text) if dash else start
        found.update((start + i) % 7 for i in range((end - start) % 7 + 1))
    return Days(tuple(sorted(found)))


def _weekday(name: str, text: str) -> int:
    if name.capitalize() not in WEEKDAYS:
        raise ValueError(
            f"{quoted(text)} does not name days; use Mon Tue Wed Thu Fri Sat Sun, as in Mon-Fri"
        )
    return WEEKDAYS.index(name.capitalize())


@dataclass(frozen=True, slots=True)
class WindowSpan:
    """One span of a window: on `days` it opens at `opens` and closes at `closes` (minutes).

    A span whose end is not after its start reaches into the next day.
    """

    days: Days
    opens: int
    closes: int

    @property
    def overnight(self) -> bool:
        return self.closes <= self.opens

    def __str__(self) -> str:
        clock = f"{TimeOfDay(self.opens)}-{self.closes // 60:02d}:{self.closes % 60:02d}"
        return clock if len(self.days.numbers) == 7 else f"{self.days} {clock}"


@dataclass(frozen=True, slots=True)
class Window:
    """When sends may go; a window without spans is `any`."""

    spans: tuple[WindowSpan, ...] = ()

    @property
    def is_any(self) -> bool:
        return not self.spans

    def __str__(self) -> str:
        return "; ".join(str(span) for span in self.spans) or "any"


def parse_window(text: str) -> Window:
    """Read `Mon-Fri 08:00-17:00`, several spans with `;`, overnight `22:00-06:00`, or `any`."""
    if text.strip() == "any":
        return Window()
    return Window(tuple(_span(part, text) for part in text.split(";")))


def _span(part: str, text: str) -> WindowSpan:
    pieces = part.split()
    if len(pieces) not in (1, 2) or "-" not in pieces[-1]:
        raise ValueError(
            f"{quoted(text)} is not a window; write it like Mon-Fri 08:00-17:00, or any"
        )
    days = parse_days(pieces[0]) if len(pieces) == 2 else Days()
    opens, _, closes = pieces[-1].partition("-")
    start, end = _minutes(opens), _minutes(closes)
    if start >= 1_440:
        raise ValueError(f"{quoted(text)}: a window cannot open at 24:00; write 00:00")
    if start == end:
        raise ValueError(f"{quoted(text)} opens and closes at the same time; write any for always")
    return WindowSpan(days, start, end)


@dataclass(frozen=True, slots=True)
class Rate:
    """`count` in any `seconds`: a cap, a throttle, or arrivals."""

    count: int
    per: Duration

    @property
    def seconds(self) -> int:
        return self.per.elapsed

    def __str__(self) -> str:
        return f"{self.count} per {self.per}"


def parse_rate(text: str) -> Rate:
    """Read `2 per 7d` (or `per hour`, `per day`, `per week`); refuses a count or a span of 0."""
    match = _RATE.fullmatch(text)
    if not match:
        raise ValueError(f"{quoted(text)} is not a rate; write it like 2 per 7d")
    rate = Rate(_small_int(match[1], text), _rate_span(match[2]))
    if rate.count < 1 or rate.seconds < 1:
        raise ValueError(f"{quoted(text)} would allow nothing at all; write it like 2 per 7d")
    return rate


def _small_int(digits: str, text: str) -> int:
    if len(digits) > 9:
        raise ValueError(f"{quoted(text)} has a number that is too large")
    return int(digits)


def _rate_span(text: str) -> Duration:
    if text in _NAMED_SPANS:
        seconds = _NAMED_SPANS[text]
        return Duration(days=seconds // DAY) if seconds >= DAY else Duration(seconds=seconds)
    return parse_elapsed(text)


@dataclass(frozen=True, slots=True)
class Hazard:
    """A chance of `probability` in any `per`: what contacts do by themselves (R16)."""

    probability: float
    per: Duration

    def __str__(self) -> str:
        percent = f"{self.probability * 100:g}"
        if float(percent) / 100 == self.probability:
            return f"{percent}% per {self.per}"
        return f"{Decimal(repr(self.probability)):f} per {self.per}"


def parse_hazard(text: str) -> Hazard:
    """Read `2% per 30d`; refuses what is not above 0 and below 100 %."""
    match = _CHANCE.fullmatch(text)
    if not match:
        raise ValueError(f"{quoted(text)} is not a chance; write a share like 0.35, or 2% per 30d")
    probability = float(match[1]) / (100 if match[2] else 1)
    hazard = Hazard(probability, _rate_span(match[3]))
    if not 0 <= probability < 1 or hazard.per.elapsed < 1:
        raise ValueError(f"{quoted(text)}: the chance must lie between 0% and below 100%")
    return hazard


@dataclass(frozen=True, slots=True)
class Moment:
    """A named date moved by a duration: `trial_ends - 3d`, `webinar + 5min`, `now + 30d`."""

    name: str
    sign: int = 1
    offset: Duration = NO_TIME

    def __str__(self) -> str:
        if self.offset == NO_TIME:
            return self.name
        return f"{self.name} {'+' if self.sign > 0 else '-'} {self.offset}"


def parse_moment(text: str) -> Moment:
    """Read a date's name, plus or minus a duration; refuses anything else with a ValueError."""
    match = _MOMENT.fullmatch(text)
    if not match:
        raise ValueError(f"{quoted(text)} is not a moment; write it like trial_ends - 3d")
    if match[2] is None:
        return Moment(match[1])
    offset = parse_duration(match[3])
    # Nothing before a date is nothing after it: one moment, written in one way.
    return Moment(match[1], -1 if match[2] == "-" and offset != NO_TIME else 1, offset)


@dataclass(frozen=True, slots=True)
class ClosedSpan:
    """Closed days from `first` to `last`, both included."""

    first: date
    last: date

    def days(self) -> tuple[date, ...]:
        count = (self.last - self.first).days + 1
        return tuple(self.first + timedelta(days=i) for i in range(count))

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}..{self.last}"


def parse_closed(text: str) -> ClosedSpan:
    """Read a closed day `2026-12-28` or a span `2026-07-01..2026-07-31` (at most ten years)."""
    first, dots, last = (piece.strip() for piece in text.partition(".."))
    try:
        span = ClosedSpan(date.fromisoformat(first), date.fromisoformat(last if dots else first))
    except ValueError:
        raise ValueError(f"{quoted(text)} is not a day; write 2026-12-28 or a span a..b") from None
    if not 0 <= (span.last - span.first).days <= 3_660:
        raise ValueError(f"{quoted(text)} ends before it begins, or is longer than ten years")
    return span


def parse_fixed_date(value: str) -> date | datetime:
    """Read a day or a moment in ISO 8601; refuses anything else with a ValueError."""
    try:
        if len(value.strip()) == 10:
            return date.fromisoformat(value.strip())
        return datetime.fromisoformat(value.strip())
    except ValueError:
        raise ValueError(
            f"{quoted(value)} is not a date; write 2026-12-10 or 2026-12-10T14:00"
        ) from None

"""T402 and T409: dates that are past when the run starts, and times that a clock change moves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from nurture_tui.checks.finding import Mark, Path
from nurture_tui.checks.planned import Planned
from nurture_tui.checks.rule import Rule
from nurture_tui.checks.subject import Subject
from nurture_tui.model.clock import Moment, TimeOfDay, Window
from nurture_tui.model.inherit import effective_sending
from nurture_tui.model.step import Send, Wait
from nurture_tui.model.zones import zone_info

DAY = timedelta(days=1)


def _past_dates(subject: Subject, planned: Planned) -> Iterator[Mark]:
    journey = subject.journey
    clock = zone_info(planned.clock_of(journey))
    fixed = {**subject.workspace.settings.dates, **journey.dates}
    told = set()
    for path, step, moment in _moments(subject):
        value = fixed.get(moment.name)
        if value is None:
            continue
        base = planned.instant(value, clock)
        if base < planned.start and moment.name in journey.dates:
            path, step = ("dates", moment.name), ""
        when = base if base < planned.start else _moved(base, moment, clock)
        if when < planned.start and (path, moment.name) not in told:
            told.add((path, moment.name))
            name = moment.name if base < planned.start else str(moment)
            message = (
                f"“{name}” is {_day(when.astimezone(clock))}, which is past when the run starts "
                f"on {_day(planned.start)}."
            )
            yield Mark(path, message, "Give it the next date, or take out what hangs on it.", step)


def _moments(subject: Subject) -> Iterator[tuple[Path, str, Moment]]:
    """What the journey's waits and assumed events count from, with the place of each."""
    for id_, step in subject.journey.steps.items():
        if isinstance(step, Wait) and step.date is not None:
            yield ("steps", id_, "date"), id_, step.date
    for number, event in enumerate(subject.journey.assume.events):
        if event.date is not None:
            yield ("assume", "events", number, "date"), "", event.date


def _moved(base: datetime, moment: Moment, clock: ZoneInfo) -> datetime:
    """The moment, with business days as days: to the day."""
    offset = moment.offset
    days = timedelta(days=(offset.calendar_days + offset.business_days) * moment.sign)
    local = (base.astimezone(clock).replace(tzinfo=None) + days).replace(tzinfo=clock)
    return local.astimezone(UTC) + timedelta(seconds=offset.seconds * moment.sign)


class Change(NamedTuple):
    """One clock change: the day, and the wall times (minutes) from and to which it happens.

    What lies between `first` and `last` is skipped, or happens twice if `twice`.
    """

    day: date
    zone: str
    first: int
    last: int
    twice: bool


def clock_changes(zone: str, first: date, after: date) -> list[Change]:
    """The clock changes of a zone from the day `first` to the one before `after`."""
    clock = zone_info(zone)
    found = []
    for number in range((after - first).days):
        day = first + number * DAY
        at = datetime(day.year, day.month, day.day, tzinfo=UTC) - DAY / 2
        before, now = _offset(at, clock), _offset(at + DAY, clock)
        if before == now:
            continue
        low, high = 0, 24 * 60
        while high - low > 1:  # to the minute
            middle = (low + high) // 2
            same = _offset(at + timedelta(minutes=middle), clock) == before
            low, high = (middle, high) if same else (low, middle)
        instant = at + timedelta(minutes=high)
        walls = sorted((instant + offset).replace(tzinfo=None) for offset in (before, now))
        of_day = walls[0].date()
        start = walls[0].hour * 60 + walls[0].minute
        length = int(abs(now - before).total_seconds()) // 60
        found.append(Change(of_day, zone, start, start + length, now < before))
    return [change for change in found if first <= change.day < after]


def _offset(instant: datetime, clock: ZoneInfo) -> timedelta:
    offset = instant.astimezone(clock).utcoffset()
    assert offset is not None
    return offset


def _changed_times(subject: Subject, planned: Planned) -> Iterator[Mark]:
    journey = subject.journey
    places = list(_times(subject))
    if not places:
        return
    zones = planned.zones_of(journey)
    changes = [change for zone in zones for change in clock_changes(zone, *planned.days)]
    for path, step, minutes, days in places:
        for change in changes:
            if change.first <= minutes < change.last and change.day.weekday() in days:
                at, to = TimeOfDay(minutes), TimeOfDay(change.last % 1_440)
                clocks = f"on {_day(change.day)} in {change.zone}"
                if change.twice:
                    message = f"{at} comes twice {clocks}: the first of the two counts."
                else:
                    from_ = TimeOfDay(change.first)
                    message = f"There is no {at} {clocks}: the clock goes from {from_} to {to}."
                fix = "Choose a time before or after the change, unless it does not matter here."
                yield Mark(path, message, fix, step)
                break


def _times(subject: Subject) -> Iterator[tuple[Path, str, int, tuple[int, ...]]]:
    """The local times that the journey names: the place, the step, the minutes, the days."""
    journey = subject.journey
    every = tuple(range(7))
    shared: Window | None = None
    for id_, step in journey.steps.items():
        if isinstance(step, Wait) and step.at is not None:
            days = step.on.numbers if step.on is not None else every
            yield ("steps", id_, "at"), id_, step.at.minutes, days
        elif isinstance(step, Send):
            window = effective_sending(subject.workspace, journey, step).window
            if step.window is not None:
                yield from _edges(window, ("steps", id_, "window"), id_)
            elif not window.is_any:
                shared = window
    if shared is not None:
        own = journey.sending.window is not None
        yield from _edges(shared, ("sending", "window") if own else ("name",), "")


def _edges(
    window: Window, path: Path, step: str
) -> Iterator[tuple[Path, str, int, tuple[int, ...]]]:
    for span in window.spans:
        yield path, step, span.opens, span.days.numbers
        next_day = tuple((day + 1) % 7 for day in span.days.numbers)
        closes = next_day if span.overnight else span.days.numbers
        yield path, step, span.closes % 1_440, closes


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"


PAST_DATE = Rule(
    "T402",
    "past-date",
    "warning",
    "A date of `[dates]`, or a moment counted from it, that is past when the run starts. Whoever "
    "waits for it goes on at once, and a reminder of it makes no sense.",
    "S17: reminders before a deadline",
    needs=("start",),
    planned=(_past_dates,),
)
CLOCK_CHANGE = Rule(
    "T409",
    "clock-change",
    "note",
    "A wait or a window at a time of day that does not exist, or comes twice, on a day of the run "
    "on which the clocks change. With contacts, the zones that they live in count.",
    "R2: a time that is skipped becomes the first valid instant after it; of two the first counts",
    needs=("start",),
    planned=(_changed_times,),
)

"""How long a contact takes from step to step, as far as the waits say."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nurture_tui.model.clock import Days
from nurture_tui.model.duration import DAY, NO_TIME, Duration
from nurture_tui.model.step import Step, Wait

ENTERED = "entered_at"
AT = " at"
"""Behind the name of a date: its day at a time of the day, and not its own time."""


@dataclass(frozen=True, slots=True)
class Position:
    """What is known of the time at a place of a path.

    `clock` is the time of the day in seconds; `after` a date and how many seconds after it (before,
    if negative). None is not known.
    """

    clock: int | None = None
    after: tuple[str, int] | None = None


AT_ENTRY = Position(after=(ENTERED, 0))


@dataclass(frozen=True, slots=True)
class Passing:
    """From arriving at a step to arriving at the next: seconds (None: not known), and where."""

    seconds: int | None
    position: Position


def at_most(step: Step, port: str, here: Position) -> Passing | None:
    """The most time that a step takes a contact who leaves by this port, when no message is held.

    Closed days are not counted, and of clock changes nothing. None if nobody can leave so.
    """
    return _passing(step, port, here, most=True)


def as_written(step: Step, port: str, here: Position) -> Passing | None:
    """The time that a step takes a contact who does nothing, by what the file says, days as 24 h.

    None if such a contact does not leave by this port.
    """
    return _passing(step, port, here, most=False)


def _passing(step: Step, port: str, here: Position, *, most: bool) -> Passing | None:
    if not isinstance(step, Wait):
        return Passing(0, here)
    if step.until is not None:
        if step.timeout is None or (not most and port == "next" and step.else_ is not None):
            return None
        seconds = step.timeout.elapsed
        return Passing(seconds, Position() if most else _moved(here, seconds))
    if step.date is not None:
        return _by_date(step, port, here, most)
    length, days = step.for_ or NO_TIME, _days(step.for_ or NO_TIME, most)
    seconds = days * DAY + length.seconds
    if step.at is not None:
        seconds = _to_the_clock(seconds, length, step.at.seconds, here.clock, most)
    pushed = _longest_push(step.on) if most and step.on is not None else 0
    exact = not pushed and not (most and length.business_days)
    exact = exact and (not most or step.at is None or here.clock is not None)
    there = _moved(here, seconds)
    if not exact:
        there = replace(there, after=None)
    if step.at is not None:
        there = replace(there, clock=step.at.seconds)
    return Passing(seconds + pushed, there)


def _by_date(step: Wait, port: str, here: Position, most: bool) -> Passing | None:
    """A wait for a date: its time is known where the last date before it was the same one."""
    assert step.date is not None
    if port == "else":
        return Passing(0, here)  # the moment is past, or there is none
    offset = step.date.offset
    if offset.business_days:
        return Passing(None, Position(step.at.seconds if step.at else None))
    moved = step.date.sign * (offset.calendar_days * DAY + offset.seconds)
    # With `at` the moment hangs on the day of the date alone.
    name = step.date.name if step.at is None else step.date.name + AT
    after = moved + (step.at.seconds if step.at is not None else 0)
    there = Position(step.at.seconds if step.at is not None else None, (name, after))
    if here.after is None or here.after[0] != name:
        return Passing(None, there)
    seconds = after - here.after[1]
    if seconds < 0:
        return None
    pushed = _longest_push(step.on) if most and step.on is not None else 0
    return Passing(seconds + pushed, there)


def _to_the_clock(seconds: int, length: Duration, at: int, clock: int | None, most: bool) -> int:
    """The time of a wait that ends at a time of the day (R7)."""
    if length.has_wall_part:
        if clock is not None:
            return seconds - length.seconds + at - clock
        return seconds + at if most else seconds
    if clock is not None:
        return seconds + (at - clock - seconds) % DAY
    return seconds + DAY if most else seconds


def _days(length: Duration, most: bool) -> int:
    """The wall-clock days of a duration; business days with the weekends that they may span."""
    business = length.business_days
    weekends = business // 5 + 1 if most and business else business // 5
    return length.calendar_days + business + 2 * weekends


def _longest_push(on: Days) -> int:
    """The seconds by which `on` may put off a moment, closed days aside."""
    numbers = on.numbers
    gaps = [(b - a - 1) % 7 for a, b in zip(numbers, (*numbers[1:], numbers[0]), strict=True)]
    return max(6 if len(numbers) == 1 else gap for gap in gaps) * DAY


def _moved(here: Position, seconds: int) -> Position:
    clock = None if here.clock is None else (here.clock + seconds) % DAY
    after = None if here.after is None else (here.after[0], here.after[1] + seconds)
    return Position(clock, after)

"""What becomes of the send schedule, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from nurture_tui.model.words import quoted
from nurture_tui.report.shift import ScheduleShift, StepShift, Time
from nurture_tui.text import count

INTO: dict[Time, str] = {
    "weekend": "the weekend",
    "out of hours": "the evening or night (18:00 to 08:00)",
    "closed day": "a closed day",
}
ON: dict[Time, str] = {
    "weekend": "at weekends",
    "out of hours": "in the evening or night (18:00 to 08:00)",
    "closed day": "on closed days",
}
HOUR, DAY = 3_600, 86_400


def shift_sentences(shift: ScheduleShift, a: str = "A", b: str = "B") -> tuple[str, ...]:
    """How many go, what moves and where to, and what the fullest week of a contact becomes.

    The two runs are called `a` and `b`.
    """
    said = (
        *_totals(shift, a, b),
        *_moved(shift),
        *_times(shift, a),
        *_days(shift, a, b),
        *_pressure(shift, a),
    )
    return tuple(sentence[:1].upper() + sentence[1:] for sentence in said)


def _totals(shift: ScheduleShift, a: str, b: str) -> Iterator[str]:
    first, second = shift.first.sends, shift.second.sends
    if first == second:
        yield f"{b} sends as many messages as {a}: {count(first)}."
    else:
        words = "more" if second > first else "fewer"
        number = abs(second - first)
        messages = "message" if number == 1 else "messages"
        gap = f"{b} sends {count(number)} {words} {messages} than {a}"
        yield f"{gap}: {count(second)} instead of {count(first)}{_mostly(shift, second - first)}."
    if shift.only_first and shift.only_second:
        yield (
            f"{_messages(shift.only_first)} of {a} {_are(shift.only_first)} not sent in {b}, "
            f"and {_messages(shift.only_second)} of {b} not in {a}."
        )


def _mostly(shift: ScheduleShift, gap: int) -> str:
    """The step that makes most of the difference, where one does."""
    if not shift.steps:
        return ""
    step = max(shift.steps, key=lambda step: (step.second - step.first) * (1 if gap > 0 else -1))
    change = step.second - step.first
    if abs(change) * 2 <= abs(gap):
        return ""
    if change == gap and _alone(shift, step):
        return f", all of it {quoted(step.step)}"
    sign = "+" if change > 0 else "−"
    return f", most of it {quoted(step.step)} ({sign}{count(abs(change))})"


def _alone(shift: ScheduleShift, step: StepShift) -> bool:
    return all(other is step or other.first == other.second for other in shift.steps)


def _moved(shift: ScheduleShift) -> Iterator[str]:
    moves = shift.moves
    if not moves.moved:
        if moves.both:
            yield f"All {count(moves.both)} messages that both send go at the same moment."
        return
    later, earlier = f"{count(moves.later)} later", f"{count(moves.earlier)} earlier"
    ways = ", ".join(
        text for text, number in ((later, moves.later), (earlier, moves.earlier)) if number
    )
    verb = "moves" if moves.moved == 1 else "move"
    yield (
        f"{count(moves.moved)} of the {count(moves.both)} messages that both send {verb}: {ways}; "
        f"half of these by {span_text(moves.half_by)} or more."
    )
    for time, words in INTO.items():
        into, out_of = moves.into[time], moves.out_of[time]
        if into or out_of:
            parts = [f"{_sends(into)} into {words}"] if into else []
            parts += [f"{_sends(out_of)} out of {'it' if into else words}"] if out_of else []
            yield f"{', '.join(parts)}."


def _sends(number: int) -> str:
    return f"{count(number)} {'send moves' if number == 1 else 'sends move'}"


def _times(shift: ScheduleShift, a: str) -> Iterator[str]:
    """How many go at each time in all, where that is not what the moves say already."""
    for time, words in ON.items():
        before, after = shift.first.at[time], shift.second.at[time]
        told = shift.moves.into[time] - shift.moves.out_of[time]
        if after - before != told:
            yield f"In all {count(after)} go {words}, in {a} {count(before)}."


def _days(shift: ScheduleShift, a: str, b: str) -> Iterator[str]:
    if not shift.per_day:
        return
    busiest = max(shift.per_day, key=lambda row: row[1])
    other = max(shift.per_day, key=lambda row: row[2])
    if (busiest[0], busiest[1]) != (other[0], other[2]):
        yield (
            f"The fullest day of {a} is {_day(busiest[0])} with {count(busiest[1])}, "
            f"of {b} {_day(other[0])} with {count(other[2])}."
        )


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day:%a} {day.day} {day:%b}"


def _pressure(shift: ScheduleShift, a: str) -> Iterator[str]:
    more, fewer = shift.pressure.more, shift.pressure.fewer
    if not more and not fewer:
        yield "Nobody gets more or fewer messages in the fullest 7 days."
        return
    parts = [f"{_contacts(more)} more"] if more else []
    parts += [f"{_contacts(fewer)} fewer"] if fewer else []
    most = [len(each.contacts) - 1 for each in (shift.pressure.first, shift.pressure.second)]
    top = (
        f"the most is {most[1]}, in {a} {most[0]}"
        if most[0] != most[1]
        else f"the most is {most[0]}"
    )
    yield f"In their fullest 7 days {' and '.join(parts)} messages; {top}."


def _contacts(number: int) -> str:
    return f"{count(number)} {'contact gets' if number == 1 else 'contacts get'}"


def _messages(number: int) -> str:
    return f"{count(number)} message{'' if number == 1 else 's'}"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def span_text(seconds: int) -> str:
    """A span as people say it: `40 min`, `5 h`, `2.5 days`."""
    if seconds < HOUR:
        return f"{max(1, round(seconds / 60))} min"
    if seconds < DAY:
        return f"{round(seconds / HOUR)} h"
    days = round(seconds / DAY, 1)
    return f"{days:g} day{'' if days == 1 else 's'}"

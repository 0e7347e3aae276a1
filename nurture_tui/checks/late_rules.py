"""T411: reminders that can be held until what they remind of is over."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from nurture_tui.checks.finding import Mark
from nurture_tui.checks.parts import sends
from nurture_tui.checks.rule import Rule
from nurture_tui.checks.subject import Subject
from nurture_tui.graph.passing import AT, ENTERED, Position, as_written
from nurture_tui.model.clock import Days, Window
from nurture_tui.model.condition import And, Call, Compare, Name, walk
from nurture_tui.model.duration import DAY, Duration
from nurture_tui.model.inherit import EffectiveSending, effective_sending
from nurture_tui.model.step import Send, Wait

CLOSED_TOGETHER = 2
"""Holidays close two open days next to each other at the most: Good Friday and Easter Monday."""
WEEKS = 3


def _late_reminders(subject: Subject) -> Iterator[Mark]:
    steps = subject.journey.steps
    told: set[str] = set()
    for id_, wait in steps.items():
        if not isinstance(wait, Wait) or wait.date is None or wait.date.sign > 0:
            continue
        offset, at = wait.date.offset, wait.at.seconds if wait.at is not None else None
        slack = (offset.calendar_days + offset.business_days) * DAY + offset.seconds - (at or 0)
        if slack <= 0:
            continue
        near = subject.next_stops(id_)
        for other in steps:
            send = steps[other]
            if other not in near - told or not isinstance(send, Send):
                continue
            if _asks_for(subject, send, wait.date.name):
                continue
            sending = effective_sending(subject.workspace, subject.journey, send)
            most, why = _longest_hold(subject, wait, at, sending)
            if most > slack:
                told.add(other)
                shown = Duration(days=most // DAY, seconds=most % DAY // 3_600 * 3_600)
                message = (
                    f"{why} can hold this message for {shown}, and it is due only "
                    f"{wait.date.offset} before “{wait.date.name}”: some get it when that is over."
                )
                fix = f"Give “{other}” only_if = \"left({wait.date.name}) > '0h'\"."
                yield Mark(("steps", other), message, fix, other)


def _after_its_date(subject: Subject) -> Iterator[Mark]:
    """Reminders that come after the date from which the path counts, as written."""
    reminders = {id_ for id_, send in sends(subject.journey) if send.role == "remind"}
    waits = (step for step in subject.journey.steps.values() if isinstance(step, Wait))
    if not reminders or all(wait.date is None for wait in waits):
        return
    told: set[str] = set()
    for id_, position in subject.ways(as_written).places:
        send = subject.journey.steps[id_]
        if id_ not in reminders - told or not isinstance(send, Send):
            continue
        for name in _past(position):
            if _asks_for(subject, send, name):
                continue
            told.add(id_)
            message = f"“{id_}” is to remind of “{name}”, and comes when that is over."
            fix = (
                f"{_count_back(subject, id_, name)}, and give “{id_}” "
                f'only_if = "left({name}) > \'0h\'"; or write role = "inform".'
            )
            yield Mark(("steps", id_), message, fix, id_)


def _count_back(subject: Subject, id_: str, name: str) -> str:
    """Where a wait is to count back from a date: which one, if one comes before the message."""
    waits = subject.last_waits(id_)
    where = f"Let the wait “{waits[0]}”" if len(waits) == 1 else "Let a wait before it"
    return f'{where} count back from it, as in date = "{name} - 1d"'


def _never_before(subject: Subject) -> Iterator[Mark]:
    """Messages after a date whose own condition lets them go only before it."""
    guarded = {
        id_: name
        for id_, send in sends(subject.journey)
        for name in [_still_to_come(send)]
        # A date that something moves may be ahead again by the time of the message.
        if name and name not in subject.causes.fields
    }
    if not guarded:
        return
    over: dict[str, bool] = {}
    for id_, position in subject.ways(as_written).places:
        if id_ in guarded:
            over[id_] = over.get(id_, True) and guarded[id_] in _past(position)
    for id_, always in over.items():
        if always:
            name = guarded[id_]
            message = (
                f"“{id_}” comes when “{name}” is over, and its only_if asks that it is still to "
                "come: nobody gets it."
            )
            fix = f"{_count_back(subject, id_, name)}, or take that out of only_if."
            yield Mark(("steps", id_, "only_if"), message, fix, id_)


def _past(position: Position) -> tuple[str, ...]:
    """The date from which the path counts, if it is over."""
    if position.after is None:
        return ()
    name, seconds = position.after[0].removesuffix(AT), position.after[1]
    over = seconds >= DAY if position.after[0].endswith(AT) else seconds > 0
    return (name,) if over and name != ENTERED else ()


def _still_to_come(send: Send) -> str:
    """The date of which the send asks that something is left, or ""."""
    asked = send.only_if.expr if send.only_if is not None else None
    for part in asked.items if isinstance(asked, And) else (asked,):
        match part:
            case Compare(
                operator=">" | ">=", left=Call(function="left", arguments=(Name(name=name),))
            ):
                return name
    return ""


def _asks_for(subject: Subject, send: Send, name: str) -> bool:
    """True if the send's own condition has to do with the date."""
    if send.only_if is None:
        return False
    definitions = subject.workspace.definitions
    pending, seen = [send.only_if], set()
    while pending:
        for node in walk(pending.pop().expr):
            if isinstance(node, Name):
                if node.name == name:
                    return True
                if node.name in definitions and node.name not in seen:
                    seen.add(node.name)
                    pending.append(definitions[node.name])
            elif isinstance(node, Call) and node.function == "today":
                return True
    return False


def _longest_hold(
    subject: Subject, wait: Wait, at: int | None, sending: EffectiveSending
) -> tuple[int, str]:
    """The longest that a message can be late, in seconds, and what holds it so long."""
    closed = bool(sending.holidays) or bool(sending.closed)
    longest = max((len(span.days()) for span in sending.closed), default=0) * DAY
    held, why = longest, "A time of closed days"
    weekly = _weekly(sending.window, wait.on, at, CLOSED_TOGETHER if closed else 0)
    if weekly + longest > held:
        held = weekly + longest
        why = "The window" if wait.on is None else "The window and the days of the wait"
        if sending.window.is_any:
            why = "The days of the wait" if wait.on is not None else "Holidays"
        elif closed:
            why += " with holidays"
    cap = sending.cap
    if cap is not None and sending.capped == "wait" and _many(subject) > cap.count:
        if cap.seconds > held:
            why = f"The cap ({cap})"
        held = max(held, cap.seconds)
    return held, why


def _many(subject: Subject) -> int:
    """How many marketing messages of all journeys a contact could have had."""
    return sum(
        sum(1 for _, send in sends(journey)
            if effective_sending(subject.workspace, journey, send).marketing)
        for journey in subject.workspace.journeys.values()
    )  # fmt: skip


def _weekly(window: Window, on: Days | None, at: int | None, closed: int) -> int:
    """The longest time from a moment to the first at which the message may go.

    The moment is on any day of a week, at the time `at` (any time if None). First it moves to a
    day of `on`, then to the window; `closed` days next to each other, of those that are open, are
    shut.
    """
    days = sorted({day for span in window.spans for day in span.days.numbers} or range(7))
    allowed = set(on.numbers) if on is not None else set(range(7))
    week = [number for number in range(7 * WEEKS) if number % 7 in days]
    shut = [set(week[i : i + closed]) for i in range(len(days))] if closed else [set[int]()]
    closing = {span.closes * 60 % DAY for span in window.spans} | {0}
    times = [at] if at is not None else sorted(closing)
    most = 0
    for first, time, off in product(range(7), times, shut):
        day = first
        if on is not None:
            while day % 7 not in allowed or day in off:
                day += 1
        opens = _opening(window, day * DAY + time, off)
        most = max(most, opens - first * DAY - time)
    return most


def _opening(window: Window, moment: int, off: set[int]) -> int:
    """The first second from the moment on at which the window is open and the day is not shut."""
    if window.is_any:
        day = moment // DAY
        while day in off:
            day += 1
        return max(moment, day * DAY)
    best = moment + 7 * WEEKS * DAY
    for number in range(max(0, moment // DAY - 1), 7 * WEEKS):
        for span in window.spans:
            if number % 7 not in span.days.numbers:
                continue
            opens = number * DAY + span.opens * 60
            closes = (number + span.overnight) * DAY + span.closes * 60
            at = max(opens, moment)
            if at // DAY not in off and at < closes:
                best = min(best, at)
    return best


LATE_REMINDER = Rule(
    "T411",
    "late-reminder",
    "warning",
    "A message before a date that closed hours, closed days or a cap can hold until the date is "
    "past, and that does not ask whether it is. “Your trial ends in a day” then comes to somebody "
    "whose trial is over. So does a reminder (role `remind`) that counts on from the date; and "
    "one whose `only_if` asks that the date is still to come, after it, goes to nobody. "
    "Holidays are taken to close two open days in a row at the most.",
    "S17, S20: reminders before a deadline; not spam",
    journey=(_late_reminders, _after_its_date, _never_before),
)

"""T401: messages for which no moment is left."""

from __future__ import annotations

from collections.abc import Iterator

from nurture_tui.checks.finding import Mark, Path
from nurture_tui.checks.formula import Every, Formula, Language, Lit, Some
from nurture_tui.checks.parts import sends
from nurture_tui.checks.ranges import Spans, among
from nurture_tui.checks.rule import Rule
from nurture_tui.checks.subject import Subject
from nurture_tui.model.clock import WEEKDAYS, ClosedSpan, Days, Window, WindowSpan
from nurture_tui.model.condition import Condition
from nurture_tui.model.inherit import effective_sending
from nurture_tui.model.step import Wait

A_YEAR = 365
_FULL_DAY = 1_440


def _no_moment(subject: Subject) -> Iterator[Mark]:
    for id_, send in sends(subject.journey):
        sending = effective_sending(subject.workspace, subject.journey, send)
        shut = _shut_for_a_year(_days_of(sending.window), sending.closed)
        path: Path = ("steps", id_, "window") if send.window is not None else ("steps", id_)
        if shut is not None:
            message = f"From {shut.first} to {shut.last} the closed days leave “{id_}” no moment."
            yield Mark(path, message, "Take days out of closed, or widen the window.", id_)
        elif _outside(subject, id_, send.only_if, True, sending.window):
            message = f"“{id_}” is never sent: only_if holds at no moment of {sending.window}."
            yield Mark(path, message, "Change the window, or what only_if asks of the time.", id_)
        elif _outside(subject, id_, sending.hold_if, False, sending.window):
            message = f"“{id_}” is never sent: hold_if holds at all moments of {sending.window}."
            yield Mark(path, message, "Change the window, or what hold_if asks of the time.", id_)


def _no_day(subject: Subject) -> Iterator[Mark]:
    own = subject.journey.sending.closed
    closed = own if own is not None else subject.workspace.settings.sending.closed
    for id_, step in subject.journey.steps.items():
        if isinstance(step, Wait) and step.on is not None:
            shut = _shut_for_a_year(step.on, closed or ())
            if shut is not None:
                message = f"From {shut.first} to {shut.last} every day of {step.on} is closed."
                fix = "Take days out of closed, or allow more days."
                yield Mark(("steps", id_, "on"), message, fix, id_)


def _outside(
    subject: Subject, id_: str, condition: Condition | None, truth: bool, window: Window
) -> bool:
    """True if a condition that can be so never is while the window is open."""
    if condition is None:
        return False
    known, place = subject.known, ("steps", id_)
    said = known.said(condition, truth)
    while_open = [said, _open(known.language, window)]
    return known.may_hold([said], place) and not known.may_hold(while_open, place)


def _days_of(window: Window) -> Days:
    """The days on which a window is open at some time."""
    if window.is_any:
        return Days()
    found = {day for span in window.spans for day in span.days.numbers}
    overnight = [span for span in window.spans if span.overnight and span.closes > 0]
    found |= {(day + 1) % 7 for span in overnight for day in span.days.numbers}
    return Days(tuple(sorted(found)))


def _shut_for_a_year(days: Days, closed: tuple[ClosedSpan, ...]) -> ClosedSpan | None:
    """A year or more in which all these days of the week are closed; public holidays aside."""
    shut = sorted({day for span in closed for day in span.days()})
    wanted = [day for day in shut if day.weekday() in days.numbers]
    first = None
    for place, day in enumerate(wanted):
        if first is None:
            first = day
        step = (day.weekday() + 1) % 7
        ahead = next(n for n in range(1, 8) if (step + n - 1) % 7 in days.numbers)
        following = wanted[place + 1] if place + 1 < len(wanted) else None
        if following is None or (following - day).days != ahead:
            if (day - first).days >= A_YEAR:
                return ClosedSpan(first, day)
            first = None
    return None


def _open(language: Language, window: Window) -> Formula:
    """What the window says of the day of the week and the hour of a moment in it."""
    if window.is_any:
        return Every()
    pieces = [piece for span in window.spans for piece in _pieces(language, span)]
    return Some(tuple(pieces))


def _pieces(language: Language, span: WindowSpan) -> Iterator[Formula]:
    if not span.overnight:
        yield _piece(language, span.days.numbers, span.opens, span.closes)
        return
    yield _piece(language, span.days.numbers, span.opens, _FULL_DAY)
    if span.closes > 0:
        after = tuple((day + 1) % 7 for day in span.days.numbers)
        yield _piece(language, after, 0, span.closes)


def _piece(language: Language, days: tuple[int, ...], opens: int, closes: int) -> Formula:
    hours = Spans((((float(opens // 60), 0), (float((closes - 1) // 60), 1)),))
    named = among(WEEKDAYS[day] for day in days)
    return Every((Lit(language.weekday(), named), Lit(language.hour(), hours)))


NO_POSSIBLE_MOMENT = Rule(
    "T401",
    "no-possible-moment",
    "error",
    "A message that no moment is left for: the closed days shut every day of its window for a "
    "year or more, or its `only_if` or the `hold_if` asks for hours and days that lie outside of "
    "the window; or a wait whose days are all closed for a year. Whoever comes there waits "
    "without end, or is skipped without end.",
    "S19, S48, R10: when to send, and targeting and timing are the key",
    journey=(_no_moment, _no_day),
)

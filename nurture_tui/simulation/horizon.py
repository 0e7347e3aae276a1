"""How far the calendar of a run reaches: its instants, and the dates that it moves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from nurture_tui.contacts.table import NO_DATE, Contacts, DateColumn
from nurture_tui.model.action import SetFields, Verb
from nurture_tui.model.clock import Moment, parse_moment
from nurture_tui.model.duration import DAY
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Action, Wait
from nurture_tui.model.workspace import Settings
from nurture_tui.simulation.calendar import Horizon

FARTHEST = 10 * 366 * DAY
"""Business days are counted right up to here on either side of the run; seconds."""


def run_horizon(start: int, end: int, journeys: Sequence[Journey], settings: Settings) -> Horizon:
    """The run, with room for the most business days that a wait or a date counts."""
    spans = [moment.offset for moment in _set_moments(journeys, settings)]
    for journey in journeys:
        waits = [step for step in journey.steps.values() if isinstance(step, Wait)]
        spans += [wait.for_ for wait in waits if wait.for_ is not None]
        spans += [wait.date.offset for wait in waits if wait.date is not None]
        spans += [event.date.offset for event in journey.assume.events if event.date is not None]
    spans += [event.date.offset for event in settings.assume.events if event.date is not None]
    return Horizon(start, end, max((span.business_days for span in spans), default=0))


def closed_days_horizon(
    run: Horizon, journeys: Sequence[Journey], settings: Settings, contacts: Contacts
) -> Horizon:
    """The horizon of closed days: that of the run, unless `set` moves dates by business days.

    Such a date is kept and asked about, however far from the run it lies (R2).
    """
    moments = _set_moments(journeys, settings)
    if not any(moment.offset.business_days for moment in moments):
        return run
    dates = [*_dates_of(contacts), *_named_dates(journeys, settings)]
    first = max(min([run.start, *dates]), run.start - FARTHEST)
    last = min(max([run.end, *dates]), run.end + FARTHEST)
    return Horizon(first, last, run.business_days)


def _set_moments(journeys: Sequence[Journey], settings: Settings) -> list[Moment]:
    """Dates that `set` moves: `now + 30d`, `trial_ends - 3bd`."""
    events = [*settings.assume.events, *(e for j in journeys for e in j.assume.events)]
    values: list[object] = [value for event in events for value in event.values.values()]
    values += [value for verb in _verbs(journeys) for value in _set_values(verb)]
    return [moment for value in values if (moment := _moment(value)) is not None]


def _verbs(journeys: Sequence[Journey]) -> Iterator[Verb]:
    for journey in journeys:
        yield from journey.goal.do if journey.goal is not None else ()
        for rule in journey.exits:
            yield from rule.do
        for step in journey.steps.values():
            yield from step.do if isinstance(step, Action) else ()


def _set_values(verb: Verb) -> list[object]:
    return list(verb.values.values()) if isinstance(verb, SetFields) else []


def _moment(value: object) -> Moment | None:
    try:
        return parse_moment(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _dates_of(contacts: Contacts) -> list[int]:
    found: list[int] = []
    for column in contacts.columns.values():
        if isinstance(column, DateColumn):
            known = column.values[column.values != NO_DATE]
            found += [int(known.min()), int(known.max())] if len(known) else []
    return found


def _named_dates(journeys: Sequence[Journey], settings: Settings) -> list[int]:
    tables = [settings.dates, *(journey.dates for journey in journeys)]
    days = [_day(value) for table in tables for value in table.values()]
    epoch = date(1970, 1, 1)
    return [(day - epoch).days * DAY for day in days]


def _day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value

"""What a field of a contact says at the moment of a send: the file's word, or a journey's since."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import numpy as np

from nurture_tui.contacts.table import Contacts
from nurture_tui.model.action import CopyField, MapField, SetFields, Verb, verb_name
from nurture_tui.model.clock import Moment, parse_moment
from nurture_tui.model.effective import sender_of
from nurture_tui.model.journey import Journey
from nurture_tui.model.merge import merge_fields
from nurture_tui.model.step import Action, Send
from nurture_tui.model.workspace import Workspace
from nurture_tui.model.zones import zone_info
from nurture_tui.simulation.actions import describe
from nurture_tui.simulation.result import EventLog, Ints, Result, Sends
from nurture_tui.text import plain_number

_WRITERS = (SetFields, MapField, CopyField)
_SATURDAY = 5


@dataclass
class Said:
    """The fields of the contacts of a run as the actions of its journeys changed them.

    Only fields that messages show are followed, and only what actions, goals and exits write; what
    an assumed event sets is not.
    """

    contacts: Contacts
    timezone: str
    sent_at: Ints
    dates: Mapping[str, str]
    date_fields: frozenset[str]
    changes: dict[tuple[int, str], list[tuple[int, str]]] = field(default_factory=dict)

    def text(self, name: str, who: int, send: int) -> str:
        """The text of a field of a contact just before this send (its place in the run's sends)."""
        if not self.changes:
            return self.contacts.text(name, who)
        return self.before(name, who, int(self.sent_at[send]))

    def before(self, name: str, who: int, place: int) -> str:
        """The text of a field of a contact just before a row of the log."""
        changes = self.changes.get((who, name), [])
        found = bisect_left(changes, (place, ""))
        return changes[found - 1][1] if found else self.contacts.text(name, who)


def what_was_said(result: Result, workspace: Workspace) -> Said:
    """Follow the fields that the run's messages show through its log."""
    journeys = [workspace.journeys[id_] for id_ in result.journeys]
    return follow(
        workspace, journeys, result.contacts, result.run.timezone, result.log, result.sends
    )


def changes_what_is_shown(workspace: Workspace, journeys: Sequence[Journey]) -> bool:
    """Whether an action can change a field that a message shows."""
    shown = frozenset(name for journey in journeys for name in _shown(workspace, journey))
    return any(True for journey in journeys for _ in _writers(journey, shown))


def follow(
    workspace: Workspace,
    journeys: Sequence[Journey],
    contacts: Contacts,
    timezone: str,
    log: EventLog,
    sends: Sends,
    *,
    also: str = "",
) -> Said:
    """Follow the fields that messages show through a log; its contacts are rows of `contacts`.

    `also` is a field that is followed though no message shows it.
    """
    shown = frozenset(name for journey in journeys for name in _shown(workspace, journey))
    shown |= {also} - {""}
    dates = dict(workspace.settings.dates)
    for journey in journeys:
        dates |= journey.dates
    kinds = {**contacts.kinds, **(workspace.field_kinds or {})}
    said = Said(
        contacts,
        timezone,
        _places_of_sends(log, sends),
        {name: day.isoformat() for name, day in dates.items()},
        frozenset(name for name, kind in kinds.items() if kind.kind == "date"),
    )
    writers = {key: verb for journey in journeys for key, verb in _writers(journey, shown)}
    names = log.names
    codes = [code for code, name in enumerate(names) if name in {key[2] for key in writers}]
    for place in np.flatnonzero(np.isin(log.event, codes)).tolist():
        journey, step = names[log.journey[place]], names[log.step[place]]
        verb = writers.get((journey, step, names[log.event[place]], names[log.detail[place]]))
        if verb is not None:
            who = int(log.contact[place])
            for name, text in _written(verb, said, who, place, int(log.time[place])):
                said.changes.setdefault((who, name), []).append((place, text))
    return said


def _shown(workspace: Workspace, journey: Journey) -> Iterator[str]:
    for step in journey.steps.values():
        if isinstance(step, Send):
            yield from (merged.name for merged in merge_fields(step.subject or ""))
            if sender_of(workspace, journey, step) == "owner":
                yield "owner"


Key = tuple[str, str, str, str]


def _writers(journey: Journey, shown: frozenset[str]) -> Iterator[tuple[Key, Verb]]:
    """The verbs that write such a field, by journey, step, event and detail of their log rows."""
    lists = [(id_, step.do) for id_, step in journey.steps.items() if isinstance(step, Action)]
    lists += [("", rule.do) for rule in journey.exits]
    lists += [("", journey.goal.do)] if journey.goal is not None else []
    for step_id, verbs in lists:
        for verb in verbs:
            if isinstance(verb, _WRITERS) and shown.intersection(_targets(verb)):
                yield (journey.id, step_id, verb_name(verb), describe(verb)), verb


def _targets(verb: Verb) -> tuple[str, ...]:
    match verb:
        case SetFields(values=values):
            return tuple(values)
        case MapField(spec=spec):
            return (spec.field,)
        case CopyField(spec=spec):
            return (spec.to,)
    return ()


def _places_of_sends(log: EventLog, sends: Sends) -> Ints:
    """Where in the log each send is: both are in one order."""
    sent = log.names.index("sent") if "sent" in log.names else -1
    places = np.flatnonzero((log.event == sent) & (log.step != 0))
    if np.array_equal(log.time[places], sends.time):
        return places.astype(np.int64)
    return np.searchsorted(log.time, sends.time, side="right").astype(np.int64)


def _written(verb: Verb, said: Said, who: int, place: int, time: int) -> Iterator[tuple[str, str]]:
    match verb:
        case SetFields(values=values):
            for name, value in values.items():
                yield name, _value(name, value, said, who, place, time)
        case CopyField(spec=spec):
            yield spec.to, said.before(spec.source, who, place)
        case MapField(spec=spec):
            found = spec.to.get(said.before(spec.by, who, place), spec.else_)
            if found is not None:
                yield spec.field, _plain(found)


def _value(name: str, value: object, said: Said, who: int, place: int, time: int) -> str:
    if isinstance(value, str) and name in said.date_fields:
        try:
            moment = parse_moment(value)
        except ValueError:
            return value
        if moment.name == "now":
            now = datetime.fromtimestamp(time, zone_info(said.timezone)).replace(tzinfo=None)
            return _moved(now, moment)
        base = said.dates.get(moment.name) or said.before(moment.name, who, place)
        return _moved(datetime.fromisoformat(base[:19]), moment) if base else ""
    return _plain(value)


def _moved(base: datetime, moment: Moment) -> str:
    """The day of a date moved by a moment's duration (R2); "" beyond the calendar."""
    offset, sign = moment.offset, moment.sign
    try:
        moved = base + sign * timedelta(days=offset.calendar_days)
        for _ in range(offset.business_days):
            moved += timedelta(days=sign)
            while moved.weekday() >= _SATURDAY:
                moved += timedelta(days=sign)
        return (moved + sign * timedelta(seconds=offset.seconds)).date().isoformat()
    except OverflowError:
        return ""


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return plain_number(value)
    return value.isoformat()[:10] if isinstance(value, date) else str(value)

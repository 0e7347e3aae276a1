"""What the reference knows before a contact's life begins: fields, clocks, closed days, plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

import holidays
import numpy as np
from calendar_oracle import Person
from reference_history import Past, past_of

from nurture_tui.contacts.history import EventHistory
from nurture_tui.contacts.table import (
    NO_DATE,
    ChoiceColumn,
    Contacts,
    DateColumn,
    NumberColumn,
    TextColumn,
    YesNoColumn,
)
from nurture_tui.model.assume import AssumedEvent
from nurture_tui.model.clock import Hazard, Moment, Rate
from nurture_tui.model.condition import Condition
from nurture_tui.model.fields import KNOWN_FIELDS, FieldKind
from nurture_tui.model.inherit import EffectiveSending, effective_sending
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Send
from nurture_tui.model.typecheck import check_condition
from nurture_tui.model.typed import Typed
from nurture_tui.model.workspace import Workspace, in_order, vocabulary
from nurture_tui.model.zones import zone_info
from nurture_tui.simulation.assume import BehaviourOfSend, effective_assume
from nurture_tui.simulation.assumed import causes_of
from nurture_tui.simulation.draws import contact_keys, draw, purpose
from nurture_tui.simulation.settings import RunSettings

FieldValue = str | float | bool | date | int | None
"""Text, number, yes or no; a date is a day (date) or an instant (int); None is missing."""


@dataclass(frozen=True)
class Assumed:
    """One assumed event: `owner` is the journey that it works in, "" for nurture.toml by itself."""

    owner: str
    model: AssumedEvent
    names: tuple[str, str, str, str]
    causes: tuple[tuple[str, str], ...]
    rank: int = 0

    def constant(self, *what: str) -> np.uint64:
        return purpose(*self.names, *what)

    @property
    def hazard(self) -> Hazard:
        assert isinstance(self.model.chance, Hazard)
        return self.model.chance


@dataclass
class World:
    """A workspace, the journeys of the run in their order, the contacts, and the run's span."""

    workspace: Workspace
    journeys: Mapping[str, Journey]
    contacts: Contacts
    settings: RunSettings
    start: int = 0
    end: int = 0
    six: frozenset[int] = frozenset()
    keys: np.ndarray[tuple[int], np.dtype[np.uint64]] = field(
        default_factory=lambda: np.zeros(0, np.uint64)
    )
    assumed: tuple[Assumed, ...] = ()
    order: Mapping[str, list[int]] = field(default_factory=dict)
    past: Past = field(default_factory=Past)

    @property
    def places(self) -> list[tuple[str, str]]:
        """All steps in the order of the journeys, then of the file."""
        return [(id_, step) for id_, journey in self.journeys.items() for step in journey.steps]

    @property
    def zone(self) -> str:
        return self.workspace.timezone

    @property
    def clock(self) -> Person:
        """The clock of the workspace, without closed days."""
        return Person(self.zone)

    def kind(self, name: str) -> FieldKind | None:
        kinds = self.workspace.field_kinds or {}
        return kinds.get(name) or self.contacts.kinds.get(name) or KNOWN_FIELDS.get(name)

    def typed(self, condition: Condition, journey: Journey | None) -> Typed:
        checked = check_condition(
            condition, vocabulary(self.workspace, journey, self.contacts.kinds)
        )
        assert checked.typed is not None, (str(condition), checked.problems)
        return checked.typed

    def sending(self, journey: Journey, send: Send) -> EffectiveSending:
        return effective_sending(self.workspace, journey, send)

    def behaviour(self, journey: Journey, step: str) -> BehaviourOfSend:
        return effective_assume(self.workspace, journey, step)

    # ------------------------------------------------------------ contacts
    def fields(self, row: int) -> dict[str, FieldValue]:
        """The fields of a contact at the start; a file without consent is a yes for all (R11)."""
        found: dict[str, FieldValue] = {
            name: _cell(column, row) for name, column in self.contacts.columns.items()
        }
        found.setdefault("consent", True)
        found["contact"] = str(self.contacts.ids[row])
        return found

    def person(self, journey: Journey, fields: Mapping[str, FieldValue]) -> Person:
        """The clock and the closed days by which a journey goes for a contact (R1, R2)."""
        named = journey.sending.timezone or self.workspace.settings.sending.timezone or "contact"
        zone = named if named != "contact" else str(fields.get("timezone") or "")
        try:
            zone_info(zone)
        except ValueError:
            zone = self.zone
        return Person(zone, self._closed(journey, str(fields.get("country") or "")))

    def _closed(self, journey: Journey, country: str) -> frozenset[date]:
        own, shared = journey.sending, self.workspace.settings.sending
        where = own.holidays if own.holidays is not None else shared.holidays or ""
        spans = own.closed if own.closed is not None else shared.closed or ()
        where = country if where == "contact" else where
        days = {day for span in spans for day in span.days()}
        if where:
            years = range(
                datetime.fromtimestamp(self.start, UTC).year - 1,
                datetime.fromtimestamp(self.end, UTC).year + 2,
            )
            days |= set(holidays.country_holidays(where, years=years))
        return frozenset(days)

    # ------------------------------------------------------------ turning up (R4)
    def arrival(self, journey: Journey, row: int, person: Person) -> int | None:
        """When a contact turns up at a journey with `event` or `when`, None for never."""
        entry = journey.entry
        if entry.event in self.past.real:
            return None
        if entry.arrivals == "none" or (entry.event is None and entry.when is None):
            return None
        given = self.entered_at(row, person)
        if given is not None:
            return max(given, self.start)
        if entry.when is not None:
            return None
        if isinstance(entry.arrivals, Rate):
            place = self.order[journey.id].index(row)
            return self.start + place * entry.arrivals.seconds // entry.arrivals.count
        return self.start

    def entered_at(self, row: int, person: Person) -> int | None:
        value = self.fields(row).get("entered_at")
        assert value is None or isinstance(value, date | int)
        return instant_of(value, person)

    def own_of(self, journey_id: str) -> tuple[Assumed, ...]:
        return tuple(a for a in self.assumed if a.owner == journey_id and not a.causes)


def instant_of(value: date | int | None, person: Person) -> int | None:
    """A date as an instant: a day alone is that day, 00:00, on this clock."""
    if isinstance(value, date):
        return person.instant(datetime.combine(value, time(0)))
    return value


def fixed(value: date | datetime, world: World) -> date | int:
    """A date as written: with a time and no offset it is workspace time; a day stays a day."""
    if not isinstance(value, datetime):
        return value
    if value.tzinfo is not None:
        return int(value.timestamp())
    return world.clock.instant(value)


def moment_of(moment: Moment, base: date | int | None, person: Person) -> int | None:
    """`trial_ends - 3d`, given the date that it starts from."""
    if base is None:
        return None
    return person.moment(base, moment.offset, None, None, moment.sign)


def world_of(
    workspace: Workspace,
    ids: Sequence[str],
    contacts: Contacts,
    settings: RunSettings,
    events: EventHistory | None = None,
) -> World:
    """All that is fixed in a run: its span, its 06:00s, the order of arrivals, the assumptions."""
    chosen = in_order({id_: workspace.journeys[id_] for id_ in ids}, workspace.settings)
    world = World(workspace, chosen, contacts, settings)
    first = settings.start
    start = first if isinstance(first, datetime) else datetime.combine(first, time(0))
    wall = start if start.tzinfo is None else start.astimezone(zone_info(world.zone))
    wall = wall.replace(tzinfo=None)
    world.start = int(start.timestamp()) if start.tzinfo else world.clock.instant(wall)
    world.end = world.clock.instant(wall + timedelta(days=settings.days))
    mornings = (
        world.clock.instant(datetime.combine(wall.date() + timedelta(days=i), time(6)))
        for i in range(settings.days + 2)
    )
    world.six = frozenset(t for t in mornings if world.start <= t < world.end)
    world.past = past_of(events, contacts, world.start)
    world.keys = contact_keys(contacts.ids, settings.seed)
    world.assumed = tuple(_all_assumed(world))
    world.order = {id_: _order(world, id_) for id_ in chosen}
    return world


def _order(world: World, journey: str) -> list[int]:
    """Rows without `entered_at`, in the order drawn from the seed."""
    luck = draw(world.keys, purpose(journey, "arrivals"))
    rows = [
        row for row in range(len(world.contacts)) if world.fields(row).get("entered_at") is None
    ]
    return sorted(rows, key=lambda row: (int(luck[row]), str(world.contacts.ids[row])))


def _all_assumed(world: World) -> list[Assumed]:
    shared = world.workspace.settings.assume.events
    found = _numbered("", "nurture.toml", "workspace", [e for e in shared if e.after is None])
    for id_, journey in world.journeys.items():
        found += _numbered(id_, id_, "journey", journey.assume.events)
        found += _numbered(id_, id_, "workspace", [e for e in shared if e.after is not None])
    after_messages = 2 * len(world.places)
    return [replace(made, rank=after_messages + place) for place, made in enumerate(found)]


def _numbered(owner: str, draws: str, level: str, events: Sequence[AssumedEvent]) -> list[Assumed]:
    made: list[Assumed] = []
    for event in events:
        number = sum(other.model.event == event.event for other in made)
        causes = causes_of(event.after) if event.after is not None else ()
        names = (draws, level, event.event, str(number))
        made.append(Assumed(owner, event, names, causes))
    return made


def _cell(column: object, row: int) -> FieldValue:
    match column:
        case TextColumn(values=text):
            return str(text[row])
        case NumberColumn(values=numbers):
            return None if np.isnan(numbers[row]) else float(numbers[row])
        case YesNoColumn(values=answers):
            return None if answers[row] < 0 else bool(answers[row])
        case ChoiceColumn(values=codes, choices=choices):
            return choices[int(codes[row])] if codes[row] >= 0 else None
        case DateColumn(values=seconds, day_only=day_only):
            if seconds[row] == NO_DATE:
                return None
            at = int(seconds[row])
            return datetime.fromtimestamp(at, UTC).date() if day_only[row] else at
    raise AssertionError(column)

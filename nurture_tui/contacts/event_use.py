"""What an event history holds, event by event, and what the journeys make of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from nurture_tui.contacts.aliases import squash
from nurture_tui.contacts.distinct import distinct
from nurture_tui.contacts.history import NOT_LISTED, SHARED, EventHistory, contact_rows
from nurture_tui.contacts.needs import values_in
from nurture_tui.contacts.table import Contacts
from nurture_tui.model.action import Emit
from nurture_tui.model.condition import Call, Condition, Literal, walk
from nurture_tui.model.workspace import Workspace

_ASKING = ("did", "count", "since")
MESSAGE_EVENTS = ("sent", "opened", "clicked", "bounced", "unsubscribed")


@dataclass(frozen=True, slots=True)
class EventCount:
    """One event of a history: how often it happened to how many contacts of the list, and when.

    `first` and `last` are in seconds UTC; `uses` says what the journeys make of it; `meant` is the
    event that the journeys know by almost this name, "" if there is none.
    """

    event: str
    rows: int
    contacts: int
    first: int
    last: int
    uses: tuple[str, ...]
    meant: str


@dataclass(frozen=True)
class EventFile:
    """What an event history holds for a list of contacts, by event, the most frequent first.

    `missing` are the events that the journeys use, the history does not hold, and a run does not
    make by itself.
    """

    history: EventHistory
    events: tuple[EventCount, ...]
    missing: Mapping[str, tuple[str, ...]]
    not_listed: int
    shared_address: int


def event_file_of(history: EventHistory, contacts: Contacts, workspace: Workspace) -> EventFile:
    """Count the events of a history, and say what each is for the journeys of a workspace."""
    rows = contact_rows(history, contacts)
    uses = event_uses(workspace)
    known = {*history.names, *_made_by_runs(workspace)}
    by_squashed = {squash(name): name for name in uses}

    def counted(code: int, name: str) -> EventCount:
        mine = history.event == code
        return EventCount(
            event=name,
            rows=int(mine.sum()),
            contacts=len(distinct(rows[mine & (rows >= 0)])),
            first=int(history.time[mine].min()),
            last=int(history.time[mine].max()),
            uses=uses.get(name, ()),
            meant="" if name in uses else by_squashed.get(squash(name), ""),
        )

    events = [counted(code, name) for code, name in enumerate(history.names)]
    return EventFile(
        history=history,
        events=tuple(sorted(events, key=lambda found: (-found.rows, found.event))),
        missing={name: found for name, found in uses.items() if name not in known},
        not_listed=int((rows == NOT_LISTED).sum()),
        shared_address=int((rows == SHARED).sum()),
    )


def event_uses(workspace: Workspace) -> dict[str, tuple[str, ...]]:
    """What the journeys make of each event: entry, asked about, assumed, scored, and where."""
    found: dict[str, dict[str, list[str]]] = {}
    for event, use, place in _uses(workspace):
        places = found.setdefault(event, {}).setdefault(use, [])
        if place not in places:
            places.append(place)
    return {
        event: tuple(f"{use} {', '.join(places)}".strip() for use, places in uses.items())
        for event, uses in sorted(found.items())
    }


def _uses(workspace: Workspace) -> Iterator[tuple[str, str, str]]:
    """Each event with its use and the place of it."""
    journeys, settings = workspace.journeys, workspace.settings
    for id_, journey in journeys.items():
        if journey.entry.event is not None:
            yield journey.entry.event, "entry of", id_
    for name, definition in workspace.definitions.items():
        yield from ((event, "asked in", name) for event in _asked(definition))
    for part in (settings.sending, settings.assume):
        yield from ((event, "asked in", "nurture.toml") for event in _asked(part))
    for id_, journey in journeys.items():
        yield from ((event, "asked in", id_) for event in _asked(journey))
    for assumed in settings.assume.events:
        yield assumed.event, "assumed in", "nurture.toml"
    for id_, journey in journeys.items():
        yield from ((assumed.event, "assumed in", id_) for assumed in journey.assume.events)
    yield from ((event, "scored", "") for event in settings.scoring.points)
    yield from ((event, "a fact before the start", "") for event in ("sent", "opened", "clicked"))
    yield from ((event, "always counts", "") for event in ("unsubscribed", "bounced"))


def _made_by_runs(workspace: Workspace) -> set[str]:
    """The events that come from messages, scores and actions, and need no history."""
    emitted = {
        value.event
        for journey in workspace.journeys.values()
        for value in values_in(journey)
        if isinstance(value, Emit)
    }
    return {*MESSAGE_EVENTS, *workspace.settings.scoring.reached, *emitted}


def _asked(part: object) -> Iterator[str]:
    """The events that the conditions in a part of a file ask about."""
    for value in values_in(part):
        if isinstance(value, Condition):
            for node in walk(value.expr):
                match node:
                    case Call(function=name, arguments=(Literal(value=str() as event), *_)):
                        if name in _ASKING:
                            yield event

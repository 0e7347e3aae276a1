"""An event history for the reference: its rows by contact, and what they put off (R18)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from nurture_tui.contacts.history import EventHistory
from nurture_tui.contacts.table import Contacts, TextColumn

FACTS_ONLY = ("sent", "opened", "clicked")


@dataclass(frozen=True)
class Happened:
    """A row of the history that is one contact's."""

    time: int
    name: str
    object: str
    value: str

    @property
    def detail(self) -> str:
        told = ", ".join(text for text in (self.object, self.value) if text)
        return f"history: {told}" if told else "history"


@dataclass(frozen=True)
class Past:
    """A history in a run: the rows of each contact in order of time, and the real events."""

    rows: dict[int, list[Happened]] = field(default_factory=dict)
    real: frozenset[str] = frozenset()
    until: int = -(10**15)

    def before(self, row: int, start: int) -> list[Happened]:
        return [told for told in self.rows.get(row, []) if told.time < start]

    def replayed(self, row: int, start: int, end: int) -> list[Happened]:
        """R18: from the start on, but for what a run makes itself."""
        found = self.rows.get(row, [])
        return [h for h in found if start <= h.time < end and h.name not in FACTS_ONLY]

    def is_off(self, event: str, time: int) -> bool:
        return event in self.real and time <= self.until


def past_of(events: EventHistory | None, contacts: Contacts, start: int) -> Past:
    """The history for these contacts; one that ends before the start puts nothing off."""
    if events is None:
        return Past()
    rows: dict[int, list[Happened]] = {}
    for place in range(len(events)):
        row = _row_of(str(events.contact[place]), str(events.email[place]), contacts)
        if row is not None:
            told = Happened(
                int(events.time[place]),
                events.names[events.event[place]],
                str(events.object[place]),
                str(events.value[place]),
            )
            rows.setdefault(row, []).append(told)
    for found in rows.values():
        found.sort(key=lambda told: told.time)
    until = max(int(time) for time in events.time)
    names = {events.names[code] for code in events.event} - set(FACTS_ONLY)
    return Past(rows, frozenset(names if until >= start else ()), until)


def _row_of(contact: str, email: str, contacts: Contacts) -> int | None:
    """By id, else by an address that no other contact has."""
    ids = [str(id_) for id_ in contacts.ids]
    column = contacts.columns.get("email")
    addresses = [str(a).lower() for a in column.values] if isinstance(column, TextColumn) else []
    if contact in ids:
        return ids.index(contact)
    for text in (contact.lower(), email):
        if text and text in ids:
            return ids.index(text)
        if text and text in addresses:
            return addresses.index(text) if addresses.count(text) == 1 else None
    return None


def first_time(rows: Sequence[Happened], event: str) -> int | None:
    return min((told.time for told in rows if told.name == event), default=None)

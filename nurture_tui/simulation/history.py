"""An event history as a run sees it: facts before the start, and what is replayed (R18)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from nurture_tui.contacts.distinct import distinct
from nurture_tui.contacts.history import NOT_LISTED, SHARED, EventHistory, contact_rows
from nurture_tui.contacts.table import NO_DATE, Contacts
from nurture_tui.frozen import dataclass
from nurture_tui.simulation.result import NO_TIME, HistoryRecord
from nurture_tui.simulation.view import Flags, Ints, Rows

if TYPE_CHECKING:
    from nurture_tui.simulation.plan import RunPlan

OF_MESSAGES = ("clicked", "opened", "sent")
"""In a history these are facts from before the start only: a run makes its own."""


@dataclass(frozen=True)
class Told:
    """Rows of a history, ordered by contact, then time, then name, then as in the file.

    `contact` are rows of the contact list; `event` are places in the history's names; `object` and
    `detail` are places in its texts.
    """

    contact: Ints
    time: Ints
    event: npt.NDArray[np.int32]
    object: npt.NDArray[np.int32]
    detail: npt.NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.time)


@dataclass(frozen=True)
class RunHistory:
    """A history for one run: `facts` lie before its start, `replayed` happen in it.

    `real` are the events that happen as they did, and not by assumption, up to and with the instant
    `until`: those that the history names, if it reaches into the run.
    """

    names: tuple[str, ...]
    texts: tuple[str, ...]
    facts: Told
    replayed: Told
    real: frozenset[str]
    until: int
    record: HistoryRecord

    def first_of(self, event: str, contacts: Rows) -> Ints:
        """When this event first happens in the run to each of these contacts, else NO_TIME."""
        first = np.full(len(contacts), NO_TIME, dtype=np.int64)
        place, who = flat(*spans(self.replayed, contacts))
        mine = self.are(self.replayed, place, event)
        np.minimum.at(first, who[mine], self.replayed.time[place[mine]])
        return first

    def last_of(self, event: str, contacts: Rows) -> Ints:
        """When this event last happens in the run to each of these contacts, else NO_DATE."""
        last = np.full(len(contacts), NO_DATE, dtype=np.int64)
        place, who = flat(*spans(self.replayed, contacts))
        mine = self.are(self.replayed, place, event)
        np.maximum.at(last, who[mine], self.replayed.time[place[mine]])
        return last

    def are(self, told: Told, place: Rows, event: str) -> Flags:
        """Which of these rows are of this event."""
        if event not in self.names:
            return np.zeros(len(place), dtype=np.bool_)
        return np.asarray(told.event[place] == self.names.index(event))

    def text(self, text: str) -> int:
        """The place of a text in the history, -1 if it is not there."""
        return self.texts.index(text) if text in self.texts else -1

    def replayed_names(self) -> frozenset[str]:
        """The names of the events that are replayed."""
        return frozenset(self.names[place] for place in distinct(self.replayed.event).tolist())


def run_history(events: EventHistory, contacts: Contacts, start: int, end: int) -> RunHistory:
    """What of a history belongs to a run from `start` to before `end`, for these contacts."""
    rows = contact_rows(events, contacts)
    texts: dict[str, int] = {"": 0}
    listed, before = rows >= 0, events.time < start
    of_messages = np.array([name in OF_MESSAGES for name in events.names])[events.event]
    later = ~before & (events.time >= end)
    facts, aside = listed & before, listed & ~before & ~later & of_messages
    replayed = listed & ~before & ~later & ~of_messages
    told, known = _told(events, rows, replayed, texts), _told(events, rows, facts, texts)
    until = events.last
    real = frozenset(events.names) - frozenset(OF_MESSAGES) if until >= start else frozenset()
    return RunHistory(
        names=events.names,
        texts=tuple(texts),
        facts=known,
        replayed=told,
        real=real,
        until=until,
        record=HistoryRecord(
            rows=len(events),
            facts=int(facts.sum()),
            replayed=len(told),
            first=int(told.time.min()) if len(told) else None,
            last=int(told.time.max()) if len(told) else None,
            until=until,
            of_messages=int(aside.sum()),
            later=int((listed & later).sum()),
            not_listed=int((rows == NOT_LISTED).sum()),
            shared_address=int((rows == SHARED).sum()),
            refused=len(events.refused),
        ),
    )


def history_record(plan: RunPlan) -> HistoryRecord | None:
    """What became of the history of a run, and what stands back for it; None without one."""
    if plan.history is None:
        return None
    entries = [journey.id for journey in plan.journeys if plan.is_real(journey.entry_event)]
    off = {assumed.name for assumed in plan.assumed} & plan.history.real
    return replace(plan.history.record, entries=tuple(entries), off=tuple(sorted(off)))


def _told(
    events: EventHistory, rows: Ints, chosen: npt.NDArray[np.bool_], texts: dict[str, int]
) -> Told:
    """The chosen rows in order; the names are in alphabetical order, and so are their places.

    `texts` grows by what they tell.
    """
    places = np.flatnonzero(chosen)
    order = np.lexsort((places, events.event[places], events.time[places], rows[places]))
    places = places[order]
    return Told(
        rows[places],
        events.time[places],
        events.event[places],
        _codes(events.object[places], texts),
        _codes(map(_detail, events.object[places], events.value[places]), texts),
    )


def _codes(found: Iterable[str], texts: dict[str, int]) -> npt.NDArray[np.int32]:
    """The places of these texts among all, new ones at the end."""
    return np.array([texts.setdefault(text, len(texts)) for text in found], dtype=np.int32)


def _detail(thing: str, value: str) -> str:
    """What the log says of a replayed event: that it is real, of what, and how much."""
    parts = ", ".join(part for part in (thing, value) if part)
    return f"history: {parts}" if parts else "history"


def spans(told: Told, contacts: Rows) -> tuple[Ints, Ints]:
    """The first row of each of these contacts, and the first that is no longer its."""
    first = np.searchsorted(told.contact, contacts, side="left")
    return first, np.searchsorted(told.contact, contacts, side="right")


def flat(first: Ints, stop: Ints) -> tuple[Rows, Rows]:
    """All rows of all contacts in order, and the place of the contact of each."""
    counts = stop - first
    who = np.repeat(np.arange(len(first)), counts)
    before = np.cumsum(counts) - counts
    return first[who] + np.arange(len(who)) - before[who], who

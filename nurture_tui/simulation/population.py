"""Whom a run is of: the contacts of a list, in the order of their ids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol

import numpy as np

from nurture_tui.contacts.identity import U64, Codes
from nurture_tui.contacts.table import NO_DATE, Contacts, DateColumn
from nurture_tui.model.clock import Rate
from nurture_tui.model.journey import Journey
from nurture_tui.simulation.draws import draw, keys_of, purpose
from nurture_tui.simulation.plan import RunPlan
from nurture_tui.simulation.view import Flags, Ints, Rows

PLACES = ("timezone", "country")
"""The columns whose texts a plan has compiled by their codes."""


class Places(NamedTuple):
    """Where contacts stand: their rows, those in the whole list, and 64 bits for each id."""

    rows: Rows
    listed: Rows
    hashes: U64


class Population(Protocol):
    """Contacts by their numbers: 0 to n - 1, in the order of their ids.

    `contacts` has their columns, several of them may share a row of it.
    """

    @property
    def contacts(self) -> Contacts: ...

    def __len__(self) -> int: ...

    @property
    def in_list(self) -> Codes:
        """The row of each contact, by its number, in the list that a result names it by."""

    def rows(self, numbers: Ints) -> Rows:
        """The rows in `contacts` of the contacts of these numbers."""

    def listed(self, numbers: Ints) -> Rows:
        """Their rows in the whole list of the run, of which `contacts` may be a part."""

    def hashes(self, numbers: Ints) -> U64:
        """64 bits for the id of each of them (R19)."""

    def places(self, numbers: Ints) -> Places:
        """All three at once."""

    def turns(self, journey: str, numbers: Ints) -> Ints:
        """Their places in the queue of those who turn up evenly (R4); only for those who do."""

    def whole(self) -> Population | None:
        """The population as it goes to another process; None if that gets parts of it."""

    def part(self, first: int, last: int) -> Population | None:
        """The contacts of these numbers alone, for another process; None if that gets all."""


class Listed:
    """The contacts of a list, all of them in memory; or a part of it, from number `first` on."""

    def __init__(
        self, contacts: Contacts, queues: Mapping[str, Ints], all_rows: Codes, first: int = 0
    ) -> None:
        self.contacts = contacts
        self.queues = queues
        self.all_rows = all_rows
        self.first = first

    @property
    def in_list(self) -> Codes:
        return self.contacts.by_id

    def __len__(self) -> int:
        return len(self.contacts)

    def rows(self, numbers: Ints) -> Rows:
        return self.contacts.by_id[self._own(numbers)].astype(np.intp)

    def listed(self, numbers: Ints) -> Rows:
        return self.all_rows[self._own(numbers)].astype(np.intp)

    def hashes(self, numbers: Ints) -> U64:
        return self.places(numbers).hashes

    def places(self, numbers: Ints) -> Places:
        rows = self.rows(numbers)
        whole = self.all_rows is self.contacts.by_id
        listed = rows if whole else self.listed(numbers)
        return Places(rows, listed, self.contacts.id_hashes[rows])

    def _own(self, numbers: Ints) -> Ints | slice:
        """Their places among the contacts here; numbers rise, and mostly one by one."""
        n = len(numbers)
        first = int(numbers[0]) - self.first if n else 0
        if n and int(numbers[-1]) - self.first == first + n - 1:
            return slice(first, first + n)
        return numbers - self.first

    def turns(self, journey: str, numbers: Ints) -> Ints:
        return self.queues[journey][numbers - self.first]

    def whole(self) -> None:
        return None

    def part(self, first: int, last: int) -> Listed:
        queues = {journey: queue[first:last] for journey, queue in self.queues.items()}
        rows = self.contacts.by_id[first:last].astype(np.intp)
        return Listed(self.contacts.bare(rows, PLACES), queues, self.all_rows[first:last], first)


def listed(plan: RunPlan, contacts: Contacts) -> Listed:
    """The contacts of a list, with the order in which they turn up where that is evenly.

    `40 per day`: in an order drawn from the seed, over all contacts without an `entered_at`.
    """
    queues = {
        journey.id: _queue(plan, journey.journey, contacts)
        for journey in plan.journeys
        if turns_up_evenly(journey.journey)
    }
    return Listed(contacts, queues, contacts.by_id)


def turns_up_evenly(journey: Journey) -> bool:
    """True where contacts turn up one after another at equal distances (R4)."""
    entry = journey.entry
    return isinstance(entry.arrivals, Rate) and entry.event is not None and entry.when is None


def _queue(plan: RunPlan, journey: Journey, contacts: Contacts) -> Ints:
    keys = keys_of(contacts.id_hashes[contacts.by_id], plan.run_settings.seed)
    luck = draw(keys, purpose(journey.id, "arrivals"))
    waiting = np.flatnonzero(~has_entered_at(contacts, contacts.by_id.astype(np.intp)))
    order = waiting[np.argsort(luck[waiting], kind="stable")]
    places = np.full(len(contacts), -1, dtype=np.int64)
    places[order] = np.arange(len(order))
    return places


def has_entered_at(contacts: Contacts, rows: Rows) -> Flags:
    """Whether the file says when these contacts turned up."""
    column = contacts.columns.get("entered_at")
    if not isinstance(column, DateColumn):
        return np.zeros(len(rows), dtype=np.bool_)
    known: Flags = column.values[rows] != NO_DATE
    return known

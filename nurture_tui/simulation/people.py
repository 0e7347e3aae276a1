"""What is known of the contacts of a run while it runs: fields, lists, consent, events so far."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt

from nurture_tui.contacts.table import (
    NO_CHOICE,
    NO_DATE,
    ChoiceColumn,
    DateColumn,
    NumberColumn,
    TextColumn,
    YesNoColumn,
)
from nurture_tui.model.fields import FieldKind
from nurture_tui.simulation.addresses import Addresses
from nurture_tui.simulation.cohort import Cohort
from nurture_tui.simulation.memory import Memory
from nurture_tui.simulation.textpool import TextPool

Rows = npt.NDArray[np.intp]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class Field:
    """One field of all contacts: `values` by kind, and for dates whether only the day is known."""

    def __init__(self, kind: FieldKind, values: npt.NDArray[np.generic], day_only: Flags) -> None:
        self.kind = kind
        self.values = values
        self.day_only = day_only


class People:
    """The mutable state of a chunk of contacts, shared by all journeys of the run."""

    def __init__(self, cohort: Cohort, pool: TextPool) -> None:
        self.cohort = cohort
        self.keys = cohort.keys
        self.numbers = cohort.numbers
        self.pool = pool
        self.n = len(cohort)
        self.fields: dict[str, Field] = {}
        self.lists: dict[str, Flags] = {}
        self.memories: dict[str, Memory] = {}
        self.object_memories: dict[tuple[str, str], Memory] = {}
        self.unsubscribed = np.zeros(self.n, dtype=np.bool_)
        self.addresses = Addresses(cohort)
        self.bounced = self.addresses.bounced

    @cached_property
    def now(self) -> Ints:
        """The instant that each contact is at, where that is asked for."""
        return np.zeros(self.n, dtype=np.int64)

    @cached_property
    def latest(self) -> Ints:
        """The key of the last thing that each did, where that is asked for."""
        return np.zeros(self.n, dtype=np.int64)

    def field(self, name: str, kind: FieldKind) -> Field:
        """The field's state, read from the contact file at first use; missing if it has none."""
        if name not in self.fields:
            self.fields[name] = self._read(name, kind)
        return self.fields[name]

    def _read(self, name: str, kind: FieldKind) -> Field:
        rows = self.cohort.rows
        no_days = np.zeros(self.n, dtype=np.bool_)
        match self.cohort.contacts.columns.get(name):
            case TextColumn(coded=coded):
                return Field(
                    kind, self.pool.codes_of(name, coded.texts)[coded.codes[rows]], no_days
                )
            case NumberColumn(values=numbers):
                return Field(kind, numbers[rows], no_days)
            case YesNoColumn(values=answers):
                return Field(kind, answers[rows], no_days)
            case ChoiceColumn(values=codes):
                return Field(kind, codes[rows], no_days)
            case DateColumn(values=seconds, day_only=day_only):
                return Field(kind, seconds[rows], day_only[rows])
        return Field(kind, empty_values(kind, self.n), no_days)

    def memory(self, event: str, thing: str | None = None) -> Memory:
        """The memory of an event that some condition asks about, made at first use.

        With `thing`, only of those whose object it is: rows of an event history have one (R18).
        """
        if thing is None:
            return self.memories.setdefault(event, Memory(self.n))
        return self.object_memories.setdefault((event, thing), Memory(self.n))

    def forget(self) -> None:
        """Part memories from what they keep of stays, which keeps them and the run in turn."""
        for memory in (*self.memories.values(), *self.object_memories.values()):
            memory.in_stays.clear()

    def list_members(self, name: str) -> Flags:
        """Who is on a list, read from the `lists` column at first use."""
        if name not in self.lists:
            self.lists[name] = self._members(name)
        return self.lists[name]

    def _members(self, name: str) -> Flags:
        column = self.cohort.contacts.columns.get("lists")
        if not isinstance(column, TextColumn):
            return np.zeros(self.n, dtype=np.bool_)
        coded = column.coded
        return self.pool.listing(name, coded.texts)[coded.codes[self.cohort.rows]]


def empty_values(kind: FieldKind, n: int) -> npt.NDArray[np.generic]:
    """A column in which every value is missing."""
    match kind.kind:
        case "number":
            return np.full(n, np.nan)
        case "yes/no":
            return np.full(n, -1, dtype=np.int8)
        case "choice":
            return np.full(n, NO_CHOICE, dtype=np.int16)
        case "date":
            return np.full(n, NO_DATE, dtype=np.int64)
    return np.zeros(n, dtype=np.int32)

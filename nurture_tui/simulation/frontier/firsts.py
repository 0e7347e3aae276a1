"""When what conditions ask for first happens to each contact, and the conditions that ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from nurture_tui.model.typed import Typed, TypedAll, TypedAny, TypedCall, fields_in
from nurture_tui.simulation.conditions import Compiler
from nurture_tui.simulation.frontier.effects import EVENT_CALLS, WROTE, Writer
from nurture_tui.simulation.result import NO_TIME
from nurture_tui.simulation.truths import Truth
from nurture_tui.simulation.view import Flags, Ints, Rows, View
from nurture_tui.simulation.watch import calls

if TYPE_CHECKING:
    from nurture_tui.simulation.calendar import Clock
    from nurture_tui.simulation.people import People

KEY_BITS = 30
RANK = 2
"""A key is an instant, and below it the place of an event among those of the instant: its rank by
name and source (28 bits, R6), and two bits for what follows it at once."""
NEVER_KEY = NO_TIME
LOW = (1 << KEY_BITS) - 1
FOLLOWS = 3
"""The bits of a key that say what it is: 0 an event, 1 the leaving that it makes, 2 an event that
follows another at its instant and by its name would come before it, 3 the leaving by that."""

Atom = tuple[str, int | str]
"""`("did", event)`, or `("clicked", place of the step)`; place -1 for any message; `("wrote",
place)` of the assumed event at this place, which has changed fields."""
Times = Callable[[Rows], Ints]


class Firsts:
    """The key of the first time of each atom, a row a contact; NEVER_KEY while it is not known.

    Only what a condition asks for is kept. Events are noted before a contact comes to their
    instant, so that a condition holds at an instant if the first time is not after it. `lasting`
    has the same without own events of a stay, which do not happen when it is over before. `noted`
    are the atoms of which any is known.
    """

    def __init__(self, n: int) -> None:
        self.n = n
        self.keys: dict[Atom, Ints] = {}
        self.lasting: dict[Atom, Ints] = {}
        self.noted: set[Atom] = set()

    def wanted(self, atom: Atom) -> Ints:
        """The keys of an atom that a condition asks for."""
        if atom not in self.keys:
            self.keys[atom] = np.full(self.n, NEVER_KEY, dtype=np.int64)
        return self.keys[atom]

    def also_lasting(self, atom: Atom) -> None:
        """Keep the atom without own events too."""
        if atom in self.keys:
            self.lasting[atom] = np.full(self.n, NEVER_KEY, dtype=np.int64)

    def note(self, atom: Atom, rows: Rows, keys: Ints, *, lasting: bool = True) -> None:
        """An event happens to these contacts (each named once)."""
        if atom not in self.keys:
            return
        self.noted.add(atom)
        for table in (self.keys, self.lasting) if lasting else (self.keys,):
            first = table.get(atom)
            if first is not None:
                first[rows] = np.minimum(first[rows], keys)


class FrontierCompiler(Compiler):
    """Compiles conditions that ask for events by their first times; other journeys do not run."""

    def __init__(
        self,
        people: People,
        clock: Clock,
        zone: npt.NDArray[np.int16],
        dates: Mapping[str, date | datetime],
        fixed_instant: Callable[[datetime], int],
        firsts: Firsts,
        places: Mapping[str, int],
        writers: Sequence[Writer] = (),
    ) -> None:
        """`writers` are the events that change fields which what is watched asks for."""
        super().__init__(people, clock, zone, None, {}, dates, fixed_instant)
        self.firsts = firsts
        self.places = places
        self.writers = writers

    def did(self, call: TypedCall) -> Truth:
        return self.begun(atom_of(call, self.places))

    def step_flag(self, function: str, step: str | None) -> Truth:
        return self.begun((function, -1 if step is None else self.places[step]))

    def begun(self, atom: Atom) -> Truth:
        first, noted = self.firsts.wanted(atom), self.firsts.noted

        def truth(view: View) -> Flags:
            if atom not in noted:
                return np.zeros(len(view.rows), dtype=np.bool_)
            return np.asarray(first[view.rows] < (view.now + 1) << KEY_BITS)

        return truth

    def times(self, typed: Typed, entered: Ints) -> Times:
        """When a condition begins to hold, as a function of contacts: the key of its event.

        What hangs on no events is asked once, as of the entry, and once more as of each event that
        changes fields.
        """
        match typed:
            case TypedAll(items=items):
                parts = [self.times(item, entered) for item in items]
                return lambda rows: np.maximum.reduce([part(rows) for part in parts])
            case TypedAny(items=items):
                parts = [self.times(item, entered) for item in items]
                return lambda rows: np.minimum.reduce([part(rows) for part in parts])
            case TypedCall(function=function) if function in EVENT_CALLS:
                first = self.firsts.wanted(atom_of(typed, self.places))
                return lambda rows: first[rows]
        fixed = self.truth(typed)
        changes = [
            (writer, self.firsts.wanted((WROTE, writer.place)))
            for writer in self.writers
            if writer.names & fields_in(typed)
        ]

        def begins(rows: Rows) -> Ints:
            begun = entered[rows]
            view = View(rows, begun, begun)
            keys = np.where(fixed(view), 0, NEVER_KEY)
            for writer, first in changes:
                wrote = np.where(writer.after(fixed, view), first[rows], NEVER_KEY)
                np.minimum(keys, wrote, out=keys)
            return keys

        return begins


def atom_of(call: TypedCall, places: Mapping[str, int]) -> Atom:
    """The atom that a call asks for."""
    if call.function == "did":
        return "did", call.subject or ""
    return call.function, -1 if call.subject is None else places[call.subject]


def atoms_of(typed: Typed, places: Mapping[str, int]) -> set[Atom]:
    """All atoms that a condition asks for."""
    asked = (call for call in calls([typed]) if call.function in EVENT_CALLS)
    return {atom_of(call, places) for call in asked}


def is_plain(typed: Typed) -> bool:
    """True if the condition is one event, or several joined by `or`: it begins with any of them."""
    match typed:
        case TypedAny(items=items):
            return all(is_plain(item) for item in items)
        case TypedCall(function=function):
            return function in EVENT_CALLS
    return False

"""What lies ahead of each contact: its coming events, in the order of R6."""

from __future__ import annotations

from itertools import count

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Rows = npt.NDArray[np.intp]

NOTHING = np.iinfo(np.int64).max
KEY_BITS = 28
SOURCE_BITS = 14
DAILY = 1 << 27
ARRIVAL, LOOK, WHEN, STEP = DAILY - 2, DAILY - 1, DAILY + 1, DAILY + 2
"""At one instant: events by name, arrivals, looks that are due, the daily look and the attempts of
`when`, then steps by journey (R4, R6)."""
RANK = (1 << KEY_BITS) - 1
PAST_ALL_RUNS = NOTHING >> (KEY_BITS + 1)

ARRIVE, WAITING, LEAVE, END = range(4)
PHASES = 4
"""What a contact does next at its step: begin it, go on after a wait, go on to the next, or end its
path, for it has left the last step."""


DAILY_LOOK, LATE_LOOK, LOOKS = range(3)


def event_key(time: Ints, name: Ints | int, source: Ints | int) -> Ints:
    """The place of an event among all that lies ahead: by time, then name, then source."""
    rank = (np.asarray(name, dtype=np.int64) << SOURCE_BITS) | np.asarray(source, dtype=np.int64)
    return (time << KEY_BITS) | rank


def class_key(time: Ints, rank: int) -> Ints:
    """The place of an arrival or a look that is due at `time`."""
    key = (np.minimum(time, PAST_ALL_RUNS) << KEY_BITS) | rank
    return np.where(time == NOTHING, NOTHING, key)


def step_rank(place: Ints, phase: int) -> Ints:
    """The rank of a step by its place among those of all journeys, journey by journey (R6)."""
    return STEP + place * PHASES + phase


def time_of(key: Ints) -> Ints:
    return key >> KEY_BITS


def name_of(key: Ints) -> Ints:
    """The code of the event's name."""
    return (key >> SOURCE_BITS) & ((1 << (KEY_BITS - SOURCE_BITS - 1)) - 1)


class Agenda:
    """The coming events and looks of `n` contacts: a few slots each, which grow when one runs out.

    `first` is each contact's earliest key, NOTHING where there is none. The first two slots are
    for looks: the daily one, and the one that waits for events of its instant.
    """

    def __init__(self, n: int, slots: int = 4) -> None:
        self.keys = np.full((LOOKS + slots, n), NOTHING, dtype=np.int64)
        self.data = np.zeros((LOOKS + slots, n), dtype=np.int64)
        self.first = np.full(n, NOTHING, dtype=np.int64)
        self.from_slot = LOOKS  # nobody has a look before the first is put there

    def add(self, contacts: Rows, keys: Ints, data: Ints) -> None:
        """Put one event for each of these contacts (each named once)."""
        self.first[contacts] = np.minimum(self.first[contacts], keys)
        for slot in count(LOOKS):
            if not len(contacts):
                return
            if slot == len(self.keys):
                self._grow()
            taken = self.keys[slot][contacts] != NOTHING
            free = (~taken).nonzero()[0]
            self.keys[slot][contacts[free]] = keys[free]
            self.data[slot][contacts[free]] = data[free]
            contacts, keys, data = contacts[taken], keys[taken], data[taken]

    def take(self, contacts: Rows) -> tuple[Ints, Ints]:
        """Remove the earliest event of each of these contacts; returns its keys and data."""
        coming = self.keys[self.from_slot :].take(contacts, axis=1)
        slots, places = coming.argmin(axis=0), np.arange(len(contacts))
        keys = coming[slots, places]
        coming[slots, places] = NOTHING
        self.first[contacts] = coming.min(axis=0)
        slots += self.from_slot
        self.keys[slots, contacts] = NOTHING
        return keys, self.data[slots, contacts]

    def look_at(self, slot: int, contacts: Rows, keys: Ints) -> None:
        """Put a look (DAILY_LOOK, LATE_LOOK) in the place of one that is not earlier."""
        self.from_slot = 0
        self.keys[slot][contacts] = keys
        self.first[contacts] = np.minimum(self.first[contacts], keys)

    def look_instead(self, slot: int, contacts: Rows, keys: Ints) -> None:
        """Put a look in the place of one that there may be, earlier or later."""
        self.from_slot = 0
        self.keys[slot][contacts] = keys
        self.first[contacts] = self.keys.take(contacts, axis=1).min(axis=0)

    def _grow(self) -> None:
        self.keys = np.vstack((self.keys, np.full_like(self.first, NOTHING)))
        self.data = np.vstack((self.data, np.zeros_like(self.first)))

"""What lies ahead of each contact: its coming events, in the order of R6."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

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
        self.keys = np.full((n, LOOKS + slots), NOTHING, dtype=np.int64)
        self.data = np.zeros((n, LOOKS + slots), dtype=np.int64)
        self.first = np.full(n, NOTHING, dtype=np.int64)

    def add(self, contacts: npt.NDArray[np.intp], keys: Ints, data: Ints) -> None:
        """Put one event for each of these contacts (each named once)."""
        if not len(contacts):
            return
        free = self.keys[contacts, LOOKS:] == NOTHING
        slot = LOOKS + np.argmax(free, axis=1)
        if not free.any(axis=1).all():
            self._grow()
            self.add(contacts, keys, data)
            return
        self.keys[contacts, slot] = keys
        self.data[contacts, slot] = data
        self.first[contacts] = np.minimum(self.first[contacts], keys)

    def take(self, contacts: npt.NDArray[np.intp]) -> tuple[Ints, Ints]:
        """Remove the earliest event of each of these contacts; returns its keys and data."""
        slot = np.argmin(self.keys[contacts], axis=1)
        keys = self.keys[contacts, slot]
        data = self.data[contacts, slot]
        self.keys[contacts, slot] = NOTHING
        self.first[contacts] = self.keys[contacts].min(axis=1)
        return keys, data

    def look_at(self, slot: int, contacts: npt.NDArray[np.intp], keys: Ints) -> None:
        """Put a look (DAILY_LOOK, LATE_LOOK) in the place of the one that there may be."""
        self.keys[contacts, slot] = keys
        self.first[contacts] = np.minimum(self.first[contacts], keys)

    def _grow(self) -> None:
        self.keys = np.hstack([self.keys, np.full_like(self.keys[:, :2], NOTHING)])
        self.data = np.hstack([self.data, np.zeros_like(self.data[:, :2])])

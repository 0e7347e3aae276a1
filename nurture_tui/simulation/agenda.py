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


def event_key(time: Ints, name: Ints | int, source: Ints | int) -> Ints:
    """The place of an event among all that lies ahead: by time, then name, then source."""
    rank = (np.asarray(name, dtype=np.int64) << SOURCE_BITS) | np.asarray(source, dtype=np.int64)
    return (time << KEY_BITS) | rank


def class_key(time: Ints, rank: int) -> Ints:
    """The place of a daily look (DAILY) or a step (STEP + journey) that is due at `time`."""
    key = (np.minimum(time, NOTHING >> (KEY_BITS + 1)) << KEY_BITS) | rank
    return np.where(time == NOTHING, NOTHING, key)


def time_of(key: Ints) -> Ints:
    return key >> KEY_BITS


def name_of(key: Ints) -> Ints:
    """The code of the event's name."""
    return (key >> SOURCE_BITS) & ((1 << (KEY_BITS - SOURCE_BITS - 1)) - 1)


class Agenda:
    """The coming events of `n` contacts: a few slots each, which grow when one runs out.

    `first` is each contact's earliest key, NOTHING where there is none.
    """

    def __init__(self, n: int, slots: int = 6) -> None:
        self.keys = np.full((n, slots), NOTHING, dtype=np.int64)
        self.data = np.zeros((n, slots), dtype=np.int64)
        self.first = np.full(n, NOTHING, dtype=np.int64)

    def add(self, contacts: npt.NDArray[np.intp], keys: Ints, data: Ints) -> None:
        """Put one event for each of these contacts (each named once)."""
        if not len(contacts):
            return
        free = self.keys[contacts] == NOTHING
        slot = np.argmax(free, axis=1)
        if not free[np.arange(len(contacts)), slot].all():
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

    def _grow(self) -> None:
        self.keys = np.hstack([self.keys, np.full_like(self.keys, NOTHING)])
        self.data = np.hstack([self.data, np.zeros_like(self.data)])

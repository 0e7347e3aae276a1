"""What each contact does next, and the contacts that do the same next."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nurture_tui.simulation.agenda import (
    ARRIVAL,
    KEY_BITS,
    NOTHING,
    RANK,
    SOURCE_BITS,
    Agenda,
)
from nurture_tui.simulation.stays import Stays

Ints = npt.NDArray[np.int64]
Rows = npt.NDArray[np.intp]

OVER = -1
SMALL, SMALLEST = 4, 16
"""A group is small beside one so many times as large: so many for each journey, and at most."""


class Ahead:
    """The next thing of each contact: its key, and the group of those who do the same.

    Contacts do not wait for each other, so those who do the same gather for a while and then go on
    together: that makes few and long turns.
    """

    def __init__(
        self, agenda: Agenda, stays: Stays, due: Ints, names: int, end: int, journeys: int
    ) -> None:
        """`due` are the groups of so many names of events, then of ranks from ARRIVAL on.

        What is due from `end` on is over. One journey goes in fewest turns where groups wait until
        they are large; many journeys take less time with smaller ones (both as measured).
        """
        self.agenda = agenda
        self.stays = stays
        self.due = np.append(due, OVER).astype(np.int16)
        self.from_ranks = names - ARRIVAL
        self.small = min(SMALL * journeys, SMALLEST)
        self.end = end << KEY_BITS
        # Of a rank past all others, so that what it leads to is OVER. One each: numpy finds the
        # lesser of two arrays in half the time that it takes with a single number.
        self.last = np.full(stays.n, self.end - 1, dtype=np.int64)
        self.keys = np.full(stays.n, NOTHING, dtype=np.int64)
        self.of_turn = self.keys  # the keys of those who have their turn
        self.groups = np.full(stays.n, OVER, dtype=np.int16)
        self.counts = np.zeros(2 + int(due.max()), dtype=np.int64)

    def settle(self, rows: Rows) -> None:
        """Find anew what these contacts do next."""
        keys = self.stays.nearest(rows)
        np.minimum(keys, self.agenda.first[rows], out=keys)
        np.minimum(keys, self.last[: len(rows)], out=keys)
        self.keys[rows] = keys
        keys &= RANK
        due = keys + self.from_ranks
        events = (keys < ARRIVAL).nonzero()[0]
        due[events] = keys[events] >> SOURCE_BITS
        groups = self.due.take(due, mode="clip")
        self.groups[rows] = groups
        groups += 1
        self.counts += np.bincount(groups, minlength=len(self.counts))

    def turn(self, row: int | None = None) -> tuple[int, Rows] | None:
        """A group and its contacts, who are to be settled after it; None at the end.

        The group of a contact that is to have its turn; else the first of those that are not small
        beside the largest.
        """
        counts = self.counts[1:]
        largest = int(counts.max())
        if not largest:
            return None
        group = int((counts > largest // self.small).argmax() if row is None else self.groups[row])
        rows = (self.groups == group).nonzero()[0]
        counts[group] = 0
        self.groups[rows] = OVER
        self.of_turn = self.keys[rows]
        return group, rows

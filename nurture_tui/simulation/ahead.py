"""What each contact does next, and the contacts that do the same next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from nurture_tui.simulation.agenda import (
    ARRIVAL,
    KEY_BITS,
    NOTHING,
    PHASES,
    RANK,
    SOURCE_BITS,
    STEP,
    Agenda,
)

if TYPE_CHECKING:
    from nurture_tui.simulation.journeyrun import JourneyRun

Ints = npt.NDArray[np.int64]
Rows = npt.NDArray[np.intp]

OVER = -1
SMALL = 32


class Ahead:
    """The next thing of each contact: its key, and the group of those who do the same.

    Contacts do not wait for each other, so those who do the same gather for a while and then go on
    together: that makes few and long turns. Groups are numbered: events by name, then arrivals,
    late looks, daily looks, attempts of `when`, then the steps of all journeys, downstream, each by
    phase.
    """

    def __init__(
        self, n: int, agenda: Agenda, runs: Sequence[JourneyRun], names: int, end: int
    ) -> None:
        """`names` is how many names of events there are; what is due from `end` on is over."""
        self.agenda = agenda
        self.runs = runs
        self.names = names
        self.end = end << KEY_BITS
        steps = sum(len(run.plan.steps) for run in runs)
        self.keys = np.full(n, NOTHING, dtype=np.int64)
        self.groups = np.full(n, OVER, dtype=np.int32)
        self.counts = np.zeros(1 + names + (STEP - ARRIVAL) + PHASES * steps, dtype=np.int64)
        self.settle(np.arange(n))

    def settle(self, rows: Rows) -> None:
        """Find anew what these contacts do next."""
        keys = self.agenda.first[rows]
        for run in self.runs:
            keys = np.minimum(keys, run.due[rows])
        self.keys[rows] = keys
        ranks = keys & RANK
        groups = np.where(ranks < ARRIVAL, ranks >> SOURCE_BITS, ranks + (self.names - ARRIVAL))
        groups[keys >= self.end] = OVER
        self.counts += np.bincount(groups + 1, minlength=len(self.counts))
        self.groups[rows] = groups

    def turn(self, row: int | None = None) -> tuple[int, Rows] | None:
        """A group and its contacts, who are to be settled after it; None at the end.

        The group of a contact that is to have its turn; else, of the groups that are not small
        beside the largest, the one that leads to the others.
        """
        counts = self.counts[1:]
        largest = int(counts.max())
        if not largest:
            return None
        group = int((counts > largest // SMALL).argmax() if row is None else self.groups[row])
        rows = np.flatnonzero(self.groups == group)
        counts[group] = 0
        self.groups[rows] = OVER
        return group, rows

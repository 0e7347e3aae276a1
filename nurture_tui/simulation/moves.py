"""Who goes where in all journeys of a run, noted as it happens and counted later, by the hour."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from nurture_tui.simulation.flow import Buffer, Cells, Grid
from nurture_tui.simulation.spots import Spots
from nurture_tui.simulation.view import Ints

_MANY = 1 << 14
ENTRIES, ENDS, PASSES, SENDS = range(4)


class Moves:
    """Entries, ways from step to step, ends of stays, and sends, of all contacts of a chunk.

    `entries`, `ends` and `sends` are by spot and cell of time, `passes` by port and cell. To be
    read after `count`.
    """

    def __init__(self, spots: Spots, grid: Grid) -> None:
        self.spots = spots
        self.grid = grid
        width = len(grid.ends)
        self.entries, self.ends, self.sends = (
            np.zeros((spots.count, width), dtype=np.int32) for _ in range(3)
        )
        self.passes: Cells = np.zeros((len(spots.targets), width), dtype=np.int32)
        self._notes = [
            (counts, Buffer()) for counts in (self.entries, self.ends, self.passes, self.sends)
        ]

    def enter(self, spots: Ints, time: Ints) -> None:
        """Contacts come into a journey, at these steps."""
        self._note(ENTRIES, spots, time)

    def go(self, ports: Ints, time: Ints) -> None:
        """Contacts leave their steps by these ports, and come to the steps that they lead to."""
        self._note(PASSES, ports, time)

    def end(self, spots: Ints, time: Ints) -> None:
        """The stays of contacts end at these steps."""
        self._note(ENDS, spots, time)

    def send(self, spots: Ints, time: Ints) -> None:
        """Messages of these steps go."""
        self._note(SENDS, spots, time)

    def _note(self, kind: int, what: Ints, time: Ints) -> None:
        counts, buffer = self._notes[kind]
        buffer.add(what, time)
        if buffer.size > _MANY:
            self._count(counts, buffer)

    def count(self) -> None:
        """Count what was noted, and forget it."""
        for counts, buffer in self._notes:
            self._count(counts, buffer)

    def _count(self, counts: Cells, buffer: Buffer) -> None:
        places, time = buffer.taken()
        places *= counts.shape[1]
        places += self.grid.cell(time)
        np.add.at(counts.reshape(-1), places, np.int32(1))  # bincount makes three of each cell

    # ---------------------------------------------------------------- when all is counted
    @cached_property
    def left(self) -> Ints:
        """How many left their steps, by port."""
        found: Ints = self.passes.sum(axis=1)
        return found

    @cached_property
    def came(self) -> Ints:
        """How many came to steps, by spot."""
        found: Ints = self.entries.sum(axis=1)
        leads = self.spots.targets >= 0
        np.add.at(found, self.spots.targets[leads], self.left[leads])
        return found

    def cells(self, spots: slice) -> Cells:
        """How many came less how many left, by cell, for the spots of one journey."""
        found = self.entries[spots] - self.ends[spots]
        ways = zip(self.spots.of_port.tolist(), self.spots.targets.tolist(), strict=True)
        for port, (spot, target) in enumerate(ways):
            if spots.start <= spot < spots.stop:
                found[spot - spots.start] -= self.passes[port]
                if target >= 0:
                    found[target - spots.start] += self.passes[port]
        return found

"""Who goes where in all journeys of a run, noted as it happens and counted later, by the hour."""

from __future__ import annotations

import numpy as np

from nurture_tui.simulation.flow import Buffer, Cells, Grid
from nurture_tui.simulation.spots import Spots
from nurture_tui.simulation.view import Ints

_MANY = 1 << 14


class Moves:
    """Entries, ways from step to step, ends of stays, and sends, of all contacts of a chunk.

    `came`, `sent` (by spot) and `out` (by port) are totals; `cells` and `sends` are by spot and
    cell of time: how many came less how many left, and how many were sent to. To be read when all
    is `counted`.
    """

    def __init__(self, spots: Spots, grid: Grid) -> None:
        self.spots = spots
        self.grid = grid
        shape = (spots.count, len(grid.ends))
        self.cells: Cells = np.zeros(shape, dtype=np.int32)
        self.sends: Cells = np.zeros(shape, dtype=np.int32)
        self.came = np.zeros(spots.count, dtype=np.int64)
        self.sent = np.zeros(spots.count, dtype=np.int64)
        self.out = np.zeros(len(spots.targets), dtype=np.int64)
        self._entries, self._ends, self._passes, self._sends = (Buffer() for _ in range(4))

    def enter(self, spots: Ints, time: Ints) -> None:
        """Contacts come into a journey, at these steps."""
        self._note(self._entries, spots, time)

    def go(self, ports: Ints, time: Ints) -> None:
        """Contacts leave their steps by these ports, and come to the steps that they lead to."""
        self._note(self._passes, ports, time)

    def end(self, spots: Ints, time: Ints) -> None:
        """The stays of contacts end at these steps."""
        self._note(self._ends, spots, time)

    def send(self, spots: Ints, time: Ints) -> None:
        """Messages of these steps go."""
        self._note(self._sends, spots, time)

    def _note(self, buffer: Buffer, what: Ints, time: Ints) -> None:
        buffer.add(what, time)
        if buffer.size > _MANY:
            self.count()

    def count(self) -> None:
        """Count what was noted, and forget it."""
        ports, left = self._taken(self._passes)
        spots, ended = self._taken(self._ends)
        entries, entered = self._taken(self._entries)
        targets = self.spots.targets[ports]
        goes = targets >= 0
        came = np.concatenate([entries, targets[goes]])
        self.out += np.bincount(ports, minlength=len(self.out))
        self.came += np.bincount(came, minlength=len(self.came))
        self.cells += self._binned(came, np.concatenate([entered, left[goes]]))
        gone = np.concatenate([spots, self.spots.of_port[ports]])
        self.cells -= self._binned(gone, np.concatenate([ended, left]))
        sends, time = self._taken(self._sends)
        self.sent += np.bincount(sends, minlength=len(self.sent))
        self.sends += self._binned(sends, time)

    def _taken(self, buffer: Buffer) -> tuple[Ints, Ints]:
        """What waits, with the cells of its instants."""
        what, time = buffer.taken()
        return what, self.grid.cell(time)

    def _binned(self, spots: Ints, cells: Ints) -> Cells:
        width = len(self.grid.ends)
        found = np.bincount(spots * width + cells, minlength=self.cells.size)
        return found.astype(np.int32).reshape(self.cells.shape)

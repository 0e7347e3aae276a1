"""Fast look-up of the latest of many sorted instants, for many contacts at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
EDGE = 1 << 61
_MOST_CELLS = 1 << 21
_CHEAP_CELLS = 1 << 12


class StepIndex:
    """Several rows of sorted instants, in which the last one not after `t` is found.

    All rows lie one after another in `points`; each begins with -EDGE and is followed by EDGE, so
    a place in `points` always has a neighbour on either side. Equal cells of time hold the place
    at which a search begins; a cell is made small enough that one or two comparisons end it.
    """

    def __init__(self, rows: Sequence[Ints]) -> None:
        parts = [np.concatenate([[-EDGE], row, [EDGE]]) for row in rows]
        self.points: Ints = np.concatenate(parts).astype(np.int64)
        self._after = self.points[1:]
        self.starts = np.cumsum([0, *(len(part) for part in parts[:-1])])
        inner = [row for row in rows if len(row)]
        self._low = min((int(row[0]) for row in inner), default=0)
        high = max((int(row[-1]) for row in inner), default=0)
        self._shift, self._most = _cell_size(inner, self._low, high)
        self._cells = ((high - self._low) >> self._shift) + 1
        edges = self._low + (np.arange(self._cells, dtype=np.int64) << self._shift)
        found = [
            start + np.searchsorted(row, edges, side="left")
            for start, row in zip(self.starts, rows, strict=True)
        ]
        self._first: npt.NDArray[np.intp] = np.concatenate(found).astype(np.intp)

    def find(self, row: npt.ArrayLike, t: npt.ArrayLike) -> npt.NDArray[np.intp]:
        """The place in `points` of the last instant of `row` at or before t."""
        instants = np.asarray(t, np.int64)
        cell = instants - self._low
        cell >>= self._shift
        cell = np.minimum(np.maximum(cell, 0), self._cells - 1)
        cell = cell + np.asarray(row, np.intp) * self._cells
        place: npt.NDArray[np.intp] = self._first[cell]
        for _ in range(self._most):
            place += self._after[place] <= instants
        return place


def _cell_size(rows: Sequence[Ints], low: int, high: int) -> tuple[int, int]:
    """The size of a cell, as a power of two, and the most instants that one holds."""
    shift = max(6, (high - low).bit_length())
    while True:
        most = max((int(np.bincount((row - low) >> shift).max()) for row in rows), default=0)
        finer = (((high - low) >> (shift - 1)) + 1) * max(1, len(rows))
        enough = most <= 1 or (most == 2 and finer > _CHEAP_CELLS)
        if enough or shift <= 6 or finer > _MOST_CELLS:
            return shift, most
        shift -= 1

"""How often something happened to each contact within a span before now."""

from __future__ import annotations

import numpy as np

from nurture_tui.simulation.view import Ints, Rows

LONG_AGO = -(1 << 60)
_FEW = 2


class Recent:
    """The times of the last `span` seconds of `n` contacts; slots of older ones are used again."""

    def __init__(self, n: int, span: int) -> None:
        self.span = span
        self.times = np.full((_FEW, n), LONG_AGO, dtype=np.int64)

    def remember(self, rows: Rows, now: Ints) -> None:
        """It happens to these contacts (each named once) at these times, none before an earlier."""
        slot = self._oldest(rows)
        if (self.times[slot, rows] > now - self.span).any():
            self.times = np.vstack([self.times, np.full_like(self.times, LONG_AGO)])
            slot = self._oldest(rows)
        self.times[slot, rows] = now

    def count(self, rows: Rows, since: Ints) -> Ints:
        """How often it happened to each from `since` (at most `span` seconds ago) on."""
        times: Ints = self.times[:, rows]
        return np.asarray((times >= since).sum(axis=0), dtype=np.int64)

    def _oldest(self, rows: Rows) -> Ints:
        slots: Ints = self.times[:, rows].argmin(axis=0)
        return slots

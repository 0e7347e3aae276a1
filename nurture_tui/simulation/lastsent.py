"""The last marketing messages of each contact, which a cap looks back at (R10)."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from nurture_tui.simulation.view import Ints, Rows

LONG_AGO = -(1 << 60)


class LastSent:
    """When the last `most` marketing messages of all journeys went to each of `n` contacts."""

    def __init__(self, n: int, most: int) -> None:
        self.times = np.full((max(1, most), n), LONG_AGO, dtype=np.int64)

    def remember(self, rows: Rows, time: Ints) -> None:
        """Marketing messages go to these contacts now."""
        for older, newer in pairwise(self.times):
            older[rows] = newer[rows]
        self.times[-1][rows] = time

    def cap_opens(self, rows: Rows, count: int, seconds: int) -> Ints:
        """When a cap of `count` in any (t - seconds, t] lets the next message of each go."""
        opens: Ints = self.times[-count][rows] + seconds
        return opens

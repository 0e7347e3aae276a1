"""The dates that an assumed event was drawn for, each once a contact (R16)."""

from __future__ import annotations

import numpy as np

from nurture_tui.contacts.table import NO_DATE
from nurture_tui.simulation.view import Flags, Ints, Rows


class DrawnDates:
    """For `n` contacts; a layer for each date that a contact has had."""

    def __init__(self, n: int) -> None:
        self.n = n
        self.layers: list[Ints] = []

    def fresh(self, rows: Rows, moment: Ints) -> Flags:
        """For whom these dates have not been drawn yet."""
        found = np.ones(len(rows), dtype=np.bool_)
        for layer in self.layers:
            found &= layer[rows] != moment
        return found

    def remember(self, rows: Rows, moment: Ints) -> None:
        """These dates of these contacts are drawn now."""
        left, dates = rows, moment
        for layer in self.layers:
            free = layer[left] == NO_DATE
            layer[left[free]] = dates[free]
            left, dates = left[~free], dates[~free]
        if len(left):
            self.layers.append(np.full(self.n, NO_DATE, dtype=np.int64))
            self.layers[-1][left] = dates

"""How many contacts stood at each step over time, on as many cells as there is room for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from nurture_tui.report.timeline import Timeline
from nurture_tui.simulation.result import Ints


@dataclass(frozen=True)
class OccupancyCells:
    """Contacts at the end of each cell of time: `ends` are these instants, `total` of all steps.

    `steps` are those at which anybody stands at such an instant; `most` is the highest number of
    contacts in the path at the end of an hour, and `most_at` when that first was.
    """

    ends: Ints
    total: Ints
    steps: Mapping[str, Ints]
    most: int
    most_at: int

    def cell(self, instant: int) -> int:
        """The cell that an instant falls into."""
        return min(int(np.searchsorted(self.ends, instant, side="left")), len(self.ends) - 1)


def occupancy_cells(line: Timeline, cells: int) -> OccupancyCells:
    """The occupancy of a run on `cells` equal cells of time (at least 1)."""
    span = np.arange(1, cells + 1, dtype=np.int64)
    ends = line.start + (line.end - line.start) * span // cells
    hours = np.arange(line.start, line.end + 1, 3_600, dtype=np.int64)
    by_hour = _inside(line.entered, line.ended, hours)
    place = int(np.argmax(by_hour))
    steps = {step: _inside(times.entered, times.left, ends) for step, times in line.steps.items()}
    return OccupancyCells(
        ends,
        _inside(line.entered, line.ended, ends),
        {step: inside for step, inside in steps.items() if inside.any()},
        int(by_hour[place]),
        int(hours[place]),
    )


def _inside(came: Ints, left: Ints, at: Ints) -> Ints:
    """How many of those who came had not left, by each instant."""
    return np.searchsorted(came, at, side="right") - np.searchsorted(left, at, side="right")

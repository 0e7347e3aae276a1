"""Waits that end at a time of day, worked out once for each stretch of arrivals (R7)."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from nurture_tui.model.clock import Days, TimeOfDay
from nurture_tui.model.duration import DAY, Duration
from nurture_tui.simulation.calendar import Clock
from nurture_tui.simulation.closed_days import ClosedDays
from nurture_tui.simulation.lookup import Ints, StepIndex
from nurture_tui.simulation.waits import WaitRule


class WaitTable:
    """When a wait `for` a duration, with `at`, is over, looked up for many arrivals in a span.

    Whoever arrives between two instants at which a local day begins, a clock changes or the time of
    day comes round goes on at one and the same moment, so that the rule is asked once for each such
    stretch, in each zone and each variant of closed days.
    """

    def __init__(
        self,
        clock: Clock,
        closed: ClosedDays,
        duration: Duration,
        at: TimeOfDay,
        on: Days | None,
        start: int,
        end: int,
    ) -> None:
        """For arrivals in start ≤ t < end."""
        rule, variants = WaitRule(clock, closed, duration, at, on), len(closed.closed)
        moved = 0 if duration.has_wall_part else duration.seconds
        self._variants = variants
        zones = range(len(clock.zone_names))
        edges = [_edges(clock, zone, at, start + moved, end + moved) - moved for zone in zones]
        rising = [np.array(sorted({start, *row.tolist()}), dtype=np.int64) for row in edges]
        rows = [row for row in rising for _ in range(variants)]
        self._index = StepIndex(rows)
        self._leaves = np.zeros(len(self._index.points), dtype=np.int64)
        for number, row in enumerate(rows):
            first = int(self._index.starts[number]) + 1
            leaves = rule.leave(number // variants, number % variants, row)
            self._leaves[first : first + len(row)] = leaves

    def leave(
        self, zone: npt.NDArray[np.integer], variant: npt.NDArray[np.integer], arrival: Ints
    ) -> Ints:
        """When each wait is over, of contacts that arrive in the span."""
        row = zone.astype(np.intp)
        if self._variants > 1:
            row = row * self._variants + variant
        found: Ints = self._leaves[self._index.find(row, arrival)]
        return found


@lru_cache(maxsize=32)
def wait_table(
    clock: Clock,
    closed: ClosedDays,
    duration: Duration,
    at: TimeOfDay,
    on: Days | None,
    start: int,
    end: int,
) -> WaitTable:
    """The table of a wait, made once for a clock and closed days that are compiled once."""
    return WaitTable(clock, closed, duration, at, on, start, end)


def _edges(clock: Clock, zone: int, at: TimeOfDay, start: int, end: int) -> Ints:
    """The instants in a span at which a local day begins or a clock changes, or just after `at`."""
    segments = [start]
    while segments[-1] < end:
        segments.append(int(clock.segment(zone, segments[-1])[1]))
    parts = [np.array(segments, dtype=np.int64)]
    for first, last in pairwise(segments):
        offset = int(clock.segment(zone, first)[0])
        days = np.arange((first + offset) // DAY, (min(last, end) + offset) // DAY + 2)
        parts.append(days * DAY - offset)
    days = np.arange(start // DAY - 2, end // DAY + 3, dtype=np.int64)
    parts.append(clock.instant(zone, days * DAY + at.seconds) + 1)
    found = np.concatenate(parts)
    return found[(found >= start) & (found < end)]

"""The throttle over all sends: so many in each clock hour, or day, in UTC (R10)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nurture_tui.errors import SimulationError
from nurture_tui.frozen import dataclass
from nurture_tui.model.clock import Rate
from nurture_tui.model.duration import DAY
from nurture_tui.simulation.view import Ints


@dataclass(frozen=True, slots=True)
class Throttle:
    """At most `count` sends in each period of `seconds`; periods begin at 00:00 UTC.

    Before the instant `binds_from` no period has more, which is known beforehand.
    """

    count: int
    seconds: int
    binds_from: int = 0

    def period(self, time: npt.ArrayLike) -> Ints:
        """The number of the period that each instant (seconds UTC) lies in."""
        return np.asarray(time, dtype=np.int64) // self.seconds

    def next_begins(self, time: npt.ArrayLike) -> Ints:
        """The first instant after the period of each instant: when a shut throttle may be open."""
        return (self.period(time) + 1) * self.seconds


def throttle_of(rate: Rate | None) -> Throttle | None:
    """The throttle of `limits.throttle`; refuses a period that a UTC day is no multiple of."""
    if rate is None:
        return None
    if DAY % rate.seconds:
        raise SimulationError(
            f"the throttle counts by the clock, and a day is no multiple of {rate.per}",
            where="nurture.toml [limits]",
            fix=f"Write it by the hour or the day, as {rate.count} per 1h or {rate.count} per 1d.",
        )
    return Throttle(rate.count, rate.seconds)


def first_overfull(throttle: Throttle, sends: Ints, begins: Ints, ends: Ints) -> int | None:
    """The begin of the first period that may have more sends than the throttle lets go.

    `sends` are counts of cells of time, in order, from `begins` to `ends`; one that lies across
    periods counts in each. None if no period has too many.
    """
    first, last = throttle.period(begins), throttle.period(ends - 1)
    low = int(first.min(initial=0))
    most = np.zeros(int(last.max(initial=0)) - low + 1, dtype=np.int64)
    for further in range(int((last - first).max(initial=0)) + 1):
        there = first + further <= last
        np.add.at(most, first[there] + further - low, sends[there])
    over = np.flatnonzero(most > throttle.count)
    return int(over[0] + low) * throttle.seconds if len(over) else None

"""The throttle over all sends: so many in each clock hour, or day, in UTC (R10)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nurture_tui.errors import SimulationError
from nurture_tui.model.clock import Rate
from nurture_tui.model.duration import DAY
from nurture_tui.simulation.view import Flags, Ints


@dataclass(frozen=True, slots=True)
class Throttle:
    """At most `count` sends in each period of `seconds`; periods begin at 00:00 UTC."""

    count: int
    seconds: int

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


@dataclass(frozen=True)
class Tries:
    """Sends that have passed all other gates, in the order in which the throttle takes them.

    One entry a try: its instant, its period, and how many of these tries are before it in the same
    period.
    """

    order: npt.NDArray[np.intp]
    time: Ints
    period: Ints
    before: Ints


def in_turn(throttle: Throttle, time: Ints, marketing: Flags, rank: Ints) -> Tries:
    """Tries by time, then service messages first, then by contact id (`rank`).

    `order` holds the places of the tries in the arrays given.
    """
    order = np.lexsort((rank, marketing, time))
    period = throttle.period(time[order])
    first = np.searchsorted(period, period, side="left")
    return Tries(order, time[order], period, np.arange(len(order)) - first)

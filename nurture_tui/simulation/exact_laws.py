"""Laws of delays for exact expectations: shares by age, and averages over a delay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log, log1p, sqrt, tau
from typing import Protocol

import numpy as np
import numpy.typing as npt

from nurture_tui.simulation.delays import exponential_points, lognormal_points

Floats = npt.NDArray[np.float64]

SIGMAS = 8.0
"""How many sigmas of the logarithm a law reaches on either side; beyond lies 1e-15 of it."""
NODES = 48
_LEAST = 0.25


class Law(Protocol):
    """How long something takes, in seconds; `low` and `high` hold all of it but a rounding."""

    low: float
    high: float

    def share(self, age: Floats) -> Floats:
        """The share that takes less than this."""
        ...

    def density(self, age: Floats) -> Floats:
        """What a unit of the logarithm of the age holds; ages are above 0."""
        ...


class LogNormal:
    """The law that the engine draws log-normal delays from (R14, R15)."""

    def __init__(self, median: int, sigma: float) -> None:
        self._delays, self._shares = lognormal_points(median, sigma)
        self._centre, self._sigma = log(median), sigma
        self.low = max(_LEAST, exp(self._centre - SIGMAS * sigma))
        self.high = exp(self._centre + SIGMAS * sigma)

    def share(self, age: Floats) -> Floats:
        return np.interp(age, self._delays, self._shares, left=0.0, right=1.0)

    def density(self, age: Floats) -> Floats:
        z = (np.log(age) - self._centre) / self._sigma
        bell: Floats = np.exp(-0.5 * z * z) / (self._sigma * sqrt(tau))
        return bell


class Exponential:
    """The law that the engine draws the times of own events from (R16)."""

    def __init__(self, chance: float, per: int) -> None:
        self._delays, self._shares = exponential_points(chance, per)
        self.mean = per / -log1p(-chance)
        self.low, self.high = min(_LEAST, self.mean * 1e-9), self.mean * 40

    def share(self, age: Floats) -> Floats:
        return np.interp(age, self._delays, self._shares, left=0.0, right=1.0)

    def density(self, age: Floats) -> Floats:
        units = age / self.mean
        hazard: Floats = units * np.exp(-units)
        return hazard


class Grid:
    """Values on equal steps of a logarithm, smooth between: found by cubics through four points."""

    def __init__(self, low: float, high: float, points: int) -> None:
        self.low, self.high = low, high
        self._first, last = log(low), log(high)
        self._step = (last - self._first) / (points - 1)
        self.at = np.exp(self._first + self._step * np.arange(points))

    def around(self, value: Floats) -> tuple[npt.NDArray[np.intp], list[Floats]]:
        """The second of the four points around each value, and the weights of the four."""
        place = (np.log(np.clip(value, self.low, self.high)) - self._first) / self._step
        second = np.clip(place.astype(np.intp), 1, len(self.at) - 3)
        p = place - second
        before, after, last = p + 1, p - 1, p - 2
        return second, [
            p * after * last / -6,
            before * after * last / 2,
            before * p * last / -2,
            before * p * after / 6,
        ]


class Curve:
    """A share by age that was worked out on a grid of ages; 0 below it."""

    def __init__(self, grid: Grid, share: Callable[[Floats], Floats]) -> None:
        self._grid = grid
        self._values = share(grid.at)

    def share(self, age: Floats) -> Floats:
        second, weights = self._grid.around(age)
        found = sum((w * self._values[second + i - 1] for i, w in enumerate(weights)), np.zeros(1))
        return np.where(age <= self._grid.low, 0.0, found)


class Surface:
    """A share by a first time and the age since, worked out on a grid of both.

    `share(firsts, ages)` is asked for a column of times and a row of ages.
    """

    def __init__(
        self, firsts: Grid | Floats, ages: Grid, share: Callable[[Floats, Floats], Floats]
    ) -> None:
        self._firsts, self._ages = firsts, ages
        at = firsts.at if isinstance(firsts, Grid) else firsts
        self._values = share(at[:, None], ages.at[None, :])

    def share(self, first: Floats, age: Floats) -> Floats:
        """`first` is a column with an entry for each row of `age`."""
        second, weights = self._ages.around(age)
        if isinstance(self._firsts, Grid):
            row, parts = self._firsts.around(first)
            rows = [(row + i - 1, part) for i, part in enumerate(parts)]
        else:
            rows = [(np.searchsorted(self._firsts, first), np.ones(1))]
        found = np.zeros(1)
        for row, part in rows:
            for i, weight in enumerate(weights):
                found = found + part * weight * self._values[row, second + i - 1]
        return np.where(age <= self._ages.low, 0.0, found)


@dataclass(frozen=True)
class Delay:
    """A delay: `law` after `shift` seconds, or `shift` exactly; none is longer than `most`.

    What would be longer does not happen.
    """

    law: Law | None
    shift: float = 0.0
    most: float = np.inf

    def share(self, age: Floats) -> Floats:
        """The share that happens before this age."""
        if self.law is None:
            return (age > self.shift).astype(np.float64)
        return self.law.share(np.minimum(age - self.shift, self.most))


def log_normal(median: int, sigma: float, most: float = np.inf) -> Delay:
    """A log-normal delay as the engine draws it: exact where there is no spread."""
    if sigma == 0 or median <= 0:
        return Delay(None, max(median, 0))
    return Delay(_log_normal(median, sigma), 0.0, most)


def exponential(chance: float, per: int) -> Delay:
    """The waiting time of the hazard that gives `chance` in `per` seconds (R16)."""
    return Delay(None, 0.0) if chance >= 1 else Delay(_exponential(chance, per))


@lru_cache(maxsize=256)
def _log_normal(median: int, sigma: float) -> LogNormal:
    return LogNormal(median, sigma)


@lru_cache(maxsize=256)
def _exponential(chance: float, per: int) -> Exponential:
    return Exponential(chance, per)


@lru_cache(maxsize=8)
def gauss(nodes: int) -> tuple[Floats, Floats]:
    """Nodes in [0, 1] and weights that sum to 1, of Gauss and Legendre."""
    at, weight = np.polynomial.legendre.leggauss(nodes)
    return (at + 1) / 2, weight / 2


def average(
    law: Law,
    low: Floats,
    corners: Sequence[Floats],
    value: Callable[[Floats], Floats],
    most: float = np.inf,
    nodes: int = NODES,
) -> Floats:
    """The integral of `value(delay)` over delays of `law` from `low` to the last corner, or `most`.

    `corners` rise; just below one `value` changes on any scale, elsewhere it is smooth. `low` and
    the corners are arrays of one shape; `value` takes them with a last axis of nodes.
    """
    total = np.zeros(np.shape(corners[-1]))
    begin, high = np.maximum(low, law.low), min(law.high, most)
    for corner in corners:
        end = np.maximum(np.minimum(corner, high), begin)
        whole = corner <= high  # else the delays end before the corner, and nothing is sharp
        middle = np.where(whole, np.maximum(begin, end / 2), end)
        total += _over_log(law, begin, middle, value, nodes)
        if whole.any():
            total += _towards(law, middle, end, value, nodes)
        begin = np.maximum(end, begin)
    return total


def _over_log(
    law: Law, begin: Floats, end: Floats, value: Callable[[Floats], Floats], nodes: int
) -> Floats:
    """By the logarithm of the delay."""
    at, weight = gauss(nodes)
    low = np.log(begin)
    width = np.maximum(np.log(end) - low, 0.0)
    delay = np.exp(low[..., None] + width[..., None] * at)
    found: Floats = (value(delay) * law.density(delay)) @ weight * width
    return found


def _towards(
    law: Law, begin: Floats, end: Floats, value: Callable[[Floats], Floats], nodes: int
) -> Floats:
    """By the logarithm of what is left up to `end`, where the value is sharp."""
    at, weight = gauss(nodes)
    whole = np.maximum(end - begin, 0.0)
    width = np.log1p(whole / _LEAST)
    left = _LEAST * np.expm1(width[..., None] * at)
    delay = np.maximum(end[..., None] - left, law.low)
    each = value(delay) * law.density(delay) / delay * (left + _LEAST)
    found: Floats = each @ weight * width
    return found

"""Delays drawn from 64 random bits each, equal to the second on every machine (R14-R16, R19).

A law is a table of its quantiles in whole 64ths of a second: 4,096 cells over the upper 32 bits of
a draw, the first and the last cut into 4,096 more, and integers between them. The tables are made
with nothing but additions and multiplications, which all processors round alike; the quantiles
they begin with are rounded far more coarsely than mathematical libraries differ.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from functools import cached_property, lru_cache
from math import log

import numpy as np
import numpy.typing as npt

from nurture_tui.frozen import dataclass
from nurture_tui.simulation.calendar import NEVER

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
U64 = npt.NDArray[np.uint64]

_CELLS = 4_096
_PART_BITS = 20
_PART = (1 << _PART_BITS) - 1
_UPPER = np.uint64(32)
_FINE_BITS = 8
_LEAST = 2.0**-33
_QUANTILE_UNIT = 2.0**-20
_PER_SECOND = 64
_SECOND_BITS = 6
_LONGEST = 1 << 33
_HALVINGS = 10


@dataclass(frozen=True)
class _Table:
    """Quantiles at each 1/4096, and at each 1/4096 of the first and of the last cell.

    `rises` are the differences of the first.
    """

    middle: Ints
    first: Ints
    last: Ints

    @cached_property
    def rises(self) -> Ints:
        return np.diff(self.middle)


def lognormal(bits: U64, median: int, sigma: float) -> Ints:
    """Log-normal delays in whole seconds, from the upper 32 bits of each draw.

    `median` in seconds; `sigma` is that of the logarithm, and 0 gives the median exactly. Delays
    end at 272 years.
    """
    if sigma == 0 or median <= 0:
        return np.full(np.shape(bits), max(median, 0), np.int64)
    return _in_seconds(_read(_lognormal_table(int(median), float(sigma)), bits))


def exponential(bits: U64, chance: float, per: int) -> Ints:
    """Waiting times in whole seconds of the constant hazard that gives `chance` in `per` (R16).

    `per` in seconds. A chance of 0 gives NEVER, one of 1 no wait at all.
    """
    if chance <= 0:
        return np.full(np.shape(bits), NEVER, np.int64)
    if chance >= 1:
        return np.zeros(np.shape(bits), np.int64)
    return _in_seconds(_read(_exponential_table(float(chance), int(per)), bits))


def lognormal_points(median: int, sigma: float) -> tuple[Floats, Floats]:
    """The law that `lognormal` draws from: delays in seconds, and the share that is shorter.

    Both rise; between two points the law is even. Draws are rounded to whole seconds, half up.
    """
    return _points(_lognormal_table(int(median), float(sigma)))


def exponential_points(chance: float, per: int) -> tuple[Floats, Floats]:
    """The law that `exponential` draws from, as `lognormal_points`; 0 < chance < 1."""
    return _points(_exponential_table(float(chance), int(per)))


def _points(table: _Table) -> tuple[Floats, Floats]:
    fine = np.arange(_CELLS + 1) / _CELLS**2
    delays = [table.first, table.middle[2:-2], table.last]
    shares = [fine, np.arange(2, _CELLS - 1) / _CELLS, 1 - fine[::-1]]
    return np.concatenate(delays) / _PER_SECOND, np.concatenate(shares)


def normal(bits: U64) -> Floats:
    """Standard normal numbers, in steps of 2**-20, from the upper 32 bits of each draw (R17)."""
    return _read(_normal_quantiles(), bits).astype(np.float64) * _QUANTILE_UNIT


def exact_exp(x: npt.ArrayLike) -> Floats:
    """e to the power of x, good to 12 digits and the same on every machine.

    Made for |x| up to 700; numpy's own differs between processors in the last digit.
    """
    small = np.asarray(x, np.float64) / 2.0**_HALVINGS
    total = np.ones_like(small)
    for number in range(9, 0, -1):
        total = 1.0 + total * small / number
    for _ in range(_HALVINGS):
        total = total * total
    return total


@lru_cache(maxsize=256)
def _lognormal_table(median: int, sigma: float) -> _Table:
    quantiles = _normal_quantiles()

    def delays(normal: Ints) -> Ints:
        exponent = np.minimum(normal * (_QUANTILE_UNIT * sigma), 40.0)
        return _fixed(median * exact_exp(exponent))

    return _Table(delays(quantiles.middle), delays(quantiles.first), delays(quantiles.last))


@lru_cache(maxsize=256)
def _exponential_table(chance: float, per: int) -> _Table:
    with localcontext() as context:
        context.prec = 30
        mean = float(Decimal(per) / -(1 - Decimal(chance)).ln())
    quantiles = _exponential_quantiles()

    def delays(unit: Ints) -> Ints:
        seconds: Floats = unit.astype(np.float64) * (_QUANTILE_UNIT**2 * mean)
        return _fixed(seconds)

    return _Table(delays(quantiles.middle), delays(quantiles.first), delays(quantiles.last))


def _fixed(seconds: Floats) -> Ints:
    fixed: Ints = np.rint(np.minimum(seconds, _LONGEST) * _PER_SECOND).astype(np.int64)
    return fixed


@lru_cache(maxsize=1)
def _normal_quantiles() -> _Table:
    """Quantiles of the standard normal law, in units of 2**-20."""
    from statistics import NormalDist  # with it come fractions and random numbers

    inverse = NormalDist().inv_cdf
    lower = [_unit(inverse(max(i / _CELLS, _LEAST))) for i in range(_CELLS // 2 + 1)]
    first = [_unit(inverse(max(i / _CELLS**2, _LEAST))) for i in range(_CELLS + 1)]
    upper = [-quantile for quantile in reversed(lower[:-1])]
    return _table([*lower, *upper], first, [-quantile for quantile in reversed(first)])


@lru_cache(maxsize=1)
def _exponential_quantiles() -> _Table:
    """Quantiles of the exponential law with mean 1, in units of 2**-40.

    Those of the first cell are finer than the others, for what is rare happens there: the first
    thousandth of a hazard may be a year long.
    """
    first = [_rare_quantile(i) for i in range(_CELLS + 1)]
    middle = [_unit(-log(max(1 - i / _CELLS, _LEAST))) << 20 for i in range(_CELLS + 1)]
    middle[1] = first[-1]
    last = [_unit(-log(max(i / _CELLS**2, _LEAST))) << 20 for i in range(_CELLS, -1, -1)]
    return _table(middle, first, last)


def _rare_quantile(number: int) -> int:
    """-ln(1 - number / 2**24) in units of 2**-40, by its series in whole numbers."""
    share = number << 76
    power, total = share, 0
    for n in range(1, 8):
        total += power // n
        power = power * share >> 100
    return total >> 60


def _unit(quantile: float) -> int:
    return round(quantile / _QUANTILE_UNIT)


def _table(middle: list[int], first: list[int], last: list[int]) -> _Table:
    return _Table(*(np.array(part, np.int64) for part in (middle, first, last)))


def _read(table: _Table, bits: U64) -> Ints:
    """The quantile at the upper 32 bits of each draw."""
    upper = (np.asarray(bits, np.uint64) >> _UPPER).view(np.int64)
    cell = upper >> _PART_BITS
    upper &= _PART
    found = _between(table.middle, table.rises, cell, upper, _PART_BITS)
    edges = ((cell + 1) & (_CELLS - 1) < 2).nonzero()[0]  # the last and the first cell
    if len(edges):
        _read_edges(table, found, edges, cell[edges], upper[edges])
    return found


def _read_edges(table: _Table, found: Ints, edges: Ints, cell: Ints, part: Ints) -> None:
    """Those in the first and in the last cell, which are cut finer."""
    for edge, fine in ((0, table.first), (_CELLS - 1, table.last)):
        there = cell == edge
        cells, parts = part[there] >> _FINE_BITS, part[there] & ((1 << _FINE_BITS) - 1)
        found[edges[there]] = _between(fine, np.diff(fine), cells, parts, _FINE_BITS)


def _in_seconds(found: Ints) -> Ints:
    """Quantiles in 64ths of a second, rounded to whole ones, half up; in place."""
    found += _PER_SECOND // 2
    found >>= _SECOND_BITS
    return found


def _between(points: Ints, rises: Ints, cell: Ints, part: Ints, bits: int) -> Ints:
    between: Ints = rises[cell]
    between *= part
    between >>= bits
    between += points[cell]
    return between

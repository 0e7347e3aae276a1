"""How differently contacts open and click: one normal each, on the log-odds (R17)."""

from __future__ import annotations

from functools import lru_cache
from math import fsum, inf, sqrt

import numpy as np
import numpy.typing as npt

from nurture_tui.simulation.delays import exact_exp

Floats = npt.NDArray[np.float64]

NEVER_BELOW = 2.0**-33
"""A share nearer to 0 or 1 than this is never drawn, or always."""
_STEPS_PER_UNIT = 8
_REACH = 8
_HALVINGS = 70


def share_at(odds_against: float, tilt: Floats) -> Floats:
    """The share of each contact; `tilt` is e to the power of minus its shift of the log-odds."""
    if odds_against == inf:
        return np.zeros_like(tilt)
    return np.asarray(1.0 / (1.0 + odds_against * tilt))


def tilts(spread: float, normals: Floats) -> Floats:
    """What `share_at` needs of contacts with these normals, where the log-odds vary by `spread`."""
    return exact_exp(-spread * normals)


@lru_cache(maxsize=1_024)
def odds_against(open_: float, click_to_open: float, spread: float) -> tuple[float, float]:
    """The odds against an open, and against a click of an opener, of a contact in the middle.

    They are such that over all contacts the shares are `open_` of messages and `click_to_open` of
    openers: those who open more also click more, so the second hangs on the first. The same on
    every machine: sums are rounded once, and nothing but + * / and square roots is used.
    """
    points = np.arange(-_REACH * _STEPS_PER_UNIT, _REACH * _STEPS_PER_UNIT + 1) / _STEPS_PER_UNIT
    weights = exact_exp(-points * points / 2)
    tilt = tilts(spread, points)
    opening = _solve(open_, tilt, weights)
    openers = weights * share_at(opening, tilt)
    return opening, _solve(click_to_open, tilt, openers if opening != inf else weights)


def _solve(share: float, tilt: Floats, weights: Floats) -> float:
    """The odds against, at which the weighted mean over these points is `share`."""
    if share < NEVER_BELOW:
        return inf
    if share > 1 - NEVER_BELOW:
        return 0.0
    wanted = share * fsum(weights)
    low, high = 2.0**-200, 2.0**200
    for _ in range(_HALVINGS):
        middle = sqrt(low) * sqrt(high)
        if fsum(weights * share_at(middle, tilt)) > wanted:
            low = middle
        else:
            high = middle
    return middle

"""Intervals of rates."""

from __future__ import annotations

from math import sqrt

Z_95 = 1.9599639845400536
"""97.5 % of a standard normal law lie below it."""


def wilson(hits: int, of: int, z: float = Z_95) -> tuple[float, float]:
    """The Wilson interval of a rate, 95 % unless said; `of` is at least 1."""
    p = hits / of
    spread = 1 + z * z / of
    centre = (p + z * z / (2 * of)) / spread
    half = z * sqrt(p * (1 - p) / of + z * z / (4 * of * of)) / spread
    return max(0.0, centre - half), min(1.0, centre + half)

"""The limits that figures are held to, and whether they hold on this machine now."""

from __future__ import annotations

import sys


class Limits:
    """Collects figures with their limits; `tell` prints them and ends with status 1 if one is over.

    Seconds of a busy machine say little, ratios and memory much: look at what is over twice.
    """

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._over = False

    def most(self, what: str, figure: float, limit: float, unit: str) -> None:
        """The figure may be at most the limit."""
        self._note(what, figure, "at most", limit, unit, holds=figure <= limit)

    def least(self, what: str, figure: float, limit: float, unit: str) -> None:
        """The figure must be at least the limit."""
        self._note(what, figure, "at least", limit, unit, holds=figure >= limit)

    def _note(
        self, what: str, figure: float, word: str, limit: float, unit: str, *, holds: bool
    ) -> None:
        self._over |= not holds
        sign = "holds" if holds else "OVER "
        self._lines.append(f"{sign}  {what}: {figure:,.3g} {unit} ({word} {limit:g})")

    def tell(self) -> None:
        print("\n".join(self._lines))
        if self._over:
            sys.exit(1)

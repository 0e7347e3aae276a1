"""How large a condition becomes when its definitions are written out, and how large it may."""

from __future__ import annotations

from dataclasses import dataclass

MAX_EXPANDED = 20_000
MAX_DEPTH = 60


@dataclass(slots=True)
class Expansion:
    """How many parts the definitions used so far have, and how deep the one looked at lies.

    A few lines of definitions inside definitions could else fill all memory.
    """

    size: int = 0
    depth: int = 0
    too_large: bool = False

    def grow(self, size: int) -> None:
        """Count the parts of one more definition."""
        self.size += size
        self.too_large = self.too_large or self.size > MAX_EXPANDED

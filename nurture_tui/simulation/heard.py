"""Who is told how far long work has come; what it raises ends the work."""

from __future__ import annotations

from collections.abc import Callable

Heard = Callable[[int, int], None]
"""Called with how much is done and how much there is, the same unit for both; often, also when no
more is done than before, so that work that nobody wants any more ends soon."""

GoOn = Callable[[], None]
"""Called between two turns of the work; what it raises ends the work."""


def always() -> None:
    """Goes on."""


def part_of(heard: Heard | None, place: int, of: int) -> Heard | None:
    """Who hears of the work at `place` (from 0) of `of` equal parts, for one who hears of all."""
    if heard is None:
        return None

    def told(done: int, whole: int) -> None:
        heard(place * whole + done, of * whole)

    return told

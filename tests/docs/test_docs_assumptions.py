"""docs/assumptions.md has every number that the simulation takes as given, with its source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from nurture_tui.simulation.defaults import (
    BOUNCES,
    DELAYS,
    FIXED,
    MODIFIERS,
    RATES,
    SUGGESTED,
    Figure,
)

DOC = Path(__file__).parents[2] / "docs" / "assumptions.md"


def rows() -> Iterator[str]:
    for kind, figures in RATES.items():
        yield from (row(f"{kind}: {name}", figure) for name, figure in figures.items())
    for table in (BOUNCES, DELAYS, SUGGESTED, FIXED):
        yield from (row(name, figure) for name, figure in table.items())


def row(name: str, figure: Figure) -> str:
    return f"| {name} | {figure.value:.10g} | {figure.source} |"


def test_every_number_stands_in_the_page_with_its_source() -> None:
    told = [line for line in DOC.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    assert [line for line in told if not line.startswith(("| name", "| ---"))] == list(rows())


def test_every_modifier_has_a_number_that_it_can_be_set_to() -> None:
    assert list(SUGGESTED) == list(MODIFIERS)
    assert all(figure.source for figure in SUGGESTED.values())

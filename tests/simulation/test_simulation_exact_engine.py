"""The engine's counts are as far from what is expected as luck lets them be, in every cell."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from exact_agreement import many, scores, workspace_of
from exact_journeys import ALL, KINDS
from generated_exact import journeys
from hypothesis import HealthCheck, assume, given, settings
from small import workspace

from nurture_tui.model.journey import Journey
from nurture_tui.simulation import RunSettings, count
from nurture_tui.simulation.exact import expected
from nurture_tui.simulation.exact_events import NotCoveredError

FRIDAY = date(2026, 3, 27)
PEOPLE = 24_000
few = settings(max_examples=settings().max_examples // 5, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("name", ALL)
def test_counts_are_as_expected(name: str) -> None:
    space = workspace_of(ALL[name], KINDS.get(name, "lead"))
    run = RunSettings(FRIDAY, days=60, seed=5)
    counts = count(space, ["test"], many(PEOPLE), run).journeys["test"]
    worked_out = expected(space, ["test"], many(PEOPLE), run, parts=12)
    off = scores(counts, worked_out)
    assert max(off.values()) < 4, {cell: score for cell, score in off.items() if score > 3}


@few
@given(journeys())
def test_counts_of_drawn_journeys_are_as_expected(drawn: dict[str, Any]) -> None:
    space = workspace().with_journey(Journey(id="test", **drawn))
    run = RunSettings(FRIDAY, days=30, seed=3)
    contacts = many(2_400)
    try:
        worked_out = expected(space, ["test"], contacts, run, parts=8)
    except NotCoveredError:
        assume(False)
    counts = count(space, ["test"], contacts, run).journeys["test"]
    off = scores(counts, worked_out)
    assert max(off.values()) < 5, {cell: score for cell, score in off.items() if score > 3}

"""What a run has worked with is gone when it is over, and does not wait to be swept."""

from __future__ import annotations

import gc
from datetime import date
from pathlib import Path

from nurture_tui.contacts.read import read_contacts
from nurture_tui.files.workspace import read_workspace
from nurture_tui.simulation import RunSettings, count
from nurture_tui.simulation.journeyrun import JourneyRun
from nurture_tui.simulation.memory import Memory

SAMPLES = Path(__file__).parents[2]


def test_nothing_of_a_run_is_left_that_asks_what_happened_in_a_stay() -> None:
    workspace = read_workspace(SAMPLES / "journeys").workspace
    contacts = read_contacts(SAMPLES / "sample_contacts" / "leads.csv", workspace)
    settings = RunSettings(date(2026, 11, 23), days=10)
    assert "within='stay'" in str(workspace.journeys["contact-request"].goal)
    gc.collect()
    gc.disable()
    try:
        before = _remembering()
        count(workspace, ["contact-request"], contacts, settings)
        left = _remembering() - before
    finally:
        gc.enable()
    assert not left


def _remembering() -> set[int]:
    """The parts of runs that are there."""
    return {id(one) for one in gc.get_objects() if isinstance(one, Memory | JourneyRun)}

"""Runs of the sample journeys that the tests of exports share."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from nurture_tui.contacts.read import read_contacts
from nurture_tui.files.workspace import read_workspace
from nurture_tui.model.workspace import Workspace
from nurture_tui.simulation import RunSettings, simulate
from nurture_tui.simulation.result import Result

ROOT = Path(__file__).parents[2]
SETTINGS = RunSettings(date(2026, 11, 23), 60, 1)
STAMP = datetime(2026, 11, 22, 10, tzinfo=UTC)


@cache
def samples() -> Workspace:
    return read_workspace(ROOT / "journeys").workspace


@cache
def ran(*ids: str) -> Result:
    leads = read_contacts(ROOT / "sample_contacts" / "leads.csv", samples())
    return simulate(samples(), ids, leads, SETTINGS)

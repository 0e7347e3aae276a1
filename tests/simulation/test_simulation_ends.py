"""A run that keeps how each stay ended, and nothing else of what happened to whom."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from pathlib import Path

import numpy as np

from nurture_tui.contacts.read import read_contacts
from nurture_tui.files.workspace import read_workspace
from nurture_tui.simulation import RunSettings, ends, simulate
from nurture_tui.simulation.result import Stays

ROOT = Path(__file__).parents[2]


def test_the_ends_are_those_of_the_whole_run() -> None:
    space = read_workspace(ROOT / "journeys").workspace
    contacts = read_contacts(ROOT / "sample_contacts" / "leads.csv", space)
    settings = RunSettings(date(2026, 11, 23), 40)
    whole = simulate(space, ["hr-guide", "hand-to-sales"], contacts, settings)
    short = ends(space, ["hr-guide", "hand-to-sales"], contacts, settings)
    assert short.journeys == whole.journeys
    assert short.per_day == whole.per_day
    for each in fields(Stays):
        mine, theirs = getattr(short.stays, each.name), getattr(whole.stays, each.name)
        if each.name in ("journey", "end"):
            mine = np.array(short.stays.names)[mine]
            theirs = np.array(whole.stays.names)[theirs]
        if each.name != "names":
            assert mine.tolist() == theirs.tolist(), each.name

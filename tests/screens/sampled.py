"""The app on a copy of the sample journeys, for tests that press keys and click."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from screens_app import until
from textual.pilot import Pilot

from nurture_tui.screens.app import NurtureApp
from nurture_tui.screens.opening import ROOMS, open_path
from nurture_tui.screens.simulate import Simulate
from nurture_tui.simulation.settings import RunSettings

ROOT = Path(__file__).parents[2]
SETTINGS = RunSettings(date(2026, 11, 23), days=60)


def copied(folder: Path, *ids: str) -> Path:
    """A copy of some sample journeys and the contacts in `folder`; gives the folder of journeys."""
    journeys = folder / "journeys"
    journeys.mkdir()
    for name in ("nurture", *ids):
        shutil.copy(ROOT / "journeys" / f"{name}.toml", journeys)
    (folder / "sample_contacts").mkdir()
    shutil.copy(ROOT / "sample_contacts" / "leads.csv", folder / "sample_contacts")
    return journeys


@asynccontextmanager
async def running(path: Path, size=(140, 40), **changes) -> Iterator:
    """The app on a path, when the first journey has been simulated; gives the pilot.

    `changes` are parts of what was opened to replace: `contacts`, `workspace`.
    """
    opened = replace(open_path(path), **changes)
    app = NurtureApp(opened, SETTINGS, rooms=ROOMS)
    async with app.run_test(size=size) as pilot:
        if opened.current is not None and opened.contacts is not None:
            await until(pilot, lambda: app.session.outcome is not None)
        yield pilot


async def simulate_screen(pilot: Pilot[Any]) -> Simulate:
    """Go to the Simulate screen, with a run that can be played."""
    app = pilot.app
    await pilot.press("2")
    await until(pilot, lambda: isinstance(app.screen, Simulate))
    assert isinstance(app.screen, Simulate)
    page = app.screen
    await until(pilot, lambda: page.player is not None)
    return page

"""The app on a copy of the sample journeys, for tests that press keys and click."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from nurture_tui.screens.app import NurtureApp
from nurture_tui.screens.opening import ROOMS, open_path
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


async def until(pilot, happened, seconds: float = 20) -> None:
    """Wait for something to happen on the screen, and fail if it does not."""
    for _ in range(int(seconds / 0.02)):
        if happened():
            await pilot.pause()
            return
        await pilot.pause(0.02)
    raise AssertionError("it did not happen in time")


def shown(app) -> str:
    """The text on the screen."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

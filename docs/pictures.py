"""The README's pictures, taken from the app itself on the sample journeys (`make docs`).

Every run draws the same: the simulations start on a fixed day with a fixed seed, and a picture is
taken when checks and simulations have ended and nothing on the screen changes any more.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import monotonic
from typing import Any

from drawing import svg
from textual.pilot import Pilot
from textual.strip import Strip

from nurture_tui.screens.app import NurtureApp
from nurture_tui.screens.heatmap import HeatMap
from nurture_tui.screens.journeys import JourneyList, Journeys
from nurture_tui.screens.opening import ROOMS, open_path
from nurture_tui.screens.preferences import Preferences
from nurture_tui.screens.schedule import Schedule
from nurture_tui.screens.simulate import Simulate
from nurture_tui.simulation.settings import RunSettings

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
SIZE = (150, 42)
SETTINGS = RunSettings(date(2026, 11, 23), seed=1)
JOURNEY, STEP = "hr-guide", "offer-guide"
DAY, HOUR, SEND = date(2026, 12, 14), 8, 3  # a Monday's third send, held over the weekend
PATIENCE = 300.0

LABELS = {
    "journeys": "The Journeys screen: the goal rate of each journey, beside its target",
    "design": "The Design screen: a journey as a graph with simulated counts beside the steps",
    "design-light": "The Design screen in light colours",
    "simulate": "The Simulate screen: contacts on the path, with the story of one of them",
    "schedule": "The Schedule screen: sends by day and hour, and the sends of the chosen hour",
}


def pictures() -> dict[str, str]:
    """The SVG of each picture by its name."""
    rows = asyncio.run(_all_screens()) | asyncio.run(_design_in_light())
    return {name: svg(rows[name], label) for name, label in LABELS.items()}


async def _all_screens() -> dict[str, list[Strip]]:
    taken = {}
    app = _app("nurture-dark")
    async with app.run_test(size=SIZE) as pilot:
        await _until(pilot, lambda: isinstance(app.screen, Journeys) and app.screen.whole.found)
        taken["journeys"] = await _still(pilot)

        rows = app.screen.query_one(JourneyList)
        await pilot.press(*["down"] * (rows.ids.index(JOURNEY) - rows.chosen), "enter")
        app.session.select(STEP)
        await _until(pilot, lambda: app.session.current == JOURNEY and not app.session.stale)
        taken["design"] = await _still(pilot)

        await pilot.press("3")
        await _until(pilot, lambda: isinstance(app.screen, Schedule) and app.screen.heat)
        await _until(pilot, lambda: app.screen.query_one(HeatMap).has_focus)
        await pilot.press(*_keys_to_the_cell(app.screen.query_one(HeatMap)))
        await pilot.press("enter", *["down"] * (SEND - 1))
        taken["schedule"] = await _still(pilot)

        await pilot.press("enter")
        await _until(pilot, lambda: isinstance(app.screen, Simulate) and app.screen.followed)
        await pilot.press("right_square_bracket", "right_square_bracket", "full_stop")
        taken["simulate"] = await _still(pilot)
    return taken


async def _design_in_light() -> dict[str, list[Strip]]:
    app = _app("nurture-light", f"{JOURNEY}.toml")
    async with app.run_test(size=SIZE) as pilot:
        app.session.select(STEP)
        await _until(pilot, lambda: app.session.fresh(JOURNEY))
        return {"design-light": await _still(pilot)}


def _app(theme: str, path: str = "") -> NurtureApp:
    os.environ.pop("NO_COLOR", None)  # a picture is in colour and moves, whoever takes it
    opened = open_path(ROOT / "journeys" / path)
    app = NurtureApp(opened, SETTINGS, Preferences(theme=theme), ROOMS)
    app.animation_level = "full"
    return app


def _keys_to_the_cell(view: HeatMap) -> list[str]:
    assert view.heat is not None
    days = (DAY - view.heat.day(view.day)).days
    hours = HOUR - view.hour
    across = ["right" if days > 0 else "left"] * abs(days)
    return across + ["down" if hours > 0 else "up"] * abs(hours)


async def _until(pilot: Pilot[Any], there: Callable[[], object]) -> None:
    ends = monotonic() + PATIENCE
    while not there():
        if monotonic() > ends:
            raise TimeoutError("the app does not come to what a picture is to show")
        await pilot.pause(0.05)


async def _still(pilot: Pilot[Any]) -> list[Strip]:
    """The rows of the screen once all work is done and two looks at it are the same."""
    await pilot.app.workers.wait_for_complete()
    before: list[Strip] = []
    while True:
        await pilot.pause()
        await pilot.pause(0.2)
        rows = pilot.app.screen._compositor.render_strips()
        if rows == before:
            return rows
        before = rows


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    for name, text in pictures().items():
        (PICTURES / f"{name}.svg").write_text(text, encoding="utf-8")
        print(f"docs/pictures/{name}.svg")

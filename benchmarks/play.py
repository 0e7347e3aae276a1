"""What the Simulate screen costs: playing at 12 frames a second, jumping, many contacts.

python benchmarks/play.py [--contacts N]

Playing is measured in processor time of the whole app, headless, as a share of one core; a jump
in milliseconds from the key to the picture, at 95 of 100. The journey is hr-guide of the samples,
the contacts are drawn from the sample list.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import resource
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
from textual.pilot import Pilot

from nurture_tui.contacts.table import Contacts
from nurture_tui.screens.app import NurtureApp
from nurture_tui.screens.asked import Asked
from nurture_tui.screens.closerpane import Menu
from nurture_tui.screens.opening import ROOMS, open_path
from nurture_tui.screens.rooms import Opened
from nurture_tui.screens.simulate import Simulate

JOURNEY = Path(__file__).parents[1] / "journeys" / "hr-guide.toml"
SETTINGS = Asked(date(2026, 11, 23), days=90)
SECONDS, JUMPS = 6.0, 60
VIEWS = (Menu.NAME, "story", "funnel", "occupancy", "assumed")


def drawn(contacts: Contacts, number: int) -> Contacts:
    """So many contacts of the list, with ids of their own."""
    rows = np.random.default_rng(1).integers(0, len(contacts), number)
    ids = np.array([f"c-{place:07d}" for place in range(number)], dtype=object)
    return replace(contacts.take(rows), ids=ids)


async def played(opened: Opened, number: int) -> None:
    """Open the screen on so many contacts, and print what it costs."""
    settings = replace(SETTINGS, people=number)
    app = NurtureApp(opened, settings, rooms=ROOMS)
    gc.freeze()  # as the app does when it starts
    began = time.perf_counter()
    async with app.run_test(size=(140, 44)) as pilot:
        app.action_go("simulate")
        page = await shown(pilot)
        print(f"{number:,} contacts")
        print(f"  on the screen after {time.perf_counter() - began:.2f} s")
        while not all(map(app.session.fresh, app.session.workspace.journeys)):
            await pilot.pause(0.1)
        page.follow_contact(int(page.played.let_in()[0]) if page.played else 0)
        for view in VIEWS:
            page.open_view(view)
            await pilot.pause(0.5)
            print(f"  playing, {view:<10} {await playing(pilot, page):5.1%} of a core")
            half, most_of_them = await jumping(pilot, page)
            print(f"  a jump,  {view:<10} {half:5.1f} ms, 95 of 100 within {most_of_them:5.1f} ms")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  memory at most {most:.0f} MB")


async def shown(pilot: Pilot[object]) -> Simulate:
    """The screen, when there is a run to play and all that is asked of it is answered."""
    while True:
        await pilot.pause(0.02)
        page = pilot.app.screen
        if isinstance(page, Simulate) and page.player is not None and not page.questions.working:
            return page


async def playing(pilot: Pilot[object], page: Simulate) -> float:
    """The share of a core that playing takes, one second a day of the run's busiest weeks."""
    assert page.player is not None
    page.call_later(page.jump, page.player.line.start + 9 * 86_400)
    await pilot.pause()
    page.call_later(page.action_play)
    await asyncio.sleep(0.5)
    began, worked = time.perf_counter(), time.process_time()
    await asyncio.sleep(SECONDS)
    share = (time.process_time() - worked) / (time.perf_counter() - began)
    page.pause()
    await pilot.pause()
    return share


async def jumping(pilot: Pilot[object], page: Simulate) -> tuple[float, float]:
    """Milliseconds of processor time from a jump to the picture, at 50 and at 95 of 100."""
    assert page.player is not None
    line = page.player.line
    took = []
    for instant in np.random.default_rng(2).integers(line.start, line.end, JUMPS).tolist():
        began = time.process_time()
        page.call_later(page.jump, instant)  # as a key does, so that all is painted
        await pilot.pause(0)
        took.append((time.process_time() - began) * 1e3)
    half, most_of_them = np.percentile(took, [50, 95]).tolist()
    return half, most_of_them


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contacts", type=int, nargs="*", default=[10_000, 100_000])
    opened = open_path(JOURNEY)
    assert opened.contacts is not None
    for number in parser.parse_args().contacts:
        asyncio.run(played(replace(opened, contacts=drawn(opened.contacts, number)), number))


if __name__ == "__main__":
    main()

"""What the Simulate screen costs: playing at 12 frames a second, jumping, many contacts.

`python benchmarks/play.py [--contacts N ...]`: 10,000 unless said, which takes one to two minutes.

Playing is measured in processor time of the whole app, headless, as a share of one core; a jump
in milliseconds from a press on the time line to the picture, at 95 of 100. The journey is hr-guide
of the samples, the contacts are drawn from the sample list. Limits of 10,000 contacts are told at
the end; the status is 1 where one does not hold.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
from limits import Limits
from textual.events import MouseDown, MouseEvent, MouseUp
from textual.pilot import Pilot

from nurture_tui.contacts.table import Contacts
from nurture_tui.screens.app import NurtureApp
from nurture_tui.screens.asked import Asked
from nurture_tui.screens.closerpane import Menu
from nurture_tui.screens.memory import sweep_in_pauses
from nurture_tui.screens.opening import ROOMS, open_path
from nurture_tui.screens.rooms import Opened
from nurture_tui.screens.simulate import Simulate
from nurture_tui.screens.timeline import LEFT, TimeLine

JOURNEY = Path(__file__).parents[1] / "journeys" / "hr-guide.toml"
SETTINGS = Asked(date(2026, 11, 23), days=90)
SECONDS, JUMPS = 4.0, 100
LIMITED = 10_000
VIEWS = (Menu.NAME, "story", "funnel", "occupancy", "assumed")


def drawn(contacts: Contacts, number: int) -> Contacts:
    """So many contacts of the list, with ids of their own."""
    rows = np.random.default_rng(1).integers(0, len(contacts), number)
    ids = np.array([f"c-{place:07d}" for place in range(number)], dtype=object)
    return replace(contacts.take(rows), ids=ids)


async def played(opened: Opened, number: int, limits: Limits) -> None:
    """Open the screen on so many contacts, and print what it costs."""
    settings = replace(SETTINGS, people=number)
    app = NurtureApp(opened, settings, rooms=ROOMS)
    sweep_in_pauses()  # as the app does when it starts
    began = time.perf_counter()
    async with app.run_test(size=(140, 44)) as pilot:
        app.action_go("simulate")
        page = await shown(pilot)
        print(f"{number:,} contacts")
        print(f"  on the screen after {time.perf_counter() - began:.2f} s", flush=True)
        while not all(map(app.session.fresh, app.session.workspace.journeys)):
            await pilot.pause(0.1)
        page.follow_contact(int(page.played.let_in()[0]) if page.played else 0)
        for view in VIEWS:
            page.open_view(view)
            await pilot.pause(0.5)
            share = await playing(pilot, page)
            half, most_of_them = await jumping(pilot, page)
            print(f"  playing, {view:<10} {share:5.1%} of a core")
            jumps = f"{half:5.1f} ms, 95 of 100 within {most_of_them:5.1f} ms"
            print(f"  a jump,  {view:<10} {jumps}", flush=True)
            if number == LIMITED:
                limits.most(f"playing, {view}", 100 * share, 25, "% of a core")
                limits.most(f"95 of 100 jumps, {view}", most_of_them, 50, "ms")
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
    """Milliseconds of processor time from a press to the picture, at 50 and at 95 of 100."""
    bars = page.query_one(TimeLine)
    took = []
    for cell in np.random.default_rng(2).integers(0, bars.scale.width, JUMPS).tolist():
        at, row = bars.region.offset.x + LEFT + cell, bars.region.offset.y + 1
        began = time.process_time()
        pilot.app.post_message(pressed(MouseDown, at, row))
        while page.player is None or page.player.instant != bars.instant_at(cell):
            await asyncio.sleep(0)
        await pilot.pause(0)  # paints
        took.append((time.process_time() - began) * 1e3)
        pilot.app.post_message(pressed(MouseUp, at, row))
        await pilot.pause(0.02)
    half, most_of_them = np.percentile(took, [50, 95]).tolist()
    return half, most_of_them


def pressed(kind: type[MouseEvent], x: int, y: int) -> MouseEvent:
    """The left button at a cell of the screen, as a terminal tells it."""
    return kind(None, x, y, 0, 0, 1, shift=False, meta=False, ctrl=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contacts", type=int, nargs="*", default=[LIMITED])
    opened = open_path(JOURNEY)
    assert opened.contacts is not None
    limits = Limits()
    for number in parser.parse_args().contacts:
        asyncio.run(
            played(replace(opened, contacts=drawn(opened.contacts, number)), number, limits)
        )
    limits.tell()


if __name__ == "__main__":
    main()

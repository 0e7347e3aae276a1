"""How soon the Schedule screen answers with 100,000 sends: opening, by month, a filter.

Run it with `make bench`. The app runs without a terminal, 140 x 40; a journey of thirteen messages
goes to 10,000 contacts. Wall time and processor time of the whole process in milliseconds; waiting
counts, so Textual's 60 frames a second are in each wall time. Ends with status 1 where opening the
screen takes longer than its limit.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from limits import Limits
from textual.pilot import Pilot

from nurture_tui.screens.app import NurtureApp
from nurture_tui.screens.filterform import FilterForm
from nurture_tui.screens.memory import sweep_in_pauses
from nurture_tui.screens.opening import ROOMS, open_path
from nurture_tui.screens.schedule import Schedule
from nurture_tui.screens.scheduled import scheduled
from nurture_tui.simulation.settings import RunSettings

CONTACTS, MESSAGES, ROUNDS = 10_000, 13, 9
OPENED_WITHIN = 300
ZONES = ("Europe/Helsinki", "Europe/Stockholm", "America/New_York", "Asia/Tokyo")
SETTINGS = """
format = 1
name = "Acme"
contacts = "leads.csv"
sending = { basis = "consent", sender = "anna@example.com", window = "Mon-Fri 08:00-17:00" }

[fields]
consent = "yes/no"
"""
HEAD = """
format = 1
name = "Lead > MQL | thirteen messages"
kind = "lead"
sending = { cap = "2 per 7d" }
entry = { when = "consent", start = "s1" }
"""


def workspace(folder: Path) -> Path:
    """A folder with the journey and its contacts; gives the journey's file."""
    steps = []
    for number in range(1, MESSAGES + 1):
        last = number == MESSAGES
        on = "" if last else f'next = "w{number}"'
        steps.append(f'[steps.s{number}]\ntype = "send"\nsubject = "Message {number}"\n{on}\n')
        if not last:
            days = f'for = "2d"\nat = "{8 + number % 9:02}:00"'
            steps.append(f'[steps.w{number}]\ntype = "wait"\n{days}\nnext = "s{number + 1}"\n')
    (folder / "nurture.toml").write_text(SETTINGS, "utf-8")
    path = folder / "many.toml"
    path.write_text(HEAD + "\n".join(steps), "utf-8")
    people = [
        f"{n}@example.com,yes,owner{n % 7}@example.com,{ZONES[n % len(ZONES)]}"
        for n in range(CONTACTS)
    ]
    table = "\n".join(["email,consent,owner,timezone", *people])
    (folder / "leads.csv").write_text(table + "\n", "utf-8")
    return path


class Watch:
    """Times what it is given, some rounds of it, until the screen has painted."""

    def __init__(self, pilot: Pilot[Path]) -> None:
        self._pilot = pilot

    async def time(self, name: str, do: Callable[[], Awaitable[None]]) -> None:
        """Do it once unmeasured, then measured; prints the medians and the worst."""
        wall, worked = [], []
        for number in range(ROUNDS + 1):
            await asyncio.sleep(0.2)
            begin, used = time.perf_counter(), time.process_time()
            await do()
            await self._painted()
            if number:
                wall.append(1000 * (time.perf_counter() - begin))
                worked.append(1000 * (time.process_time() - used))
        print(
            f"  {name:30} median {statistics.median(wall):4.0f} ms, worst {max(wall):4.0f}; "
            f"processor {statistics.median(worked):4.0f}"
        )

    async def _painted(self) -> None:
        """Until what was asked to be drawn is drawn."""
        painted = asyncio.Event()
        self._pilot.app.screen.call_after_refresh(painted.set)
        await painted.wait()


async def measure(path: Path, limits: Limits) -> None:
    settings = RunSettings(date(2026, 11, 23))
    app = NurtureApp(open_path(path), settings, rooms=ROOMS)
    async with app.run_test(size=(140, 40)) as pilot:
        while app.session.result is None:
            await asyncio.sleep(0.1)
        result, outcome = app.session.result, app.session.outcome
        assert outcome is not None
        print(f"the Schedule screen, {len(result.sends):,} sends")
        used = time.process_time()
        scheduled(result, outcome.workspace, outcome.journey)
        print(f"  preparing alone: processor {1000 * (time.process_time() - used):.0f} ms")
        watch = Watch(pilot)

        async def opened() -> None:
            await app.run_action("go('schedule')")
            screen = app.screen
            assert isinstance(screen, Schedule)
            while screen.heat is None:
                await asyncio.sleep(0.002)

        async def opened_anew() -> None:
            """As if it had never been shown: nothing is prepared."""
            screen = app.screen
            assert isinstance(screen, Schedule)
            screen.data = screen.heat = None
            screen.on_session_changed("run")
            while screen.heat is None:
                await asyncio.sleep(0.002)

        begin, used = time.perf_counter(), time.process_time()
        await opened()
        await watch._painted()
        wall, worked = 1000 * (time.perf_counter() - begin), 1000 * (time.process_time() - used)
        print(f"  {'first opening':30} {wall:11.0f} ms; processor {worked:4.0f}")
        limits.most("first opening", wall, OPENED_WITHIN, "ms")
        screen = app.screen
        assert isinstance(screen, Schedule)

        async def month() -> None:
            screen.action_month()

        async def step() -> None:
            before = screen.heat
            screen.query_one(FilterForm).row("step").action_change(1)
            while screen.heat is before:
                await asyncio.sleep(0.001)

        await watch.time("opening another run", opened_anew)
        await watch.time("by month and back", month)
        if screen.monthly:
            screen.action_month()
        await watch.time("another step in the filter", step)
        app.exit()


def main() -> None:
    limits = Limits()
    sweep_in_pauses()  # as the app does when it starts
    with TemporaryDirectory() as name:
        asyncio.run(measure(workspace(Path(name)), limits))
    limits.tell()


if __name__ == "__main__":
    main()

"""How much memory the app takes: at rest and on each screen, after all of them, and at the most.

`python benchmarks/weight.py [CONTACTS ...]`: a thousand and 100,000 unless said; two minutes. Each
list is opened in a process of its own, without a terminal, on the sample journeys. Megabytes are of
the process that lie in memory (Linux alone tells): when nothing has been worked on for a while, and
the most meanwhile.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from limits import Limits
from live import opened, workspace
from textual.pilot import Pilot

from nurture_tui.screens.app import NurtureApp
from nurture_tui.screens.lanes import take_short_turns
from nurture_tui.screens.memory import one_heap, sweep_in_pauses
from nurture_tui.screens.places import PLACES
from nurture_tui.screens.upkeep import Lane

T = TypeVar("T")
SIZES = (1_000, 100_000)
MOST_MB = 150
IDLE = 3.5
"""Seconds without work after which nothing more comes: memory is tidied up after 2.6."""


class Work:
    """What an app does off the screen's thread."""

    def __init__(self, app: NurtureApp) -> None:
        self._under_way, self._last, self._work = 0, time.monotonic(), app.work
        app.__dict__["work"] = self._counted

    def _counted(
        self, job: Callable[[], T], done: Callable[[T], None], lane: Lane = "screen"
    ) -> None:
        def over(answer: T) -> None:
            self._under_way, self._last = self._under_way - 1, time.monotonic()
            done(answer)

        if lane == "disk":  # the files are looked at every second
            self._work(job, done, lane)
            return
        self._under_way += 1
        self._work(job, over, lane)

    async def over(self, pilot: Pilot[Path]) -> None:
        """Wait until nothing has been done for a while."""
        begun = time.monotonic()
        while self._under_way or time.monotonic() - max(self._last, begun) < IDLE:
            await pilot.pause(0.1)


def megabytes(name: str) -> int:
    """VmRSS, what of this process lies in memory, or VmHWM, the most since `forget_most`."""
    said = Path("/proc/self/status").read_text("utf-8")
    kept = next(line for line in said.splitlines() if line.startswith(name))
    return round(int(kept.split()[1]) / 1024)


def forget_most() -> None:
    """The most is what there is now."""
    Path("/proc/self/clear_refs").write_text("5", "utf-8")


async def weigh(folder: Path) -> None:
    """Print the name of each screen, what lies in memory then, and the most before."""
    take_short_turns()
    sweep_in_pauses()
    one_heap()
    app = opened(folder / "hr-guide.toml")
    work = Work(app)
    async with app.run_test(size=(140, 40)) as pilot:
        await work.over(pilot)
        print("at rest", megabytes("VmRSS"), megabytes("VmHWM"), sep="\t", flush=True)
        for number, place in enumerate((*PLACES, PLACES[1])):
            forget_most()
            await pilot.press(place.key)
            await work.over(pilot)
            name = place.name if number < len(PLACES) else "after all"
            print(name, megabytes("VmRSS"), megabytes("VmHWM"), sep="\t", flush=True)
        app.exit()


def weighed(contacts: int, limits: Limits) -> None:
    """Print the screens, what lay in memory on each, and the most meanwhile."""
    print(f"{contacts:,} contacts: MB in memory, and the most meanwhile", flush=True)
    there = most = 0
    with tempfile.TemporaryDirectory() as name:
        command = [sys.executable, __file__, "--weigh", str(workspace(Path(name), contacts))]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as app:
            for line in app.stdout or ():
                screen, *figures = line.split("\t")
                there, peak = map(int, figures)
                most = max(most, peak)
                print(f"  {screen:10} {there:4} {peak:5}", flush=True)
                if screen == "at rest":
                    limits.most(f"memory at rest, {contacts:,} contacts", there, MOST_MB, "MB")
        if app.returncode:
            sys.exit(app.returncode)
    limits.most(f"memory after every screen, {contacts:,} contacts", there, MOST_MB, "MB")
    limits.most(f"memory at the most, {contacts:,} contacts", most, MOST_MB, "MB")


def main(sizes: Sequence[int]) -> None:
    limits = Limits()
    for contacts in sizes:
        weighed(contacts, limits)
    limits.tell()


if __name__ == "__main__":
    if sys.platform != "linux":
        print("memory is told on Linux alone")
    elif sys.argv[1:2] == ["--weigh"]:
        asyncio.run(weigh(Path(sys.argv[2])))
    else:
        main([int(text) for text in sys.argv[1:]] or SIZES)

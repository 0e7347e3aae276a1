"""The app while a journey is edited: from an edit to new counts, and its memory with a long list.

Run it with `make bench`. The app runs without a terminal on the sample journeys and generated
contacts: an edit is made, and the wall time to the counts of it is taken, with the part of it that
the run itself needs as CPU. Memory is of a process of its own, at rest, with 100,000 contacts read
and all journeys simulated.
"""

from __future__ import annotations

import asyncio
import csv
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from textual.pilot import Pilot

from nurture_tui.edit.change import set_value
from nurture_tui.edit.history import Edit
from nurture_tui.screens.app import NurtureApp
from nurture_tui.screens.memory import one_heap
from nurture_tui.screens.opening import ROOMS, open_path
from nurture_tui.screens.preferences import Preferences
from nurture_tui.simulation.settings import RunSettings

HERE = Path(__file__).parents[1]
LIVE, MANY = 10_000, 100_000
EDITS = 15
JOURNEYS = ("hr-guide", "webinar", "onboarding")


def workspace(folder: Path, contacts: int) -> Path:
    """The sample journeys in a folder, with so many contacts, each with an address of its own."""
    for path in (HERE / "journeys").glob("*.toml"):
        shutil.copy(path, folder)
    settings = folder / "nurture.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("../sample_contacts/leads.csv", "contacts.csv"), "utf-8")
    with (HERE / "sample_contacts" / "leads.csv").open(encoding="utf-8") as file:
        names, *rows = csv.reader(file)
    luck = random.Random(1)
    with (folder / "contacts.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(names)
        for number in range(contacts):
            row = dict(zip(names, luck.choice(rows), strict=True))
            row["contact"] = f"a-{number:07d}"
            row["email"] = f"{number}.{row['email']}"
            writer.writerow(row.values())
    return folder


async def simulated(app: NurtureApp, pilot: Pilot[Path]) -> None:
    """Wait until all journeys are simulated as they are."""
    session = app.session
    while session.contacts is None or not all(map(session.fresh, session.workspace.journeys)):
        await pilot.pause(0.05)


def opened(folder: Path) -> NurtureApp:
    settings = RunSettings(date(2026, 11, 23))
    return NurtureApp(open_path(folder, with_contacts=False), settings, Preferences(), ROOMS)


async def time_edits(folder: Path, id_: str) -> tuple[list[float], list[float], float]:
    """Wall and CPU milliseconds from each edit to its counts, and CPU milliseconds of a run."""
    app = opened(folder / f"{id_}.toml")
    took: list[float] = []
    worked: list[float] = []
    async with app.run_test(size=(140, 40)) as pilot:
        await simulated(app, pilot)
        session = app.session
        assert session.journey is not None
        step = next(k for k, v in session.journey.steps.items() if v.type == "send")
        for number in range(EDITS):
            await asyncio.sleep(0.6)
            begin, used = time.perf_counter(), time.process_time()
            path = ("steps", step, "assume", "open")
            session.apply(Edit("open", set_value(session.journey, path, 0.2 + number / 50)))
            while session.stale:
                await asyncio.sleep(0.002)
            took.append(1000 * (time.perf_counter() - begin))
            worked.append(1000 * (time.process_time() - used))
        alone = time.process_time()
        assert session.contacts is not None
        assert ROOMS.count is not None
        for _ in range(5):
            ROOMS.count(session.workspace, id_, session.contacts, session.settings)
        alone = 1000 * (time.process_time() - alone) / 5
        app.exit()
    return took, worked, alone


async def weigh(folder: Path) -> None:
    one_heap()
    app = opened(folder / "hr-guide.toml")
    async with app.run_test(size=(140, 40)) as pilot:
        await simulated(app, pilot)
        await pilot.pause(4)
        said = Path("/proc/self/status").read_text("utf-8")
        kept = next(line for line in said.splitlines() if line.startswith("VmRSS"))
        print(round(int(kept.split()[1]) / 1024))
        app.exit()


def main() -> None:
    if len(sys.argv) == 3:
        asyncio.run(weigh(Path(sys.argv[2])))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = workspace(Path(name), LIVE)
        print(f"from an edit to new counts, {LIVE:,} contacts (target 150 ms)")
        for id_ in JOURNEYS:
            took, worked, alone = asyncio.run(time_edits(folder, id_))
            middle, worst = statistics.median(took), max(took)
            print(
                f"  {id_:12} median {middle:4.0f} ms, worst {worst:4.0f}; "
                f"CPU {statistics.median(worked):4.0f}, of which the run {alone:4.0f}"
            )
    if sys.platform == "linux":
        for contacts in (LIVE, MANY):
            with tempfile.TemporaryDirectory() as name:
                folder = workspace(Path(name), contacts)
                command = [sys.executable, __file__, "weigh", str(folder)]
                weight = subprocess.run(command, capture_output=True, text=True, check=True)
                print(f"memory at rest with {contacts:7,} contacts: {weight.stdout.strip()} MB")


if __name__ == "__main__":
    main()

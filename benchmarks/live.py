"""The app while a journey is edited: from a key to new counts.

`python benchmarks/live.py [JOURNEY ...]`: three of the samples unless said, `all` for each of them;
one to three minutes. The app runs without a terminal on the sample journeys and generated contacts.
A letter is typed into a title, or taken out of it; the time goes from the key to the paint of its
counts. Several letters come 0.15 s apart, as they are typed.
"""

from __future__ import annotations

import asyncio
import csv
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from limits import Limits
from textual.pilot import Pilot

from nurture_tui.screens.app import NurtureApp
from nurture_tui.screens.opening import ROOMS, open_path
from nurture_tui.screens.preferences import Preferences
from nurture_tui.screens.session import What
from nurture_tui.simulation.settings import RunSettings

HERE = Path(__file__).parents[1]
LIVE = 10_000
USUAL = ("hr-guide", "webinar", "onboarding")
EDITS, LETTERS = 8, 3
BETWEEN_LETTERS = 0.15
FOLLOWS, CALM, WORKED = 0.7, 0.2, 0.02
"""What follows an edit begins so many seconds after its counts; afterwards nothing is worked."""
PATIENCE = 120
MOST_MS = 150


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


class Took:
    """The milliseconds on the wall, and of the processor, from a moment on."""

    def __init__(self) -> None:
        self.begun, self.worked = time.perf_counter(), time.process_time()

    def ms(self) -> tuple[float, float]:
        return 1e3 * (time.perf_counter() - self.begun), 1e3 * (time.process_time() - self.worked)


class Counted:
    """Waits for the counts of an edit to be painted; nothing is worked while it waits."""

    def __init__(self, app: NurtureApp) -> None:
        self._app = app
        self._painted = asyncio.Event()
        self._edited = False
        self._stop = app.session.listen(self._heard)

    def _heard(self, what: What) -> None:
        self._edited |= what == "journey"
        if self._edited and what == "result" and not self._app.session.stale:
            self._app.screen.call_after_refresh(self._painted.set)

    async def painted(self) -> None:
        await self._painted.wait()
        self._stop()


async def rest() -> None:
    """Wait until what follows an edit is done too: little is worked while time goes by."""
    await asyncio.sleep(FOLLOWS)
    worked = 1.0
    while worked > WORKED:
        before = time.process_time()
        await asyncio.sleep(CALM)
        worked = time.process_time() - before


async def time_edits(folder: Path, id_: str) -> tuple[list[tuple[float, float]], list[float]]:
    """Wall and CPU milliseconds from each key to its counts; wall from the last of letters."""
    app = opened(folder / f"{id_}.toml")
    keys: list[tuple[float, float]] = []
    letters: list[float] = []
    async with app.run_test(size=(140, 40)) as pilot, asyncio.timeout(PATIENCE):
        await simulated(app, pilot)
        await pilot.press("enter", "end")  # to the end of the title of the first step
        for number in range(EDITS):
            await rest()
            took, counted = Took(), Counted(app)
            app.simulate_key("backspace" if number % 2 else "x")
            await counted.painted()
            keys.append(took.ms())
        for _ in range(LETTERS):
            await rest()
            for letter in "title":
                await asyncio.sleep(BETWEEN_LETTERS)
                took, counted = Took(), Counted(app)
                app.simulate_key(letter)
            await counted.painted()
            letters.append(took.ms()[0])
        app.exit()
    return keys, letters


def edits(folder: Path, ids: Sequence[str], limits: Limits) -> None:
    """Print how long each journey's counts take after an edit."""
    print(f"from a key to its counts, {LIVE:,} contacts: milliseconds", flush=True)
    for id_ in ids:
        keys, letters = asyncio.run(time_edits(folder, id_))
        wall, worked = (statistics.median(each) for each in zip(*keys, strict=True))
        least = min(wall for wall, _ in keys)
        typed = statistics.median(letters)
        print(
            f"  {id_:18} median {wall:4.0f}, least {least:4.0f}; CPU {worked:4.0f}; "
            f"last of {LETTERS} letters {typed:4.0f}",
            flush=True,
        )
        limits.most(f"an edit to its counts, {id_}, CPU", worked, MOST_MS, "ms")


def main(ids: Sequence[str]) -> None:
    limits = Limits()
    samples = sorted(path.stem for path in (HERE / "journeys").glob("*.toml"))
    samples.remove("nurture")
    with tempfile.TemporaryDirectory() as name:
        chosen = samples if "all" in ids else ids or USUAL
        edits(workspace(Path(name), LIVE), chosen, limits)
    limits.tell()


if __name__ == "__main__":
    main(sys.argv[1:])

"""The app while a journey is edited: from a key to new counts.

`python benchmarks/live.py [JOURNEY ...]`: three of the samples unless said, `all` for each of them;
one to three minutes. The app runs without a terminal on the sample journeys and generated contacts,
started as `nurture` starts it. A digit is typed into how long a wait is, or taken out of it, which
changes the run; a letter into a title, which does not. The time goes from the key to the paint of
its counts. Several digits come 0.15 s apart, as they are typed.
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

from nurture_tui.edit.change import Path as FieldPath
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Wait
from nurture_tui.screens.app import NurtureApp
from nurture_tui.screens.design import Design
from nurture_tui.screens.lanes import take_short_turns
from nurture_tui.screens.memory import one_heap, sweep_in_pauses
from nurture_tui.screens.opening import ROOMS, open_path
from nurture_tui.screens.preferences import Preferences
from nurture_tui.screens.session import What
from nurture_tui.simulation.settings import RunSettings

HERE = Path(__file__).parents[1]
LIVE = 10_000
USUAL = ("hr-guide", "webinar", "onboarding")
EDITS, LETTERS = 8, 3
DIGIT, TYPED = ("1", "backspace"), ("1", "backspace", "2", "backspace", "1", "backspace")
LETTER = ("x", "backspace")
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
        if self._edited and not self._app.session.stale:
            self._app.screen.call_after_refresh(self._painted.set)

    async def painted(self) -> None:
        await self._painted.wait()
        self._stop()


def a_wait(journey: Journey) -> FieldPath:
    """How long the first wait is that has a time of its own."""
    return next(
        ("steps", id_, "for" if step.for_ is not None else "timeout")
        for id_, step in journey.steps.items()
        if isinstance(step, Wait) and (step.for_ is not None or step.timeout is not None)
    )


def a_title(journey: Journey) -> FieldPath:
    """The title of the first step."""
    return ("steps", next(iter(journey.steps)), "title")


async def rest() -> None:
    """Wait until what follows an edit is done too: little is worked while time goes by."""
    await asyncio.sleep(FOLLOWS)
    worked = 1.0
    while worked > WORKED:
        before = time.process_time()
        await asyncio.sleep(CALM)
        worked = time.process_time() - before


async def go_to(app: NurtureApp, pilot: Pilot[Path], field: FieldPath, at: str) -> None:
    """Have the cursor at the start ("home") or the end of a step's field."""
    screen = app.screen
    assert isinstance(screen, Design)
    app.session.select(str(field[1]))
    await pilot.pause()
    screen.edit_selected(field)
    await pilot.pause()
    await pilot.press(at)


async def time_keys(app: NurtureApp, keys: Sequence[str]) -> list[tuple[float, float]]:
    """Wall and CPU milliseconds from each of some edits to its counts; the keys in turn."""
    times = []
    for number in range(EDITS):
        await rest()
        took, counted = Took(), Counted(app)
        app.simulate_key(keys[number % len(keys)])
        await counted.painted()
        times.append(took.ms())
    return times


async def time_typing(app: NurtureApp) -> list[float]:
    """Wall milliseconds from the last of several keys to its counts."""
    times = []
    for _ in range(LETTERS):
        await rest()
        for key in TYPED:
            await asyncio.sleep(BETWEEN_LETTERS)
            took, counted = Took(), Counted(app)
            app.simulate_key(key)
        await counted.painted()
        times.append(took.ms()[0])
    return times


async def time_edits(
    folder: Path, id_: str
) -> tuple[list[tuple[float, float]], list[float], list[tuple[float, float]]]:
    """What a wait's edits take, the last of several of them, and those of a title."""
    app = opened(folder / f"{id_}.toml")
    sweep_in_pauses()
    async with app.run_test(size=(140, 40)) as pilot, asyncio.timeout(PATIENCE):
        await simulated(app, pilot)
        assert app.session.journey is not None
        await go_to(app, pilot, a_wait(app.session.journey), "home")
        waits, letters = await time_keys(app, DIGIT), await time_typing(app)
        await go_to(app, pilot, a_title(app.session.journey), "end")
        titles = await time_keys(app, LETTER)
        app.exit()
    return waits, letters, titles


def edits(folder: Path, ids: Sequence[str], limits: Limits) -> None:
    """Print how long each journey's counts take after an edit."""
    print(f"from a key to its counts, {LIVE:,} contacts: milliseconds", flush=True)
    for id_ in ids:
        waits, letters, titles = asyncio.run(time_edits(folder, id_))
        wall, worked = (statistics.median(each) for each in zip(*waits, strict=True))
        least, least_worked = (min(each) for each in zip(*waits, strict=True))
        title, title_worked = (statistics.median(each) for each in zip(*titles, strict=True))
        print(
            f"  {id_:18} a wait: median {wall:4.0f}, least {least:4.0f}; "
            f"CPU {worked:4.0f}, least {least_worked:4.0f}; "
            f"last of {len(TYPED)} in a row {statistics.median(letters):4.0f}; "
            f"a title: median {title:4.0f}, CPU {title_worked:4.0f}",
            flush=True,
        )
        limits.most(f"a wait's edit to its counts, {id_}, CPU", worked, MOST_MS, "ms")


def main(ids: Sequence[str]) -> None:
    one_heap()
    take_short_turns()
    limits = Limits()
    samples = sorted(path.stem for path in (HERE / "journeys").glob("*.toml"))
    samples.remove("nurture")
    with tempfile.TemporaryDirectory() as name:
        chosen = samples if "all" in ids else ids or USUAL
        edits(workspace(Path(name), LIVE), chosen, limits)
    limits.tell()


if __name__ == "__main__":
    main(sys.argv[1:])

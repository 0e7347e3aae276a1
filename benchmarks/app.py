"""How soon the Design screen answers: first paint, key to paint, another layout, an edit.

Run it with `make bench`. The app runs without a terminal but writes what it would send to one.
"""

from __future__ import annotations

import asyncio
import random
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from rich.console import RenderableType
from textual._compositor import CompositorUpdate
from textual.screen import Screen

from nurture_tui import screens
from nurture_tui.layout import Layout, lay_out
from nurture_tui.report.sketch import sketch
from nurture_tui.screens.app import NurtureApp
from nurture_tui.screens.lanes import take_short_turns
from nurture_tui.screens.memory import sweep_in_pauses
from nurture_tui.screens.opening import ROOMS, open_path
from nurture_tui.screens.path import PathCanvas
from nurture_tui.simulation.settings import RunSettings

SIZE = (140, 40)
START = date(2026, 11, 23)
KEYS, LAYOUTS = 120, 15
PATIENCE = 20.0
HEAD = """
format = 1
name   = "Lead > MQL | a long journey"
kind   = "lead"
entry  = { event = "guide", start = "s1" }
goal   = { name = "Took the offer", when = "did('taken')", target = 0.1, within = "60d" }
exits  = [{ name = "bought", when = "customer" }]

[[assume.events]]
event  = "taken"
chance = "20% per 60d"

"""
SETTINGS = """
format = 1
name = "Acme"
contacts = "leads.csv"
sending = { basis = "consent", sender = "anna@example.com", window = "Mon-Fri 08:00-17:00" }

[fields]
consent = "yes/no"
score = "number"
"""


def journey_text(size: int, seed: int = 7) -> str:
    """A journey of about `size` steps: messages, waits, branches whose ways join again, exits."""
    draw = random.Random(seed)
    steps: list[str] = []

    def step(type_: str, *lines: str) -> None:
        title = f"Step number {len(steps) + 1}"
        steps.append(
            "\n".join(
                [f"[steps.s{len(steps) + 1}]", f'type = "{type_}"', f'title = "{title}"', *lines]
            )
        )

    while len(steps) < size - 1:
        here, kind = len(steps) + 1, draw.random()
        if kind < 0.4:
            step("send", f'subject = "Subject {here}"', f'next = "s{here + 1}"')
        elif kind < 0.65:
            step("wait", 'for = "3d"', 'on = "Mon-Fri"', 'at = "09:00"', f'next = "s{here + 1}"')
        elif kind < 0.75:
            step("action", f'do = [{{ add_to_list = "l{here}" }}]', f'next = "s{here + 1}"')
        elif kind < 0.82:
            step(
                "wait",
                "until = \"did('taken')\"",
                'timeout = "5d"',
                f'next = "s{here + 1}"',
                f'else = "s{here + 2}"',
            )
            step("exit", 'reason = "has it"')
        else:
            cases = (
                f'cases = [{{ if = "score > {here % 9}", label = "hot", next = "s{here + 1}" }}]'
            )
            step("branch", cases, f'else = "s{here + 2}"')
            step("send", f'subject = "Subject {here}"', f'next = "s{here + 3}"')
            step("send", f'subject = "Subject {here}"', f'next = "s{here + 3}"')
    step("exit", 'reason = "series over"')
    return HEAD + "\n".join(steps) + "\n"


def clock() -> float:
    """Seconds of this process alone: waiting spins, so others on the machine do not count."""
    return time.process_time()


class Paints:
    """When the app last wrote to its terminal."""

    def __init__(self) -> None:
        self.times: list[float] = []

    async def after(self, start: float) -> float:
        """The seconds until the first paint after `start`."""
        end = start + PATIENCE
        while not self.times or self.times[-1] < start:
            if clock() > end:
                raise TimeoutError("nothing was painted")
            await asyncio.sleep(0)
        return next(at for at in self.times if at >= start) - start


class PaintedApp(NurtureApp):
    """The app, which has what it paints made up for a terminal, and notes when."""

    CSS_PATH = str(Path(screens.__file__).with_name("app.tcss"))

    def __init__(self, path: Path, paints: Paints) -> None:
        super().__init__(open_path(path), RunSettings(START, days=90), rooms=ROOMS)
        self.paints = paints

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if isinstance(renderable, CompositorUpdate):
            renderable.render_segments(self.console)
            self.paints.times.append(clock())
        super()._display(screen, renderable)


async def until(true: Callable[[], bool], pause: float = 0) -> None:
    """Wait, spinning; or with a pause, in seconds, where spinning would hold up a thread."""
    end = clock() + PATIENCE
    while not true():
        if clock() > end:
            raise TimeoutError("the app did not get there")
        await asyncio.sleep(pause)


async def quiet(seconds: float) -> None:
    """Let the app do what it has to do, this long by the clock on the wall."""
    await asyncio.sleep(seconds)


async def longest_wait(stop: asyncio.Event) -> float:
    """The longest time in which the screen could not have answered."""
    longest, last = 0.0, clock()
    while not stop.is_set():
        await asyncio.sleep(0)
        now = clock()
        longest, last = max(longest, now - last), now
    return longest


async def measure(folder: Path, size: int, paints: Paints, turns: int) -> None:
    (folder / "long.toml").write_text(journey_text(size), "utf-8")
    start = clock()
    app = PaintedApp(folder / "long.toml", paints)
    sweep_in_pauses()  # as the app is started
    take_short_turns()
    async with app.run_test(size=SIZE):
        await until(lambda: bool(app.screen.query(PathCanvas)) and _painted(app), pause=0.002)
        await paints.after(clock())
        first = paints.times[-1] - start
        await until(lambda: app.session.result is not None and bool(app.session.findings))
        await quiet(1.0)
        keys, wholes = [], []
        await quiet(0.1)
        for number in range(turns):
            pressed = clock()
            app.simulate_key("down" if number % 3 else "up")
            keys.append(await paints.after(pressed))
            await quiet(0.15)  # the form, the footer, and a wait that unfolds come behind it
            wholes.append(paints.times[-1] - pressed)
        edits, blocked = [], []
        for number in range(max(turns // 6, 2)):  # an even number: all is undone at the end
            await quiet(0.3)
            before = _canvas(app).layout_shown
            stop = asyncio.Event()
            watch = asyncio.ensure_future(longest_wait(stop))
            pressed = clock()
            app.simulate_key("y" if number % 2 == 0 else "ctrl+z")
            await until(partial(_is_laid_out_anew, app, before))
            await paints.after(clock())
            edits.append(clock() - pressed)
            stop.set()
            blocked.append(await watch)
        journey, workspace = app.session.journey, app.session.workspace
    assert journey is not None
    drawn = sketch(journey, workspace)
    layouts = []
    for _ in range(LAYOUTS):
        begun = time.process_time()
        lay_out(drawn, room=72)
        layouts.append(time.process_time() - begun)
    ms = [
        1e3 * float(np.percentile(*pair))
        for pair in (
            (keys, 50),
            (keys, 95),
            (wholes, 95),
            (layouts, 50),
            (edits, 50),
            (blocked, 95),
        )
    ]
    print(
        f"{size:>6} {1e3 * first:>12.0f} {ms[0]:>11.0f} {ms[1]:>8.0f} {ms[2]:>12.0f} {ms[3]:>10.0f}"
        f" {ms[4]:>16.0f} {ms[5]:>12.0f}"
    )


def _canvas(app: NurtureApp) -> PathCanvas:
    return app.screen.query_one(PathCanvas)


def _painted(app: NurtureApp) -> bool:
    return _canvas(app).layout_shown is not None and bool(_canvas(app)._painted)


def _is_laid_out_anew(app: NurtureApp, before: Layout | None) -> bool:
    return _canvas(app).layout_shown is not before


async def main(sizes: list[int]) -> None:
    paints = Paints()
    print(
        f"{'steps':>6} {'first paint':>12} {'key p50 ms':>11} {'p95 ms':>8} {'all of it p95':>13}"
        f" {'layout ms':>9}"
        f" {'edit to picture':>16} {'blocked p95':>12}"
    )
    for size, turns in ((12, 6), *((size, KEYS) for size in sizes)):  # the first one warms up
        with TemporaryDirectory() as name:
            folder = Path(name)
            rows = [f"c{n}@example.com,yes,{n % 11}" for n in range(400)]
            people = "\n".join(["email,consent,score", *rows, ""])
            (folder / "leads.csv").write_text(people, "utf-8")
            (folder / "nurture.toml").write_text(SETTINGS, "utf-8")
            await measure(folder, size, paints, turns)


if __name__ == "__main__":
    asyncio.run(main([int(text) for text in sys.argv[1:]] or [60, 300]))

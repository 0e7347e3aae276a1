"""When an app has answered what was asked of it, for tests that press keys and click.

Textual's own wait looks at the processor time of the process: it takes forty milliseconds a key at
the least, and on a machine that is busy with other things it ends too early.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from time import monotonic, thread_time
from typing import Any
from unittest.mock import patch
from weakref import WeakSet

from painting import drawn_at_rest, styles_read_once
from textual._context import active_app
from textual.timer import Timer

from nurture_tui.screens.app import NurtureApp

SOON = 0.02
"""Seconds within which what is timed counts as part of the answer."""
PAUSE = 0.15
"""The same of what the app does once, after a pause: it looks whether more keys come."""
MOVES_ON = 2.0
"""Seconds of work of its own thread after which a wait ends though something moves still.

A time line that plays draws frame after frame, each a moment after the last on a slow machine.
"""
LONGEST = 30.0
"""Seconds after which a wait ends in any case.

A test with a job that goes on until a key ends it sets a shorter one.
"""

SAID_FOR = 600.0
"""Seconds for which what is said in passing stays, so that it is there when a test looks."""


@contextmanager
def awaited_as_it_moves(each_frame: bool = False) -> Iterator[None]:
    """Have pilots wait until nothing moves, in place of until the processor is idle.

    What changed is drawn then; with `each_frame` also whenever the app asks for it.
    """
    jobs: set[Future[Any]] = set()
    pauses: WeakSet[Timer] = WeakSet()
    submit, start, notify = ThreadPoolExecutor.submit, Timer._start, NurtureApp.notify

    def noted(pool: ThreadPoolExecutor, *job: Any, **more: Any) -> Future[Any]:
        future = submit(pool, *job, **more)
        jobs.add(future)
        future.add_done_callback(jobs.discard)
        return future

    def begun(timer: Timer) -> None:
        start(timer)
        if timer._repeat == 0 and timer._interval <= PAUSE:
            pauses.add(timer)

    def pausing() -> bool:
        return any(timer._task is not None and not timer._task.done() for timer in pauses)

    def said_for_long(app: NurtureApp, message: str, **how: Any) -> None:
        notify(app, message, **{**how, "timeout": SAID_FOR})

    async def until_still(*_: float) -> None:
        await _still(lambda: bool(jobs) or pausing())
        draw()

    with (
        nullcontext(lambda: None) if each_frame else drawn_at_rest() as draw,
        styles_read_once(),
        patch.object(ThreadPoolExecutor, "submit", noted),
        patch.object(Timer, "_start", begun),
        patch.object(NurtureApp, "notify", said_for_long),
        patch("textual.pilot.wait_for_idle", until_still),
        patch("textual.app.wait_for_idle", until_still),
    ):
        yield


async def _still(at_work: Callable[[], bool]) -> None:
    """Wait until no thread works, no callback is due and no timer is to end within `SOON`.

    What is drawn is drawn by such a timer, a sixtieth of a second after the key.
    """
    loop: Any = asyncio.get_running_loop()
    start, worked = monotonic(), thread_time()
    while monotonic() - start < LONGEST and thread_time() - worked < MOVES_ON:
        await asyncio.sleep(0)
        # A job that has ended has given its answer to the loop: so it is looked at first.
        if at_work():
            await asyncio.sleep(0.002)
        elif _ended():
            return
        elif not loop._ready:
            due = [
                timer.when()
                for timer in loop._scheduled
                if not timer.cancelled() and timer.when() <= loop.time() + SOON
            ]
            if not due:
                return
            await asyncio.sleep(max(min(due) - loop.time(), 0) + 0.001)


def _ended() -> bool:
    """Whether the app has been left: its screens may ask for ever for a paint that none does."""
    app = active_app.get(None)
    return app is not None and app._exit

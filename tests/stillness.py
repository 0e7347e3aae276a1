"""When an app has answered what was asked of it, for tests that press keys and click.

Textual's own wait looks at the processor time of the process: it takes forty milliseconds a key at
the least, and on a machine that is busy with other things it ends too early.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from time import monotonic
from typing import Any
from unittest.mock import patch

SOON = 0.02
"""Seconds within which what is timed counts as part of the answer."""
LONGEST = 1.0
"""Seconds after which a wait ends though something moves still: a run, a time line that plays."""


@contextmanager
def awaited_as_it_moves() -> Iterator[None]:
    """Have pilots wait until nothing moves, in place of until the processor is idle."""
    jobs: set[Future[Any]] = set()
    submit = ThreadPoolExecutor.submit

    def noted(pool: ThreadPoolExecutor, *job: Any, **more: Any) -> Future[Any]:
        future = submit(pool, *job, **more)
        jobs.add(future)
        future.add_done_callback(jobs.discard)
        return future

    async def until_still(*_: float) -> None:
        await _still(jobs)

    with (
        patch.object(ThreadPoolExecutor, "submit", noted),
        patch("textual.pilot.wait_for_idle", until_still),
        patch("textual.app.wait_for_idle", until_still),
    ):
        yield


async def _still(jobs: set[Future[Any]]) -> None:
    """Wait until no thread works, no callback is due and no timer is to end within `SOON`.

    What is drawn is drawn by such a timer, a sixtieth of a second after the key.
    """
    loop: Any = asyncio.get_running_loop()
    start = monotonic()
    while monotonic() - start < LONGEST:
        await asyncio.sleep(0)
        # A job that has ended has given its answer to the loop: so it is looked at first.
        if jobs:
            await asyncio.sleep(0.002)
        elif not loop._ready:
            due = [
                timer.when()
                for timer in loop._scheduled
                if not timer.cancelled() and timer.when() <= loop.time() + SOON
            ]
            if not due:
                return
            await asyncio.sleep(max(min(due) - loop.time(), 0) + 0.001)

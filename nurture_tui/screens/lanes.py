"""Work off the screen's thread: in each lane one job after the other, in a thread of its own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from nurture_tui.screens.upkeep import Lane

T = TypeVar("T")
TURN = 0.001
"""Seconds after which a thread that works lets the screen's go on; Python's own are five.

What answers a key comes to the event loop a dozen times, and may have to wait each time.
"""


def take_short_turns() -> None:
    """Have the threads of this process take turns that short."""
    sys.setswitchinterval(TURN)


class Lanes:
    """A few threads that live as long as the app; `hand_over` calls on the screen's thread.

    So there are never more than a few heaps: the C library gives each thread one of its own, and
    what a run frees in one is of no use to a run in another.
    """

    def __init__(self, hand_over: Callable[[Callable[[], None]], None]) -> None:
        self._hand_over = hand_over
        self._lanes: dict[Lane, ThreadPoolExecutor] = {}

    def do(self, job: Callable[[], T], done: Callable[[T], None], lane: Lane) -> None:
        """Do a job when those before it in its lane are done; a fault of it is raised there too."""

        def run() -> None:
            try:
                answer = job()
            except Exception as error:
                self._hand_over(partial(_raised, error))
            else:
                self._hand_over(partial(done, answer))

        if lane not in self._lanes:
            self._lanes[lane] = ThreadPoolExecutor(1, thread_name_prefix=lane)
        self._lanes[lane].submit(run)

    def close(self) -> None:
        """Begin nothing more; what is being done goes on to its end."""
        for pool in self._lanes.values():
            pool.shutdown(wait=False, cancel_futures=True)
        self._lanes = {}


def _raised(error: Exception) -> None:
    raise error

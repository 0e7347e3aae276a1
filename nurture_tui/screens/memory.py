"""Memory is swept while nobody waits, and what is free goes back to the system (Linux)."""

from __future__ import annotations

import contextlib
import ctypes
import gc

_MOST_HEAPS = -8  # M_ARENA_MAX of mallopt
_NEW = (3_000, 5)
"""New objects after which they are swept, in a millisecond; with Python's 700 a key has ten."""
_DUE = 10
"""Sweeps of what is young after which Python goes through all that there is."""
_OVERDUE = 60
"""After so many it does all the same, in the midst of whatever is done."""


def sweep_in_pauses() -> None:
    """Leave going through all of memory to `sweep_if_due`, and put aside what was made so far.

    It takes 40 to 70 ms once there is a run, longer than anything that a key does. What is put
    aside stays to the end and is never gone through again.
    """
    gc.freeze()
    gc.set_threshold(*_NEW, _OVERDUE)


def sweep_if_due() -> None:
    """Go through all of memory if Python would by now have done so by itself."""
    if gc.get_threshold()[2] == _OVERDUE and gc.get_count()[2] >= _DUE:
        gc.collect()


def one_heap() -> None:
    """Have all threads take their memory from one heap, before the first of them is started.

    Else each thread has a heap of its own, whose end is never given back.
    """
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_MOST_HEAPS, 1)


def give_back() -> None:
    """Give back what is free: reading a list, and a run, take several times what is left of it."""
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)

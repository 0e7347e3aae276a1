"""Memory that is free goes back to the system, where the C library would keep it (Linux)."""

from __future__ import annotations

import contextlib
import ctypes

_MOST_HEAPS = -8  # M_ARENA_MAX of mallopt


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

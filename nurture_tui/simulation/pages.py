"""Memory of arrays that come and go: kept by the process, so that it is not asked for anew."""

from __future__ import annotations

from functools import cache

import numpy as np

_UNTOUCHED = 30 << 20


@cache
def keep_freed_memory() -> None:
    """Have the C library keep what arrays of a few 100 KB free, once in a process.

    The library of most Linux systems maps each such array anew and gives it back at once, and its
    pages fault one by one when it is written: a run takes twice as long. It stops doing so for
    sizes up to that of the largest block that was freed; this one is never written, so it costs
    no memory. Elsewhere it does nothing.
    """
    np.empty(_UNTOUCHED, dtype=np.uint8)

"""Memory is swept while nobody waits, and what is free goes back to the system (Linux)."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.util import find_spec
from types import ModuleType

_MOST_HEAPS = -8  # M_ARENA_MAX of mallopt
_NEW = (3_000, 5)
"""New objects after which they are swept, in a millisecond; with Python's 700 a key has ten."""
_OPENSSL = frozenset({"ssl", "_hashlib"})
"""The modules that load OpenSSL."""
_LOADERS = ("asyncio", "hashlib", "hmac")
"""What loads them where they are found, and does without where they are not."""
_OWN_HASHES = ("_md5", "_sha1", "_sha3", "_blake2")
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


class _NoOpenssl(MetaPathFinder):
    """Says that there is none."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> None:
        if name in _OPENSSL:
            raise ImportError(name)


def without_openssl() -> None:
    """Load Python's event loop and its hashes without OpenSSL, 4 MB of which nothing is used.

    The app makes no connections, and Python has hashes of its own; where it was built without
    those, nothing is done. Who imports `ssl` later finds it.
    """
    sha2 = find_spec("_sha2") or (find_spec("_sha256") and find_spec("_sha512"))
    if sha2 and all(map(find_spec, _OWN_HASHES)):
        finder = _NoOpenssl()
        sys.meta_path.insert(0, finder)
        try:
            for name in _LOADERS:
                import_module(name)
        finally:
            sys.meta_path.remove(finder)

"""When files were last written, to see whether they are still what was read."""

from __future__ import annotations

import contextlib
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

Stamp = tuple[int, int, int]
Stamps = Mapping[Path, Stamp]


def stamps(paths: Iterable[Path]) -> dict[Path, Stamp]:
    """When each file was written (nanoseconds), its size and its number on the disk.

    What is not there, or no plain file, has no stamp.
    """
    found: dict[Path, Stamp] = {}
    for path in paths:
        with contextlib.suppress(OSError, ValueError):
            status = path.stat()
            if stat.S_ISREG(status.st_mode):
                found[path] = (status.st_mtime_ns, status.st_size, status.st_ino)
    return found


def settled(now: Stamps, before: Stamps, known: Stamps) -> set[Path]:
    """The files that are no longer as `known`, and have not changed since the look `before`.

    So a file that is just being written is left alone until it is whole.
    """
    changed = {path for path in (*now, *known) if now.get(path) != known.get(path)}
    return {path for path in changed if now.get(path) == before.get(path)}

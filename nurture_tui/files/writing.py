"""Files are written whole or not at all; what is being edited is kept beside its file."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from nurture_tui.errors import FileError

_REASONS = {
    errno.EACCES: ("the file may not be written", "Ask for permission, or save it elsewhere."),
    errno.EPERM: ("the file may not be written", "Ask for permission, or save it elsewhere."),
    errno.EROFS: ("the disk can only be read", "Save the file on another disk."),
    errno.ENOSPC: ("the disk is full", "Free some space and save again; nothing was changed."),
    errno.EDQUOT: ("your share of the disk is used up", "Free some space and save again."),
    errno.ENOENT: ("the folder is not there any more", "Make the folder, or save elsewhere."),
    errno.ENOTDIR: ("the folder is not a folder", "Save the file elsewhere."),
    errno.EISDIR: ("this is a folder, not a file", "Choose another name."),
    errno.ENAMETOOLONG: ("the name is too long", "Choose a shorter name."),
    errno.ELOOP: ("the link leads round in a circle", "Save the file elsewhere."),
}

_HALF = ".nurture.tmp"
"""The end of the name of a file that is being written; no other program's has it."""
_LEFT_BEHIND = 24 * 3600.0
"""Seconds after which nobody is still writing to such a file."""


def write_atomically(path: Path | str, text: str) -> None:
    """Write a text file in UTF-8, whole or not at all, its line ends as they are in `text`.

    Refuses what `whole_file` refuses, and a text that no file can hold.
    """
    try:
        content = text.encode("utf-8")
    except UnicodeEncodeError:
        raise FileError(
            "the text has a broken character that no file can hold",
            where=str(path),
            fix="Take it out, or write it again.",
        ) from None
    with whole_file(path) as stream:
        stream.write(content)


@contextlib.contextmanager
def whole_file(path: Path | str) -> Iterator[IO[bytes]]:
    """A stream to a file that appears whole at the end, or not at all.

    A link is followed, and stays a link; the permissions of an existing file stay; a device is
    written to as it is. Whatever goes wrong with the file is a FileError. Then, and when anything
    else goes wrong before the end, the old file is as it was, and nothing is beside it.
    """
    path = Path(path)
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            with path.open("wb") as device:
                yield device
        else:
            with _beside(Path(os.path.realpath(path))) as stream:
                yield stream
    except BrokenPipeError:
        raise
    except (OSError, RuntimeError, ValueError) as error:
        if isinstance(error, OSError) or _is_no_path(path):
            raise _in_words(path, error) from None
        raise


@contextlib.contextmanager
def named_in_errors(path: Path | str) -> Iterator[None]:
    """What goes wrong on the disk while something is written for `path` is a FileError."""
    try:
        yield
    except OSError as error:
        raise _in_words(Path(path), error) from None


def _is_no_path(path: Path) -> bool:
    """True for a name that no file can have, or that leads round in a circle."""
    try:
        path.resolve().exists()
    except (OSError, RuntimeError, ValueError):
        return True
    return "\0" in str(path)


@contextlib.contextmanager
def _beside(target: Path) -> Iterator[IO[bytes]]:
    """A file beside `target`, which takes its place at the end."""
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, "is a folder")
    mode = _mode_of(target)
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:60]}.", suffix=_HALF, dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        now = os.stat(name).st_mtime
        os.chmod(name, mode)
        os.replace(name, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
    _sync_folder(target.parent)
    _sweep(target.parent, now)


def _sweep(folder: Path, now: float) -> None:
    """Remove what is left of writings that were killed a day or more before `now`.

    By the clock of that disk, which a file just written there tells. A writing that is going on,
    here or in another window, is younger; what bears another name is not ours.
    """
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if not (entry.name.startswith(".") and entry.name.endswith(_HALF)):
                continue
            with contextlib.suppress(OSError):
                there = entry.stat(follow_symlinks=False)
                if stat.S_ISREG(there.st_mode) and now - there.st_mtime > _LEFT_BEHIND:
                    os.unlink(entry.path)


def _mode_of(target: Path) -> int:
    """The permissions of the file, or those that a new one gets here."""
    try:
        mode = stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        umask = os.umask(0)
        os.umask(umask)
        return 0o666 & ~umask
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "is write-protected")
    return mode


def _sync_folder(folder: Path) -> None:
    """Bring the new name to disk too, where the system can do that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _in_words(path: Path, error: OSError | RuntimeError | ValueError) -> FileError:
    number = error.errno if isinstance(error, OSError) else None
    message, fix = _REASONS.get(number or 0, ("", ""))
    if not message:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        message, fix = f"the file cannot be written: {reason.lower()}", "Save it elsewhere."
    return FileError(message, where=str(path), fix=fix)

"""Files made, moved and taken away together, so that it can be undone; a trash for the last."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nurture_tui.errors import FileError
from nurture_tui.files.writing import named_in_errors, write_atomically

TRASH = ".trash"

Texts = Mapping[Path, str | None]
"""The text of each file, None where there is none."""


@dataclass(frozen=True)
class FileChange:
    """Some files before and after: what was done in words, and their texts.

    Files that go are kept in the trash, unless they only move.
    """

    name: str
    before: Texts
    after: Texts
    moves: bool = False

    @property
    def back(self) -> FileChange:
        """The change that undoes this one."""
        return FileChange(self.name, self.after, self.before, self.moves)


def make_change(change: FileChange) -> None:
    """Write the files as they are after the change; a file that goes is kept in the trash.

    A FileError is raised where a file is no longer as it was before, or cannot be written; then
    all files are as they were.
    """
    for path, text in change.before.items():
        if text_of(path) != text:
            what = "is not as it was" if text is not None else "is there already"
            raise FileError(
                f"the file {what}, so this cannot be done",
                where=str(path),
                fix="Open the folder again, and look at it.",
            )
    done: list[Path] = []
    try:
        # What is new comes first: a text is never only in memory.
        for path in sorted(change.after, key=lambda path: change.after[path] is None):
            done.append(path)
            _put(path, change.after[path], change.moves)
    except FileError:
        for path in reversed(done):
            _put(path, change.before[path], moves=True)
        raise


def text_of(path: Path) -> str | None:
    """What a file says, None where there is none; a FileError where it cannot be read."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError):
        message = "the file cannot be read as text"
        raise FileError(message, where=str(path), fix="Move it by hand.") from None


def _put(path: Path, text: str | None, moves: bool) -> None:
    if text is not None:
        write_atomically(path, text)
        _take_from_trash(path, text)
    elif moves:
        with named_in_errors(path):
            path.unlink(missing_ok=True)
    else:
        _to_trash(path)


def _to_trash(path: Path) -> None:
    """Move a file to the trash beside it, under its own name or one with a number."""
    folder = path.parent / TRASH
    with named_in_errors(path):
        folder.mkdir(exist_ok=True)
        at, number = folder / path.name, 1
        while at.exists():
            number += 1
            at = folder / f"{path.stem} {number}{path.suffix}"
        os.replace(path, at)


def _take_from_trash(path: Path, text: str) -> None:
    """Drop the trash's copy of a file that is there again; that it stays would do no harm."""
    folder = path.parent / TRASH
    for copy in sorted(folder.glob(f"{path.stem}*{path.suffix}")):
        if copy.is_file() and text_of(copy) == text:
            with contextlib.suppress(OSError):
                copy.unlink()
                folder.rmdir()
            return

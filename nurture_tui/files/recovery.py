"""The recovery file: what was edited and not saved, kept beside its journey until it is."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from nurture_tui.errors import FileError
from nurture_tui.files.reading import parse_journey, parse_settings
from nurture_tui.files.toml import read_toml
from nurture_tui.files.workspace import SETTINGS_NAME, WorkspaceFiles
from nurture_tui.files.writing import named_in_errors, write_atomically
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings

_NAME = re.compile(r"\.(.+\.toml)\.recovery(?:-[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Recovery:
    """Edits that were not saved: what they made of a journey, or of the settings of nurture.toml.

    `id` is the journey's, "" for nurture.toml. `written` is when they were kept, in seconds since
    1970; `file_is_newer` whether the file was written after that.
    """

    path: Path
    id: str
    version: Journey | Settings
    file_is_newer: bool
    written: float


def recovery_path(path: Path | str) -> Path:
    """Where the unsaved edits of a file are kept: `.hr-guide.toml.recovery` beside it."""
    path = Path(path)
    return path.with_name(f".{path.name}.recovery")


def write_recovery(path: Path | str, text: str) -> None:
    """Keep the text of unsaved edits of the file at `path`; a FileError if it cannot."""
    write_atomically(recovery_path(path), text)


def find_recoveries(files: WorkspaceFiles) -> tuple[Recovery, ...]:
    """The unsaved edits of the journeys of a folder and of its nurture.toml, the latest first.

    Edits of a file that is not there any more are among them. What says the same as the file, or
    can itself not be read, is none.
    """
    found = []
    with contextlib.suppress(OSError):
        for kept in sorted(files.folder.iterdir()):
            match = _NAME.fullmatch(kept.name)
            if match is not None:
                found.append(_read(kept, files.folder / match[1], files))
    there = (recovery for recovery in found if recovery is not None)
    return tuple(sorted(there, key=lambda recovery: -recovery.written))


def _read(kept: Path, path: Path, files: WorkspaceFiles) -> Recovery | None:
    read = read_toml(kept)
    if read.problem is not None:
        return None
    id_, version, file = _versions(read.text, path, files)
    if version is None or (version == file and _order(version) == _order(file)):
        return None
    written = _written(kept)
    return Recovery(kept, id_, version, _written(path) > written, written)


def _versions(
    text: str, path: Path, files: WorkspaceFiles
) -> tuple[str, Journey | Settings | None, Journey | Settings | None]:
    """The id of a file, what was made of it, and what it says itself."""
    if path.name == SETTINGS_NAME:
        return "", parse_settings(text, path).settings, files.settings.settings
    id_ = path.name.removesuffix(".toml")
    known = files.journeys.get(id_)
    return id_, parse_journey(text, path).journey, known.journey if known is not None else None


def _order(version: Journey | Settings | None) -> list[str]:
    return list(version.steps) if isinstance(version, Journey) else []


def set_aside(recovery: Recovery) -> Recovery:
    """Move unsaved edits out of the way of later ones; a FileError if that cannot be.

    They are then found as `.hr-guide.toml.recovery-1` (or a higher number).
    """
    path = recovery.path
    main = path.with_name(path.name.rpartition(".recovery")[0] + ".recovery")
    if path != main:
        return recovery
    names = (path.with_name(f"{main.name}-{number}") for number in count(1))
    free = next(name for name in names if not name.exists())
    with named_in_errors(path):
        path.rename(free)
    return replace(recovery, path=free)


def drop_recovery(path: Path | str) -> None:
    """Forget the unsaved edits of the journey file at `path`; it is fine if there are none."""
    forget_recovery(recovery_path(path))


def forget_recovery(recovery: Path) -> None:
    """Remove one recovery file; a FileError if that cannot be."""
    try:
        recovery.unlink(missing_ok=True)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        message = f"the recovery file cannot be removed: {reason}"
        raise FileError(message, where=str(recovery), fix="Remove it by hand.") from None


def _written(path: Path) -> float:
    with contextlib.suppress(OSError):
        return path.stat().st_mtime
    return 0.0

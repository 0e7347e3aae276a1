"""The recovery file: what was edited and not saved, kept beside its journey until it is."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from nurture_tui.errors import FileError
from nurture_tui.files.reading import JourneyFile, parse_journey
from nurture_tui.files.toml import read_toml
from nurture_tui.files.writing import write_atomically
from nurture_tui.model.journey import Journey


@dataclass(frozen=True, slots=True)
class Recovery:
    """Edits that were not saved: their text and journey, and whether the file changed since."""

    path: Path
    text: str
    journey: Journey
    file_is_newer: bool


def recovery_path(path: Path | str) -> Path:
    """Where the unsaved edits of a journey file are kept: `.hr-guide.toml.recovery` beside it."""
    path = Path(path)
    return path.with_name(f".{path.name}.recovery")


def write_recovery(path: Path | str, text: str) -> None:
    """Keep the text of unsaved edits of the journey file at `path`; a FileError if it cannot."""
    write_atomically(recovery_path(path), text)


def find_recovery(file: JourneyFile) -> Recovery | None:
    """Unsaved edits of this journey file; None if there are none.

    What says the same as the file, or can itself not be read, is none.
    """
    path = recovery_path(file.path)
    if not path.exists():
        return None
    kept = read_toml(path)
    journey = parse_journey(kept.text, file.path).journey if kept.problem is None else None
    if journey is None or (journey == file.journey and list(journey.steps) == _steps(file)):
        return None
    return Recovery(path, kept.text, journey, _is_newer(file.path, path))


def drop_recovery(path: Path | str) -> None:
    """Forget the unsaved edits of the journey file at `path`; it is fine if there are none."""
    recovery = recovery_path(path)
    try:
        recovery.unlink(missing_ok=True)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        message = f"the recovery file cannot be removed: {reason}"
        raise FileError(message, where=str(recovery), fix="Remove it by hand.") from None


def _steps(file: JourneyFile) -> list[str]:
    return list(file.journey.steps) if file.journey else []


def _is_newer(path: Path, than: Path) -> bool:
    with contextlib.suppress(OSError):
        return path.stat().st_mtime > than.stat().st_mtime
    return False

"""Where results are written: never over what they read, and over another file not in silence."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from nurture_tui.errors import FileError
from nurture_tui.files.workspace import SETTINGS_NAME, WorkspaceFiles


def refuse_inputs(
    targets: Sequence[Path | None],
    files: WorkspaceFiles,
    contacts: Path | None = None,
    events: Path | None = None,
) -> None:
    """Refuse to write over a file of the workspace, its contact list, or those of a run."""
    for target in targets:
        for path, what in _inputs(files, contacts, events):
            if target is not None and same_file(target, path):
                raise FileError(
                    f"is {what}, which would be lost",
                    where=str(target),
                    fix="Name another file to write to.",
                )


def same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file, by whatever links, and whether or not it is there."""
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return os.path.realpath(one) == os.path.realpath(other)


def in_place_of_another(path: Path) -> str:
    """What to say, before a file is written, of the one that it will replace; devices are kept."""
    return ", in place of the file that was there" if os.path.isfile(path) else ""


def _inputs(
    files: WorkspaceFiles, contacts: Path | None, events: Path | None
) -> Iterator[tuple[Path, str]]:
    if contacts is not None:
        yield contacts, "the contact list of this run"
    if events is not None:
        yield events, "the event history of this run"
    for journey in files.journeys.values():
        yield journey.path, "a journey of this workspace"
    yield files.settings.path, f"the {SETTINGS_NAME} of this workspace"
    named = files.settings.settings.contacts
    if named:
        yield files.folder / named, "the contact list of this workspace"

"""The files of a workspace: written, kept against a crash, and looked at while the app runs."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from nurture_tui.errors import ExchangeError, FileError
from nurture_tui.exchange.new import new_journey
from nurture_tui.files.canonical import canonical
from nurture_tui.files.changes import FileChange, make_change
from nurture_tui.files.problems import Problem
from nurture_tui.files.reading import (
    JourneyFile,
    SettingsFile,
    parse_journey,
    parse_settings,
    read_journey,
    read_settings,
)
from nurture_tui.files.recovery import Recovery, drop_recovery, forget_recovery, write_recovery
from nurture_tui.files.saving import save_journey, save_settings
from nurture_tui.files.stamps import Stamps, settled, stamps
from nurture_tui.files.workspace import SETTINGS_NAME, journey_paths
from nurture_tui.files.writing import write_atomically
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings, Workspace
from nurture_tui.screens.rooms import Opened, Seen, Version

File = JourneyFile | SettingsFile
NO_TOML = "F001"


class FileChangedError(FileError):
    """A file is no longer what was read from it; `file` is what it says now."""

    def __init__(self, file: File) -> None:
        super().__init__(
            "the file has changed on disk since it was opened",
            where=str(file.path),
            fix="Write over it, or take what it says now.",
        )
        self.file = file


# -------------------------------------------------------------------- writing
def save(opened: Opened, version: Version) -> Opened:
    """Write a journey or the settings to their file, remarks kept, by way of a new file.

    A FileChangedError is raised where the file is no longer what was opened, any other FileError
    where it cannot be written; nothing is lost then. A file that is gone is written again.
    """
    now, old = _now_and_then(opened, version)
    if now.text != old.text and os.path.lexists(now.path):
        raise FileChangedError(now)
    return write_over(opened, version)


def _now_and_then(opened: Opened, version: Version) -> tuple[File, File]:
    """The file of a version as it is on disk, and as it was read."""
    if isinstance(version, Settings):
        settings = opened.files.settings
        return read_settings(settings.path), settings
    file = opened.files.journeys[version.id]
    return read_journey(file.path), file


def write_over(opened: Opened, version: Version) -> Opened:
    """Write a journey or the settings to their file, whatever is there now."""
    path, text = path_of(opened, id_of(version)), _text(opened, version)
    write_atomically(path, text)
    if isinstance(version, Settings):
        return with_settings(opened, parse_settings(text, path))
    return with_file(opened, parse_journey(text, path))


def save_as(opened: Opened, journey: Journey, id_: str) -> Opened:
    """Write a journey to a new file beside its own, under another id, with its remarks.

    An id that cannot be one is an ExchangeError, a file that is there or cannot be written a
    FileError.
    """
    new_journey(id_, "blank", date.min)  # refuses what is no id
    path = _new_path(opened, id_)
    text = _text(opened, journey)
    write_atomically(path, text)
    return with_file(opened, parse_journey(text, path))


def copy_to(opened: Opened, version: Version, path: Path) -> None:
    """Write a journey or the settings to a file anywhere; one that is there is a FileError."""
    if os.path.lexists(path):
        raise FileError("there is such a file already", where=str(path), fix="Choose another name.")
    write_atomically(path, _text(opened, version))


def _text(opened: Opened, version: Version) -> str:
    """What a file would say, with the remarks that it has."""
    if isinstance(version, Settings):
        return save_settings(opened.files.settings, version).text
    return save_journey(opened.files.journeys[version.id], version).text


def create(opened: Opened, id_: str, template: str, today: date, typed: str = "") -> Opened:
    """Write a new journey from a template; a file that is there is never written over.

    Its name is as it was `typed`, where that is more than the id.

    An id that cannot be one is an ExchangeError, a file that cannot be written a FileError.
    """
    names = [journey.name for journey in opened.workspace.journeys.values()]
    title = typed if typed.strip() != id_ else ""
    text = new_journey(id_, template, today, names, title=title).text
    path = _new_path(opened, id_)
    write_atomically(path, text)
    return with_file(opened, parse_journey(text, path))


def refile(opened: Opened, change: FileChange) -> Opened:
    """Make, move or take away journey files; a FileError says why it cannot be."""
    make_change(change)
    for path, text in change.after.items():
        if text is None:
            opened = without_file(opened, path.stem)
        elif path.name == SETTINGS_NAME:
            opened = with_settings(opened, parse_settings(text, path))
        else:
            opened = with_file(opened, parse_journey(text, path))
    gone = {path for path, text in change.after.items() if text is None}
    known = {path: stamp for path, stamp in opened.stamps.items() if path not in gone}
    return replace(opened, stamps=known)


def _new_path(opened: Opened, id_: str) -> Path:
    path = opened.folder / f"{id_}.toml"
    if path.name == SETTINGS_NAME:
        raise ExchangeError(f"“{id_}” cannot be the id of a journey.", fix="Choose another id.")
    if os.path.lexists(path) or id_ in opened.files.journeys:
        raise FileError("there is such a file already", where=str(path), fix="Choose another id.")
    return path


def with_file(opened: Opened, file: JourneyFile) -> Opened:
    """The workspace with a journey file as it is now."""
    return _with_files(opened, {**opened.files.journeys, file.id: file})


def with_known(opened: Opened, id_: str) -> Opened:
    """The workspace with a file for a journey, one that says nothing yet if there is none."""
    files = opened.files.journeys
    return with_file(opened, files.get(id_, JourneyFile(path_of(opened, id_), id_)))


def without_file(opened: Opened, id_: str) -> Opened:
    """The workspace without a journey file."""
    files = {key: file for key, file in opened.files.journeys.items() if key != id_}
    return _with_files(opened, files)


def with_settings(opened: Opened, settings: SettingsFile) -> Opened:
    """The workspace with nurture.toml as it is now."""
    files = replace(opened.files, settings=settings)
    return replace(opened, files=files, workspace=files.workspace)


def _with_files(opened: Opened, journeys: Mapping[str, JourneyFile]) -> Opened:
    files = replace(opened.files, journeys=journeys)
    return replace(opened, files=files, workspace=files.workspace)


# -------------------------------------------------------------------- against a crash
def keep(opened: Opened, wanted: Mapping[str, Version | None]) -> None:
    """Keep the edits of these journeys and settings beside their files, or drop those kept (None).

    What cannot be written is a FileError.
    """
    for id_, version in wanted.items():
        path = path_of(opened, id_)
        if version is None:
            drop_recovery(path)
        elif isinstance(version, Settings):
            write_recovery(path, save_settings(opened.files.settings, version).text)
        else:
            write_recovery(path, canonical(version))


def forget(recovery: Recovery) -> None:
    """Remove edits that were kept."""
    forget_recovery(recovery.path)


def id_of(version: Version) -> str:
    """The id of a journey, "" for the settings."""
    return version.id if isinstance(version, Journey) else ""


def path_of(opened: Opened, id_: str) -> Path:
    """The file of a journey, "" for nurture.toml; it may be gone."""
    if not id_:
        return opened.folder / SETTINGS_NAME
    file = opened.files.journeys.get(id_)
    return file.path if file is not None else opened.folder / f"{id_}.toml"


# -------------------------------------------------------------------- looking
def contact_file(folder: Path, settings: Settings) -> Path | None:
    """The contact file that the settings name."""
    return folder / settings.contacts if settings.contacts is not None else None


def stamps_of(folder: Path, contacts: Path | None) -> dict[Path, tuple[int, int, int]]:
    """When the journeys of a folder, its nurture.toml and a contact file were written."""
    shared = [folder / SETTINGS_NAME, *([contacts] if contacts is not None else [])]
    return stamps([*journey_paths(folder), *shared])


def look(opened: Opened, workspace: Workspace, before: Stamps) -> Seen:
    """What has changed on disk since `opened.stamps`, and has stood still since `before`.

    Only what says something else is in it: a file that was written again as it was is not. A
    folder that is gone is a FileError.
    """
    contacts = contact_file(opened.folder, workspace.settings)
    now = stamps_of(opened.folder, contacts)
    changed = settled(now, before, opened.stamps)
    known = {path: stamp for path, stamp in opened.stamps.items() if path not in changed}
    known |= {path: now[path] for path in changed if path in now}
    shared = opened.folder / SETTINGS_NAME
    journeys, gone = {}, set()
    for path in sorted(changed - {shared, contacts}):
        file = read_journey(path)
        old = opened.files.journeys.get(file.id)
        if path not in now:
            gone.add(file.id)
        elif old is None or file.text != old.text:
            journeys[file.id] = file
    settings = read_settings(shared) if shared in changed else None
    if settings is not None and settings.text == opened.files.settings.text:
        settings = None
    return Seen(now, known, journeys, frozenset(gone), settings, contacts in changed)


def unreadable(file: File) -> Problem | None:
    """Why nothing at all can be had from a file, None where it can."""
    fatal = (problem for problem in file.problems if problem.code == NO_TOML)
    if isinstance(file, JourneyFile) and file.journey is None:
        return next(iter(file.problems), None)
    return next(fatal, None)

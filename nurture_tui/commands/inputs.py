"""What commands read: workspaces, contacts, and the findings that keep a journey from running."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from nurture_tui.checks import blocking, check_workspace
from nurture_tui.errors import FileError, NurtureError
from nurture_tui.files.workspace import SETTINGS_NAME, WorkspaceFiles, read_workspace

if TYPE_CHECKING:
    from nurture_tui.contacts.history import EventHistory
    from nurture_tui.contacts.table import Contacts


def read_workspaces(paths: Sequence[Path]) -> list[WorkspaceFiles]:
    """The workspaces of these folders and journey files; the files of one folder are one.

    Refuses a folder in which there is no journey.
    """
    found: dict[Path, WorkspaceFiles] = {}
    for path in paths:
        files = read_workspace(path)
        if path.is_dir() and not files.chosen:
            raise NurtureError(
                "there are no journeys in this folder",
                where=str(path),
                fix="nurture new --list shows templates to start from.",
            )
        key = files.folder.resolve()
        before = found.get(key)
        if before is not None:
            chosen = tuple(dict.fromkeys((*before.chosen, *files.chosen)))
            files = replace(before, journeys={**files.journeys, **before.journeys}, chosen=chosen)
        found[key] = files
    return list(found.values())


def one_workspace(paths: Sequence[Path]) -> WorkspaceFiles:
    """The workspace of these paths, which lie in one folder, with at least one journey chosen."""
    workspaces = read_workspaces(paths)
    if len(workspaces) > 1:
        raise NurtureError(
            "the journeys lie in different folders", fix="A run is of the journeys of one folder."
        )
    if not workspaces[0].chosen:
        raise NurtureError(
            f"{SETTINGS_NAME} is not a journey", where=str(paths[0]), fix="Name a journey file."
        )
    return workspaces[0]


def one_journey(path: Path) -> WorkspaceFiles:
    """The workspace of a path that chooses exactly one journey, which could be read."""
    files = one_workspace([path])
    if len(files.chosen) > 1:
        shown = ", ".join(files.chosen[:6]) + (", …" if len(files.chosen) > 6 else "")
        raise NurtureError(
            "there are several journeys in this folder",
            where=str(path),
            fix=f"Name one of their files: {shown}.",
        )
    refuse_unread(files, settings_too=False)
    return files


def refuse_unread(files: WorkspaceFiles, *, settings_too: bool = True) -> None:
    """Refuse files that could not be read as what they are: the first problem is the message."""
    for error in unread(files, settings_too=settings_too).values():
        raise error


def unread(files: WorkspaceFiles, *, settings_too: bool = True) -> dict[Path, FileError]:
    """The files that could not be read as what they are, each with its first problem."""
    chosen = {files.journeys[id_].path for id_ in files.chosen}
    found: dict[Path, FileError] = {}
    for path, problem in files.problems:
        if path not in found and (settings_too or path in chosen):
            place = f"{path}:{problem.line}:{problem.column}"
            message = f"{problem.message.rstrip('.')} ({problem.code})"
            found[path] = FileError(message, where=place, fix=problem.fix)
    return found


def refuse_blocked(files: WorkspaceFiles, contacts: Contacts) -> None:
    """Refuse journeys with findings that keep them from running: the finding is the message."""
    found = blocking(check_workspace(files, fields=contacts.kinds))
    if not found:
        return
    first = found[0]
    more = f" ({len(found) - 1:,} more: nurture check shows them)" if len(found) > 1 else ""
    raise NurtureError(
        f"{first.message.rstrip('.')} ({first.code})",
        where=f"{first.file}:{first.line}:{first.column}",
        fix=f"{first.fix}{more}".strip(),
    )


def read_run_contacts(files: WorkspaceFiles, given: Path | None) -> Contacts:
    """The contacts named on the command line, else those that nurture.toml names."""
    return read_contacts_at(contacts_path(files, given), files)


def read_contacts_at(path: Path, files: WorkspaceFiles) -> Contacts:
    """The contacts of a file, their fields as this workspace declares them."""
    from nurture_tui.contacts.read import read_contacts

    return read_contacts(path, files.workspace)


def read_run_events(files: WorkspaceFiles, given: Path | None) -> EventHistory | None:
    """The event history named on the command line, if one is."""
    if given is None:
        return None
    from nurture_tui.contacts.read_events import read_events

    return read_events(given, files.workspace)


def contacts_path(files: WorkspaceFiles, given: Path | None) -> Path:
    """Where the contacts of a run are."""
    if given is not None:
        return given
    named = files.settings.settings.contacts
    if not named:
        raise NurtureError(
            "there are no contacts to run",
            where=str(files.folder),
            fix=f"Give --contacts FILE, or write contacts = ... in {SETTINGS_NAME}.",
        )
    return files.folder / named


def parse_mapping(pairs: Sequence[str]) -> Mapping[str, str]:
    """`COLUMN=FIELD` pairs; the column may have a `=` of its own, a field never has."""
    mapping: dict[str, str] = {}
    for pair in pairs:
        column, sign, field = pair.rpartition("=")
        if not sign or not column.strip() or not field.strip():
            raise NurtureError(f"--map {pair} is not of the form COLUMN=FIELD.")
        mapping[column.strip()] = field.strip()
    return mapping

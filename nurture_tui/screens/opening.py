"""The app's calls into the rooms below: read a workspace, check it, simulate it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from nurture_tui.checks.again import Looked, look_again
from nurture_tui.checks.run import what_blocks
from nurture_tui.contacts.read import read_contacts
from nurture_tui.contacts.table import Contacts
from nurture_tui.errors import FileError, NurtureError, SimulationError
from nurture_tui.exchange.new import new_journey
from nurture_tui.files.reading import (
    JourneyFile,
    SettingsFile,
    parse_journey,
    parse_settings,
    read_journey,
    read_settings,
)
from nurture_tui.files.saving import save_journey, save_settings
from nurture_tui.files.workspace import SETTINGS_NAME, WorkspaceFiles, read_workspace
from nurture_tui.files.writing import write_atomically
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings, Workspace
from nurture_tui.screens.rooms import Opened, Rooms
from nurture_tui.simulation import simulate
from nurture_tui.simulation.result import Result
from nurture_tui.simulation.settings import RunSettings

LIVE_CONTACTS = 10_000


class FileChangedError(FileError):
    """A file is no longer what was read from it."""


def open_path(path: Path) -> Opened:
    """Read a folder of journeys or one journey file, with the contacts that nurture.toml names.

    A FileError is raised only if there is nothing at the path; what is wrong inside is among the
    findings, and a contact file that cannot be used is said in `contacts_note`.
    """
    files = read_workspace(path)
    workspace = files.workspace
    contacts, note = _contacts(files, workspace)
    asked = files.chosen[0] if not path.is_dir() and len(files.chosen) == 1 else None
    current = asked if asked in workspace.journeys else None
    as_of = _written(files.settings, files.folder)
    return Opened(workspace, files.folder, files, current, contacts, note, as_of)


def read_shared(opened: Opened) -> Opened | None:
    """The workspace with nurture.toml and its contacts as they are now; None if neither changed."""
    settings = read_settings(opened.folder / SETTINGS_NAME)
    as_of = _written(settings, opened.folder)
    if as_of == opened.shared_as_of:
        return None
    files = replace(opened.files, settings=settings)
    contacts, note = _contacts(files, files.workspace)
    return replace(
        opened,
        workspace=files.workspace,
        files=files,
        contacts=contacts,
        contacts_note=note,
        shared_as_of=as_of,
    )


def _written(file: SettingsFile, folder: Path) -> tuple[int, ...]:
    """When nurture.toml and the contact file it names were written, 0 where there is none."""
    named = file.settings.contacts
    paths = [file.path, *([folder / named] if named is not None else [])]
    return tuple(path.stat().st_mtime_ns if path.is_file() else 0 for path in paths)


def _contacts(files: WorkspaceFiles, workspace: Workspace) -> tuple[Contacts | None, str]:
    named = workspace.settings.contacts
    if named is None:
        return None, "no contact file is named in nurture.toml"
    try:
        return read_contacts(files.folder / named, workspace), ""
    except NurtureError as error:
        return None, str(error)


def check_all(opened: Opened, workspace: Workspace, before: Looked | None = None) -> Looked:
    """The findings of every journey as it is now, by id, and those of nurture.toml under "".

    Files that cannot be read have the findings of reading. What was found `before` stays where
    nothing is different.
    """
    fields = opened.contacts.kinds if opened.contacts is not None else None
    return look_again(opened.files, workspace, fields=fields, before=before)


def run_live(workspace: Workspace, id_: str, contacts: Contacts, settings: RunSettings) -> Result:
    """One journey on up to LIVE_CONTACTS contacts, drawn from the list where it is longer.

    A journey with errors that would make the run meaningless is a SimulationError.
    """
    wrong = what_blocks(workspace, workspace.journeys[id_], contacts.kinds)
    if wrong:
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        raise SimulationError(f"{wrong[0].message}{more}", where=wrong[0].step, fix=wrong[0].fix)
    return simulate(workspace, [id_], sample(contacts, settings.seed), settings)


def save(opened: Opened, journey: Journey) -> Opened:
    """Write a journey to its file, with its remarks kept; atomically, by way of a new file.

    A FileChangedError is raised where the file is no longer what was opened, any other FileError
    where it cannot be written; nothing is lost then.
    """
    file = opened.files.journeys[journey.id]
    if read_journey(file.path).text != file.text:
        raise FileChangedError(
            "the file has changed on disk since it was opened",
            where=str(file.path),
            fix="Write over it, or read it again and lose the edits made here.",
        )
    return write_over(opened, journey)


def write_over(opened: Opened, journey: Journey) -> Opened:
    """Write a journey to its file, whatever is there now."""
    file = opened.files.journeys[journey.id]
    saved = save_journey(file, journey)
    write_atomically(file.path, saved.text)
    return _with_file(opened, parse_journey(saved.text, file.path))


def save_shared(opened: Opened, settings: Settings) -> Opened:
    """Write nurture.toml, with its remarks kept; a new one where there is none. As save does."""
    file = opened.files.settings
    now = read_settings(file.path)
    if now.text != file.text or now.exists != file.exists:
        raise FileChangedError(
            "nurture.toml has changed on disk since it was opened",
            where=str(file.path),
            fix="Open the folder again, and make the edits on what it says now.",
        )
    text = save_settings(file, settings).text
    write_atomically(file.path, text)
    files = replace(opened.files, settings=parse_settings(text, file.path))
    saved = replace(opened, files=files, workspace=files.workspace)
    return replace(saved, shared_as_of=_written(files.settings, files.folder))


def read_again(opened: Opened, id_: str) -> Opened:
    """The workspace with this journey as its file says it now."""
    return _with_file(opened, read_journey(opened.files.journeys[id_].path))


def create(opened: Opened, id_: str, template: str, today: date) -> Opened:
    """Write a new journey from a template; a file that is there is never written over.

    An id that cannot be one is an ExchangeError, a file that cannot be written a FileError.
    """
    names = [journey.name for journey in opened.workspace.journeys.values()]
    text = new_journey(id_, template, today, names).text
    path = opened.folder / f"{id_}.toml"
    if path.exists() or id_ in opened.files.journeys:
        raise FileError("there is such a file already", where=str(path), fix="Choose another id.")
    write_atomically(path, text)
    return _with_file(opened, parse_journey(text, path))


def preview(template: str, today: date) -> Journey | None:
    """The journey that a template gives, to look at."""
    return parse_journey(new_journey(template, template, today).text, f"{template}.toml").journey


def _with_file(opened: Opened, file: JourneyFile) -> Opened:
    journeys = {**opened.files.journeys, file.id: file}
    files = replace(opened.files, journeys=journeys)
    return replace(opened, files=files, workspace=files.workspace)


def samples() -> Path | None:
    """The folder of sample journeys, where the app runs from a checkout that has them."""
    folder = Path(__file__).parents[2] / "journeys"
    return folder if (folder / "nurture.toml").exists() else None


def sample(contacts: Contacts, seed: int) -> Contacts:
    """Up to LIVE_CONTACTS contacts, the same ones for the same seed."""
    if len(contacts) <= LIVE_CONTACTS:
        return contacts
    drawn = np.random.default_rng(seed).choice(len(contacts), LIVE_CONTACTS, replace=False)
    return contacts.take(np.sort(drawn))


ROOMS = Rooms(
    check_all,
    run_live,
    save,
    write_over,
    read_again,
    read_shared,
    create,
    preview,
    save_shared,
)

"""A session takes in what comes from outside: files that changed, edits found after a crash."""

from __future__ import annotations

from dataclasses import replace

from nurture_tui.edit.history import Edit, SharedEdit, same
from nurture_tui.files.reading import JourneyFile
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings
from nurture_tui.screens.ondisk import File, with_file, with_known, with_settings, without_file
from nurture_tui.screens.rooms import Version
from nurture_tui.screens.session import SHARED, Session


def id_of(file: File) -> str:
    """The id of a file, as the session calls it."""
    return file.id if isinstance(file, JourneyFile) else SHARED


def version_in(file: File) -> Version | None:
    """What a file says, None where it cannot be read."""
    return file.journey if isinstance(file, JourneyFile) else file.settings


def take_file(session: Session, file: File, name: str) -> None:
    """Have what a file says now, by an edit called `name`, which undo takes back.

    A journey that is new is there without an edit. A file that cannot be read is only noted.
    """
    session.elsewhere.pop(id_of(file), None)
    if isinstance(file, JourneyFile):
        session.opened = with_file(session.opened, file)
    else:
        session.opened = with_settings(session.opened, file)
    version = version_in(file)
    if version is None:
        session.tell("workspace")
        session.start()
    elif isinstance(version, Journey) and version.id not in session.workspace.journeys:
        session.take_in(version)
        session.start()
    else:
        have(session, version, name)
        session.saved_is(version)


def have(session: Session, version: Version, name: str) -> None:
    """Have a version of a journey or of the settings, by an edit called `name`.

    The open journey and what is selected stay: the edit was not made by hand.
    """
    if isinstance(version, Settings):
        workspace = replace(session.workspace, settings=version)
        session.apply_shared(SharedEdit(name, workspace))
        return
    current, selected = session.current, session.selected
    session.apply(Edit(name, version, selected if version.id == current else ""))
    if current is not None:
        session.open(current)
        if version.id != current:
            session.select(selected)


def lose_file(session: Session, id_: str) -> None:
    """The file of a journey is gone; the journey stays, saved nowhere."""
    if id_ in session.workspace.journeys:
        session.saved_nowhere(id_)
    else:
        session.opened = without_file(session.opened, id_)
        session.tell("workspace")


def take_back(session: Session, version: Version) -> None:
    """Have what was edited before a crash; undo takes it back, a save keeps it."""
    if isinstance(version, Journey) and version.id not in session.workspace.journeys:
        session.opened = with_known(session.opened, version.id)
        session.take_in(version)
        session.saved_nowhere(version.id)
    else:
        have(session, version, "take back what was not saved")


def save_as(session: Session, id_: str, new: str) -> None:
    """Write a journey to a new file, go back to what its own file says, open the new one.

    An ExchangeError or FileError says why it cannot be.
    """
    if session.rooms.save_as is None:
        return
    journey, file = session.workspace.journeys[id_], session.opened.files.journeys[id_]
    session.opened = session.rooms.save_as(session.opened, journey, new)
    session.take_in(session.opened.workspace.journeys[new])
    before = session.elsewhere.get(id_, file)
    if not same(version_in(before), journey):
        take_file(session, before, "go back to the file")
    session.open(new)

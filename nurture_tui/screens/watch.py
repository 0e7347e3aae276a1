"""Looks whether the files are still what was read, and takes in what has changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath

from nurture_tui.edit.history import same
from nurture_tui.errors import FileError
from nurture_tui.files.problems import Problem
from nurture_tui.files.stamps import Stamps
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings
from nurture_tui.report.difference import Change, difference
from nurture_tui.report.settings_difference import settings_difference
from nurture_tui.screens.ondisk import File, contact_file, unreadable
from nurture_tui.screens.outside import id_of, lose_file, take_file, version_in
from nurture_tui.screens.rooms import Opened, Seen, Version
from nurture_tui.screens.session import SHARED, Session, What
from nurture_tui.screens.upkeep import Runner
from nurture_tui.text import count

Say = Callable[[str], None]


class Watch:
    """Looks off the screen's thread; what it takes in is said in a sentence.

    A journey that is not edited here is taken in at once, by an edit that undo takes back. Of one
    that is, neither side is touched: `session.elsewhere` has the other until it is decided.
    """

    def __init__(self, session: Session, runner: Runner, say: Say) -> None:
        self._session, self._runner, self._say = session, runner, say
        self._before: Stamps = session.opened.stamps
        self._looking = self._reading = False
        self._news: list[str] = []
        self._read_as = self._named()
        session.listen(self._heard)

    def start(self) -> None:
        """Read the contacts that were left for later."""
        if self._session.opened.to_read:
            self.read_contacts()

    def look(self) -> None:
        """Look once; a change is taken in at the second look that sees it, when it is whole."""
        session, before = self._session, self._before
        look, opened, workspace = session.rooms.look, session.opened, session.workspace
        if look is None or self._looking:
            return
        self._looking = True

        def job() -> Seen | None:
            try:
                return look(opened, workspace, before)
            except FileError:
                return None  # the folder is away, perhaps for a moment: nothing is known of it

        self._runner.work(job, self._saw, "disk")

    def _saw(self, seen: Seen | None) -> None:
        self._looking = False
        if seen is None:
            return
        session = self._session
        self._before = seen.stamps
        session.opened = replace(session.opened, stamps=seen.known)
        self._news = []
        for file in seen.journeys.values():
            self._changed(file)
        if seen.settings is not None:
            self._changed(seen.settings)
        for id_ in sorted(seen.gone):
            self._gone(id_)
        if self._news:
            self._say(" ".join(self._news))
        if seen.contacts:
            self.read_contacts()

    def _changed(self, file: File) -> None:
        session, id_ = self._session, id_of(file)
        files = session.opened.files
        old = files.settings if id_ == SHARED else files.journeys.get(id_)
        if old is not None and old.text == file.text:
            return  # saved here while the look was on its way
        workspace = session.workspace
        mine = workspace.settings if id_ == SHARED else workspace.journeys.get(id_)
        problem, theirs = unreadable(file), version_in(file)
        if mine is None:
            take_file(session, file, "")
            read = "still cannot be read" if theirs is None else "can be read now"
            self._news.append(f"{file.path.name} {'is here now' if old is None else read}.")
        elif problem is not None or theirs is None:
            self._broken(file, problem)
        elif same(mine, theirs):
            take_file(session, file, "")
        elif session.changed(id_):
            session.elsewhere[id_] = file
            session.tell("disk")
            save = session.keys["app.save"]
            self._news.append(f"{file.path.name} has changed on disk: {save} shows it, and asks.")
        else:
            changes = len(changes_of(mine, theirs))
            take_file(session, file, "take in the change on disk")
            self._news.append(
                f"{file.path.name} has changed on disk and is shown as it is there: "
                f"{changes} change{'' if changes == 1 else 's'}. "
                f"{session.keys['design.undo']} has it as it was."
            )

    def _broken(self, file: File, problem: Problem | None) -> None:
        why = f" (line {problem.line}: {problem.message})" if problem is not None else ""
        self._news.append(
            f"{file.path.name} cannot be read any more{why}. Here it is still as it was."
        )

    def _gone(self, id_: str) -> None:
        known = id_ in self._session.workspace.journeys
        lose_file(self._session, id_)
        if known:
            self._news.append(
                f"{id_}.toml is gone from the disk. It is still here; "
                f"{self._session.keys['app.save']} writes it."
            )

    # -------------------------------------------------------------------- contacts
    def _heard(self, what: What) -> None:
        if what in ("journey", "workspace") and self._named() != self._read_as:
            self.read_contacts()

    def _named(self) -> tuple[object, ...]:
        """Which file the contacts are read from, and what tells how."""
        workspace = self._session.workspace
        return (workspace.settings.contacts, workspace.settings.fields, workspace.timezone)

    def read_contacts(self) -> None:
        """Read the contact file, off the screen's thread."""
        session = self._session
        read = session.rooms.read_contacts
        if read is None or self._reading:
            return
        self._reading, self._read_as = True, self._named()
        opened, workspace = session.opened, session.workspace
        self._runner.work(lambda: read(opened, workspace), self._took, "figures")

    def _took(self, answer: Opened) -> None:
        session = self._session
        self._reading = False
        if self._named() != self._read_as:
            self.read_contacts()
            return
        file = contact_file(answer.folder, session.workspace.settings)
        if file is not None and file in answer.stamps:
            stamps = {**session.opened.stamps, file: answer.stamps[file]}
            session.opened = replace(session.opened, stamps=stamps)
        before, now = session.contacts, answer.contacts
        if now is None and before is not None and file is not None:
            self._say(f"{answer.contacts_note}. The numbers are of the contacts as they were.")
            return
        session.take_contacts(now, answer.contacts_note)
        if before is not None and now is not None:
            self._say(f"{PurePath(now.source).name} is read again: {count(len(now))} contacts.")


def changes_of(one: Version, other: Version) -> tuple[Change, ...]:
    """What makes the other version of the one: two of a journey, or two of the settings."""
    if isinstance(one, Settings) and isinstance(other, Settings):
        return settings_difference(one, other)
    assert isinstance(one, Journey)
    assert isinstance(other, Journey)
    return difference(one, other)

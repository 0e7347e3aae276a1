"""What the Journeys screen does to files: copy, rename, take away, each of which can be undone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from nurture_tui.edit.rename_journey import rename_journey
from nurture_tui.errors import FileError
from nurture_tui.files.changes import FileChange, text_of
from nurture_tui.files.saving import save_journey, save_settings
from nurture_tui.files.workspace import SETTINGS_NAME
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Workspace, in_order
from nurture_tui.screens.session import SHARED, Session

_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")
Version = Callable[[Workspace], Workspace]


@dataclass(frozen=True)
class _Done:
    """A change of files, and the same done to a workspace, forth and back."""

    change: FileChange
    forth: Version
    back: Version


class JourneyFiles:
    """The changes of files of one session, to undo and redo.

    Each may raise a FileError or an EditError, and then nothing has changed.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._past: list[_Done] = []
        self._future: list[_Done] = []

    @property
    def undo_name(self) -> str:
        """What undo would undo, "" if nothing."""
        return self._past[-1].change.name if self._past else ""

    @property
    def redo_name(self) -> str:
        """What redo would do again, "" if nothing."""
        return self._future[-1].change.name if self._future else ""

    def created(self, id_: str) -> None:
        """A journey was made from a template; it can be undone."""
        path = self._path(id_)
        change = FileChange(f"new “{id_}”", {path: None}, {path: text_of(path)})
        journey = self._session.workspace.journeys[id_]
        self._keep(_Done(change, _with(journey), _without(id_)))

    def copy(self, id_: str, new: str) -> None:
        """Write a copy of a journey, as it is now, under another id; it is a draft again."""
        self._refuse_taken(new)
        journey = self._session.workspace.journeys[id_]
        names = {one.name for one in self._session.workspace.journeys.values()}
        changes = {"id": new, "name": _copy_name(journey.name, names), "status": "draft"}
        made = journey.model_copy(update=changes)
        text = save_journey(self._session.opened.files.journeys[id_], made).text
        path = self._path(new)
        change = FileChange(f"copy “{id_}” as “{new}”", {path: None}, {path: text})
        self._do(_Done(change, _with(made), _without(new)))

    def remove(self, id_: str) -> None:
        """Move a journey's file to the trash; edits of it that were not saved are gone."""
        path = self._path(id_)
        change = FileChange(f"remove “{id_}”", {path: text_of(path)}, {path: None})
        saved = self._session.opened.workspace.journeys.get(id_)
        back = _with(saved) if saved is not None else _same
        self._do(_Done(change, _without(id_), back))

    def rename(self, id_: str, new: str, name: str) -> None:
        """Give a journey another id and name; hand-offs and conditions that name it follow."""
        if new != id_:
            self._refuse_taken(new)
        session, old_name = self._session, self._session.workspace.journeys[id_].name
        before = session.workspace
        after = rename_journey(before, id_, new, name)
        concerned = [
            one
            for one in after.journeys
            if one == new or after.journeys[one] != before.journeys[one]
        ]
        unsaved = [one for one in (*concerned, id_) if session.changed(one)]
        if unsaved or (session.changed(SHARED) and after.settings != before.settings):
            what = f"“{unsaved[0]}” has" if unsaved else f"{SETTINGS_NAME} has"
            raise FileError(f"{what} edits that are not saved", fix="Save them first, then rename.")
        old_texts: dict[Path, str | None] = {}
        texts: dict[Path, str | None] = {}
        for one in concerned:
            file = session.opened.files.journeys[id_ if one == new else one]
            old_texts[file.path], texts[file.path] = file.text, None
            path = self._path(one)
            old_texts.setdefault(path, None)
            texts[path] = save_journey(file, after.journeys[one]).text
        shared = session.opened.files.settings
        if after.settings != before.settings:
            old_texts[shared.path] = shared.text
            texts[shared.path] = save_settings(shared, after.settings).text
        title = f"rename “{id_}” to “{new}”" if new != id_ else f"rename “{old_name}” to “{name}”"
        self._do(
            _Done(
                FileChange(title, old_texts, texts, moves=True),
                lambda was: rename_journey(was, id_, new, name),
                lambda was: rename_journey(was, new, id_, old_name),
            )
        )

    def undo(self) -> str:
        """Undo the last change of files; gives its name, "" if there was none."""
        if not self._past:
            return ""
        last = self._past[-1]
        self._session.refile(last.change.back, last.back)
        self._future.append(self._past.pop())
        return last.change.name

    def redo(self) -> str:
        """Make an undone change of files again; gives its name, "" if there was none."""
        if not self._future:
            return ""
        following = self._future[-1]
        self._session.refile(following.change, following.forth)
        self._past.append(self._future.pop())
        return following.change.name

    def _do(self, done: _Done) -> None:
        self._session.refile(done.change, done.forth)
        self._keep(done)

    def _keep(self, done: _Done) -> None:
        self._past.append(done)
        self._future.clear()

    def _path(self, id_: str) -> Path:
        file = self._session.opened.files.journeys.get(id_)
        return file.path if file is not None else self._session.opened.folder / f"{id_}.toml"

    def _refuse_taken(self, id_: str) -> None:
        if not _ID.fullmatch(id_):
            message = f"“{id_}” cannot be an id" if id_ else "a journey needs an id"
            raise FileError(message, fix="Use letters, digits, - and _.")
        if id_ in self._session.opened.files.journeys:
            raise FileError(f"there is a journey “{id_}” already", fix="Choose another id.")


def as_id(text: str) -> str:
    """The id that a name in words gives: `Älypää, 2. guide` gives `alypaa-2-guide`.

    What is an id already stays as it is; "" where no letter and no digit is left.
    """
    if _ID.fullmatch(text.strip()):
        return text.strip()
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9_]+", "-", plain.lower()).strip("-")[:100]


def _same(workspace: Workspace) -> Workspace:
    return workspace


def _with(journey: Journey) -> Version:
    return lambda was: was.with_journey(journey)


def _without(id_: str) -> Version:
    def version(was: Workspace) -> Workspace:
        kept = {one: journey for one, journey in was.journeys.items() if one != id_}
        return replace(was, journeys=in_order(kept, was.settings))

    return version


def _copy_name(name: str, taken: set[str]) -> str:
    """`Name (copy)`, or `Name (copy 2)` where there is such a one."""
    made, number = f"{name} (copy)", 1
    while made in taken:
        number += 1
        made = f"{name} (copy {number})"
    return made

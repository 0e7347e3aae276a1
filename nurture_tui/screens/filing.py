"""What the user is asked about files: saving, changes on disk, edits found again, leaving."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from nurture_tui.errors import FileError, NurtureError
from nurture_tui.files.recovery import Recovery
from nurture_tui.files.workspace import SETTINGS_NAME
from nurture_tui.report.difference import Change
from nurture_tui.screens.cells import Part
from nurture_tui.screens.dialogs import Choose, Option, TypeWord, said, sentence
from nurture_tui.screens.drafts import drafts_of, field_in_words
from nurture_tui.screens.ondisk import File, FileChangedError, unreadable
from nurture_tui.screens.outside import save_as, take_file, version_in
from nurture_tui.screens.rooms import Version
from nurture_tui.screens.session import SHARED
from nurture_tui.screens.watch import changes_of

if TYPE_CHECKING:
    from nurture_tui.screens.app import NurtureApp

SIGNS: dict[str, Part] = {
    "added": ("+", "added"),
    "removed": ("−", "error"),
    "changed": ("~", "warning"),
    "renamed": ("~", "warning"),
}
Then = Callable[[], None]


def nothing() -> None:
    """What follows where nothing is to follow."""


class Filing:
    """Saves, and asks where a file and what is edited here are two things."""

    def __init__(self, app: NurtureApp) -> None:
        self._app = app
        self._session = app.session

    # -------------------------------------------------------------------- saving
    def save_all(self, then: Then = nothing) -> None:
        """Save all that differs from its file, one after the other, say it, and go on."""
        self._save_each(self._session.unsaved, [], then)

    def _save_each(self, ids: Sequence[str], saved: list[str], then: Then) -> None:
        if ids:
            first, *rest = ids
            self._save(first, saved, lambda: self._save_each(rest, saved, then))
            return
        told = [f"Saved {', '.join(saved)}."] if saved else []
        if left := self._left_out():
            told.append(f"Not right yet, so in no file: {', '.join(left)}.")
        if told:
            self._app.say(" ".join(told))
        then()

    def _left_out(self) -> list[str]:
        """What was typed and refused, each text with its field."""
        session = self._session
        return [
            f"“{text}” ({field_in_words(path)})"
            for id_ in (SHARED, *session.workspace.journeys)
            for path, text in drafts_of(session.drafts, session.version(id_))
        ]

    def _save(self, id_: str, saved: list[str], then: Then) -> None:
        """Save one file, and go on; where that cannot be, ask what to do."""
        session = self._session
        try:
            session.save(id_)
        except FileChangedError as error:
            session.elsewhere[id_] = error.file
            session.tell("disk")
            self._decide(id_, error.file, saved, then)
        except FileError as error:
            self._not_saved(id_, error, saved, then)
        else:
            saved.append(file_name(id_))
            then()

    def _write_over(self, id_: str, saved: list[str], then: Then) -> None:
        try:
            self._session.write_over(id_)
        except FileError as error:
            self._not_saved(id_, error, saved, then)
        else:
            saved.append(file_name(id_))
            then()

    def _not_saved(self, id_: str, error: FileError, saved: list[str], then: Then) -> None:
        options = [Option("t", "try again", "again"), self._otherwise(id_)]

        def answered(answer: str | None) -> None:
            if answer == "again":
                self._save(id_, saved, then)
            elif answer == "as":
                self.save_as(id_, then)

        texts = filter(None, (sentence(error.message), error.where, error.fix))
        self._ask(f"{file_name(id_)} is not saved", options, answered, *texts)

    def _otherwise(self, id_: str) -> Option:
        words = "save it as a file elsewhere"
        return Option("a", words if id_ == SHARED else f"{words}, or as another journey", "as")

    def save_as(self, id_: str, then: Then = nothing) -> None:
        """Ask for an id or a path, and save a journey (SHARED: nurture.toml) under it."""
        note = "A path (with a / in it) makes a copy there, and nothing changes here."
        if id_ != SHARED:
            note += (
                " An id makes another journey beside this one and opens it; this one goes back to "
                "what its file says."
            )

        def named(word: str | None) -> None:
            word = (word or "").strip()
            if not word:
                return
            try:
                self._write_as(id_, word)
            except NurtureError as error:
                self._app.push_screen(said("This could not be saved", error))
            else:
                then()

        value = f"~/{file_name(id_)}" if id_ == SHARED else f"{id_}-2"
        self._app.push_screen(TypeWord(f"Save {file_name(id_)} as", value, note), named)

    def _write_as(self, id_: str, word: str) -> None:
        if "/" in word or "\\" in word or id_ == SHARED:
            path = Path(word).expanduser()
            self._session.copy_to(id_, path)
            self._app.say(f"Copied to {path}. {file_name(id_)} is as it was.")
        else:
            new = word.removesuffix(".toml")
            save_as(self._session, id_, new)
            self._app.say(f"Saved {new}.toml.")

    # -------------------------------------------------------------------- changed on disk
    def _decide(self, id_: str, file: File, saved: list[str], then: Then) -> None:
        """Show what was changed here and on disk, and ask which side is to stay."""
        problem = unreadable(file)
        read = Option("r", "read it again; undo brings mine back", "theirs")
        options = [
            Option("k", "keep mine, and write it over what is there", "mine"),
            *([read] if problem is None else []),
            self._otherwise(id_),
        ]

        def answered(answer: str | None) -> None:
            if answer == "mine":
                self._write_over(id_, saved, then)
            elif answer == "theirs":
                take_file(self._session, file, "read the file again")
                then()
            elif answer == "as":
                self.save_as(id_, then)

        base, there = self._in_file(id_), version_in(file)
        if problem is not None or there is None:
            why = f" (line {problem.line}: {problem.message})" if problem is not None else ""
            told: list[Part] = [(f"There it cannot be read{why}.", "text")]
        else:
            told = _changes("There, since it was opened", base, there)
        here = _changes("Here", base, self._session.version(id_))
        texts: list[str | Part] = [*told, "", *here]
        self._ask(f"{file_name(id_)} has changed on disk", options, answered, *texts)

    def _in_file(self, id_: str) -> Version | None:
        """What the file said when it was read."""
        files = self._session.opened.files
        if id_ == SHARED:
            return files.settings.settings
        file = files.journeys.get(id_)
        return file.journey if file is not None else None

    # -------------------------------------------------------------------- after a crash
    def offer(self) -> None:
        """Offer the edits that were found beside the files, one after the other."""
        found = [one for kept in self._app.keeping.undecided.values() for one in kept]
        self._offer_next(found, {})

    def _offer_next(self, found: Sequence[Recovery], taken: Mapping[str, Recovery]) -> None:
        """Offer the first of them, then the others; `taken` are those taken back, by file."""
        if not found:
            return
        recovery, *rest = found
        id_, keys = recovery.id, self._session.keys
        before = taken.get(id_)
        instead = f" in place of those of {_moment(before)}" if before is not None else ""
        options = [
            Option("t", f"take them back as edits{instead}; {keys['app.save']} saves", "take"),
            Option("f", "forget them", "forget"),
        ]

        def answered(answer: str | None) -> None:
            if answer == "take":
                self._app.keeping.take(recovery)
                if id_ != SHARED:
                    self._session.open(id_)
                    self._app.action_go("design")
            elif answer == "forget":
                self._app.keeping.forget(recovery)
            self._offer_next(rest, {**taken, id_: recovery} if answer == "take" else taken)

        intro = (
            f"Edits of {_moment(recovery)} were not saved: the app ended before, or another window "
            f"has them open. {keys['dialog.close'].capitalize()} leaves them for the next start."
        )
        newer = ["The file itself was saved after that."] if recovery.file_is_newer else []
        if before is not None:
            newer.append(
                f"You have taken back those of {_moment(before)}; these would come in place of "
                f"those, and {keys['design.undo']} brings those again."
            )
        changes = _changes("Against the file", self._in_file(id_), recovery.version)
        self._ask(
            f"Edits of {file_name(id_)} are found", options, answered, intro, *newer, "", *changes
        )

    # -------------------------------------------------------------------- leaving
    def leave(self) -> None:
        """Quit; asks only when something would be lost."""
        session = self._session
        journeys = session.workspace.journeys
        names = {SHARED: file_name(SHARED)} | {id_: one.name for id_, one in journeys.items()}
        unsaved = [names[id_] for id_ in session.unsaved]
        refused = {name: texts for id_, name in names.items() if (texts := session.refused(id_))}
        if not unsaved and not refused:
            self._app.exit()
            return

        def answered(answer: str | None) -> None:
            if answer == "save":
                self.save_all(self._app.exit)
            elif answer == "quit":
                self._app.exit()

        said = []
        if unsaved:
            said.append(f"{', '.join(f'“{name}”' for name in unsaved)} would be lost.")
        for name, texts in refused.items():
            typed = ", ".join(f"“{text}”" for text in texts)
            said.append(f"Typed in “{name}”, but not right yet, so no save keeps it: {typed}.")
        save = [Option("s", "save, then quit", "save")] if unsaved else []
        options = [*save, Option("q", "quit without saving" if unsaved else "quit", "quit")]
        self._ask("Not saved", options, answered, *said)

    def _ask(
        self,
        title: str,
        options: Sequence[Option],
        answered: Callable[[str | None], None],
        *texts: str | Part,
    ) -> None:
        def answer(given: str | None) -> None:
            try:
                answered(given)
            except NurtureError as error:
                self._app.push_screen(said("This did not work", error))

        self._app.push_screen(Choose(title, options, *texts), answer)


def _moment(recovery: Recovery) -> str:
    """When edits were kept: `Mon 23 Nov, 09:15`."""
    at = datetime.fromtimestamp(recovery.written, UTC).astimezone()
    return f"{at:%a} {at.day} {at:%b}, {at:%H:%M}"


def file_name(id_: str) -> str:
    """The name of a journey's file, for SHARED that of nurture.toml."""
    return f"{id_}.toml" if id_ != SHARED else SETTINGS_NAME


def _changes(title: str, base: Version | None, now: Version) -> list[Part]:
    """A heading, and below it each change from one version of a file to another."""
    if base is None:
        return [(f"{title}: all of it is new.", "text")]
    changes = changes_of(base, now)
    if not changes:
        return [(f"{title}: the order of things, or remarks.", "text")]
    return [(f"{title}:", "bold"), *map(_line, changes)]


def _line(change: Change) -> Part:
    sign, style = SIGNS[change.kind]
    return (f"{sign} {change.sentence}", style)

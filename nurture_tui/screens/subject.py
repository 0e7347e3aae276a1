"""What a form edits: what is selected in the open journey, or a part of nurture.toml."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from nurture_tui.checks.finding import Finding
from nurture_tui.edit.change import EditError, Path
from nurture_tui.edit.form import Field, Group, groups_of
from nurture_tui.edit.parts import moved_item, remove_item
from nurture_tui.edit.sharedform import (
    move_shared_item,
    remove_shared_item,
    shared_groups,
    typed_shared,
)
from nurture_tui.edit.typed import merge_of, text_of, typed
from nurture_tui.model.fields import FieldKind
from nurture_tui.model.workspace import Workspace
from nurture_tui.screens.cells import Part
from nurture_tui.screens.completion import known_words
from nurture_tui.screens.here import next_here, simulated_here
from nurture_tui.screens.inherited import inherited_by
from nurture_tui.screens.session import Session
from nurture_tui.screens.shares import Shares


class Subject(Protocol):
    """A form's fields, and what typing into them does; an EditError says what is refused."""

    session: Session
    shares: Shares

    @property
    def key(self) -> str:
        """What drafts belong to: the id of the journey, "" for nurture.toml."""

    @property
    def selected(self) -> str:
        """What of it the form is of."""

    def groups(self) -> tuple[Group, ...]: ...

    def text(self, field: Field) -> str: ...

    def inherited(self, field: Field) -> tuple[str, str]:
        """What holds where a field is empty, and the word for where it comes from."""

    def findings(self) -> tuple[Finding, ...]: ...

    def unusable(self, field: Field) -> str:
        """Why what a field names cannot be used, "" where it can, or names nothing."""

    def type(self, field: Field, text: str) -> None:
        """Have `text` in a field, in what was there before the typing in it began.

        An EditError says why it is refused; all is then as before the typing began.
        """

    def remove_item(self, path: Path) -> None: ...

    def move_item(self, path: Path, by: int) -> None: ...

    def below(self, size: int) -> list[list[Part]]:
        """What stands below the form."""


@contextmanager
def taken_back_if_refused(session: Session, merge: str) -> Iterator[None]:
    """No beginning of a text that is refused stays: it may well be another value."""
    try:
        yield
    except EditError:
        session.take_back(merge)
        raise


class OfJourney:
    """The form of what is selected in the open journey."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.shares = Shares(session)
        self._previewed_of: Workspace | None = None
        self._previewed_at: tuple[object, ...] = ()
        self._preview: list[list[Part]] = []

    @property
    def key(self) -> str:
        return self.session.current or ""

    @property
    def selected(self) -> str:
        return self.session.selected

    def groups(self) -> tuple[Group, ...]:
        journey = self.session.journey
        return groups_of(journey, self.selected, self._kind_of) if journey is not None else ()

    def _kind_of(self, name: str) -> FieldKind | None:
        return known_words(self.session).kind_of(name)

    def text(self, field: Field) -> str:
        journey = self.session.journey
        return text_of(journey, field) if journey is not None else ""

    def inherited(self, field: Field) -> tuple[str, str]:
        journey = self.session.journey
        if journey is None:
            return "", ""
        return inherited_by(self.session.workspace, journey, field)

    def findings(self) -> tuple[Finding, ...]:
        return self.session.problems

    def unusable(self, field: Field) -> str:
        return ""

    def type(self, field: Field, text: str) -> None:
        merge = merge_of(field.path, self.key)
        journey = self.session.history.before(merge).journeys.get(self.key)
        if journey is not None:
            with taken_back_if_refused(self.session, merge):
                self.session.apply(typed(journey, field, text))

    def remove_item(self, path: Path) -> None:
        journey = self.session.journey
        if journey is not None:
            self.session.apply(remove_item(journey, path))

    def move_item(self, path: Path, by: int) -> None:
        journey = self.session.journey
        if journey is not None:
            self.session.apply(moved_item(journey, path, by))

    def below(self, size: int) -> list[list[Part]]:
        return [*self._next(size), *simulated_here(self.session, size)]

    def _next(self, size: int) -> list[list[Part]]:
        """When the next message goes; worked out anew only for another version or place."""
        session, places = self.session, self.shares.places()
        here = (self.selected, session.first_day, size, tuple(places))
        if self._previewed_of is not session.workspace or self._previewed_at != here:
            self._previewed_of, self._previewed_at = session.workspace, here
            self._preview = next_here(session, places, size)
        return self._preview


class OfWorkspace:
    """The form of a part of nurture.toml."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.shares = Shares(session, for_journey=False)

    @property
    def key(self) -> str:
        return ""

    @property
    def selected(self) -> str:
        return self.session.part

    @property
    def _workspace(self) -> Workspace:
        return self.session.workspace

    def groups(self) -> tuple[Group, ...]:
        return shared_groups(self._workspace.settings, self.selected)

    def text(self, field: Field) -> str:
        return text_of(self._workspace.settings, field)

    def inherited(self, field: Field) -> tuple[str, str]:
        if field.path == ("timezone",):
            return self._workspace.timezone, "default"
        return ("25", "default") if field.path == ("limits", "max_steps") else ("", "")

    def findings(self) -> tuple[Finding, ...]:
        return self.session.findings.get("", ())

    def unusable(self, field: Field) -> str:
        opened, named = self.session.opened, self._workspace.settings.contacts
        wrong = named and self.session.contacts is None and not opened.to_read
        if not wrong or field.path != ("contacts",):
            return ""
        return opened.contacts_note.removeprefix(f"{named}: ")

    def type(self, field: Field, text: str) -> None:
        merge = merge_of(field.path)
        workspace = self.session.history.before(merge)
        with taken_back_if_refused(self.session, merge):
            self.session.apply_shared(typed_shared(workspace, field, text))

    def remove_item(self, path: Path) -> None:
        self.session.apply_shared(remove_shared_item(self._workspace, path))

    def move_item(self, path: Path, by: int) -> None:
        self.session.apply_shared(move_shared_item(self._workspace, path, by))

    def below(self, size: int) -> list[list[Part]]:
        return []

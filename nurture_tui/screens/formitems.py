"""What can be done with the items and conditions of a form: removed, moved, edited otherwise."""

from __future__ import annotations

from collections.abc import Callable

from nurture_tui.edit.change import EditError, Path, value_at
from nurture_tui.edit.fields import item_of
from nurture_tui.edit.form import Field
from nurture_tui.edit.inline import inline
from nurture_tui.edit.parts import what
from nurture_tui.screens.conditionsheet import ConditionSheet
from nurture_tui.screens.dialogs import TypeWord, said
from nurture_tui.screens.rowbyrow import RowByRow
from nurture_tui.screens.session import Session
from nurture_tui.screens.shares import Shares
from nurture_tui.screens.subject import Subject


class FormItems(RowByRow):
    """A form with a field that is edited, and what is done with the item that it belongs to.

    A subclass sets these, and says how its fields are gone to and typed into.
    """

    subject: Subject
    session: Session
    shares: Shares

    @property
    def field(self) -> Field | None:
        """The field that is edited."""
        raise NotImplementedError

    def rebuild(self) -> None:
        raise NotImplementedError

    def go_to(self, path: Path | None) -> None:
        raise NotImplementedError

    def take(self, field: Field, text: str) -> None:
        """Have a text in a field, as if it were typed."""
        raise NotImplementedError

    def take_focus(self) -> None:
        """Go on typing in the field that is edited."""
        raise NotImplementedError

    @property
    def has_condition(self) -> bool:
        """Whether the field that is edited takes a condition."""
        return self.field is not None and self.field.type == "condition"

    @property
    def item(self) -> Path | None:
        """The case, way, action or event that is edited, None where it is none, or a new one."""
        path = item_of(self.field) if self.field is not None else None
        if path is None or (path[0] == "exits" and len(path) == 2):  # the rule itself
            return None
        return None if self.field is not None and "+" in self.field.label else path

    def remove_item(self) -> None:
        if self.item is not None:
            self._with_item(lambda path: self.subject.remove_item(path), 0)

    def move_item(self, by: int) -> None:
        if self.item is not None:
            self._with_item(lambda path: self.subject.move_item(path, by), by)

    def _with_item(self, change: Callable[[Path], None], by: int) -> None:
        path, field = self.item, self.field
        if path is None or field is None:
            return
        self.session.settle()
        try:
            change(path)
        except EditError as error:
            self.app.push_screen(said(f"{what(path).capitalize()} stays", error))
            return
        rest = field.path[len(path) :]
        number = path[-1]
        assert isinstance(number, int)
        self.rebuild()
        self.go_to((*path[:-1], max(number + by, 0), *rest))

    def edit_as_rows(self) -> None:
        """Edit the condition as rows, in a sheet of its own; what is typed there is typed here."""
        field = self.field
        if field is None or field.type != "condition":
            return
        draft = self.session.drafts.get((self.subject.key, field.path))
        text = draft[0] if draft else self.subject.text(field)

        def taken(after: str | None) -> None:
            if after is not None:
                self.take(field, after)
                self.rebuild()
            self.session.settle()
            self.take_focus()

        sheet = ConditionSheet(
            field.label.strip(" +"), text, self.session, self.shares, bool(self.subject.key)
        )
        self.session.settle()
        self.app.push_screen(sheet, taken)

    @property
    def action(self) -> Path | None:
        """The action that the edited row is of, None where it is of none."""
        field = self.field
        if field is None or "do" not in field.path or field.label.startswith("+ do"):
            return None
        return field.path[: field.path.index("do") + 2]

    def edit_as_text(self) -> None:
        """All of an action as text, for what has no row, or to copy it."""
        path = self.action
        journey = self.session.journey
        if path is None or journey is None:
            return
        field = Field(path, f"do {int(path[-1]) + 1}", "verb")

        def taken(after: str | None) -> None:
            if after is not None:
                self.go_to(path)
                self.take(field, after)
                self.rebuild()
            self.session.settle()
            self.take_focus()

        self.session.settle()
        text = inline(value_at(journey, path))
        example = 'For example task = { title = "Call", due = "2d" }'
        self.app.push_screen(TypeWord(f"{field.label}, as text", text, example), taken)

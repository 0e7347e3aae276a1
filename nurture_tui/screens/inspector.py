"""The inspector: the form of what is selected, edited as it is typed."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.geometry import Size
from textual.message import Message
from textual.widgets import Input

from nurture_tui.edit.change import EditError, Path
from nurture_tui.edit.form import Field
from nurture_tui.screens.cells import Part
from nurture_tui.screens.completion import (
    Known,
    known_texts,
    subjects_of_calls,
    words_of_conditions,
)
from nurture_tui.screens.dialogs import sentence
from nurture_tui.screens.fieldhelp import fitting_at, help_rows, replaces
from nurture_tui.screens.fieldinput import FieldInput
from nurture_tui.screens.formitems import FormItems
from nurture_tui.screens.formrows import LABEL, VALUE_AT, FieldRow, Row, field_parts, near, rows_of
from nurture_tui.screens.here import simulated_case
from nurture_tui.screens.subject import Subject
from nurture_tui.text import width

# What is said below the form while it is edited: a blank row, and up to five.
HELP_ROOM = 6


class Inspector(FormItems):
    """Rows of fields; typing makes edits of the session, undone like any other.

    A text that is refused stays in its field with the reason below, and the journey as it was.
    """

    DEFAULT_CSS = """
    Inspector { height: 1fr; width: 1fr; }
    Inspector > FieldInput { position: absolute; height: 1; border: none; padding: 0;
        background: $surface; color: $foreground; }
    Inspector > FieldInput:focus { border: none; background-tint: $foreground 0%; }
    """

    class Left(Message):
        """The form was left with Esc."""

    def __init__(self, subject: Subject, *, label: int = LABEL, id_: str | None = None) -> None:
        super().__init__(id=id_)
        self.subject, self.session, self.shares = subject, subject.session, subject.shares
        self.label, self.value_at = label, label + VALUE_AT - LABEL
        self.help: list[list[Part]] = []
        self.rows: list[Row] = []
        self.top = 0
        self._of = ("", "")
        self._at: Path | None = None
        # The field that was last typed into, as long as nothing else is selected.
        self._typed_at: Path | None = None
        self._typing = False
        self._due = False
        # What the input held when it was last set here, or when its letters were last taken: where
        # it holds something else by now, letters are on their way, and are not to be written over.
        self._seen = ""
        self._rebuilt = 0  # how many times

    def compose(self) -> ComposeResult:
        yield FieldInput(self)

    def on_mount(self) -> None:
        self._input.cursor_blink = False
        self.rebuild()

    @property
    def _input(self) -> FieldInput:
        return self.query_one(FieldInput)

    @property
    def edited(self) -> Path | None:
        """The place in the file of the field that is edited."""
        return self._at

    # -------------------------------------------------------------- rows
    def rebuild_later(self) -> None:
        """Rebuild once what is more urgent has been painted; when it is gone to, at once."""
        if not self._due:
            self._due = True
            self.call_after_refresh(self._catch_up)

    def _catch_up(self) -> None:
        if self._due and self.is_attached:
            self.rebuild()

    def rebuild(self) -> None:
        """Show what is selected as it is now."""
        self._due, self._rebuilt = False, self._rebuilt + 1
        of = (self.subject.key, self.subject.selected)
        if of != self._of:
            self._of, self._at, self._typed_at, self.top = of, None, None, 0
        self.rows = rows_of(self.subject, self.size.width, self.value_at)
        fields = self._fields()
        if self._at not in [row.field.path for _, row in fields]:
            self._at = fields[0][1].field.path if fields else None
        self._place_input()
        self.repaint()

    def _fields(self) -> list[tuple[int, FieldRow]]:
        return [(y, row) for y, row in enumerate(self.rows) if isinstance(row, FieldRow)]

    def _here(self) -> tuple[int, FieldRow] | None:
        """The row of the field that is edited."""
        return next(((y, row) for y, row in self._fields() if row.field.path == self._at), None)

    def _place_input(self) -> None:
        """Put the input over the edited field, with its value unless it is being typed."""
        here, field_input = self._here(), self._input
        field_input.display = here is not None and 0 <= here[0] - self.top < self.size.height
        if here is None:
            return
        y, row = here
        note = width(row.note) + 1 if row.note else 0
        field_input.styles.offset = (self.value_at, y - self.top)
        field_input.styles.width = max(self.size.width - self.value_at - 2 - note, 4)
        field_input.placeholder = row.inherited
        if not self._typing and field_input.value == self._seen != row.text:
            self._put(row.text)
        self._suggest(row.field)

    def _put(self, text: str) -> None:
        """Have a text in the input that nobody has typed."""
        with self.prevent(Input.Changed):
            self._input.value = self._seen = text

    def _suggest(self, field: Field) -> None:
        of_journey = bool(self.subject.key)
        words: list[str] = []
        if field.type == "condition":
            words = words_of_conditions(self.session, of_journey=of_journey)
        inside = subjects_of_calls(self.session) if words else {}
        self._input.suggester = Known(known_texts(self.session, field), words, inside)
        self._help(field)

    def _met(self, field: Field, text: str) -> str:
        """How many meet a condition: in the simulation where it is a case, else of the list."""
        return simulated_case(self.session, field.path) or self.shares.said(text)

    def _help(self, field: Field) -> None:
        """Say below the form what can be typed, while its field is edited."""
        typed, suggester = self._input.value, self._input.suggester
        self.help = []
        if self._input.has_focus and isinstance(suggester, Known):
            met = self._met(field, typed) if field.type == "condition" else ""
            fitting, keys = suggester.fitting(typed), self.session.keys
            self.help = help_rows(field, fitting, met, self.size.width, keys)

    def go_to(self, path: Path | None) -> None:
        """Edit the field at a path of the file, or the nearest above it."""
        self._now()
        wanted = path or ()
        for length in range(len(wanted), 0, -1):
            found = [
                row
                for _, row in self._fields()
                if wanted[:length] in (row.field.path[:length], row.field.place[:length])
            ]
            if found:
                self._move_to(found[0].field.path)
                break
        self._input.focus()
        self.to_the_end()

    def begin(self, chief: Path | None) -> None:
        """Edit on where this form was last typed into, else the `chief` field, or the first.

        A field that was only looked at is none to come back to: what is typed takes its place.
        """
        self._now()
        first = next((row.field.path for _, row in self._fields()), None)
        self.go_to(self._typed_at or chief or first)

    def _now(self) -> None:
        """The form may be a frame behind what is selected."""
        if self._of != (self.subject.key, self.subject.selected):
            self.rebuild()
        self._catch_up()

    def _move_to(self, path: Path) -> None:
        self.session.settle()
        self._at = path
        here = self._here()
        if here is not None:
            self._bring_into_view(here[0])
        self._put(here[1].text if here else "")
        self._place_input()
        self.to_the_end()
        self._input.refresh_bindings()
        self.repaint()

    def to_the_end(self) -> None:
        """Go on typing at the end; what is no list is selected, so that typing replaces it."""
        self._input.cursor_position = len(self._input.value)
        if self.field is not None and replaces(self.field):
            self._input.action_select_all()

    def _bring_into_view(self, y: int) -> None:
        room = self.size.height - HELP_ROOM
        self.top = max(0, min(self.top, y - 1 if y <= 2 else y))
        if y - self.top > room - 2:
            self.top = max(min(y - room + 2, len(self.rows) - room), 0)

    # -------------------------------------------------------------- painting
    def _help_from(self, height: int) -> int:
        """The row of the view in which the help begins, below a blank one."""
        return min(len(self.rows) - self.top + 1, height - len(self.help))

    def line(self, y: int, room: Size) -> Sequence[Part]:
        at = y + self.top
        if self.help and (number := y - self._help_from(room.height)) >= -1:
            return self.help[number] if 0 <= number < len(self.help) else ()
        if at >= len(self.rows):
            return ()
        row = self.rows[at]
        if not isinstance(row, FieldRow):
            return row.parts
        edited = row.field.path == self._at and self._input.has_focus
        return field_parts(row, room.width, self.label, self.value_at, edited=edited)

    # -------------------------------------------------------------- events
    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._seen = event.value
        here = self._here()
        if here is not None:
            self.take(here[1].field, event.value)

    def take(self, field: Field, text: str) -> None:
        """A text that is typed into a field: an edit, or a draft with why it is refused."""
        key = (self.subject.key, field.path)
        self._typing, self._typed_at, before = True, field.path, self._rebuilt
        try:
            self.subject.type(field, text)
        except EditError as error:
            self.session.drafts[key] = (
                text,
                f"{sentence(error.message)} {error.fix}".strip(),
            )
            self.session.tell("draft")
        else:
            if self.session.drafts.pop(key, None) is not None:
                self.session.tell("draft")
        finally:
            # Who listens to the session has it rebuilt, unless the text says what it said before.
            if self._rebuilt == before:
                self.rebuild()
            self._typing = False

    # -------------------------------------------------------------- items and conditions
    @property
    def field(self) -> Field | None:
        here = self._here()
        return here[1].field if here is not None else None

    def take_focus(self) -> None:
        self._input.focus()

    def to_group(self, by: int) -> None:
        """To the first field of the next group, or of the one before."""
        groups = [[field.path for field in group.fields] for group in self.subject.groups()]
        there = [paths for paths in groups if paths]
        here = next((n for n, paths in enumerate(there) if self._at in paths), None)
        if here is not None:
            self._move_to(there[(here + by) % len(there)][0])

    def _finish(self) -> None:
        """The beginning of one choice, and of no other, is that choice."""
        field, suggester = self.field, self._input.suggester
        if field is None or field.type not in ("choice", "yes/no", "verb"):
            return
        draft = self.session.drafts.get((self.subject.key, field.path))
        if draft and draft[0].strip() and isinstance(suggester, Known):
            found = suggester.only(draft[0].strip())
            if found is not None:
                self.take(field, found)

    @on(FieldInput.Step)
    def _step(self, event: FieldInput.Step) -> None:
        self._finish()
        paths = [row.field.path for _, row in self._fields()]
        if event.out and self._at == paths[-1]:
            self._back()
        elif self._at in paths:
            self._move_to(paths[(paths.index(self._at) + event.by) % len(paths)])

    @on(FieldInput.Back)
    def _back(self) -> None:
        self._finish()
        self.session.settle()
        self.post_message(self.Left())

    def on_descendant_focus(self) -> None:
        self._catch_up()
        self.to_the_end()
        if self.field is not None:
            self._help(self.field)
        self.repaint()

    def on_descendant_blur(self) -> None:
        self.session.settle()
        # A long value is read from its start again.
        self._input.cursor_position = 0
        self.help = []
        self.repaint()

    def on_click(self, event: events.Click) -> None:
        if event.widget is not self:
            return
        number = event.y - self._help_from(self.size.height)
        if self.help and number >= -1:
            if 0 <= number < len(self.help):
                self._choose(fitting_at(self.help[number], event.x))
            return
        row = near(self.rows, event.y + self.top)
        if row is not None:
            self._move_to(row.field.path)
            self._input.focus()
            self.call_after_refresh(self._input.touched)

    def _choose(self, text: str | None) -> None:
        """Take a text that is offered below the form, as if it had been typed."""
        known = self._input.suggester
        if text is None or not isinstance(known, Known) or text not in known.every:
            return
        self._input.value = known.with_text(self._input.value, text)
        self._input.cursor_position = len(self._input.value)
        self._input.focus()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._wheel(3)
        event.stop()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._wheel(-3)
        event.stop()

    def _wheel(self, by: int) -> None:
        most = max(len(self.rows) - self.size.height, 0)
        self.top = max(0, min(self.top + by, most))
        self._place_input()
        self.repaint()

    def on_resize(self) -> None:
        # A form that opens over the path is gone to before it has a height.
        here = self._here()
        if here is not None:
            self._bring_into_view(here[0])
        self.rebuild()

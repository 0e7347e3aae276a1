"""The inspector: the form of what is selected, edited as it is typed."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from nurture_tui.edit.change import EditError, Path
from nurture_tui.edit.form import Field, typed
from nurture_tui.screens.cells import Part, column
from nurture_tui.screens.completion import Known, known_texts, words_of_conditions
from nurture_tui.screens.dialogs import sentence
from nurture_tui.screens.formrows import LABEL, VALUE_AT, FieldRow, Row, rows_of
from nurture_tui.screens.ink import Ink
from nurture_tui.screens.session import Session
from nurture_tui.text import cut, pad, safe, width


class FieldInput(Input):
    """The one input of the form; it lies over the value of the field that is edited."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,down,enter", "field(1)", "next", key_display="tab", id="form.next"),
        Binding("shift+tab,up", "field(-1)", "previous", show=False, id="form.previous"),
        Binding(
            "ctrl+space,ctrl+at",
            "complete",
            "complete",
            key_display="ctrl+space",
            id="form.complete",
        ),
        Binding("escape", "back", "back", key_display="esc", id="form.back"),
    ]

    class Step(Message):
        """To the next field (1) or the one before (-1)."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    class Back(Message):
        """Leave the form."""

    def action_field(self, by: int) -> None:
        self.post_message(self.Step(by))

    def action_back(self) -> None:
        self.post_message(self.Back())

    def action_complete(self) -> None:
        if isinstance(self.suggester, Known):
            text = self.suggester.next_after(self.value)
            if text is not None:
                self.value = text
                self.cursor_position = len(text)


class Inspector(Widget):
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

    def __init__(self, session: Session, *, id_: str | None = None) -> None:
        super().__init__(id=id_)
        self.session = session
        self.ink = Ink(self)
        self.rows: list[Row] = []
        self.top = 0
        self._of: tuple[str | None, str] = (None, "")
        self._at: Path | None = None
        self._typing = False

    def compose(self) -> ComposeResult:
        yield FieldInput(compact=True, select_on_focus=False, id="field")

    def on_mount(self) -> None:
        self._input.cursor_blink = False
        self.rebuild()

    @property
    def _input(self) -> FieldInput:
        return self.query_one(FieldInput)

    # -------------------------------------------------------------- rows
    def rebuild(self) -> None:
        """Show what is selected as it is now."""
        of = (self.session.current, self.session.selected)
        if of != self._of:
            self._of, self._at, self.top = of, None, 0
        self.rows = rows_of(self.session, self.session.drafts, self.size.width)
        fields = self._fields()
        if self._at not in [row.field.path for _, row in fields]:
            self._at = fields[0][1].field.path if fields else None
        self._place_input()
        self.refresh()

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
        field_input.styles.offset = (VALUE_AT, y - self.top)
        field_input.styles.width = max(self.size.width - VALUE_AT - 2 - note, 4)
        field_input.placeholder = row.inherited
        if not self._typing and field_input.value != row.text:
            with self.prevent(Input.Changed):
                field_input.value = row.text
        self._suggest(row.field)

    def _suggest(self, field: Field) -> None:
        words = words_of_conditions(self.session) if field.type == "condition" else []
        self._input.suggester = Known(known_texts(self.session, field), words)

    def go_to(self, path: Path | None) -> None:
        """Edit the field at a path of the file, or the nearest above it."""
        wanted = path or ()
        for length in range(len(wanted), 0, -1):
            found = [row for _, row in self._fields() if row.field.path[:length] == wanted[:length]]
            if found:
                self._move_to(found[0].field.path)
                break
        self._input.focus()
        self._input.cursor_position = len(self._input.value)

    def _move_to(self, path: Path) -> None:
        self.session.settle()
        self._at = path
        here = self._here()
        if here is not None:
            self._bring_into_view(here[0])
        with self.prevent(Input.Changed):
            self._input.value = here[1].text if here else ""
        self._place_input()
        self._input.cursor_position = len(self._input.value)
        self.refresh()

    def _bring_into_view(self, y: int) -> None:
        room = self.size.height
        self.top = max(0, min(self.top, y - 1 if y <= 2 else y))
        if y - self.top > room - 2:
            self.top = min(y - room + 2, max(len(self.rows) - room, 0))

    # -------------------------------------------------------------- painting
    def render_line(self, y: int) -> Strip:
        at = y + self.top
        if at >= len(self.rows):
            return self.ink.strip((), self.size.width)
        row = self.rows[at]
        if not isinstance(row, FieldRow):
            return self.ink.strip(row.parts, self.size.width)
        return self.ink.strip(self._field_parts(row), self.size.width)

    def _field_parts(self, row: FieldRow) -> list[Part]:
        edited = row.field.path == self._at and self._input.has_focus
        room = self.size.width - VALUE_AT - 1
        note = f"{row.note} " if row.note else ""
        text, style = (row.text, "field") if row.text else (row.inherited, "inherited")
        shown = cut(safe(text), max(room - width(note) - (1 if note else 0), 1))
        return [
            (" ", ""),
            column(row.field.label, "bold" if edited else "muted", LABEL),
            (" ", ""),
            ("┃" if edited else "▏", "text" if edited else "line"),
            (pad(shown, room - width(note)), style),
            (note, "inherited"),
        ]

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.ink.dry()

    # -------------------------------------------------------------- events
    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        here, journey = self._here(), self.session.journey
        if here is None or journey is None:
            return
        key = (journey.id, here[1].field.path)
        self._typing = True
        try:
            edit = typed(journey, here[1].field, event.value)
        except EditError as error:
            self.session.drafts[key] = (
                event.value,
                f"{sentence(error.message)} {error.fix}".strip(),
            )
            self.session.tell("draft")
        else:
            had = self.session.drafts.pop(key, None)
            self.session.apply(edit)
            if had is not None:
                self.session.tell("draft")
            self.rebuild()
        finally:
            self._typing = False

    @on(FieldInput.Step)
    def _step(self, event: FieldInput.Step) -> None:
        paths = [row.field.path for _, row in self._fields()]
        if self._at in paths:
            self._move_to(paths[(paths.index(self._at) + event.by) % len(paths)])

    @on(FieldInput.Back)
    def _back(self) -> None:
        self.session.settle()
        self.post_message(self.Left())

    def on_descendant_focus(self) -> None:
        self._input.cursor_position = len(self._input.value)
        self.refresh()

    def on_descendant_blur(self) -> None:
        self.session.settle()
        # A long value is read from its start again.
        self._input.cursor_position = 0
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        at = event.y + self.top
        if event.widget is self and at < len(self.rows):
            row = self.rows[at]
            if isinstance(row, FieldRow):
                self._move_to(row.field.path)
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
        self.refresh()

    def on_resize(self) -> None:
        self.rebuild()

"""The one input of a form: it lies over the value of the field that is edited."""

from __future__ import annotations

from typing import ClassVar, Protocol

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widgets import Input

from nurture_tui.edit.change import Path
from nurture_tui.screens.completion import Known


class Form(Protocol):
    """What the input asks of the form that it is the input of."""

    @property
    def has_condition(self) -> bool: ...
    @property
    def item(self) -> Path | None: ...
    def edit_as_rows(self) -> None: ...
    @property
    def action(self) -> Path | None: ...
    def edit_as_text(self) -> None: ...
    def remove_item(self) -> None: ...
    def move_item(self, by: int) -> None: ...
    def to_the_end(self) -> None: ...
    def to_group(self, by: int) -> None: ...


class FieldInput(Input):
    """Typing makes edits; the keys go between the fields, complete, and work on items of lists."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,down", "field(1)", "next", key_display="tab", id="form.next"),
        Binding(
            "enter", "done", "take it", show=False, tooltip="on, or out of the last", id="form.done"
        ),
        Binding("shift+tab,up", "field(-1)", "previous", show=False, id="form.previous"),
        Binding("f2", "rows", "as rows", tooltip="edit the condition as rows", id="form.rows"),
        Binding("f3", "as_text", "as text", tooltip="type the action as text", id="form.text"),
        Binding(
            "ctrl+space,ctrl+@",
            "complete",
            "complete",
            key_display="ctrl+space",
            id="form.complete",
        ),
        Binding(
            "f6",
            "remove_item",
            "remove",
            tooltip="remove this case, way, action or event",
            id="form.remove",
        ),
        Binding(
            "shift+up",
            "move_item(-1)",
            "earlier",
            show=False,
            tooltip="this case, way, action or event earlier",
            id="form.earlier",
        ),
        Binding(
            "shift+down",
            "move_item(1)",
            "later",
            show=False,
            tooltip="this case, way, action or event later",
            id="form.later",
        ),
        Binding("pagedown", "group(1)", "next group", show=False, id="form.next-group"),
        Binding("pageup", "group(-1)", "group before", show=False, id="form.prev-group"),
        Binding("escape", "back", "back", key_display="esc", id="form.back"),
    ]

    # Its cells are given to it, however long its value is: a letter lays out no screen anew.
    virtual_size = Reactive(Size(0, 0), layout=False)

    class Step(Message):
        """To the next field (1) or the one before (-1); with `out`, from the last one out."""

        def __init__(self, by: int, *, out: bool = False) -> None:
            super().__init__()
            self.by, self.out = by, out

    class Back(Message):
        """Leave the form."""

    def __init__(self, form: Form) -> None:
        super().__init__(compact=True, select_on_focus=False, id="field")
        self._form = form
        # Whether nothing has been done in the field since it took the focus.
        self._untouched = self._first_click = False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "rows":
                return self._form.has_condition
            case "as_text":
                return self._form.action is not None
            case "remove_item" | "move_item":
                return self._form.item is not None
            case "complete":
                known = self.suggester
                return isinstance(known, Known) and bool(known.texts or known.words)
        return super().check_action(action, parameters)

    def on_focus(self) -> None:
        self._untouched = True

    def touched(self) -> None:
        """The next click sets the cursor."""
        self._untouched = False

    def on_key(self) -> None:
        self.touched()

    def on_mouse_down(self) -> None:
        self._first_click = self._untouched
        self.touched()

    def on_click(self, event: events.Click) -> None:
        """The first begins as the keys do, the next set the cursor, a double click takes all."""
        if event.chain > 1:
            self.action_select_all()
        elif self._first_click and self.selection.is_empty:
            self._form.to_the_end()

    def action_rows(self) -> None:
        self._form.edit_as_rows()

    def action_as_text(self) -> None:
        self._form.edit_as_text()

    def action_remove_item(self) -> None:
        self._form.remove_item()

    def action_move_item(self, by: int) -> None:
        self._form.move_item(by)

    def action_group(self, by: int) -> None:
        self._form.to_group(by)

    def action_field(self, by: int) -> None:
        self.post_message(self.Step(by))

    def action_done(self) -> None:
        self.post_message(self.Step(1, out=True))

    def action_back(self) -> None:
        self.post_message(self.Back())

    def action_complete(self) -> None:
        if isinstance(self.suggester, Known):
            text = self.suggester.next_after(self.value)
            if text is not None:
                self.value = text
                self.cursor_position = len(text)

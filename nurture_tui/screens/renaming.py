"""The dialog in which a journey gets another name and id."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from nurture_tui.errors import NurtureError
from nurture_tui.screens.dialogs import Dialog, Rows, paragraphs, sentence
from nurture_tui.text import safe

Take = Callable[[str, str], None]


class Rename(Dialog[str]):
    """Two fields, the name and the id; ends with the id. `take` is called with id and name.

    A NurtureError that it raises is shown below the fields, with the texts as they are.
    """

    DEFAULT_CSS = """
    Rename #refused { height: auto; margin: 1 2 0 2; color: $error; display: none; }
    Rename.refusing #refused { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,tab", "app.focus_next", "next field", show=False, id="rename.next"),
        Binding(
            "up,shift+tab", "app.focus_previous", "field before", show=False, id="rename.before"
        ),
    ]

    def __init__(self, id_: str, name: str, take: Take) -> None:
        super().__init__("Rename", "enter takes it, [dialog.close] leaves it")
        self._was, self._take = (id_, name), take

    def compose_body(self) -> ComposeResult:
        yield Rows(paragraphs("Name", "As everybody sees it."))
        yield self._field(self._was[1], "name")
        yield Rows(
            paragraphs("Id: the name of its file", "Hand-offs and conditions that name it follow.")
        )
        yield self._field(self._was[0], "id")
        yield Static(id="refused", markup=False)

    @staticmethod
    def _field(value: str, id_: str) -> Input:
        # A field gives its text to the terminal as it is, so it has the harmless form of it.
        field = Input(safe(value), compact=True, id=id_)
        field.cursor_blink = False
        return field

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.remove_class("refusing")

    @on(Input.Submitted)
    def _taken(self, event: Input.Submitted) -> None:
        event.stop()
        name = self.query_one("#name", Input).value.strip()
        if name == safe(self._was[1]).strip():  # not touched: it stays what it is, to the letter
            name = self._was[1]
        id_ = self.query_one("#id", Input).value.strip()
        try:
            self._take(id_, name)
        except NurtureError as error:
            words = f"{sentence(error.message)} {error.fix}".strip()
            self.query_one("#refused", Static).update(safe(f"× {words}"))
            self.add_class("refusing")
        else:
            self.dismiss(id_)

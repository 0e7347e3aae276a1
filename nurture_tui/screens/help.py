"""Help: all keys that do something now, to search, and to run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from nurture_tui.screens.cells import Part, column
from nurture_tui.screens.commands import Command
from nurture_tui.screens.dialogs import Dialog, Rows, paragraphs
from nurture_tui.screens.lines import Lines

Run = Callable[[], Any]
MOST_LINES = 16
BESIDE_LINES = 5  # the rule, the search below a blank row, two more blank rows


class HelpLines(Lines):
    """The commands that match."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "open", "do it", id="help.run")]


class SearchInput(Input):
    """Typing narrows the list; up and down move in it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "screen.move(1)", "down", show=False, id="help.down"),
        Binding("up", "screen.move(-1)", "up", show=False, id="help.up"),
        Binding("pagedown", "screen.move(10)", "a page down", show=False, id="help.page-down"),
        Binding("pageup", "screen.move(-10)", "a page up", show=False, id="help.page-up"),
    ]


class Help(Dialog[Run]):
    """What the screen is for, and its commands; Enter runs the chosen one, a click its own."""

    DEFAULT_CSS = """
    Help HelpLines { background: $surface; margin: 1 0 0 0; }
    """

    def __init__(self, title: str, about: str, commands: list[Command]) -> None:
        super().__init__(title, "type to search, [help.run] does it, [dialog.close] closes")
        self.about, self.commands = about, commands
        self.shown = commands

    def compose_body(self) -> ComposeResult:
        if self.about:
            yield Rows(paragraphs(self.about))
        search = SearchInput(compact=True, placeholder="search", id="search")
        search.cursor_blink = False
        yield search
        yield HelpLines()

    def on_mount(self) -> None:
        self._show("")
        self.query_one(SearchInput).focus()

    def on_resize(self, _: events.Resize) -> None:
        self.call_after_refresh(self._show, self.query_one(SearchInput).value)

    def _show(self, text: str) -> None:
        words = text.casefold().split()
        self.shown = [
            command
            for command in self.commands
            if all(
                word in f"{command.key} {command.words} {command.where}".casefold()
                for word in words
            )
        ]
        lines = self.query_one(HelpLines)
        lines.chosen = 0
        about = len(paragraphs(self.about)) + 1 if self.about else 0
        room = self.rows_left(BESIDE_LINES + about)
        lines.styles.height = min(max(len(self.shown), 3), MOST_LINES, room)
        empty: list[Part] = [("  ", ""), ("No command is called that.", "muted")]
        lines.show([_line(command) for command in self.shown], empty=empty)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._show(event.value)

    @on(Input.Submitted)
    @on(Lines.Opened)
    @on(events.Click, "HelpLines")
    def _run(self) -> None:
        at = self.query_one(HelpLines).chosen
        if self.shown:
            self.dismiss(self.shown[at].run)

    def action_move(self, by: int) -> None:
        self.query_one(HelpLines).action_move(by)


def _line(command: Command) -> list[Part]:
    return [
        (" ", ""),
        column(command.key, "bold", 14),
        column(command.words, "text", 31),
        (f"  {command.where}", "muted"),
    ]

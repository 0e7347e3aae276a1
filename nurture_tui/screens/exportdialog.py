"""The dialog that saves the schedule: a file's name, then where it went."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from nurture_tui.errors import NurtureError
from nurture_tui.screens.cells import Part, content
from nurture_tui.screens.dialogs import INSIDE, Dialog
from nurture_tui.text import count, wrapped

Write = Callable[[Path], int]
Refuse = Callable[[Path], None]
"""Raises a NurtureError for a file that must not be written over."""


class Button(Widget, can_focus=True):
    """A word that does something: Enter, space or a click."""

    DEFAULT_CSS = """
    Button { width: auto; height: 1; margin-right: 2; padding: 0 2; background: $panel; }
    Button:focus { background: $foreground; color: $background; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "press", "do it", show=False),
        Binding("left", "app.focus_previous", "button before", show=False),
        Binding("right", "app.focus_next", "next button", show=False),
    ]

    def __init__(self, label: str, action: str, *, id_: str | None = None) -> None:
        super().__init__(id=id_)
        self.label, self._action = label, action

    def render(self) -> Content:
        return Content(self.label)

    async def on_click(self, event: events.Click) -> None:
        event.stop()
        await self.run_action(self._action)

    async def action_press(self) -> None:
        await self.run_action(self._action)


class Words(Widget):
    """A sentence, wrapped."""

    DEFAULT_CSS = "Words { height: auto; min-height: 1; width: 100%; margin: 1 0 0 0; }"

    def __init__(self, words: str = "", style: str = "text", *, id_: str | None = None) -> None:
        super().__init__(id=id_)
        self.words, self._style = words, style

    def say(self, words: str, style: str) -> None:
        self.words, self._style = words, style
        self.refresh(layout=True)

    def render(self) -> Content:
        room = max(min(self.size.width - 4, INSIDE), 1) if self.size.width else INSIDE
        rows: list[Part] = [(f"  {line}", self._style) for line in wrapped(self.words, room)]
        return Content("\n").join([content([row]) for row in rows] or [Content("")])


class SaveSchedule(Dialog[None]):
    """Asks where to save `sends` sends, and saves them with `write`, which gives how many.

    `chosen` says which they are, where they are not all. What cannot be written is said in the
    dialog, which then waits for another name.
    """

    DEFAULT_CSS = """
    SaveSchedule #buttons { height: 1; margin: 1 2 0 2; }
    """

    def __init__(
        self, path: Path, sends: int, chosen: str, write: Write, refuse: Refuse = lambda _: None
    ) -> None:
        super().__init__("Save the schedule", "enter saves, esc leaves it")
        self._path, self._sends, self._chosen, self._write = path, sends, chosen, write
        self._refuse = refuse
        self._saved = False

    def compose_body(self) -> ComposeResult:
        yield Words(f"{_sends(self._sends)}{self._chosen}, one a row, as CSV to this file:")
        name = Input(value=str(self._path), compact=True)
        name.cursor_blink = False
        yield name
        yield Words(*self._about(self._path), id_="said")
        with Horizontal(id="buttons"):
            yield Button("Save", "screen.save", id_="do")
            yield Button("Cancel", "screen.leave", id_="leave")

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        if not self._saved:
            self.query_one("#said", Words).say(*self._about(path_of(event.value)))

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_save()

    def action_save(self) -> None:
        """Write the file off the screen's thread, and say where it went, or why it did not."""
        if self._saved:
            self.dismiss(None)
            return
        self.query_one("#said", Words).say("Saving …", "muted")
        self.run_worker(self._save(path_of(self.query_one(Input).value)), exclusive=True)

    def _about(self, path: Path) -> tuple[str, str]:
        """What is to be said of a path before it is written, and the style to say it in."""
        try:
            self._refuse(path)
        except NurtureError as error:
            return f"× {error}", "error"
        return _about(path)

    async def _save(self, path: Path) -> None:
        said = self.query_one("#said", Words)
        try:
            self._refuse(path)
            written = await to_thread(self._write, path)
        except NurtureError as error:
            said.say(f"× Not saved: {error}", "error")
            self.query_one(Input).focus()
            return
        self._saved = True
        said.say(f"Saved {_sends(written)} to {path.resolve()}", "ok")
        self.rule.note = "enter closes"
        self.query_one(Input).disabled = True
        self.query_one("#leave").display = False
        done = self.query_one("#do", Button)
        done.label = "Close"
        done.refresh(layout=True)
        done.focus()


def _sends(number: int) -> str:
    return "1 send" if number == 1 else f"{count(number)} sends"


def _about(path: Path) -> tuple[str, str]:
    """What would happen to a file that is there, and the style to say it in."""
    try:
        there = path.is_file()
    except (OSError, ValueError):  # no name of a file: saving says so
        there = False
    return ("! This file is there already; it will be replaced.", "warning") if there else ("", "")


def path_of(text: str) -> Path:
    """The file that is meant; `~` is the home folder."""
    path = Path(text.strip() or "schedule.csv")
    try:
        return path.expanduser()
    except RuntimeError:  # no home folder is known
        return path

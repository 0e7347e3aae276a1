"""A dialog to choose one of many by typing a part of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, overload

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from nurture_tui.screens.cells import Part
from nurture_tui.screens.dialogs import Dialog
from nurture_tui.screens.lines import Lines


@dataclass(frozen=True)
class Choice:
    """What can be chosen: what it gives, and how it is shown."""

    value: str
    parts: tuple[Part, ...]


Find = Callable[[str], Sequence[Choice]]
LEAST_ROWS, MOST_ROWS = 3, 12


class ChoiceLines(Lines):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "choose", id="chooser.choose"),
    ]


class TypedPart(Input):
    """Typing narrows the choices; up and down move among them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "screen.move(1)", "down", show=False, id="chooser.down"),
        Binding("up", "screen.move(-1)", "up", show=False, id="chooser.up"),
        Binding("pagedown", "screen.move(10)", "further", show=False, id="chooser.page-down"),
        Binding("pageup", "screen.move(-10)", "back", show=False, id="chooser.page-up"),
    ]


class Chooser(Dialog[str]):
    """Ends with the value of the choice, or None. `find` gives the choices for a typed text.

    Typing, arrows and Enter do it without leaving the input; so does a click.
    """

    DEFAULT_CSS = """
    Chooser ChoiceLines { background: $surface; margin: 1 0 0 0; }
    """

    def __init__(self, title: str, find: Find, *, hint: str = "", chosen: str = "") -> None:
        super().__init__(title, "[chooser.choose] chooses, [dialog.close] leaves it")
        self._find, self._hint, self._chosen = find, hint, chosen
        self._choices: Sequence[Choice] = ()

    def compose_body(self) -> ComposeResult:
        typed = TypedPart(placeholder=self._hint, compact=True)
        typed.cursor_blink = False
        yield typed
        yield ChoiceLines()

    def on_mount(self) -> None:
        self._offer("")
        lines = self.query_one(ChoiceLines)
        lines.styles.height = max(min(len(self._choices), MOST_ROWS), LEAST_ROWS)
        values = [choice.value for choice in self._choices] if self._chosen else []
        if self._chosen in values:
            lines.chosen = values.index(self._chosen)
        self.query_one(TypedPart).focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._offer(event.value)

    def _offer(self, text: str) -> None:
        self._choices = self._find(text)
        rows = _Shown(self._choices)
        lines = self.query_one(ChoiceLines)
        lines.chosen = 0
        lines.show(rows, empty=[("  ", ""), ("Nothing has that in it.", "muted")])

    def action_move(self, by: int) -> None:
        self.query_one(ChoiceLines).action_move(by)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self._end(self.query_one(ChoiceLines).chosen)

    @on(Lines.Opened)
    def _opened(self, event: Lines.Opened) -> None:
        self._end(event.number)

    @on(events.Click, "ChoiceLines")
    def _clicked(self) -> None:
        self._end(self.query_one(ChoiceLines).chosen)

    def _end(self, number: int) -> None:
        if number < len(self._choices):
            self.dismiss(self._choices[number].value)


class _Shown(Sequence[Sequence[Part]]):
    """The choices as rows, made when they come into view."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        self._choices = choices

    def __len__(self) -> int:
        return len(self._choices)

    @overload
    def __getitem__(self, at: int) -> Sequence[Part]: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Sequence[Part]]: ...
    def __getitem__(self, at: int | slice) -> Sequence[Part] | Sequence[Sequence[Part]]:
        if isinstance(at, slice):
            return [choice.parts for choice in self._choices[at]]
        return self._choices[at].parts

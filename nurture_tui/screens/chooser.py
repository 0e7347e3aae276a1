"""A dialog to choose one of many by typing a part of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from nurture_tui.screens.cells import Part
from nurture_tui.screens.lines import Lines
from nurture_tui.screens.pane import Pane


@dataclass(frozen=True)
class Choice:
    """What can be chosen: what it gives, and how it is shown."""

    value: str
    parts: tuple[Part, ...]


Find = Callable[[str], Sequence[Choice]]


class ChoiceLines(Lines):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "choose", id="chooser.choose"),
    ]


class Chooser(ModalScreen[str | None]):
    """Ends with the value of the choice, or None. `find` gives the choices for a typed text.

    Typing, arrows and Enter do it without leaving the input; so does a click.
    """

    CSS = """
    Chooser { align: center middle; background: $background 60%; }
    Chooser > #chooser { width: 64; max-width: 96%; height: 18; max-height: 90%;
                         background: $background; }
    Chooser Input { border: none; height: 1; padding: 0 2; background: $surface; margin: 0 2; }
    Chooser Input:focus { border: none; }
    Chooser ChoiceLines { height: 1fr; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "cancel", id="chooser.cancel"),
        Binding("down", "move(1)", "down", show=False),
        Binding("up", "move(-1)", "up", show=False),
        Binding("pagedown", "move(10)", "further", show=False),
        Binding("pageup", "move(-10)", "back", show=False),
    ]

    def __init__(self, title: str, find: Find, *, hint: str = "", chosen: str = "") -> None:
        super().__init__()
        self._title, self._find, self._hint, self._chosen = title, find, hint, chosen
        self._choices: Sequence[Choice] = ()

    def compose(self) -> ComposeResult:
        with Vertical(id="chooser"), Pane(self._title, "enter chooses, esc cancels"):
            yield Input(placeholder=self._hint)
            yield ChoiceLines()

    def on_mount(self) -> None:
        self._offer("")
        values = [choice.value for choice in self._choices]
        if self._chosen in values:
            self.query_one(ChoiceLines).chosen = values.index(self._chosen)
        self.query_one(Input).focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._offer(event.value)

    def _offer(self, text: str) -> None:
        self._choices = self._find(text)
        rows = _Shown(self._choices)
        self.query_one(ChoiceLines).show(rows, empty=[("  nothing has that in it", "muted")])

    def action_move(self, by: int) -> None:
        self.query_one(ChoiceLines).action_move(by)

    @on(Input.Submitted)
    def _entered(self) -> None:
        self._end(self.query_one(ChoiceLines).chosen)

    @on(ChoiceLines.Opened)
    def _opened(self, event: Lines.Opened) -> None:
        self._end(event.number)

    def on_click(self, event: events.Click) -> None:
        if event.widget is self:
            self.dismiss(None)
        elif isinstance(event.widget, ChoiceLines):
            self._end(event.widget.chosen)

    def _end(self, number: int) -> None:
        if number < len(self._choices):
            self.dismiss(self._choices[number].value)


class _Shown(Sequence[Sequence[Part]]):
    """The choices as rows, made when they come into view."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        self._choices = choices

    def __len__(self) -> int:
        return len(self._choices)

    def __getitem__(self, at):  # type: ignore[no-untyped-def]
        return self._choices[at].parts

"""Choosing a step on the canvas: a letter at each, typed; or a click, a search, the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from string import ascii_lowercase
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget

from nurture_tui.screens.canvas import WHEEL_ROWS, Canvas
from nurture_tui.screens.cells import Part, content, fit
from nurture_tui.screens.dialogs import Asked

FIND, END = "(find)", "(the path ends)"


class Hint(Widget):
    """What is being asked, and the keys that answer, in place of the footer."""

    DEFAULT_CSS = "Hint { dock: bottom; height: 1; width: 100%; background: $background; }"

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words

    def render(self) -> Content:
        keys = [
            (self.app.get_key_display(active.binding), active.binding.description)
            for active in self.screen.active_bindings.values()
            if active.node is self.screen and active.binding.show
        ]
        parts: list[Part] = [("  ", ""), (self.words, "text"), ("   ", "")]
        for key, word in [("letter", "that step"), *keys]:
            parts += [(key, "bold"), (f" {word}", "muted"), ("   ", "")]
        return content(fit(parts, self.size.width))


class Pointing(Asked[str]):
    """Lies over a canvas without covering it; answers with a step, FIND, END, or None for Esc.

    `words` say what is being chosen, `among` are the ids that can be.
    """

    DEFAULT_CSS = "Pointing { background: transparent; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "answer('')", "cancel", key_display="esc", id="pointing.cancel"),
        Binding("slash", f"answer('{FIND}')", "find by name", id="pointing.find"),
        Binding("minus", f"answer('{END}')", "the path ends", id="pointing.end"),
        Binding("up,shift+up", "pan(0, 3)", "look up", show=False, id="pointing.up"),
        Binding("down,shift+down", "pan(0, -3)", "look down", show=False, id="pointing.down"),
        Binding("left,shift+left", "pan(8, 0)", "look left", show=False, id="pointing.left"),
        Binding("right,shift+right", "pan(-8, 0)", "look right", show=False, id="pointing.right"),
        Binding("pageup", "pan(0, 20)", "a page up", show=False, id="pointing.page-up"),
        Binding("pagedown", "pan(0, -20)", "a page down", show=False, id="pointing.page-down"),
    ]

    def __init__(self, words: str, canvas: Canvas, among: Sequence[str]) -> None:
        super().__init__()
        self.words, self.canvas, self.among = words, canvas, among
        self._letters: dict[str, str] = {}
        self._typed = ""

    def compose(self) -> ComposeResult:
        yield Hint(self.words)

    def on_mount(self) -> None:
        self._label()

    def on_unmount(self) -> None:
        self.canvas.show_jumps({})

    def _label(self) -> None:
        """Give the steps in view their letters; two each where one is not enough."""
        shown = self.canvas.in_view(self.among)
        size = 1 if len(shown) <= len(ascii_lowercase) else 2
        letters = map("".join, product(ascii_lowercase, repeat=size))
        self._letters = dict(zip(shown, letters, strict=False))
        self._typed = ""
        self.canvas.show_jumps(self._letters)

    def on_key(self, event: events.Key) -> None:
        letter = event.character or ""
        if letter not in ascii_lowercase or len(letter) != 1:
            return
        event.stop()
        self._typed += letter
        left = {i: text for i, text in self._letters.items() if text.startswith(self._typed)}
        if not left:
            self._label()
        elif self._typed in left.values():
            self.dismiss(next(id_ for id_, text in left.items() if text == self._typed))
        else:
            self.canvas.show_jumps({i: text[len(self._typed) :] for i, text in left.items()})

    def action_answer(self, answer: str) -> None:
        self.dismiss(answer or None)

    def action_pan(self, x: int, y: int) -> None:
        self.canvas.action_pan(x, y)
        self._label()

    def on_click(self, event: events.Click) -> None:
        region = self.canvas.content_region
        hit = self.canvas.under(event.screen_x - region.x, event.screen_y - region.y)
        id_ = (hit.node or next(iter(hit.waits), "")) if hit is not None else ""
        if id_ in self.among:
            self.dismiss(id_)

    def on_mouse_scroll_down(self) -> None:
        self.action_pan(0, -WHEEL_ROWS)

    def on_mouse_scroll_up(self) -> None:
        self.action_pan(0, WHEEL_ROWS)


def point(words: str, canvas: Canvas, among: Sequence[str], then: Callable[[str], None]) -> None:
    """Ask for a step on the canvas; `then` gets its id, FIND or END, and nothing on Esc."""

    def chosen(answer: str | None) -> None:
        if answer is not None:
            then(answer)

    canvas.app.push_screen(Pointing(words, canvas, among), chosen)

"""Dialogs: a sentence to read, keys to choose among, a word to type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import ClassVar, Generic, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input

from nurture_tui.errors import NurtureError
from nurture_tui.screens.cells import Part, content
from nurture_tui.screens.pane import Rule
from nurture_tui.text import pad, safe, width

T = TypeVar("T")
WIDE = 64
INSIDE = WIDE - 4
BESIDE_OPTIONS = 3  # the rule, and a blank row at both ends of the options


@dataclass(frozen=True, slots=True)
class Option:
    """A key, what it does in words, and the answer it gives."""

    key: str
    words: str
    answer: str


class Asked(ModalScreen[T], Generic[T]):
    """A screen over another that ends with an answer, or with None."""

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """End with an answer, once: a second key or click in the same moment is for nobody."""
        return super().dismiss(result) if self.is_active else AwaitComplete()


class DialogBody(VerticalScroll, can_focus=False):
    """What a dialog stands on; it scrolls where the screen is too low for all of it."""

    DEFAULT_CSS = """
    DialogBody { width: 64; max-width: 100%; height: auto; max-height: 90%; background: $surface;
        padding: 0 0 1 0; }
    DialogBody > Rule { dock: top; }
    """


class Dialog(Asked[T], Generic[T]):
    """A box-less sheet over the screen: a rule with the title, then `rows`; Esc leaves it."""

    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 70%; }
    Dialog Rows { height: auto; margin: 1 0 0 0; }
    Dialog Input { border: none; height: 1; padding: 0 1; margin: 1 2 0 2;
        background: $panel; color: $foreground; }
    Dialog Input:focus { border: none; background-tint: $foreground 0%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "close", id="dialog.close"),
    ]

    def __init__(self, title: str, note: str = "[dialog.close] closes") -> None:
        super().__init__()
        self.rule = Rule()
        self.rule.title, self.rule.note, self.rule.heavy = title, note, True

    def compose(self) -> ComposeResult:
        with DialogBody():
            yield self.rule
            yield from self.compose_body()

    def compose_body(self) -> ComposeResult:
        yield from ()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._turned(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._turned(event, -1)

    def _turned(self, event: events.MouseEvent, way: int) -> None:
        """The wheel where nothing scrolls, as over the words above a list, is for the list."""
        for scrolled in self.query("Told, Lines"):
            if not scrolled.region.contains(event.screen_x, event.screen_y):
                rows = way * int(self.app.scroll_sensitivity_y)
                scrolled.scroll_relative(y=rows, animate=False)

    def rows_left(self, beside: int) -> int:
        """How many rows a list may have where the sheet has so many others, at least three."""
        return max(self.size.height * 9 // 10 - beside, 3)

    def action_leave(self) -> None:
        self.dismiss(None)


class Rows(Widget):
    """Some rows of text, as high as they are."""

    def __init__(self, rows: Sequence[Sequence[Part]]) -> None:
        super().__init__()
        self.rows = rows

    def render(self) -> Content:
        return Content("\n").join([content(parts) for parts in self.rows] or [Content("")])


def paragraphs(*texts: str | Part) -> list[list[Part]]:
    """Texts as rows of a dialog, each wrapped: in its style, else the first stands out.

    An empty text is an empty row.
    """
    rows: list[list[Part]] = []
    for number, text in enumerate(texts):
        said, style = (text, "muted" if number else "text") if isinstance(text, str) else text
        marked = said[1:2] == " " and not said[0].isupper()  # `× ...`, but not `A ...`
        lines = wrap(safe(said), INSIDE, subsequent_indent="  " if marked else "")
        rows += [[("  ", ""), (line, style)] for line in lines or [""]]
    return rows


class Told(VerticalScroll):
    """What a dialog says, to scroll where it is long."""

    DEFAULT_CSS = "Told { height: auto; max-height: 60vh; }"


class Say(Dialog[None]):
    """A sentence to read; `c` copies it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space,q", "leave", "close", show=False, id="dialog.done"),
        Binding("c", "copy", "copy", id="dialog.copy"),
    ]

    def __init__(self, title: str, *texts: str) -> None:
        super().__init__(title, "[dialog.copy] copies, [dialog.done] closes")
        self.texts = texts

    def compose_body(self) -> ComposeResult:
        with Told():
            yield Rows(paragraphs(*self.texts))

    def action_copy(self) -> None:
        self.app.copy_to_clipboard("\n".join(self.texts))
        self.notify("Copied.", timeout=2)


def said(title: str, error: NurtureError) -> Say:
    """An expected error as a dialog: what is wrong, where, how to mend it."""
    return Say(title, *filter(None, (sentence(error.message), error.where, error.fix)))


def sentence(text: str) -> str:
    """A message as a sentence: its first letter large, a stop at its end."""
    shown = text[:1].upper() + text[1:]
    return shown if shown.endswith((".", "!", "?", "…")) else f"{shown}."


class Choose(Dialog[str]):
    """Keys to choose among: a press of one, or a click on its row, gives its answer."""

    def __init__(self, title: str, options: Sequence[Option], *texts: str | Part) -> None:
        super().__init__(title, "[dialog.close] leaves it")
        self.options = list(options)
        self.texts = texts

    def compose_body(self) -> ComposeResult:
        if self.texts:
            with Told():
                yield Rows(paragraphs(*self.texts))
        room = max(width(option.key) for option in self.options) + 2
        yield Rows(
            [
                [("  ", ""), (pad(option.key, room), "bold"), (safe(option.words), "text")]
                for option in self.options
            ]
        )

    def on_key(self, event: events.Key) -> None:
        for option in self.options:
            if option.key in (event.key, event.character):
                event.stop()
                self.dismiss(option.answer)
                return

    def on_resize(self) -> None:
        """The text gives way to the options, and is scrolled where it is longer."""
        for told in self.query(Told):
            told.styles.max_height = self.rows_left(len(self.options) + BESIDE_OPTIONS)

    def on_click(self, event: events.Click) -> None:
        rows = self.query(Rows).last()
        at = event.screen_y - rows.region.y
        if rows.region.contains(event.screen_x, event.screen_y) and at < len(self.options):
            self.dismiss(self.options[at].answer)


class TypeWord(Dialog[str]):
    """One word to type; Enter gives it."""

    def __init__(self, title: str, value: str, *texts: str) -> None:
        super().__init__(title, "enter takes it, [dialog.close] leaves it")
        self.value, self.texts = value, texts

    def compose_body(self) -> ComposeResult:
        if self.texts:
            yield Rows(paragraphs(*self.texts))
        word = Input(self.value, compact=True, select_on_focus=True, id="word")
        word.cursor_blink = False
        yield word

    @on(Input.Submitted)
    def _taken(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value)

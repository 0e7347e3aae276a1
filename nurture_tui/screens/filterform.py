"""The filter of the schedule: rows of label and value, chosen from what there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from nurture_tui.screens.cells import content, fit
from nurture_tui.screens.chooser import Choice, Chooser
from nurture_tui.text import pad, safe

LABEL = 9


@dataclass(frozen=True)
class Option:
    """A value of a filter, and how it is called."""

    value: str
    name: str


class FilterRow(Widget, can_focus=True):
    """One filter with its options; left and right change it, Enter asks for a list."""

    DEFAULT_CSS = "FilterRow { height: 1; width: 100%; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "ask", "choose", key_display="enter", id="filter.choose"),
        Binding("right,l", "change(1)", "next", key_display="right", id="filter.next"),
        Binding("left,h", "change(-1)", "previous", show=False, id="filter.previous"),
        Binding("backspace,delete", "clear", "all", key_display="backspace", id="filter.clear"),
        Binding("down,j", "app.focus_next", "next filter", show=False, id="filter.down"),
        Binding("up,k", "app.focus_previous", "filter before", show=False, id="filter.up"),
        Binding("escape", "screen.back", "back", key_display="esc", id="filter.back"),
    ]

    class Changed(Message):
        """The filter `name` has another value."""

        def __init__(self, name: str, value: str) -> None:
            super().__init__()
            self.name, self.value = name, value

    class Asked(Message):
        """A list of the options is wanted."""

        def __init__(self, row: FilterRow) -> None:
            super().__init__()
            self.row = row

    def __init__(self, name: str, label: str) -> None:
        super().__init__(id=f"filter-{name.replace('_', '-')}")
        self.filter_name, self.label = name, label
        self.options: Sequence[Option] = (Option("", "all"),)
        self.value = ""

    def offer(self, options: Sequence[Option], value: str) -> None:
        """Show these options with this value, which is one of them."""
        self.options, self.value = options, value
        self.refresh()

    def take(self, value: str | None) -> None:
        """Have the value that was chosen, if one was."""
        if value is not None:
            self.set(value)

    def render(self) -> Content:
        room = max(self.size.width - LABEL - 4, 1)
        shown = next((o.name for o in self.options if o.value == self.value), self.value)
        mark = ("┃", "bold") if self.has_focus else ("▏", "line")
        label = (f" {self.label:<{LABEL}}", "bold" if self.has_focus else "muted")
        return content(fit([label, mark, (pad(safe(shown), room), "field")], self.size.width))

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self) -> None:
        self.post_message(self.Asked(self))

    def set(self, value: str) -> None:
        """Take another value."""
        if value != self.value:
            self.value = value
            self.refresh()
            self.post_message(self.Changed(self.filter_name, value))

    def action_ask(self) -> None:
        self.post_message(self.Asked(self))

    def action_change(self, by: int) -> None:
        values = [option.value for option in self.options]
        at = values.index(self.value) if self.value in values else 0
        self.set(values[(at + by) % len(values)])

    def action_clear(self) -> None:
        self.set(self.options[0].value)


class TextFilter(Widget):
    """A filter that is typed."""

    DEFAULT_CSS = """
    TextFilter { height: 1; width: 100%; layout: horizontal; }
    TextFilter > Input { width: 1fr; height: 1; border: none; padding: 0; margin: 0 2 0 0;
                         background: $surface; }
    TextFilter > Input:focus { border: none; }
    TextFilter > .label { width: 11; height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", "next filter", show=False, id="textfilter.down"),
        Binding("up", "app.focus_previous", "filter before", show=False, id="textfilter.up"),
        Binding("escape", "screen.back", "back", key_display="esc", id="textfilter.back"),
    ]

    def __init__(self, name: str, label: str) -> None:
        super().__init__(id=f"filter-{name.replace('_', '-')}")
        self.filter_name, self.label = name, label

    def compose(self) -> ComposeResult:
        yield _Label(self.label)
        yield Input(placeholder="name or id", compact=True)

    @property
    def value(self) -> str:
        return self.query_one(Input).value

    def clear(self) -> None:
        self.query_one(Input).value = ""

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(FilterRow.Changed(self.filter_name, event.value))

    @on(Input.Submitted)
    def _done(self, event: Input.Submitted) -> None:
        event.stop()

    def on_descendant_focus(self) -> None:
        self.query_one(_Label).mark(True)

    def on_descendant_blur(self) -> None:
        self.query_one(_Label).mark(False)


class _Label(Widget):
    """The label of a typed filter, with the mark of the field."""

    def __init__(self, label: str) -> None:
        super().__init__(classes="label")
        self._label, self._marked = label, False

    def mark(self, marked: bool) -> None:
        self._marked = marked
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.screen.query_one(TextFilter).query_one(Input).focus()

    def render(self) -> Content:
        mark = ("┃", "bold") if self._marked else ("▏", "line")
        style = "bold" if self._marked else "muted"
        return content([(f" {self._label:<{LABEL}}", style), mark])


class FilterForm(Vertical):
    """All filters, one below the other."""

    DEFAULT_CSS = "FilterForm { height: auto; width: 100%; }"

    def compose(self) -> ComposeResult:
        yield FilterRow("journey", "journey")
        yield FilterRow("step", "step")
        yield FilterRow("owner", "owner")
        yield TextFilter("contact", "contact")
        yield FilterRow("held_by", "held by")
        yield FilterRow("clock", "zone")

    def row(self, name: str) -> FilterRow:
        """The row of a filter that is chosen."""
        return self.query_one(f"#filter-{name.replace('_', '-')}", FilterRow)


def chooser_of(row: FilterRow) -> Chooser:
    """A dialog to choose among the options of a filter."""

    def find(text: str) -> list[Choice]:
        wanted = text.casefold()
        found = [option for option in row.options if wanted in option.name.casefold()]
        return [Choice(o.value, ((f" {safe(o.name)}", "text"),)) for o in found]

    return Chooser(f"Filter: {row.label}", find, hint="a part of it", chosen=row.value)

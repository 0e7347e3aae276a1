"""A new journey from a template: the list, and the path that the chosen one gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from nurture_tui.errors import NurtureError
from nurture_tui.exchange.new import TEMPLATES
from nurture_tui.layout import Show, lay_out
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.sketch import sketch
from nurture_tui.screens.canvas import Canvas
from nurture_tui.screens.cells import Part, column
from nurture_tui.screens.dialogs import Asked, sentence
from nurture_tui.screens.journeyfiles import as_id
from nurture_tui.screens.lines import Lines
from nurture_tui.screens.pane import Pane
from nurture_tui.text import safe

Preview = Callable[[str], Journey | None]
Make = Callable[[str, str, str], None]


class TemplateLines(Lines, can_focus=False):
    """The templates; the keys that choose one are the name's, which is typed meanwhile."""


class IdInput(Input):
    """The name of the new journey, which gives its id; up and down choose the template."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,shift+tab", "screen.template(-1)", "template before", id="new.previous"),
        Binding("down,tab", "screen.template(1)", "next template", id="new.next"),
    ]


class NewJourney(Asked[str]):
    """Ends with the id of the journey that was made, or None.

    `preview` gives a template as a journey; `make` makes one of an id, a template and the name as
    it was typed, or raises a NurtureError, which is shown below the field with the text as it is.
    """

    DEFAULT_CSS = """
    NewJourney { align: center middle; background: $background 70%; }
    NewJourney > #new { width: 92%; max-width: 116; height: 80%; background: $surface;
        padding: 0 1 1 0; }
    NewJourney Lines { background: $surface; }
    NewJourney #templates-pane { width: 1fr; max-width: 48; }
    NewJourney #preview-pane { width: 1fr; margin-left: 1; }
    NewJourney #id-pane { height: 4; }
    NewJourney #refused { height: 2; padding: 0 2; color: $foreground-muted; }
    NewJourney #refused.wrong { color: $error; }
    NewJourney IdInput { border: none; height: 1; padding: 0; margin: 0 2; background: $surface; }
    NewJourney IdInput:focus { border: none; background-tint: $foreground 0%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "cancel", id="new.cancel"),
    ]

    def __init__(self, workspace: Workspace, preview: Preview, make: Make) -> None:
        super().__init__()
        self._workspace, self._preview, self._make = workspace, preview, make

    def compose(self) -> ComposeResult:
        with Vertical(id="new"):
            with Horizontal():
                with Pane("New journey", id_="templates-pane"):
                    yield TemplateLines(id_="templates")
                with Pane("Path", id_="preview-pane"):
                    preview = Canvas(id_="preview")
                    preview.can_focus = False
                    yield preview
            with Pane(
                "A short name for it", "enter makes it, [new.cancel] leaves it", id_="id-pane"
            ):
                yield IdInput(placeholder="for example HR guide", compact=True)
                yield Static(id="refused", markup=False)

    def on_mount(self) -> None:
        self.query_one(IdInput).cursor_blink = False
        self.query_one(IdInput).focus()
        self.call_after_refresh(self._show)

    def on_resize(self, _: events.Resize) -> None:
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        rows: list[list[Part]] = [[(" ", ""), column(name, "bold", 16)] for name in TEMPLATES]
        lines = self.query_one(TemplateLines)
        lines.show(rows, airy=True)
        name = self._template
        self.query_one("#templates-pane", Pane).note = "arrows choose"
        self.query_one("#preview-pane", Pane).title_text = TEMPLATES[name]
        journey = self._preview(name)
        if journey is not None:
            drawn, canvas = sketch(journey, self._workspace), self.query_one(Canvas)
            room = canvas.size.width
            picture = lay_out(drawn, zoom="chips", room=room)
            if picture.width > room:  # a list shows all of every name
                picture = lay_out(drawn, zoom="outline", room=room)
            canvas.show_layout(picture, Show())
            if picture.width > room:
                canvas.pan_to(0, 0)  # names begin at the left

    @property
    def _template(self) -> str:
        return list(TEMPLATES)[self.query_one(TemplateLines).chosen]

    @on(Lines.Selected)
    def _selected(self) -> None:
        self._show()

    def action_template(self, by: int) -> None:
        lines = self.query_one(TemplateLines)
        lines.chosen = (lines.chosen + by) % len(TEMPLATES)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        id_ = as_id(event.value)
        self._say(f"Its file is {id_}.toml; r renames it later." if id_ else "", wrong=False)

    @on(Input.Submitted)
    def _made(self, event: Input.Submitted) -> None:
        event.stop()
        id_ = as_id(event.value)
        if not id_:
            self._say("Type a short name for it, for example HR guide.")
            return
        try:
            self._make(id_, self._template, event.value)
        except NurtureError as error:
            self._say(f"{sentence(error.message)} {error.fix}".strip())
        else:
            self.dismiss(id_)

    def _say(self, words: str, *, wrong: bool = True) -> None:
        """What becomes of the name, or what is wrong with it, below it."""
        said = self.query_one("#refused", Static)
        said.set_class(wrong, "wrong")
        said.update(safe(f"× {words}" if wrong else words))

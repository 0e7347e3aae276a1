"""The pane beside the path: one view of the run at a time, and a value that is typed there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from nurture_tui.report.uncertain import Uncertain
from nurture_tui.screens.assumedview import AssumedView
from nurture_tui.screens.cells import Part
from nurture_tui.screens.funnelview import FunnelView
from nurture_tui.screens.kpis import Figures
from nurture_tui.screens.lines import Lines
from nurture_tui.screens.mattersview import MattersView
from nurture_tui.screens.occupancyview import OccupancyView
from nurture_tui.screens.pane import Pane
from nurture_tui.screens.questions import Questions
from nurture_tui.screens.session import Session
from nurture_tui.screens.story import StoryLines
from nurture_tui.screens.view import Stage, View
from nurture_tui.screens.whyview import WhyView
from nurture_tui.text import wrapped

DETAIL_ROWS = 5
WAYS: Mapping[str, tuple[str, str]] = {
    "story": ("s", "follow one contact: its story"),
    "funnel": ("f", "the funnel, message by message"),
    "occupancy": ("o", "where contacts are, over time"),
    "assumed": ("a", "what is assumed: see it, change it"),
    "matters": ("m", "which assumption matters most"),
    "why": ("w", "why a step was not reached"),
    "run": ("r", "start, length, contacts, luck"),
}
"""What can be seen beside the path: the key, and what it shows."""


class Menu(View):
    """The views there are, each with its key; Enter or a click opens one."""

    OPENS_AT_ONCE = True

    NAME: ClassVar[str] = "menu"
    TITLE: ClassVar[str] = "Look closer"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "open", id="views.open"),
    ]

    def on_mount(self) -> None:
        self.show([[(f" {key}  ", "bold"), (words, "muted")] for key, words in WAYS.values()])

    def bring(self, stage: Stage) -> None:
        """The menu is the same at any instant."""

    def way(self, number: int) -> str:
        """The name of the view in a row."""
        return list(WAYS)[number] if number < len(WAYS) else ""


class TypedValue(Input):
    """A value that is typed; Enter takes it, Esc leaves it as it was."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "take it", id="typed.take"),
        Binding("escape", "leave", "leave it", key_display="esc", id="typed.leave"),
    ]

    class Left(Message):
        """Typing was given up."""

    def action_leave(self) -> None:
        self.post_message(self.Left())


class Beside(Pane):
    """Shows one view; `bring` brings it to a stage, `open` changes it."""

    DEFAULT_CSS = """
    Beside > View { display: none; height: 1fr; }
    Beside > View.shown { display: block; }
    Beside > #detail { display: none; max-height: 6; margin: 1 0 0 0; }
    Beside > #detail.shown { display: block; }
    Beside > TypedValue { display: none; height: 1; border: none; padding: 0 1;
        margin: 0 1 0 1; background: $surface; color: $foreground; }
    Beside > TypedValue.shown { display: block; }
    Beside > TypedValue:focus { border: none; background-tint: $foreground 0%; }
    """

    class Changed(Message):
        """Another view is shown."""

    def __init__(self, session: Session, questions: Questions, *, id_: str | None = None) -> None:
        super().__init__(Menu.TITLE, id_=id_)
        self._session, self._questions = session, questions
        self.stage: Stage | None = None
        self.name_shown = Menu.NAME

    def compose(self) -> ComposeResult:
        yield Menu(id_="view-menu")
        yield StoryLines(id_="story")
        yield FunnelView(id_="view-funnel")
        yield OccupancyView(id_="view-occupancy")
        yield AssumedView(self._session, id_="view-assumed")
        yield MattersView(self._questions, id_="view-matters")
        yield WhyView(self._questions, id_="view-why")
        yield Figures(id_="detail")
        typed = TypedValue(compact=True)
        typed.cursor_blink = False
        yield typed

    def on_mount(self) -> None:
        super().on_mount()
        self.open(Menu.NAME)

    @property
    def view(self) -> View:
        """The view that is shown."""
        return next(view for view in self.query(View) if self.name_shown == view.NAME)

    def open(self, name: str) -> None:
        """Show a view by its name."""
        self._stop_typing()
        self.name_shown = name
        for view in self.query(View):
            view.set_class(name == view.NAME, "shown")
        self._show_detail()
        self.call_after_refresh(self.refresh_view)
        self.post_message(self.Changed())

    def bring(self, stage: Stage) -> None:
        """Bring the view that is shown to a stage."""
        self.stage = stage
        self.refresh_view()

    @on(View.Resized)
    def _fit(self) -> None:
        """Rows are made for the cells that the view has by now."""
        self.refresh_view()

    def refresh_view(self) -> None:
        """Show the stage again, as after a question was answered."""
        stage, view = self.stage, self.view
        if stage is None:
            if isinstance(view, AssumedView):
                view.rebuild()
            self.title_text, self.note = view.TITLE, ""
            return
        view.bring(stage)
        self.title_text = self._title(view, stage)
        self.note = view.note(stage)
        self._show_detail()

    def _title(self, view: View, stage: Stage) -> str:
        named = isinstance(view, StoryLines) and stage.followed is not None
        return stage.followed.name if named and stage.followed else view.TITLE

    # -------------------------------------------------------------- assumptions
    def to_the_run(self) -> None:
        """Choose the first setting of the run."""
        self.query_one(AssumedView).choose(None)

    def to_assumption(self, about: Uncertain) -> None:
        """Choose an assumption."""
        view = self.query_one(AssumedView)
        view.rebuild()
        view.choose(about)

    @on(Lines.Selected)
    def _selected(self, event: Lines.Selected) -> None:
        self._show_detail()

    def _show_detail(self) -> None:
        """Under the assumptions stands what is to be said of the chosen one."""
        view, detail = self.view, self.query_one("#detail", Figures)
        assumed = isinstance(view, AssumedView)
        detail.set_class(assumed, "shown")
        if isinstance(view, AssumedView):
            room = max(self.size.width - 4, 12)
            detail.show(_rows(view.detail(), room)[:DETAIL_ROWS])

    @on(AssumedView.Typing)
    def _typing(self, event: AssumedView.Typing) -> None:
        typed = self.query_one(TypedValue)
        typed.add_class("shown")
        typed.value, typed.placeholder = event.typed, event.label
        typed.focus()
        typed.action_select_all()

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        event.stop()
        view = self.view
        if isinstance(view, AssumedView) and view.take(event.value):
            self._stop_typing()
            view.focus()
        else:
            self.query_one(TypedValue).action_select_all()
        self._show_detail()

    @on(TypedValue.Left)
    def _left(self) -> None:
        self._stop_typing()
        view = self.view
        if isinstance(view, AssumedView):
            view.error = ""
        view.focus()
        self._show_detail()

    def _stop_typing(self) -> None:
        self.query_one(TypedValue).remove_class("shown")


def _rows(parts: list[Part], room: int) -> list[list[Part]]:
    """Sentences as rows, each in its ink."""
    return [[(line, style)] for text, style in parts for line in wrapped(text, room)]

"""Looking closer at a run: the views beside the path, the keys to them, and where they lead."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType

from nurture_tui.screens.canvas import Canvas
from nurture_tui.screens.closerpane import WAYS, Beside, Menu
from nurture_tui.screens.dialogs import Choose, Option
from nurture_tui.screens.lines import Lines
from nurture_tui.screens.mattersview import MattersView
from nurture_tui.screens.notice import Notice, how_far, why_nothing
from nurture_tui.screens.pane import Pane
from nurture_tui.screens.played import Followed, Played
from nurture_tui.screens.playing import Playing
from nurture_tui.screens.questions import Questions
from nurture_tui.screens.story import StoryLines
from nurture_tui.screens.whyview import WhyView

LOOK_EVERY = 0.25
GETTING_READY = "the run is being made ready to play"
NEED_A_RUN = ("faster", "days", "edge", "follow", "view", "views")


class Closer(Playing):
    """A page with views of its run beside the path; `show_instant` brings them up to date.

    A subclass composes a Beside and gives `follow_contact` and `action_follow`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "follow", "follow", tooltip="follow one contact", id="simulate.follow"),
        Binding("w", "view('why')", "why not", tooltip=WAYS["why"][1], id="simulate.why"),
        Binding("v", "views", "look closer", tooltip="what else can be seen", id="simulate.views"),
        Binding("s", "view('story')", "story", tooltip=WAYS["story"][1], id="simulate.story"),
        Binding("f", "view('funnel')", "funnel", show=False, id="simulate.funnel"),
        Binding("o", "view('occupancy')", "occupancy", show=False, id="simulate.occupancy"),
        Binding("a", "view('assumed')", "assumptions", show=False, id="simulate.assumed"),
        Binding("m", "view('matters')", "what matters", show=False, id="simulate.matters"),
        Binding("r", "view('run')", "the run", show=False, id="simulate.run"),
        Binding("u", "unfollow", "unfollow", tooltip="follow nobody", id="simulate.unfollow"),
        Binding("escape", "close_view", "back", show=False, id="simulate.close"),
        Binding("ctrl+z", "undo", "undo", show=False, id="simulate.undo"),
        Binding("ctrl+y,ctrl+shift+z", "redo", "redo", show=False, id="simulate.redo"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.played: Played | None = None
        self.followed: Followed | None = None
        self.selected: str | None = None
        self._asked: Questions | None = None

    def follow_contact(self, row: int, instant: int | None = None) -> None:
        """Follow a contact, a row of the run's contacts, at an instant if one is given."""
        raise NotImplementedError

    def action_follow(self) -> None:
        """Choose whom to follow."""
        raise NotImplementedError

    @property
    def questions(self) -> Questions:
        """What is asked of the run besides; made once."""
        if self._asked is None:
            self._asked = Questions(self.session.runner, self._answered)
        return self._asked

    @property
    def beside(self) -> Beside:
        return self.query_one(Beside)

    def on_mount(self) -> None:
        self.set_interval(LOOK_EVERY, self._look_at_work)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that can do nothing now are left out of the footer."""
        if self.has_class("empty") and action in NEED_A_RUN:
            return False
        if action == "follow":
            return self.played is not None and self.played.outcome.entered > 0
        if action == "unfollow":
            return self.followed is not None
        if action == "view" and parameters == ("story",):
            return self.followed is not None
        return super().check_action(action, parameters)

    def action_unfollow(self) -> None:
        self.followed = None
        if self.beside.name_shown == StoryLines.NAME:
            self.open_view(Menu.NAME)
        self.show_instant()
        self.refresh_bindings()

    # -------------------------------------------------------------- looking closer
    def action_views(self) -> None:
        """The views, each with its key."""
        options = [
            Option(key, words, name)
            for name, (key, words) in WAYS.items()
            if name != "story" or self.followed is not None
        ]
        self.app.push_screen(Choose("Look closer", options), self._view_chosen)

    def _view_chosen(self, name: str | None) -> None:
        if name is not None:
            self.action_view(name)

    def action_view(self, name: str) -> None:
        """Show a view, with the focus in it; the same key once more puts it away."""
        wanted = "assumed" if name == "run" else name
        beside = self.beside
        if beside.name_shown == wanted and beside.view.has_focus:
            self.action_close_view()
            return
        if wanted == MattersView.NAME and self.questions.sensitivity.problem:
            self.questions.sensitivity.forget()
        self.open_view(wanted, focus=True)
        if name == "run":
            beside.to_the_run()

    def open_view(self, name: str, *, focus: bool = False) -> None:
        """Show a view beside the path; on a small screen in its place."""
        beside = self.beside
        self.set_class(name != Menu.NAME, "closer")
        beside.open(name)
        self.show_instant()
        if focus:
            self.call_after_refresh(beside.view.focus)

    def action_close_view(self) -> None:
        """Put the view away; what is worked out for it, or the run under way, is given up."""
        asking = self.questions.sensitivity
        if self.beside.name_shown == MattersView.NAME and asking.working:
            asking.cancel()
            self._answered()
        elif self.session.upkeep.progress is not None:
            self.session.upkeep.cancel()
        elif self.beside.name_shown != Menu.NAME:
            self.open_view(Menu.NAME)
            self.query_one(Canvas).focus()

    def _answered(self) -> None:
        """A question to the run has been answered."""
        if self.is_attached:
            self.show_instant()

    def _look_at_work(self) -> None:
        """Say how far long work has come."""
        if not self.is_current:
            return
        if self.has_class("empty"):
            self.query_one(Notice).say(why_nothing(self.session))
        else:
            words = self.player.words if self.player is not None else GETTING_READY
            self.query_one("#time-pane", Pane).note = how_far(self.session) or words
            if self.questions.working:
                self.beside.refresh_view()

    def action_play(self) -> None:
        if self.has_class("empty") and self.session.outcome is not None:
            self.session.upkeep.run_again()
        super().action_play()

    @on(Lines.Opened)
    def _opened(self, event: Lines.Opened) -> None:
        """Enter on a row leads on: to its instant, its contact, its assumption, its view."""
        view = event.lines
        match view:
            case StoryLines():
                line = view.line_at(event.number)
                if line is not None:
                    self.jump(line.time)
            case Menu():
                self._from_menu(view.way(event.number))
            case WhyView():
                self._from_why(view, event.number)
            case MattersView():
                about = view.at(event.number)
                if about is not None:
                    self.open_view("assumed", focus=True)
                    self.beside.to_assumption(about)

    def _from_menu(self, name: str) -> None:
        if name == StoryLines.NAME and self.followed is None:
            self.action_follow()
        elif name:
            self.action_view(name)

    def _from_why(self, view: WhyView, number: int) -> None:
        """Follow the nearest contact, and select the step that it is about."""
        row = view.row_at(number)
        if self.played is None or not row.contact:
            return
        ids = self.played.result.contacts.ids
        found = next((place for place, id_ in enumerate(ids) if str(id_) == row.contact), None)
        if found is not None:
            self.selected = row.step or self.selected
            self.follow_contact(found)

    @on(events.Click, "#story")
    def _story_clicked(self) -> None:
        if self.followed is None:
            self.action_follow()

"""The app: screens as modes, the session they share, and the manners that hold everywhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import monotonic
from typing import Any, ClassVar, TypeVar

from rich.console import RenderableType
from rich.text import Text
from textual import events
from textual.actions import ActionParseResult
from textual.app import App
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.filter import LineFilter
from textual.message import Message
from textual.notifications import SeverityLevel
from textual.screen import ModalScreen, Screen
from textual.timer import Timer
from textual.widget import Widget

from nurture_tui.errors import NurtureError
from nurture_tui.screens.asked import asked
from nurture_tui.screens.commands import Commands, commands_of
from nurture_tui.screens.dialogs import said
from nurture_tui.screens.filing import Filing, file_name
from nurture_tui.screens.glyphs import AsciiOnly, NoCommands
from nurture_tui.screens.help import Help
from nurture_tui.screens.inturn import InTurn
from nurture_tui.screens.keeping import Keeping
from nurture_tui.screens.keybar import KeyBar
from nurture_tui.screens.keynames import Keys, key_in_words
from nurture_tui.screens.lanes import Lanes, take_short_turns
from nurture_tui.screens.memory import one_heap, sweep_if_due, sweep_in_pauses
from nurture_tui.screens.opening import ROOMS, open_path
from nurture_tui.screens.page import Page
from nurture_tui.screens.places import PLACES, Place
from nurture_tui.screens.plain import page_of, place_called, plain_text
from nurture_tui.screens.preferences import Preferences
from nurture_tui.screens.rooms import Opened, Rooms
from nurture_tui.screens.session import Session
from nurture_tui.screens.theme import THEMES
from nurture_tui.screens.upkeep import Lane
from nurture_tui.screens.watch import Watch
from nurture_tui.simulation.settings import RunSettings
from nurture_tui.text import width

T = TypeVar("T")
LOOK_EVERY = 1.0
SAID_MOST = 60
"""The most cells across that something said in passing takes, as in app.tcss."""
PAUSE = 0.6
"""Seconds without a key or the mouse after which nobody is thought to wait."""
LONG_PAUSE = 2.0
"""After so many nobody goes back and forth between screens."""


def _page(place: Place) -> Callable[[], Screen[None]]:
    return lambda: page_of(place)()


class Finished(Message):
    """Work off the screen's thread is done; `take` hands over what it gave."""

    def __init__(self, take: Callable[[], None]) -> None:
        super().__init__()
        self.take = take


class NurtureApp(App[Path]):
    """The app on an opened workspace. It ends with a path where another is to be opened."""

    TITLE = "Nurture"
    CSS_PATH = "app.tcss"
    COMMANDS: ClassVar = {Commands}
    MODES: ClassVar = {place.id: _page(place) for place in PLACES}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "leave", "quit", show=False, priority=True, id="app.quit"),
        Binding("q,ctrl+c", "how_to_quit", "how to quit", show=False, id="app.how-to-quit"),
        Binding("question_mark,f1", "help", "help", show=False, id="app.help"),
        Binding("ctrl+p", "command_palette", "all commands", show=False, id="app.palette"),
    ]

    def __init__(
        self,
        opened: Opened,
        settings: RunSettings,
        preferences: Preferences | None = None,
        rooms: Rooms | None = None,
        keep_theme: Callable[[str], None] | None = None,
        *,
        debugging: bool = False,
    ) -> None:
        super().__init__()
        self.debugging = debugging
        self._keep_theme = keep_theme
        self._bars: list[KeyBar] = []
        self._giving: Timer | None = None
        self.preferences = preferences or Preferences()
        self._lanes = Lanes(self._hand_over)
        self.session = Session(opened, settings, self, rooms)
        self.session.keys = Keys(self.preferences.keymap)
        self.watch_files = Watch(self.session, self, self.say)
        self.keeping = Keeping(self.session, self, self.say)
        self.filing = Filing(self)
        self._ascii = AsciiOnly()
        self._no_commands = NoCommands()
        self._keys = InTurn(self, super().on_event)
        self._touched = 0.0
        self._left: set[str] = set()

    def on_mount(self) -> None:
        for theme in THEMES:
            self.register_theme(theme)
        known = self.preferences.theme in self.available_themes
        self.theme = self.preferences.theme if known else "nurture-dark"
        self.set_keymap(dict(self.preferences.keymap))
        self.switch_mode("design" if self.session.journey is not None else "journeys")
        self.session.start()
        self.watch_files.start()
        self.set_interval(LOOK_EVERY, self.watch_files.look)
        self.set_interval(LOOK_EVERY, self._sweep_in_a_pause)
        self.call_after_refresh(self.filing.offer)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """What the terminal's own colours (the ansi themes) do not name."""
        return {"foreground-disabled": "ansi_bright_black", "foreground-muted": "ansi_bright_black"}

    def get_line_filters(self) -> Sequence[LineFilter]:
        filters = (*super().get_line_filters(), self._no_commands)
        return (*filters, self._ascii) if self.preferences.ascii else filters

    def get_key_display(self, binding: Binding) -> str:
        """Keys as words: `ctrl+z`, `f8`, `/`."""
        if binding.key_display is not None:
            return binding.key_display
        return key_in_words(binding.key)

    # ---------------------------------------------------------------- the session's runner
    def later(self, seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        return self.set_timer(max(seconds, 0.001), call).stop

    def work(self, job: Callable[[], T], done: Callable[[T], None], lane: Lane = "screen") -> None:
        self._lanes.do(job, done, lane)

    def clock(self) -> float:
        return monotonic()

    def _hand_over(self, take: Callable[[], None]) -> None:
        """From another thread: a message of an app that has gone meanwhile is dropped."""
        self.post_message(Finished(take))

    def on_unmount(self) -> None:
        self._lanes.close()

    def on_finished(self, event: Finished) -> None:
        event.take()

    def _sweep_in_a_pause(self) -> None:
        if monotonic() - self._touched > PAUSE:
            sweep_if_due()
        if self._left and monotonic() - self._touched > LONG_PAUSE:
            for place in self._left - {self.current_mode}:
                self._forget_painted(place)
            self._left = set()

    def _forget_painted(self, place: str) -> None:
        """Let go of the painted lines of a screen that is not shown, a megabyte of them.

        They are painted anew when it is shown again, from what its widgets know.
        """
        for screen in self.get_screen_stack(place):
            for widget in screen.walk_children(Widget, with_self=True):
                # `refresh` does this too, and has each of them ask for a paint besides. A Textual
                # that has no such cache under this name costs that megabyte, and nothing else.
                if (painted := getattr(widget, "_styles_cache", None)) is not None:
                    painted.clear()

    # ---------------------------------------------------------------- manners
    async def on_event(self, event: events.Event) -> None:
        """Keys and pastes come in turn, the rest as it comes."""
        if isinstance(event, events.InputEvent):
            self._touched = monotonic()
        typed = isinstance(event, events.Key | events.Paste) and not event.is_forwarded
        await (self._keys.take(event) if typed else super().on_event(event))

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Run an action; an expected error is a sentence in a dialog, and the app goes on."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except NurtureError as error:
            self.push_screen(said("This did not work", error))
            return True

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Say something in passing; it takes the place of what was said before."""
        self.clear_notifications()
        room = width(message) + 4
        at_length = bool(title) or room > SAID_MOST
        self.screen.set_class(at_length, "said-at-length")
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)
        self._make_room(0 if at_length else room, timeout or self.NOTIFICATION_TIMEOUT)

    def _make_room(self, room: int, seconds: float) -> None:
        """What is said lies on the footer, whose keys give way so that none is half covered."""
        if self._giving is not None:
            self._giving.stop()
        self._all_room()
        # Where nothing said is shown, as in most tests, there is nothing to make room for.
        self._bars = list(self.screen.query(KeyBar)) if self.screen.query("ToastRack") else []
        for bar in self._bars:
            bar.give_way(room)
        self._giving = self.set_timer(seconds, self._all_room)

    def _all_room(self) -> None:
        for bar in self._bars:
            bar.give_way(0)
        self._bars = []

    def watch_theme(self, theme: str) -> None:
        if self._keep_theme is not None and theme != self.preferences.theme:
            self.preferences = replace(self.preferences, theme=theme)
            self._keep_theme(theme)

    def _handle_exception(self, error: Exception) -> None:
        """A fault of the app itself: a sentence in place of a traceback, edits are said.

        Without a terminal (in tests) it is raised as it is; NURTURE_DEBUG shows it whole.
        """
        if self.is_headless or self.debugging:
            super()._handle_exception(error)
            return
        self.keeping.now()
        lost = [file_name(id_) for id_ in self.session.unsaved]
        unsaved = f" Not saved, but kept for the next start: {', '.join(lost)}." if lost else ""
        said = f"nurture: a fault of Nurture TUI itself ({type(error).__name__}: {error}).{unsaved}"
        self._return_code = 2
        self.panic(Text(f"{said} Please report it."))

    def action_help(self) -> None:
        if isinstance(self.screen, ModalScreen):
            return
        about = self.screen.ABOUT if isinstance(self.screen, Page) else ""
        about = self.session.keys.named_in(about)
        commands = commands_of(self, self.screen)

        def run(command: Callable[[], Any] | None) -> None:
            if command is not None:
                self.call_next(command)

        self.push_screen(Help("Help", about, commands), run)

    def say(self, words: str) -> None:
        """Say something in passing, as text: for as long as it takes to read, at least 3 s."""
        self.notify(words, markup=False, timeout=max(3, len(words) / 15))

    # ---------------------------------------------------------------- files
    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that can do nothing now are left out of the footer."""
        if action == "save":
            return self.session.changed() or bool(self.session.drafts)
        if action == "save_as":
            return self.session.journey is not None and self.current_mode != "journeys"
        return super().check_action(action, parameters)

    def action_save(self) -> None:
        """Save all that is not saved: an edit may touch several files."""
        self.filing.save_all()

    def action_save_as(self) -> None:
        if self.session.current is not None:
            self.filing.save_as(self.session.current)

    def action_leave(self) -> None:
        """Quit; asks only when something would be lost."""
        self.filing.leave()

    def action_how_to_quit(self) -> None:
        """What other programs quit by says the key that does it here."""
        keys = (active.binding for active in self.active_bindings.values())
        self.say(f"{next(self.get_key_display(k) for k in keys if k.action == 'leave')} quits.")

    def exit(
        self,
        result: Path | None = None,
        return_code: int = 0,
        message: RenderableType | None = None,
    ) -> None:
        """Leave on purpose: what is not saved is given up."""
        self.keeping.end()
        super().exit(result, return_code, message)

    # ---------------------------------------------------------------- between screens
    def action_go(self, id_: str) -> None:
        """Show another screen."""
        place = place_called(id_)
        if isinstance(self.screen, Page):
            self.screen.leave_for(place)
        if not (place.needs_journey and self.session.journey is None):
            self._left.add(self.current_mode)
            self.switch_mode(id_)


def run_app(
    path: Path,
    plain: str | None = None,
    *,
    today: date,
    preferences: Preferences | None = None,
    keep_theme: Callable[[str], None] | None = None,
    debugging: bool = False,
) -> int:
    """Open a folder of journeys or one journey file in the app; with `plain`, print that screen.

    Runs start `today`. `keep_theme` is told when another theme is chosen; `debugging` shows a
    fault of the app with its traceback. A path that cannot be
    opened is a FileError; the answer is an exit status.
    """
    opened = open_path(path, with_contacts=plain is not None)
    settings = asked(RunSettings(today), {"start": "today"})
    app = NurtureApp(opened, settings, preferences, ROOMS, keep_theme, debugging=debugging)
    if plain is None:
        sweep_in_pauses()
        one_heap()
        take_short_turns()
        another = app.run()
        if another is not None:
            return run_app(
                another,
                today=today,
                preferences=app.preferences,
                keep_theme=keep_theme,
                debugging=debugging,
            )
        return app.return_code or 0
    sys.stdout.write(plain_text(opened, settings, plain, ROOMS))
    return 0

"""The app: screens as modes, the session they share, and the manners that hold everywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import ClassVar, TypeVar, cast

from textual.app import App
from textual.binding import Binding, BindingType
from textual.filter import LineFilter
from textual.screen import Screen

from nurture_tui.screens.glyphs import AsciiOnly
from nurture_tui.screens.page import Page
from nurture_tui.screens.places import PLACES, Place
from nurture_tui.screens.preferences import Preferences
from nurture_tui.screens.rooms import Opened, Rooms
from nurture_tui.screens.session import Session
from nurture_tui.screens.theme import THEMES
from nurture_tui.simulation.settings import RunSettings

T = TypeVar("T")


def _page(place: Place) -> Callable[[], Screen[None]]:
    def make() -> Screen[None]:
        module, name = place.page.split(":")
        return cast(type[Page], getattr(import_module(module), name))()

    return make


class NurtureApp(App[None]):
    """The app on an opened workspace."""

    TITLE = "Nurture"
    CSS_PATH = "app.tcss"
    MODES: ClassVar = {place.id: _page(place) for place in PLACES}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "quit", show=False, priority=True, id="app.quit"),
    ]

    def __init__(
        self,
        opened: Opened,
        settings: RunSettings,
        preferences: Preferences | None = None,
        rooms: Rooms | None = None,
    ) -> None:
        super().__init__()
        self.preferences = preferences or Preferences()
        self.session = Session(opened, settings, self, rooms)
        self._ascii = AsciiOnly()

    def on_mount(self) -> None:
        for theme in THEMES:
            self.register_theme(theme)
        known = self.preferences.theme in self.available_themes
        self.theme = self.preferences.theme if known else "nurture-dark"
        self.set_keymap(dict(self.preferences.keymap))
        self.switch_mode("design" if self.session.journey is not None else "journeys")
        self.session.start()

    def get_line_filters(self) -> Sequence[LineFilter]:
        filters = super().get_line_filters()
        return [*filters, self._ascii] if self.preferences.ascii else filters

    def get_key_display(self, binding: Binding) -> str:
        """Keys as words: `ctrl+z`, `f8`, `/`."""
        if binding.key_display is not None:
            return binding.key_display
        names = {"slash": "/", "question_mark": "?", "left_square_bracket": "["}
        names |= {"right_square_bracket": "]", "comma": ",", "full_stop": ".", "plus": "+"}
        names |= {"minus": "-", "semicolon": ";", "delete": "del"}
        *modifiers, key = binding.key.split("+")
        return "+".join([*modifiers, names.get(key, key)])

    # ---------------------------------------------------------------- the session's runner
    def later(self, seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        return self.set_timer(max(seconds, 0.001), call).stop

    def work(self, job: Callable[[], T], done: Callable[[T], None]) -> None:
        def run() -> None:
            answer = job()
            if self.is_running:
                self.call_from_thread(done, answer)

        self.run_worker(run, thread=True, group="session")

    # ---------------------------------------------------------------- between screens
    def action_go(self, place: str) -> None:
        needs = next(p.needs_journey for p in PLACES if p.id == place)
        if not (needs and self.session.journey is None):
            self.switch_mode(place)

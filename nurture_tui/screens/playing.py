"""A screen that plays: frames while it plays, and the keys for play, speed and jumps."""

from __future__ import annotations

from time import monotonic
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.timer import Timer

from nurture_tui.screens.page import Page
from nurture_tui.screens.player import FRAMES_A_SECOND, Player

_KEYS = ("play", "faster", "days", "edge")


class Playing(Page):
    """A page with a player; a subclass gives `show_instant`, and sets `player` when there is one.

    Frames run only while it plays, and it pauses when another screen is shown.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "play", "play", tooltip="play or pause the run", id="simulate.play"),
        Binding(
            "left_square_bracket",
            "faster(-1)",
            "slower",
            tooltip="play slower",
            id="simulate.slower",
        ),
        Binding(
            "right_square_bracket",
            "faster(1)",
            "faster",
            tooltip="play faster",
            id="simulate.faster",
        ),
        Binding("comma", "days(-1)", "day back", tooltip="a day back", id="simulate.back"),
        Binding("full_stop", "days(1)", "day on", tooltip="a day on", id="simulate.on"),
        Binding("home", "edge('start')", "to the start", show=False, id="simulate.start"),
        Binding("end", "edge('end')", "to the end", show=False, id="simulate.end"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.player: Player | None = None
        self._timer: Timer | None = None
        self._last = 0.0

    def show_instant(self) -> None:
        """Bring the widgets to the player's instant."""
        raise NotImplementedError

    def show_player(self, player: Player) -> None:
        """Show another player, and run or pause the frames as it says."""
        changed = player != self.player
        begins = player.playing and not (self.player is not None and self.player.playing)
        self.player = player
        if self._timer is None:
            self._timer = self.set_interval(1 / FRAMES_A_SECOND, self._frame, pause=True)
        if begins:
            self._last = monotonic()
            self._timer.resume()
        elif not player.playing:
            self._timer.pause()
        if changed:
            self.show_instant()

    def jump(self, instant: int) -> None:
        """Show an instant of the run."""
        if self.player is not None:
            self.show_player(self.player.at(instant))

    def pause(self) -> None:
        """Stop playing, if it plays."""
        if self.player is not None and self.player.playing:
            self.show_player(self.player.toggled())

    def _frame(self) -> None:
        if self.player is not None and self.player.playing:
            now = monotonic()
            seconds, self._last = now - self._last, now
            self.show_player(self.player.ran(seconds))

    def on_screen_suspend(self) -> None:
        self.pause()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that can do nothing now are left out of the footer."""
        if action in (*_KEYS, "follow"):
            return self.player is not None
        return super().check_action(action, parameters)

    def action_play(self) -> None:
        if self.player is not None:
            self.show_player(self.player.toggled())

    def action_faster(self, by: int) -> None:
        if self.player is not None:
            self.show_player(self.player.faster(by))

    def action_days(self, days: int) -> None:
        if self.player is not None:
            self.show_player(self.player.days_on(days))

    def action_edge(self, edge: str) -> None:
        if self.player is not None:
            line = self.player.line
            self.jump(line.start if edge == "start" else line.end)

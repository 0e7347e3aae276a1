"""What stands beside the path in Simulate: one view at a time of the run at an instant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from nurture_tui.screens.cells import Part
from nurture_tui.screens.lines import Lines
from nurture_tui.screens.played import Followed, Played
from nurture_tui.screens.player import Player
from nurture_tui.screens.session import Session

EDGE = 3
"""Cells of a row that the mark at its edge and the margin at its end take."""


@dataclass(frozen=True)
class Stage:
    """What a view shows: a prepared run at the player's instant, whom is followed, which step."""

    session: Session
    played: Played
    player: Player
    followed: Followed | None = None
    selected: str | None = None

    @property
    def instant(self) -> int:
        return self.player.instant

    @property
    def stale(self) -> bool:
        return self.session.stale


class View(Lines):
    """A view of the stage as rows. A subclass says its NAME and TITLE, and gives `bring`."""

    NAME: ClassVar[str] = ""
    TITLE: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "screen.close_view", "back", key_display="esc", id="view.back"),
    ]

    class Resized(Message):
        """The view has other cells than its rows were made for."""

    def on_resize(self) -> None:
        self.post_message(self.Resized())

    def watch_show_vertical_scrollbar(self) -> None:
        """A scroll bar that comes takes cells of the rows."""
        self.post_message(self.Resized())

    def bring(self, stage: Stage) -> None:
        """Show the stage as it is now; called for every frame while the view is seen."""
        raise NotImplementedError

    def note(self, stage: Stage) -> str:
        """The short note at the right of the pane's rule."""
        return ""

    @property
    def cells(self) -> int:
        """The cells that the parts of a row have."""
        return max(self.room - EDGE, 1)

    @property
    def rows_wanted(self) -> int:
        """The rows that would show all of it."""
        return len(self._head) + len(self._items)

    def render_line(self, y: int) -> Strip:
        """Without the focus no row is marked: a view is read first."""
        at = y - len(self._head) + self.scroll_offset.y
        if self.has_focus or not 0 <= at < len(self._items):
            return super().render_line(y)
        return self.ink.strip([(" ", ""), *self._items[at]], self.room)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()


def faded(rows: list[list[Part]], stale: bool) -> list[list[Part]]:
    """The rows muted, where they are older than the journey."""
    if not stale:
        return rows
    keep = ("line", "")
    return [[(text, style if style in keep else "muted") for text, style in row] for row in rows]

"""What all screens share: header, body, footer, the keys between them, and the session."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widget import Widget

from nurture_tui.screens.header import Header
from nurture_tui.screens.keybar import KeyBar
from nurture_tui.screens.places import PLACES, Place
from nurture_tui.screens.session import Session, What
from nurture_tui.screens.upkeep import Need

if TYPE_CHECKING:
    from nurture_tui.screens.app import NurtureApp


class Page(Screen[None]):
    """One screen of the app. A subclass sets HERE (its place's id) and gives `compose_body`.

    `on_session_changed(what)` is called for each change, also for those made while another
    screen was shown (then at once when this one comes back, each kind of change once).
    ABOUT says in the help what the screen is for, NEXT is the place whose key the footer shows.
    GIVES_WAY are the bindings, by their ids, that a narrow footer leaves out first. NEEDS is what
    it needs of the journey's run. `plain()` gives the content as text.
    """

    HERE: ClassVar[str] = ""
    ABOUT: ClassVar[str] = ""
    NEXT: ClassVar[str] = ""
    GIVES_WAY: ClassVar[tuple[str, ...]] = ()
    NEEDS: ClassVar[Need] = "counts"
    # Changes on which no key of the screen hangs, so that the footer is not looked through.
    NO_KEYS: ClassVar[frozenset[What]] = frozenset({"lag"})
    AUTO_FOCUS: ClassVar[str | None] = "*"
    DEFAULT_CSS = """
    Page { layout: vertical; background: $background; color: $foreground; }
    Page > #body { height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(place.key, f"app.go('{place.id}')", place.name, show=False, id=f"go.{place.id}")
            for place in PLACES
        ),
        Binding("ctrl+s", "app.save", "save", id="app.save"),
        Binding("ctrl+o", "app.save_as", "save as", show=False, id="app.save-as"),
        Binding("tab", "app.focus_next", "next pane", show=False, id="pane.next"),
        Binding("shift+tab", "app.focus_previous", "pane before", show=False, id="pane.previous"),
    ]

    def __init__(self) -> None:
        super().__init__()
        # A new screen takes the styles as they are now. Without this the app would read all of
        # them again, twice, which is half of the time in which a screen opens.
        self._css_update_count = getattr(self.app, "_css_update_count", -1)
        self._missed: list[What] = []
        self._unlisten: Callable[[], None] | None = None
        self._focus_before: Widget | None = None

    @property
    def session(self) -> Session:
        """The one session of the app."""
        return cast("NurtureApp", self.app).session

    def compose(self) -> ComposeResult:
        yield Header(self.HERE, self.session)
        with Vertical(id="body"):
            yield from self.compose_body()
        yield KeyBar()

    def compose_body(self) -> ComposeResult:
        """The panes of the screen."""
        yield from ()

    def on_session_changed(self, what: What) -> None:
        """Bring the widgets up to date; `what` is the part of the session that changed."""

    def put_away(self, away: bool) -> None:
        """Hide the panes behind the sentence why they are empty (`empty`), or bring them back.

        What is hidden loses the focus; it is given back.
        """
        if away and not self.has_class("empty"):
            self._focus_before = self.focused
        elif not away and self.has_class("empty"):
            self.call_after_refresh(self._focus_again)
        self.set_class(away, "empty")

    def _focus_again(self) -> None:
        if self.focused is None and self._focus_before is not None:
            self._focus_before.focus()
        if self.focused is None:
            self.focus_next()

    # -------------------------------------------------------------- undo
    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that can do nothing now are left out of the footer."""
        history = self.session.history
        match action:
            case "undo":
                return bool(history.past)
            case "redo":
                return bool(history.future)
        return super().check_action(action, parameters)

    def action_undo(self) -> None:
        """Take back the last edit, where a screen has the key for it."""
        self._say_done("Undid", self.session.undo())

    def action_redo(self) -> None:
        """Make the edit that was taken back again."""
        self._say_done("Did again", self.session.redo())

    def _say_done(self, words: str, name: str) -> None:
        if name:
            self.notify(f"{words}: {name}", markup=False, timeout=3)

    @classmethod
    def plain(cls, session: Session) -> str:
        """The content of the screen as text, a fact a line (`nurture --plain`)."""
        raise NotImplementedError

    def leave_for(self, place: Place) -> None:
        """Called before another screen is shown."""

    def on_mount(self) -> None:
        # Textual calls this besides the on_mount of a subclass, which must not call it again.
        self._unlisten = self.session.listen(self._heard)

    def on_unmount(self) -> None:
        if self._unlisten is not None:
            self._unlisten()

    def on_screen_resume(self) -> None:
        self.session.upkeep.need(self.NEEDS)
        missed, self._missed = self._missed, []
        for what in missed:
            self._heard(what)

    def _heard(self, what: What) -> None:
        if not self.is_mounted or not self.query(Header):  # being put up, or taken down
            return
        if not self.is_current:
            if what not in self._missed:
                self._missed.append(what)
            return
        if what != "selection":  # the header says nothing of it
            self.query_one(Header).repaint()
        if what not in self.NO_KEYS:
            self.refresh_bindings()
        self.on_session_changed(what)

"""The Journeys screen: all journeys of the workspace, each with how it does."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import count
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input

from nurture_tui.errors import NurtureError
from nurture_tui.files.changes import TRASH
from nurture_tui.report.together import handed_by
from nurture_tui.screens.beside import TogetherLines
from nurture_tui.screens.dialogs import Choose, Option, TypeWord, said
from nurture_tui.screens.handmap import HandMap
from nurture_tui.screens.journeyfiles import JourneyFiles, as_id
from nurture_tui.screens.journeylist import FilterInput, JourneyList
from nurture_tui.screens.journeytable import sort_keys
from nurture_tui.screens.lines import Lines
from nurture_tui.screens.newjourney import NewJourney
from nurture_tui.screens.opening import others
from nurture_tui.screens.outline import journeys_text
from nurture_tui.screens.page import Page
from nurture_tui.screens.pane import Pane
from nurture_tui.screens.places import Place
from nurture_tui.screens.problems import Findings, summary
from nurture_tui.screens.renaming import Rename
from nurture_tui.screens.session import Session, What
from nurture_tui.screens.unreadable import Unreadable
from nurture_tui.screens.whole import WholeRun
from nurture_tui.screens.widened import Widened

NARROW, ROOMY_HEIGHT = 100, 30
BESIDE_THE_BODY, LEAST_BELOW = 4, 14
"""Rows of header and footer, and what the panes below the table need at least."""
TOGETHER = (31, 46)
"""Cells across of Together: at least, where the map needs the others, and at most."""


class Journeys(Page):
    """Table of journeys; Enter opens one on the Design screen."""

    HERE = "journeys"
    ABOUT = (
        "All journeys of the folder. The line behind each shows its goal rate with the interval "
        "of 95 % against its target, which stands in the middle."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "new", tooltip="a new journey from a template", id="journeys.new"),
        Binding(
            "o",
            "others",
            "open others",
            tooltip="open the journeys of a folder below, or the samples",
            id="journeys.others",
        ),
        Binding("y", "copy", "copy", tooltip="a copy of the journey", id="journeys.copy"),
        Binding(
            "x,delete",
            "remove",
            "remove",
            key_display="x",
            tooltip="move the journey to the trash",
            id="journeys.remove",
        ),
        Binding(
            "r",
            "rename",
            "rename",
            tooltip="another name or id; what names it follows",
            id="journeys.rename",
        ),
        Binding("s", "sort", "sort", id="journeys.sort"),
        Binding("slash", "filter", "filter", id="journeys.filter"),
        Binding("m", "map", "map", tooltip="hand-offs and journeys together", id="journeys.map"),
        Binding(
            "ctrl+z",
            "undo",
            "undo",
            tooltip="undo the last new, copy, remove or rename",
            id="journeys.undo",
        ),
        Binding("ctrl+y", "redo", "redo", show=False, id="journeys.redo"),
    ]
    DEFAULT_CSS = """
    Journeys #below { height: 1fr; display: none; }
    Journeys.roomy #below, Journeys.mapped #below { display: block; }
    Journeys.mapped #journeys-pane { display: none; }
    Journeys #together-pane { margin-left: 1; }
    Journeys.mapped #below { layout: vertical; }
    Journeys.mapped #together-pane { margin-left: 0; }
    Journeys #filter { display: none; height: 1; border: none; padding: 0; margin: 0 2;
        dock: bottom; background: $surface; }
    Journeys #filter:focus { border: none; background-tint: $foreground 0%; }
    Journeys.filtering #filter { display: block; }
    Journeys #shared-pane { height: 4; display: none; }
    Journeys.wrong #shared-pane { display: block; }
    """

    @classmethod
    def plain(cls, session: Session) -> str:
        return journeys_text(session)

    def compose_body(self) -> ComposeResult:
        with Pane("Journeys", id_="journeys-pane"):
            yield JourneyList(self.session, id_="journeys")
            yield FilterInput(placeholder="part of a name", compact=True, id="filter")
        with Horizontal(id="below"):
            with Pane("Hand-offs", id_="map-pane"):
                yield HandMap(self.session, id_="map")
            with Pane("Together", id_="together-pane"):
                yield TogetherLines(self.session, id_="together")
        with Pane("nurture.toml", id_="shared-pane"):
            yield Findings(self.session, id_="shared")

    def on_mount(self) -> None:
        self.whole = WholeRun(self.session)
        self.on_files = JourneyFiles(self.session)
        self.query_one(FilterInput).cursor_blink = False
        self._list.rebuild()
        self._note()
        self._fit()
        self.call_after_refresh(self._below)
        self.call_after_refresh(self._say_unreadable, self._list.asked)
        self.whole.want()

    def on_screen_suspend(self) -> None:
        """The run of all journeys takes memory and time that other screens can use."""
        self.whole.wanted = False

    def on_screen_resume(self) -> None:
        # Textual calls this besides the one of every page.
        self.whole.wanted = True
        self.whole.want()

    @property
    def _list(self) -> JourneyList:
        return self.query_one(JourneyList)

    @property
    def _map(self) -> HandMap:
        return self.query_one(HandMap)

    def on_resize(self, _: events.Resize) -> None:
        self._fit()
        self.call_after_refresh(self._below)

    def _fit(self) -> None:
        """Table above, map and Together below; on a small screen they come by key."""
        size = self.app.size
        roomy = size.width >= NARROW and size.height >= ROOMY_HEIGHT
        self.set_class(roomy, "roomy")
        rows = len(self._list.ids)
        body = size.height - BESIDE_THE_BODY
        airy, tight = 2 * rows + 3, rows + 4
        wanted = airy if airy <= body - LEAST_BELOW else min(tight, body - LEAST_BELOW)
        self.query_one("#journeys-pane").styles.height = max(wanted, 8) if roomy else "1fr"
        # A map that has the screen takes the rows it has, and leaves Together the rest.
        whole = min(self._map.virtual_size.height + 2, body * 2 // 3)
        mapped = self.has_class("mapped")
        self.query_one("#map-pane").styles.height = max(whole, 6) if mapped else "1fr"
        least, most = TOGETHER
        beside = max(least, min(size.width - self._map.least - 1, most))
        self.query_one("#together-pane").styles.width = "1fr" if mapped else beside

    @on(Widened, "#together")
    def _tell_together(self) -> None:
        stale = self.whole.found is not None and not self.whole.fresh
        self.query_one(TogetherLines).rebuild(self.whole.found, self.whole.words, stale=stale)

    def _below(self) -> None:
        """Bring the map and what stands beside it up to date."""
        stale = self.whole.found is not None and not self.whole.fresh
        self._map.rebuild(self.whole.found, stale=stale)
        self._map.choose(self._list.selected)
        self._tell_together()
        days = f"contacts in {self.session.settings.days} days" if self.whole.found else ""
        self.query_one("#map-pane", Pane).note = days
        self._fit()

    def on_session_changed(self, what: What) -> None:
        self.whole.want()
        self._list.rebuild()
        self._note()
        self._below()
        if what == "findings":
            shared = self.query_one(Findings)
            shared.rebuild()
            self.set_class(bool(shared.findings), "wrong")
            self.query_one("#shared-pane", Pane).note = summary(tuple(shared.findings))

    def _note(self) -> None:
        shown = len(self._list.ids)
        there = len(self.session.workspace.journeys) + len(self.session.unread)
        number = f"{shown}" if shown == there else f"{shown} of {there}"
        self.query_one("#journeys-pane", Pane).note = f"{number}, by {self._list.order}"

    @on(Lines.Selected, "#journeys")
    def _chosen(self) -> None:
        self._map.choose(self._list.selected)

    @on(HandMap.Picked)
    async def _picked(self, event: HandMap.Picked) -> None:
        self._list.rebuild(event.id)
        self._map.choose(event.id)
        if event.open:
            await self._open()

    @on(Lines.Opened, "#together")
    async def _about(self, event: Lines.Opened) -> None:
        about = self.query_one(TogetherLines).about[event.number]
        if about in self._list.ids:
            self._list.rebuild(about)
            await self._open()

    def action_map(self) -> None:
        """Give the map the whole screen, or give it back."""
        self.toggle_class("mapped")
        if self.has_class("mapped"):
            self._map.focus()
        else:
            self._list.focus()
        self.call_after_refresh(self._below)

    def action_copy(self) -> None:
        id_ = self._list.selected or ""
        number = next(n for n in count(2) if f"{id_}-{n}" not in self.session.opened.files.journeys)

        def named(new: str | None) -> None:
            if new is not None:
                made = as_id(new)
                self._make(lambda: self.on_files.copy(id_, made), made)

        about = f"A copy of “{id_}”, as it is now. A short name for it, which names its file:"
        self.app.push_screen(TypeWord("Copy", f"{id_}-{number}", about), named)

    def action_rename(self) -> None:
        id_ = self._list.selected or ""
        name = self.session.workspace.journeys[id_].name

        def renamed(new: str | None) -> None:
            if new is not None:
                self._list.rebuild(new)

        take = partial(self.on_files.rename, id_)
        self.app.push_screen(Rename(id_, name, take), renamed)

    def action_remove(self) -> None:
        id_ = self._list.selected or ""
        journeys = self.session.workspace.journeys
        feeders = [one.source for one in handed_by(journeys) if one.target == id_ != one.source]
        undo = self.session.keys["journeys.undo"]
        texts = [f"“{id_}.toml” goes to {TRASH} in its folder; {undo} brings it back."]
        if feeders:
            texts.append(f"It gets contacts from {', '.join(feeders)}, which would lead nowhere.")
        if id_ in journeys and self.session.changed(id_):
            texts.append("It has edits that are not saved: they would be lost.")

        def answered(answer: str | None) -> None:
            if answer is not None:
                self._make(lambda: self.on_files.remove(id_), None)

        options = [Option("x", "remove it", "remove")]
        self.app.push_screen(Choose("Remove a journey", options, *texts), answered)

    def _make(self, change: Callable[[], None], select: str | None) -> None:
        """Change files; an expected error is said, and nothing has changed then."""
        try:
            change()
        except NurtureError as error:
            self.app.push_screen(said("This did not work", error))
            return
        self._list.rebuild(select)
        self.refresh_bindings()

    def action_undo(self) -> None:
        name = self.on_files.undo_name
        self._make(lambda: self.notify(f"Undid: {self.on_files.undo()}.", timeout=3), None)
        if not name:
            self.notify("Nothing to undo here.", timeout=2)

    def action_redo(self) -> None:
        name = self.on_files.redo_name
        self._make(lambda: self.notify(f"Done again: {self.on_files.redo()}.", timeout=3), None)
        if not name:
            self.notify("Nothing to do again.", timeout=2)

    def action_sort(self) -> None:
        orders = list(sort_keys(self.session))
        self._list.order = orders[(orders.index(self._list.order) + 1) % len(orders)]
        self._list.rebuild()
        self._note()

    def action_filter(self) -> None:
        self.add_class("filtering")
        self.query_one(FilterInput).focus()

    def action_to_table(self) -> None:
        self._list.focus()

    def action_clear_filter(self) -> None:
        self.query_one(FilterInput).value = ""
        self.remove_class("filtering")
        self._list.focus()

    @on(Input.Changed, "#filter")
    def _filtered(self, event: Input.Changed) -> None:
        self._list.wanted = event.value
        self._list.rebuild()
        self._note()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "new":
            return self.session.rooms.create is not None
        if action in ("copy", "rename"):
            known = self._list.selected in self.session.workspace.journeys
            return known and self.session.rooms.refile is not None
        if action == "remove":
            return self._list.selected is not None and self.session.rooms.refile is not None
        if action == "undo":
            return bool(self.on_files.undo_name)
        if action == "redo":
            return bool(self.on_files.redo_name)
        if action == "others":
            none = not self._list.ids and not self._list.wanted
            return none and others(self.session.opened.folder) is not None
        if action in ("sort", "filter"):
            return bool(self._list.ids or self._list.wanted)
        return super().check_action(action, parameters)

    def action_others(self) -> None:
        self.app.exit(others(self.session.opened.folder))

    def action_new(self) -> None:
        preview = self.session.rooms.preview
        if preview is None:
            return
        today = self.session.first_day
        dialog = NewJourney(
            self.session.workspace, lambda name: preview(name, today), self.session.create
        )
        self.app.push_screen(dialog, self._made)

    def _made(self, id_: str | None) -> None:
        if id_ is not None:
            self.on_files.created(id_)
            self._list.rebuild(id_)
            self.app.call_next(self.app.run_action, "go('design')")

    def leave_for(self, place: Place) -> None:
        """A screen of one journey is shown for the selected one."""
        if place.needs_journey and self._list.selected is not None:
            self.session.open(self._list.selected)

    @on(Lines.Opened, "#journeys")
    async def _open(self) -> None:
        selected = self._list.selected or ""
        if selected not in self.session.unread:
            await self.app.run_action("go('design')")
            return
        self._say_unreadable(selected)

    def _say_unreadable(self, id_: str) -> None:
        if id_ in self.session.unread:
            self.app.push_screen(Unreadable(self.session, id_))

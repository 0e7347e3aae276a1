"""The Journeys screen: all journeys of the workspace, each with how it does."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from nurture_tui.errors import NurtureError
from nurture_tui.model.journey import Journey
from nurture_tui.screens.cells import Part
from nurture_tui.screens.dialogs import said
from nurture_tui.screens.journeytable import lines, row_of, sort_keys
from nurture_tui.screens.lines import Lines
from nurture_tui.screens.newjourney import NewJourney
from nurture_tui.screens.outline import journeys_text
from nurture_tui.screens.page import Page
from nurture_tui.screens.pane import Pane
from nurture_tui.screens.places import Place
from nurture_tui.screens.session import Session, What

NO_JOURNEYS = "No journey here yet. Press n for a new one from a template."


class JourneyList(Lines):
    """The table: `order` is one of its orders, `wanted` the text that names must contain."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "open", id="journeys.open"),
    ]

    def __init__(self, session: Session, *, id_: str | None = None) -> None:
        super().__init__(id_=id_)
        self.session = session
        self.order, self.wanted = "name", ""
        self.journeys: list[Journey] = []

    @property
    def journey(self) -> Journey | None:
        """The selected journey."""
        return self.journeys[self.chosen] if self.journeys else None

    def rebuild(self) -> None:
        """Show the journeys as they are now; the selected one stays selected."""
        before = self.journey.id if self.journey else self.session.current
        text = self.wanted.casefold()
        found = [
            journey
            for journey in self.session.workspace.journeys.values()
            if text in journey.name.casefold() or text in journey.id
        ]
        self.journeys = sorted(found, key=sort_keys(self.session)[self.order])
        ids = [journey.id for journey in self.journeys]
        self.set_reactive(Lines.chosen, ids.index(before) if before in ids else 0)
        self.redraw()

    def redraw(self) -> None:
        """Draw the same journeys again."""
        rows = [row_of(self.session, journey) for journey in self.journeys]
        head, body = lines(rows, self.size.width, self.chosen)
        empty: list[Part] = [("  ", ""), (self._nothing(), "muted")]
        self.show(body, head=head, empty=empty, airy=True)

    def _nothing(self) -> str:
        return f"No journey is called “{self.wanted}”." if self.wanted else NO_JOURNEYS

    def watch_chosen(self, chosen: int) -> None:
        self.redraw()
        super().watch_chosen(chosen)

    def on_resize(self, _: events.Resize) -> None:
        self.redraw()


class FilterInput(Input):
    """Narrows the table to names that contain what is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter,down", "screen.to_table", "to the table", key_display="enter", id="filter.table"
        ),
        Binding(
            "escape", "screen.clear_filter", "all journeys", key_display="esc", id="filter.all"
        ),
    ]


class Journeys(Page):
    """Table of journeys; Enter opens one on the Design screen."""

    HERE = "journeys"
    ABOUT = (
        "All journeys of the folder. The line behind each shows its goal rate with the interval "
        "of 95 % against its target, which stands in the middle."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "new", tooltip="a new journey from a template", id="journeys.new"),
        Binding("s", "sort", "sort", id="journeys.sort"),
        Binding("slash", "filter", "filter", id="journeys.filter"),
    ]
    DEFAULT_CSS = """
    Journeys #filter { display: none; height: 1; border: none; padding: 0; margin: 0 2;
        dock: bottom; background: $surface; }
    Journeys #filter:focus { border: none; background-tint: $foreground 0%; }
    Journeys.filtering #filter { display: block; }
    """

    @classmethod
    def plain(cls, session: Session) -> str:
        return journeys_text(session)

    def compose_body(self) -> ComposeResult:
        with Pane("Journeys", id_="journeys-pane"):
            yield JourneyList(self.session, id_="journeys")
            yield FilterInput(placeholder="part of a name", compact=True, id="filter")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(FilterInput).cursor_blink = False
        self._list.rebuild()
        self._note()

    @property
    def _list(self) -> JourneyList:
        return self.query_one(JourneyList)

    def on_session_changed(self, what: What) -> None:
        self._list.rebuild()
        self._note()

    def _note(self) -> None:
        shown, there = len(self._list.journeys), len(self.session.workspace.journeys)
        number = f"{shown}" if shown == there else f"{shown} of {there}"
        self.query_one(Pane).note = f"{number}, by {self._list.order}"

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
        if action in ("sort", "filter"):
            return bool(self.session.workspace.journeys)
        return super().check_action(action, parameters)

    def action_new(self) -> None:
        preview = self.session.rooms.preview
        if preview is None:
            return
        today = self.session.first_day
        dialog = NewJourney(self.session.workspace, lambda name: preview(name, today))
        self.app.push_screen(dialog, self._make)

    def _make(self, answer: tuple[str, str] | None) -> None:
        if answer is None:
            return
        try:
            self.session.create(*answer)
        except NurtureError as error:
            self.app.push_screen(said("No journey was made", error))
        else:
            self.app.call_next(self.app.run_action, "go('design')")

    def leave_for(self, place: Place) -> None:
        """A screen of one journey is shown for the selected one."""
        journey = self._list.journey
        if place.needs_journey and journey is not None:
            self.session.open(journey.id)

    @on(Lines.Opened, "#journeys")
    async def _open(self) -> None:
        await self.app.run_action("go('design')")

"""The Journeys screen: all journeys of the workspace, each with how it does."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from nurture_tui.screens.cells import Part
from nurture_tui.screens.dialogs import Say, sentence
from nurture_tui.screens.journeytable import lines, row_of, sort_keys, unread_row
from nurture_tui.screens.lines import Lines
from nurture_tui.screens.newjourney import NewJourney
from nurture_tui.screens.opening import samples
from nurture_tui.screens.outline import journeys_text
from nurture_tui.screens.page import Page
from nurture_tui.screens.pane import Pane
from nurture_tui.screens.places import Place
from nurture_tui.screens.problems import Findings, summary
from nurture_tui.screens.session import Session, What

NO_JOURNEYS = "No journey here yet: n makes one from a template"


class JourneyList(Lines):
    """The table: `order` is one of its orders, `wanted` the text that names must contain.

    Files that cannot be read stand below the journeys.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "open", id="journeys.open"),
    ]

    def __init__(self, session: Session, *, id_: str | None = None) -> None:
        super().__init__(id_=id_)
        self.session = session
        self.order, self.wanted = "name", ""
        self.ids: list[str] = []

    @property
    def selected(self) -> str | None:
        """The id of the selected row."""
        return self.ids[self.chosen] if self.ids else None

    def rebuild(self, select: str | None = None) -> None:
        """Show the journeys as they are now; the selected one stays so, or `select` is it."""
        before = select or self.selected or self.session.current
        text = self.wanted.casefold()
        workspace = self.session.workspace
        found = [
            journey
            for journey in workspace.journeys.values()
            if text in journey.name.casefold() or text in journey.id.casefold()
        ]
        unread = [id_ for id_ in self.session.unread if text in id_.casefold()]
        ordered = sorted(found, key=sort_keys(self.session)[self.order])
        self.ids = [*(journey.id for journey in ordered), *unread]
        self.set_reactive(Lines.chosen, self.ids.index(before) if before in self.ids else 0)
        self.redraw()

    def redraw(self) -> None:
        """Draw the same journeys again."""
        journeys = self.session.workspace.journeys
        rows = [
            row_of(self.session, journeys[id_])
            if id_ in journeys
            else unread_row(self.session, id_)
            for id_ in self.ids
        ]
        head, body = lines(rows, self.size.width, self.chosen)
        empty: list[Part] = [("  ", ""), (self._nothing(), "muted")]
        self.show(body, head=head, empty=empty, airy=True)

    def _nothing(self) -> str:
        if self.wanted:
            return f"No journey is called “{self.wanted}”."
        return f"{NO_JOURNEYS}, o opens the samples." if samples() else f"{NO_JOURNEYS}."

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return bool(self.ids) if action == "open" else super().check_action(action, parameters)

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
        Binding("o", "samples", "samples", tooltip="open the samples", id="journeys.samples"),
        Binding("s", "sort", "sort", id="journeys.sort"),
        Binding("slash", "filter", "filter", id="journeys.filter"),
    ]
    DEFAULT_CSS = """
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
        with Pane("nurture.toml", id_="shared-pane"):
            yield Findings(self.session, id_="shared")

    def on_mount(self) -> None:
        self.query_one(FilterInput).cursor_blink = False
        self._list.rebuild()
        self._note()

    @property
    def _list(self) -> JourneyList:
        return self.query_one(JourneyList)

    def on_session_changed(self, what: What) -> None:
        self._list.rebuild()
        self._note()
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
        if action == "samples":
            return not self._list.ids and not self._list.wanted and samples() is not None
        if action in ("sort", "filter"):
            return bool(self._list.ids or self._list.wanted)
        return super().check_action(action, parameters)

    def action_samples(self) -> None:
        self.app.exit(samples())

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
        file = self.session.opened.files.journeys[selected]
        wrong = [
            f"{file.path.name}:{problem.line}:{problem.column}  "
            f"{sentence(problem.message)} {problem.fix}".strip()
            for problem in file.problems
        ]
        self.app.push_screen(Say("This file cannot be read", *wrong))

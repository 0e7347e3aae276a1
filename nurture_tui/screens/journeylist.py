"""The table of the Journeys screen, and the field that narrows it."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Input

from nurture_tui.screens.cells import Part
from nurture_tui.screens.journeytable import lines, row_of, sort_keys, unread_row
from nurture_tui.screens.lines import Lines
from nurture_tui.screens.opening import others, samples
from nurture_tui.screens.session import Session
from nurture_tui.text import safe

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

    @property
    def asked(self) -> str:
        """The one file that the app was started on, which may be one that cannot be read."""
        chosen = self.session.opened.files.chosen
        return chosen[0] if len(chosen) == 1 else ""

    def rebuild(self, select: str | None = None) -> None:
        """Show the journeys as they are now; the selected one stays so, or `select` is it."""
        before = select or self.selected or self.session.current or self.asked
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
        found = others(self.session.opened.folder)
        if found is None:
            return f"{NO_JOURNEYS}."
        name = "the samples" if found == samples() else f"those in {safe(found.name)}/"
        return f"{NO_JOURNEYS}, o opens {name}."

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

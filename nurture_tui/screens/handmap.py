"""The map of hand-offs: journeys as boxes, the contacts handed from one to the next on lines."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from nurture_tui.layout.across import BOX_ROWS, Across, Stop, Way, lay_across, paint_across
from nurture_tui.report.together import Together, handed_by, in_reading_order
from nurture_tui.screens.cells import Part
from nurture_tui.screens.ink import Ink
from nurture_tui.screens.session import Session
from nurture_tui.screens.theme import painted
from nurture_tui.text import count, safe

LEFT_EDGE = 2
EDGES = LEFT_EDGE + 1
"""Blank cells left and right of the map."""


class HandMap(ScrollView, can_focus=True):
    """Draws the journeys of a session; `rebuild` takes what they did together in a run."""

    ALLOW_SELECT = False  # a press would repaint the whole screen for text that none can take here
    DEFAULT_CSS = "HandMap { height: 1fr; width: 1fr; scrollbar-size: 1 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "open", id="map.open"),
        Binding("up,k", "walk(0, -1)", "up", show=False, id="map.up"),
        Binding("down,j", "walk(0, 1)", "down", show=False, id="map.down"),
        Binding("left,h", "walk(-1, 0)", "left", show=False, id="map.left"),
        Binding("right,l", "walk(1, 0)", "right", show=False, id="map.right"),
    ]

    class Picked(Message):
        """A journey was chosen on the map; `open` for Enter and a double click."""

        def __init__(self, id_: str, *, open_: bool = False) -> None:
            super().__init__()
            self.id, self.open = id_, open_

    def __init__(self, session: Session, *, id_: str | None = None) -> None:
        super().__init__(id=id_)
        self.session = session
        self.ink = Ink(self)
        self.chosen: str | None = None
        self._together: Together | None = None
        self._stale = False
        self._picture: Across = lay_across([], [], 0)
        self._rows: list[list[Part]] = []

    def rebuild(self, together: Together | None, *, stale: bool) -> None:
        """Draw the journeys as they are now, with the numbers of this run."""
        self._together, self._stale = together, stale
        self._draw()

    @property
    def least(self) -> int:
        """The cells across that hold the whole map well; with fewer its boxes close up."""
        return lay_across(self._stops(), self._ways(), 0, close=False).width + EDGES

    def choose(self, id_: str | None) -> None:
        """Show this journey as the selected one."""
        if id_ != self.chosen:
            self.chosen = id_
            self._draw()
            box = self._picture.boxes.get(id_ or "")
            if box is not None:
                region = Region(box.x + LEFT_EDGE, box.y, box.width, BOX_ROWS)
                self.scroll_to_region(region, animate=False, force=True)

    def _draw(self) -> None:
        self._picture = lay_across(self._stops(), self._ways(), self.size.width - EDGES)
        chosen = self.chosen if self.chosen in self._picture.boxes else None
        drawn = paint_across(self._picture, chosen)
        self._rows = [[(text, painted(style)) for text, style in row] for row in drawn]
        notes = self._notes()
        if notes:
            self._rows += [[], *([(note, "muted")] for note in notes)]
        width = max(self._picture.width + EDGES, 1)
        self.virtual_size = Size(width, len(self._rows))
        self.refresh()

    def _stops(self) -> list[Stop]:
        entered = self._together.entered if self._together else {}
        stops = []
        for journey in in_reading_order(list(self.session.workspace.journeys.values())):
            number = count(entered[journey.id]) if journey.id in entered else ""
            idle = self._stale or (self._together is not None and number in ("", "0"))
            stops.append(Stop(journey.id, journey.kind, safe(journey.id), number, idle))
        return stops

    def _ways(self) -> list[Way]:
        handed = self._together.handed if self._together else {}
        ran = self._together.ran if self._together else ()
        ways = []
        for one in handed_by(self.session.workspace.journeys):
            number = handed.get((one.source, one.target), 0)
            label = safe(one.by) + (f" +{one.more}" if one.more else "")
            said = count(number) if one.source in ran else ""
            ways.append(Way(one.source, one.target, label, said, self._stale or not number))
        return ways

    def _notes(self) -> list[str]:
        """What the picture does not show, in words."""
        notes = []
        for way in self._picture.back:
            notes.append(f"{way.source} hands back to {way.target}: {way.text}.")
        for id_ in self.session.workspace.journeys:
            outcome = self.session.outcomes.get(id_)
            if outcome is not None and outcome.problem is not None:
                notes.append(f"{id_} does not run.")
        notes += [f"{id_}.toml cannot be read." for id_ in self.session.unread]
        return [safe(note) for note in notes]

    # -------------------------------------------------------------- drawing
    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.ink.dry()

    def on_resize(self, _: events.Resize) -> None:
        self._draw()

    def render_line(self, y: int) -> Strip:
        at, left = y + self.scroll_offset.y, self.scroll_offset.x
        parts = self._rows[at] if at < len(self._rows) else []
        room = max(self.virtual_size.width, self.size.width)
        strip = self.ink.strip([(" " * LEFT_EDGE, ""), *parts], room)
        return strip.crop(left, left + self.size.width)

    # -------------------------------------------------------------- moving
    def action_walk(self, right: int, down: int) -> None:
        boxes = self._picture.boxes
        here = boxes.get(self.chosen or "")
        if here is None:
            first = next(iter(boxes), None)
            if first is not None:
                self.post_message(self.Picked(first))
            return
        ahead = {
            id_: (abs(box.x - here.x) * abs(down) + abs(box.y - here.y) * abs(right)) * 3
            + abs(box.x - here.x)
            + abs(box.y - here.y)
            for id_, box in boxes.items()
            if (box.x - here.x) * right > 0 or (box.y - here.y) * down > 0
        }
        if ahead:
            self.post_message(self.Picked(min(ahead, key=lambda id_: ahead[id_])))

    def action_open(self) -> None:
        if self.chosen is not None:
            self.post_message(self.Picked(self.chosen, open_=True))

    def on_click(self, event: events.Click) -> None:
        x, y = event.x + self.scroll_offset.x - LEFT_EDGE, event.y + self.scroll_offset.y
        for id_, box in self._picture.boxes.items():
            if box.x <= x < box.x + box.width and box.y <= y < box.y + BOX_ROWS:
                self.post_message(self.Picked(id_, open_=event.chain == 2))

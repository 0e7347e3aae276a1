"""A layout painted row by row, with a selection, to pan: what the canvas and previews share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from nurture_tui.layout import Hit, Layout, Show, jump_spots, other_rows, paint_row
from nurture_tui.screens.ink import Ink
from nurture_tui.screens.minimap import BESIDE, Minimap, View
from nurture_tui.screens.theme import painted
from nurture_tui.screens.walk import spots

NEAR = 3  # cells beside a cut in which what is drawn counts as cut

# How much higher than its room a picture is before a map of it is worth its place.
MUCH = 1.2


class Sheet(Widget):
    """Shows a layout and what lies over it.

    `show_layout` takes a new picture, keeping a step where it is on the screen; `show_over` new
    counts, shares, dots. Rows are painted when they come into view, and kept.
    """

    ALLOW_SELECT = False  # a press would repaint the whole screen for text that none can take here
    DEFAULT_CSS = "Sheet { height: 1fr; width: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("shift+up", "pan(0, 3)", "look up", show=False, id="canvas.look-up"),
        Binding("shift+down", "pan(0, -3)", "look down", show=False, id="canvas.look-down"),
        Binding("shift+left", "pan(8, 0)", "look left", show=False, id="canvas.look-left"),
        Binding("shift+right", "pan(-8, 0)", "look right", show=False, id="canvas.look-right"),
        Binding("pageup", "page(1)", "a page up", show=False, id="canvas.page-up"),
        Binding("pagedown", "page(-1)", "a page down", show=False, id="canvas.page-down"),
    ]

    class Moved(Message):
        """Other rows are in view."""

    def __init__(self, *, id_: str | None = None) -> None:
        super().__init__(id=id_)
        self.ink = Ink(self)
        self.layout_shown: Layout | None = None
        self.over = Show()
        self.origin = (0, 0)
        self.map: Minimap | None = None
        self.map_wanted: bool | None = None  # None: where there is room beside the picture
        self.covered = 0  # cells on the right that another pane lies over
        self._painted: dict[int, Strip] = {}
        self._mapped: tuple[tuple[View, str | None, Minimap], list[Strip]] | None = None

    # -------------------------------------------------------------- what is shown
    def show_layout(
        self, layout: Layout, over: Show, *, fixed: str = "", steady: bool = False
    ) -> None:
        """Show another picture; `fixed` stays where it is on the screen, if it was there.

        With `steady` it stays even where that leaves blank rows at an end of the picture. What
        fits across is always in view across.
        """
        before, was, shown, at = self._on_screen(fixed), self.over, self.layout_shown, self.origin
        map_was, spot_was = self.map, self.map_at()
        self.layout_shown, self.over = layout, over
        self.map = Minimap(layout)
        after = spots(layout).get(fixed)
        if before is not None and after is not None:
            self.origin = (before[0] - after[0], before[1] - after[1])
        else:
            self._centre()
        self._keep_near(slack=steady)
        self.reveal(over.selected or fixed)
        rows = other_rows(shown, layout) if shown is not None else None
        same_spots = (at, spot_was) == (self.origin, self.map_at())
        if shown is None or rows is None or not same_spots or not was.over_only(over):
            self._repaint_all()
            return
        self._repaint_rows(
            rows | was.over_rows(shown) | over.over_rows(layout) | was.number_rows(over, layout)
        )
        if map_was is None or self.map.rows(self.view, over.selected) != map_was.rows(
            self.view, was.selected
        ):
            self.refresh_map()

    def show_over(self, over: Show) -> None:
        """Show other counts, shares or dots on the same picture; repaints the rows that differ."""
        before, self.over = self.over, over
        if self.layout_shown is None or before == over:
            return
        layout = self.layout_shown
        if before.over_only(over):
            rows = before.over_rows(layout) | over.over_rows(layout)
            self._repaint_rows(rows | before.number_rows(over, layout))
        else:
            self._repaint_all()
        if before.selected != over.selected:
            self.refresh_map()

    def _repaint_all(self) -> None:
        """Repaint also rows that are on the screen and no more among the painted ones."""
        self._painted.clear()
        self.refresh()

    def _repaint_rows(self, rows: set[int]) -> None:
        """Repaint rows of the picture, those in view at once."""
        width, height = self.size
        if not height:  # it is not shown, but may come back with the lines that it had
            self._repaint_all()
            return
        for y in rows:
            self._painted.pop(y, None)
            at = y + self.origin[1]
            if 0 <= at < height:
                self.refresh(Region(0, at, width, 1))

    @property
    def rows_in_view(self) -> tuple[int, int, int]:
        """The first and last row of the picture in view (from 1), and how many there are."""
        height = self.layout_shown.height if self.layout_shown else 0
        first = max(-self.origin[1], 0)
        return first + 1, min(self.size.height - self.origin[1], height), height

    @property
    def columns_in_view(self) -> tuple[int, int, int]:
        """The first and last column of the picture in view (from 1), and how many there are."""
        across = self.layout_shown.width if self.layout_shown else 0
        first = max(-self.origin[0], 0)
        return first + 1, min(self.size.width - self.origin[0], across), across

    def reveal(self, id_: str) -> None:
        """Pan as little as it takes to have the step in view."""
        layout = self.layout_shown
        if layout is None or not self.size.width:
            return
        box = layout.boxes.get(id_)
        if box is not None:
            left, right, top, bottom = box.x, box.count_x, box.y, box.y + box.h - 1
        elif id_ in (places := spots(layout)):
            left, top = places[id_]
            right, bottom = left, top
        else:
            return
        x, y = self.origin
        x += min(self.size.width - self.covered - 1 - (right + x), 0)
        x += max(-(left + x), 0)
        y += min(self.size.height - 1 - (bottom + y), 0)
        y += max(-(top + y), 0)
        self.pan_to(x, y)

    def cover(self, cells: int) -> None:
        """Have what is selected in view beside a pane that lies over so many cells on the right."""
        if cells == self.covered:
            return
        self.covered = cells
        if cells:
            self.reveal(self.over.selected or "")
        else:
            self.settle_in()

    # -------------------------------------------------------------- painting
    def render_line(self, y: int) -> Strip:
        return self.with_map(self._picture_line(y), y)

    def _picture_line(self, y: int) -> Strip:
        layout, width = self.layout_shown, self.size.width
        blank = self.ink.style("")
        row = y - self.origin[1]
        if layout is None or not 0 <= row < layout.height:
            return Strip([Segment(" " * width, blank)], width)
        strip = self._painted.get(row)
        if strip is None:
            segments = [
                Segment(text, self.ink.style(painted(style)))
                for text, style in paint_row(layout, row, self.over)
            ]
            strip = self._painted[row] = Strip(segments, layout.width)
        return cut_out(strip, -self.origin[0], width, blank, self.ink.style("muted"))

    @property
    def view(self) -> View:
        """The part of the picture that is on the screen."""
        return View(-self.origin[0], -self.origin[1], *self.size)

    def map_at(self) -> tuple[int, int] | None:
        """Where on the widget the map begins, if it shows.

        It does where much of the picture is out of view, in what is blank beside it; or over it,
        when it is asked for.
        """
        layout, map_ = self.layout_shown, self.map
        if layout is None or map_ is None or self.map_wanted is False:
            return None
        width, height = self.size
        if layout.height <= height and layout.width <= width:
            return None
        x, y = width - map_.across, 1
        beside = x >= max(self.origin[0] + layout.width, 0) + BESIDE
        room = x > BESIDE and y + map_.down < height
        wanted = self.map_wanted or (beside and self._hides_much(layout))
        return (x, y) if room and wanted else None

    def _hides_much(self, layout: Layout) -> bool:
        """Whether more than a row or two is out of view, so that a map tells something."""
        return layout.height > self.size.height * MUCH or layout.width > self.size.width

    def with_map(self, strip: Strip, y: int) -> Strip:
        """A row of the picture, at its end that of the map."""
        spot = self.map_at()
        if spot is None or self.map is None or not 0 <= y - spot[1] < self.map.down:
            return strip
        seen = (self.view, self.over.selected, self.map)
        if self._mapped is None or self._mapped[0] != seen:
            rows = self.map.rows(self.view, self.over.selected)
            self._mapped = (seen, [self.ink.strip(row, self.map.across) for row in rows])
        gap = Strip([Segment(" ", self.ink.style(""))], 1)
        return Strip.join([strip.crop(0, spot[0] - 1), gap, self._mapped[1][y - spot[1]]])

    def refresh_map(self) -> None:
        """Repaint the map's rows."""
        spot = self.map_at()
        if spot is not None and self.map is not None:
            self.refresh(Region(spot[0], spot[1], self.map.across, self.map.down))

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.ink.dry()
        self._painted.clear()
        self._mapped = None

    # -------------------------------------------------------------- panning
    def _on_screen(self, id_: str) -> tuple[int, int] | None:
        if self.layout_shown is None:
            return None
        spot = spots(self.layout_shown).get(id_)
        return None if spot is None else (spot[0] + self.origin[0], spot[1] + self.origin[1])

    def _centre(self) -> None:
        layout = self.layout_shown
        if layout is not None:
            spare = self.size.width - layout.width
            tall = layout.height > self.size.height * MUCH and self.map_wanted is not False
            aside = self.map.across + BESIDE if self.map is not None and tall else 0
            spare -= aside if spare >= aside else 0
            middle = spots(layout).get(self.over.selected or "", (layout.width // 2, 0))[0]
            wide = max(min(self.size.width // 2 - middle, 0), spare)
            self.origin = (spare // 2 if spare >= 0 else wide, 0)

    def _keep_near(self, *, slack: bool = True) -> None:
        """The whole picture in view if it fits, else no blank at its ends.

        With `slack` half of the room may be blank there, but nothing is hidden that fits across.
        """
        layout = self.layout_shown
        if layout is None:
            return
        room = self.size.width - self.covered
        x = _within(self.origin[0], layout.width, room, slack and layout.width > room)
        y = _within(self.origin[1], layout.height, self.size.height, slack)
        self.origin = (x, y)

    def pan_to(self, x: int, y: int, *, slack: bool = True) -> None:
        before = self.origin
        self.origin = (x, y)
        self._keep_near(slack=slack)
        if self.origin != before:
            self.refresh()
            self.post_message(self.Moved())

    def action_pan(self, x: int, y: int) -> None:
        self.pan_to(self.origin[0] + x, self.origin[1] + y)

    def action_page(self, sign: int) -> None:
        self.action_pan(0, sign * max(self.size.height - 4, 1))

    def on_resize(self, _: events.Resize) -> None:
        self.settle_in()

    def settle_in(self) -> None:
        """Take the room there is: centred across, no blank rows, what is selected in view."""
        if self.layout_shown is None:
            return
        rows_up = self.origin[1]
        self._centre()
        self.origin = (self.origin[0], rows_up)
        self._keep_near(slack=False)
        self.reveal(self.over.selected or "")
        # The cells were painted for the new size before the picture moved.
        self.refresh()
        self.post_message(self.Moved())

    def under(self, x: int, y: int) -> Hit | None:
        """What lies under a cell of the widget."""
        if self.layout_shown is None:
            return None
        return self.layout_shown.hit(x - self.origin[0], y - self.origin[1])

    # -------------------------------------------------------------- letters to jump by
    def in_view(self, ids: Iterable[str]) -> list[str]:
        """Of these steps (and folded waits) those in view, in reading order."""
        if self.layout_shown is None:
            return []
        spots = jump_spots(self.layout_shown, ids)
        shown = [
            (y, x, id_)
            for (x, y), id_ in spots.items()
            if 0 <= x + self.origin[0] < self.size.width
            and 0 <= y + self.origin[1] < self.size.height
        ]
        return [id_ for *_, id_ in sorted(shown)]

    def show_jumps(self, jumps: Mapping[str, str]) -> None:
        """Show a letter at each of these steps; none takes them away."""
        self.show_over(replace(self.over, jumps=jumps))


def cut_out(strip: Strip, start: int, width: int, blank: Style, mark: Style) -> Strip:
    """`width` cells of a row from column `start`; `‹` and `›` where what is drawn goes on."""
    whole = strip.cell_length
    shown = strip.crop(max(start, 0), max(whole, start, 0))
    if start < 0:
        shown = Strip([Segment(" " * -start, blank), *shown], whole - start)
    cut_left = 0 < start < whole and _drawn_over(strip, start)
    cut_right = start + width < whole and _drawn_over(strip, start + width)
    shown = shown.adjust_cell_length(width, blank)
    if cut_left:
        shown = Strip.join([Strip([Segment("‹", mark)], 1), shown.crop(1, width)])
    if cut_right:
        shown = Strip.join([shown.crop(0, width - 1), Strip([Segment("›", mark)], 1)])
    return shown


def _drawn_over(strip: Strip, at: int) -> bool:
    """Whether something is drawn close to a cut on both of its sides."""
    left, right = strip.crop(max(at - NEAR, 0), at), strip.crop(at, at + NEAR)
    return not left.text.isspace() and not right.text.isspace()


def _within(at: int, size: int, room: int, slack: bool) -> int:
    """A place on one axis at which a picture of `size` cells is in view of `room`."""
    spare = room - size
    beyond = room // 2 if slack else 0
    return max(min(spare, 0) - beyond, min(at, max(spare, 0) + beyond))

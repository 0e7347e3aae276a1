"""A page to read: blocks of text that scroll, of which one is marked at its edge."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from nurture_tui.report.brief.page import Block, Row
from nurture_tui.screens.ink import Ink
from nurture_tui.screens.widened import TellsWidth

EDGE = 3
"""Cells left of the text; the mark stands in one of them."""


class Reading(ScrollView, TellsWidth, can_focus=True):
    """Blocks below each other; up and down go from one to the next that can be marked.

    A block is marked where it leads to a step; without any of these the text just scrolls. Posts
    Opened for Enter and a double click on a block that leads somewhere.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "read(-1)", "read", key_display="up/down", tooltip="read", id="reading.up"),
        Binding("down,j", "read(1)", "read on", show=False, id="reading.down"),
        Binding("pageup", "scroll_by(-1)", "a page up", show=False, id="reading.page-up"),
        Binding("pagedown,space", "scroll_by(1)", "a page down", show=False, id="reading.page"),
        Binding("home", "go(0)", "the beginning", show=False, id="reading.first"),
        Binding("end", "go(-1)", "the end", show=False, id="reading.last"),
        Binding("enter", "open", "step", tooltip="go to this step in Design", id="reading.open"),
    ]

    class Opened(Message):
        def __init__(self, step: str) -> None:
            super().__init__()
            self.step = step

    chosen: reactive[int] = reactive(0, init=False)

    def __init__(self, *, id_: str | None = None) -> None:
        super().__init__(id=id_)
        self.ink = Ink(self)
        self._blocks: Sequence[Block] = ()
        self._rows: list[tuple[int, Row]] = []
        self._starts: list[int] = []
        self._margin = EDGE

    def show(self, blocks: Sequence[Block], margin: int = EDGE) -> None:
        """Show these blocks, `margin` cells from the left; the mark stays at its number."""
        self._blocks, self._margin = blocks, max(margin, EDGE)
        self._rows, self._starts = [(-1, ())], []
        for number, block in enumerate(blocks):
            self._starts.append(len(self._rows))
            self._rows += [(number, row) for row in block.rows]
        self.virtual_size = Size(0, len(self._rows))
        chosen = min(self.chosen, max(len(blocks) - 1, 0))
        leading = [number for number, block in enumerate(blocks) if block.step]
        if leading and chosen not in leading:
            chosen = leading[0]
        self.set_reactive(Reading.chosen, chosen)
        self.refresh()
        self.refresh_bindings()

    def __len__(self) -> int:
        return len(self._blocks)

    def __bool__(self) -> bool:
        return True

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.ink.dry()

    def render_line(self, y: int) -> Strip:
        at = y + self.scroll_offset.y
        room = self.scrollable_content_region.width
        if at >= len(self._rows):
            return self.ink.strip((), room)
        number, row = self._rows[at]
        marked = number >= 0 and number == self.chosen and bool(self._blocks[number].step)
        has_text = any(text.strip() for text, _ in row)
        mark = "┃" if marked and self.has_focus and has_text else " "
        edge = " " * (self._margin - EDGE)
        return self.ink.strip([(f"{edge}{mark}  ", "bold"), *row], room)

    def watch_chosen(self, chosen: int) -> None:
        if self._starts:
            height = len(self._blocks[chosen].rows)
            region = Region(0, self._starts[chosen], 1, min(height, max(self.size.height, 1)))
            self.scroll_to_region(region, animate=False, force=True)
        self.refresh()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "open":
            return bool(self._blocks and self._blocks[self.chosen].step)
        return True

    def action_read(self, by: int) -> None:
        """To the next block that leads somewhere, if it is near; else some rows on."""
        step = 1 if by > 0 else -1
        number = self.chosen + step
        top, height = self.scroll_offset.y, self.size.height
        while 0 <= number < len(self._blocks) and not self._blocks[number].step:
            number += step
        near = 0 <= number < len(self._blocks) and (
            top - height < self._starts[number] < top + 2 * height - 4
        )
        if near:
            self.chosen = number
        else:
            self.scroll_relative(y=step * 3, animate=False)

    def action_scroll_by(self, pages: int) -> None:
        self.scroll_relative(y=pages * max(self.size.height - 2, 1), animate=False)
        self._choose_shown()

    def action_go(self, end: int) -> None:
        self.scroll_to(y=0 if end == 0 else len(self._rows), animate=False)
        self._choose_shown(last=end != 0)

    def _choose_shown(self, *, last: bool = False) -> None:
        """Mark the first block on the screen that leads somewhere (or the last there is)."""
        leading = [number for number, block in enumerate(self._blocks) if block.step]
        top = self.scroll_target_y
        shown = [number for number in leading if self._starts[number] >= top]
        found = leading[-1:] if last else shown[:1]
        if found:
            self.set_reactive(Reading.chosen, found[0])
        self.refresh()
        self.refresh_bindings()

    def action_open(self) -> None:
        if self._blocks and self._blocks[self.chosen].step:
            self.post_message(self.Opened(self._blocks[self.chosen].step))

    def on_click(self, event: events.Click) -> None:
        at = event.y + self.scroll_offset.y
        number = self._rows[at][0] if at < len(self._rows) else -1
        if number >= 0 and self._blocks[number].step:
            self.chosen = number
            if event.chain == 2:
                self.action_open()

"""A list of rows that scrolls, of which one is selected: tables, problems, choices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from nurture_tui.screens.cells import Part
from nurture_tui.screens.ink import Ink


class Lines(ScrollView, can_focus=True):
    """Rows made of parts; subclasses give `items`, and `head` rows that do not scroll.

    The selected row has `┃` at its edge and the panel behind it. Posts Selected when the
    selection moves and Opened for Enter and a double click, each with the row's number.
    """

    ALLOW_SELECT = False  # a press would repaint the whole screen for text that none can take here
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "up", show=False, id="list.up"),
        Binding("down,j", "move(1)", "down", show=False, id="list.down"),
        Binding("pageup", "page(-1)", "a page up", show=False, id="list.page-up"),
        Binding("pagedown", "page(1)", "a page down", show=False, id="list.page-down"),
        Binding("home", "move(-1000000)", "first", show=False, id="list.first"),
        Binding("end", "move(1000000)", "last", show=False, id="list.last"),
    ]

    # A click opens a row at once: a list of commands has nothing to be selected for.
    OPENS_AT_ONCE: ClassVar[bool] = False
    # Whether the selected row shows when the focus is elsewhere.
    KEEPS_SELECTION: ClassVar[bool] = True

    class Selected(Message):
        def __init__(self, lines: Lines, number: int) -> None:
            super().__init__()
            self.lines, self.number = lines, number

        @property
        def control(self) -> Lines:
            return self.lines

    class Opened(Selected):
        pass

    chosen: reactive[int] = reactive(0, init=False)

    def __init__(self, *, id_: str | None = None) -> None:
        super().__init__(id=id_)
        self.ink = Ink(self)
        self._items: Sequence[Sequence[Part]] = ()
        self._head: Sequence[Sequence[Part]] = ()
        self._empty: Sequence[Part] = ()
        self._step = 1
        self._height = 0

    def show(
        self,
        items: Sequence[Sequence[Part]],
        *,
        head: Sequence[Sequence[Part]] = (),
        empty: Sequence[Part] = (),
        airy: bool = False,
    ) -> None:
        """Show these rows; `airy` puts a blank row between them while all fit."""
        self._items, self._head, self._empty = items, head, empty
        room = self.size.height - len(head)
        self._step = 2 if airy and 2 * len(items) - 1 <= room else 1
        blank = self._step - 1 if items else 0
        self._take_rows(len(head) + self._step * len(items) - blank)
        self.set_reactive(Lines.chosen, max(0, min(self.chosen, len(items) - 1)))
        self.refresh()

    def _take_rows(self, rows: int) -> None:
        """Have so many rows; the screen is laid out anew only where a scroll bar comes or goes."""
        size, height = Size(0, rows), self.styles.height
        beyond = rows > self.container_size.height
        if beyond != self.show_vertical_scrollbar or height is None or height.is_auto:
            self.virtual_size = size
            return
        self.set_reactive(Lines.virtual_size, size)
        if beyond:
            self.vertical_scrollbar.window_virtual_size = rows
        self.scroll_to(y=min(self.scroll_y, self.max_scroll_y), animate=False)

    @property
    def room(self) -> int:
        """The cells of a row: what the scroll bar leaves, so that a cut is seen as one."""
        return self.scrollable_content_region.width

    def __len__(self) -> int:
        return len(self._items)

    def __bool__(self) -> bool:
        return True

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.ink.dry()

    def render_line(self, y: int) -> Strip:
        width = self.room
        if y < len(self._head):
            return self.ink.strip(self._head[y], width)
        at, rest = divmod(y - len(self._head) + self.scroll_offset.y, self._step)
        # Below a blank row, where the pane has one to spare.
        spare = int(self.size.height - len(self._head) > 2)
        if not self._items and y == len(self._head) + spare:
            return self.ink.strip(self._empty, width)
        if rest or at >= len(self._items):
            return self.ink.strip((), width)
        if at == self.chosen and (self.has_focus or self.KEEPS_SELECTION):
            parts = [("┃", "bold"), *self._items[at]]
            return self.ink.strip(self._stand_out(parts), width - 2, "$panel").extend_cell_length(
                width, self.ink.style("")
            )
        return self.ink.strip([(" ", ""), *self._items[at]], width)

    def _stand_out(self, parts: Sequence[Part]) -> list[Part]:
        return list(parts)

    def watch_chosen(self, chosen: int) -> None:
        self._bring_chosen_into_view()
        self.refresh()
        if self._items:
            self.post_message(self.Selected(self, chosen))

    @on(events.Resize)
    def _take_height(self) -> None:
        if self.size.height != self._height:  # the row was in view in the height there was
            self._height = self.size.height
            self._bring_chosen_into_view()

    def _bring_chosen_into_view(self) -> None:
        above = len(self._head)
        y = above + self.chosen * self._step
        if y - above < self.scroll_offset.y:
            self.scroll_to(y=y - above, animate=False)
        else:
            self.scroll_to_region(Region(0, y, 1, 1), animate=False, force=True)

    def action_move(self, by: int) -> None:
        self.chosen = max(0, min(self.chosen + by, len(self._items) - 1))

    def action_page(self, by: int) -> None:
        rows = max((self.size.height - len(self._head)) // self._step - 1, 1)
        self.action_move(by * rows)

    def action_open(self) -> None:
        if self._items:
            self.post_message(self.Opened(self, self.chosen))

    def on_click(self, event: events.Click) -> None:
        if event.y < len(self._head):
            return
        at = (event.y - len(self._head) + self.scroll_offset.y) // self._step
        if at < len(self._items):
            self.chosen = at
            if event.chain == (1 if self.OPENS_AT_ONCE else 2):
                self.action_open()

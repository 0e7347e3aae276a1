"""The canvas: a sheet on which steps are chosen and connected, by keys and by the mouse."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from nurture_tui.layout import Direction, trail
from nurture_tui.screens.sheet import Sheet
from nurture_tui.screens.walk import neighbour, spots

DRAG_FROM = 2
WHEEL_ROWS = 3
RIGHT_BUTTON = 3
EDGE_PAN = 2


class Canvas(Sheet, can_focus=True):
    """Posts intents and never changes a journey.

    A drag from a step that `leads` draws a line to one that `takes` it; any other drag pans.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "walk('up')", "up", show=False, id="canvas.up"),
        Binding("down,j", "walk('down')", "down", show=False, id="canvas.down"),
        Binding("left,h", "walk('left')", "left", show=False, id="canvas.left"),
        Binding("right,l", "walk('right')", "right", show=False, id="canvas.right"),
        Binding("escape", "let_go", "draw no line", show=False, id="canvas.let-go"),
    ]

    class Picked(Message):
        """A step was chosen by key or mouse; `open` for a double click, `menu` for a right one."""

        def __init__(self, id_: str, *, open_: bool = False, menu: bool = False) -> None:
            super().__init__()
            self.id, self.open, self.menu = id_, open_, menu

    class Beyond(Message):
        """An arrow key led on to the right of the picture."""

    class Connected(Message):
        """A line was drawn from one step to another."""

        def __init__(self, source: str, target: str) -> None:
            super().__init__()
            self.source, self.target = source, target

    def __init__(self, *, id_: str | None = None) -> None:
        super().__init__(id_=id_)
        self._pressed: tuple[int, int] | None = None
        self._source = ""  # the step that a line is drawn from
        self._dragging = False
        self._on_map = False

    # -------------------------------------------------------------- choosing
    def action_walk(self, direction: Direction) -> None:
        layout = self.layout_shown
        if layout is None or not layout.boxes:
            return
        here = self.over.selected
        if here is None or here not in spots(layout):
            self.post_message(self.Picked(next(iter(layout.boxes))))
            return
        to = neighbour(layout, here, direction)
        if to is not None:
            self.post_message(self.Picked(to))
        elif direction == "right":
            self.post_message(self.Beyond())

    def leads(self, id_: str) -> bool:
        """Whether lines can be drawn from a step (else dragging it pans)."""
        return False

    def takes(self, id_: str) -> bool:
        """Whether lines can be drawn to a step."""
        return False

    def action_map(self) -> None:
        """Show the map of the whole picture, or put it away."""
        self.map_wanted = self.map_at() is None
        self.refresh()

    def _go_on_map(self, x: int, y: int) -> bool:
        """Bring what a cell of the map stands for to the middle; whether it is one."""
        spot, map_ = self.map_at(), self.map
        if spot is None or map_ is None:
            return False
        at_x, at_y = x - spot[0], y - spot[1]
        if not (0 <= at_x < map_.across and 0 <= at_y < map_.down):
            return False
        to_x, to_y = map_.at(at_x, at_y)
        layout = self.layout_shown
        wide = layout is not None and layout.width > self.size.width
        across = self.size.width // 2 - to_x if wide else self.origin[0]
        self.pan_to(across, self.size.height // 2 - to_y, slack=False)
        return True

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._on_map = self._go_on_map(event.x, event.y)
        if self._on_map:
            self.capture_mouse()
            return
        self._pressed, self._dragging = (event.x, event.y), False
        hit = self.under(event.x, event.y)
        node = hit.node if hit is not None and event.button != RIGHT_BUTTON else ""
        self._source = node if node and self.leads(node) else ""
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._on_map:
            self._go_on_map(event.x, event.y)
        if self._pressed is None:
            return
        x, y = event.x - self._pressed[0], event.y - self._pressed[1]
        if self._dragging or abs(x) >= DRAG_FROM or abs(y) >= DRAG_FROM:
            self._dragging = True
            if self._source:
                self._draw_to(event.x, event.y)
            else:
                self._pressed = (event.x, event.y)
                self.action_pan(x, y)

    def _draw_to(self, x: int, y: int) -> None:
        """Draw the line from the source to the pointer; at an edge of the view, pan on."""
        layout = self.layout_shown
        if layout is None or self._source not in layout.boxes:
            return
        self.pan_to(
            self.origin[0] + EDGE_PAN * ((x <= 0) - (x >= self.size.width - 1)),
            self.origin[1] + EDGE_PAN * ((y <= 0) - (y >= self.size.height - 1)),
        )
        hit = self.under(x, y)
        node = hit.node if hit is not None else ""
        aimed = node if node and node != self._source and self.takes(node) else None
        cell = (x - self.origin[0], y - self.origin[1])
        drawn = trail(layout.boxes[self._source], cell, layout.boxes.get(aimed or ""))
        self.show_over(replace(self.over, aimed=aimed, trail=drawn))

    def on_mouse_up(self, _: events.MouseUp) -> None:
        source, target = self._source, self.over.aimed
        drawn = self._dragging and bool(source)
        self._pressed = None
        self._let_go()
        self.release_mouse()
        if drawn and target is not None:
            self.post_message(self.Connected(source, target))

    def _let_go(self) -> None:
        self._source = ""
        self.show_over(replace(self.over, aimed=None, trail={}))

    def action_let_go(self) -> None:
        """Give up the line that is being drawn; the mouse may still be down."""
        self._pressed = None
        self._let_go()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "let_go":
            return bool(self._source) and self._dragging
        if action == "map":
            shown = self.layout_shown
            return shown is not None and (
                shown.height > self.size.height or shown.width > self.size.width
            )
        return super().check_action(action, parameters)

    def on_click(self, event: events.Click) -> None:
        if self._dragging or self._on_map:
            self._dragging = self._on_map = False
            return
        hit = self.under(event.x, event.y)
        if hit is None or hit.kind == "edge":
            return
        picked = hit.node if hit.kind == "node" else hit.waits[0]
        left = event.button != RIGHT_BUTTON
        self.post_message(self.Picked(picked, open_=left and event.chain == 2, menu=not left))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._wheel(event, -WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._wheel(event, WHEEL_ROWS)

    def on_mouse_scroll_left(self, _: events.MouseScrollLeft) -> None:
        self.action_pan(2 * WHEEL_ROWS, 0)

    def on_mouse_scroll_right(self, _: events.MouseScrollRight) -> None:
        self.action_pan(-2 * WHEEL_ROWS, 0)

    def _wheel(self, event: events.MouseEvent, by: int) -> None:
        if event.shift:
            self.action_pan(2 * by, 0)
        else:
            self.action_pan(0, by)
        event.stop()

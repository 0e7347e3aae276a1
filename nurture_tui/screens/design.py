"""The Design screen: the path, what is watched everywhere, the selected step, the problems."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from nurture_tui.screens.canvas import Canvas
from nurture_tui.screens.page import Page
from nurture_tui.screens.pane import Pane
from nurture_tui.screens.path import PathCanvas
from nurture_tui.screens.session import What


class Design(Page):
    """A journey on the canvas."""

    HERE = "design"

    def compose_body(self) -> ComposeResult:
        with Pane("Path", "boxes", id_="path-pane"):
            yield PathCanvas(self.session, id_="path")

    def on_session_changed(self, what: What) -> None:
        self.query_one(PathCanvas).redraw()

    def on_resize(self) -> None:
        self.call_after_refresh(self.query_one(PathCanvas).redraw)

    @on(Canvas.Picked)
    def _picked(self, event: Canvas.Picked) -> None:
        self.session.select(event.id)

    @on(Canvas.Moved)
    def _moved(self) -> None:
        canvas = self.query_one(PathCanvas)
        first, last, height = canvas.rows_in_view
        rows = f", rows {first}–{last} of {height}" if last - first + 1 < height else ""
        self.query_one("#path-pane", Pane).note = f"{canvas.zoom_now}{rows}"

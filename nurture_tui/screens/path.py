"""The path of the open journey on a canvas: picture, counts and shares from the session."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from nurture_tui.layout import Layout, Show, Sketch, Zoom, fold_runs, lay_out
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import ports
from nurture_tui.report.sketch import (
    END,
    ENTRY,
    count_texts,
    mark_texts,
    share_texts,
    sketch,
)
from nurture_tui.screens.canvas import Canvas
from nurture_tui.screens.session import Session
from nurture_tui.screens.walk import spots

CHIPS_BELOW_WIDTH, CHIPS_BELOW_HEIGHT = 100, 30
IN_THREAD_FROM = 100


@dataclass(frozen=True)
class _Wanted:
    """What a layout is made of; another is made only when this differs."""

    sketch: Sketch
    zoom: Zoom
    room: int

    def laid_out(self) -> Layout:
        return lay_out(self.sketch, zoom=self.zoom, room=self.room)


class PathCanvas(Canvas):
    """Shows a session's journey; `zoom` None takes what suits the size of the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.edit", "edit", id="canvas.edit"),
        Binding("z,plus,minus", "zoom", "zoom", show=False, id="canvas.zoom"),
        Binding("o", "map", "map of the whole", show=False, id="canvas.map"),
        Binding("F", "fold", "fold long runs", show=False, id="canvas.fold"),
    ]

    def __init__(self, session: Session, *, id_: str | None = None) -> None:
        super().__init__(id_=id_)
        self.session = session
        self.zoom: Zoom | None = None
        self.folded = False
        self._drawn: _Wanted | None = None
        self._drawn_of: Journey | None = None
        self._laying_out = False

    @property
    def zoom_now(self) -> Zoom:
        """Boxes, or chips where the screen is small or the user wants them."""
        if self.zoom is not None:
            return self.zoom
        size = self.app.size
        small = size.width < CHIPS_BELOW_WIDTH or size.height < CHIPS_BELOW_HEIGHT
        return "chips" if small else "boxes"

    def action_zoom(self) -> None:
        after: dict[Zoom, Zoom] = {"boxes": "chips", "chips": "outline", "outline": "boxes"}
        self.zoom = after[self.zoom_now]
        self.redraw()

    def action_fold(self) -> None:
        """Draw long runs as one box each, or whole again; the one that is selected stays open."""
        self.folded = not self.folded
        self.redraw()

    def on_resize(self, _: events.Resize) -> None:
        # Textual calls this besides the canvas's own.
        self.call_after_refresh(self.redraw)

    def redraw(self) -> None:
        """Lay the journey out again if its picture differs, and show the latest counts."""
        wanted = self._wanted()
        if wanted is None or wanted == self._drawn:
            self.show_over(self._over())
            return
        if len(wanted.sketch.nodes) < IN_THREAD_FROM:
            self._show(wanted, wanted.laid_out())
            return
        # What can be shown at once is shown first: the answer to a key does not wait for a layout.
        self.show_over(self._over())
        if not self._laying_out:
            self._laying_out = True
            self.call_after_refresh(
                self.session.runner.work,
                wanted.laid_out,
                lambda layout: self._laid_out(wanted, layout),
            )

    def _wanted(self) -> _Wanted | None:
        session = self.session
        if session.journey is None or not self.size.width:
            return None
        marks = mark_texts((f.step, f.severity, f.code) for f in session.problems if f.step)
        marked = {f.step for f in session.problems if f.step and f.severity in ("error", "warning")}
        drawn = sketch(
            session.journey,
            session.workspace,
            marks=marks,
            unfolded={session.selected, *marked},
        )
        if self.folded:
            drawn = fold_runs(drawn, {session.selected, *marked})
        return _Wanted(drawn, self.zoom_now, self.size.width)

    def _laid_out(self, wanted: _Wanted, layout: Layout) -> None:
        self._laying_out = False
        if self.is_attached:
            self._show(wanted, layout)
            self.redraw()

    def _show(self, wanted: _Wanted, layout: Layout) -> None:
        before, now = self._drawn_of, self.session.journey
        drawn = self._drawn
        other_room = drawn is not None and (drawn.zoom, drawn.room) != (wanted.zoom, wanted.room)
        self._drawn, self._drawn_of = wanted, now
        same = before is not None and now is not None and before.id == now.id
        fixed = self._fixed() if same else ""
        # A step that is only looked at may move, so that no blank rows are left; one that is worked
        # on stays, also when findings come.
        looked_at = self.over.selected != self.session.selected and before == now
        self.show_layout(layout, self._over(), fixed=fixed, steady=not looked_at)
        if other_room:
            self.settle_in()
        self.post_message(self.Moved())

    def _fixed(self) -> str:
        """What stays where it is: the selected step, or a new one's neighbour selected before."""
        selected = self.session.selected
        known = self.layout_shown is not None and selected in spots(self.layout_shown)
        return selected if known else self.over.selected or ""

    def leads(self, id_: str) -> bool:
        journey = self.session.journey
        step = journey.steps.get(id_) if journey is not None else None
        return id_ == ENTRY or (step is not None and bool(ports(step)))

    def takes(self, id_: str) -> bool:
        journey = self.session.journey
        return journey is not None and (id_ in journey.steps or id_.startswith(END))

    def _over(self) -> Show:
        session, counts = self.session, self.session.counts
        return replace(
            self.over,
            selected=session.selected,
            counts=count_texts(counts) if counts is not None else {},
            shares=share_texts(counts) if counts is not None else {},
            stale=session.stale and counts is not None,
        )

    def show_over(self, over: Show) -> None:
        before = self.over.selected
        super().show_over(over)
        if over.selected != before:
            self.reveal(over.selected or "")

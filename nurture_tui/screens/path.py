"""The path of the open journey on a canvas: picture, counts and shares from the session."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from nurture_tui.checks.finding import Finding
from nurture_tui.layout import EdgeKey, Layout, Show, Sketch, Zoom, fold_runs, lay_out
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Wait, ports
from nurture_tui.model.workspace import Workspace
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
from nurture_tui.simulation.result import JourneyResult

CHIPS_BELOW_WIDTH, CHIPS_BELOW_HEIGHT = 100, 30
IN_THREAD_FROM = 100
KEPT = 4
"""Layouts kept to come back to: steps to either side of a wait, and the wait unfolded."""


@dataclass(frozen=True)
class _Of:
    """What a sketch is made of: another is made only of another journey, or selected wait."""

    journey: Journey
    workspace: Workspace
    problems: tuple[Finding, ...]
    folded: bool
    selected: str

    def holds(self, other: _Of) -> bool:
        """Whether the sketch of these is that of `other` too; told by what is the same object."""
        return (
            self.journey is other.journey
            and self.workspace is other.workspace
            and self.problems is other.problems
            and (self.folded, self.selected) == (other.folded, other.selected)
        )

    def sketched(self) -> Sketch:
        """The journey with its waits folded onto their lines; those selected or marked are not."""
        found = [finding for finding in self.problems if finding.step]
        open_ = {self.selected, *(f.step for f in found if f.severity in ("error", "warning"))}
        marks = mark_texts((f.step, f.severity, f.code) for f in found)
        drawn = sketch(self.journey, self.workspace, marks=marks, unfolded=open_)
        return fold_runs(drawn, open_) if self.folded else drawn


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
        self._drawn_for = ""
        self._sketched: tuple[_Of, Sketch] | None = None
        self._said_of: JourneyResult | None = None
        self._said: tuple[dict[str, str], dict[EdgeKey, str]] = ({}, {})
        self._kept: dict[_Wanted, Layout] = {}
        self._laying_out = False

    @property
    def zoom_now(self) -> Zoom:
        """Boxes, or chips where the screen is small or the user wants them."""
        if self.zoom is not None:
            return self.zoom
        size = self.app.size
        small = size.width < CHIPS_BELOW_WIDTH or size.height < CHIPS_BELOW_HEIGHT
        return "chips" if small else "boxes"

    @property
    def needed(self) -> int:
        """The columns that would do for the picture; 0 until it is laid out for its room."""
        layout, drawn = self.layout_shown, self._drawn
        up_to_date = drawn is not None and drawn.room == self.size.width
        return layout.least if layout is not None and up_to_date else 0

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
        elif (known := self._kept.get(wanted)) is not None:
            self._show(wanted, known)
        elif self._looked_on() or len(wanted.sketch.nodes) >= IN_THREAD_FROM:
            # What can be shown at once is shown first: the answer to a key waits for no layout.
            self.show_over(self._over())
            self._lay_out_later()
        else:
            self._show(wanted, wanted.laid_out())

    def _looked_on(self) -> bool:
        """Whether only another step is looked at: a wait folds, another unfolds."""
        drawn, session = self._drawn, self.session
        return (
            drawn is not None
            and self._drawn_of is session.journey
            and self._drawn_for != session.selected
            and (drawn.zoom, drawn.room) == (self.zoom_now, self.size.width)
        )

    def _lay_out_later(self) -> None:
        """Once what is shown now has been painted, ask for the picture that is wanted then."""
        if not self._laying_out:
            self._laying_out = True
            self.call_after_refresh(self._lay_out)

    def _lay_out(self) -> None:
        wanted = self._wanted()
        if wanted is None or wanted == self._drawn:
            self._laying_out = False
        elif len(wanted.sketch.nodes) < IN_THREAD_FROM:
            self._laid_out(wanted, wanted.laid_out())
        else:
            self.session.runner.work(wanted.laid_out, lambda layout: self._laid_out(wanted, layout))

    def _wanted(self) -> _Wanted | None:
        session = self.session
        journey = session.journey
        if journey is None or not self.size.width:
            return None
        chosen = journey.steps.get(session.selected)
        # Of the selection only a wait matters, which unfolds, or a step of a run that is folded.
        matters = self.folded or isinstance(chosen, Wait)
        of = _Of(
            journey,
            session.workspace,
            session.problems,
            self.folded,
            session.selected if matters else "",
        )
        if self._sketched is None or not self._sketched[0].holds(of):
            self._sketched = (of, of.sketched())
        return _Wanted(self._sketched[1], self.zoom_now, self.size.width)

    def _laid_out(self, wanted: _Wanted, layout: Layout) -> None:
        self._laying_out = False
        if self.is_attached:
            self._show(wanted, layout)
            self.redraw()

    def _show(self, wanted: _Wanted, layout: Layout) -> None:
        before, now = self._drawn_of, self.session.journey
        drawn = self._drawn
        other_room = drawn is not None and (drawn.zoom, drawn.room) != (wanted.zoom, wanted.room)
        # A step that is only looked at may move, so that no blank rows are left; one that is worked
        # on stays, also when findings come.
        looked_at = self._drawn_for != self.session.selected and before is now
        self._drawn, self._drawn_of, self._drawn_for = wanted, now, self.session.selected
        self._keep(wanted, layout)
        same = before is not None and now is not None and before.id == now.id
        fixed = self._fixed() if same else ""
        self.show_layout(layout, self._over(), fixed=fixed, steady=not looked_at)
        if other_room:
            self.settle_in()
        self.post_message(self.Moved())

    def _keep(self, wanted: _Wanted, layout: Layout) -> None:
        self._kept.pop(wanted, None)
        self._kept[wanted] = layout
        if len(self._kept) > KEPT:
            self._kept.pop(next(iter(self._kept)))

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
        if counts is not self._said_of:
            self._said_of = counts
            self._said = (
                (count_texts(counts), share_texts(counts)) if counts is not None else ({}, {})
            )
        return replace(
            self.over,
            selected=session.selected,
            counts=self._said[0],
            shares=self._said[1],
            stale=session.upkeep.dimmed and counts is not None,
        )

    def show_over(self, over: Show) -> None:
        before = self.over.selected
        super().show_over(over)
        if over.selected != before:
            self.reveal(over.selected or "")

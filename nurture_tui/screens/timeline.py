"""The sends a day as bars, which are the time line too: click or drag to jump."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

import numpy as np
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from nurture_tui.report.timeline import Timeline
from nurture_tui.screens.cells import Part
from nurture_tui.screens.ink import Ink
from nurture_tui.simulation.result import Ints
from nurture_tui.text import count

LEFT, LEFT_LEAST = 12, 9
"""Cells for what stands before the bars; fewer where a bar a day then fits."""
RIGHT, RIGHT_LEAST = 2, 1
EIGHTHS = " ▁▂▃▄▅▆▇█"


@dataclass(frozen=True)
class Scale:
    """Days on cells: `cells` a bar with its gap, `days` a bar; one of them is 1."""

    days: int
    cells: int
    bars: int

    @property
    def width(self) -> int:
        return self.bars * self.cells


def scale_for(days: int, room: int) -> Scale:
    """Two cells a day where they fit, else one, else several days a bar."""
    if days * 2 <= room:
        return Scale(1, 2, days)
    a_bar = max(1, -(-days // max(room, 1)))
    return Scale(a_bar, 1, -(-days // a_bar))


def day_label(day: datetime, before: datetime | None) -> str:
    """`2 Nov` where a month begins to be shown, else the day alone."""
    same = before is not None and (before.year, before.month) == (day.year, day.month)
    return str(day.day) if same else f"{day.day} {day:%b}"


class TimeLine(Widget, can_focus=True):
    """The plot of sends a day with the scrubber under it; posts Jumped with an instant."""

    ALLOW_SELECT = False  # a press would repaint the whole screen for text that none can take here
    DEFAULT_CSS = "TimeLine { height: 1fr; width: 100%; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "screen.days(-1)", "day back", show=False, id="timeline.back"),
        Binding("right,l", "screen.days(1)", "day on", show=False, id="timeline.on"),
        Binding(
            "shift+left,pageup",
            "screen.days(-7)",
            "week back",
            show=False,
            id="timeline.week-back",
        ),
        Binding(
            "shift+right,pagedown",
            "screen.days(7)",
            "week on",
            show=False,
            id="timeline.week-on",
        ),
    ]

    class Jumped(Message):
        def __init__(self, instant: int) -> None:
            super().__init__()
            self.instant = instant

    def __init__(self, *, id_: str | None = None) -> None:
        super().__init__(id=id_)
        self.ink = Ink(self)
        self.line: Timeline | None = None
        self.instant = 0
        self._sends: Ints = np.zeros(0, dtype=np.int64)
        self._dragging = False

    def show(self, line: Timeline, instant: int) -> None:
        """Show another run."""
        self.line, self.instant = line, instant
        self._sends = line.sends_a_day()
        self.refresh()

    def show_instant(self, instant: int) -> None:
        """Move the scrubber; nothing is drawn where it stays in its cell and day."""
        if self.line is None or instant == self.instant:
            return
        before = self._marks()
        self.instant = instant
        if before != self._marks():
            self.refresh()

    def clear(self) -> None:
        self.line = None
        self.refresh()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.ink.dry()

    # -------------------------------------------------------------- geometry
    @property
    def left(self) -> int:
        """The cells before the bars."""
        days = self.line.days if self.line else 1
        roomy, tight = (self.size.width - LEFT - RIGHT, self.size.width - LEFT_LEAST - RIGHT_LEAST)
        return LEFT_LEAST if roomy < days <= tight else LEFT

    @property
    def scale(self) -> Scale:
        days, left = self.line.days if self.line else 1, self.left
        return scale_for(days, self.size.width - left - (RIGHT if left == LEFT else RIGHT_LEAST))

    def _marks(self) -> tuple[int, int]:
        assert self.line is not None
        return self.cell_of(self.instant), self.line.day_of(self.instant)

    def cell_of(self, instant: int) -> int:
        """The cell of the axis (from 0) that an instant falls into."""
        assert self.line is not None
        scale, day = self.scale, self.line.day_of(instant)
        begins, ends = self.line.midnights[day - 1 : day + 1].tolist()
        part = (instant - begins) / max(ends - begins, 1)
        cell = (day - 1 + part) / scale.days * scale.cells
        return min(int(cell), scale.width - 1)

    def instant_at(self, cell: int) -> int:
        """The instant at which a cell of the axis begins; the last cell is the end of the run."""
        assert self.line is not None
        scale = self.scale
        if cell >= scale.width - 1:
            return self.line.end
        day, part = divmod(max(cell, 0) / scale.cells * scale.days, 1)
        day = min(int(day), self.line.days - 1)
        begins, ends = self.line.midnights[day : day + 2].tolist()
        return int(begins + part * (ends - begins))

    # -------------------------------------------------------------- drawing
    def render_line(self, y: int) -> Strip:
        width, line = self.size.width, self.line
        if line is None:
            return self.ink.strip((), width)
        rows = self.size.height - 2
        if y < rows:
            return self.ink.strip(self._plot(y, rows), width)
        parts = self._axis() if y == rows else self._days()
        return self.ink.strip(parts, width)

    def _plot(self, y: int, rows: int) -> list[Part]:
        assert self.line is not None
        scale = self.scale
        totals = np.add.reduceat(self._sends, np.arange(0, len(self._sends), scale.days))
        highest = int(totals.max(initial=0))
        label = count(highest) if y == 0 and highest else "0" if y == rows - 1 else ""
        parts: list[Part] = [(f"{label:>{self.left - 2}}  ", "muted")]
        now = (self.line.day_of(self.instant) - 1) // scale.days
        gap = " " * (scale.cells - 1)
        bars = []
        for total in totals.tolist():
            eighths = round((total / highest * rows - (rows - 1 - y)) * 8) if highest else 0
            if total and y == rows - 1:
                eighths = max(eighths, 1)  # a day with a send shows that it has one
            bars.append(EIGHTHS[min(max(eighths, 0), 8)] + gap)
        # Three parts and not one a day: this is painted anew with every jump.
        past, day, future = bars[:now], bars[now : now + 1], bars[now + 1 :]
        return [*parts, ("".join(past), "send"), ("".join(day), "move"), ("".join(future), "line")]

    def _axis(self) -> list[Part]:
        assert self.line is not None
        at, width = self.cell_of(self.instant), self.scale.width
        day = f"day {self.line.day_of(self.instant)}"
        return [
            (f"  {day:<{self.left - 2}}", "bold"),
            ("━" * at, "text"),
            ("●", "move"),
            ("─" * (width - 1 - at), "line"),
        ]

    def _days(self) -> list[Part]:
        """The first day, then Mondays, as close as their dates have room."""
        assert self.line is not None
        scale, left = self.scale, self.left
        text = " " * left
        before: datetime | None = None
        for number, midnight in enumerate(self.line.midnights[:-1].tolist()):
            day = self.line.local(midnight)
            at = left + number // scale.days * scale.cells
            label = day_label(day, before)
            fits = at >= len(text) + (2 if before else 0) and at + len(label) <= self.size.width
            if (before is None or day.weekday() == 0) and fits:
                text = text.ljust(at) + label
                before = day
        return [(text, "muted")]

    # -------------------------------------------------------------- mouse
    def _jump(self, x: int) -> None:
        if self.line is not None:
            self.post_message(self.Jumped(self.instant_at(x - self.left)))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._dragging = True
        self.capture_mouse()
        self._jump(event.x)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._dragging:
            self._jump(event.x)

    def on_mouse_up(self, _: events.MouseUp) -> None:
        self._dragging = False
        self.release_mouse()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._wheel(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._wheel(event, -1)

    def _wheel(self, event: events.MouseEvent, days: int) -> None:
        event.stop()
        if self.line is not None:
            self.post_message(self.Jumped(self.line.clamp(self.instant + days * 86_400)))

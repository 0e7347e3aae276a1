"""Where contacts are over time: a row of bars for each step, the instant shown among them."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from nurture_tui.model.step import Step, Wait
from nurture_tui.report.occupancy import OccupancyCells, occupancy_cells
from nurture_tui.report.sketch import step_title, wait_text
from nurture_tui.screens.cells import Part, column
from nurture_tui.screens.timeline import EIGHTHS
from nurture_tui.screens.view import Stage, View, faded
from nurture_tui.simulation.result import Ints
from nurture_tui.text import count, width

NUMBER = 8
NAMES = (14, 30)
LEAST_BARS = 8


class OccupancyView(View):
    """Contacts at each step, from the start of the run to its end; one scale for all steps."""

    NAME: ClassVar[str] = "occupancy"
    TITLE: ClassVar[str] = "Where contacts are"

    def __init__(self, *, id_: str | None = None) -> None:
        super().__init__(id_=id_)
        self._cells: tuple[object, OccupancyCells] | None = None

    def bring(self, stage: Stage) -> None:
        room = self.cells
        name = min(max(room * 2 // 5, NAMES[0]), NAMES[1])
        bars = max(room - name - NUMBER, LEAST_BARS)
        key = (id(stage.played), bars)
        if self._cells is None or self._cells[0] != key:
            self._cells = key, occupancy_cells(stage.player.line, bars)
        rows = occupancy_rows(self._cells[1], stage, name)
        self.show(faded(rows, stage.stale), head=[_dates(stage, name, bars), []])

    def note(self, stage: Stage) -> str:
        if self._cells is None:
            return ""
        found = self._cells[1]
        at, _ = stage.player.line.shown(found.most_at)
        return f"most at once {count(found.most)}, {at.day} {at:%b}" if found.most else ""


def occupancy_rows(found: OccupancyCells, stage: Stage, name: int) -> list[list[Part]]:
    """The rows: the whole path, then each step at which contacts stand."""
    line, now = stage.player.line, found.cell(stage.instant)
    highest = max([int(inside.max()) for inside in found.steps.values()], default=0)
    inside = line.standing(stage.instant).inside
    rows = [
        _row("in the path", inside, found.total, int(found.total.max(initial=0)), now, name, "bold")
    ]
    for id_, step in stage.played.journey.steps.items():
        if id_ in found.steps:
            here = line.step(id_, stage.instant).inside
            label = _label(id_, step)
            rows.append(_row(label, here, found.steps[id_], highest, now, name, "text"))
    passed = len(stage.played.journey.steps) - len(found.steps)
    if passed:
        words = "any step" if not found.steps else f"the other {passed} steps"
        rows += [[], [(f"Nobody stays at {words}.", "muted")]]
    return rows


def _label(id_: str, step: Step) -> str:
    plain = isinstance(step, Wait) and not step.title
    return wait_text(step) if plain else step_title(id_, step)


def _row(
    label: str, here: int, inside: Ints, highest: int, now: int, name: int, ink: str
) -> list[Part]:
    """A name, its bars (past, now, to come), and how many are there now."""
    eighths = np.ceil(inside / max(highest, 1) * 8).astype(np.int64)
    bars = "".join(EIGHTHS[min(level, 8)] for level in eighths.tolist())
    return [
        column(label, ink, name - 1),
        (" ", ""),
        (bars[:now], "text"),
        (bars[now], "move"),
        (bars[now + 1 :], "line"),
        (f"{count(here):>{NUMBER}}", "text" if here else "muted"),
    ]


def _dates(stage: Stage, name: int, bars: int) -> list[Part]:
    """The first and the last day over the bars."""
    line = stage.player.line
    first, (last, _) = line.local(line.start), line.shown(line.end)
    begin, end = f"{first.day} {first:%b}", f"{last.day} {last:%b}"
    gap = max(bars - width(begin) - width(end), 1)
    return [(" " * (name + 1) + begin + " " * gap + end, "muted"), (f"{'now':>{NUMBER}}", "muted")]

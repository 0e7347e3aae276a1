"""The journey of a chunk as `do` lists see it: contacts at their instants, and a log (R6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from nurture_tui.simulation.view import Flags, Ints, Rows

if TYPE_CHECKING:
    from nurture_tui.simulation.events import Sources
    from nurture_tui.simulation.frontier.walk import Walk
    from nurture_tui.simulation.host import Stage
    from nurture_tui.simulation.moments import Moments
    from nurture_tui.simulation.people import People
    from nurture_tui.simulation.plan import JourneyPlan, RunPlan
    from nurture_tui.simulation.probe import Probe
    from nurture_tui.simulation.tasks import TaskCounts
    from nurture_tui.simulation.trace import Names


class ChunkStage:
    """The clocks, entries and log of the journey; `place` is where each contact's rows go."""

    def __init__(self, walk: Walk) -> None:
        self.plan: JourneyPlan = walk.journey
        self.stay, self.entered = walk.stay, walk.entered
        self.zone, self.variant = walk.zone, walk.variant
        self._walk = walk
        self._place = np.zeros(walk.n if walk.log_rows is not None else 0, dtype=np.int64)

    @property
    def tasks(self) -> TaskCounts:
        """What sellers are given, counted with the chunk."""
        return self._walk.tally.tasks

    def at(self, rows: Rows, time: Ints) -> None:
        """These contacts are at an instant of their path, in a turn of its own."""
        self._walk.people.now[rows] = time
        if self._walk.log_rows is not None:
            self._place[rows] = self._walk.log_rows.next_turn()

    def at_end(self, rows: Rows, time: Ints, event: int, step: int = 0, detail: int = 0) -> None:
        """A row in the log for each of these contacts, whose path ends now."""
        if self._walk.log_rows is not None:
            self.at(rows, time)
            self.log(rows, event, step, detail)

    def put(self, rows: Rows, place: Ints) -> None:
        """What is logged next of these contacts goes to these places."""
        if self._walk.log_rows is not None:
            self._place[rows] = place

    def log(
        self, rows: Rows, event: int, step: npt.ArrayLike = 0, detail: npt.ArrayLike = 0
    ) -> None:
        """A row in the log for each of these contacts, where it is now."""
        walk = self._walk
        if walk.log_rows is not None:
            time = walk.people.now[rows]
            walk.log_rows.add(rows, time, self._place[rows], event, self.plan.code, step, detail)


class ChunkHost:
    """What `do` lists may ask of the frontier; what they may not is no run of its own (covers)."""

    probe: Probe | None = None

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self.plan: RunPlan = walk.run_plan
        self.people: People = walk.people
        self.moments: Moments = walk.moments
        self.names: Names = walk.names

    def hand_over(self, stage: Stage, rows: Rows, target: str) -> None:
        """Another journey, which is not in the run."""
        self._walk.endings.hand_over(rows, target)

    def push(self, rows: Rows, name: int, source: int, time: Ints, data: Ints) -> None:
        raise AssertionError("no step makes an event happen")

    def occur(self, rows: Rows, name: int, sources: Sources) -> list[Flags]:
        raise AssertionError("no step makes an event happen")

    def follow(self, rows: Rows, name: int, sources: Sources, been: list[Flags]) -> None:
        raise AssertionError("no step makes an event happen")

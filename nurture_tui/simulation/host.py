"""What `do` lists and moments ask of the scheduler that runs them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy.typing as npt

from nurture_tui.simulation.view import Flags, Ints, Rows

if TYPE_CHECKING:
    import numpy as np

    from nurture_tui.simulation.events import Sources
    from nurture_tui.simulation.moments import Moments
    from nurture_tui.simulation.people import People
    from nurture_tui.simulation.plan import JourneyPlan, RunPlan
    from nurture_tui.simulation.probe import Probe
    from nurture_tui.simulation.tasks import TaskCounts
    from nurture_tui.simulation.trace import Names


class Stage(Protocol):
    """One journey for a chunk of contacts: their clocks, stays and entries, its tasks and log."""

    @property
    def plan(self) -> JourneyPlan: ...
    @property
    def stay(self) -> Ints: ...
    @property
    def entered(self) -> Ints: ...
    @property
    def zone(self) -> npt.NDArray[np.int16]: ...
    @property
    def variant(self) -> npt.NDArray[np.int16]: ...
    @property
    def tasks(self) -> TaskCounts: ...

    def log(
        self, rows: Rows, event: int, step: npt.ArrayLike = 0, detail: npt.ArrayLike = 0
    ) -> None: ...


class Host(Protocol):
    """A scheduler at work on a chunk of contacts."""

    @property
    def plan(self) -> RunPlan: ...
    @property
    def people(self) -> People: ...
    @property
    def names(self) -> Names: ...
    @property
    def moments(self) -> Moments: ...
    @property
    def probe(self) -> Probe | None: ...

    def push(self, rows: Rows, name: int, source: int, time: Ints, data: Ints) -> None: ...
    def hand_over(self, stage: Stage, rows: Rows, target: str) -> None: ...
    def occur(self, rows: Rows, name: int, sources: Sources) -> list[Flags]: ...
    def follow(self, rows: Rows, name: int, sources: Sources, been: list[Flags]) -> None: ...

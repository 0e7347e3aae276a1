"""When an event happened to each contact: the last time, how often, and how often of late."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from nurture_tui.simulation.recent import Recent
from nurture_tui.simulation.view import Ints, Rows, View

if TYPE_CHECKING:
    from nurture_tui.simulation.journeyrun import JourneyRun

NEVER_HAPPENED = np.iinfo(np.int64).min


class Memory:
    """What is remembered of one event for `n` contacts; of its times no more than is asked for."""

    def __init__(self, n: int) -> None:
        self.last = np.full(n, NEVER_HAPPENED, dtype=np.int64)
        self.total = np.zeros(n, dtype=np.int32)
        self.recent: Recent | None = None
        self.in_stays: dict[str, InStay] = {}

    @cached_property
    def at_last(self) -> npt.NDArray[np.int32]:
        """How often it happened to each at its last time; where it is asked for in stays."""
        return np.zeros(len(self.last), dtype=np.int32)

    def keep(self, span: int) -> None:
        """Keep the times of the last `span` seconds; asked for before anything is remembered."""
        if self.recent is None or self.recent.span < span:
            self.recent = Recent(len(self.last), span)

    def in_stay(self, run: JourneyRun | None) -> InStay:
        """How often it happened in the stay in a journey; asked for before it is remembered."""
        id_ = run.plan.id if run is not None else ""
        return self.in_stays.setdefault(id_, InStay(self, run))

    def load(self, rows: Rows, time: Ints) -> None:
        """Remember what happened before the run: rows in order, times in order within each."""
        occurrence = np.arange(len(rows)) - np.searchsorted(rows, rows, side="left")
        order = np.argsort(occurrence, kind="stable")
        for chosen in np.split(order, np.cumsum(np.bincount(occurrence))[:-1]):
            self.remember(rows[chosen], time[chosen])

    def remember(self, rows: Rows, time: Ints) -> None:
        """It happens to these contacts (each named once), at times not before their last."""
        for in_stay in self.in_stays.values():
            in_stay.settle(rows)
        if self.in_stays:
            again = self.last[rows] == time
            self.at_last[rows] = np.where(again, self.at_last[rows] + 1, 1)
        if self.recent is not None:
            self.recent.remember(rows, time)
        self.last[rows] = time
        self.total[rows] += 1

    def before(self, rows: Rows, instant: Ints) -> Ints:
        """How often it happened before an instant that nothing remembered is later than."""
        here = np.where(self.last[rows] == instant, self.at_last[rows], 0)
        return np.asarray(self.total[rows] - here, dtype=np.int64)


class InStay:
    """How often an event had happened to each contact before its stay in a journey began.

    That is found when it next happens, or is asked for: until then nothing has changed.
    """

    def __init__(self, memory: Memory, run: JourneyRun | None) -> None:
        self.memory = memory
        self.run = run
        self.stay = np.zeros(len(memory.last), dtype=np.int64)
        self.before = np.zeros(len(memory.last), dtype=np.int64)

    def settle(self, rows: Rows) -> None:
        """Note it for those of these contacts who have begun a stay."""
        run = self.run
        if run is None:
            return
        fresh = rows[self.stay[rows] != run.stay[rows]]
        self.before[fresh] = self.memory.before(fresh, run.entered[fresh])
        self.stay[fresh] = run.stay[fresh]

    def count(self, view: View) -> Ints:
        """How often it has happened from the instant of entry on, whatever came first at it."""
        total = self.memory.total[view.rows]
        if self.run is None or view.attempt:
            return np.asarray(total - self.memory.before(view.rows, view.entered), dtype=np.int64)
        self.settle(view.rows)
        return np.asarray(total - self.before[view.rows], dtype=np.int64)

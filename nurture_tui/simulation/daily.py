"""The looks at 06:00 workspace time, and after them the attempts of `when` (R4, R5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nurture_tui.simulation.agenda import DAILY, DAILY_LOOK, NOTHING, WHEN, class_key
from nurture_tui.simulation.looks import together
from nurture_tui.simulation.view import Flags, Rows

if TYPE_CHECKING:
    from nurture_tui.simulation.journeyrun import JourneyRun
    from nurture_tui.simulation.wave import Wave


class Mornings:
    """Looks daily at contacts for whom time alone can change something."""

    def __init__(self, wave: Wave) -> None:
        self.wave = wave
        self.people = wave.people
        self.six_o_clocks = wave.plan.six_o_clocks
        self.let_in = any(run.plan.watch.when is not None for run in wave.runs)

    def begin(self) -> None:
        """With a `when`, everyone is looked at from the first morning on."""
        if self.let_in:
            everyone = np.arange(self.people.n)
            key = class_key(self.six_o_clocks[:1], DAILY)
            self.wave.agenda.look_at(DAILY_LOOK, everyone, np.repeat(key, len(everyone)))

    def watch(self, run: JourneyRun, rows: Rows) -> None:
        """Contacts have come into a journey in which time alone can change something (R5 c)."""
        if run.plan.watch.looks_daily:
            self.expect(rows[self.wave.agenda.keys[rows, DAILY_LOOK] == NOTHING])

    def expect(self, rows: Rows) -> None:
        """The next look at these contacts is tomorrow morning."""
        after = np.searchsorted(self.six_o_clocks, self.people.now[rows], side="right")
        self.wave.agenda.look_at(DAILY_LOOK, rows, class_key(self.six_o_clocks[after], DAILY))

    def look(self, rows: Rows) -> None:
        """The daily look."""
        self.wave.agenda.take(rows)
        watched = rows[self.is_watched(rows)]
        if self.let_in:
            key = class_key(self.people.now[rows], WHEN)
            self.wave.agenda.look_at(DAILY_LOOK, rows, key)
            self.wave.look(watched)
        else:
            self.wave.look(watched)
            self.expect(rows[self.is_watched(rows)])

    def attempt(self, rows: Rows) -> None:
        """The attempts of `when`, in journey order, and the looks that follow them."""
        self.wave.agenda.take(rows)
        come = [self.wave.entries.try_when(run, rows) for run in self.wave.runs]
        self.expect(rows)
        self.wave.look(self.wave.without_events(together(come)))

    def is_watched(self, rows: Rows) -> Flags:
        watched = np.zeros(len(rows), dtype=np.bool_)
        for run in self.wave.runs:
            if run.plan.watch.looks_daily:
                watched |= run.inside[rows] | run.watching[rows]
        return watched

"""Plain waits of all journeys: for a duration, to a time of day, on days of the week (R7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nurture_tui.model.duration import NO_TIME
from nurture_tui.model.step import Wait
from nurture_tui.simulation.spots import Here, Sorts
from nurture_tui.simulation.view import Flags
from nurture_tui.simulation.waits import WaitRule

if TYPE_CHECKING:
    from nurture_tui.simulation.wave import Wave


class PlainWaits:
    """The waits `for` something of all journeys, for a chunk; who begins one does nothing else."""

    def __init__(self, wave: Wave) -> None:
        self.wave = wave
        self.stays = wave.stays
        made: dict[tuple[object, ...], WaitRule] = {}
        rules: dict[int, WaitRule] = {}
        for run in wave.runs:
            for place, step in enumerate(run.plan.steps):
                match step.step:
                    case Wait(until=None, date=None) as wait:
                        how = run.plan.closed, wait.for_ or NO_TIME, wait.at, wait.on
                        rules[run.plan.first_place + place] = made.setdefault(
                            how, WaitRule(wave.plan.clock, *how)
                        )
        self.rules = Sorts(rules, self.stays.spots.count)
        self.are: Flags = self.stays.spots.table(dict.fromkeys(rules, True), np.bool_)

    def begin(self, here: Here) -> None:
        """These contacts come to waits, and go on by their one port when they are over."""
        if not len(here):
            return
        leave = np.zeros(len(here), dtype=np.int64)
        for rule, part in self.rules.parts(here.spots):
            seats = here.seats[part]
            zone, variant = self.stays.zone[seats], self.stays.variant[seats]
            leave[part] = rule.leave(zone, variant, here.now[part])
        self.stays.port[here.seats] = 0
        self.stays.wait(here, leave)
        if self.wave.probe is not None:
            for run, step, places in self.wave.at_steps(here):
                self.wave.probe.waits(run, step, here.rows[places], leave[places])

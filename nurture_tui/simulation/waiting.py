"""Plain waits of all journeys: for a duration, to a time of day, on days of the week (R7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from nurture_tui.model.clock import Days, TimeOfDay
from nurture_tui.model.duration import NO_TIME, Duration
from nurture_tui.model.step import Wait
from nurture_tui.simulation.calendar import NEVER
from nurture_tui.simulation.closed_days import ClosedDays
from nurture_tui.simulation.plan import RunPlan
from nurture_tui.simulation.spots import Here, Sorts
from nurture_tui.simulation.stays import Stays
from nurture_tui.simulation.view import Flags, Ints, Rows
from nurture_tui.simulation.wait_table import WaitTable, wait_table
from nurture_tui.simulation.waits import WaitRule

if TYPE_CHECKING:
    from nurture_tui.simulation.wave import Wave


Leave = Callable[[Rows, Ints], Ints]
"""When waits are over, by the seats and arrivals of contacts."""


class PlainWaits:
    """The waits `for` something of all journeys, for a chunk; who begins one does nothing else."""

    def __init__(self, wave: Wave) -> None:
        self.wave = wave
        self.stays = wave.stays
        made: dict[tuple[object, ...], Leave] = {}
        rules: dict[int, Leave] = {}
        for run in wave.runs:
            for place, step in enumerate(run.plan.steps):
                match step.step:
                    case Wait(until=None, date=None) as wait:
                        how = run.plan.closed, wait.for_ or NO_TIME, wait.at, wait.on
                        if how not in made:
                            made[how] = rule_of(wave.plan, wave.stays, *how)
                        rules[run.plan.first_place + place] = made[how]
        self.rules = Sorts(rules, self.stays.spots.count)
        self.are: Flags = self.stays.spots.table(dict.fromkeys(rules, True), np.bool_)

    def begin(self, here: Here) -> None:
        """These contacts come to waits, and go on by their one port when they are over."""
        if not len(here):
            return
        leave = np.zeros(len(here), dtype=np.int64)
        for rule, part in self.rules.parts(here.spots):
            leave[part] = rule(here.seats[part], here.now[part])
        self.stays.wait(here, leave)
        if self.wave.probe is not None:
            for run, step, places in self.wave.at_steps(here):
                self.wave.probe.waits(run, step, here.rows[places], leave[places])


def rule_of(
    plan: RunPlan,
    stays: Stays,
    closed: ClosedDays,
    for_: Duration,
    at: TimeOfDay | None,
    on: Days | None,
) -> Leave:
    """When a wait is over: looked up for a time of day, worked out by the rule for others."""
    if at is None and on is None and not for_.has_wall_part:
        return lambda seats, arrival: np.minimum(arrival + for_.seconds, NEVER)
    rule: WaitTable | WaitRule = WaitRule(plan.clock, closed, for_, at, on)
    if at is not None:
        rule = wait_table(plan.clock, closed, for_, at, on, plan.start, plan.end)
    return lambda seats, arrival: rule.leave(stays.zone[seats], stays.variant[seats], arrival)

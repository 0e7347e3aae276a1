"""Own events that several journeys state: the largest hazard holds, not the sum (R16)."""

from __future__ import annotations

from collections.abc import Sequence
from math import log1p
from typing import TYPE_CHECKING

import numpy as np

from nurture_tui.simulation.assumed import AssumedPlan
from nurture_tui.simulation.view import Flags, Floats, Rows

if TYPE_CHECKING:
    from nurture_tui.simulation.journeyrun import JourneyRun

Statement = tuple[int, AssumedPlan]
"""The place of a journey in the run, and an event that contacts cause by themselves in it."""


class Rivals:
    """Which of the journeys that state one own event makes it happen, contact by contact.

    A hazard has no memory: who is overruled by a larger one draws anew from there, and goes on by
    the smaller one once the larger is gone.
    """

    def __init__(self, runs: Sequence[JourneyRun], n: int) -> None:
        self.runs = runs
        self.statements: dict[str, list[Statement]] = {}
        for place, run in enumerate(runs):
            for plan in run.plan.own:
                if plan.date is None:
                    self.statements.setdefault(plan.name, []).append((place, plan))
        for name, stated in list(self.statements.items()):
            if len({place for place, _ in stated}) < 2:
                del self.statements[name]
        self.open = {
            plan.place: np.zeros(n, dtype=np.bool_)
            for stated in self.statements.values()
            for _, plan in stated
        }

    def begin(self, assumed: AssumedPlan, come: Rows, holds: Rows) -> None:
        """Contacts came in; for those in `holds` the statement's `if` holds."""
        if assumed.place in self.open:
            self.open[assumed.place][come] = False
            self.open[assumed.place][holds] = True

    def stands(self, assumed: AssumedPlan, rows: Rows) -> Flags:
        """Who has not had the event yet, in the stay that states it."""
        stated = self.open.get(assumed.place)
        return np.ones(len(rows), dtype=np.bool_) if stated is None else stated[rows]

    def prevails(self, assumed: AssumedPlan, rows: Rows) -> Flags:
        """For whom no other journey states the event with a larger hazard now."""
        if assumed.place not in self.open:
            return np.ones(len(rows), dtype=np.bool_)
        hazards = np.zeros((len(self.runs), len(rows)))
        for place, plan in self.statements[assumed.name]:
            hazards[place] += self._hazard(self.runs[place], plan, rows)
        best: Flags = hazards.argmax(axis=0) == assumed.journey
        return best

    def _hazard(self, run: JourneyRun, plan: AssumedPlan, rows: Rows) -> Floats:
        holds = run.inside[rows] & self.open[plan.place][rows]
        if run.plan.goal_within is not None:
            holds &= run.people.now[rows] <= run.entered[rows] + run.plan.goal_within
        return np.where(holds, -log1p(-plan.chance) / plan.per, 0.0)

    def happened(self, assumed: AssumedPlan, rows: Rows) -> None:
        """At most once a stay, for all the stays that state it, but for what repeats."""
        if assumed.place not in self.open:
            return
        for place, plan in self.statements[assumed.name]:
            if not plan.repeat and (plan is assumed or place != assumed.journey):
                self.open[plan.place][rows[self.runs[place].inside[rows]]] = False

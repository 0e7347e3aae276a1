"""Dates of contacts and of the workspace, and moments moved from them (R2, R7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

import numpy as np

from nurture_tui.contacts.table import NO_DATE
from nurture_tui.errors import SimulationError
from nurture_tui.model.clock import Moment
from nurture_tui.model.duration import DAY
from nurture_tui.model.fields import DATE
from nurture_tui.simulation.view import Flags, Ints, Rows
from nurture_tui.simulation.waits import WaitRule

if TYPE_CHECKING:
    from nurture_tui.simulation.host import Stage
    from nurture_tui.simulation.people import People
    from nurture_tui.simulation.plan import RunPlan

DateBase = Callable[[Rows], "tuple[Ints, Flags]"]
"""Gives the seconds of a date for contacts, as in a DateColumn, and whether only the day counts."""


class Moments:
    """Looks up dates by name, for contacts of a chunk."""

    def __init__(self, plan: RunPlan, people: People) -> None:
        self.plan = plan
        self.people = people

    def base(self, run: Stage | None, name: str) -> DateBase:
        """The date of this name: now, the entry, a moment of `[dates]`, or a date field."""
        fixed = self.plan.dates_of(run.plan.journey if run is not None else None)
        if name == "now":
            return lambda rows: (self.people.now[rows], np.zeros(len(rows), dtype=np.bool_))
        if name == "entered_at" and run is not None:
            return self._entered_at(run)
        if name in fixed:
            return self._fixed(fixed[name])
        kind = self.plan.kind_of(name)
        if kind != DATE:
            raise SimulationError(
                f"“{name}” is neither a date field nor a moment of [dates]",
                fix="Name one, or add it to [dates].",
            )
        field = self.people.field(name, DATE)
        return lambda rows: (field.values[rows].astype(np.int64), field.day_only[rows])

    def _entered_at(self, run: Stage) -> DateBase:
        """The entry of the latest stay; the field, for who has never been in the journey."""
        field = self.people.field("entered_at", DATE)

        def base(rows: Rows) -> tuple[Ints, Flags]:
            been = run.stay[rows] > 0
            given = field.values[rows].astype(np.int64)
            return np.where(been, run.entered[rows], given), field.day_only[rows] & ~been

        return base

    def _fixed(self, value: date | datetime) -> DateBase:
        if isinstance(value, datetime):
            seconds, day_only = self.plan.fixed_instant(value), False
        else:
            seconds, day_only = (value - date(1970, 1, 1)).days * DAY, True
        return lambda rows: (
            np.full(len(rows), seconds, dtype=np.int64),
            np.full(len(rows), day_only, dtype=np.bool_),
        )

    def moved(self, run: Stage | None, moment: Moment) -> Callable[[Rows], Ints]:
        """The instant of `now + 30d` or `trial_ends - 3d`; NO_DATE where the date is missing."""
        base = self.base(run, moment.name)
        closed = self.plan.closed_of(run)
        rule = WaitRule(self.plan.clock, closed, moment.offset, sign=moment.sign)
        if run is not None:
            zones, variants = run.zone, run.variant
        else:
            zones = np.full(self.people.n, self.plan.workspace_zone, dtype=np.int16)
            variants = np.zeros(self.people.n, dtype=np.int16)
        long_ago = -(1 << 60)

        def instants(rows: Rows) -> Ints:
            seconds, day_only = base(rows)
            found, _ = rule.leave_date(zones[rows], variants[rows], seconds, day_only, long_ago)
            return np.where(seconds == NO_DATE, NO_DATE, found)

        return instants

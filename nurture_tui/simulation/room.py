"""Who waits at the throttle and does nothing else: tried again without a turn (R10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nurture_tui.model.step import Send
from nurture_tui.model.typed import Typed, uses_time
from nurture_tui.model.workspace import CUSTOMER
from nurture_tui.simulation.agenda import time_of
from nurture_tui.simulation.gaps import FAR
from nurture_tui.simulation.throttle import Throttle
from nurture_tui.simulation.view import Flags, Ints, Rows
from nurture_tui.simulation.watch import typed_condition

if TYPE_CHECKING:
    from nurture_tui.simulation.sending import SendStep
    from nurture_tui.simulation.wave import Wave


class Room:
    """Contacts held at the throttle whose next try is at the instant `time`, in their order.

    Each of them is tried at the begin of every period, until one lets it go or something else
    comes first. As nothing happens to it, no other gate shuts and no rule looks at the clock, its
    try needs no turn of its own.
    """

    def __init__(self, contacts: int, throttle: Throttle) -> None:
        self.throttle = throttle
        self.time = FAR
        self.codes: Ints = np.zeros(0, dtype=np.int64)
        self.inside: Flags = np.zeros(contacts, dtype=np.bool_)
        self.leaving: dict[int, list[Ints]] = {}

    def admits(self, time: Ints, calm: Ints) -> Flags:
        """Who may wait here for a try at `time`; nothing happens to each before `calm`."""
        here = self.time if len(self.codes) else int(time.min(initial=FAR))
        admitted: Flags = (time == here) & (calm > time)
        return admitted

    def enter(self, codes: Ints, rows: Rows, time: int, calm: Ints) -> None:
        """These wait from now on, in the order of their codes."""
        self.time = time
        self.inside[rows] = True
        self.codes = np.sort(np.concatenate([self.codes, codes]), kind="stable")
        last = -(-calm // self.throttle.seconds)
        for period in np.unique(last).tolist():
            self.leaving.setdefault(period, []).append(codes[last == period])

    def leave(self, codes: Ints, rows: Rows) -> None:
        """These wait no more."""
        if len(rows):
            self.inside[rows] = False
            self.codes = np.delete(self.codes, np.searchsorted(self.codes, np.sort(codes)))

    def advance(self) -> Ints:
        """All are tried again a period later; the codes of whom something else may come first."""
        self.time += self.throttle.seconds
        told = self.leaving.pop(self.time // self.throttle.seconds, [])
        return np.unique(np.concatenate([*told, self.codes[:0]]))


class Calm:
    """How long nothing can happen to who is held at the throttle but the next try."""

    def __init__(self, wave: Wave) -> None:
        self.wave = wave
        watched = any(run.plan.watch.looks_daily for run in wave.runs)
        self.looks_at_time = watched or wave.probe is not None
        self.still: dict[tuple[int, int], bool] = {}

    def until(self, step: SendStep, rows: Rows, time: Ints) -> Ints:
        """The instants before which nothing but tries can happen to contacts; `time`: their next.

        All tries before these instants are as the last one was, up to the throttle.
        """
        wave, run = self.wave, step.run
        if not self.keeps_still(step):
            return np.zeros(len(rows), dtype=np.int64)
        keys = wave.agenda.first[rows]
        for other in wave.runs:
            if other is not run:
                keys = np.minimum(keys, other.due[rows])
        openings = step.plan.openings
        if openings is None or openings.always:
            return time_of(keys)
        until = openings.open_until(run.zone[rows], run.variant[rows], time)
        return np.minimum(time_of(keys), until)

    def keeps_still(self, step: SendStep) -> bool:
        """Whether time alone changes nothing that a try of this send looks at."""
        key = step.place, step.step
        if key not in self.still:
            self.still[key] = not self.looks_at_time and not any(
                uses_time(asked) for asked in self.asked(step)
            )
        return self.still[key]

    def asked(self, step: SendStep) -> list[Typed]:
        """What a try asks that is not watched: who is a customer, and `only_if`."""
        plan, journey = self.wave.plan, step.run.plan.journey
        model = journey.steps[step.run.plan.steps[step.step].id]
        conditions = [plan.workspace.definitions.get("customer", CUSTOMER)]
        if isinstance(model, Send) and model.only_if is not None:
            conditions.append(model.only_if)
        return [typed_condition(one, plan.workspace, journey, plan.kinds) for one in conditions]

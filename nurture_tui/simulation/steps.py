"""Steps made one by one: waits for a date or a condition, splits, actions (R7, R9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from nurture_tui.model.step import Action, Split, Wait
from nurture_tui.simulation.actions import Doing
from nurture_tui.simulation.calendar import NEVER
from nurture_tui.simulation.draws import draw, purpose, share_of
from nurture_tui.simulation.journeyrun import JourneyRun
from nurture_tui.simulation.moments import DateBase
from nurture_tui.simulation.truths import Truth
from nurture_tui.simulation.view import Ints, Rows
from nurture_tui.simulation.waits import WaitRule

if TYPE_CHECKING:
    from nurture_tui.simulation.wave import Wave


class StepRun(Protocol):
    """A step of a journey for a chunk: what contacts do on arrival, and after a wait.

    `looks_again`: a look comes before it is resumed; `looks_after`: one before it is left.
    """

    looks_again: bool
    looks_after: bool

    def begin(self, rows: Rows) -> None: ...

    def resume(self, rows: Rows) -> None: ...


class At:
    """What steps other than sends share: contacts go on by a port, now."""

    looks_again = False
    looks_after = False

    def __init__(self, wave: Wave, run: JourneyRun, step: int) -> None:
        self.wave = wave
        self.people = wave.people
        self.run = run
        self.step = step
        self.plan = run.plan.steps[step]

    def go_on(self, rows: Rows, port: Ints | int = 0) -> None:
        self.run.stays.pass_on(self.run.here(rows), port)

    def wait_until(self, rows: Rows, time: Ints) -> None:
        self.run.stays.wait(self.run.here(rows), time)

    @property
    def else_port(self) -> int:
        """The port of a time-out or a past date: `else`, or `next` without one (R7)."""
        return len(self.plan.port_names) - 1

    def resume(self, rows: Rows) -> None:
        self.go_on(rows)


class DateStep(At):
    """`date`: until a moment of the contact's or a named one; past or unknown goes on at once."""

    def __init__(
        self, wave: Wave, run: JourneyRun, step: int, rule: WaitRule, base: DateBase
    ) -> None:
        super().__init__(wave, run, step)
        self.rule = rule
        self.base = base

    def begin(self, rows: Rows) -> None:
        variant = self.run.variant[rows]
        now = self.people.now[rows]
        base, day_only = self.base(rows)
        leave, past = self.rule.leave_date(self.run.zone[rows], variant, base, day_only, now)
        if self.wave.probe is not None:
            self.wave.probe.dated(self.run, self.step, rows, base, day_only, leave, past)
        self.go_on(rows[past], self.else_port)
        self.wait_until(rows[~past], leave[~past])


class UntilStep(At):
    """`until`: on as soon as a condition holds, or when `timeout` runs out.

    The time-out is itself a look, so what happens at that very instant is in time (R7).
    """

    looks_again = True

    def __init__(self, wave: Wave, run: JourneyRun, step: int, until: Truth, timeout: int) -> None:
        super().__init__(wave, run, step)
        self.until = until
        self.timeout = timeout

    def begin(self, rows: Rows) -> None:
        holds = self.until(self.run.view(rows))
        self.go_on(rows[holds])
        waits = rows[~holds]
        time = self.people.now[waits] + self.timeout
        self.wait_until(waits, time)
        if self.wave.probe is not None:
            self.wave.probe.waits(self.run, self.step, waits, time)

    def resume(self, rows: Rows) -> None:
        met = self.run.until_met[rows]
        self.go_on(rows[met])
        self.go_on(rows[~met], self.else_port)


class SplitStep(At):
    """By a hash of seed, contact, journey and step: always the same way (R9)."""

    def __init__(self, wave: Wave, run: JourneyRun, step: int, split: Split) -> None:
        super().__init__(wave, run, step)
        weights = np.array([float(way.weight) for way in split.ways])
        self.bounds = np.cumsum(weights) / weights.sum()
        self.constant = purpose(run.plan.id, self.plan.id, "split")

    def begin(self, rows: Rows) -> None:
        port = share_of(draw(self.people.keys[rows], self.constant), self.bounds)
        self.run.take_way(self.step, rows, port)
        self.go_on(rows, port)


class ActionStep(At):
    """Internal work, in order; then a look, for fields may have changed."""

    looks_after = True

    def __init__(self, wave: Wave, run: JourneyRun, step: int, doings: list[Doing]) -> None:
        super().__init__(wave, run, step)
        self.doings = doings

    def begin(self, rows: Rows) -> None:
        for doing in self.doings:
            doing(rows)
        self.go_on(rows)


def build_step(wave: Wave, run: JourneyRun, step: int) -> StepRun:
    """A step of a journey, ready for a chunk; the others are made together."""
    plan = run.plan.steps[step]
    compiled = wave.compiled[run.plan.id]
    clock, closed = wave.plan.clock, run.plan.closed
    match plan.step:
        case Wait(until=None, date=date) as wait if date is not None:
            rule = WaitRule(clock, closed, date.offset, wait.at, wait.on, date.sign)
            return DateStep(wave, run, step, rule, wave.moments.base(run, date.name))
        case Wait(timeout=timeout):
            seconds = timeout.elapsed if timeout is not None else NEVER
            return UntilStep(wave, run, step, compiled.until[step], seconds)
        case Split() as split:
            return SplitStep(wave, run, step, split)
        case Action(do=verbs):
            return ActionStep(wave, run, step, wave.doings.compile(run, verbs, plan.code))
    raise AssertionError(f"unknown step {plan.id}")

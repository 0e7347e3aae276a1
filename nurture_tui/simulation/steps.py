"""The steps other than sends: waits, branches, splits, actions and exits (R7-R9, R12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from nurture_tui.model.duration import NO_TIME
from nurture_tui.model.step import Action, Branch, Exit, Send, Split, Wait
from nurture_tui.simulation.actions import Doing
from nurture_tui.simulation.agenda import LEAVE
from nurture_tui.simulation.calendar import NEVER
from nurture_tui.simulation.draws import draw, purpose, share_of
from nurture_tui.simulation.journeyrun import JourneyRun
from nurture_tui.simulation.moments import DateBase
from nurture_tui.simulation.sending import SendStep
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
    """What all steps share: contacts go on by a port, now."""

    looks_again = False
    looks_after = False

    def __init__(self, wave: Wave, run: JourneyRun, step: int) -> None:
        self.wave = wave
        self.people = wave.people
        self.run = run
        self.step = step
        self.plan = run.plan.steps[step]

    def go_on(self, rows: Rows, port: Ints | int = 0) -> None:
        self.run.port[rows] = port
        self.run.comes(rows, self.step, LEAVE, self.people.now[rows])

    def wait_until(self, rows: Rows, time: Ints) -> None:
        self.run.wait(rows, self.step, time)

    @property
    def else_port(self) -> int:
        """The port of a time-out or a past date: `else`, or `next` without one (R7)."""
        return len(self.plan.port_names) - 1

    def resume(self, rows: Rows) -> None:
        self.go_on(rows)


class ForStep(At):
    """`for`: a duration, a time of day, days of the week."""

    def __init__(self, wave: Wave, run: JourneyRun, step: int, rule: WaitRule) -> None:
        super().__init__(wave, run, step)
        self.rule = rule

    def begin(self, rows: Rows) -> None:
        run = self.run
        leave = self.rule.leave(run.zone[rows], run.variant[rows], self.people.now[rows])
        self.wait_until(rows, leave)
        if self.wave.probe is not None:
            self.wave.probe.waits(self.run, self.step, rows, leave)


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


class BranchStep(At):
    """The first case that holds (R8)."""

    def __init__(self, wave: Wave, run: JourneyRun, step: int, cases: list[Truth]) -> None:
        super().__init__(wave, run, step)
        self.cases = cases

    def begin(self, rows: Rows) -> None:
        left = rows
        for port, case in enumerate(self.cases):
            holds = case(self.run.view(left))
            self.go_on(left[holds], port)
            left = left[~holds]
        self.go_on(left, len(self.cases))


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


class ExitStep(At):
    """The end of a path, with its reason; `enter` hands over (R12, R13)."""

    def __init__(self, wave: Wave, run: JourneyRun, step: int, exit_: Exit) -> None:
        super().__init__(wave, run, step)
        self.reason = exit_.reason or self.plan.id
        self.enter = exit_.enter

    def begin(self, rows: Rows) -> None:
        names = self.wave.trace.names
        word = self.run.plan.words["exit"]
        self.run.log(rows, word, self.plan.code, names.code(self.reason))
        self.run.leave(rows, self.reason, watch=True)
        self.wave.entries.hand_over(self.run, rows, self.enter)
        self.wave.look_if_shared(rows, handed=self.enter is not None)


def build_step(wave: Wave, place: int, run: JourneyRun, step: int) -> StepRun:
    """The step at this place of a journey, ready for a chunk."""
    plan = run.plan.steps[step]
    compiled = wave.compiled[run.plan.id]
    clock, closed = wave.plan.clock, run.plan.closed
    match plan.step:
        case Send():
            return SendStep(wave, place, run, step)
        case Wait(until=None, date=None) as wait:
            rule = WaitRule(clock, closed, wait.for_ or NO_TIME, wait.at, wait.on)
            return ForStep(wave, run, step, rule)
        case Wait(until=None, date=date) as wait if date is not None:
            rule = WaitRule(clock, closed, date.offset, wait.at, wait.on, date.sign)
            return DateStep(wave, run, step, rule, wave.moments.base(run, date.name))
        case Wait(timeout=timeout):
            seconds = timeout.elapsed if timeout is not None else NEVER
            return UntilStep(wave, run, step, compiled.until[step], seconds)
        case Branch():
            return BranchStep(wave, run, step, compiled.cases[step])
        case Split() as split:
            return SplitStep(wave, run, step, split)
        case Action(do=verbs):
            return ActionStep(wave, run, step, wave.doings.compile(run, verbs, plan.code))
        case Exit() as exit_:
            return ExitStep(wave, run, step, exit_)
    raise AssertionError(f"unknown step {plan.id}")

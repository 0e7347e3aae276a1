"""The steps of a journey for a chunk of contacts that come to them (R7-R9, R12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from nurture_tui.model.duration import NO_TIME as NO_DURATION
from nurture_tui.model.step import Action, Branch, Exit, Send, Split, Wait
from nurture_tui.simulation.calendar import NEVER
from nurture_tui.simulation.draws import draw, purpose, share_of
from nurture_tui.simulation.frontier.firsts import KEY_BITS, NEVER_KEY
from nurture_tui.simulation.frontier.gates import SendGates
from nurture_tui.simulation.view import Flags, Ints, Rows, View, every
from nurture_tui.simulation.wait_table import WaitTable, wait_table
from nurture_tui.simulation.waits import WaitRule

if TYPE_CHECKING:
    from nurture_tui.simulation.frontier.walk import Walk


MANY = 2_000
"""Contacts for whom the table of a wait is worth making."""


class StepWalk(Protocol):
    """A step: contacts come to it at their instants, and go on from it."""

    def walk(self, rows: Rows, arrived: Ints) -> None: ...


class _Step:
    def __init__(self, walk: Walk, step: int) -> None:
        self.path = walk
        self.step = step
        self.plan = walk.journey.steps[step]

    def go_on_at(
        self, rows: Rows, arrived: Ints, time: Ints, otherwise: Flags | None = None
    ) -> None:
        """Those who are still inside at their time go on; `otherwise`: who by `else`, if any (R7).

        That is the port of a time-out or a past date; without it they go on by `next`, too.
        """
        path, step = self.path, self.step
        stays = path.leaving.goes_on(rows, time)
        if not every(stays):
            gone = (~stays).nonzero()[0]
            path.part(step, rows[gone], arrived[gone])
            arrived = arrived[stays] if path.trace.visits.kept else arrived
            rows, time = rows[stays], time[stays]
            otherwise = otherwise[stays] if otherwise is not None else None
        path.flow.left(step, time)
        ways = None
        if otherwise is not None and self.plan.decides:
            ways = [(~otherwise).nonzero()[0], otherwise.nonzero()[0]]
        path.go_on(step, rows, arrived, time, ways)


class ForStep(_Step):
    """`for`: a duration, a time of day, days of the week."""

    def __init__(self, walk: Walk, step: int, wait: Wait) -> None:
        super().__init__(walk, step)
        self.wait = wait

    def walk(self, rows: Rows, arrived: Ints) -> None:
        path, wait = self.path, self.wait
        clock, closed = path.run_plan.clock, path.journey.closed
        span, duration = path.run_plan.span, wait.for_ or NO_DURATION
        rule: WaitRule | WaitTable
        if wait.at is not None and len(rows) >= MANY:
            rule = wait_table(clock, closed, duration, wait.at, wait.on, span.start, span.end)
        else:
            rule = WaitRule(clock, closed, duration, wait.at, wait.on)
        if isinstance(rule, WaitRule) and not rule.by_clock:
            leave = rule.leave(0, 0, arrived)
        else:
            leave = rule.leave(path.zone[rows], path.variant[rows], arrived)
        self.go_on_at(rows, arrived, leave)


class DateStep(_Step):
    """`date`: until a moment; one that is past or not known goes on at once."""

    def __init__(self, walk: Walk, step: int, rule: WaitRule, name: str) -> None:
        super().__init__(walk, step)
        self.rule = rule
        self.base = walk.moments.base(walk.stage, name)

    def walk(self, rows: Rows, arrived: Ints) -> None:
        path = self.path
        path.people.now[rows] = arrived
        base, day_only = self.base(rows)
        leave, past = self.rule.leave_date(
            path.zone[rows], path.variant[rows], base, day_only, arrived
        )
        time = np.where(past, arrived, np.minimum(leave, NEVER))
        self.go_on_at(rows, arrived, time, past)


class UntilStep(_Step):
    """`until`: on as soon as a condition holds, or when the time-out is over."""

    def __init__(self, walk: Walk, step: int, timeout: int) -> None:
        super().__init__(walk, step)
        typed = walk.journey.watch.until[self.plan.id]
        self.times = walk.compiler.times(typed, walk.entered)
        self.timeout = timeout

    def walk(self, rows: Rows, arrived: Ints) -> None:
        keys = self.times(rows)
        begins = np.where(keys == NEVER_KEY, NEVER, np.maximum(keys >> KEY_BITS, arrived))
        over = np.minimum(arrived + self.timeout, NEVER)
        met = begins <= over
        time = np.where(met, begins, over)
        self.go_on_at(rows, arrived, time, ~met)


class BranchStep(_Step):
    """The first case that holds (R8)."""

    def walk(self, rows: Rows, arrived: Ints) -> None:
        first, *others = self.path.conditions.cases[self.step]
        view = View(rows, arrived, self.path.entered[rows])
        holds = first(view)
        ways, left = [holds.nonzero()[0]], (~holds).nonzero()[0]
        for case in others:
            view = view.some(~holds)
            holds = case(view)
            ways.append(left[holds])
            left = left[~holds]
        self.path.go_on(self.step, rows, arrived, arrived, [*ways, left])


class SplitStep(_Step):
    """By a hash of seed, contact, journey and step: always the same way (R9)."""

    def __init__(self, walk: Walk, step: int, split: Split) -> None:
        super().__init__(walk, step)
        weights = np.array([float(way.weight) for way in split.ways])
        self.bounds = np.cumsum(weights) / weights.sum()
        self.constant = purpose(walk.journey.id, self.plan.id, "split")

    def walk(self, rows: Rows, arrived: Ints) -> None:
        port = share_of(draw(self.path.keys(rows), self.constant), self.bounds)
        self.path.ways[self.path.journey.splits[self.step]][rows] = port + 1
        ways = [(port == number).nonzero()[0] for number in range(len(self.plan.port_names))]
        self.path.go_on(self.step, rows, arrived, arrived, ways)


class ActionStep(_Step):
    """Internal work, in order."""

    def __init__(self, walk: Walk, step: int, action: Action) -> None:
        super().__init__(walk, step)
        self.doings = walk.doings.compile(walk.stage, action.do, self.plan.code)

    def walk(self, rows: Rows, arrived: Ints) -> None:
        self.path.stage.at(rows, arrived)
        for doing in self.doings:
            doing(rows)
        self.path.go_on(self.step, rows, arrived, arrived)


class ExitStep(_Step):
    """The end of a path, with its reason; `enter` hands over (R12, R13)."""

    def __init__(self, walk: Walk, step: int, exit_: Exit) -> None:
        super().__init__(walk, step)
        self.reason = exit_.reason or self.plan.id
        self.target = exit_.enter

    def walk(self, rows: Rows, arrived: Ints) -> None:
        path = self.path
        path.tell_visit(self.step, rows, arrived, arrived, 0)
        path.endings.at_exit_step(self.plan.code, self.reason, self.target, rows, arrived)


class SendWalk(_Step):
    """A send, through its gates; a contact that leaves with the message does not go on."""

    def __init__(self, walk: Walk, step: int) -> None:
        super().__init__(walk, step)
        self.gates = SendGates(walk, step)

    def walk(self, rows: Rows, arrived: Ints) -> None:
        rows, arrived, time = self.gates.tries(rows, arrived)
        flow = self.path.flow
        if self.path.events.instants:
            flow.came(self.step, arrived)
            self.go_on_at(rows, arrived, time)
            return
        if time is not arrived:  # who is held is there for some hours
            flow.came(self.step, arrived)
            flow.left(self.step, time)
        self.path.go_on(self.step, rows, arrived, time)


def build_step(walk: Walk, step: int) -> StepWalk:
    """The step at this place of the journey, ready for a chunk."""
    model = walk.journey.steps[step].step
    match model:
        case Send():
            return SendWalk(walk, step)
        case Wait(until=None, date=None) as wait:
            return ForStep(walk, step, wait)
        case Wait(until=None, date=date) as wait if date is not None:
            clock, closed = walk.run_plan.clock, walk.journey.closed
            rule = WaitRule(clock, closed, date.offset, wait.at, wait.on, date.sign)
            return DateStep(walk, step, rule, date.name)
        case Wait(timeout=timeout):
            return UntilStep(walk, step, timeout.elapsed if timeout is not None else NEVER)
        case Branch():
            return BranchStep(walk, step)
        case Split() as split:
            return SplitStep(walk, step, split)
        case Action() as action:
            return ActionStep(walk, step, action)
        case Exit() as exit_:
            return ExitStep(walk, step, exit_)
    raise AssertionError(f"unknown step {walk.journey.steps[step].id}")

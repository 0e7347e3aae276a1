"""The sweep scheduler: a throttle couples contacts, so their sends pass it in clock order (R10)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from nurture_tui.simulation.pace import Pace
from nurture_tui.simulation.sending import SendStep
from nurture_tui.simulation.tally import GATES
from nurture_tui.simulation.throttle import Throttle, Tries, in_turn
from nurture_tui.simulation.view import Flags, Ints, Rows

if TYPE_CHECKING:
    from nurture_tui.simulation.wave import Wave

THROTTLE = GATES.index("throttle")
NOWHERE = -1


class Sweep:
    """Holds contacts at the throttle until all sends before theirs are decided.

    A contact goes on by itself, in waves, until a send of it has passed all other gates. There it
    stops. When all have stopped, the sends that are first in order are decided: as many of them
    as are certain, whatever those that go first may send next.
    """

    def __init__(self, wave: Wave, throttle: Throttle) -> None:
        self.wave = wave
        self.throttle = throttle
        self.pace = Pace(wave, throttle)
        self.at = np.full(wave.people.n, NOWHERE, dtype=np.int64)
        self.first_period = int(throttle.period(wave.plan.start))
        periods = int(throttle.period(wave.plan.end)) - self.first_period + 1
        self.gone = np.zeros(periods, dtype=np.int64)

    # ---------------------------------------------------------------- the barrier
    def stop(self, step: SendStep, rows: Rows) -> None:
        """These contacts' sends have come to the throttle, at their instants."""
        self.at[rows] = step.place

    def going(self, rows: Rows) -> Rows:
        """Those of these contacts who go on by themselves."""
        going: Rows = rows[self.at[rows] == NOWHERE]
        return going

    def next_to_go(self) -> Rows:
        """When none goes on by itself: those for whom it is decided, none at the end."""
        while len(stopped := np.flatnonzero(self.at != NOWHERE)):
            if len(free := self.decide(stopped)):
                return free
        return np.zeros(0, dtype=np.intp)

    def decide(self, stopped: Rows) -> Rows:
        """Let go and hold as many of these sends as are certain; returns their contacts."""
        people = self.wave.people
        marketing = self.are_marketing(stopped)
        tries = in_turn(self.throttle, people.now[stopped], marketing, people.numbers[stopped])
        rows = stopped[tries.order]
        gone = self.gone[tries.period - self.first_period]
        shut = gone + tries.before >= self.throttle.count
        goes = ~shut & self.is_certain(rows, tries, gone, shut)
        np.add.at(self.gone, tries.period[goes] - self.first_period, 1)
        self.pass_on(rows[goes], held=False)
        self.pass_on(rows[shut], held=True)
        return np.concatenate([rows[goes], rows[shut]])

    def is_certain(self, rows: Rows, tries: Tries, gone: Ints, shut: Flags) -> Flags:
        """The first tries, up to one that what contacts before it send next could shut out.

        A try that is shut out for certain, for those before it in its period fill it, is one more
        send to come, from the next period on.
        """
        most, soonest = self.pace.follow_ups(rows, self.at[rows])
        most = np.minimum(most, self.throttle.count) + shut
        soonest = np.where(shut, self.throttle.next_begins(tries.time), soonest)
        at_once = soonest <= tries.time
        ahead = np.cumsum(np.where(at_once, most, 0)) - np.where(at_once, most, 0)
        later = np.argsort(soonest, kind="stable")
        sums = np.concatenate([[0], np.cumsum(np.where(at_once, 0, most)[later])])
        ahead += sums[np.searchsorted(soonest[later], tries.time, side="right")]
        certain = gone + tries.before + ahead < self.throttle.count
        first: Flags = np.logical_and.accumulate(certain | shut)
        return first

    def pass_on(self, rows: Rows, *, held: bool) -> None:
        """These sends go, or are held to the next period, each at its step."""
        for doer, mine in self.by_step(rows):
            self.at[mine] = NOWHERE
            if held:
                until = self.throttle.next_begins(self.wave.people.now[mine])
                doer.hold(mine, np.full(len(mine), THROTTLE), until)
            else:
                doer.send(mine)

    def are_marketing(self, rows: Rows) -> Flags:
        marketing = np.zeros(self.wave.people.n, dtype=np.bool_)
        for doer, mine in self.by_step(rows):
            marketing[mine] = doer.plan.marketing
        return marketing[rows]

    def by_step(self, rows: Rows) -> Iterator[tuple[SendStep, Rows]]:
        """The steps at whose sends these contacts have stopped, each with its contacts."""
        at = self.at[rows]
        for place, run in enumerate(self.wave.runs):
            here = rows[at == place]
            steps = run.step[here]
            for step in np.unique(steps).tolist():
                doer = self.wave.steps[place][step]
                assert isinstance(doer, SendStep)
                yield doer, here[steps == step]

"""The sweep scheduler: a throttle couples contacts, so their sends pass it in clock order (R10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nurture_tui.simulation.gaps import FAR
from nurture_tui.simulation.line import Line
from nurture_tui.simulation.pace import Pace
from nurture_tui.simulation.room import Calm, Room
from nurture_tui.simulation.spots import Here
from nurture_tui.simulation.tally import GATES
from nurture_tui.simulation.throttle import Throttle
from nurture_tui.simulation.view import Flags, Ints, Rows

if TYPE_CHECKING:
    from nurture_tui.simulation.wave import Wave

THROTTLE = GATES.index("throttle")
NOWHERE = -1
SOME = 2_048
"""So many tries are looked at in one go at least: more cost more than they bring."""


class Sweep:
    """Holds contacts at the throttle until all sends before theirs are decided.

    A contact goes on by itself, in waves, until a send of it has passed all other gates. There it
    stops. Of the sends that stand there, the first in order are decided as soon as no other contact
    can come before them: as many as are certain, whatever those before them may send next.
    """

    def __init__(self, wave: Wave, throttle: Throttle) -> None:
        self.wave = wave
        self.people = wave.people
        self.stays = wave.stays
        self.sends = wave.sends
        self.throttle = throttle
        self.pace = Pace(wave, throttle)
        self.line = Line(wave.people.n, wave.plan.start)
        self.soonest = np.full(wave.people.n, FAR, dtype=np.int64)
        self.at_once = max(SOME, 3 * throttle.count)
        self.room = Room(wave.people.n, throttle)
        self.calm = Calm(wave)
        self.at = np.full(wave.people.n, NOWHERE, dtype=np.int64)
        self.first_period = int(throttle.period(wave.plan.start))
        periods = int(throttle.period(wave.plan.end)) - self.first_period + 1
        self.gone = np.zeros(periods, dtype=np.int64)

    # ---------------------------------------------------------------- the barrier
    def stop(self, here: Here) -> Here:
        """These contacts' sends come to the throttle now; returns those that may go at once."""
        free = here.now < self.throttle.binds_from
        np.add.at(self.gone, self.place_of(here.now[free]), 1)
        stopped = here.without(free)
        if len(stopped):
            self.at[stopped.rows] = self.stays.spots.journey[stopped.spots]
            marketing = self.sends.marketing[stopped.spots]
            self.line.add(stopped.now, marketing, stopped.rows)
        return here.only(free)

    def going(self, rows: Rows) -> Rows:
        """Those of these contacts who go on by themselves; notes when they may come here."""
        going: Rows = rows[self.at[rows] == NOWHERE]
        self.soonest[rows] = FAR
        self.soonest[going] = self.pace.next_try(going)
        return going

    def decided(self) -> Rows | None:
        """The contacts for whom it is decided now; None where others may come before any here."""
        if len(moved := self.move_on()):
            return moved
        before = min(int(self.soonest.min(initial=FAR)), self.line.known_until())
        waiting, before = self.waiting(before)
        near = self.line.before(before)[: self.at_once]
        tries = np.sort(np.concatenate([near, waiting]), kind="stable")
        return self.decide(tries[: self.at_once]) if len(tries) else None

    def waiting(self, before: int) -> tuple[Ints, int]:
        """The tries of who waits in the room, and the instant before which all tries are known.

        Only as many as their period may let go: the others wait for the next one, so that nothing
        is known of it.
        """
        room = self.room
        if not len(room.codes) or room.time >= min(before, self.wave.plan.end):
            return room.codes[:0], before
        left = self.throttle.count - int(self.gone[self.place_of(np.array(room.time))])
        if left < len(room.codes):
            before = min(before, room.time + self.throttle.seconds)
        return self.line.tries_at(room.time, room.codes[:left]), before

    def next_to_come(self) -> int | None:
        """The contact that may be the next to come here; None where nobody stands here."""
        stands = self.line or (len(self.room.codes) and self.room.time < self.wave.plan.end)
        return int(self.soonest.argmin()) if stands else None

    def decide(self, tries: Ints) -> Rows:
        """Let go and hold as many of the first tries as are certain; returns their contacts.

        Who comes too late is held only when the period is full: what the contact does next at that
        instant, a service message perhaps, would else come before sends that go.
        """
        rows, time = self.line.rows(tries), self.line.time(tries)
        period = self.place_of(time)
        before = np.arange(len(rows)) - np.searchsorted(period, period, side="left")
        sure = self.gone[period] + before
        late = sure >= self.throttle.count
        goes = ~late & self.are_certain(rows, time, sure, late)
        np.add.at(self.gone, period[goes], 1)
        waited = self.room.inside[rows]
        shut = ~goes & ~waited & (self.gone[period] >= self.throttle.count)
        self.line.leave((goes | shut)[~waited])
        self.line.let_go[rows[goes]] = tries[goes]
        self.let_go(rows[goes], time[goes], waited[goes])
        self.room.leave(self.line.code(tries[goes & waited]), rows[goes & waited])
        return np.concatenate([rows[goes], self.move_on(), self.hold(tries[shut], rows[shut])])

    def let_go(self, rows: Rows, time: Ints, waited: Flags) -> None:
        """These sends go, of who waited at the instants of their tries."""
        here = self.here(rows)
        if waited.any():
            late = here.only(waited)
            self.stays.wait(late, time[waited])
            self.people.now[late.rows] = self.room.time
            latest = self.people.latest[late.rows]
            self.people.latest[late.rows] = np.maximum(latest, self.stays.due[late.seats])
            here = self.here(rows)
        self.at[rows] = NOWHERE
        self.sends.send(here)

    def hold(self, tries: Ints, rows: Rows) -> Rows:
        """Hold these sends to the next period; returns the contacts who go on by themselves."""
        if not len(rows):
            return rows
        here = self.here(rows)
        until = self.throttle.next_begins(here.now)
        self.sends.gates.hold(here, THROTTLE, until)
        calm = self.calm.until(here, until)
        stay = self.room.admits(until, calm)
        if stay.any():
            codes = self.line.codes(self.sends.marketing[here.spots[stay]], rows[stay])
            self.room.enter(codes, rows[stay], int(until[stay][0]), calm[stay])
        self.at[rows[~stay]] = NOWHERE
        return rows[~stay]

    def move_on(self) -> Rows:
        """Where the period of those in the room is full, their next try is in the next one.

        Returns who goes on by themselves, for something else may come before that.
        """
        room, leaving = self.room, [np.zeros(0, dtype=np.intp)]
        while len(room.codes) and room.time < self.wave.plan.end:
            if self.gone[self.place_of(np.array(room.time))] < self.throttle.count:
                break
            codes = room.advance()
            rows = self.line.rows(codes)
            room.leave(codes, rows)
            if len(rows):
                time = np.full(len(rows), room.time)
                self.sends.gates.hold(self.here(rows), THROTTLE, time)
                self.at[rows] = NOWHERE
            leaving.append(rows)
        return np.concatenate(leaving)

    def are_certain(self, rows: Rows, time: Ints, sure: Ints, late: Flags) -> Flags:
        """The first tries, up to one that what contacts before it send next could shut out.

        `sure` is how many sends go or stand before each in its period. A try that comes too `late`
        in it is one more send to come, from the next period on.
        """
        most, soonest = self.pace.follow_ups(rows, time, self.at[rows])
        most = np.minimum(most, self.throttle.count) + late
        soonest = np.where(late, self.throttle.next_begins(time), soonest)
        at_once = np.where(soonest <= time, most, 0)
        order = np.argsort(soonest, kind="stable")
        later = np.concatenate([[0], np.cumsum((most - at_once)[order])])
        could = np.cumsum(at_once) - at_once
        could += later[np.searchsorted(soonest[order], time, side="right")]
        certain: Flags = np.logical_and.accumulate(late | (sure + could < self.throttle.count))
        return certain

    def place_of(self, time: Ints) -> Ints:
        """The places in `gone` of the periods of these instants."""
        return self.throttle.period(time) - self.first_period

    def here(self, rows: Rows) -> Here:
        """These contacts at the sends at which they have stopped."""
        return self.stays.here(rows + self.at[rows] * self.people.n, rows)

"""Own events and events of messages that have no turn: found when something asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nurture_tui.errors import SimulationError
from nurture_tui.simulation.agenda import DAILY, DAILY_LOOK, NOTHING, class_key
from nurture_tui.simulation.assumed import AssumedPlan
from nurture_tui.simulation.changes import Change, change_of
from nurture_tui.simulation.delays import exponential
from nurture_tui.simulation.draws import draw
from nurture_tui.simulation.spots import Here
from nurture_tui.simulation.view import Ints, Rows

if TYPE_CHECKING:
    from nurture_tui.simulation.wave import Wave


class Chain:
    """An own event of each contact, again and again if it repeats: `next` is the next one to come.

    An event of a stay is asked for only while the stay lasts, which is the first of the contact.
    """

    def __init__(self, wave: Wave, assumed: AssumedPlan) -> None:
        self.assumed = assumed
        self.people = wave.people
        self.end = wave.plan.end
        self.run = None if assumed.shared else wave.runs[assumed.journey]
        self.stay = 0 if assumed.shared else 1
        self.next = np.full(wave.people.n, NOTHING, dtype=np.int64)
        self.occurrence = np.zeros(wave.people.n, dtype=np.int64)

    def begin(self, rows: Rows, start: Ints) -> None:
        """The first of these contacts is drawn, from an instant on (R16)."""
        self.next[rows] = self._after(rows, start, self.occurrence[rows])

    def _after(self, rows: Rows, start: Ints, occurrence: Ints) -> Ints:
        assumed, run = self.assumed, self.run
        bits = draw(self.people.keys[rows], assumed.chance_draw, self.stay, occurrence)
        time = start + exponential(bits, assumed.chance, assumed.per)
        last = np.full(len(rows), self.end - 1, dtype=np.int64)
        if run is not None and run.plan.goal_within is not None:
            np.minimum(last, run.entered[rows] + run.plan.goal_within, out=last)
        return np.where(time <= last, time, NOTHING)

    def first_from(self, rows: Rows, instant: Ints) -> Ints:
        """When it first happens to them at an instant or later, NOTHING if it does not."""
        time, occurrence = self.next[rows], self.occurrence[rows]
        early = (time < instant).nonzero()[0]
        while len(early):
            if not self.assumed.repeat:
                time[early] = NOTHING
                break
            occurrence[early] += 1
            time[early] = self._after(rows[early], time[early], occurrence[early])
            early = early[time[early] < instant[early]]
        return time

    def remember(self, rows: Rows, now: Ints) -> None:
        """What has happened to these contacts up to now is remembered (each is named once)."""
        memory = self.people.memories[self.assumed.name]
        due = self.next[rows] <= now
        rows, now = rows[due], now[due]
        while len(rows):
            time = self.next[rows]
            memory.remember(rows, time)
            self.occurrence[rows] += 1
            again = self.assumed.repeat
            self.next[rows] = self._after(rows, time, self.occurrence[rows]) if again else NOTHING
            due = self.next[rows] <= now
            rows, now = rows[due], now[due]


class Quiet:
    """What happens without a turn to contacts of a chunk, and the looks of their held sends."""

    def __init__(self, wave: Wave) -> None:
        self.wave = wave
        self.people = wave.people
        unheard = wave.plan.unheard
        self.holds = unheard.holds
        self.chains = {
            place: Chain(wave, wave.plan.assumed[place])
            for place in sorted(unheard.noted | unheard.look)
        }
        self.noted = [self.chains[place] for place in sorted(unheard.noted)]
        self.looking = [self.chains[place] for place in sorted(unheard.look)]
        self.of_messages: dict[str, Ints] = {}
        self.lets_go: Change | None = self._lets_go() if self.holds else None

    def _lets_go(self) -> Change:
        """When time may let a send go that `hold_if` holds."""
        run = self.wave.runs[0]
        hold_if, compiler = run.plan.watch.hold_if, self.wave.compiled[run.plan.id].compiler
        found = change_of(compiler, hold_if, in_stay=True) if hold_if is not None else None
        if found is None:
            raise SimulationError("It is not known when a held send goes.")
        return found

    def catch_up(self, rows: Rows, now: Ints) -> None:
        """A condition is asked of these contacts: what has happened to them is remembered."""
        for chain in self.noted:
            chain.remember(rows, now)

    def note(self, event: str, here: Here, time: Ints) -> None:
        """Events of messages are sure to happen then, which a held send may be tried after."""
        if self.holds:
            shape = (self.wave.stays.spots.count, self.people.n)
            if event not in self.of_messages:
                self.of_messages[event] = np.full(shape, NOTHING, dtype=np.int64)
            self.of_messages[event][here.spots, here.rows] = time

    def held(self, rows: Rows) -> Rows:
        """Those of these contacts whose sends wait for a look."""
        waiting: Rows = rows[self.wave.runs[0].hold_waits[rows]]
        return waiting

    def look_again(self, here: Here) -> None:
        """The sends of these contacts are held: they are looked at when they may go again.

        That is with the first event or on the first morning from when time lets them go; what is
        heard in a turn looks at them in that turn.
        """
        if self.lets_go is None:
            return
        rows = here.rows
        instant = self.lets_go(self.wave.stays.view(here))
        mornings = self.wave.plan.six_o_clocks
        look = mornings[np.searchsorted(mornings, instant, side="left").clip(max=len(mornings) - 1)]
        for chain in self.looking:
            np.minimum(look, chain.first_from(rows, instant), out=look)
        for times in self.of_messages.values():
            found = times[:, rows]
            np.minimum(look, np.where(found >= instant, found, NOTHING).min(axis=0), out=look)
        self.wave.agenda.look_instead(DAILY_LOOK, rows, class_key(look, DAILY))

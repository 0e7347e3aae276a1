"""The looks at 06:00 workspace time, and after them the attempts of `when` (R4, R5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nurture_tui.simulation.agenda import DAILY, DAILY_LOOK, NOTHING, RANK, WHEN, class_key
from nurture_tui.simulation.changes import Change, change_of, earliest
from nurture_tui.simulation.looks import together
from nurture_tui.simulation.view import Flags, Ints, Rows

if TYPE_CHECKING:
    from nurture_tui.simulation.journeyrun import JourneyRun
    from nurture_tui.simulation.wave import Wave


class Mornings:
    """Looks daily at contacts for whom time alone can change something.

    Where it is known when that can be, a contact is left asleep until then, or until something
    happens to it: the mornings between would see what the last one saw.
    """

    def __init__(self, wave: Wave) -> None:
        self.wave = wave
        self.people = wave.people
        self.six_o_clocks = wave.plan.six_o_clocks
        self.coming = [run for run in wave.runs if run.plan.watch.when is not None]
        self.only_held = wave.plan.unheard.holds
        self.staying = [
            run for run in wave.runs if run.plan.watch.looks_daily and not self.only_held
        ]
        self.changes_of: dict[str, Change] = {}
        self.can_sleep = (bool(self.coming) or bool(self.staying)) and self._can_sleep()
        self.asleep = np.zeros(wave.people.n, dtype=np.bool_)

    def _can_sleep(self) -> bool:
        """Whether the changes of all conditions are known; a probe notes each look."""
        wave = self.wave
        if wave.probe is not None:
            return False
        for run in (*self.coming, *self.staying):
            compiler, watch = wave.compiled[run.plan.id].compiler, run.plan.watch
            stays = [change_of(compiler, rule, in_stay=True) for rule in watch.watched()]
            comes = change_of(compiler, watch.when, in_stay=False) if watch.when else None
            if watch.when is not None and comes is None:
                return False
            known = earliest(stays)
            if known is None:
                return False
            self.changes_of[run.plan.id] = known
            if comes is not None:
                self.changes_of[f"{run.plan.id} when"] = comes
        return True

    def begin(self) -> None:
        """With a `when`, everyone is looked at from the first morning on."""
        if self.coming:
            everyone = np.arange(self.people.n)
            key = class_key(self.six_o_clocks[:1], DAILY)
            self.wave.agenda.look_at(DAILY_LOOK, everyone, np.repeat(key, len(everyone)))

    def watch(self, run: JourneyRun, rows: Rows) -> None:
        """Contacts have come into a journey in which time alone can change something (R5 c)."""
        if run in self.staying:
            new = rows[self.wave.agenda.keys[DAILY_LOOK][rows] == NOTHING]
            self.expect(new, self.people.now[new] + 1)

    def wake(self, rows: Rows) -> None:
        """Something happens to these contacts: they are looked at on the next morning."""
        rows = rows[self.asleep[rows]] if self.can_sleep else rows[:0]
        if len(rows):
            self.asleep[rows] = False
            over = (self.people.latest[rows] & RANK) >= DAILY
            self.expect(rows, self.people.now[rows] + over)

    def expect(self, rows: Rows, earliest: Ints) -> None:
        """The next look at these contacts is on the first morning from this instant on."""
        morning = self.six_o_clocks[np.searchsorted(self.six_o_clocks, earliest, side="left")]
        self.wave.agenda.look_at(DAILY_LOOK, rows, class_key(morning, DAILY))

    def rest(self, rows: Rows) -> None:
        """These contacts have been looked at: when will there be something else to see?

        Whose send `hold_if` holds is tried after each look, and that wakes the contact again.
        """
        if not self.can_sleep:
            self.expect(rows, self.people.now[rows] + 1)
            return
        change = np.full(len(rows), NOTHING, dtype=np.int64)
        for run in self.coming:
            first = self.wave.entries.looked_at_from[run.plan.id][rows]
            change = np.where(first > self.people.now[rows], np.minimum(change, first), change)
            view = self.wave.entries.outside(rows)
            change = np.minimum(change, self.changes_of[f"{run.plan.id} when"](view))
        for run in self.staying:
            here = run.inside[rows] | run.watching[rows]
            found = self.changes_of[run.plan.id](run.view(rows[here]))
            change[here] = np.minimum(change[here], found)
        self.asleep[rows] = True
        self.expect(rows, change)

    def look(self, rows: Rows) -> None:
        """The daily look, and what follows it where nothing else comes first."""
        self.wave.agenda.take(rows)
        if self.only_held:
            self.wave.look(self.wave.quiet.held(rows))
            return
        self.asleep[rows] = False
        watched = rows[self.is_watched(rows)]
        if self.coming:
            key = class_key(self.people.now[rows], WHEN)
            self.wave.agenda.look_at(DAILY_LOOK, rows, key)
            self.wave.look(watched)
            at_once = self.wave.nearest(rows) == key
            rows, key = rows[at_once], key[at_once]
            if self.wave.notes_latest:
                self.people.latest[rows] = key
            self.attempt(rows)
        else:
            self.wave.look(watched)
            self.rest(rows[self.is_watched(rows)])

    def attempt(self, rows: Rows) -> None:
        """The attempts of `when`, in journey order, and the looks that follow them."""
        if not len(rows):
            return
        self.wave.agenda.take(rows)
        come = together([self.wave.entries.try_when(run, rows) for run in self.wave.runs])
        stayed = rows[~np.isin(rows, come)] if len(come) else rows
        self.rest(stayed)
        self.expect(come, self.people.now[come] + 1)
        self.wave.look(self.wave.without_events(come))

    def is_watched(self, rows: Rows) -> Flags:
        watched = np.zeros(len(rows), dtype=np.bool_)
        for run in self.staying:
            watched |= run.inside[rows] | run.watching[rows]
        return watched

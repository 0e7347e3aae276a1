"""How contacts come into journeys: turning up, attempts, refusals, hand-offs (R4, R13)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from nurture_tui.simulation.agenda import ARRIVAL, class_key, event_key
from nurture_tui.simulation.events import ATTEMPT, PLAIN, pack
from nurture_tui.simulation.journeyrun import JourneyRun
from nurture_tui.simulation.result import NO_TIME
from nurture_tui.simulation.truths import Truth
from nurture_tui.simulation.view import Flags, Ints, Rows, View

if TYPE_CHECKING:
    from nurture_tui.simulation.wave import Wave

NO_ROWS = np.zeros(0, dtype=np.intp)
Forbids = Callable[[Rows], Flags]


class Entries:
    """Lets the contacts of a chunk in, or refuses and counts them."""

    def __init__(self, wave: Wave) -> None:
        self.wave = wave
        self.plan = wave.plan
        self.people = wave.people
        self.refusals = {run.plan.id: self._refusals(run) for run in wave.runs}
        self.looked_at_from = {
            run.plan.id: self._looked_at_from(run)
            for run in wave.runs
            if run.plan.journey.entry.when is not None
        }

    def turn_up(self) -> None:
        """Put the arrivals on the agenda: with an event, turning up is the event."""
        rows = np.arange(self.people.n)
        agenda = self.wave.agenda
        for name, time in self.arrivals_by_event():
            come = rows[time < self.plan.end]
            key = event_key(time[come], self.plan.event_codes[name], 0)
            agenda.add(come, key, pack(PLAIN, 0, 0, 0 * come))
        for place, run in enumerate(self.wave.runs):
            if run.plan.journey.entry.when is not None:
                time = run.arrivals
                come = rows[time < self.plan.end]
                key = class_key(time[come], ARRIVAL)
                agenda.add(come, key, pack(ATTEMPT, place, 0, 0 * come))

    def arrivals_by_event(self) -> list[tuple[str, Ints]]:
        """Turning up with an event: logged once a contact, also with several journeys on it."""
        first: dict[str, Ints] = {}
        for run in self.wave.runs:
            event = run.plan.entry_event
            if event is not None:
                known = first.get(event, run.arrivals)
                first[event] = np.minimum(known, run.arrivals)
        return sorted(first.items())

    def _looked_at_from(self, run: JourneyRun) -> Ints:
        """A contact with an `entered_at` is looked at daily from then on, others from the start."""
        time = run.arrivals
        return np.where(time == NO_TIME, self.plan.start, time)

    def try_when(self, run: JourneyRun, rows: Rows) -> Rows:
        """Attempts of those for whom `when` holds now and did not at the last 06:00."""
        when = self.wave.compiled[run.plan.id].when
        if when is None:
            return NO_ROWS
        waits = rows[self.looked_at_from[run.plan.id][rows] <= self.people.now[rows]]
        holds = when(self.outside(waits))
        fresh = waits[holds & ~run.when_held[waits]]
        run.when_held[waits] = holds
        return self.attempt(run, fresh)

    def outside(self, rows: Rows) -> View:
        """What conditions see when it is asked whether contacts may come in now."""
        now = self.people.now[rows]
        return View(rows, now, now, attempt=True)

    def attempt(self, run: JourneyRun, rows: Rows) -> Rows:
        """Contacts try to come in; the first reason that forbids it counts. Returns who is in."""
        if not len(rows):
            return rows
        run.tally.considered += len(rows)
        run.considered[rows] = True
        for reason, forbids in self.refusals[run.plan.id]:
            if not len(rows):
                return rows
            refused = forbids(rows)
            if np.count_nonzero(refused):
                self.refuse(run, rows[refused], reason)
                rows = rows[~refused]
        run.come_in(rows)
        self.wave.behaviour.plan_own_events(run, rows)
        self.wave.behaviour.after_events_at_entry(run, rows)
        self.wave.mornings.watch(run, rows)
        return rows

    def refuse(self, run: JourneyRun, rows: Rows, reason: str) -> None:
        if len(rows):
            run.tally.not_entered[reason] += len(rows)
            run.log(rows, run.plan.words["refused"], 0, self.wave.trace.names.code(reason))

    def _refusals(self, run: JourneyRun) -> list[tuple[str, Forbids]]:
        """The reasons to refuse, in order: inside, again, permission, goal, exits, only_if."""
        people, compiled = self.people, self.wave.compiled[run.plan.id]
        reasons: list[tuple[str, Forbids]] = [
            ("inside", lambda rows: run.inside[rows]),
            ("again", lambda rows: self._too_soon(run, rows)),
        ]
        if run.plan.marketing:
            reasons += [
                ("unsubscribed", lambda rows: people.unsubscribed[rows]),
                ("bounced", lambda rows: people.bounced[rows]),
            ]
        rules = [("goal", compiled.goal), *compiled.exits, ("only_if", compiled.not_let_in)]
        for name, rule in rules:
            if rule is not None:
                reasons.append((name, self._outside_rule(rule)))
        return reasons

    def _outside_rule(self, rule: Truth) -> Forbids:
        return lambda rows: rule(self.outside(rows))

    def _too_soon(self, run: JourneyRun, rows: Rows) -> Flags:
        been = run.stay[rows] > 0
        wait = run.plan.again_after
        if wait is None:
            return been
        return been & (run.left[rows] + wait > self.people.now[rows])

    def hand_over(self, run: JourneyRun, rows: Rows, target: str | None) -> Rows:
        """R13: an attempt at another journey, counted whether or not it is in the run."""
        if target is None or not len(rows):
            return NO_ROWS
        run.tally.handed_off[target] += len(rows)
        run.log(rows, run.plan.words["handed_off"], 0, self.wave.trace.names.code(target))
        other = self.wave.by_id.get(target)
        return self.attempt(other, rows) if other is not None else NO_ROWS

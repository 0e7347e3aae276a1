"""How contacts go from step to step, at whatever steps of whatever journeys they are (R6, 3)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from nurture_tui.simulation.agenda import (
    ARRIVE,
    END,
    KEY_BITS,
    LEAVE,
    NOTHING,
    PHASES,
    RANK,
    STEP,
    WAITING,
    time_of,
)
from nurture_tui.simulation.branches import Branches
from nurture_tui.simulation.exits import Exits
from nurture_tui.simulation.noted import Noted
from nurture_tui.simulation.spots import Here
from nurture_tui.simulation.steps import StepRun, build_step
from nurture_tui.simulation.view import Flags, Ints, Rows
from nurture_tui.simulation.waiting import PlainWaits

if TYPE_CHECKING:
    from nurture_tui.simulation.wave import Wave

Turn = Callable[[Rows], None]


class Paths:
    """Lets contacts begin, go on at and leave the steps that they are due at."""

    def __init__(self, wave: Wave) -> None:
        self.wave = wave
        self.plan = wave.plan
        self.people = wave.people
        self.stays = wave.stays
        self.spots = wave.stays.spots
        self.first_seat = self.spots.journey * wave.people.n
        self.sends = wave.sends
        self.waits = PlainWaits(wave)
        self.branches = Branches(wave)
        self.exits = Exits(wave)
        self.noted = Noted(wave.runs)
        looks = self.plan.looks_on_arrival
        alone = not looks and self.plan.throttle is None
        self.tries_again = alone and bool(self.sends.stands_still[list(self.sends.plans)].all())
        self.waits_begin_unseen = not looks and wave.probe is None

    def steps_to_make(self, number: int) -> tuple[list[Turn], list[int]]:
        """What there is to do at steps, numbered from `number` on; by rank, which of it is due.

        What costs little comes first, and exits last, for little hangs on them.
        """
        do: list[Turn] = [self.leave_steps, self.end_paths, self.begin_waits]
        leave, end, begin = range(number, number + 3)
        last: list[Turn] = [self.branch, self.try_sends, self.leave_by_exit]
        others = {
            spot: build_step(self.wave, self.wave.runs[self.spots.journey[spot]], step)
            for spot, step in enumerate(self.spots.step.tolist())
            if spot not in self.sends.plans and not self.waits.are[spot]
            if spot not in self.branches.cases and spot not in self.exits.plans
        }
        firsts = {}
        for spot, doer in others.items():
            firsts[spot] = number + len(do)
            do += [partial(self.make_step, doer, phase) for phase in (ARRIVE, WAITING, LEAVE)]
        branch, attempt, leave_by = range(number + len(do), number + len(do) + len(last))
        due: list[int] = []
        for spot in self.spots.by_rank.tolist():
            if spot in self.sends.plans:
                due += [attempt, attempt, leave, end]
            elif self.waits.are[spot]:
                due += [begin, leave, leave, end]
            elif spot in self.branches.cases:
                due += [branch, branch, leave, end]
            elif spot in self.exits.plans:
                due += [leave_by, leave_by, leave, end]
            else:
                first = firsts[spot]
                leaving = first + 2 if others[spot].looks_after else leave
                due += [first, first + 1, leaving, end]
        return [*do, *last], due

    # ---------------------------------------------------------------- at steps
    def at_step(self, rows: Rows) -> Here:
        """The contacts that have their turn, at the steps that they are due at."""
        self.wave.mornings.wake(rows)
        keys = self.wave.ahead.of_turn
        ranks = keys & RANK
        ranks -= STEP
        ranks //= PHASES
        spots = self.spots.by_rank[ranks]
        seats = self.first_seat[spots]
        seats += rows
        return Here(rows, seats, spots, time_of(keys))

    def arrived(self, rows: Rows) -> Here:
        """These contacts come to steps, or try once more what makes them look again (R5 b)."""
        return self.looked_at(self.at_step(rows), look=self.plan.looks_on_arrival)

    def begin_waits(self, rows: Rows) -> None:
        """Contacts come to plain waits."""
        self.waits.begin(self.arrived(rows))

    def branch(self, rows: Rows) -> None:
        """Contacts come to branches, and leave them at once."""
        here = self.arrived(rows)
        self.branches.begin(here)
        self.leave_done(here)

    def leave_by_exit(self, rows: Rows) -> None:
        """Contacts come to exits."""
        self.exits.begin(self.arrived(rows))

    def make_step(self, doer: StepRun, phase: int, rows: Rows) -> None:
        """Contacts begin a step of another kind, go on at it, or leave it after a look."""
        here = self.at_step(rows)
        if phase == ARRIVE:
            here = self.looked_at(here, look=self.plan.looks_on_arrival)
            doer.begin(here.rows)
        elif phase == WAITING:
            here = self.looked_at(here, look=doer.looks_again and self.plan.looks_on_arrival)
            doer.resume(here.rows)
        if doer.looks_after:
            self.leave_after_look(here)
        else:
            self.leave_done(here)

    # ---------------------------------------------------------------- sends
    def try_sends(self, rows: Rows) -> None:
        """Contacts try sends, on arrival or once more, until something else comes first."""
        here = self.arrived(rows)
        tries = self.sends.permitted(here)
        going = self.sends.gates.passed(tries, self.comes_next(tries))
        if self.wave.sweep is not None:
            going = self.wave.sweep.stop(going)
        self.sends.send(going)
        self.leave_done(here.at(self.people.now))

    def comes_next(self, here: Here) -> Ints:
        """The key of what comes next for each contact but for its send here, which is tried.

        0 where each try has a turn of its own, for something is to be seen before it.
        """
        if not self.tries_again:
            return np.zeros(len(here), dtype=np.int64)
        self.stays.due[here.seats] = NOTHING
        return np.minimum(self.wave.nearest(here.rows), self.wave.ahead.end)

    # ---------------------------------------------------------------- looks
    def are_ready(self, here: Here) -> Flags:
        """For whom the step here is the next thing of all."""
        ready: Flags = self.stays.due[here.seats] == self.wave.nearest(here.rows)
        return ready

    def looked_at(self, here: Here, *, look: bool) -> Here:
        """A look (R5 b); returns those who are still in the same stay, and whose turn it still is.

        What the look causes at this instant comes before the step (R6). Whoever has been looked at
        and lets something else go first is not looked at again: two steps of one contact whose
        looks wake each other would else wait for each other for ever.
        """
        if not look or not len(here):
            return here
        stays, seats = self.stays, here.seats
        stay = stays.stay[seats]
        fresh = here.without(stays.looked_at[seats])
        stays.looked_at[fresh.seats] = True
        self.wave.look(fresh.rows)
        here = here.only(stays.inside[seats] & (stays.stay[seats] == stay))
        here = here.only(self.are_ready(here))
        stays.looked_at[here.seats] = False
        return here

    # ---------------------------------------------------------------- leaving
    def leave_steps(self, rows: Rows) -> None:
        """Contacts leave steps at which all is done, or whose waits are over."""
        self.leave(self.at_step(rows))

    def leave_after_look(self, here: Here) -> None:
        """Who is done with a step leaves it after a look."""
        done = here.only(self.are_done(here))
        rows = self.wave.without_events(done.rows)
        self.leave(self.looked_at(done.only(np.isin(done.rows, rows)), look=True))

    def leave_done(self, here: Here) -> None:
        """Who is done with a step leaves it at once, where nothing else comes first."""
        key = (here.now << KEY_BITS) | (self.spots.rank[here.spots] + LEAVE)
        self.leave(here.only(key == self.wave.nearest(here.rows)))

    def are_done(self, here: Here) -> Flags:
        """Who is still at the step, and has nothing left to do there but to leave it."""
        stays, seats = self.stays, here.seats
        done: Flags = stays.phase[seats] == LEAVE
        done &= stays.inside[seats]
        done &= stays.spot[seats] == here.spots
        return done

    def leave(self, here: Here) -> None:
        """Go by the chosen ports to the next steps, or to the ends of paths."""
        if not len(here):
            return
        stays, behaviour = self.stays, self.wave.behaviour
        ports = stays.leave(here)
        self.noted.note("done", here, here.now)
        if "done" in behaviour.after:
            behaviour.after_visits("done", here, stays.stay[here.seats], stays.visit(here))
        targets = self.spots.targets[ports]
        ends = targets < 0
        if ends.any():
            over = here.only(ends)
            stays.comes(over, END, over.now)
            self.close_paths(over.only(self.are_ready(over)))
            here, targets = here.without(ends), targets[~ends]
        there = Here(here.rows, here.seats, targets, here.now)
        stays.arrive(there)
        if self.waits_begin_unseen:
            self.waits.begin(there.only(self.waits.are[targets]))

    def end_paths(self, rows: Rows) -> None:
        """Contacts are at the ends of their paths."""
        self.close_paths(self.at_step(rows))

    def close_paths(self, here: Here) -> None:
        """A path ends after the looks that follow its last step (R6, R12)."""
        here = self.looked_at(here, look=self.plan.looks_on_arrival)
        journey = self.spots.journey[here.spots]
        for place in np.bincount(journey).nonzero()[0].tolist():
            run, rows = self.wave.runs[place], here.rows[journey == place]
            run.log(rows, run.plan.words["finished"])
            run.leave(rows, "finished", watch=True)
            self.wave.look_if_shared(rows)

"""Where each contact of a chunk is in each journey of a run, and how all go from step to step."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nurture_tui.simulation.agenda import (
    KEY_BITS,
    LEAVE,
    NOTHING,
    PAST_ALL_RUNS,
    WAITING,
)
from nurture_tui.simulation.moves import Moves
from nurture_tui.simulation.people import People
from nurture_tui.simulation.plan import RunPlan
from nurture_tui.simulation.spots import Here, Spots
from nurture_tui.simulation.trace import Trace
from nurture_tui.simulation.view import Ints, Rows, View


class Stays:
    """Arrays with an entry for each journey and contact: journey by journey, contact by contact.

    What contacts do at whatever steps they are is done here for all of them at once; `of` has one
    journey's part of an array.
    """

    def __init__(self, plan: RunPlan, people: People, trace: Trace) -> None:
        self.n, self.journeys = people.n, len(plan.journeys)
        seats = self.n * self.journeys
        self.people = people
        self.trace = trace
        self.went = trace.names.code("went")
        self.spots = Spots(plan.journeys)
        self.moves = Moves(self.spots, plan.grid)
        cohort = people.cohort.journeys
        self.zone = np.concatenate([journey.zone for journey in cohort]).astype(np.intp)
        self.variant = np.concatenate([journey.variant for journey in cohort])
        self.inside = np.zeros(seats, dtype=np.bool_)
        self.stay = np.zeros(seats, dtype=np.int64)
        self.entered = np.zeros(seats, dtype=np.int64)
        self.spot: Ints = np.repeat(self.spots.first, self.n)
        self.of_visit = np.zeros(seats, dtype=np.int64)
        parts, flags = (self.of_visit.view(kind).reshape(seats, -1) for kind in ("i1", "?"))
        self.phase, self.gates_met = parts[:, 0], parts[:, 1]
        self.until_met, self.looked_at, self.hold_waits = flags[:, 2], flags[:, 3], flags[:, 4]
        self.port = self.of_visit.view(np.int16).reshape(seats, -1)[:, 3]
        self.due = np.full(seats, NOTHING, dtype=np.int64)
        self.by_journey = self.due.reshape(self.journeys, self.n)
        self.arrived = np.zeros(seats, dtype=np.int64)
        self.held_by = np.zeros(seats, dtype=np.int64)
        self.tells = trace.visits.kept or trace.sends.kept
        looping = [j.first_place + step for j in plan.journeys for step in sorted(j.loops)]
        self.visit_row = np.zeros(self.spots.count, dtype=np.int64)
        self.visit_row[looping] = np.arange(1, len(looping) + 1)
        self.visits = np.ones((1 + len(looping), self.n), dtype=np.int32)

    def of(self, place: int) -> slice:
        """The entries of one journey."""
        return slice(place * self.n, (place + 1) * self.n)

    def here(self, seats: Rows, rows: Rows) -> Here:
        """These contacts at their steps, at their instants."""
        return Here(rows, seats, self.spot[seats], self.people.now[rows])

    def view(self, here: Here) -> View:
        """What the conditions of a journey see of these contacts, who are all in it."""
        return View(here.rows, here.now, self.entered[here.seats])

    def nearest(self, rows: Rows) -> Ints:
        """The key of each contact's next step of all journeys."""
        keys: Ints = self.by_journey[0][rows]
        for due in self.by_journey[1:]:
            np.minimum(keys, due[rows], out=keys)
        return keys

    def visit(self, here: Here) -> Ints:
        """The number of the visit that these contacts make to their steps, or made last."""
        if len(self.visits) == 1:
            return np.ones(len(here), dtype=np.int64)
        return self.visits[self.visit_row[here.spots], here.rows].astype(np.int64)

    def log(
        self, here: Here, event: int, step: npt.ArrayLike = 0, detail: npt.ArrayLike = 0
    ) -> None:
        """A row in the log for each of these contacts, at its instant."""
        if self.trace.log.kept and len(here):
            self.log_at(here, here.now, self.people.latest[here.rows], event, step, detail)

    def log_at(
        self,
        here: Here,
        time: Ints,
        key: Ints,
        event: int,
        step: npt.ArrayLike = 0,
        detail: npt.ArrayLike = 0,
    ) -> None:
        """A row in the log at another instant; `key` is its place among what happens then."""
        numbers, codes = self.people.numbers[here.rows], self.spots.journey_codes[here.spots]
        self.trace.log.add(len(here), time, numbers, codes, step, event, detail, key)

    # ---------------------------------------------------------------- from step to step
    def enter(self, here: Here) -> None:
        """These contacts come into a journey, at its first step."""
        self.moves.enter(here.spots, here.now)
        self.arrive(here)

    def leave(self, here: Here) -> Ints:
        """These contacts leave their steps; by which ports, among those of all journeys."""
        ports = self.spots.first_port[here.spots]
        ports += self.port[here.seats]
        self.moves.go(ports, here.now)
        if self.trace.visits.kept:
            self.tell_visits(here, self.spots.port_codes[ports])
        if self.trace.log.kept:
            decided = self.spots.decides[here.spots]
            steps, taken = self.spots.step_codes[here.spots], self.spots.port_codes[ports]
            self.log(here.only(decided), self.went, steps[decided], taken[decided])
        return ports

    def arrive(self, here: Here) -> None:
        """The steps of these contacts begin at this instant, each in its turn (R6)."""
        seats, spots = here.seats, here.spots
        self.spot[seats] = spots
        self.of_visit[seats] = 0  # its phase is ARRIVE
        self.due[seats] = (here.now << KEY_BITS) | self.spots.rank[spots]
        if self.tells:
            self.arrived[seats] = here.now
        if self.trace.sends.kept:
            self.held_by[seats] = 0
        if len(self.visits) > 1:
            row = self.visit_row[spots]
            again = np.flatnonzero(row)
            self.visits[row[again], here.rows[again]] += 1

    def comes(self, here: Here, phase: int, time: Ints) -> None:
        """The next thing of these contacts in their journeys: a phase of their step, at a time."""
        self.phase[here.seats] = phase
        self.due[here.seats] = (time << KEY_BITS) | (self.spots.rank[here.spots] + phase)

    def wait(self, here: Here, time: Ints) -> None:
        """These contacts wait at a step until a time; one past all runs is until they are woken."""
        endless = time >= PAST_ALL_RUNS
        if not np.count_nonzero(endless):
            self.comes(here, WAITING, time)
            return
        self.comes(here, WAITING, np.minimum(time, PAST_ALL_RUNS))
        self.due[here.seats[endless]] = NOTHING

    def resume(self, here: Here) -> None:
        """These contacts, who wait at their steps, go on at this instant."""
        self.comes(here, WAITING, here.now)

    def pass_on(self, here: Here, port: Ints | int = 0) -> None:
        """These contacts are done with their steps, and leave by these ports of theirs now."""
        if not isinstance(port, int) or port:
            self.port[here.seats] = port
        self.comes(here, LEAVE, here.now)

    def tell_visits(self, here: Here, port: npt.ArrayLike = 0) -> None:
        """Visits that end now, by a port, for the table of them."""
        if self.trace.visits.kept and len(here):
            self.trace.visits.add(
                len(here),
                self.people.numbers[here.rows],
                self.spots.journey_codes[here.spots],
                self.spots.step_codes[here.spots],
                self.arrived[here.seats],
                here.now,
                port,
            )

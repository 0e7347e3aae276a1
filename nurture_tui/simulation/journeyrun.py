"""The state of one journey in a run: where each contact is, and what its stay has seen."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nurture_tui.simulation.agenda import END, NOTHING
from nurture_tui.simulation.cohort import InJourney
from nurture_tui.simulation.people import People
from nurture_tui.simulation.plan import JourneyPlan
from nurture_tui.simulation.result import NO_TIME
from nurture_tui.simulation.spots import Here
from nurture_tui.simulation.stays import Stays
from nurture_tui.simulation.tally import Tally
from nurture_tui.simulation.tasks import TaskCounts
from nurture_tui.simulation.trace import Trace
from nurture_tui.simulation.view import Ints, Rows, View

ANY = -1
"""Stands for a step where any message counts."""


class JourneyRun:
    """One journey for a chunk of contacts: arrays of one entry a contact, and its counts.

    Some of them are its part of those of all journeys.
    """

    def __init__(
        self,
        plan: JourneyPlan,
        place: int,
        cohort: InJourney,
        people: People,
        trace: Trace,
        stays: Stays,
    ) -> None:
        n, mine = people.n, stays.of(place)
        self.plan = plan
        self.place = place
        self.people = people
        self.trace = trace
        self.stays = stays
        self.tally = Tally(plan, stays.moves.grid)
        self.zone = cohort.zone
        self.variant = cohort.variant
        self.arrivals = cohort.arrivals
        self.inside = stays.inside[mine]
        self.stay = stays.stay[mine]
        self.spot = stays.spot[mine]
        self.phase = stays.phase[mine]
        self.due = stays.due[mine]
        self.until_met = stays.until_met[mine]
        self.looked_at = stays.looked_at[mine]
        self.hold_waits = stays.hold_waits[mine]
        self.watching = np.zeros(n, dtype=np.bool_)
        self.considered = np.zeros(n, dtype=np.bool_)
        self.ever_reached = np.zeros(n, dtype=np.bool_)
        self.entered = stays.entered[mine]
        self.left = np.full(n, NOTHING, dtype=np.int64)
        self.first_entered = np.full(n, NO_TIME, dtype=np.int64)
        self.first_goal = np.full(n, NO_TIME, dtype=np.int64)
        self.seen: dict[tuple[str, int], Ints] = {}
        self.first_ways = np.zeros((len(plan.splits), n), dtype=np.int16)
        self.ways = np.zeros((max(1, len(plan.splits)), n), dtype=np.int16)
        self.when_held = np.zeros(n, dtype=np.bool_)
        rows = 1 + max((assumed.row for assumed in plan.assumed), default=0)
        self.cause_counts = np.zeros((rows, n), dtype=np.int32)

    @property
    def tasks(self) -> TaskCounts:
        """What sellers are given, counted with the chunk."""
        return self.tally.tasks

    def here(self, rows: Rows) -> Here:
        """These contacts at their steps in this journey, at their instants."""
        return self.stays.here(rows + self.place * self.people.n, rows)

    def step(self, rows: Rows) -> Ints:
        """The steps of these contacts in this journey."""
        return np.asarray(self.spot[rows] - self.plan.first_place, dtype=np.int64)

    def since(self, function: str, step: str | None) -> Ints:
        """From when on each contact has it in its stay: a step, or any, sent, clicked and so on.

        The instant may lie ahead; NOTHING for who will not, as far as is known.
        """
        place = self.plan.places[step] if step is not None else ANY
        return self.seen.setdefault((function, place), np.full(self.people.n, NOTHING))

    def asks(self, function: str, step: int) -> bool:
        """Whether a condition asks for this of the step, or of any message."""
        return (function, step) in self.seen or (function, ANY) in self.seen

    def view(self, rows: Rows) -> View:
        """What the conditions of this journey see of these contacts now."""
        return View(rows, self.people.now[rows], self.entered[rows])

    def log(
        self, rows: Rows, event: int, step: npt.ArrayLike = 0, detail: npt.ArrayLike = 0
    ) -> None:
        """A row in the log for each of these contacts, at its instant."""
        if self.trace.log.kept and len(rows):
            self.stays.log(self.here(rows), event, step, detail)

    # ---------------------------------------------------------------- coming in
    def come_in(self, rows: Rows) -> None:
        """Begin a stay for these contacts, at the first step (R4)."""
        now = self.people.now[rows]
        self.tally.entered += len(rows)
        self.stay[rows] += 1
        self.entered[rows] = now
        first = rows[self.stay[rows] == 1]
        self.first_entered[first] = self.people.now[first]
        self.inside[rows] = True
        self.watching[rows] = False
        for step in self.plan.loops:
            self.stays.visits[self.stays.visit_row[self.plan.first_place + step], rows] = 0
        for since in self.seen.values():
            since[rows] = NOTHING
        if self.plan.splits:
            self.ways[:, rows] = 0
        self.log(rows, self.plan.words["entered"])
        self.spot[rows] = self.plan.first_place + self.plan.start
        self.stays.enter(self.here(rows))

    # ---------------------------------------------------------------- going out
    def leave(self, rows: Rows, end: str, *, watch: bool = False) -> None:
        """End the stay of these contacts; `end` is goal, finished, or an exit's name.

        Those at the end of the path have left their last step by its port already.
        """
        if not len(rows):
            return
        self._close_visits(rows[self.phase[rows] != END])
        now = self.people.now[rows]
        self.inside[rows] = False
        self.watching[rows] = watch and self.plan.has_goal
        self.left[rows] = now
        self.due[rows] = NOTHING
        self.hold_waits[rows] = False
        self._tell_stays(rows, now, end, now if end == "goal" else NO_TIME)
        if end == "goal":
            self._count_goal(rows)
        elif end == "finished":
            self.tally.finished += len(rows)
        else:
            self.tally.exits[end] += len(rows)

    def _tell_stays(self, rows: Rows, time: Ints | int, end: str, goal_at: Ints | int) -> None:
        """Stays that end at a time, for the table of them."""
        if self.trace.stays.kept:
            self.trace.stays.add(
                len(rows),
                self.people.numbers[rows],
                self.plan.code,
                self.stay[rows],
                self.entered[rows],
                time,
                self.trace.names.code(end),
                goal_at,
            )

    def reach_after_end(self, rows: Rows) -> None:
        """The goal is met after the last step (R12): counted, the end of the stay stays."""
        self.tally.after_last_step += len(rows)
        self.watching[rows] = False
        self.trace.goals_after.add(
            len(rows),
            self.people.numbers[rows],
            self.plan.code,
            self.stay[rows],
            self.people.now[rows],
        )
        self._count_goal(rows)

    def _count_goal(self, rows: Rows) -> None:
        self.tally.reached += len(rows)
        self.ever_reached[rows] = True
        first = rows[self.stay[rows] == 1]
        self.first_goal[first] = self.people.now[first]
        self.tally.to_goal.add(self.people.now[rows] - self.entered[rows])

    def take_way(self, step: int, rows: Rows, port: Ints) -> None:
        """These contacts go by these ports of a split."""
        row = self.plan.splits[step]
        self.ways[row, rows] = port + 1
        first = self.stay[rows] == 1
        self.first_ways[row, rows[first]] = port[first] + 1

    def _close_visits(self, rows: Rows) -> None:
        """Visits end with the stay, by no port."""
        if len(rows):
            here = self.here(rows)
            self.stays.moves.end(here.spots, here.now)
            self.stays.tell_visits(here)

    def close(self, end: int) -> None:
        """The run is over: count who is inside, and who could tell the goal rate."""
        rows = np.flatnonzero(self.inside)
        self.people.now[rows] = end
        self.tally.inside += np.bincount(self.step(rows), minlength=len(self.plan.steps))
        self.stays.tell_visits(self.here(rows))
        self._tell_stays(rows, end, "inside", NO_TIME)
        self.tally.contacts += int(self.considered.sum())
        came = self.first_entered != NO_TIME
        within = self.plan.goal_within
        told = came if within is None else came & (self.first_entered + within <= end)
        reached = self.first_goal != NO_TIME
        self.tally.count_first_stays(came, told, reached, self.first_ways)
        self._count_moves()

    def _count_moves(self) -> None:
        """What was counted of all journeys together: the part of this one."""
        moves, tally, first = self.stays.moves, self.tally, self.plan.first_place
        mine = slice(first, first + len(self.plan.steps))
        tally.flow.put(moves.cells(mine), moves.sends[mine])
        tally.came += moves.came[mine]
        tally.sent += moves.sends[mine].sum(axis=1)
        left = moves.left
        for out, port in zip(tally.out, self.stays.spots.first_port[mine].tolist(), strict=True):
            out += left[port : port + len(out)]

"""The state of one journey in a run: where each contact is, and what its stay has seen."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nurture_tui.simulation.agenda import (
    ARRIVE,
    END,
    KEY_BITS,
    NOTHING,
    PAST_ALL_RUNS,
    WAITING,
    step_rank,
)
from nurture_tui.simulation.cohort import InJourney
from nurture_tui.simulation.flow import Grid
from nurture_tui.simulation.people import People
from nurture_tui.simulation.plan import JourneyPlan
from nurture_tui.simulation.result import NO_TIME, Codes
from nurture_tui.simulation.tally import Tally
from nurture_tui.simulation.tasks import TaskCounts
from nurture_tui.simulation.trace import Trace
from nurture_tui.simulation.view import Flags, Ints, Rows, View

ANY = -1
"""Stands for a step where any message counts."""


class JourneyRun:
    """One journey for a chunk of contacts: arrays of one entry a contact, and its counts."""

    def __init__(
        self, plan: JourneyPlan, cohort: InJourney, people: People, trace: Trace, grid: Grid
    ) -> None:
        n = people.n
        self.plan = plan
        self.people = people
        self.trace = trace
        self.tally = Tally(plan, grid)
        self.flow = self.tally.flow
        self.place_of = plan.first_place + np.argsort(plan.order)
        self.zone = cohort.zone
        self.variant = cohort.variant
        self.arrivals = cohort.arrivals
        self.inside = np.zeros(n, dtype=np.bool_)
        self.watching = np.zeros(n, dtype=np.bool_)
        self.considered = np.zeros(n, dtype=np.bool_)
        self.ever_reached = np.zeros(n, dtype=np.bool_)
        self.stay = np.zeros(n, dtype=np.int64)
        self.entered = np.zeros(n, dtype=np.int64)
        self.left = np.full(n, NOTHING, dtype=np.int64)
        self.first_entered = np.full(n, NO_TIME, dtype=np.int64)
        self.first_goal = np.full(n, NO_TIME, dtype=np.int64)
        self.step = np.zeros(n, dtype=np.int32)
        self.phase = np.zeros(n, dtype=np.int8)
        self.port = np.zeros(n, dtype=np.int32)
        self.due = np.full(n, NOTHING, dtype=np.int64)
        self.arrived = np.zeros(n, dtype=np.int64)
        self.until_met = np.zeros(n, dtype=np.bool_)
        self.looked_at = np.zeros(n, dtype=np.bool_)
        self.gates_met = np.zeros(n, dtype=np.int64)
        self.hold_waits = np.zeros(n, dtype=np.bool_)
        self.held_by = np.zeros(n, dtype=np.int64)
        self.visits = {step: np.zeros(n, dtype=np.int64) for step in plan.loops}
        self.flags_of: dict[tuple[str, int], Flags] = {}
        self.first_ways = np.zeros((len(plan.splits), n), dtype=np.int16)
        self.ways = np.zeros((max(1, len(plan.splits)), n), dtype=np.int16)
        self.when_held = np.zeros(n, dtype=np.bool_)
        self.cause_counts = np.zeros((max(1, len(plan.assumed)), n), dtype=np.int64)

    @property
    def tasks(self) -> TaskCounts:
        """What sellers are given, counted with the chunk."""
        return self.tally.tasks

    def flags(self, function: str, step: str | None) -> Flags:
        """Who was sent, opened, clicked or has done a step (or any message) in this stay."""
        place = self.plan.places[step] if step is not None else ANY
        return self.flags_of.setdefault((function, place), np.zeros(self.people.n, dtype=np.bool_))

    def looks_at(self, function: str, step: int) -> bool:
        """Whether a condition asks for this of the step, or of any message."""
        return (function, step) in self.flags_of or (function, ANY) in self.flags_of

    def note(self, function: str, step: int, rows: Rows) -> None:
        """These contacts were sent, opened, clicked or have done the step in this stay."""
        for place in (step, ANY):
            flags = self.flags_of.get((function, place))
            if flags is not None:
                flags[rows] = True

    def visit(self, step: int, rows: Rows) -> Ints:
        """The number of the visit that these contacts make to a step, or made last."""
        counts = self.visits.get(step)
        return np.ones(len(rows), dtype=np.int64) if counts is None else counts[rows]

    def view(self, rows: Rows) -> View:
        """What the conditions of this journey see of these contacts now."""
        return View(rows, self.people.now[rows], self.entered[rows])

    def log(
        self, rows: Rows, event: int, step: npt.ArrayLike = 0, detail: npt.ArrayLike = 0
    ) -> None:
        """A row in the log for each of these contacts, at its instant."""
        if self.trace.log.kept and len(rows):
            self.log_at(rows, self.people.now[rows], self.people.latest[rows], event, step, detail)

    def log_at(
        self,
        rows: Rows,
        time: Ints,
        key: Ints,
        event: int,
        step: npt.ArrayLike = 0,
        detail: npt.ArrayLike = 0,
    ) -> None:
        """A row in the log at another instant; `key` is its place among what happens then."""
        numbers = self.people.numbers[rows]
        self.trace.log.add(len(rows), time, numbers, self.plan.code, step, event, detail, key)

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
        for counts in self.visits.values():
            counts[rows] = 0
        for flags in self.flags_of.values():
            flags[rows] = False
        if self.plan.splits:
            self.ways[:, rows] = 0
        self.log(rows, self.plan.words["entered"])
        self.arrive(rows, self.plan.start)

    def arrive(self, rows: Rows, step: int) -> None:
        """These contacts come to a step; it begins at this instant, in its turn (R6)."""
        now = self.people.now[rows]
        self.flow.came(step, now)
        self.step[rows] = step
        self.comes(rows, step, ARRIVE, now)
        self.arrived[rows] = now
        if step in self.visits:
            self.visits[step][rows] += 1
        self.tally.came[step] += len(rows)
        self.until_met[rows] = False
        self.looked_at[rows] = False
        self.gates_met[rows] = 0
        self.hold_waits[rows] = False
        self.held_by[rows] = 0

    def comes(self, rows: Rows, step: int | Codes, phase: int, time: Ints) -> None:
        """The next thing of these contacts in this journey: a phase of their step, at a time."""
        rank = step_rank(np.asarray(self.place_of[step]), phase)
        self.phase[rows] = phase
        self.due[rows] = (time << KEY_BITS) | rank

    def wait(self, rows: Rows, step: int, time: Ints) -> None:
        """These contacts wait at a step until a time; one past all runs is until they are woken."""
        self.comes(rows, step, WAITING, time)
        self.due[rows[time >= PAST_ALL_RUNS]] = NOTHING

    def resume_now(self, rows: Rows) -> None:
        """These contacts, who wait at their steps, go on at this instant."""
        self.comes(rows, self.step[rows], WAITING, self.people.now[rows])

    # ---------------------------------------------------------------- going out
    def leave(self, rows: Rows, end: str, *, watch: bool = False) -> None:
        """End the stay of these contacts; `end` is goal, finished, or an exit's name.

        Those at the end of the path have left their last step by its port already.
        """
        if not len(rows):
            return
        self._close_visits(rows[self.phase[rows] != END], port=0)
        now = self.people.now[rows]
        self.inside[rows] = False
        self.watching[rows] = watch and self.plan.has_goal
        self.left[rows] = now
        self.due[rows] = NOTHING
        self.hold_waits[rows] = False
        goal_at = now if end == "goal" else np.full(len(rows), NO_TIME, dtype=np.int64)
        self.trace.stays.add(
            len(rows),
            self.people.numbers[rows],
            self.plan.code,
            self.stay[rows],
            self.entered[rows],
            now,
            self.trace.names.code(end),
            goal_at,
        )
        if end == "goal":
            self._count_goal(rows)
        elif end == "finished":
            self.tally.finished += len(rows)
        else:
            self.tally.exits[end] += len(rows)

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

    def target(self, step: int, rows: Rows) -> npt.NDArray[np.int32]:
        """The steps that the chosen ports lead to; -1 ends the path."""
        return self.plan.steps[step].port_targets[self.port[rows]]

    def take_way(self, step: int, rows: Rows, port: Ints) -> None:
        """These contacts go by these ports of a split."""
        row = self.plan.splits[step]
        self.ways[row, rows] = port + 1
        first = self.stay[rows] == 1
        self.first_ways[row, rows[first]] = port[first] + 1

    def go_on(self, rows: Rows, step: int) -> None:
        """These contacts leave `step` by their ports."""
        plan = self.plan.steps[step]
        taken = self.port[rows]
        self.tally.out[step] += np.bincount(taken, minlength=len(self.tally.out[step]))
        self.note("done", step, rows)
        self._close_visits(rows, plan.port_codes[taken])
        if plan.decides:
            self.log(rows, self.plan.words["went"], plan.code, plan.port_codes[taken])

    def _close_visits(self, rows: Rows, port: npt.ArrayLike) -> None:
        if len(rows):
            self.flow.left(self.step[rows], self.people.now[rows])
            self._tell_visits(rows, port)

    def _tell_visits(self, rows: Rows, port: npt.ArrayLike) -> None:
        if not self.trace.visits.kept:
            return
        self.trace.visits.add(
            len(rows),
            self.people.numbers[rows],
            self.plan.code,
            self.plan.step_codes[self.step[rows]],
            self.arrived[rows],
            self.people.now[rows],
            port,
        )

    def close(self, end: int) -> None:
        """The run is over: count who is inside, and who could tell the goal rate."""
        rows = np.flatnonzero(self.inside)
        self.people.now[rows] = end
        self.tally.inside += np.bincount(self.step[rows], minlength=len(self.plan.steps))
        self._tell_visits(rows, port=0)
        self.trace.stays.add(
            len(rows),
            self.people.numbers[rows],
            self.plan.code,
            self.stay[rows],
            self.entered[rows],
            end,
            self.trace.names.code("inside"),
            NO_TIME,
        )
        self.tally.contacts += int(self.considered.sum())
        came = self.first_entered != NO_TIME
        within = self.plan.goal_within
        told = came if within is None else came & (self.first_entered + within <= end)
        reached = self.first_goal != NO_TIME
        self.tally.count_first_stays(came, told, reached, self.first_ways)

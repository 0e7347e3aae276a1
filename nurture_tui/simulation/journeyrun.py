"""The state of one journey in a run: where each contact is, and what its stay has seen."""

from __future__ import annotations

from collections import Counter

import numpy as np
import numpy.typing as npt

from nurture_tui.simulation.agenda import NOTHING
from nurture_tui.simulation.cohort import InJourney
from nurture_tui.simulation.people import People
from nurture_tui.simulation.plan import JourneyPlan
from nurture_tui.simulation.result import NO_TIME
from nurture_tui.simulation.trace import Trace
from nurture_tui.simulation.view import Flags, Ints, Rows, View

ARRIVE, WAITING, LEAVE, END = range(4)
"""What a contact does next at its step: begin it, go on after a wait, go on to the next, or end its
path, for it has left the last step."""

GATES = ("hold_if", "holiday", "window", "cap", "throttle")
SKIPS = ("no_permission", "bounced", "only_if", "cap")


class Tally:
    """The counts of one journey, which add up over chunks."""

    def __init__(self, plan: JourneyPlan) -> None:
        steps = len(plan.steps)
        self.considered = 0
        self.entered = 0
        self.finished = 0
        self.reached = 0
        self.after_last_step = 0
        self.not_entered: Counter[str] = Counter()
        self.exits: Counter[str] = Counter()
        self.handed_off: Counter[str] = Counter()
        self.came = np.zeros(steps, dtype=np.int64)
        self.sent = np.zeros(steps, dtype=np.int64)
        self.messages = {
            event: np.zeros(steps, dtype=np.int64)
            for event in ("bounced", "opened", "clicked", "unsubscribed")
        }
        self.held = np.zeros((steps, len(GATES)), dtype=np.int64)
        self.skipped = np.zeros((steps, len(SKIPS)), dtype=np.int64)
        self.out = [np.zeros(max(1, len(step.port_names)), dtype=np.int64) for step in plan.steps]
        self.inside = np.zeros(steps, dtype=np.int64)
        self.days_to_goal: list[Ints] = []
        self.of = 0
        self.too_early = 0
        self.of_reached = 0

    def add(self, other: Tally) -> None:
        """Add the counts of another chunk."""
        for name in ("considered", "entered", "finished", "reached", "after_last_step", "of"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.too_early += other.too_early
        self.of_reached += other.of_reached
        for name in ("not_entered", "exits", "handed_off"):
            getattr(self, name).update(getattr(other, name))
        for name in ("came", "sent", "held", "skipped", "inside"):
            getattr(self, name).__iadd__(getattr(other, name))
        for event, counts in self.messages.items():
            counts += other.messages[event]
        for mine, others in zip(self.out, other.out, strict=True):
            mine += others
        self.days_to_goal += other.days_to_goal


class JourneyRun:
    """One journey for a chunk of contacts: arrays of one entry a contact, and its counts."""

    def __init__(self, plan: JourneyPlan, cohort: InJourney, people: People, trace: Trace) -> None:
        n, steps = people.n, len(plan.steps)
        self.plan = plan
        self.people = people
        self.trace = trace
        self.tally = Tally(plan)
        self.zone = cohort.zone
        self.variant = cohort.variant
        self.arrivals = cohort.arrivals
        self.inside = np.zeros(n, dtype=np.bool_)
        self.watching = np.zeros(n, dtype=np.bool_)
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
        self.visits = np.zeros((steps, n), dtype=np.int32)
        self.step_flags = {
            name: np.zeros((steps, n), dtype=np.bool_)
            for name in ("sent", "opened", "clicked", "done")
        }
        self.any_flags = {
            name: np.zeros(n, dtype=np.bool_) for name in ("sent", "opened", "clicked")
        }
        self.ways = np.zeros((max(1, len(plan.splits)), n), dtype=np.int16)
        self.when_held = np.zeros(n, dtype=np.bool_)
        self.cause_counts = np.zeros((max(1, len(plan.assumed)), n), dtype=np.int64)

    def flags(self, function: str, step: str | None) -> Flags:
        """Who was sent, opened, clicked or has done a step (or any message) in this stay."""
        if step is None:
            return self.any_flags[function]
        flags: Flags = self.step_flags[function][self.plan.places[step]]
        return flags

    def view(self, rows: Rows) -> View:
        """What the conditions of this journey see of these contacts now."""
        return View(rows, self.people.now[rows], self.entered[rows])

    def log(
        self, rows: Rows, event: int, step: npt.ArrayLike = 0, detail: npt.ArrayLike = 0
    ) -> None:
        """A row in the log for each of these contacts, at its instant."""
        people = self.people
        self.trace.log.add(
            len(rows),
            people.now[rows],
            people.numbers[rows],
            self.plan.code,
            step,
            event,
            detail,
        )

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
        self.visits[:, rows] = 0
        for flags in self.step_flags.values():
            flags[:, rows] = False
        for flag in self.any_flags.values():
            flag[rows] = False
        self.ways[:, rows] = 0
        self.log(rows, self.plan.words["entered"])
        self.arrive(rows, self.plan.start)

    def arrive(self, rows: Rows, step: int) -> None:
        """These contacts come to a step; it begins at this instant, in its turn (R6)."""
        self.step[rows] = step
        self.phase[rows] = ARRIVE
        self.due[rows] = self.people.now[rows]
        self.arrived[rows] = self.people.now[rows]
        self.visits[step, rows] += 1
        self.tally.came[step] += len(rows)
        self.until_met[rows] = False
        self.looked_at[rows] = False
        self.gates_met[rows] = 0
        self.hold_waits[rows] = False
        self.held_by[rows] = 0

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
        self.tally.days_to_goal.append(self.people.now[rows] - self.entered[rows])

    def target(self, step: int, rows: Rows) -> npt.NDArray[np.int32]:
        """The steps that the chosen ports lead to; -1 ends the path."""
        return self.plan.steps[step].port_targets[self.port[rows]]

    def go_on(self, rows: Rows, step: int) -> None:
        """These contacts leave `step` by their ports."""
        plan = self.plan.steps[step]
        taken = self.port[rows]
        self.tally.out[step] += np.bincount(taken, minlength=len(self.tally.out[step]))
        self.step_flags["done"][step, rows] = True
        self._close_visits(rows, plan.port_codes[taken])
        if plan.decides:
            self.log(rows, self.plan.words["went"], plan.code, plan.port_codes[taken])

    def _close_visits(self, rows: Rows, port: npt.ArrayLike) -> None:
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
        self._close_visits(rows, port=0)
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
        came = self.first_entered != NO_TIME
        within = self.plan.goal_within
        told = came if within is None else came & (self.first_entered + within <= end)
        self.tally.of += int(told.sum())
        self.tally.too_early += int(came.sum() - told.sum())
        self.tally.of_reached += int((told & (self.first_goal != NO_TIME)).sum())

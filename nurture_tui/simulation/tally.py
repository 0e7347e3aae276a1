"""The counts of a run, which add up over chunks of contacts."""

from __future__ import annotations

from collections import Counter

import numpy as np
import numpy.typing as npt

from nurture_tui.simulation.durations import Durations
from nurture_tui.simulation.flow import Flow, Grid
from nurture_tui.simulation.plan import JourneyPlan
from nurture_tui.simulation.tasks import TaskCounts
from nurture_tui.simulation.view import Flags

GATES = ("hold_if", "holiday", "window", "cap", "throttle")
NUMBERS = (
    "considered",
    "contacts",
    "entered",
    "finished",
    "reached",
    "after_last_step",
    "of",
    "too_early",
    "of_reached",
)
SKIPS = ("no_permission", "bounced", "only_if", "cap")


class Tally:
    """The counts of one journey, which add up over chunks.

    `considered` counts attempts, `contacts` those with one or more; arrays are by step. `ways` has
    an array (ways, 3) for each split: the first stays that went each way, how many of them can tell
    the goal rate, and how many of these reached the goal. `flow` has who is where, hour by hour,
    and `to_goal` how long it took from entry to the goal; `tasks` are those given to sellers, by
    day of the run and by whose they are.
    """

    def __init__(self, plan: JourneyPlan, grid: Grid) -> None:
        steps = len(plan.steps)
        self.considered = 0
        self.contacts = 0
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
            for event in ("bounced", "opened", "reported_opens", "clicked", "unsubscribed")
        }
        self.held = np.zeros((steps, len(GATES)), dtype=np.int64)
        self.skipped = np.zeros((steps, len(SKIPS)), dtype=np.int64)
        self.out = [np.zeros(max(1, len(step.port_names)), dtype=np.int64) for step in plan.steps]
        self.ways = [
            np.zeros((len(plan.steps[step].port_names), 3), dtype=np.int64) for step in plan.splits
        ]
        self.inside = np.zeros(steps, dtype=np.int64)
        self.to_goal = Durations()
        self.flow = Flow(steps, grid)
        self.tasks: TaskCounts = Counter()
        self.of = 0
        self.too_early = 0
        self.of_reached = 0

    def count_first_stays(
        self, came: Flags, told: Flags, reached: Flags, ways: npt.NDArray[np.int16]
    ) -> None:
        """Who came in, of whose first stay the goal rate can be told, and who reached it in that.

        `ways` has, for each split and contact, the way it went in that stay: 1 for the first, 0
        where it did not come to the split.
        """
        reached = told & reached
        self.of += int(np.count_nonzero(told))
        self.too_early += int(np.count_nonzero(came & ~told))
        self.of_reached += int(np.count_nonzero(reached))
        for taken, counts in zip(ways, self.ways, strict=True):
            for place, who in enumerate((came, told, reached)):
                counts[:, place] += np.bincount(taken[who], minlength=len(counts) + 1)[1:]

    def add(self, other: Tally) -> None:
        """Add the counts of another chunk."""
        for name in NUMBERS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("not_entered", "exits", "handed_off", "tasks"):
            getattr(self, name).update(getattr(other, name))
        for name in ("came", "sent", "held", "skipped", "inside"):
            getattr(self, name).__iadd__(getattr(other, name))
        for event, counts in self.messages.items():
            counts += other.messages[event]
        for mine, others in zip(self.out, other.out, strict=True):
            mine += others
        for way, theirs in zip(self.ways, other.ways, strict=True):
            way += theirs
        self.to_goal.extend(other.to_goal)
        self.flow.add(other.flow)

"""How stays end: by the goal, by an exit, at an exit step, at the end of the path (R12, R13)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from nurture_tui.model.action import Verb
from nurture_tui.simulation.actions import Doing, Doings
from nurture_tui.simulation.frontier.firsts import KEY_BITS, LOW, NEVER_KEY
from nurture_tui.simulation.frontier.made import BOUNCED, FIRST_EXIT, GOAL
from nurture_tui.simulation.result import NO_TIME
from nurture_tui.simulation.view import Flags, Ints, Rows, joined

if TYPE_CHECKING:
    from nurture_tui.simulation.frontier.stage import ChunkStage
    from nurture_tui.simulation.frontier.walk import Walk


class Endings:
    """Ends stays of a chunk, and counts them."""

    def __init__(self, walk: Walk, stage: ChunkStage, doings: Doings) -> None:
        self.walk = walk
        self.stage = stage
        self.doings = doings
        self.names = walk.names
        self.words = walk.journey.words
        model = walk.journey.journey
        self.goal = self._do(model.goal.do if model.goal is not None else ())
        self.exits = [self._do(rule.do) for rule in model.exits]
        self.ended: list[tuple[Rows, Ints]] = []
        self.reached = np.zeros(walk.n, dtype=np.bool_)

    def _do(self, verbs: Sequence[Verb]) -> list[Doing]:
        return self.doings.compile(self.stage, verbs, 0) if verbs else []

    # ---------------------------------------------------------------- by a rule
    def by_rule(self, code: int, rows: Rows, time: Ints, place: Ints) -> None:
        """Contacts leave by the goal (later than `within`: by late-goal) or by an exit."""
        self.walk.people.now[rows] = time
        self.stage.put(rows, place)
        if code == GOAL:
            late = self._late(rows, time)
            if np.count_nonzero(late):
                self._by_exit("late-goal", rows[late], time[late])
                rows, time = rows[~late], time[~late]
            self._by_goal(rows, time)
        elif code < FIRST_EXIT:
            self._by_exit("bounced" if code == BOUNCED else "unsubscribed", rows, time)
        else:
            rule = self.walk.journey.journey.exits[code - FIRST_EXIT]
            self._by_exit(rule.name, rows, time)
            self._carry_out(self.exits[code - FIRST_EXIT], rule.enter, rows)

    def _by_exit(self, name: str, rows: Rows, time: Ints) -> None:
        if not len(rows):
            return
        self.stage.log(rows, self.words["exit"], 0, self.names.code(name))
        self.walk.tally.exits[name] += len(rows)
        self._end(name, rows, time)

    def _by_goal(self, rows: Rows, time: Ints) -> None:
        if not len(rows):
            return
        self.stage.log(rows, self.words["goal"], 0, self.walk.journey.goal_name)
        self._end("goal", rows, time, time)
        self._reach(rows, time)

    def _reach(self, rows: Rows, time: Ints) -> None:
        goal = self.walk.journey.journey.goal
        assert goal is not None
        self.walk.tally.reached += len(rows)
        self.walk.tally.to_goal.add(time - self.walk.entered[rows])
        self.reached[rows] = True
        self._carry_out(self.goal, goal.enter, rows)

    def _carry_out(self, doings: list[Doing], target: str | None, rows: Rows) -> None:
        for doing in doings:
            doing(rows)
        self.hand_over(rows, target)

    def hand_over(self, rows: Rows, target: str | None) -> None:
        """R13: an attempt at another journey, which is not in the run, is counted."""
        if target is None or not len(rows):
            return
        self.walk.tally.handed_off[target] += len(rows)
        self.stage.log(rows, self.words["handed_off"], 0, self.names.code(target))

    def _late(self, rows: Rows, time: Ints) -> Flags:
        within = self.walk.journey.goal_within
        if within is None:
            return np.zeros(len(rows), dtype=np.bool_)
        return time > self.walk.entered[rows] + within

    # ---------------------------------------------------------------- by the path
    def at_exit_step(
        self, code: int, reason: str, target: str | None, rows: Rows, time: Ints
    ) -> None:
        """Contacts come to an exit step."""
        self.stage.at_end(rows, time, self.words["exit"], code, self.names.code(reason))
        self.walk.tally.exits[reason] += len(rows)
        self._end(reason, rows, time)
        self.ended.append((rows, time))
        self.hand_over(rows, target)

    def at_path_end(self, rows: Rows, time: Ints) -> None:
        """Contacts have left a step that leads nowhere."""
        self.stage.at_end(rows, time, self.words["finished"])
        self.walk.tally.finished += len(rows)
        self._end("finished", rows, time)
        self.ended.append((rows, time))

    def _end(self, name: str, rows: Rows, time: Ints, goal_at: Ints | int = NO_TIME) -> None:
        if self.walk.keeps_left:
            self.walk.left[rows] = time
        self.walk.end_stay(name, rows, time, goal_at)

    # ---------------------------------------------------------------- after the end (R12)
    def goals_after_the_path(self) -> None:
        """The goal of those whose path is over, met within its time, counts as after it."""
        if self.walk.goal_times is None or not self.ended:
            return
        rows = joined([rows for rows, _ in self.ended])
        self.walk.own.forget_after_leaving(rows)
        key = self.walk.goal_times(rows)
        met = (key < NEVER_KEY).nonzero()[0]
        rows, key = rows[met], key[met]
        time = key >> KEY_BITS
        in_time = ~self._late(rows, time)
        rows, time, key = rows[in_time], time[in_time], key[in_time]
        if not len(rows):
            return
        walk = self.walk
        walk.people.now[rows] = time
        self.stage.put(rows, (key & LOW) + 1)
        self.stage.log(rows, self.words["goal_after"], 0, walk.journey.goal_name)
        walk.tally.after_last_step += len(rows)
        numbers = walk.people.numbers[rows]
        walk.trace.goals_after.add(len(rows), numbers, walk.journey.code, 1, time)
        self._reach(rows, time)

    def count_first_stays(self) -> None:
        """Who could tell the goal rate: contacts whose `within` ended in the run."""
        walk, within = self.walk, self.walk.journey.goal_within
        far = walk.stay.astype(np.int8)  # 1: came in; 2: its goal can be told; 3: reached it
        told = far > 0 if within is None else (far > 0) & (walk.entered + within <= walk.end)
        far += told
        far += told & self.reached
        tally = walk.tally
        _, too_early, told_of, reached = np.bincount(far, minlength=4).tolist()
        tally.of += told_of + reached
        tally.too_early += too_early
        tally.of_reached += reached
        for taken, counts in zip(walk.ways, tally.ways, strict=True):
            found = np.bincount((taken << 2) | far, minlength=4 * len(counts) + 4)
            by_way = found.reshape(-1, 4)[1:, 1:]
            counts += by_way[:, ::-1].cumsum(axis=1)[:, ::-1]

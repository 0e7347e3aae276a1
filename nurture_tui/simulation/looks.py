"""Looks: goal, exits, `until` and `hold_if` are watched, and act at once (R5, R6, R12)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from nurture_tui.contacts.distinct import distinct
from nurture_tui.errors import SimulationError
from nurture_tui.model.action import Verb
from nurture_tui.simulation.actions import Doing
from nurture_tui.simulation.agenda import WAITING
from nurture_tui.simulation.entries import NO_ROWS
from nurture_tui.simulation.journeyrun import JourneyRun
from nurture_tui.simulation.view import Flags, Rows

if TYPE_CHECKING:
    from nurture_tui.simulation.wave import Wave

MOST_ROUNDS = 1_000


class Rule:
    """What a goal or an exit rule does when it is met: its `do` list, then `enter`."""

    def __init__(self, doings: list[Doing], enter: str | None) -> None:
        self.doings = doings
        self.enter = enter


class Looks:
    """Looks at all journeys of contacts."""

    def __init__(self, wave: Wave) -> None:
        self.wave = wave
        self.people = wave.people
        self.names = wave.trace.names
        self.sees_stays = self._sees_stays()
        self.shared = len(wave.runs) > 1 and self.sees_stays
        self.goals: dict[str, Rule] = {}
        self.exits: dict[str, list[Rule]] = {}
        self.watchers: dict[str, list[JourneyRun]] = {}
        for run in wave.runs:
            journey = run.plan.journey
            if journey.goal is not None:
                self.goals[run.plan.id] = self._rule(run, journey.goal.do, journey.goal.enter)
            self.exits[run.plan.id] = [self._rule(run, r.do, r.enter) for r in journey.exits]

    def _sees_stays(self) -> bool:
        """Whether a look can see something new because a contact has come in, or left."""
        plan = self.wave.plan
        asked = any(run.plan.watch.asks_of_journeys for run in self.wave.runs)
        noted = self.wave.probe is not None
        return asked or noted or plan.sees_all_events or plan.looks_on_arrival

    def _rule(self, run: JourneyRun, verbs: tuple[Verb, ...], enter: str | None) -> Rule:
        return Rule(self.wave.doings.compile(run, verbs, 0), enter)

    def watching(self, event: str) -> Sequence[JourneyRun]:
        """The journeys whose rules may see something new after an event of this name."""
        if event not in self.watchers:
            plan, runs = self.wave.plan, self.wave.runs
            everyone = plan.sees_all_events or event in plan.changing_events
            everyone |= self.sees_stays and any(run.plan.entry_event == event for run in runs)
            everyone |= self.wave.probe is not None and event in plan.seen_events
            self.watchers[event] = [
                run for run in runs if everyone or event in run.plan.watch.seen_events()
            ]
        return self.watchers[event]

    def look(self, rows: Rows, runs: Sequence[JourneyRun] | None = None) -> None:
        """Look at all journeys in their order, again while rules change something.

        In the first round, only those of `runs` may have something new to see.

        Where events are to happen at this instant, they come before the next look (R6).
        """
        for _ in range(MOST_ROUNDS):
            if not len(rows):
                return
            changed = together([self.look_at(run, rows) for run in runs or self.wave.runs])
            rows, runs = self.wave.without_events(changed), None
        raise SimulationError(
            "journeys hand contacts round in a circle that takes no time",
            fix="Put a wait into one of them.",
        )

    def look_at(self, run: JourneyRun, rows: Rows) -> Rows:
        """One journey's rules (R6, 2); returns those for whom more may have changed."""
        compiled = self.wave.compiled[run.plan.id]
        changed: list[Rows] = []
        here = rows[run.inside[rows]]
        watching = rows[run.watching[rows]]
        if not len(here) and not len(watching):
            return NO_ROWS
        if len(here) and compiled.goal is not None:
            met = compiled.goal(run.view(here))
            if np.count_nonzero(met):
                changed.append(self.meet_goal(run, here[met]))
                here = here[~met]
        if run.plan.marketing:
            here = self.leave_by(run, here, "bounced", self.people.bounced[here], changed)
            gone = self.people.unsubscribed[here]
            here = self.leave_by(run, here, "unsubscribed", gone, changed)
        for (name, rule), exit_ in zip(compiled.exits, self.exits[run.plan.id], strict=True):
            if len(here):
                met = rule(run.view(here))
                leaving = here[met]
                here = self.leave_by(run, here, name, met, changed)
                changed.append(self.carry_out(run, leaving, exit_))
        self.wake(run, here)
        watching = watching[run.watching[watching]]
        if len(watching) and compiled.goal is not None:
            met = compiled.goal(run.view(watching))
            changed.append(self.meet_goal_after(run, watching[met]))
        return together(changed)

    def leave_by(
        self, run: JourneyRun, here: Rows, name: str, out: Flags, changed: list[Rows]
    ) -> Rows:
        """Those who are `out` leave by the exit `name`; returns those who stay."""
        if not np.count_nonzero(out):
            return here
        leaving = here[out]
        run.log(leaving, run.plan.words["exit"], 0, self.names.code(name))
        run.leave(leaving, name)
        if self.shared:
            changed.append(leaving)
        return here[~out]

    def wake(self, run: JourneyRun, here: Rows) -> None:
        """Those whose `until` holds go on; those whom `hold_if` holds try again (R5, R10).

        This look is the one that such a try is (R5 b): two held sends of one contact would else
        try each other for ever.
        """
        compiled = self.wave.compiled[run.plan.id]
        if compiled.until and len(here):
            waits = here[(run.phase[here] == WAITING) & ~run.until_met[here]]
            for step, until in compiled.until.items():
                there = waits[run.spot[waits] == run.plan.first_place + step]
                if len(there):
                    met = there[until(run.view(there))]
                    run.until_met[met] = True
                    run.stays.resume(run.here(met))
                    run.looked_at[met] = True
        if compiled.hold_if is not None and len(here):
            held = here[run.hold_waits[here]]
            run.hold_waits[held] = False
            run.stays.resume(run.here(held))
            run.looked_at[held] = True

    # ---------------------------------------------------------------- the goal
    def meet_goal(self, run: JourneyRun, rows: Rows) -> Rows:
        """The goal ends the stay; later than `within` it is the exit `late-goal` (R12)."""
        if not len(rows):
            return rows
        late = self.late(run, rows)
        changed: list[Rows] = []
        rows = self.leave_by(run, rows, "late-goal", late, changed)
        run.log(rows, run.plan.words["goal"], 0, run.plan.goal_name)
        run.leave(rows, "goal")
        return together([*changed, self.carry_out(run, rows, self.goals[run.plan.id])])

    def meet_goal_after(self, run: JourneyRun, rows: Rows) -> Rows:
        """Met after the last step, in time: counted, and the goal's `do` and `enter` run."""
        if not len(rows):
            return rows
        late = self.late(run, rows)
        run.watching[rows[late]] = False
        rows = rows[~late]
        run.log(rows, run.plan.words["goal_after"], 0, run.plan.goal_name)
        run.reach_after_end(rows)
        return self.carry_out(run, rows, self.goals[run.plan.id])

    def late(self, run: JourneyRun, rows: Rows) -> Flags:
        within = run.plan.goal_within
        if within is None:
            return np.zeros(len(rows), dtype=np.bool_)
        return self.people.now[rows] > run.entered[rows] + within

    def carry_out(self, run: JourneyRun, rows: Rows, rule: Rule) -> Rows:
        """Do what the rule says; returns those for whom that calls for another look."""
        if not len(rows):
            return rows
        for doing in rule.doings:
            doing(rows)
        self.wave.entries.hand_over(run, rows, rule.enter)
        return rows if rule.doings or rule.enter or self.shared else NO_ROWS


def together(parts: list[Rows]) -> Rows:
    """Contacts that are in any of the parts, each once."""
    parts = [part for part in parts if len(part)]
    if not parts:
        return NO_ROWS
    return distinct(np.concatenate(parts)) if len(parts) > 1 else parts[0]

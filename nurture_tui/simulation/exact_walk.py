"""Contacts walk all paths of a journey, each path with its chance: time passes, stays end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from nurture_tui.simulation.exact_events import NotCoveredError
from nurture_tui.simulation.exact_laws import Floats
from nurture_tui.simulation.exact_losses import Cause, Losses, at_once, can_happen, losses
from nurture_tui.simulation.exact_sources import After, Source
from nurture_tui.simulation.exact_state import HALF, Facts, Rule, State, Watched, just_after
from nurture_tui.simulation.exact_tally import Sums
from nurture_tui.simulation.exact_world import World
from nurture_tui.simulation.view import Ints

MOST_PATHS = 4_000
NOBODY = 1e-13

Onward = list[tuple[State, int]]
"""Contacts that leave a step, with the port they take."""
Doer = Callable[["Walk", State, int], Onward]


class Walk:
    """A walk over all paths; what it finds is in `sums`. `parts` is how fine time is cut."""

    def __init__(self, world: World, sums: Sums, parts: int) -> None:
        self.world = world
        self.plan = world.journey_plan
        self.sums = sums
        self.parts = parts
        self.end = world.plan.end

    def run(self, state: State, do: Doer) -> None:
        """Let contacts go from the first step on; `do` says how each step is left."""
        ahead, paths = [(state, self.plan.start)], 0
        while ahead:
            state, place = ahead.pop()
            if state.here.sum() <= NOBODY * max(1.0, float(state.weight.sum())):
                continue
            paths += 1
            if paths > MOST_PATHS:
                raise NotCoveredError("it has too many different paths")
            self.sums.came[place] += state.here.sum()
            for leaving, port in do(self, state, place):
                gone = self.leave_step(leaving, place)
                target = int(self.plan.steps[place].port_targets[port])
                if target >= 0:
                    ahead.append((gone, target))
                else:
                    self.end_path(gone, "finished")

    # ---------------------------------------------------------------- time passes
    def advance(self, state: State, when: Ints, place: int) -> State:
        """Those whose next instant lies within the run, at it; the others stay at this step."""
        late = when >= self.end
        if late.any():
            staying = state.some(np.flatnonzero(late))
            left = self.pass_time(staying, np.full(len(staying), self.end - 1))
            self.sums.inside[place] += left.here.sum()
        return self.pass_time(state.some(np.flatnonzero(~late)), when[~late])

    def pass_time(self, state: State, when: Ints) -> State:
        """Time passes up to an instant, and what happens at it; who leaves meanwhile is counted."""
        end = just_after(when)
        for begin, until in self.stretches(state, end):
            lost = self.lose(state, [], begin, until)
            state = replace(state, alive=lost.left)
        return replace(state, now=when)

    def stretches(self, state: State, end: Floats, others: int = 0) -> list[tuple[Floats, Floats]]:
        """The time from now to `end`, cut where the goal's `within` is over (R12).

        It is cut where something begins suddenly, too, if several causes compete: those of the
        rules, and the `others`.
        """
        begin = just_after(state.now)
        cuts = [self.goal_by(state) + HALF]
        if sum(can_happen(state, Cause(rule.marks)) for rule in state.rules) + others > 1:
            cuts += [cut for source in state.sources for cut in source.cuts()]
        inner = [np.clip(cut, begin, end) for cut in cuts if np.any((cut > begin) & (cut < end))]
        edges = [begin, *np.sort(np.stack(inner), axis=0), end] if inner else [begin, end]
        return [(a, b) for a, b in pairwise(edges) if np.any(b > a)]

    def lose(self, state: State, others: Sequence[Cause], begin: Floats, end: Floats) -> Losses:
        """Who leaves by a rule in a stretch, counted; the rest is lost to the `others`."""
        causes = [Cause(rule.marks) for rule in state.rules]
        parts = self.parts + self.parts % 2  # a wait takes them two by two
        lost = losses(state, [*others, *causes], begin, end, parts, fine=bool(others))
        for rule, loss in zip(state.rules, lost.by_cause[len(others) :], strict=True):
            self.leave(state, rule.end, loss.sum(axis=1), begin)
        return lost

    # ---------------------------------------------------------------- stays end
    def goal_by(self, state: State) -> Floats:
        """The last instant at which the goal counts, for each row."""
        within = self.plan.goal_within
        last = np.full(len(state), float(self.end))
        return last if within is None else np.minimum(last, state.entered + within)

    def leave(self, state: State, end: str, chance: Floats, when: Floats) -> None:
        """Stays end from `when` on with these chances; a goal that comes too late is an exit."""
        numbers = state.weight * chance
        if end == "goal":
            late = when > self.goal_by(state)
            if late.any():
                self.sums.leave("late-goal", numbers * late, state.told)
            numbers = numbers * ~late
        self.sums.leave(end, numbers, state.told)

    def end_path(self, state: State, end: str) -> None:
        """The path ends; the goal may still be reached in time (R12)."""
        self.sums.end(end, state.here)
        goal = [rule for rule in state.rules if rule.end == "goal"]
        if not goal:
            return
        last = np.minimum(self.goal_by(state), self.end - 1)
        sources = tuple(source.ended(state.now.astype(np.float64)) for source in state.sources)
        over = replace(state, sources=sources)
        now = state.moment
        later = np.maximum(now, (last + HALF)[:, None])
        left = over.chance([*over.watch(now), Watched(goal[0].marks, later)])
        reached = state.alive - np.broadcast_to(left, (len(state), 1))[:, 0]
        self.sums.reach_after(state.weight * np.maximum(reached, 0.0), state.told)

    # ---------------------------------------------------------------- something begins
    def add(self, state: State, sources: Sequence[Source]) -> State:
        """Sources begin now; what they cause at this very instant happens (R6)."""
        if not sources:
            return state
        old = frozenset(range(len(state.sources)))
        new = frozenset(range(len(old), len(old) + len(sources)))
        now = state.moment
        state = replace(state, sources=(*state.sources, *sources))
        if not any(rule.marks & source.marks for rule in state.rules for source in sources):
            return state

        def chance(first: int) -> Floats:
            watched = [Watched(rule.marks, now, old) for rule in state.rules]
            watched += [Watched(rule.marks, now, new) for rule in state.rules[:first]]
            return np.broadcast_to(state.chance(watched), (len(state), 1))[:, 0]

        return self.leave_at_once(state, state.rules, chance)

    def watch(self, state: State) -> list[State]:
        """What is known has changed: rows with the rules and wishes that hold for them now.

        Who meets a rule already leaves at once.
        """
        found = []
        for rows, rules, met in self.world.rules(state):
            some = state.some(rows)
            if met is not None:
                self.leave(some, met, some.alive, some.now.astype(np.float64))
                continue
            found += self.wish(self.change_rules(some, rules))
        return found

    def wish(self, state: State) -> list[State]:
        wanted = self.world.wanted(state)
        return [replace(state.some(rows), wanted=which) for rows, which in wanted]

    def change_rules(self, state: State, rules: tuple[Rule, ...]) -> State:
        now = state.moment
        before = state.watch(now)
        state = replace(state, rules=rules)
        if not state.sources:
            return state

        def chance(first: int) -> Floats:
            watched = [*before, *(Watched(rule.marks, now) for rule in rules[:first])]
            return np.broadcast_to(state.chance(watched), (len(state), 1))[:, 0]

        return self.leave_at_once(state, rules, chance)

    def leave_at_once(
        self, state: State, rules: Sequence[Rule], chance: Callable[[int], Floats]
    ) -> State:
        found, there = at_once(state.alive, chance, len(rules))
        for rule, loss in zip(rules, found, strict=True):
            self.leave(state, rule.end, loss, state.now.astype(np.float64))
        return replace(state, alive=there)

    # ---------------------------------------------------------------- causes (R15)
    def caused(self, state: State, causes: Sequence[tuple[str, int | str]]) -> State:
        """What follows from causes that are no message's reading, from now on."""
        now = state.now.astype(np.float64)
        ever = np.full(len(state), np.inf)
        trees = self.world.causes.following(causes, state.wanted)
        return self.add(state, [After(now, tree, ever) for tree in trees])

    def leave_step(self, state: State, place: int) -> State:
        """A step is done: a fact, and perhaps a cause."""
        id_ = self.plan.steps[place].id
        facts = replace(state.facts, done=state.facts.done | {id_})
        return self.caused(self.know(state, facts), [("done", place)])

    def know(self, state: State, facts: Facts) -> State:
        return replace(state, facts=facts)

    def event(self, state: State, event: str) -> State:
        """An event that a path itself makes: known, and perhaps a cause."""
        facts = replace(state.facts, happened=(*state.facts.happened, (event, state.now)))
        return self.caused(self.know(state, facts), [("did", event)])

"""What is known of a contact at each step, carried along all paths, and the ports nobody takes."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from nurture_tui.checks.causes import Causes, causes_of
from nurture_tui.checks.effects import after_verbs
from nurture_tui.checks.finding import Path
from nurture_tui.checks.formula import ALWAYS, Formula, Language, Lit
from nurture_tui.checks.knowledge import Knowledge, State
from nurture_tui.checks.ranges import compared
from nurture_tui.checks.solve import MOST_PARTS, Effort, holds_together
from nurture_tui.checks.steady import Steady
from nurture_tui.graph.order import in_walking_order, ways_here
from nurture_tui.model.condition import Condition, Literal
from nurture_tui.model.effective import channel_of
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Action, Branch, Exit, Send, Split, Wait, ports
from nurture_tui.model.typed import Typed
from nurture_tui.model.vocabulary import Vocabulary
from nurture_tui.model.workspace import Workspace

if TYPE_CHECKING:
    from nurture_tui.graph.build import StepGraph

MOST_VISITS = 40  # of each step, on average; then nothing is said of the journey
SETTLED = 4  # visits after which a value that still changes is given up
_SILENT_CHANNEL = "letter"  # it is neither opened nor clicked (R14)

Outs = tuple[State | None, ...]
"""What is known behind each port of a step, in their order; None where nobody can go."""


@dataclass(frozen=True)
class Known:
    """What is proved of a journey's paths: states on arrival, and behind each port."""

    workspace: Workspace
    journey: Journey
    vocabulary: Vocabulary
    causes: Causes
    graph: StepGraph
    typed: Callable[[Condition], Typed | None]
    effort: Effort = field(default_factory=Effort)
    _said: dict[tuple[Condition, bool], Formula] = field(default_factory=dict)

    @cached_property
    def arrivals(self) -> Mapping[str, State]:
        """What is known on arrival, before the look; steps to which nobody comes are left out."""
        return self._walked[0] if self._walked is not None else {}

    @cached_property
    def outs(self) -> Mapping[str, Outs]:
        """What is known behind each port of the steps that contacts come to."""
        return self._walked[1] if self._walked is not None else {}

    def here(self, step: str) -> State | None:
        """What is known when a contact does a step: it has met neither goal nor exit (R5, R6).

        None if no contact gets to do it, or nothing is known.
        """
        arrival = self.arrivals.get(step)
        return None if arrival is None else self.knowledge.assume(arrival, self.still_inside)

    def dead_ports(self) -> Iterator[tuple[str, int]]:
        """The steps and numbers of ports that no contact takes, of steps that contacts do."""
        for step, outs in self.outs.items():
            if any(out is not None for out in outs):
                yield from ((step, port) for port, out in enumerate(outs) if out is None)

    def may_hold(self, formulas: Iterable[Formula], where: Path) -> bool:
        """False only if it is proved that the formulas never hold together; asked for a place."""
        self.asking.where = where
        return holds_together(formulas, effort=self.asking)

    @cached_property
    def asking(self) -> Effort:
        """What questions of single rules may cost, besides the walk."""
        return replace(self.effort, left=MOST_PARTS)

    @cached_property
    def shadowed(self) -> Mapping[tuple[str, int], int | None]:
        """The cases that can hold, and never do once those before them do not: step and number.

        With each the number of the one case that is enough for that, if there is one.
        """
        found: dict[tuple[str, int], int | None] = {}
        for id_, step in self.journey.steps.items():

            def never(*formulas: Formula, of: str = id_) -> bool:
                return not self.may_hold(formulas, ("steps", of))

            failed: dict[Formula, int] = {}
            for place, case in enumerate(step.cases if isinstance(step, Branch) else ()):
                own = self.said(case.condition, True)
                left_over = place == 0 or self._taken(id_, place)
                if not left_over and never(*failed, own) and not never(own):
                    alone = (n for formula, n in failed.items() if never(formula, own))
                    found[id_, place] = next(alone, None)
                failed.setdefault(self.said(case.condition, False), place)
        return found

    def _taken(self, id_: str, port: int) -> bool:
        """True if contacts come to the step, and it is not proved that none leaves so."""
        outs = self.outs.get(id_)
        return outs is not None and outs[port] is not None

    def said(self, condition: Condition | None, truth: bool) -> Formula:
        """What must be so where a condition of the journey holds, or does not."""
        if condition is None:
            return ALWAYS
        formula = self._said.get((condition, truth))
        if formula is None:
            typed = self.typed(condition)
            formula = ALWAYS if typed is None else self.language.formula(typed, truth)
            self._said[condition, truth] = formula
        return formula

    # ---------------------------------------------------------------- the ground
    @cached_property
    def language(self) -> Language:
        silent = frozenset(
            id_
            for id_, step in self.journey.steps.items()
            if isinstance(step, Send)
            and channel_of(self.workspace, self.journey, step) == _SILENT_CHANNEL
        )
        return Language(None if self._unread else self.causes.events, silent)

    @cached_property
    def knowledge(self) -> Knowledge:
        steps = self.journey.steps
        bits = {id_: 1 << place for place, id_ in enumerate(steps)}
        mails = sum(bits[id_] for id_, step in steps.items() if isinstance(step, Send))
        steady = Steady(self.causes, self.journey, self._unread)
        return Knowledge(self.language, steady, bits, mails, self.effort)

    @cached_property
    def _unread(self) -> bool:
        """True if there are journeys that could not be read, which may do anything."""
        return bool(self.vocabulary.journeys - set(self.workspace.journeys))

    @cached_property
    def still_inside(self) -> tuple[Formula, ...]:
        """The goal and the exits are not met."""
        journey = self.journey
        rules = [*([journey.goal.when] if journey.goal else []), *(r.when for r in journey.exits)]
        return tuple(self.said(rule, False) for rule in rules)

    @cached_property
    def entering(self) -> State | None:
        """What is known of who is let in, at that instant (R4); None if nobody can be."""
        return self.let_in(self.still_inside)

    def let_in(self, unmet: tuple[Formula, ...]) -> State | None:
        """Who may come in, were these the formulas that must hold besides what the entry asks."""
        entry = self.journey.entry
        formulas = [*unmet, self.said(entry.only_if, True)]
        handed = self._unread or self.journey.id in self.causes.handed_to
        if not handed and entry.event is not None:
            for within in (None, "stay"):
                often = self.language.event(entry.event, within)
                formulas.append(Lit(often, compared(">=", 1.0)))
        if not handed and entry.arrivals == "none":
            formulas.append(self.said(entry.when, True))
        return self.knowledge.assume(State({}), formulas)

    @cached_property
    def during(self) -> State | None:
        """What has happened at every look at a contact inside; None if nobody comes in.

        Of fields it says nothing: people and other systems write them too.
        """
        if self.entering is None:
            return None
        state = self.knowledge.later(self.entering)
        box = {key: values for key, values in state.box.items() if not key.fields}
        facts = {fact: None for fact in state.facts if not any(key.fields for key in fact.keys)}
        everywhere = sum(self.knowledge.bits.values())
        return State(box, facts, been=everywhere)

    # ---------------------------------------------------------------- the walk
    @cached_property
    def _walked(self) -> tuple[dict[str, State], dict[str, Outs]] | None:
        """States on arrival and behind ports; None if there are too many paths."""
        steps, of = self.journey.steps, self.knowledge
        start = self.journey.entry.start
        if self.entering is None or start not in steps:
            return {}, {}
        places = {id_: n for n, id_ in enumerate(in_walking_order(self.graph, start))}
        names = list(places)
        been, left = ways_here(self.graph, start, of.bits)
        arrivals = {start: of.later(self.entering)._replace(been=been[start])}
        outs: dict[str, Outs] = {}
        visits = dict.fromkeys(places, 0)
        heap, waiting = [places[start]], {start}
        for _ in range(MOST_VISITS * len(names)):
            if not heap:
                return arrivals, outs
            id_ = names[heapq.heappop(heap)]
            waiting.discard(id_)
            visits[id_] += 1
            self.effort.where = ("steps", id_)
            outs[id_] = self._behind(id_, arrivals[id_])
            for (_, target), out in zip(ports(steps[id_]), outs[id_], strict=True):
                if target not in places or out is None:
                    continue
                before = arrivals.get(target)
                settle = visits[target] >= SETTLED
                state = State(out.box, out.facts, been[target], left[target], out.lasting)
                if before is not None:
                    state = of.either(before, state, settle)
                if state != before:
                    arrivals[target] = state
                    if target not in waiting:
                        heapq.heappush(heap, places[target])
                        waiting.add(target)
        self.effort.unfollowed = self.effort.unfollowed or bool(heap)
        return None if heap else (arrivals, outs)

    def _behind(self, id_: str, arrival: State) -> Outs:
        """What is known behind each port of a step.

        That neither goal nor exit is met is put in where it decides something, at branches and
        at `until`; what of it lasts is known from the entry on.
        """
        step, of = self.journey.steps[id_], self.knowledge
        match step:
            case Branch():
                here = of.assume(arrival, self.still_inside)
                outs = tuple(self._cases(step, here))
            case Split():
                outs = (arrival,) * len(step.ways)
            case Wait() if step.until is not None:
                outs = self._until(step, of.later(arrival))
            case Action():
                outs = (after_verbs(arrival, step.do, self.language, self.vocabulary),)
            case Exit():
                return ()
            case _:
                outs = (arrival,) * len(ports(step))
        quiet = isinstance(step, Branch | Split) and id_ not in self._answered
        if not quiet:
            outs = tuple(out and of.later(out) for out in outs)
        return tuple(out and of.after(out, id_) for out in outs)

    def _cases(self, branch: Branch, here: State | None) -> Iterator[State | None]:
        """Who takes each case of a branch, and who goes on at else (R8)."""
        rest = here
        for case in branch.cases:
            yield self._who(rest, case.condition, True)
            rest = self._who(rest, case.condition, False)
        yield rest

    def _until(self, wait: Wait, waiting: State) -> Outs:
        """Who goes on because it happened, and whose time runs out (R7)."""
        inside = self.knowledge.assume(waiting, self.still_inside)
        met = self._who(inside, wait.until, True)
        late = self._who(inside, wait.until, False)
        if wait.else_ is not None:
            return met, late
        if met is None or late is None:
            return (met or late,)
        return (self.knowledge.either(met, late),)

    def _who(self, state: State | None, condition: Condition | None, truth: bool) -> State | None:
        if state is None:
            return None
        return self.knowledge.assume(state, [self.said(condition, truth)])

    @cached_property
    def _answered(self) -> frozenset[str]:
        """The steps that assumed events follow from, perhaps as soon as one is done."""
        assumed = (*self.journey.assume.events, *self.workspace.settings.assume.events)
        calls = (c for event in assumed if event.after is not None for c in causes_of(event.after))
        return frozenset(
            str(call.arguments[0].value)
            for call in calls
            if call.function == "done" and call.arguments
            if isinstance(call.arguments[0], Literal)
        )

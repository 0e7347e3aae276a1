"""A journey as exact expectations see it: what may follow from what, and what conditions ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nurture_tui.model.condition import Condition
from nurture_tui.model.step import Branch, Send
from nurture_tui.model.typed import Typed, TypedCall, calls_in, uses_time
from nurture_tui.model.workspace import CUSTOMER
from nurture_tui.simulation.actions import encode
from nurture_tui.simulation.assumed import AssumedPlan
from nurture_tui.simulation.conditions import Compiler
from nurture_tui.simulation.exact_causes import Causes
from nurture_tui.simulation.exact_conditions import (
    Asked,
    Factors,
    Formula,
    asked_of,
    ever,
    factors_of,
    first_of,
    formula_of,
    known_parts,
    patterns,
)
from nurture_tui.simulation.exact_effects import Effect, hanging_on, refuse_turning_back
from nurture_tui.simulation.exact_events import Mark, NotCoveredError
from nurture_tui.simulation.exact_sources import UNSUBSCRIBED
from nurture_tui.simulation.exact_state import Rule, State
from nurture_tui.simulation.people import Field
from nurture_tui.simulation.plan import RunPlan
from nurture_tui.simulation.view import Flags, Ints, View
from nurture_tui.simulation.watch import typed_condition

READINGS = ("opened", "clicked")


@dataclass(frozen=True)
class Split:
    """Some rows of a state, and the chance that a condition holds for them, as a sum."""

    rows: Ints
    factors: Factors


class World:
    """One journey of a run with all that is assumed, ready for exact expectations."""

    def __init__(self, plan: RunPlan) -> None:
        self.plan = plan
        (self.journey_plan,) = plan.journeys
        self.journey = self.journey_plan.journey
        self.assumed: tuple[AssumedPlan, ...] = (*self.journey_plan.assumed, *plan.shared_own)
        self.random = frozenset(each.name for each in self.assumed) | set(READINGS)
        self._formulas: dict[int, tuple[object, Formula]] = {}
        self.causes = Causes(self.journey_plan)

    # ---------------------------------------------------------------- conditions
    def typed(self, condition: Condition) -> Typed:
        return typed_condition(condition, self.plan.workspace, self.journey, self.plan.kinds)

    @cached_property
    def customer(self) -> Typed:
        return self.typed(self.plan.workspace.definitions.get("customer", CUSTOMER))

    @cached_property
    def cases(self) -> Mapping[str, tuple[Typed, ...]]:
        """The cases of each branch."""
        steps = self.journey.steps.items()
        return {
            id_: tuple(self.typed(case.condition) for case in step.cases)
            for id_, step in steps
            if isinstance(step, Branch)
        }

    @cached_property
    def only_if(self) -> Mapping[str, Typed]:
        """What each send asks."""
        return {
            id_: self.typed(step.only_if)
            for id_, step in self.journey.steps.items()
            if isinstance(step, Send) and step.only_if is not None
        }

    @cached_property
    def wishes(self) -> Mapping[int, Typed]:
        """The `if` of assumed events, by their number in the run."""
        return {
            each.place: self.typed(each.condition)
            for each in self.assumed
            if each.condition is not None
        }

    @cached_property
    def asked_inside(self) -> tuple[Typed, ...]:
        """All conditions that are asked of a contact once it is in."""
        watched = self.journey_plan.watch.watched()
        cases = [case for each in self.cases.values() for case in each]
        customer = [
            self.customer for send in self.journey_plan.sends.values() if send.basis == "customer"
        ]
        wishes = [typed for place, typed in self.wishes.items() if place not in self.own]
        return (*watched, *cases, *self.only_if.values(), *wishes, *customer)

    @cached_property
    def asked_at_entry(self) -> tuple[Typed, ...]:
        """All conditions that are asked of a contact when it tries to come in."""
        only_if = self.journey_plan.watch.only_if
        own = [typed for place, typed in self.wishes.items() if place in self.own]
        rules = [typed for _, typed in self.rule_conditions]
        return (*rules, *own, *([only_if] if only_if is not None else []))

    @cached_property
    def own(self) -> frozenset[int]:
        """The numbers of the events that contacts cause by themselves, or on a date."""
        return frozenset(each.place for each in self.assumed if not each.causes)

    @cached_property
    def fields_read(self) -> frozenset[str]:
        """The fields that matter to a contact that is in, those of waits and permission with it."""
        found = frozenset[str]().union(*(asked_of(typed) for typed in self.asked_inside))
        waits = [getattr(step, "date", None) for step in self.journey.steps.values()]
        dates = [each.date for each in self.assumed]
        named = {moment.name for moment in (*waits, *dates) if moment is not None}
        consent = any(send.basis == "consent" for send in self.journey_plan.sends.values())
        return found | named | ({"consent"} if consent else set())

    @cached_property
    def effects(self) -> tuple[Effect, ...]:
        """The assumed events that change what conditions read."""
        found = []
        for each in self.assumed:
            touched = {*each.model.values, *each.model.amounts} & self.fields_read
            if touched & set(each.model.amounts):
                raise NotCoveredError(f"“{each.name}” adds to a field that decides later")
            if touched:
                own: Mark = ("effect", str(each.place))
                values = {name: each.model.values[name] for name in sorted(touched)}
                found.append(Effect(own, frozenset((own, ("did", each.name))), values, each.name))
        return tuple(found)

    def is_chance(self, call: TypedCall) -> list[Asked]:
        """What a call asks about events of chance; nothing where all is known."""
        if call.object is not None:
            return []
        within = call.within if isinstance(call.within, int) else None
        subject = call.subject or ""
        if call.function in READINGS:
            return [((call.function, subject), within)]
        if call.function not in ("did", "count", "since") or subject not in self.random:
            return []
        mark = (subject, "") if subject in READINGS else ("did", subject)
        return [(mark, within)]

    def formula(self, typed: Typed) -> Formula:
        if id(typed) not in self._formulas:
            self._formulas[id(typed)] = (typed, formula_of(typed, self.is_chance))
        return self._formulas[id(typed)][1]

    # ---------------------------------------------------------------- what is known
    def truth(self, typed: Typed, state: State, *, attempt: bool = False) -> Flags:
        """The truth of what is known, for each row of a state now."""
        rows = np.arange(len(state))
        if isinstance(typed, TypedCall) and typed.function in ("sent", "done", *READINGS):
            return np.full(len(rows), self._passed(typed, state), dtype=np.bool_)
        people, plan = state.people, self.plan
        people.memories.clear()
        compiler = Compiler(
            people,
            plan.clock,
            people.cohort.journeys[0].zone,
            None,
            {},
            plan.dates_of(self.journey),
            plan.fixed_instant,
        )
        truth = compiler.truth(ever(typed))
        for event, times in state.facts.happened:
            if event in people.memories:
                people.memories[event].remember(rows, times)
        return truth(View(rows, state.now, state.entered, attempt))

    def _passed(self, call: TypedCall, state: State) -> bool:
        facts = state.facts
        if call.function == "sent":
            return call.subject in facts.sent if call.subject else bool(facts.sent)
        return call.function == "done" and call.subject in facts.done

    def truth_after(self, typed: Typed, state: State, effects: Sequence[Effect]) -> Flags:
        """The truth of what is known once these events have changed their fields, in order."""
        held: dict[str, Field] = {}
        for effect in effects:
            for name, value in effect.values.items():
                kind = self.plan.kind_of(name)
                if name not in asked_of(typed) or kind is None:
                    continue
                if kind.kind == "date":
                    raise NotCoveredError(
                        f"“{effect.event}” sets {name}, a date that decides later"
                    )
                field = state.people.field(name, kind)
                held.setdefault(name, field)
                new = field.values.copy()
                new[:] = encode(value, kind, state.people.pool.code)
                state.people.fields[name] = Field(kind, new, field.day_only)
        found = self.truth(typed, state)
        state.people.fields.update(held)
        return found

    def touching(self, typed: Typed) -> list[Effect]:
        """The events that change fields which a condition reads."""
        return [effect for effect in self.effects if set(effect.values) & asked_of(typed)]

    def orders(self, typed: Typed) -> list[list[Effect]]:
        """None of the events that change what a condition reads, each of them, and each two."""
        touching = self.touching(typed)
        orders: list[list[Effect]] = [[], *([effect] for effect in touching)]
        return orders + [[e, f] for e in touching for f in touching if e is not f]

    # ---------------------------------------------------------------- splitting by what is known
    def split(
        self, typed: Sequence[Typed], state: State, *, as_rules: bool = False
    ) -> list[tuple[Ints, list[Factors]]]:
        """Rows alike in all that is known, each with the chance of the conditions as sums.

        Rules end the stay at the first event that meets them, so what comes after does not count.
        """
        ending = frozenset[Mark]().union(*(rule.marks for rule in state.rules))
        formulas = [self.formula(each) for each in typed]
        known = list(dict.fromkeys(part for each in formulas for part in known_parts(each)))
        truths: list[Flags] = []
        shapes = []
        for part in known:
            orders = self.orders(part.typed)
            truths += [self.truth_after(part.typed, state, each) for each in orders]
            shapes.append((part, self.touching(part.typed), len(orders)))
        found = []
        for pattern, rows in patterns(truths, len(state)):
            rest, values = list(pattern), {}
            for part, touching, count in shapes:
                value, turning = hanging_on(rest[:count], touching)
                values[part] = value
                if not as_rules:
                    refuse_turning_back(turning, touching, ending)
                rest = rest[count:]
            found.append((rows, [factors_of(each, values) for each in formulas]))
        return found

    def splits(self, typed: Typed, state: State) -> list[Split]:
        """The same for one condition of a branch, a send or an assumption."""
        return [Split(rows, factors) for rows, (factors,) in self.split([typed], state)]

    def wanted(self, state: State) -> list[tuple[Ints, frozenset[int]]]:
        """Rows with the assumed events whose `if` holds for them.

        What reaches the goal may change the truth of one: then nothing counts any more.
        """
        always = {each.place for each in self.assumed if each.place not in self.wishes}
        goal = frozenset[Mark]().union(*(r.marks for r in state.rules if r.end == "goal"))
        over = {effect.own for effect in self.effects if effect.marks & goal}
        found = []
        for rows, each in self.split(list(self.wishes.values()), state, as_rules=True):
            holding = set(always)
            for place, factors in zip(self.wishes, each, strict=True):
                if place in self.own:  # asked at the entry, when nothing has happened yet
                    holding.update([place] if sum(factors.values()) > 0.5 else [])
                    continue
                certain = sum(f for asked, f in factors.items() if {m for m, _ in asked} <= over)
                if any({m for m, _ in asked} - over for asked in factors):
                    raise NotCoveredError("the “if” of an assumed event hangs on other events")
                if certain:
                    holding.add(place)
            found.append((rows, frozenset(holding)))
        return found

    # ---------------------------------------------------------------- rules
    @cached_property
    def rule_conditions(self) -> tuple[tuple[str, Typed], ...]:
        """Goal and exits, in the order in which they are looked at."""
        watch = self.journey_plan.watch
        goal = [("goal", watch.goal)] if watch.goal is not None else []
        return (*goal, *watch.exits)

    def rules(
        self, state: State, *, at_entry: bool = False
    ) -> list[tuple[Ints, tuple[Rule, ...], str | None]]:
        """Rows that watch for the same events, with their rules, and a rule that is met already.

        At the entry nothing has happened that is left to chance.
        """
        found = []
        conditions = self.rule_conditions
        for rows, each in self.split([typed for _, typed in conditions], state, as_rules=True):
            rules, met = [], None
            for (name, _), factors in zip(conditions, each, strict=True):
                if at_entry and sum(factors.values()) > 0.5:
                    met = met or name
                elif met is None:
                    marks = first_of(factors)
                    met = name if marks is None else None
                    rules += [Rule(name, marks)] if marks is not None else []
            if self.journey_plan.marketing:
                place = 1 if rules and rules[0].end == "goal" else 0
                rules.insert(place, Rule("unsubscribed", frozenset((UNSUBSCRIBED,))))
            found.append((rows, _apart(rules), met))
        return found


def _apart(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """Rules without the marks that a rule before them has: that one comes first."""
    found, seen = [], frozenset[Mark]()
    for rule in rules:
        found.append(Rule(rule.end, rule.marks - seen))
        seen |= rule.marks
    return tuple(found)


def asks_the_clock(typed: Typed) -> bool:
    """True if time alone changes the truth of a condition, apart from events within a time."""
    return uses_time(typed) and any(
        call.function in ("since", "left", "today", "weekday", "hour") for call in calls_in(typed)
    )

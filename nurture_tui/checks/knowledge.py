"""What is known of the contacts at a place of a journey, and how that narrows, ages and joins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from nurture_tui.checks.formula import Every, Formula, Key, Language, Lit, Some, literals
from nurture_tui.checks.ranges import EITHER, FALSE, TRUE, Spans, Values
from nurture_tui.checks.solve import Box, Effort, narrowed
from nurture_tui.checks.steady import Steady, later_box

_FLAGS = frozenset({"sent", "opened", "clicked", "done"})


class State(NamedTuple):
    """What holds for every contact at a place of the journey.

    `box` has the values that keys can have; `facts` are formulas that hold besides, in the order
    in which they came to be known, so that a search always goes the same way; `been` and
    `left` have a bit for each step that some contact may have come to, and that all have left;
    what is `lasting` holds later, too.
    """

    box: Mapping[Key, Values]
    facts: Mapping[Some, None] = {}
    been: int = 0
    left: int = 0
    lasting: bool = False


@dataclass(frozen=True, slots=True)
class _Split:
    """A formula as literals and choices that all hold, with the flags of steps in it."""

    lits: tuple[Lit, ...]
    somes: tuple[Some, ...]
    flags: tuple[Key, ...]


@dataclass(frozen=True)
class Knowledge:
    """What can be done with states of one journey; `bits` are its steps', `mails` of its sends."""

    language: Language
    steady: Steady
    bits: Mapping[str, int]
    mails: int
    effort: Effort
    _splits: dict[Formula, _Split] = field(default_factory=dict)

    def assume(self, state: State, formulas: Iterable[Formula]) -> State | None:
        """The state of those for whom the formulas hold; None if there can be no such contact."""
        split = [self._split(formula) for formula in formulas]
        if not state.facts and not any(some.somes or some.flags for some in split):
            return _met(state, [lit for one in split for lit in one.lits])
        said: list[Formula] = [lit for one in split for lit in one.lits]
        somes = [some for one in split for some in one.somes if some not in state.facts]
        if not said and not somes:
            return state
        said += somes
        split += [self._split(fact) for fact in state.facts]
        derived = {key: self._flag(key, state) for one in split for key in one.flags}
        known: Box = dict(state.box)
        changed: list[Key] = []
        for key, value in derived.items():
            before = known.get(key, key.top)
            known[key] = before.meet(value)
            if known[key] != before:
                changed.append(key)
        box = narrowed(said, known, self.effort, facts=state.facts, changed=changed)
        if box is None:
            return None
        for key, value in derived.items():
            if value is not EITHER:
                del box[key]  # it follows from the way here, and changes with it
        facts = {**state.facts, **dict.fromkeys(somes)} if somes else state.facts
        return State(box, facts, state.been, state.left)

    def later(self, state: State) -> State:
        """What is still known after a while, or once something else may have happened."""
        if state.lasting:
            return state
        facts = state.facts and dict.fromkeys(filter(self.steady.kept, state.facts))
        box = later_box(self.steady, state.box)
        return State(box, facts, state.been, state.left, lasting=True)

    def after(self, state: State, step: str) -> State:
        """The state of those who have left a step."""
        box, facts, been, left, lasting = state
        own = self.language.done(step)
        if own is not None:
            box = {key: values for key, values in box.items() if key is not own}
            facts = {fact: None for fact in facts if own not in fact.keys}
        bit = self.bits[step]
        return State(box, facts, been | bit, left | bit, lasting)

    def either(self, one: State, other: State, settle: bool = False) -> State:
        """What holds in both states; with `settle`, values that differ are given up."""
        box: Box = {}
        more = other.box
        for key, values in one.box.items():
            also = more.get(key)
            if also is values or also == values:
                box[key] = values
            elif also is not None and (not settle or also.within(values)):
                joined = values.join(also)
                if joined != key.top:
                    box[key] = joined
        facts = {fact: None for fact in one.facts if fact in other.facts}
        lasting = one.lasting and other.lasting
        return State(box, facts, one.been | other.been, one.left & other.left, lasting)

    def _flag(self, key: Key, state: State) -> Values:
        """What follows for a flag of this stay from the steps that the contact has been at."""
        bit = self.bits.get(key.name, 0) if key.name else self.mails
        if not state.been & bit:
            return FALSE
        return TRUE if key.about == "done" and state.left & bit else EITHER

    def _split(self, formula: Formula) -> _Split:
        if formula not in self._splits:
            parts = list(_parts(formula))
            keys = (lit.key for lit in literals(formula) if lit.key.about in _FLAGS)
            self._splits[formula] = _Split(
                tuple(part for part in parts if isinstance(part, Lit)),
                tuple(part for part in parts if isinstance(part, Some)),
                tuple(dict.fromkeys(keys)),
            )
        return self._splits[formula]


def _met(state: State, lits: Iterable[Lit]) -> State | None:
    """The state of those who have these values; None if there can be no such contact."""
    box: Box = {}
    for lit in lits:
        before = box.get(lit.key) or state.box.get(lit.key, lit.key.top)
        met = before.meet(lit.values)
        if lit.key.whole and isinstance(met, Spans):
            met = met.whole()
        if met.empty:
            return None
        if met != before:
            box[lit.key] = met
    return State({**state.box, **box}, state.facts, state.been, state.left) if box else state


def _parts(formula: Formula) -> Iterator[Formula]:
    """The formulas that all hold where this one does."""
    if isinstance(formula, Every):
        for item in formula.items:
            yield from _parts(item)
    else:
        yield formula

"""What is known of the contacts at a place of a journey, and how that narrows, ages and joins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from nurture_tui.checks.formula import Every, Formula, Key, Language, Lit, Some, literals
from nurture_tui.checks.ranges import EITHER, FALSE, TRUE, Spans, Values
from nurture_tui.checks.solve import Box, narrowed
from nurture_tui.checks.steady import Steady, later_box

_FLAGS = frozenset({"sent", "opened", "clicked", "done"})


@dataclass(frozen=True, slots=True)
class State:
    """What holds for every contact at a place of the journey.

    `box` has the values that keys can have; `facts` are formulas that hold besides; `been` and
    `left` have a bit for each step that some contact may have come to, and that all have left;
    what is `lasting` holds later, too.
    """

    box: Mapping[Key, Values]
    facts: frozenset[Formula] = frozenset()
    been: int = 0
    left: int = 0
    lasting: bool = field(default=False, compare=False)


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
    _splits: dict[Formula, _Split] = field(default_factory=dict)

    def assume(self, state: State, formulas: Iterable[Formula]) -> State | None:
        """The state of those for whom the formulas hold; None if there can be no such contact."""
        split = [self._split(formula) for formula in formulas]
        if not state.facts and not any(some.somes or some.flags for some in split):
            return _met(state, [lit for one in split for lit in one.lits])
        said: list[Formula] = [lit for one in split for lit in one.lits]
        said += [some for one in split for some in one.somes]
        if not said:
            return state
        flags = [key for one in split for key in one.flags]
        flags += [key for fact in state.facts for key in self._split(fact).flags]
        derived = {key: self._flag(key, state) for key in flags}
        known: Box = dict(state.box)
        for key, value in derived.items():
            known[key] = known.get(key, key.top).meet(value)
        box = narrowed([*state.facts, *said], known)
        if box is None:
            return None
        for key, value in derived.items():
            if value is not EITHER:
                del box[key]  # it follows from the way here, and changes with it
        facts = state.facts.union(some for one in split for some in one.somes)
        return State(box, facts, state.been, state.left)

    def later(self, state: State) -> State:
        """What is still known after a while, or once something else may have happened."""
        if state.lasting:
            return state
        facts = frozenset(fact for fact in state.facts if self.steady.kept(fact))
        box = later_box(self.steady, state.box)
        return State(box, facts, state.been, state.left, lasting=True)

    def after(self, state: State, step: str) -> State:
        """The state of those who have left a step."""
        bit = self.bits[step]

        def own(key: Key) -> bool:
            return key.about == "done" and key.name == step

        box, facts = state.box, state.facts
        if any(map(own, box)):
            box = {key: values for key, values in box.items() if not own(key)}
        if facts:
            facts = frozenset(f for f in facts if not any(own(lit.key) for lit in literals(f)))
        return State(box, facts, state.been | bit, state.left | bit, state.lasting)

    def either(self, one: State, other: State, settle: bool = False) -> State:
        """What holds in both states; with `settle`, values that differ are given up."""
        box: Box = {}
        for key, values in one.box.items():
            more = other.box.get(key)
            if more is not None and (not settle or more.within(values)):
                joined = values if more is values or more == values else values.join(more)
                if joined != key.top:
                    box[key] = joined
        facts = one.facts & other.facts
        return State(box, facts, one.been | other.been, one.left & other.left)

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

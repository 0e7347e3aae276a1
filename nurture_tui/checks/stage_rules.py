"""D605: actions that move a contact back in an order of stages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nurture_tui.checks.effects import after_verbs
from nurture_tui.checks.finding import Mark, Path
from nurture_tui.checks.formula import Lit
from nurture_tui.checks.knowledge import State
from nurture_tui.checks.ranges import among
from nurture_tui.checks.rule import Rule
from nurture_tui.checks.subject import Subject
from nurture_tui.model.action import SetFields, Verb
from nurture_tui.model.condition import Condition
from nurture_tui.model.step import Action
from nurture_tui.model.typed import FieldRef


def _backwards(subject: Subject) -> Iterator[Mark]:
    journey, known = subject.journey, subject.known
    unmet = list(known.still_inside)
    rules: list[tuple[Condition, tuple[Verb, ...], Path]] = []
    if journey.goal is not None:
        rules.append((journey.goal.when, journey.goal.do, ("goal",)))
    for i, rule in enumerate(journey.exits):
        rules.append((rule.when, rule.do, ("exits", i)))
    for place, (when, do, path) in enumerate(rules):
        others = [formula for n, formula in enumerate(unmet) if n != place]
        state = known.knowledge.assume(State({}, been=-1), [*others, known.said(when, True)])
        if state is not None:
            yield from _of_verbs(subject, do, state, path, "")
    for id_, step in journey.steps.items():
        if isinstance(step, Action):
            state = known.here(id_)
            if id_ == journey.entry.start and not subject.graph.pred[id_]:
                state = known.entering  # it is done at the instant of the entry
            if state is not None:
                yield from _of_verbs(subject, step.do, state, ("steps", id_), id_)


def _of_verbs(
    subject: Subject, do: Sequence[Verb], state: State, path: Path, step: str
) -> Iterator[Mark]:
    known, words = subject.known, subject.vocabulary
    for i, verb in enumerate(do):
        for name, value in verb.values.items() if isinstance(verb, SetFields) else ():
            kind = words.kind_of(name)
            if kind is None or not kind.ordered or value not in kind.choices:
                continue
            key = known.language.field(FieldRef(name, kind))
            further = [
                choice
                for choice in kind.choices[kind.choices.index(str(value)) + 1 :]
                if known.knowledge.assume(state, [Lit(key, among([choice]))]) is not None
            ]
            if further:
                message = f"A contact whose “{name}” is “{further[0]}” is moved back to “{value}”."
                fix = (
                    f"Put a branch before it that asks for {name} < '{value}', or ask for that in "
                    "only_if of the entry."
                )
                yield Mark((*path, "do", i, "set", name), message, fix, step)
        state = after_verbs(state, [verb], known.language, words)


STAGE_BACKWARDS = Rule(
    "D605",
    "stage-backwards",
    "warning",
    "An action that sets an ordered field, such as the lifecycle stage, to a value that comes "
    "before the one that a contact there can have. A customer who reads a guide again must not "
    "become a lead. What is known there counts: who was let in, which cases were taken, that "
    "neither goal nor exit is met.",
    "S45, S32: sales data in conflict with the automation",
    journey=(_backwards,),
)

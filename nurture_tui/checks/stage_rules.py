"""D605: actions that move a contact back in an order of stages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nurture_tui.checks.effects import after_verbs
from nurture_tui.checks.finding import Mark, Path
from nurture_tui.checks.formula import Key, Lit
from nurture_tui.checks.knowledge import State
from nurture_tui.checks.ranges import Among, among
from nurture_tui.checks.rule import Rule
from nurture_tui.checks.subject import Subject
from nurture_tui.model.action import CopyField, MapField, SetFields, Verb
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
            known.effort.where = ("steps", id_)
            state = known.here(id_)
            if id_ == journey.entry.start and not subject.graph.pred[id_]:
                state = known.entering  # it is done at the instant of the entry
            if state is not None:
                yield from _of_verbs(subject, step.do, state, ("steps", id_), id_)


def _of_verbs(
    subject: Subject, do: Sequence[Verb], state: State, path: Path, step: str
) -> Iterator[Mark]:
    known, words = subject.known, subject.vocabulary
    told: set[Path] = set()
    for i, verb in enumerate(do):
        for name, value, place, when in _written(subject, verb):
            kind = words.kind_of(name)
            if kind is None or not kind.ordered or value not in kind.choices:
                continue
            if (i, *place) in told:
                continue
            key = known.language.field(FieldRef(name, kind))
            further = [
                choice
                for choice in kind.choices[kind.choices.index(str(value)) + 1 :]
                if known.knowledge.assume(state, [*when, Lit(key, among([choice]))]) is not None
            ]
            if further:
                told.add((i, *place))
                message = f"A contact whose “{name}” is “{further[0]}” is moved back to “{value}”."
                fix = (
                    f"Put a branch before it that asks for {name} < '{value}', or ask for that in "
                    "only_if of the entry."
                )
                yield Mark((*path, "do", i, *place), message, fix, step)
        state = after_verbs(state, [verb], known.language, words)


Written = tuple[str, object, Path, tuple[Lit, ...]]
"""A field, a value it is given, the place of that, and what holds for who gets it."""


def _written(subject: Subject, verb: Verb) -> Iterator[Written]:
    """The values that a verb gives to fields, as far as they stand in the file or its choices."""
    match verb:
        case SetFields(values=values):
            yield from ((name, value, ("set", name), ()) for name, value in values.items())
        case MapField(spec=spec):
            by = _key(subject, spec.by)
            for value, result in spec.to.items():
                when = (Lit(by, among([value])),) if by is not None else ()
                yield spec.field, result, ("map", "to", value), when
            if spec.else_ is not None:
                others = (Lit(by, Among(frozenset(spec.to), True)),) if by is not None else ()
                yield spec.field, spec.else_, ("map", "else"), others
        case CopyField(spec=copied):
            source, target = (subject.vocabulary.kind_of(f) for f in (copied.source, copied.to))
            if source is not None and source.ordered and source == target:
                key = subject.known.language.field(FieldRef(copied.source, source))
                for choice in source.choices:
                    yield copied.to, choice, ("copy", "to"), (Lit(key, among([choice])),)


def _key(subject: Subject, field: str) -> Key | None:
    """The key of a field that a table is read by; None where its values are not followed."""
    kind = subject.vocabulary.kind_of(field)
    if kind is None or kind.kind not in ("choice", "text"):
        return None
    return subject.known.language.field(FieldRef(field, kind))


STAGE_BACKWARDS = Rule(
    "D605",
    "stage-backwards",
    "warning",
    "An action that gives an ordered field, such as the lifecycle stage, a value that comes before "
    "the one that a contact there can have, by `set`, by the table of `map` or by `copy`. A "
    "customer who reads a guide again must not become a lead. What is known there counts: who was "
    "let in, which cases were taken, that neither goal nor exit is met.",
    "S45, S32: sales data in conflict with the automation",
    journey=(_backwards,),
)

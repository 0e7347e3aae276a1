"""What a contact who does nothing goes through: the loops that such a contact never leaves."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from nurture_tui.checks.parts import conditions
from nurture_tui.checks.possible import known_by_absence
from nurture_tui.checks.solve import surely_hold_together
from nurture_tui.checks.subject import Subject
from nurture_tui.graph.loops import loops
from nurture_tui.model.condition import Condition, Literal
from nurture_tui.model.step import Branch, Exit, Wait, ports
from nurture_tui.model.typed import (
    FieldRef,
    Typed,
    TypedAll,
    TypedAny,
    TypedCall,
    TypedCompare,
    TypedNot,
    atoms,
)

Asked = tuple[Condition, bool]
Way = tuple[str | None, Condition | None]
"""A step to go on to, and the condition on fixed fields that it hangs on."""


class Idle(Enum):
    """What a condition is for a contact who does nothing."""

    NO = "no"
    FIXED = "decided by fields that stay as they are"
    OPEN = "it may change, or is not known"
    YES = "yes"


def endless_loops(subject: Subject) -> Iterator[list[str]]:
    """The loops with a way out that some contact who does nothing never leaves.

    A loop is given only where that is proved: such a contact comes into it, no port that it may
    take leads out, and neither the goal nor an exit rule comes true by itself.
    """
    idle = _IdleContact(subject)
    if idle.may_be_taken_out():
        return
    for loop in loops(subject.graph):
        gone_through = [id_ for id_ in loop if id_ in idle.reached]
        has_a_way_out = any(to not in loop for id_ in loop for _, to in _ports(subject, id_))
        if has_a_way_out and gone_through and idle.stays(gone_through, frozenset(loop)):
            yield gone_through


@dataclass(frozen=True)
class _IdleContact:
    subject: Subject

    def may_be_taken_out(self) -> bool:
        """False only if goal and exits, which did not hold at entry (R4), surely never do."""
        journey = self.subject.journey
        rules = [*([journey.goal.when] if journey.goal else []), *(r.when for r in journey.exits)]
        return any(self.value(rule) in (Idle.OPEN, Idle.YES) for rule in rules)

    @cached_property
    def reached(self) -> frozenset[str]:
        """The steps that some contact who does nothing may come to."""
        steps = self.subject.journey.steps
        found = {self.subject.journey.entry.start} & steps.keys()
        pending = list(found)
        while pending:
            for to, _ in self.ways(pending.pop()):
                if to in steps and to not in found:
                    found.add(to)
                    pending.append(to)
        return frozenset(found)

    def ways(self, id_: str) -> Iterator[Way]:
        """Where a contact who does nothing may go on to from a step."""
        step = self.subject.journey.steps[id_]
        if isinstance(step, Branch):
            for case in step.cases:
                value = self.value(case.condition)
                if value is not Idle.NO:
                    yield case.next, case.condition if value is Idle.FIXED else None
                if value is Idle.YES:
                    return
            yield step.else_, None
        elif isinstance(step, Wait) and step.until is not None:
            value = self.value(step.until)
            if value is not Idle.NO:
                yield step.next, None
            if value is not Idle.YES:
                yield step.else_ or step.next, None
        else:
            yield from ((to, None) for _, to in _ports(self.subject, id_))

    def stays(self, steps: list[str], loop: frozenset[str]) -> bool:
        """True if a contact can be such that no way from these steps leads out of the loop.

        Where all that is asked is understood there must be values with which such a contact comes
        in, comes here and stays. Else cases on fixed fields can fail together where nothing else
        asks for those fields.
        """
        asked: list[Condition] = []
        for id_ in steps:
            for to, fixed in self.ways(id_):
                if to not in loop and fixed is None:
                    return False
                if to not in loop and fixed is not None:
                    asked.append(fixed)
        said = self._said_of_who_stays(steps, loop)
        if said is not None:
            known = self.subject.known
            known.effort.where = ("steps", steps[0])
            asked_of = [known.said(condition, truth) for condition, truth in said]
            return surely_hold_together(asked_of, known.effort)
        names = [name for condition in asked for name in self.names(condition)]
        return all(self.asked_for[name] == 1 for name in names)

    def _said_of_who_stays(self, steps: list[str], loop: frozenset[str]) -> list[Asked] | None:
        """What holds, and does not, for who comes in, comes here and stays; None if not known."""
        way = self._way_to(frozenset(steps))
        if way is None:
            return None
        journey = self.subject.journey
        said = [*way, *((condition, False) for condition in self._ways_out(steps, loop))]
        said += [(rule.when, False) for rule in journey.exits]
        said += [(journey.goal.when, False)] if journey.goal is not None else []
        if journey.entry.only_if is not None:
            said.append((journey.entry.only_if, True))
        typed = [self.subject.typed(condition) for condition, _ in said]
        exact = all(one is not None and _told_exactly(one) for one in typed)
        return said if exact else None

    def _ways_out(self, steps: list[str], loop: frozenset[str]) -> Iterator[Condition]:
        """The conditions on which contacts would leave the loop."""
        for id_ in steps:
            match self.subject.journey.steps[id_]:
                case Branch(cases=cases):
                    yield from (case.condition for case in cases if case.next not in loop)
                case Wait(until=Condition() as until, next=following) if following not in loop:
                    yield until

    def _way_to(self, goals: frozenset[str]) -> list[Asked] | None:
        """What must hold, and must not, on a way from the start to one of the steps.

        None if each way there hangs on something that may change, or is not known.
        """
        start, steps = self.subject.journey.entry.start, self.subject.journey.steps
        came: dict[str, list[Asked]] = {start: []}
        queue = deque([start] if start in steps else ())
        while queue:
            id_ = queue.popleft()
            if id_ in goals:
                return came[id_]
            for to, asked in self._decided_ways(id_):
                if to in steps and to not in came:
                    came[to] = [*came[id_], *asked]
                    queue.append(to)
        return None

    def _decided_ways(self, id_: str) -> Iterator[tuple[str | None, list[Asked]]]:
        """Where a contact who does nothing goes on to if this holds, and that does not."""
        step = self.subject.journey.steps[id_]
        if isinstance(step, Branch):
            failed: list[Asked] = []
            for case in step.cases:
                value = self.value(case.condition)
                if value is Idle.OPEN:
                    return
                if value is not Idle.NO:
                    yield case.next, [*failed, (case.condition, True)]
                failed.append((case.condition, False))
            yield step.else_, failed
        elif isinstance(step, Wait) and step.until is not None and step.else_ is not None:
            value = self.value(step.until)
            if value in (Idle.FIXED, Idle.YES):
                yield step.next, [(step.until, True)]
            if value in (Idle.FIXED, Idle.NO):
                yield step.else_, [(step.until, False)]
        else:
            yield from ((to, []) for _, to in _ports(self.subject, id_))

    @cached_property
    def asked_for(self) -> Counter[str]:
        """How often the conditions of the journey ask for each field."""
        return Counter(
            name for c in conditions(self.subject.journey) for name in self.names(c.part)
        )

    def names(self, condition: Condition) -> list[str]:
        """The fields that a condition asks for, each as often as it does."""
        typed = self.subject.typed(condition)
        found = [_field(atom) for atom in atoms(typed)] if typed is not None else []
        return [name for name in found if name]

    def value(self, condition: Condition) -> Idle:
        typed = self.subject.typed(condition)
        return Idle.OPEN if typed is None else self.of(typed)

    def of(self, typed: Typed) -> Idle:
        match typed:
            case Literal(value=bool() as value):
                return Idle.YES if value else Idle.NO
            case TypedAll(items=items):
                return _joined([self.of(item) for item in items], Idle.NO, Idle.YES)
            case TypedAny(items=items):
                return _joined([self.of(item) for item in items], Idle.YES, Idle.NO)
            case TypedNot(item=item):
                inner = self.of(item)
                return {Idle.NO: Idle.YES, Idle.YES: Idle.NO}.get(inner, inner)
            case TypedCall(function="opened" | "clicked"):
                return Idle.NO
            case TypedCall(function="did", subject=event):
                happens = event in self.subject.causes.events_unasked
                return Idle.OPEN if happens else Idle.NO
            case TypedCompare():
                known = known_by_absence(typed, self.subject.causes.events_unasked)
                if known is not None:
                    return Idle.YES if known else Idle.NO
        return Idle.FIXED if all(map(self.is_fixed, atoms(typed))) else Idle.OPEN

    def is_fixed(self, atom: Typed) -> bool:
        """True for what a contact who does nothing has from entry to the end."""
        name = _field(atom)
        if name:
            return name not in self.subject.causes.fields_unasked
        return not isinstance(atom, TypedCall)


def _told_exactly(typed: Typed) -> bool:
    """True if the formula of a condition is met by just those for whom it holds."""
    return all(map(_is_exact, atoms(typed))) and not _inexact_parts(typed)


def _is_exact(atom: Typed) -> bool:
    match atom:
        case FieldRef(kind=kind):
            return kind.kind != "date"
        case TypedCall(function=function):
            return function in ("missing", "in_list", "did", "count", "opened", "clicked")
    return True


def _inexact_parts(typed: Typed) -> bool:
    """True if two things are compared that are both not written in the file."""
    match typed:
        case TypedAll(items=items) | TypedAny(items=items):
            return any(map(_inexact_parts, items))
        case TypedNot(item=item):
            return _inexact_parts(item)
        case TypedCompare(left=left, right=right):
            sides = right if isinstance(right, tuple) else (right,)
            return not (
                isinstance(left, FieldRef | TypedCall)
                and all(isinstance(side, Literal) for side in sides)
            )
    return False


def _field(atom: Typed) -> str:
    """The field that an atom is about, or ""."""
    match atom:
        case FieldRef(name=name):
            return name
        case TypedCall(function="missing" | "contains", of=FieldRef(name=name)):
            return name
    return ""


def _ports(subject: Subject, id_: str) -> tuple[tuple[str, str | None], ...]:
    """The ports of a step; an exit has one that leads nowhere."""
    step = subject.journey.steps[id_]
    return (("", None),) if isinstance(step, Exit) else ports(step)


def _joined(values: list[Idle], decides: Idle, neutral: Idle) -> Idle:
    """`and`, `or`: one value decides; else what is open keeps all open, and so for fixed."""
    if decides in values:
        return decides
    return next((v for v in (Idle.OPEN, Idle.FIXED) if v in values), neutral)

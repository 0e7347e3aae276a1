"""Whether a condition can come true during a stay: "no" only where that is proved."""

from __future__ import annotations

from dataclasses import dataclass

from nurture_tui.checks.parts import sends
from nurture_tui.checks.subject import Subject
from nurture_tui.model.condition import Literal
from nurture_tui.model.effective import channel_of
from nurture_tui.model.typed import (
    TIME_FUNCTIONS,
    FieldRef,
    Typed,
    TypedAll,
    TypedAny,
    TypedCall,
    TypedCompare,
    TypedNot,
    atoms,
)

_SILENT_CHANNEL = "letter"  # it is neither opened nor clicked (R14)
_PER_STAY = "entered_at"  # another instant at each entry


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What a condition can be; both, where it is not known."""

    true: bool = True
    false: bool = True


_EITHER = Outcomes()


def can_come_true(condition: Typed, subject: Subject) -> bool:
    """False only if nothing in the workspace can make the condition true during a stay.

    It is proved in two ways: either no mix of what can happen makes it true at all; or nothing in
    it can change, and whoever meets it from the start is not let in (R4). An event history may
    bring events that the workspace knows nothing of; they do not count here.
    """
    facts = _Facts(subject)
    return facts.outcomes(condition).true and any(map(facts.can_change, atoms(condition)))


def could_be(condition: Typed, subject: Subject) -> bool:
    """False only if no mix of what can happen makes the condition true, whatever the fields are."""
    return _Facts(subject).outcomes(condition).true


class _Facts:
    """What is known about the atoms of a condition of this journey."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.messages = {
            id_: channel_of(subject.workspace, subject.journey, send)
            for id_, send in sends(subject.journey)
            if id_ in subject.reached
        }

    def outcomes(self, condition: Typed) -> Outcomes:
        match condition:
            case Literal(value=bool() as value):
                return Outcomes(value, not value)
            case TypedAll(items=items):
                each = [self.outcomes(item) for item in items]
                return Outcomes(all(o.true for o in each), any(o.false for o in each))
            case TypedAny(items=items):
                each = [self.outcomes(item) for item in items]
                return Outcomes(any(o.true for o in each), all(o.false for o in each))
            case TypedNot(item=item):
                inner = self.outcomes(item)
                return Outcomes(inner.false, inner.true)
            case TypedCompare():
                return self.compared(condition)
            case TypedCall():
                return _EITHER if self.can_hold(condition) else Outcomes(true=False)
        return _EITHER

    def compared(self, compare: TypedCompare) -> Outcomes:
        holds = known_by_absence(compare, self.subject.causes.events)
        return _EITHER if holds is None else Outcomes(holds, not holds)

    def can_hold(self, call: TypedCall) -> bool:
        """False only if a call that is itself a yes or no never holds."""
        match call.function:
            case "did":
                return call.subject in self.subject.causes.events
            case "sent":
                return bool(self.named(call))
            case "opened" | "clicked":
                return any(channel != _SILENT_CHANNEL for channel in self.named(call))
            case "done":
                return call.subject in self.subject.reached
            case "reached":
                other = self.subject.workspace.journeys.get(call.subject or "")
                return other is None or other.goal is not None
        return True

    def named(self, call: TypedCall) -> list[str]:
        """The channels of the messages that a call is about; without a step, of any message."""
        if call.subject is None:
            return list(self.messages.values())
        return [self.messages[call.subject]] if call.subject in self.messages else []

    def can_change(self, atom: Typed) -> bool:
        """False only if the atom stays what it was at entry."""
        match atom:
            case FieldRef(name=name):
                return name in self.subject.causes.fields or name == _PER_STAY
            case TypedCall(function="missing" | "contains", of=FieldRef(name=name)):
                return name in self.subject.causes.fields or name == _PER_STAY
            case TypedCall(function="in_list"):
                return "lists" in self.subject.causes.fields
            case TypedCall(function="did" | "count", within=within):
                return within is not None or atom.subject in self.subject.causes.events
            case TypedCall(function="sent" | "opened" | "clicked" | "done"):
                return self.can_hold(atom)
            case TypedCall(function=function):
                return function in TIME_FUNCTIONS or function in ("reached", "inside")
        return False


def known_by_absence(compare: TypedCompare, events: frozenset[str]) -> bool | None:
    """What a comparison is because its event is not among those that happen; None if it is open.

    `since` of what never happens is missing, and its `count` is 0.
    """
    call, other, operator = compare.left, compare.right, compare.operator
    if isinstance(other, TypedCall):
        call, other, operator = other, call, _TURNED.get(operator, operator)
    if not isinstance(call, TypedCall) or call.subject is None or call.subject in events:
        return None
    if call.function == "since":
        return operator in ("!=", "not in")
    sides = other if isinstance(other, tuple) else (other,)
    numbers = [s.value for s in sides if isinstance(s, Literal) and isinstance(s.value, float)]
    if call.function != "count" or len(numbers) != len(sides):
        return None
    return _zero_is(operator, numbers)


_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def _zero_is(operator: str, numbers: list[float]) -> bool:
    """Whether 0 compares so with the numbers."""
    match operator:
        case "in":
            return 0 in numbers
        case "not in":
            return 0 not in numbers
        case "==" | "!=":
            return (numbers[0] == 0) == (operator == "==")
        case "<=" | ">=":
            return numbers[0] == 0 or (numbers[0] > 0) == (operator == "<=")
    return numbers[0] != 0 and (numbers[0] > 0) == (operator == "<")

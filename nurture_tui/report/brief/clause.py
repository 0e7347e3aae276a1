"""A condition as a relative clause of a language: `who have given consent and who clicked “X”`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from nurture_tui.model.condition import (
    And,
    Call,
    Compare,
    Condition,
    Expr,
    ListOf,
    Literal,
    Name,
    Not,
    Or,
    as_duration,
)
from nurture_tui.model.duration import Duration
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.brief.tongue import Tongue
from nurture_tui.report.sketch import step_title
from nurture_tui.report.told import constant, words_of
from nurture_tui.text import plain_number

_OPPOSITES = {
    "==": "!=",
    "!=": "==",
    "<": ">=",
    ">=": "<",
    ">": "<=",
    "<=": ">",
    "in": "not in",
    "not in": "in",
}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True)
class Telling:
    """Tells the conditions of one journey in one language."""

    tongue: Tongue
    titles: Mapping[str, str]
    journeys: Mapping[str, str]
    definitions: Collection[str]

    def clause(self, condition: Condition, yes: bool = True) -> str:
        """The condition, or with `yes` False its opposite."""
        return self._said(condition.expr, yes)

    def _said(self, expr: Expr, yes: bool, inside: bool = False) -> str:
        clauses = self.tongue.clauses
        match expr:
            case Not(item=item):
                return self._said(item, not yes, inside)
            case And(items=items) | Or(items=items):
                said = [self._said(item, yes, True) for item in items]
                every = isinstance(expr, And) is yes
                return clauses.both(said) if every else clauses.either(said, inside)
            case Name(name=name):
                return self._holds(name, yes)
            case Call():
                return self._called(expr, yes)
            case Compare():
                return self._compared(expr, yes)
        return clauses.other(_written(expr), yes)

    def _holds(self, name: str, yes: bool) -> str:
        """A definition or a yes/no field, by itself."""
        clauses = self.tongue.clauses
        defined = name in self.definitions or name == "consent"
        return clauses.holds(name, yes) if defined else clauses.says(name, yes)

    def _called(self, call: Call, yes: bool) -> str:
        clauses, subject = self.tongue.clauses, _first(call)
        within = clauses.within(*_within(call))
        match call.function:
            case "did":
                return clauses.did(subject, within, yes)
            case "sent" | "opened" | "clicked" | "done":
                return clauses.message(call.function, self.titles.get(subject, subject), yes)
            case "missing":
                return clauses.known(subject, not yes)
            case "contains":
                text = _written(call.arguments[1]) if len(call.arguments) > 1 else ""
                return clauses.contains(subject, text, yes)
            case "in_list":
                return clauses.listed(subject, yes)
            case "reached" | "inside":
                name = self.journeys.get(subject, subject)
                return clauses.journey(call.function, name, yes)
        return clauses.other(_written(call), yes)

    def _compared(self, compare: Compare, yes: bool) -> str:
        operator, left, right = compare.operator, compare.left, compare.right
        if isinstance(left, Literal) and not isinstance(right, Literal):
            left, right, operator = right, left, _TURNED.get(operator, operator)
        if not yes:
            operator = _OPPOSITES[operator]
        clauses = self.tongue.clauses
        match left:
            case Name(name=name):
                if isinstance(right, Literal) and right.value == "":
                    return clauses.known(name, operator == "!=")
                if isinstance(right, Literal) and isinstance(right.value, bool):
                    return self._holds(name, right.value is (operator == "=="))
                return clauses.compared(name, operator, self._value(right))
            case Call(function="since" | "left" as function):
                duration = as_duration(right)
                if duration is not None:
                    if function == "since":
                        return clauses.since(_first(left), operator, self.tongue.span(duration))
                    span = self.tongue.span(duration, "of")
                    return clauses.left(_first(left), operator, span)
            case Call(function="count"):
                within = clauses.within(*_within(left))
                return clauses.times(_first(left), within, operator, self._value(right))
        return clauses.other(f"{_written(left)} {operator} {_written(right)}", True)

    def _value(self, expr: Expr) -> str:
        match expr:
            case Literal(value=float() as number):
                return plain_number(number)
            case Literal(value=str() as text):
                return self.tongue.quoted(text)
            case ListOf(items=items):
                return ", ".join(self._value(item) for item in items)
            case Name(name=name):
                return self.tongue.quoted(words_of(name))
        return _written(expr)


def telling(tongue: Tongue, workspace: Workspace, journey: Journey) -> Telling:
    """What tells the conditions of a journey."""
    titles = {id_: step_title(id_, step) for id_, step in journey.steps.items()}
    names = {id_: other.name for id_, other in workspace.journeys.items()}
    return Telling(tongue, titles, names, workspace.definitions)


def causes(condition: Condition) -> list[tuple[str, str]]:
    """The causes of an assumed event: function and subject ("" of any message)."""
    parts = condition.expr.items if isinstance(condition.expr, Or) else (condition.expr,)
    return [(part.function, _first(part)) for part in parts if isinstance(part, Call)]


def _first(call: Call) -> str:
    """The first argument: an event, a step, a field, a name."""
    if not call.arguments:
        return ""
    first = call.arguments[0]
    return first.name if isinstance(first, Name) else _written(first)


def _within(call: Call) -> tuple[Duration | None, bool]:
    """How far back it looks: a duration (None: for ever), and whether it is since entry."""
    if isinstance(call.within, Literal) and call.within.value == "stay":
        return None, True
    return (as_duration(call.within) if call.within is not None else None), False


def _written(expr: Expr) -> str:
    match expr:
        case Literal():
            return constant(expr)
        case Name(name=name):
            return words_of(name)
        case ListOf(items=items):
            return ", ".join(map(_written, items))
        case Call(function=function, arguments=arguments):
            return f"{function}({', '.join(map(_written, arguments))})"
    return "?"

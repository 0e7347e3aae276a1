"""A condition in the few words that a box or a line has room for: `customer, score over 40`."""

from __future__ import annotations

from typing import TypeGuard

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
)
from nurture_tui.report.told import constant, words_of

_COMPARED = {
    "==": "",
    "!=": "not ",
    "<": "under ",
    "<=": "at most ",
    ">": "over ",
    ">=": "at least ",
    "in": "",
    "not in": "not ",
}
_NO_TIME = ("0d", "0h", "0min", "0s")
_FIRST_WORD = {"did": "", "in_list": "on list ", "reached": "reached ", "inside": "in "}


def terse(condition: Condition) -> str:
    """The condition for a title, without its syntax; the form has it to the letter."""
    return _said(condition.expr)


def _said(expr: Expr) -> str:
    match expr:
        case And(items=items):
            return ", ".join(_inside(item) for item in items if not _implied(item, items))
        case Or(items=items):
            return " or ".join(map(_inside, items))
        case Not(item=item):
            return f"not {_inside(item)}"
        case Compare():
            return _compared(expr)
        case Call():
            return _called(expr)
    return _value(expr)


def _inside(expr: Expr) -> str:
    """A part of a longer condition; what could be read with its neighbour stands in brackets."""
    return f"({_said(expr)})" if isinstance(expr, Or | And) else _said(expr)


def _implied(expr: Expr, beside: tuple[Expr, ...]) -> bool:
    """Whether it only says that a date has come, and another part says how long ago."""
    return _at_any_time(expr) and any(
        isinstance(other, Compare) and other is not expr and _said(other.left) == _said(expr.left)
        for other in beside
    )


def _at_any_time(expr: Expr) -> TypeGuard[Compare]:
    return (
        isinstance(expr, Compare)
        and isinstance(expr.left, Call)
        and expr.left.function in ("since", "left")
        and expr.operator in (">", ">=")
        and _value(expr.right) in _NO_TIME
    )


def _compared(compare: Compare) -> str:
    left, operator, right = compare.left, compare.operator, _value(compare.right)
    if isinstance(left, Call) and left.function in ("since", "left"):
        name = _first(left)
        if _at_any_time(compare):
            return f"{name} {'has come' if left.function == 'since' else 'is to come'}"
        how = _COMPARED.get(operator, f"{operator} ")
        return f"{name} {how}{right} {'ago' if left.function == 'since' else 'away'}"
    if right in ("true", "false"):
        yes = (right == "true") is (operator == "==")
        return _said(left) if yes else f"not {_said(left)}"
    if not right:
        return f"{_said(left)} {'missing' if operator == '==' else 'known'}"
    return f"{_said(left)} {_COMPARED.get(operator, f'{operator} ')}{right}"


def _called(call: Call) -> str:
    name = _first(call)
    match call.function:
        case "missing":
            return f"{name} missing"
        case "count":
            return f"times {name}{_within(call)}"
        case "contains" if len(call.arguments) > 1:
            return f"{name} has {_value(call.arguments[1])}"
        case "sent" | "opened" | "clicked" | "done":
            return f"{call.function} {name}".rstrip()
    first = _FIRST_WORD.get(call.function, f"{call.function} ")
    return f"{first}{name}{_within(call)}"


def _within(call: Call) -> str:
    """How far back it looks; the stay, which is what one expects, goes without saying."""
    within = _value(call.within) if call.within is not None else "stay"
    return "" if within == "stay" else f" in {within}"


def _first(call: Call) -> str:
    return words_of(_value(call.arguments[0])) if call.arguments else ""


def _value(expr: Expr) -> str:
    match expr:
        case Literal():
            return constant(expr)
        case Name(name=name):
            return words_of(name)
        case ListOf(items=items):
            return " or ".join(map(_value, items))
    return _said(expr)

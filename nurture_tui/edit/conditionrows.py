"""A condition as rows (subject, operator, value; and, or), and rows as a condition."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from nurture_tui.errors import ConditionError
from nurture_tui.model.condition import (
    And,
    Call,
    Compare,
    Condition,
    Expr,
    ListOf,
    Name,
    Not,
    Or,
    parse_condition,
    quote_text,
)
from nurture_tui.model.condition import Literal as Constant
from nurture_tui.model.fields import FieldKind
from nurture_tui.model.kinds import choices
from nurture_tui.model.vocabulary import Vocabulary

Join = Literal["and", "or"]

COMPARISONS = {
    "==": "is",
    "!=": "is not",
    ">": "over",
    ">=": "at least",
    "<": "under",
    "<=": "at most",
    "in": "is one of",
    "not in": "is none of",
}
_SIGNS = {word: sign for sign, word in COMPARISONS.items()}
YES, NO = "yes", "no"
EMPTY, FILLED = "is empty", "is not empty"
CONTAINS, LACKS = "contains", "does not contain"
HAPPENED, NEVER = "happened", "did not happen"
AS_WRITTEN = "as written"
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_CALLS_WITH_NUMBER = ("count", "since", "left", "hour", "today", "weekday")


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """One row: how it is joined to the row before, its subject, operator and value.

    With the operator AS_WRITTEN the subject is a whole condition that no row can say.
    """

    join: Join
    subject: str
    operator: str = YES
    value: str = ""


@dataclass(frozen=True, slots=True)
class ConditionRows:
    """The rows of a condition; of two words that join them `outer` is the one that binds last."""

    rows: tuple[ConditionRow, ...]
    outer: Join = "or"


def rows_of(condition: Condition) -> ConditionRows:
    """The condition as rows: groups of `and` joined by `or`, or the other way round.

    What lies deeper is a row as it is written.
    """
    match condition.expr:
        case And(items=items):
            return ConditionRows(tuple(_rows(items, "and", Or)), "and")
        case Or(items=items):
            return ConditionRows(tuple(_rows(items, "or", And)), "or")
    return ConditionRows((_row(condition.expr, "and"),))


def text_of_rows(shown: ConditionRows, words: Vocabulary) -> str:
    """The condition that rows say; "" of none. Values are written by the kind of their subject."""
    rows = [row for row in shown.rows if row.subject.strip()]
    groups: list[list[str]] = []
    inner: Join = "and" if shown.outer == "or" else "or"
    for number, row in enumerate(rows):
        said = row_text(row, words)
        if number and row.join == inner:
            groups[-1].append(said)
        else:
            groups.append([said])
    several = len(groups) > 1
    parts = []
    for group in groups:
        joined = f" {inner} ".join(map(_guarded(inner), group) if len(group) > 1 else group)
        wrapped = several and inner == "or" and len(group) > 1
        alone = several and len(group) == 1
        parts.append(
            f"({joined})" if wrapped else _guarded(shown.outer)(joined) if alone else joined
        )
    return f" {shown.outer} ".join(parts)


def _guarded(join: Join) -> Callable[[str], str]:
    """A part in parentheses where `join` beside it would tear it apart."""

    def guard(text: str) -> str:
        try:
            expr = parse_condition(text).expr
        except ConditionError:
            return text
        loose = isinstance(expr, Or) or (isinstance(expr, And) and join == "or")
        return f"({text})" if loose and not text.startswith("(") else text

    return guard


def row_text(row: ConditionRow, words: Vocabulary) -> str:
    """One row as a condition."""
    subject, value = row.subject.strip(), row.value.strip()
    match row.operator:
        case "as written" | "yes":
            return subject
        case "no":
            return f"not {subject}" if _simple(subject) else f"not ({subject})"
        case "is empty":
            return f"missing({subject})"
        case "is not empty":
            return f"not missing({subject})"
        case "contains":
            return f"contains({subject}, {quote_text(value)})"
        case "does not contain":
            return f"not contains({subject}, {quote_text(value)})"
        case "happened" | "did not happen":
            negated = "not " if row.operator == NEVER else ""
            if value and subject.endswith(")"):
                return f"{negated}{subject[:-1]}, within={quote_text(value)})"
            return f"{negated}{subject}"
    sign = _SIGNS.get(row.operator, "==")
    kind = kind_of(subject, words)
    if sign in ("in", "not in"):
        items = [part.strip() for part in value.split(",") if part.strip()]
        return f"{subject} {sign} [{', '.join(literal(item, kind) for item in items)}]"
    return f"{subject} {sign} {literal(value, kind)}"


def operators_for(subject: str, words: Vocabulary) -> tuple[str, ...]:
    """The operators that fit a subject, the most likely first."""
    match kind_of(subject, words):
        case "truth":
            return (YES, NO)
        case "event":
            return (HAPPENED, NEVER)
        case "number":
            return ("at least", "over", "under", "at most", "is", "is not")
        case "duration":
            return ("at least", "over", "under", "at most")
        case "date":
            return ("at least", "over", "under", "at most", "is", EMPTY, FILLED)
        case "weekday":
            return ("is", "is not", "is one of", "is none of")
        case FieldKind(kind="choice", ordered=True):
            ordered = ("at least", "over", "under", "at most")
            return ("is", "is not", "is one of", "is none of", *ordered, EMPTY, FILLED)
    return ("is", "is not", "is one of", "is none of", CONTAINS, LACKS, EMPTY, FILLED)


def values_for(subject: str, words: Vocabulary) -> tuple[str, ...]:
    """The values that a subject can have, where they are known."""
    kind = kind_of(subject, words)
    if isinstance(kind, FieldKind):
        return tuple(choices(kind))
    if kind == "weekday":
        return ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    return ("7d", "30d", "stay") if kind == "event" else ()


def kind_of(subject: str, words: Vocabulary) -> FieldKind | str:
    """What a subject is: the kind of a field, or `truth`, `event`, `duration`, `weekday`."""
    try:
        expr = parse_condition(subject).expr
    except ConditionError:
        return "text"
    match expr:
        case Name(name=name) if name in words.definitions:
            return "truth"
        case Name(name=name):
            kind = words.kind_of(name)
            if kind is None:
                unknown = "any" if words.fields is None else "text"
                return "date" if name in words.dates else unknown
            if kind.kind == "choice":
                return kind
            return "truth" if kind.kind == "yes/no" else kind.kind
        case Call(function="did"):
            return "event"
        case Call(function="count" | "hour"):
            return "number"
        case Call(function="since" | "left"):
            return "duration"
        case Call(function="weekday"):
            return "weekday"
        case Call(function="today"):
            return "date"
    return "truth"


def literal(value: str, kind: FieldKind | str) -> str:
    """A value as the language writes it: text, dates and durations in quotes, numbers plainly."""
    if kind == "number":
        return value.replace(",", ".") or "0"
    if kind == "any" and _NUMBER.fullmatch(value):
        return value
    if kind == "truth":
        return "true" if value.casefold() in ("yes", "true") else "false"
    if kind == "date" and value.endswith("()"):
        return value
    return quote_text(value)


def _simple(text: str) -> bool:
    """Whether `not` before a text takes all of it."""
    try:
        return isinstance(parse_condition(text).expr, Name | Call)
    except ConditionError:
        return False


def _rows(items: tuple[Expr, ...], outer: Join, group: type[And] | type[Or]) -> list[ConditionRow]:
    inner: Join = "or" if outer == "and" else "and"
    found: list[ConditionRow] = []
    for item in items:
        if isinstance(item, group) and all(_fits(part) for part in item.items):
            for number, part in enumerate(item.items):
                found.append(_row(part, inner if number else outer))
        else:
            found.append(_row(item, outer))
    return found


def _row(expr: Expr, join: Join) -> ConditionRow:
    """A part as a row; one that no row can say as it is written."""
    match expr:
        case Not(item=Name() | Call() as item):
            row = _row(item, join)
            opposite = {YES: NO, HAPPENED: NEVER, EMPTY: FILLED, CONTAINS: LACKS}
            if row.operator in opposite:
                return ConditionRow(join, row.subject, opposite[row.operator], row.value)
        case Name(name=name):
            return ConditionRow(join, name, YES)
        case Call(function="missing", arguments=(Name(name=name),)):
            return ConditionRow(join, name, EMPTY)
        case Call(function="contains", arguments=(Name(name=name), Constant(value=str() as part))):
            return ConditionRow(join, name, CONTAINS, part)
        case Call(function="did", within=Constant(value=str() as within), object=None):
            subject = spelt(Call("did", expr.arguments))
            return ConditionRow(join, subject, HAPPENED, within)
        case Call(function="did", within=None):
            return ConditionRow(join, spelt(expr), HAPPENED)
        case Call(function=function) if function not in _CALLS_WITH_NUMBER:
            return ConditionRow(join, spelt(expr), YES)
        case Compare(operator=operator, left=Name() | Call() as left, right=right) if _plain(right):
            return ConditionRow(join, spelt(left), COMPARISONS[operator], _value(right))
    return ConditionRow(join, spelt(expr), AS_WRITTEN)


def _fits(expr: Expr) -> bool:
    return not isinstance(expr, And | Or)


def _plain(expr: Expr) -> bool:
    """Whether a right side can be typed as a value: a constant, a list of some, today()."""
    match expr:
        case Constant(value=str() as text):
            return "," not in text and text == text.strip()
        case ListOf(items=items):
            return bool(items) and all(_plain(item) for item in items)
        case Call(function="today", arguments=()):
            return True
    return isinstance(expr, Constant)


def _value(expr: Expr) -> str:
    match expr:
        case Constant(value=bool() as value):
            return "yes" if value else "no"
        case Constant(value=float() as value):
            return _number(value)
        case ListOf(items=items):
            return ", ".join(_value(item) for item in items)
        case Call():
            return spelt(expr)
    assert isinstance(expr, Constant)
    return str(expr.value)


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)


def spelt(expr: Expr) -> str:
    """An expression in the language, as it is usually written."""
    match expr:
        case Name(name=name):
            return name
        case Constant(value=bool() as value):
            return "true" if value else "false"
        case Constant(value=float() as value):
            return _number(value)
        case Constant(value=value):
            return quote_text(str(value))
        case ListOf(items=items):
            return f"[{', '.join(map(spelt, items))}]"
        case Call(function=function, arguments=arguments, within=within, object=thing):
            given = [spelt(argument) for argument in arguments]
            given += [f"within={spelt(within)}"] if within is not None else []
            given += [f"object={spelt(thing)}"] if thing is not None else []
            return f"{function}({', '.join(given)})"
        case Compare(operator=operator, left=left, right=right):
            return f"{_inside(left)} {operator} {_inside(right)}"
        case Not(item=item):
            return f"not {_inside(item)}"
        case And(items=items):
            return " and ".join(
                _inside(item) if isinstance(item, Or | And) else spelt(item) for item in items
            )
        case Or(items=items):
            return " or ".join(
                _inside(item) if isinstance(item, Or) else spelt(item) for item in items
            )


def _inside(expr: Expr) -> str:
    """An expression in parentheses where it is more than one word."""
    return f"({spelt(expr)})" if isinstance(expr, And | Or | Not | Compare) else spelt(expr)

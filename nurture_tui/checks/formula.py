"""Conditions as formulas over sets of values: what must be so where they hold, or do not."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from functools import reduce
from typing import TypeAlias

from nurture_tui.checks.ranges import (
    ANY_TEXT,
    EITHER,
    EVERY_NUMBER,
    FALSE,
    FROM_NOTHING,
    MISSING_NUMBER,
    NOT_YES,
    TRUE,
    YES,
    Among,
    Spans,
    Values,
    among,
    compared,
)
from nurture_tui.model.clock import WEEKDAYS
from nurture_tui.model.condition import Literal
from nurture_tui.model.duration import Duration
from nurture_tui.model.fields import FieldKind
from nurture_tui.model.typed import (
    DateLiteral,
    DateRef,
    FieldRef,
    Typed,
    TypedAll,
    TypedAny,
    TypedCall,
    TypedCompare,
    TypedNot,
)

_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_ZONES = 15 * 3_600  # a day begins this much earlier or later on other clocks, with room to spare


@dataclass(frozen=True, slots=True, eq=False)
class Key:
    """A part of a condition that has a value: a field, the count of an event, a flag of a step.

    `about` says which; `name` is of the field, event, step, list or journey; `top` are the values
    it can have at all; of `whole` ones only whole numbers. `fields` are those it hangs on; of
    `passing` ones the value can change by time alone. Two are equal if they are one object.
    """

    about: str
    name: str
    top: Values
    fields: tuple[str, ...] = ()
    whole: bool = False
    passing: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Lit:
    """The value of a key is one of these."""

    key: Key
    values: Values

    @property
    def keys(self) -> frozenset[Key]:
        return frozenset((self.key,))


@dataclass(frozen=True, slots=True, eq=False)
class Every:
    """All hold; with no items it says nothing. `keys` are those of all its parts."""

    items: tuple[Formula, ...] = ()
    keys: frozenset[Key] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "keys", _keys_of(self.items))


@dataclass(frozen=True, slots=True, eq=False)
class Some:
    """One holds at least; with no items nothing can meet it. `keys` are those of all its parts."""

    items: tuple[Formula, ...] = ()
    keys: frozenset[Key] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "keys", _keys_of(self.items))


Formula: TypeAlias = Lit | Every | Some


def _keys_of(items: tuple[Formula, ...]) -> frozenset[Key]:
    return frozenset().union(*(item.keys for item in items))


ALWAYS = Every()
NEVER_HOLDS = Some()


def literals(formula: Formula) -> Iterator[Lit]:
    """All the literals in a formula."""
    if isinstance(formula, Lit):
        yield formula
    else:
        for item in formula.items:
            yield from literals(item)


@dataclass(frozen=True)
class Language:
    """Translates type-checked conditions; one key stands for one thing in all of them.

    `happen` are the events that can happen (None: any may); `silent` the steps whose messages are
    neither opened nor clicked.
    """

    happen: frozenset[str] | None = None
    silent: frozenset[str] = frozenset()
    _keys: dict[Hashable, Key] = field(default_factory=dict)

    def formula(self, typed: Typed | None, truth: bool) -> Formula:
        """What must be so where the condition holds (or, without `truth`, does not).

        A part that is not understood says nothing: the formula may be met where the condition is
        not, and is never unmet where it is.
        """
        match typed:
            case Literal(value=bool() as value):
                return ALWAYS if value == truth else NEVER_HOLDS
            case TypedAll(items=items) | TypedAny(items=items):
                parts = tuple(self.formula(item, truth) for item in items)
                return Every(parts) if isinstance(typed, TypedAll) == truth else Some(parts)
            case TypedNot(item=item):
                return self.formula(item, not truth)
            case FieldRef():
                return Lit(self.field(typed), YES if truth else NOT_YES)
            case TypedCall():
                return self._call(typed, truth)
            case TypedCompare():
                return self._compare(typed, truth)
        return ALWAYS

    # ---------------------------------------------------------------- keys
    def key(
        self,
        about: str,
        name: str,
        detail: Hashable,
        top: Values,
        *,
        fields: tuple[str, ...] = (),
        whole: bool = False,
        passing: bool = False,
    ) -> Key:
        """The key of this thing, the same each time."""
        place = (about, name, detail)
        if place not in self._keys:
            self._keys[place] = Key(about, name, top, fields, whole, passing)
        return self._keys[place]

    def field(self, of: FieldRef) -> Key:
        """The key of a field."""
        return self.key("field", of.name, of.kind, values_of(of.kind), fields=(of.name,))

    def event(self, name: str, within: str | int | None, thing: str | None = None) -> Key:
        """The key of how often an event was."""
        top = compared("==", 0.0) if self._never(name) else FROM_NOTHING
        passing = isinstance(within, int)
        return self.key("event", name, (within, thing), top, whole=True, passing=passing)

    def done(self, step: str) -> Key | None:
        """The key of having left a step; None where nothing asks for it."""
        return self._keys.get(("done", step, None))

    def hour(self) -> Key:
        """The key of the hour of the day."""
        hours = Spans((((0.0, 0), (23.0, 1)),))
        return self.key("hour", "", None, hours, whole=True, passing=True)

    def weekday(self) -> Key:
        """The key of the day of the week."""
        return self.key("weekday", "", None, among(WEEKDAYS), passing=True)

    def _never(self, event: str) -> bool:
        return self.happen is not None and event not in self.happen

    # ---------------------------------------------------------------- functions
    def _call(self, call: TypedCall, truth: bool) -> Formula:
        subject, of = call.subject or "", call.of
        match call.function:
            case "did":
                often = self.event(subject, call.within, call.object)
                return Lit(often, compared(">=" if truth else "<", 1.0))
            case "sent" | "opened" | "clicked" | "done":
                silent = call.function in ("opened", "clicked") and subject in self.silent
                flag = self.key(call.function, subject, None, FALSE if silent else EITHER)
                return Lit(flag, TRUE if truth else FALSE)
            case "missing" if isinstance(of, FieldRef):
                return self._missing(of, truth)
            case "contains" if isinstance(of, FieldRef):
                return self._contains(of, subject, truth)
            case "in_list":
                listed = self.key("list", subject, None, EITHER, fields=("lists",))
                return Lit(listed, TRUE if truth else FALSE)
            case "reached":
                return Lit(self.key("reached", subject, None, EITHER), TRUE if truth else FALSE)
            case "inside":
                inside = self.key("inside", subject, None, EITHER, passing=True)
                return Lit(inside, TRUE if truth else FALSE)
        return ALWAYS

    def _missing(self, of: FieldRef, truth: bool) -> Formula:
        if of.name == "entered_at":
            return NEVER_HOLDS if truth else ALWAYS
        key = self.field(of)
        if isinstance(key.top, Spans):
            return Lit(key, MISSING_NUMBER if truth else MISSING_NUMBER.others())
        nothing = frozenset({"" if of.kind.kind == "text" else None})
        return Lit(key, Among(nothing, not truth))

    def _contains(self, of: FieldRef, part: str, truth: bool) -> Formula:
        if of.kind.kind == "choice":
            has = among(c for c in of.kind.choices if part.casefold() in c.casefold())
            if not part:
                has = has.join(among([None]))
            return Lit(self.field(of), has if truth else Among(has.values, True))
        flag = self.key("contains", of.name, part.casefold(), EITHER, fields=(of.name,))
        return Lit(flag, TRUE if truth else FALSE)

    # ---------------------------------------------------------------- comparisons
    def _compare(self, compare: TypedCompare, truth: bool) -> Formula:
        left, operator, right = compare.left, compare.operator, compare.right
        if operator in ("!=", "not in"):
            operator, truth = ("==" if operator == "!=" else "in"), not truth
        if isinstance(left, Literal | DateLiteral) and not isinstance(right, tuple):
            left, operator, right = right, _TURNED.get(operator, operator), left
        sides = right if isinstance(right, tuple) else (right,)
        if isinstance(compare.type, FieldKind) and compare.type.kind == "yes/no":
            return self._yes_or_no(left, sides, truth)
        if not sides:
            return NEVER_HOLDS if truth else ALWAYS
        key = self._quantity(left)
        each = [self._met(key, left, operator, side) for side in sides] if key is not None else []
        found = [values for values in each if values is not None]
        if key is None or len(found) < len(sides):
            return self._as_it_is(left, operator, right, truth)
        met = reduce(lambda one, other: one.join(other), found)
        return Lit(key, met if truth else _others(met))

    def _yes_or_no(self, left: Typed, sides: tuple[Typed, ...], truth: bool) -> Formula:
        if len(sides) == 1 and isinstance(sides[0], Literal):
            return self.formula(left, truth == (sides[0].value is True))
        return ALWAYS

    def _quantity(self, typed: Typed) -> Key | None:
        """The key of what is compared with constants."""
        match typed:
            case FieldRef(kind=kind) if kind.kind in ("number", "text", "choice"):
                return self.field(typed)
            case TypedCall(function="count", subject=str() as event):
                return self.event(event, typed.within, typed.object)
            case TypedCall(function="hour"):
                return self.hour()
            case TypedCall(function="weekday"):
                return self.weekday()
            case TypedCall(function="since", subject=str() as event, of=None):
                top = MISSING_NUMBER if self._never(event) else EVERY_NUMBER
                return self.key("since", event, "event", top, whole=True, passing=True)
            case TypedCall(function="since" | "left" as function, of=FieldRef() | DateRef() as of):
                names = (of.name,) if isinstance(of, FieldRef) else ()
                detail = isinstance(of, FieldRef)
                return self.key(
                    function, of.name, detail, EVERY_NUMBER, fields=names, whole=True, passing=True
                )
        return None

    def _met(self, key: Key, left: Typed, operator: str, side: Typed) -> Values | None:
        """The values of the key for which a comparison with a constant holds."""
        if not isinstance(side, Literal):
            return None
        value, op = side.value, "==" if operator == "in" else operator
        if isinstance(value, Duration):
            return compared(op, float(value.elapsed))
        if isinstance(key.top, Spans):
            if isinstance(value, bool) or not isinstance(value, int | float):
                return None
            met = compared(op, float(value))
            zero = key.about == "field" and key.name == "score"
            if zero and not met.meet(compared("==", 0.0)).empty:
                met = Spans(met.pieces, True)  # a missing score is 0
            return met
        if not isinstance(value, str):
            return None
        if op == "==":
            return among([value])
        choices = left.kind.choices if isinstance(left, FieldRef) else ()
        if value not in choices:
            return None
        place = choices.index(value)
        low = {"<": 0, "<=": 0, ">": place + 1, ">=": place}[op]
        high = {"<": place, "<=": place + 1}.get(op, len(choices))
        return among(choices[low:high])

    def _as_it_is(
        self, left: Typed, operator: str, right: Typed | tuple[Typed, ...], truth: bool
    ) -> Formula:
        """A comparison that is known only as itself: the same one again has the same truth."""
        if isinstance(right, tuple):
            if not all(isinstance(side, DateLiteral) for side in right):
                return ALWAYS
            each = tuple(self._as_it_is(left, "==", side, truth) for side in right)
            return Some(each) if truth else Every(each)
        if operator in (">", ">=") and not isinstance(right, DateLiteral):
            left, operator, right = right, _TURNED[operator], left
        sides = (left, right)
        if not all(isinstance(s, FieldRef | DateRef | DateLiteral | TypedCall) for s in sides):
            return ALWAYS
        of = tuple(
            found.name
            for side in sides
            for found in (side, side.of if isinstance(side, TypedCall) else None)
            if isinstance(found, FieldRef)
        )
        passing = any(isinstance(side, TypedCall) for side in sides)
        flag = self.key(operator, "", sides, EITHER, fields=of, passing=passing)
        found = Lit(flag, TRUE if truth else FALSE)
        if isinstance(left, FieldRef) and isinstance(right, DateLiteral):
            return Every((found, self._date(left, operator, right, truth)))
        return found

    def _date(self, left: FieldRef, operator: str, right: DateLiteral, truth: bool) -> Formula:
        """Where a date lies, give or take the clock that the constant is read by."""
        value = right.value
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
        at = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
        early, late = compared(">=", at - _ZONES), compared("<=", at + _ZONES)
        place = {"<": late, "<=": late, ">": early, ">=": early}.get(operator, early.meet(late))
        if truth:
            return Lit(self.field(left), place)
        against = {"<": early, "<=": early, ">": late, ">=": late}.get(operator, EVERY_NUMBER)
        return Lit(self.field(left), against.join(MISSING_NUMBER))


def _others(values: Values) -> Values:
    return values.others() if isinstance(values, Spans) else Among(values.values, not values.but)


def values_of(kind: FieldKind) -> Values:
    """All the values that a field of this kind can have; of a date they are seconds."""
    match kind.kind:
        case "number" | "date":
            return EVERY_NUMBER
        case "choice":
            return among((*kind.choices, None))
        case "yes/no":
            return among((True, False, None))
    return ANY_TEXT

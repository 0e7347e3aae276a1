"""Whether one condition follows from another: "yes" only where that is proved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nurture_tui.model.condition import Literal
from nurture_tui.model.typed import (
    FieldRef,
    Typed,
    TypedAll,
    TypedAny,
    TypedCall,
    TypedCompare,
    TypedNot,
)


def implies(given: Typed, wanted: Typed) -> bool:
    """True only if `wanted` holds whenever `given` does.

    It knows and, or, not, equal parts, and comparisons of one field with constants; what needs
    more than that is not proved, and so not true here.
    """
    if _same(given, wanted):
        return True
    match given:
        case TypedAny(items=items):
            return all(implies(item, wanted) for item in items)
        case Literal(value=False):
            return True
    match wanted:
        case TypedAll(items=items):
            return all(implies(given, item) for item in items)
        case TypedAny(items=items) if any(implies(given, item) for item in items):
            return True
        case TypedNot(item=item) if excludes(given, item):
            return True
        case Literal(value=True):
            return True
    if isinstance(given, TypedAll):
        return any(implies(item, wanted) for item in given.items)
    known, asked = _values(given), _values(wanted)
    return known is not None and asked is not None and known.within(asked)


def excludes(given: Typed, other: Typed) -> bool:
    """True only if the two never hold together."""
    match given, other:
        case TypedAny(items=items), _:
            return all(excludes(item, other) for item in items)
        case _, TypedAny(items=items):
            return all(excludes(given, item) for item in items)
        case TypedAll(items=items), _:
            return any(excludes(item, other) for item in items)
        case _, TypedAll(items=items):
            return any(excludes(given, item) for item in items)
        case TypedNot(item=item), _:
            return implies(other, item)
        case _, TypedNot(item=item):
            return implies(given, item)
    known, asked = _values(given), _values(other)
    return known is not None and asked is not None and known.apart(asked)


@dataclass(frozen=True, slots=True)
class _Values:
    """What a comparison says of a field: its value is one of a set, or none of them."""

    field: str
    values: frozenset[object]
    outside: bool

    def within(self, other: _Values) -> bool:
        """True if whatever these allow, those allow."""
        if self.field != other.field:
            return False
        if not self.outside:
            return (
                self.values.isdisjoint(other.values)
                if other.outside
                else (self.values <= other.values)
            )
        return other.outside and other.values <= self.values

    def apart(self, other: _Values) -> bool:
        """True if no value is allowed by both."""
        if self.field != other.field:
            return False
        if self.outside:
            return not other.outside and other.values <= self.values
        return (
            self.values <= other.values if other.outside else (self.values.isdisjoint(other.values))
        )


def _values(condition: Typed) -> _Values | None:
    """The comparison as a set of values; None where it is none of a field with constants."""
    match condition:
        case FieldRef(name=name):
            return _Values(name, frozenset({True}), False)
        case TypedNot(item=item):
            inner = _values(item)
            return inner and _Values(inner.field, inner.values, not inner.outside)
        case TypedCompare(left=Literal() as constant, right=FieldRef() as of):
            turned = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
            operator = turned.get(condition.operator, condition.operator)
            return _values(TypedCompare(operator, of, constant, condition.type))
        case TypedCompare(left=FieldRef(name=name), right=right):
            sides = right if isinstance(right, tuple) else (right,)
            constants = [side.value for side in sides if isinstance(side, Literal)]
            if len(constants) != len(sides):
                return None
            return _compared(name, condition, constants)
    return None


def _compared(name: str, compare: TypedCompare, constants: Sequence[object]) -> _Values | None:
    choices = compare.type.choices if not isinstance(compare.type, str) else ()
    match compare.operator:
        case "==" | "in":
            return _Values(name, frozenset(constants), False)
        case "!=" | "not in":
            return _Values(name, frozenset(constants), True)
        case operator if constants[0] in choices:
            place = choices.index(str(constants[0]))
            low = {"<": 0, "<=": 0, ">": place + 1, ">=": place}[operator]
            high = {"<": place, "<=": place + 1, ">": len(choices), ">=": len(choices)}[operator]
            return _Values(name, frozenset(choices[low:high]), False)
    return None


def _same(one: Typed, other: Typed) -> bool:
    """True if the two say the same, wherever in the text they stand."""
    match one, other:
        case Literal(value=left), Literal(value=right):
            return left == right and type(left) is type(right)
        case (TypedAll(items=left), TypedAll(items=right)) | (
            TypedAny(items=left),
            TypedAny(items=right),
        ):
            return len(left) == len(right) and all(map(_same, left, right))
        case TypedNot(item=left), TypedNot(item=right):
            return _same(left, right)
        case TypedCompare(), TypedCompare():
            return _same_compare(one, other)
        case (TypedCall(), TypedCall()) | (FieldRef(), FieldRef()):
            return one == other
    return one == other


def _same_compare(one: TypedCompare, other: TypedCompare) -> bool:
    left = one.right if isinstance(one.right, tuple) else (one.right,)
    right = other.right if isinstance(other.right, tuple) else (other.right,)
    return (
        one.operator == other.operator
        and _same(one.left, other.left)
        and len(left) == len(right)
        and all(map(_same, left, right))
    )

"""What a condition means: the expression with its names resolved and its types known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from nurture_tui.frozen import dataclass
from nurture_tui.model.condition import Literal
from nurture_tui.model.fields import FieldKind


@dataclass(frozen=True, slots=True)
class FieldRef:
    """A field of the contact, resolved."""

    name: str
    kind: FieldKind


@dataclass(frozen=True, slots=True)
class DateRef:
    """A named moment of `[dates]`, resolved."""

    name: str


@dataclass(frozen=True, slots=True)
class DateLiteral:
    """A constant date; a day alone is that day, 00:00, on the journey's clock."""

    value: date | datetime


@dataclass(frozen=True, slots=True)
class TypedCompare:
    """A comparison whose two sides are of one `type`: a field kind, duration or weekday."""

    operator: str
    left: Typed
    right: Typed | tuple[Typed, ...]
    type: FieldKind | str


@dataclass(frozen=True, slots=True)
class TypedCall:
    """A call of a function of the language with resolved arguments.

    `subject` is the event, step, list, journey or text; `of` the date field of since and left;
    `within` is None, `stay` or seconds; `object` is the event's object.
    """

    function: str
    subject: str | None = None
    of: FieldRef | DateRef | None = None
    within: str | int | None = None
    object: str | None = None


@dataclass(frozen=True, slots=True)
class TypedNot:
    item: Typed


@dataclass(frozen=True, slots=True)
class TypedAll:
    """True if all items are (`and`)."""

    items: tuple[Typed, ...]


@dataclass(frozen=True, slots=True)
class TypedAny:
    """True if any item is (`or`)."""

    items: tuple[Typed, ...]


Typed = (
    Literal | FieldRef | DateRef | DateLiteral | TypedCompare | TypedCall | TypedNot | TypedAll
) | TypedAny

DURATION = "duration"
WEEKDAY = "weekday"


def atoms(typed: Typed) -> Iterator[Typed]:
    """The fields, calls and constants that a condition is made of, as they stand in it."""
    match typed:
        case TypedAll(items=items) | TypedAny(items=items):
            for item in items:
                yield from atoms(item)
        case TypedNot(item=item):
            yield from atoms(item)
        case TypedCompare(left=left, right=right):
            for side in (left, *(right if isinstance(right, tuple) else (right,))):
                yield from atoms(side)
        case _:
            yield typed


def calls_in(typed: Typed) -> Iterator[TypedCall]:
    """All calls of functions within a condition."""
    return (atom for atom in atoms(typed) if isinstance(atom, TypedCall))


def fields_in(typed: Typed) -> frozenset[str]:
    """The names of the fields that a condition reads, by themselves or within a call."""
    asked = (atom.of if isinstance(atom, TypedCall) else atom for atom in atoms(typed))
    return frozenset(field.name for field in asked if isinstance(field, FieldRef))


TIME_FUNCTIONS = frozenset({"since", "left", "today", "weekday", "hour"})


def uses_time(typed: Typed, *, in_stay: bool = False) -> bool:
    """True if the condition can change by time alone, so that it is looked at daily (R5).

    `in_stay`: only if it can within one stay. `within='stay'` cannot: what has happened since the
    entry stays so.
    """
    return any(
        call.function in TIME_FUNCTIONS
        or (isinstance(call.within, int) if in_stay else call.within is not None)
        for call in calls_in(typed)
    )

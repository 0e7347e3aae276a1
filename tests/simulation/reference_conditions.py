"""Conditions for one contact at one instant, told from the typed expression itself."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
    from reference_life import Life, Stay

_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True)
class View:
    """From where a condition looks: a contact's life, a journey ("" for none) and a stay."""

    life: Life
    journey: str
    stay: Stay | None

    def holds(self, typed: Typed) -> bool:
        match typed:
            case TypedAll(items=items):
                return all(self.holds(item) for item in items)
            case TypedAny(items=items):
                return any(self.holds(item) for item in items)
            case TypedNot(item=item):
                return not self.holds(item)
            case TypedCompare():
                return self._compares(typed)
        return self.value(typed) is True

    def value(self, typed: Typed) -> Any:
        """The value, dates as instants and durations as seconds; None if missing."""
        match typed:
            case Literal(value=Duration() as duration):
                return duration.elapsed
            case Literal(value=value):
                return value
            case FieldRef(name=name, kind=kind):
                return self._field(name, kind)
            case DateRef(name=name):
                return self.life.instant(name, self.journey, self.stay)
            case DateLiteral(value=written):
                return self.life.written(written, self.journey)
            case TypedCall():
                return self._call(typed)
        return self.holds(typed)

    def _field(self, name: str, kind: FieldKind) -> Any:
        if kind.kind == "date":
            return self.life.instant(name, self.journey, self.stay)
        value = self.life.fields.get(name)
        if value is None:
            missing = {"text": "", "yes/no": False}
            return 0.0 if name == "score" else missing.get(kind.kind)
        return value

    def _compares(self, compare: TypedCompare) -> bool:
        left = self.value(compare.left)
        if isinstance(compare.right, tuple):
            found = left is not None and left in [self.value(item) for item in compare.right]
            return found if compare.operator == "in" else not found
        right = self.value(compare.right)
        known = left is not None and right is not None
        if compare.operator in ("==", "!="):
            equal = known and left == right
            return equal if compare.operator == "==" else not equal
        if not known:
            return False
        if isinstance(compare.type, FieldKind) and compare.type.ordered:
            places = compare.type.choices
            left, right = places.index(left), places.index(right)
        return _ORDER[compare.operator](left, right)

    def _call(self, call: TypedCall) -> Any:
        life, now, subject = self.life, self.life.now, call.subject or ""
        match call.function:
            case "weekday":
                return WEEKDAYS[self._local().weekday()]
            case "hour":
                return float(self._local().hour)
            case "today":
                midnight = datetime.combine(self._local().date(), time(0))
                return life.person(self.journey).instant(midnight)
            case "did":
                return self._times(call) > 0
            case "count":
                return float(self._times(call))
            case "sent" | "opened" | "clicked" | "done":
                seen = getattr(self.stay, call.function) if self.stay else ()
                return subject in seen if call.subject else bool(seen)
            case "since" if call.of is None:
                times = [t for t, name, _ in life.history if name == subject]
                return now - times[-1] if times else None
            case "since" | "left":
                assert call.of is not None
                at = life.instant(call.of.name, self.journey, self.stay)
                if at is None:
                    return None
                return now - at if call.function == "since" else at - now
            case "in_list":
                return subject in life.lists
            case "missing":
                assert call.of is not None
                return self._missing(call.of.name)
            case "contains":
                assert isinstance(call.of, FieldRef)
                value = self._field(call.of.name, call.of.kind)
                return value is not None and subject.lower() in value.lower()
            case "reached":
                return subject in life.reached
            case "inside":
                return life.paths[subject].inside if subject in life.paths else False
        raise AssertionError(call.function)

    def _missing(self, name: str) -> bool:
        value = self.life.fields.get(name)
        if name == "entered_at" and self.stay is not None:
            return False
        return value is None or value == ""

    def _local(self) -> datetime:
        return self.life.person(self.journey).local(self.life.now)

    def _times(self, call: TypedCall) -> int:
        """How often an event happened, in the half-open (now - D, now] or since entry."""
        earliest = -(10**12)
        if call.within == "stay":
            earliest = self.stay.entered if self.stay else self.life.now
        elif isinstance(call.within, int):
            earliest = self.life.now - call.within + 1
        return sum(
            t >= earliest
            for t, name, thing in self.life.history
            if name == call.subject and call.object in (None, thing)
        )


def day_or_instant(value: object) -> date | int | None:
    """A field's value where a date is needed."""
    assert value is None or isinstance(value, date | int), value
    return value

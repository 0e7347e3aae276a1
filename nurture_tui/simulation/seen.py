"""A condition as contacts met it: whether it held, and the values that it was decided on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from nurture_tui.frozen import dataclass
from nurture_tui.model.clock import WEEKDAYS
from nurture_tui.model.fields import YES_NO, FieldKind
from nurture_tui.model.typed import (
    WEEKDAY,
    FieldRef,
    Typed,
    TypedAll,
    TypedAny,
    TypedCall,
    TypedCompare,
    TypedNot,
)
from nurture_tui.simulation.conditions import Compiler, Value, common_kind
from nurture_tui.simulation.memory import NEVER_HAPPENED
from nurture_tui.simulation.textpool import TextPool
from nurture_tui.simulation.truths import Truth
from nurture_tui.simulation.view import Flags, Ints, View

Known = str | float | int | bool | None
"""A value in Python: a text or choice, a number, seconds (UTC for dates), a yes or no; None where
it is not known."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A condition, or a part of one, as one contact met it at one instant.

    `left` and `right` are the values of a comparison's two sides; of a call or a field `left` is
    what it goes by: the last time of `did` (seconds UTC), the text of `contains`, the field's own
    value. The parts of `and`, `or` and `not` are `items`.
    """

    typed: Typed
    holds: bool
    left: Known = None
    right: Known = None
    items: tuple[Seen, ...] = ()


@dataclass(frozen=True)
class Part:
    """A condition, or a part of one, for many contacts: an entry each in `holds`.

    `left` are the values of the left side as the engine has them, with `known` where there is one;
    `told` gives one in Python. The parts of `and`, `or` and `not` are `items`.
    """

    typed: Typed
    holds: Flags
    left: npt.NDArray[np.generic]
    known: Flags
    told: Callable[[float], Known]
    items: tuple[Part, ...] = ()


Reading = tuple[npt.NDArray[np.generic], ...]
"""Five arrays a part: whether it held, its left value and whether that is known, its right ones."""


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a part: its value, and what a number stands for (None: itself)."""

    value: Value
    kind: FieldKind | str | None


class Reader:
    """Reads, beside a condition's truth, the values of its parts.

    It is compiled like the condition itself, on the same state, and changes nothing in it.
    """

    def __init__(self, compiler: Compiler, typed: Typed) -> None:
        self.typed = typed
        self._compiler = compiler
        self._parts: list[tuple[Truth, _Side, _Side]] = []
        self._prepare(typed)

    def read(self, view: View) -> Reading:
        """The values of all parts, for the contacts of a view as they are now."""
        found: list[npt.NDArray[np.generic]] = []
        for truth, left, right in self._parts:
            found += [truth(view), *left.value(view), *right.value(view)]
        return tuple(found)

    def seen(self, reading: Reading, place: int) -> Seen:
        """The condition as the contact at this place of the view met it."""
        return self._tell(self.typed, iter(self._parts), iter([a[place].item() for a in reading]))

    def part(self, reading: Reading) -> Part:
        """The condition as all contacts of the view met it."""
        return self._part(self.typed, iter(self._parts), iter(reading))

    # ---------------------------------------------------------------- compiling
    def _prepare(self, typed: Typed) -> None:
        """A part for each that is no and, or, not; in the order of reading."""
        match typed:
            case TypedAll(items=items) | TypedAny(items=items):
                for item in items:
                    self._prepare(item)
            case TypedNot(item=item):
                self._prepare(item)
            case _:
                self._parts.append((self._compiler.truth(typed), *self._sides(typed)))

    def _sides(self, typed: Typed) -> tuple[_Side, _Side]:
        match typed:
            case TypedCompare(operator="<" | "<=" | ">" | ">=", left=left, right=right):
                other = _NOTHING if isinstance(right, tuple) else self._side(right, typed.type)
                return self._side(left, typed.type), other
            case TypedCompare(left=left, right=right):
                kind = common_kind(replace(typed, operator="=="))
                other = _NOTHING if isinstance(right, tuple) else self._side(right, kind)
                return self._side(left, kind), other
            case TypedCall(function="did", subject=str() as event, object=None):
                return _Side(self._last(event), None), _NOTHING
            case TypedCall(function="contains" | "missing", of=FieldRef() as of):
                return self._side(of, of.kind), _NOTHING
            case FieldRef(kind=kind):
                return self._side(typed, kind), _NOTHING
        return _NOTHING, _NOTHING

    def _side(self, typed: Typed, kind: FieldKind | str) -> _Side:
        if isinstance(typed, FieldRef) and typed.kind == YES_NO:
            return _Side(self._answer(typed), YES_NO)
        return _Side(self._compiler.value(typed, kind), kind)

    def _answer(self, of: FieldRef) -> Value:
        """A yes or no, the missing ones told apart (a condition takes them for no)."""
        field = self._compiler.people.field(of.name, of.kind)

        def value(view: View) -> tuple[Ints, Flags]:
            answers = field.values[view.rows].astype(np.int64)
            return answers, answers >= 0

        return value

    def _last(self, event: str) -> Value:
        memory = self._compiler.people.memory(event)

        def value(view: View) -> tuple[Ints, Flags]:
            last = memory.last[view.rows]
            return last, last != NEVER_HAPPENED

        return value

    # ---------------------------------------------------------------- telling
    def _tell(
        self,
        typed: Typed,
        parts: Iterator[tuple[Truth, _Side, _Side]],
        values: Iterator[float | int | bool],
    ) -> Seen:
        match typed:
            case TypedAll(items=items):
                each = tuple(self._tell(item, parts, values) for item in items)
                return Seen(typed, all(one.holds for one in each), items=each)
            case TypedAny(items=items):
                each = tuple(self._tell(item, parts, values) for item in items)
                return Seen(typed, any(one.holds for one in each), items=each)
            case TypedNot(item=item):
                inner = self._tell(item, parts, values)
                return Seen(typed, not inner.holds, items=(inner,))
        _, left, right = next(parts)
        holds, a, known_a, b, known_b = (next(values) for _ in range(5))
        pool = self._compiler.people.pool
        return Seen(
            typed,
            bool(holds),
            known(a, left.kind, pool) if known_a else None,
            known(b, right.kind, pool) if known_b else None,
        )

    def _part(
        self,
        typed: Typed,
        parts: Iterator[tuple[Truth, _Side, _Side]],
        values: Iterator[npt.NDArray[np.generic]],
    ) -> Part:
        match typed:
            case TypedAll(items=items) | TypedAny(items=items):
                each = tuple(self._part(item, parts, values) for item in items)
                join = np.logical_and if isinstance(typed, TypedAll) else np.logical_or
                return _joined(typed, join.reduce([one.holds for one in each]), each)
            case TypedNot(item=item):
                inner = self._part(item, parts, values)
                return _joined(typed, ~inner.holds, (inner,))
        _, side, _ = next(parts)
        holds, left, is_known, _, _ = (next(values) for _ in range(5))
        pool = self._compiler.people.pool
        return Part(
            typed,
            holds.astype(np.bool_),
            left,
            is_known.astype(np.bool_),
            lambda value: known(value, side.kind, pool),
        )


def _joined(typed: Typed, holds: Flags, items: tuple[Part, ...]) -> Part:
    nothing = np.zeros(len(holds), dtype=np.bool_)
    return Part(typed, holds, nothing, nothing, lambda value: None, items)


def known(number: float, kind: FieldKind | str | None, pool: TextPool) -> Known:
    """What the number that the engine has for a value stands for; texts are places in `pool`.

    Of a date, a duration and an hour it is the number itself.
    """
    if kind == WEEKDAY:
        return WEEKDAYS[int(number)]
    if not isinstance(kind, FieldKind):
        return number
    match kind.kind:
        case "text":
            return pool[int(number)] or None
        case "choice":
            return kind.choices[int(number)] if number >= 0 else None
        case "yes/no":
            return bool(number) if number >= 0 else None
        case "number":
            return None if number != number else float(number)
    return int(number)


def _nothing(view: View) -> tuple[Ints, Flags]:
    size = len(view.rows)
    return np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.bool_)


_NOTHING = _Side(_nothing, None)

"""Conditions compiled to functions over many contacts at once."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from nurture_tui.contacts.table import NO_CHOICE, NO_DATE
from nurture_tui.errors import SimulationError
from nurture_tui.model.clock import WEEKDAYS
from nurture_tui.model.condition import Literal
from nurture_tui.model.duration import DAY, Duration
from nurture_tui.model.fields import TEXT, FieldKind
from nurture_tui.model.typed import (
    DURATION,
    WEEKDAY,
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
from nurture_tui.simulation.memory import NEVER_HAPPENED
from nurture_tui.simulation.people import People
from nurture_tui.simulation.truths import Truth, all_of, any_of
from nurture_tui.simulation.view import Flags, Ints, View

if TYPE_CHECKING:
    from nurture_tui.simulation.calendar import Clock
    from nurture_tui.simulation.journeyrun import JourneyRun

Floats = npt.NDArray[np.float64]
Value = Callable[[View], tuple[Ints | Floats, Flags]]

_ORDER: Mapping[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
}


class Compiler:
    """Turns type-checked conditions of one journey into functions of a View.

    `run` is the state of the journey whose condition it is (None: of the workspace), `others`
    those of all journeys in the run, for `reached` and `inside`; `zone` is whose clock counts.
    """

    def __init__(
        self,
        people: People,
        clock: Clock,
        zone: npt.NDArray[np.int16],
        run: JourneyRun | None,
        others: Mapping[str, JourneyRun],
        dates: Mapping[str, date | datetime],
        fixed_instant: Callable[[datetime], int],
    ) -> None:
        self.people = people
        self.clock = clock
        self.zone = zone
        self.run = run
        self.others = others
        self.dates = dates
        self.fixed_instant = fixed_instant

    def truth(self, typed: Typed) -> Truth:
        """A function that says, for each contact of a view, whether the condition holds."""
        match typed:
            case TypedAll(items=items):
                return all_of([self.truth(item) for item in items])
            case TypedAny(items=items):
                return any_of([self.truth(item) for item in items])
            case TypedNot(item=item):
                inner = self.truth(item)
                return lambda view: ~inner(view)
            case Literal(value=bool() as value):
                return lambda view: np.full(len(view.rows), value, dtype=np.bool_)
            case FieldRef(name=name, kind=kind):
                field = self.people.field(name, kind)
                return lambda view: np.asarray(field.values[view.rows] == 1)
            case TypedCompare():
                return self.compare(typed)
            case TypedCall():
                return self.call(typed)
        raise SimulationError("A condition gives no yes or no.")

    # ---------------------------------------------------------------- functions
    def call(self, call: TypedCall) -> Truth:
        subject = call.subject or ""
        match call.function:
            case "did":
                return self.did(call)
            case "sent" | "opened" | "clicked" | "done":
                return self.step_flag(call.function, call.subject)
            case "in_list":
                members = self.people.list_members(subject)
                return lambda view: members[view.rows]
            case "missing":
                assert isinstance(call.of, FieldRef)
                return self.missing(call.of)
            case "contains":
                assert isinstance(call.of, FieldRef)
                return self.contains(call.of, subject)
            case "reached" | "inside":
                return self.other_journey(call.function, subject)
        raise SimulationError(f"“{call.function}” gives no yes or no.")

    def did(self, call: TypedCall) -> Truth:
        memory = self.people.memory(call.subject or "", call.object)
        if call.within is None:
            return lambda view: memory.total[view.rows] > 0
        if call.within == "stay":
            return lambda view: memory.last[view.rows] >= view.entered
        span = int(call.within)
        return lambda view: memory.last[view.rows] > view.now - span

    def step_flag(self, function: str, step: str | None) -> Truth:
        since = self.run.since(function, step) if self.run is not None else None

        def truth(view: View) -> Flags:
            if view.attempt or since is None:
                return np.zeros(len(view.rows), dtype=np.bool_)
            return since[view.rows] <= view.now

        return truth

    def missing(self, of: FieldRef) -> Truth:
        if of.name == "entered_at":
            return lambda view: np.zeros(len(view.rows), dtype=np.bool_)
        field = self.people.field(of.name, of.kind)
        match of.kind.kind:
            case "number":
                return lambda view: np.isnan(field.values[view.rows].astype(np.float64))
            case "date":
                return lambda view: np.asarray(field.values[view.rows] == NO_DATE)
            case "text":
                return lambda view: np.asarray(field.values[view.rows] == 0)
        return lambda view: field.values[view.rows].astype(np.int64) < 0

    def contains(self, of: FieldRef, part: str) -> Truth:
        field = self.people.field(of.name, of.kind)
        if of.kind.kind == "choice":
            hits = [part.casefold() in choice.casefold() for choice in of.kind.choices]
            known = np.array([*hits, part == ""], dtype=np.bool_)
            return lambda view: known[field.values[view.rows].astype(np.intp)]
        pool = self.people.pool
        return lambda view: pool.containing(part)[field.values[view.rows].astype(np.intp)]

    def other_journey(self, function: str, journey: str) -> Truth:
        other = self.others.get(journey)
        if other is None:
            return lambda view: np.zeros(len(view.rows), dtype=np.bool_)
        if function == "inside":
            return lambda view: other.inside[view.rows]
        return lambda view: other.ever_reached[view.rows]

    # ---------------------------------------------------------------- comparisons
    def compare(self, compare: TypedCompare) -> Truth:
        if compare.operator in ("!=", "not in"):
            positive = "==" if compare.operator == "!=" else "in"
            inner = self.compare(TypedCompare(positive, compare.left, compare.right, compare.type))
            return lambda view: ~inner(view)
        if isinstance(compare.right, tuple):
            equal = [
                self.compare(TypedCompare("==", compare.left, item, compare.type))
                for item in compare.right
            ]
            return any_of(equal)
        kind = common_kind(compare)
        left = self.value(compare.left, kind)
        right = self.value(compare.right, kind)
        relation = _ORDER[compare.operator]

        def truth(view: View) -> Flags:
            a, known_a = left(view)
            b, known_b = right(view)
            return np.asarray(relation(a, b)) & known_a & known_b

        return truth

    def value(self, typed: Typed, kind: FieldKind | str) -> Value:
        """A function that gives each contact's value as a number, and whether it is known."""
        if kind == DURATION:
            return self.duration(typed)
        if kind == WEEKDAY:
            return self.weekday(typed)
        assert isinstance(kind, FieldKind)
        match kind.kind:
            case "number":
                return self.number(typed)
            case "date":
                return self.moment(typed)
            case "yes/no":
                truth = self.truth(typed)
                return lambda view: (truth(view).astype(np.int64), _known(view))
            case "choice":
                return self.choice(typed, kind)
        return self.text(typed)

    def number(self, typed: Typed) -> Value:
        match typed:
            case Literal(value=value):
                number = float(value) if isinstance(value, int | float) else np.nan
                return lambda view: (np.full(len(view.rows), number), _known(view))
            case FieldRef(name=name, kind=kind):
                field = self.people.field(name, kind)
                fill = 0.0 if name == "score" else np.nan

                def value_of(view: View) -> tuple[Floats, Flags]:
                    numbers = field.values[view.rows].astype(np.float64)
                    numbers = np.where(np.isnan(numbers), fill, numbers)
                    return numbers, ~np.isnan(numbers)

                return value_of
            case TypedCall(function="hour"):
                clock, zone = self.clock, self.zone
                return lambda view: (clock.hour(zone[view.rows], view.now), _known(view))
            case TypedCall(function="count"):
                return self.count(typed)
        raise SimulationError("A condition compares something that is no number.")

    def count(self, call: TypedCall) -> Value:
        memory = self.people.memory(call.subject or "", call.object)
        if call.within is None:
            return lambda view: (memory.total[view.rows].astype(np.int64), _known(view))
        if call.within == "stay":
            in_stay = memory.in_stay(self.run)
            return lambda view: (in_stay.count(view), _known(view))
        within = int(call.within)
        memory.keep(within)

        def value_of(view: View) -> tuple[Ints, Flags]:
            assert memory.recent is not None
            return memory.recent.count(view.rows, view.now - within + 1), _known(view)

        return value_of

    def text(self, typed: Typed) -> Value:
        match typed:
            case Literal(value=str() as value):
                code = self.people.pool.code(value)
                return lambda view: (np.full(len(view.rows), code, dtype=np.int64), _known(view))
            case FieldRef(name=name, kind=kind) if kind.kind == "choice":
                field = self.people.field(name, kind)
                codes = [self.people.pool.code(choice) for choice in kind.choices]
                table = np.array([*codes, 0], dtype=np.int64)

                def place_of(view: View) -> tuple[Ints, Flags]:
                    places = field.values[view.rows].astype(np.intp)
                    return table[places], places != NO_CHOICE

                return place_of
            case FieldRef(name=name, kind=kind):
                field = self.people.field(name, kind)
                return lambda view: (field.values[view.rows].astype(np.int64), _known(view))
        raise SimulationError("A condition compares something that is no text.")

    def choice(self, typed: Typed, kind: FieldKind) -> Value:
        match typed:
            case Literal(value=str() as value):
                place = kind.choices.index(value) if value in kind.choices else NO_CHOICE
                return lambda view: (np.full(len(view.rows), place, dtype=np.int64), _known(view))
            case FieldRef(name=name, kind=own) if own.choices == kind.choices:
                field = self.people.field(name, own)

                def value_of(view: View) -> tuple[Ints, Flags]:
                    places = field.values[view.rows].astype(np.int64)
                    return places, places != NO_CHOICE

                return value_of
        raise SimulationError("A condition compares two fields with different choices.")

    def weekday(self, typed: Typed) -> Value:
        if isinstance(typed, Literal):
            number = WEEKDAYS.index(str(typed.value))
            return lambda view: (np.full(len(view.rows), number, dtype=np.int64), _known(view))
        clock, zone = self.clock, self.zone
        return lambda view: (clock.weekday(zone[view.rows], view.now), _known(view))

    # ---------------------------------------------------------------- times
    def moment(self, typed: Typed) -> Value:
        """Seconds UTC of a date field, a named date, a constant or today."""
        match typed:
            case DateLiteral(value=value):
                return self.fixed(value)
            case DateRef(name=name):
                return self.fixed(self.dates[name])
            case TypedCall(function="today"):
                clock, zones = self.clock, self.zone

                def today(view: View) -> tuple[Ints, Flags]:
                    zone = zones[view.rows]
                    return clock.instant(zone, clock.day(zone, view.now) * DAY), _known(view)

                return today
            case FieldRef(name="entered_at"):
                return lambda view: (view.entered, _known(view))
            case FieldRef(name=name, kind=kind):
                return self.date_field(name, kind)
        raise SimulationError("A condition compares something that is no date.")

    def fixed(self, value: date | datetime) -> Value:
        """A named or constant date: with a time, workspace time; a day alone, the journey's."""
        clock, zone = self.clock, self.zone
        if isinstance(value, datetime):
            instant = self.fixed_instant(value)
            return lambda view: (np.full(len(view.rows), instant, dtype=np.int64), _known(view))
        midnight = (value - date(1970, 1, 1)).days * DAY

        def value_of(view: View) -> tuple[Ints, Flags]:
            local = np.full(len(view.rows), midnight, dtype=np.int64)
            return clock.instant(zone[view.rows], local), _known(view)

        return value_of

    def date_field(self, name: str, kind: FieldKind) -> Value:
        field = self.people.field(name, kind)
        clock, zone = self.clock, self.zone

        def value_of(view: View) -> tuple[Ints, Flags]:
            seconds = field.values[view.rows].astype(np.int64)
            known = seconds != NO_DATE
            day_only = field.day_only[view.rows] & known
            if day_only.any():
                seconds = seconds.copy()
                zones = zone[view.rows[day_only]]
                seconds[day_only] = clock.instant(zones, seconds[day_only])
            return seconds, known

        return value_of

    def duration(self, typed: Typed) -> Value:
        """Elapsed seconds of since(...), left(...) or a constant."""
        match typed:
            case Literal(value=Duration() as span):
                seconds = span.elapsed
                return lambda view: (np.full(len(view.rows), seconds, dtype=np.int64), _known(view))
            case TypedCall(function="since", subject=str() as event):
                memory = self.people.memory(event)

                def since(view: View) -> tuple[Ints, Flags]:
                    last = memory.last[view.rows]
                    known = last != NEVER_HAPPENED
                    return np.where(known, view.now - np.where(known, last, 0), 0), known

                return since
            case TypedCall(function=function, of=FieldRef() | DateRef() as of):
                moment = self.moment(of)
                sign = 1 if function == "since" else -1

                def value_of(view: View) -> tuple[Ints, Flags]:
                    seconds, known = moment(view)
                    return sign * (view.now - np.where(known, seconds, 0)).astype(np.int64), known

                return value_of
        raise SimulationError("A condition compares something that is no duration.")


def _known(view: View) -> Flags:
    return np.ones(len(view.rows), dtype=np.bool_)


def common_kind(compare: TypedCompare) -> FieldKind | str:
    """The kind to compare by: fields that do not have the same choices compare as text."""
    fields = [side for side in (compare.left, compare.right) if isinstance(side, FieldRef)]
    differ = any(field.kind != compare.type for field in fields)
    is_choice = isinstance(compare.type, FieldKind) and compare.type.kind == "choice"
    return TEXT if is_choice and differ and compare.operator == "==" else compare.type

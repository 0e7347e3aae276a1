"""Why a condition held for a contact, or did not: its deciding parts, in words and with values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from nurture_tui.model.condition import Literal
from nurture_tui.model.duration import Duration
from nurture_tui.model.fields import FieldKind
from nurture_tui.model.journey import Journey
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
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.sketch import step_title
from nurture_tui.report.told import OwnClock, joined, number, span, words_of
from nurture_tui.simulation.seen import Known, Seen

MOST_PARTS = 4
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_DONE = {"sent": "was sent", "opened": "opened", "clicked": "clicked", "done": "has done"}
_NOT_DONE = {
    "sent": "was not sent",
    "opened": "had not opened",
    "clicked": "had not clicked",
    "done": "had not done",
}
Happened = Callable[[str, str | None], "int | None"]
"""When something happened to the contact: (`clicked`, step or None for any) or (`did`, event)."""


def _unknown(function: str, subject: str | None) -> int | None:
    return None


@dataclass(frozen=True)
class Because:
    """Tells conditions of one journey by a contact's clock.

    `before` says when something last happened before the decision, `after` when it first did after
    it (None: it did not).
    """

    workspace: Workspace
    journey: Journey
    clock: OwnClock
    before: Happened = _unknown
    after: Happened = _unknown

    def told(self, seen: Seen) -> str:
        """The parts that decided, joined: `lifecycle is lead, not customer and ...`."""
        parts = list(dict.fromkeys(self.part(part) for part in deciding(seen)))
        if len(parts) > MOST_PARTS:
            parts = [*parts[:MOST_PARTS], f"{len(parts) - MOST_PARTS} more of the kind"]
        return joined(parts)

    def part(self, seen: Seen) -> str:
        """One part that is no and, or, not."""
        match seen.typed:
            case TypedCompare() as compare:
                return self._compared(compare, seen)
            case TypedCall() as call:
                return self._called(call, seen)
            case FieldRef(name=name):
                said = {True: "yes", False: "no", None: "not known"}[_yes(seen.left)]
                return f"{words_of(name)} is {said}"
            case Literal(value=value):
                return "it always holds" if value else "it never holds"
        raise AssertionError(f"no part of a condition: {seen.typed}")

    # ---------------------------------------------------------------- functions
    def _called(self, call: TypedCall, seen: Seen) -> str:
        subject = call.subject or ""
        match call.function:
            case "did":
                return self._did(call, seen)
            case "sent" | "opened" | "clicked" | "done":
                return self._step(call, seen.holds)
            case "in_list":
                return f"is {'' if seen.holds else 'not '}on the list “{subject}”"
            case "missing":
                name = words_of(call.of.name if call.of is not None else "")
                return f"{name} is {'not known' if seen.holds else self._value(call.of, seen.left)}"
            case "contains":
                name = words_of(call.of.name if call.of is not None else "")
                if seen.left is None:
                    return f"{name} is not known"
                verb = "contains" if seen.holds else "does not contain"
                return f"{name} “{seen.left}” {verb} “{subject}”"
            case "reached":
                has = "has reached" if seen.holds else "has not reached"
                return f"{has} the goal of “{self._journey(subject)}”"
            case "inside":
                return f"is {'' if seen.holds else 'not '}in “{self._journey(subject)}”"
        return f"{call.function} {'holds' if seen.holds else 'does not hold'}"

    def _did(self, call: TypedCall, seen: Seen) -> str:
        event = self._event(call)
        last = seen.left if isinstance(seen.left, int) else None
        if seen.holds:
            return f"{event} happened{f' on {self.clock.moment(last)}' if last else ''}"
        later = self.after("did", call.subject)
        then = f" (it did on {self.clock.moment(later)})" if later is not None else ""
        if last is None:
            return f"{event} had not happened{then}"
        if call.within == "stay":
            return f"{event} had not happened since it came in{then}"
        ago = f", more than {span(int(call.within))} before" if call.within is not None else ""
        return f"{event} last happened on {self.clock.moment(last)}{ago}{then}"

    def _step(self, call: TypedCall, holds: bool) -> str:
        title = self._title(call.subject)
        if holds:
            at = self.before(call.function, call.subject)
            return f"{_DONE[call.function]} {title}{f' on {self.clock.moment(at)}' if at else ''}"
        later = self.after(call.function, call.subject)
        then = f" (it did on {self.clock.moment(later)})" if later is not None else ""
        if later is not None and call.function == "sent":
            then = f" (it was on {self.clock.moment(later)})"
        return f"{_NOT_DONE[call.function]} {title}{then}"

    def _title(self, step: str | None) -> str:
        if step is None:
            return "any message"
        known = self.journey.steps.get(step)
        return f"“{step_title(step, known) if known is not None else step}”"

    def _journey(self, id_: str) -> str:
        known = self.workspace.journeys.get(id_)
        return known.name if known is not None else id_

    def _event(self, call: TypedCall) -> str:
        of = f" of “{call.object}”" if call.object is not None else ""
        return f"“{call.subject or ''}”{of}"

    # ---------------------------------------------------------------- comparisons
    def _compared(self, compare: TypedCompare, seen: Seen) -> str:
        left, right, operator = compare.left, compare.right, compare.operator
        value, other = seen.left, seen.right
        if isinstance(left, Literal | DateLiteral) and not isinstance(right, tuple):
            left, right, value, other = right, left, other, value
            operator = _TURNED.get(operator, operator)
        wanted = self._wanted(operator, right, other, compare.type, value)
        return self._is(left, value) + self._judged(seen.holds, operator, wanted)

    def _judged(self, holds: bool, operator: str, wanted: str) -> str:
        """What is said after the value: nothing where it is the one that was asked for."""
        turned = operator in ("!=", "not in")
        if operator in ("==", "!=", "in", "not in"):
            equal = holds != turned
            return "" if equal or not wanted else f", not {wanted}"
        return f", {'' if holds else 'not '}{wanted}"

    def _wanted(
        self,
        operator: str,
        right: Typed | tuple[Typed, ...],
        other: Known,
        kind: FieldKind | str,
        value: Known,
    ) -> str:
        if isinstance(right, tuple):
            texts = [self._constant(side) for side in right]
            return texts[0] if len(texts) == 1 else f"one of {joined(texts, 'or')}"
        text = self._constant(right)
        if not text:
            text = f"{self._label(right)} ({self._value(right, other)})"
        if operator in ("==", "!="):
            return text if value is not None or operator == "==" else ""
        ordered = isinstance(kind, FieldKind) and kind.kind == "choice"
        dated = isinstance(kind, FieldKind) and kind.kind == "date"
        if ordered or dated:
            return {
                "<": f"before {text}",
                "<=": f"{text} or before",
                ">": f"after {text}",
                ">=": f"{text} or after",
            }[operator]
        return {
            "<": f"under {text}",
            "<=": f"{text} or less",
            ">": f"over {text}",
            ">=": f"{text} or more",
        }[operator]

    def _is(self, left: Typed, value: Known) -> str:
        """What a side is: `company size is 12`, `“visit” happened 2 times`."""
        match left:
            case TypedCall(function="count"):
                times = int(value) if isinstance(value, int | float) else 0
                within = _within(left)
                return f"{self._event(left)} happened {times:,} time{'s' * (times != 1)}{within}"
            case TypedCall(function="since", of=None):
                if value is None:
                    return f"{self._event(left)} never happened"
                return f"{self._event(left)} was {span(_int(value))} before"
            case TypedCall(function="since", of=FieldRef() | DateRef() as of):
                ago = "is not known" if value is None else _ago(_int(value))
                return f"{words_of(of.name)} {ago}"
            case TypedCall(function="left", of=FieldRef() | DateRef() as of):
                ago = "is not known" if value is None else _ago(-_int(value))
                return f"{words_of(of.name)} {ago}"
        return f"{self._label(left)} is {self._value(left, value)}"

    def _label(self, side: Typed) -> str:
        match side:
            case FieldRef(name=name) | DateRef(name=name):
                return words_of(name)
            case TypedCall(function="today"):
                return "today"
            case TypedCall(function="weekday"):
                return "the day of the week"
            case TypedCall(function="hour"):
                return "the hour"
            case TypedCall(function="count"):
                return f"the number of {self._event(side)}"
            case TypedCall(subject=str(), function="since"):
                return f"the time since {self._event(side)}"
            case TypedCall(function=function, of=FieldRef() | DateRef() as of):
                word = "since" if function == "since" else "left to"
                return f"the time {word} {words_of(of.name)}"
        return "it"

    def _value(self, side: Typed | None, value: Known) -> str:
        if value is None:
            return "not known"
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, str):
            return value
        match side:
            case FieldRef(kind=FieldKind(kind="date")) | DateRef() | DateLiteral():
                return self.clock.date(int(value), False)
            case TypedCall(function="today"):
                return self.clock.date(int(value), False)
            case TypedCall(function="since" | "left"):
                return span(int(value))
        return number(value)

    def _constant(self, side: Typed) -> str:
        """A value that stands in the condition itself; "" of what has to be looked up."""
        match side:
            case Literal(value=Duration() as duration):
                return span(duration.elapsed)
            case Literal(value=bool() as value):
                return "yes" if value else "no"
            case Literal(value=str() as value):
                return value if value else "empty"
            case Literal(value=float() | int() as value):
                return number(value)
            case DateLiteral(value=value):
                return f"{value:%a} {value.day} {value:%b %Y}"
        return ""


def deciding(seen: Seen) -> Iterator[Seen]:
    """The parts on which a condition was decided: all of a true `and`, the false of a false one."""
    match seen.typed:
        case TypedNot():
            yield from deciding(seen.items[0])
        case TypedAll() | TypedAny():
            decisive = isinstance(seen.typed, TypedAny) == seen.holds
            for item in seen.items:
                if not decisive or item.holds == seen.holds:
                    yield from deciding(item)
        case _:
            yield seen


def _within(call: TypedCall) -> str:
    if call.within is None:
        return ""
    return " in this stay" if call.within == "stay" else f" in the last {span(int(call.within))}"


def _ago(seconds: int) -> str:
    return f"was {span(seconds)} before" if seconds >= 0 else f"is {span(seconds)} ahead"


def _int(value: Known) -> int:
    return int(value) if isinstance(value, int | float) else 0


def _yes(value: Known) -> bool | None:
    return None if value is None else bool(value)

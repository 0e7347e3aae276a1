"""When time alone can change whether a condition holds, so that nobody need look before (R5)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from nurture_tui.model.condition import Literal
from nurture_tui.model.duration import Duration
from nurture_tui.model.typed import (
    Typed,
    TypedAll,
    TypedAny,
    TypedCall,
    TypedCompare,
    TypedNot,
    calls_in,
    fields_in,
    uses_time,
)
from nurture_tui.simulation.agenda import NOTHING
from nurture_tui.simulation.conditions import Compiler, Value
from nurture_tui.simulation.memory import NEVER_HAPPENED
from nurture_tui.simulation.view import Flags, Ints, View

Change = Callable[[View], Ints]
"""The next instant after now, NOTHING if there is none, at which time alone may change a truth, as
long as nothing happens to the contact. It may name one at which nothing changes."""


def change_of(compiler: Compiler, typed: Typed, *, in_stay: bool) -> Change | None:
    """The changes of a condition; None where it may change on any day.

    `in_stay`: it is asked of a stay, whose entry is past; else of an attempt, which is now.
    """
    if not in_stay and _hangs_on_entry(typed):
        return None
    if not uses_time(typed, in_stay=True):
        return _never
    match typed:
        case TypedAll(items=items) | TypedAny(items=items):
            return earliest([change_of(compiler, item, in_stay=in_stay) for item in items])
        case TypedNot(item=item):
            return change_of(compiler, item, in_stay=in_stay)
        case TypedCall(function="did", subject=str() as event, within=int() as span, object=None):
            return _shifted(_last(compiler, event), span)
        case TypedCompare(left=TypedCall() as call, right=Literal(value=Duration() as limit)):
            return _of_duration(compiler, call, limit)
        case TypedCompare(left=Literal(value=Duration() as limit), right=TypedCall() as call):
            return _of_duration(compiler, call, limit)
    return None


def earliest(changes: Sequence[Change | None]) -> Change | None:
    """The first of several changes; None if one is not known."""
    known = [change for change in changes if change is not None]
    if len(known) < len(changes):
        return None
    return lambda view: np.minimum.reduce([_never(view), *(change(view) for change in known)])


def _of_duration(compiler: Compiler, call: TypedCall, limit: Duration) -> Change | None:
    """`since(x)` or `left(x)` against a constant changes so long after x, or before it."""
    match call:
        case TypedCall(function="since", of=None, subject=str() as event):
            return _shifted(_last(compiler, event), limit.elapsed)
        case TypedCall(function="since", of=of) if of is not None:
            return _shifted(compiler.moment(of), limit.elapsed)
        case TypedCall(function="left", of=of) if of is not None:
            return _shifted(compiler.moment(of), -limit.elapsed)
    return None


def _shifted(moment: Value, seconds: int) -> Change:
    """The instant so long after a moment, and the second after it: those of them to come."""

    def change(view: View) -> Ints:
        at, known = moment(view)
        first = at.astype(np.int64) + seconds
        first += first == view.now
        return np.where(known & (first > view.now), first, NOTHING)

    return change


def _last(compiler: Compiler, event: str) -> Value:
    """When an event last happened."""
    memory = compiler.people.memory(event)

    def value_of(view: View) -> tuple[Ints, Flags]:
        last = memory.last[view.rows]
        known = last != NEVER_HAPPENED
        return np.where(known, last, 0), known

    return value_of


def _never(view: View) -> Ints:
    return np.full(len(view.rows), NOTHING, dtype=np.int64)


def _hangs_on_entry(typed: Typed) -> bool:
    """True if the condition asks about the entry, which is at the instant of each attempt."""
    return "entered_at" in fields_in(typed) or any(
        call.within == "stay" for call in calls_in(typed)
    )

"""Which events lead to a goal, directly or by way of assumed events."""

from __future__ import annotations

from nurture_tui.checks.causes import causes_of, did_event
from nurture_tui.checks.subject import Subject
from nurture_tui.model.assume import AssumedEvent
from nurture_tui.model.typed import TIME_FUNCTIONS, FieldRef, Typed, TypedCall, atoms

_OF_EVENTS = frozenset({"did", "count", "since"})
_BY_THEMSELVES = frozenset(
    {"sent", "opened", "clicked", "done", "in_list", "reached", "inside", "left"}
) | (TIME_FUNCTIONS - _OF_EVENTS)


def events_towards(goal: Typed, subject: Subject) -> frozenset[str] | None:
    """The events that can make the goal true, directly or through assumed events.

    None where the goal hangs on something that no event need bring about: a message, a step, the
    time, a list, another journey, or a field that an action or the score changes.
    """
    for atom in atoms(goal):
        if isinstance(atom, TypedCall) and atom.function in _BY_THEMSELVES:
            return None
    if _fields(goal) & subject.causes.worked_on:
        return None
    return events_before(goal, subject.causes.assumed)


def events_before(goal: Typed, assumed: tuple[AssumedEvent, ...]) -> frozenset[str]:
    """The events in the goal, those that set its fields, and what those are assumed to follow.

    Scoring, actions and hand-offs are not followed.
    """
    found = {
        atom.subject
        for atom in atoms(goal)
        if isinstance(atom, TypedCall) and atom.function in _OF_EVENTS and atom.subject is not None
    }
    fields = _fields(goal)
    found |= {event.event for event in assumed if fields & {*event.values, *event.amounts}}
    grown = True
    while grown:
        before = {
            name
            for event in assumed
            if event.event in found and event.after is not None
            for name in map(did_event, causes_of(event.after))
            if name is not None
        }
        grown = not before <= found
        found |= before
    return frozenset(found)


def _fields(goal: Typed) -> frozenset[str]:
    names = set()
    for atom in atoms(goal):
        match atom:
            case (
                FieldRef(name=name)
                | TypedCall(function="missing" | "contains", of=FieldRef(name=name))
            ):
                names.add(name)
    return frozenset(names)

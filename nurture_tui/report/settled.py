"""What can change in a run, and what cannot: fields, lists and events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nurture_tui.model.action import AddToList, Emit, RemoveFromList, Verb
from nurture_tui.model.condition import Literal
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Action
from nurture_tui.model.typed import (
    DateLiteral,
    DateRef,
    FieldRef,
    Typed,
    TypedCall,
    TypedCompare,
)
from nurture_tui.model.workspace import Workspace
from nurture_tui.simulation.actions import written_by

_OF_CONTACTS = frozenset(["sent", "opened", "clicked", "bounced", "unsubscribed"])


@dataclass(frozen=True)
class Settled:
    """What the journeys of a run can change; all else stays as the contact file has it."""

    fields: frozenset[str]
    lists: frozenset[str]
    events: frozenset[str]
    journeys: frozenset[str]

    def never_changes(self, part: Typed) -> bool:
        """True only of a part of a condition that is the same from the start to the end."""
        match part:
            case Literal() | DateLiteral() | DateRef():
                return True
            case FieldRef(name=name):
                return name not in self.fields
            case TypedCompare(left=left, right=right):
                sides = right if isinstance(right, tuple) else (right,)
                return all(self.never_changes(side) for side in (left, *sides))
            case TypedCall(function="did" | "count", subject=str() as event):
                return event not in self.events
            case TypedCall(function="since", subject=str() as event):
                return event not in self.events
            case TypedCall(function="in_list", subject=str() as name):
                return name not in self.lists
            case TypedCall(function="missing" | "contains", of=FieldRef(name=name)):
                return name not in self.fields
            case TypedCall(function="reached" | "inside", subject=str() as journey):
                return journey not in self.journeys
        return False


def settled(workspace: Workspace, journey_ids: Iterable[str], history: Iterable[str]) -> Settled:
    """What a run of these journeys can change; `history` names the events that are replayed."""
    journeys = [workspace.journeys[id_] for id_ in journey_ids]
    shared = workspace.settings
    assumed = [*shared.assume.events, *(e for j in journeys for e in j.assume.events)]
    verbs = [verb for journey in journeys for verb in _verbs(journey)]
    fields = {"consent", "entered_at", *(name for verb in verbs for name in written_by(verb))}
    for event in assumed:
        fields |= {*event.values, *event.amounts}
    if shared.scoring.points:
        fields.add("score")
    entries = [journey.entry for journey in journeys]
    events = {entry.event for entry in entries if entry.event and entry.arrivals != "none"}
    events |= {event.event for event in assumed}
    events |= {verb.event for verb in verbs if isinstance(verb, Emit)}
    return Settled(
        frozenset(fields),
        frozenset(verb.list_name for verb in verbs if isinstance(verb, AddToList | RemoveFromList)),
        frozenset({*events, *history, *shared.scoring.reached, *_OF_CONTACTS}),
        frozenset(journey.id for journey in journeys),
    )


def _verbs(journey: Journey) -> Iterator[Verb]:
    if journey.goal is not None:
        yield from journey.goal.do
    for rule in journey.exits:
        yield from rule.do
    for step in journey.steps.values():
        if isinstance(step, Action):
            yield from step.do

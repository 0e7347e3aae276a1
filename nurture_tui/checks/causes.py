"""What can happen in a workspace: which events, and which fields can change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from nurture_tui.checks.parts import conditions, settings_conditions, verbs
from nurture_tui.graph.handoffs import Handoff, handoffs
from nurture_tui.model.action import (
    AddNumbers,
    AddToList,
    CopyField,
    CreateDeal,
    Emit,
    MapField,
    RemoveFromList,
    SetFields,
    UpdateDeal,
)
from nurture_tui.model.assume import AssumedEvent
from nurture_tui.model.clock import Hazard
from nurture_tui.model.condition import Call, Condition, Literal, walk
from nurture_tui.model.workspace import Workspace

CONTACT_EVENTS = frozenset({"sent", "opened", "clicked", "unsubscribed", "bounced"})
LISTS = "lists"
CAUSE_CALLS = frozenset({"sent", "opened", "clicked", "done"})


@dataclass(frozen=True)
class Causes:
    """What the journeys and nurture.toml of a workspace can bring about."""

    workspace: Workspace
    _beside: dict[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def assumed(self) -> tuple[AssumedEvent, ...]:
        """The assumed events of nurture.toml and of all journeys."""
        journeys = self.workspace.journeys.values()
        assumptions = (self.workspace.settings.assume, *(j.assume for j in journeys))
        return tuple(event for assume in assumptions for event in assume.events)

    @cached_property
    def events(self) -> frozenset[str]:
        """The events that can happen, wherever in the workspace they come from.

        A superset of what a run can show (an event history aside): an event is left out only if
        nothing emits it, enters with it, reaches it by score, or is assumed to bring it about.
        """
        return _with_what_follows(
            self.started, [event for event in self.assumed if not _never(event)], CAUSE_CALLS
        )

    @cached_property
    def events_asked(self) -> frozenset[str]:
        """The events that some journey, definition, assumption or the scoring asks for."""
        settings = self.workspace.settings
        found = set(settings.scoring.points)
        parts = [*settings_conditions(settings)]
        for journey in self.workspace.journeys.values():
            parts += conditions(journey)
            if journey.entry.event is not None:
                found.add(journey.entry.event)
        for placed in parts:
            found.update(events_in(placed.part))
        return frozenset(found)

    @cached_property
    def events_unasked(self) -> frozenset[str]:
        """The events that can happen to a contact who does nothing: no click, nothing by itself.

        What follows from a message sent, a step done or a date is done by others, or may be.
        """
        by_others = [
            event
            for event in self.assumed
            if not _never(event) and (event.after is not None or event.date is not None)
        ]
        started = self.started - {"opened", "clicked", "unsubscribed"}
        return _with_what_follows(started, by_others, frozenset({"sent", "done"}))

    @cached_property
    def fields_unasked(self) -> frozenset[str]:
        """The fields that can change for a contact who does nothing."""
        by_events = (e for e in self.assumed if e.event in self.events_unasked)
        return self.worked_on | {name for e in by_events for name in (*e.values, *e.amounts)}

    def events_without(self, id_: str) -> frozenset[str]:
        """The events that can happen if the journey of this id is not there to cause any."""
        others = {key: journey for key, journey in self.workspace.journeys.items() if key != id_}
        return Causes(Workspace(self.workspace.settings, others)).events

    @cached_property
    def started(self) -> frozenset[str]:
        """Events that need no assumption: a contact's own, entries, emitted ones, score marks."""
        found = {*CONTACT_EVENTS, *self.workspace.settings.scoring.reached}
        for journey in self.workspace.journeys.values():
            if journey.entry.event is not None:
                found.add(journey.entry.event)
            for verb in verbs(journey):
                if isinstance(verb.part, Emit):
                    found.add(verb.part.event)
        return frozenset(found)

    @cached_property
    def fields(self) -> frozenset[str]:
        """The fields that can change: by an action, an assumed event, scoring, unsubscribing."""
        return self.worked_on | self._set_by_events | {"consent"}

    @cached_property
    def _set_by_events(self) -> frozenset[str]:
        return frozenset(name for e in self.assumed for name in (*e.values, *e.amounts))

    def written_beside(self, id_: str) -> frozenset[str]:
        """The fields that something writes besides the actions of the journey of this id.

        What its goal and exits do does not count: who gets that done has left the journey.
        """
        if id_ not in self._beside:
            others = {key: j for key, j in self.workspace.journeys.items() if key != id_}
            beside = Causes(Workspace(self.workspace.settings, others))
            self._beside[id_] = beside.worked_on | self._set_by_events
        return self._beside[id_]

    @cached_property
    def worked_on(self) -> frozenset[str]:
        """The fields that actions and scoring change."""
        found = {"score"} if self.workspace.settings.scoring.points else set()
        for journey in self.workspace.journeys.values():
            for verb in verbs(journey):
                found |= set(changed_fields(verb.part))
        return frozenset(found)

    @cached_property
    def quick_ways(self) -> tuple[tuple[str, str], ...]:
        """From event to event, where one surely may follow the other at the same instant (R15)."""
        return tuple(way for event in self.assumed for way in quick_ways(event))

    @cached_property
    def handed_to(self) -> dict[str, list[tuple[str, Handoff]]]:
        """For each journey that others hand contacts to: which journey does, and where."""
        found: dict[str, list[tuple[str, Handoff]]] = {}
        for id_, journey in self.workspace.journeys.items():
            for handoff in handoffs(journey):
                found.setdefault(handoff.target, []).append((id_, handoff))
        return found


def quick_ways(event: AssumedEvent) -> Iterator[tuple[str, str]]:
    """The events from which this one follows without delay or condition, each with this one."""
    delayed = event.delay is not None and event.delay.elapsed > 0
    if event.after is not None and not delayed and event.condition is None and not _never(event):
        for call in causes_of(event.after):
            before = did_event(call)
            if before is not None:
                yield before, event.event


def written_fields(verb: object) -> Iterator[str]:
    """The fields that a verb writes; the lists of a contact are the field `lists`."""
    match verb:
        case SetFields(values=values):
            yield from values
        case AddNumbers(amounts=amounts):
            yield from amounts
        case CopyField(spec=copied):
            yield copied.to
        case MapField(spec=mapped):
            yield mapped.field
        case AddToList() | RemoveFromList():
            yield LISTS


def changed_fields(verb: object) -> Iterator[str]:
    """The fields that a verb writes, and those of a deal that it makes or moves."""
    yield from written_fields(verb)
    match verb:
        case CreateDeal():
            yield from ("deal.pipeline", "deal.stage")
        case UpdateDeal():
            yield "deal.stage"


def events_in(condition: Condition) -> Iterator[str]:
    """The events that a condition asks for, as often as it does."""
    for part in walk(condition.expr):
        if isinstance(part, Call) and part.function in ("did", "count", "since") and part.arguments:
            first = part.arguments[0]
            if isinstance(first, Literal) and isinstance(first.value, str):
                yield first.value


def causes_of(after: Condition) -> list[Call]:
    """The calls in an `after`, in order."""
    return [part for part in walk(after.expr) if isinstance(part, Call)]


def did_event(call: Call) -> str | None:
    """The event of `did('event')`; None for any other call."""
    if call.function == "did" and call.arguments:
        subject = call.arguments[0]
        if isinstance(subject, Literal) and isinstance(subject.value, str):
            return subject.value
    return None


def _never(event: AssumedEvent) -> bool:
    chance = event.chance
    return (chance.probability if isinstance(chance, Hazard) else chance) == 0


def _with_what_follows(
    started: frozenset[str], assumed: list[AssumedEvent], calls: frozenset[str]
) -> frozenset[str]:
    """The events started, and those that follow from them or from one of the calls."""
    happen = set(started)
    grown = True
    while grown:
        grown = False
        for event in assumed:
            if event.event not in happen and _can_follow(event.after, happen, calls):
                happen.add(event.event)
                grown = True
    return frozenset(happen)


def _can_follow(after: Condition | None, happen: set[str], calls: frozenset[str]) -> bool:
    """False only if nothing that the event comes after is a call of these or a known event."""
    if after is None:
        return True
    causes = causes_of(after)
    return not causes or any(call.function in calls or did_event(call) in happen for call in causes)

"""P901-P904: journeys that hand contacts round, write over each other, or that nobody enters."""

from __future__ import annotations

from collections.abc import Iterator

from nurture_tui.checks.causes import LISTS, written_fields
from nurture_tui.checks.finding import Mark
from nurture_tui.checks.parts import verbs
from nurture_tui.checks.rule import Rule
from nurture_tui.checks.subject import SettingsSubject, Subject
from nurture_tui.graph.handoffs import handoff_circle, handoffs
from nurture_tui.model.action import AddNumbers


def _hand_off_loop(subject: Subject) -> Iterator[Mark]:
    own = subject.journey
    if own.entry.again == "never":
        for place in handoffs(own):
            if place.target == own.id:
                message = (
                    "This hands contacts to the journey they are in, which takes in none again."
                )
                fix = "Name another journey, or say in again of the entry after what time."
                yield Mark(place.path, message, fix, place.step, severity="warning")
    again = {
        id_: journey
        for id_, journey in subject.workspace.journeys.items()
        if journey.entry.again != "never"
    }
    circle = handoff_circle(again, subject.journey.id)
    if len(circle) < 2:
        return
    place = next(h for h in handoffs(subject.journey) if h.target == circle[1])
    message = f"Journeys hand contacts round in a circle: {' → '.join([*circle, circle[0]])}."
    fix = 'Take out one of the hand-offs, or write again = "never" in one of the journeys.'
    yield Mark(place.path, message, fix, place.step)


def _two_writers(subject: Subject) -> Iterator[Mark]:
    others: dict[str, str] = {}
    for id_, journey in subject.workspace.journeys.items():
        if id_ != subject.journey.id:
            for verb in verbs(journey):
                if not isinstance(verb.part, AddNumbers):
                    others.update((name, id_) for name in written_fields(verb.part))
    seen = {LISTS}
    for verb in verbs(subject.journey):
        if isinstance(verb.part, AddNumbers):
            continue
        for name in written_fields(verb.part):
            if name in others and name not in seen:
                seen.add(name)
                message = f"“{others[name]}” writes “{name}” too, so the later of them wins."
                fix = "Let one journey write it, and the other hand over or emit an event."
                yield Mark(verb.path, message, fix, verb.step)


def _stage_gap(subject: SettingsSubject) -> Iterator[Mark]:
    journeys = subject.workspace.journeys.values()
    served = {journey.persona for journey in journeys}
    for name in subject.settings.personas:
        if name not in served:
            message = f"No journey serves the persona “{name}”."
            yield Mark(
                ("personas", name), message, "Name it as persona of one, or make one for it."
            )
    stages = [journey.stage for journey in journeys if journey.stage is not None]
    if len(stages) < 2:
        return  # the first journey cannot serve everybody
    for stage in ("awareness", "consideration", "decision"):
        if stage not in stages:
            message = f"No journey serves buyers at the stage of {stage}."
            yield Mark((), message, "Name it as stage of a journey, or make one for it.")


def _nobody_enters(subject: Subject) -> Iterator[Mark]:
    journey, causes = subject.journey, subject.causes
    entry = journey.entry
    if any(id_ != journey.id for id_, _ in causes.handed_to.get(journey.id, ())):
        return
    if entry.when is not None or (entry.event is not None and entry.arrivals != "none"):
        return
    if entry.event is not None:
        if entry.event in causes.events_without(journey.id):
            return
        message = f"Nobody turns up, and nothing in the workspace causes “{entry.event}”."
        fix = "Say how many turn up in arrivals, or what causes the event in [[assume.events]]."
        yield Mark(("entry", "event"), message, fix)
    else:
        message = "The entry has no event and no when, and no journey hands contacts to this one."
        fix = f'Add an event or when to [entry], or enter = "{journey.id}" to another journey.'
        yield Mark(("entry",), message, fix)


HAND_OFF_LOOP = Rule(
    "P901",
    "hand-off-loop",
    "error",
    "Journeys that hand contacts round in a circle, all of which let a contact in again: somebody "
    "who does nothing would be written to for ever.",
    "S37, S19: no loop between journeys",
    journey=(_hand_off_loop,),
)
TWO_WRITERS = Rule(
    "P902",
    "two-writers",
    "warning",
    "Two journeys write one field, so its value depends on which came last. Adding to a number and "
    "being on lists do not count.",
    "S45: sales data in conflict with the automation",
    journey=(_two_writers,),
)
STAGE_GAP = Rule(
    "P903",
    "stage-gap",
    "note",
    "A persona of nurture.toml that no journey serves; or, where two journeys or more name a stage "
    "of buying, a stage that none of them does.",
    "S12, S13: to whom, and in which situation",
    settings=(_stage_gap,),
)
NOBODY_ENTERS = Rule(
    "P904",
    "nobody-enters",
    "warning",
    "A journey without arrivals, whose event nothing in the workspace causes and to which no other "
    "journey hands contacts. Nobody will ever be in it.",
    "S35: automation brings no visitors; it needs a trigger and an inflow",
    journey=(_nobody_enters,),
)

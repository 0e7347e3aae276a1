"""D606 and T413: events by a wrong name, and events asked about before they can be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from nurture_tui.checks.causes import events_in
from nurture_tui.checks.finding import Mark
from nurture_tui.checks.neighbours import obvious
from nurture_tui.checks.parts import Placed, assumed_events, conditions, sends, verbs
from nurture_tui.checks.rule import Rule
from nurture_tui.checks.subject import Subject
from nurture_tui.graph.reach import reached_from, reached_past
from nurture_tui.model.action import Emit
from nurture_tui.model.clock import Moment
from nurture_tui.model.condition import Condition
from nurture_tui.model.duration import DAY
from nurture_tui.model.step import Branch, Wait, case_label

if TYPE_CHECKING:
    from nurture_tui.graph.build import StepGraph

_GUARDS = ("only_if", "hold_if")


def _mistyped(subject: Subject) -> Iterator[Mark]:
    """What is brought about and not asked for, and what is asked for and never brought about."""
    own, guards = set[str](), list[tuple[Placed[Condition], str]]()
    for placed in conditions(subject.journey):
        names = set(events_in(placed.part))
        own |= names
        if placed.path[-1] in _GUARDS:
            guards += ((placed, name) for name in sorted(names))
    happen = subject.causes.events
    for named in _brought(subject):
        if named.part in own or named.part in subject.causes.events_asked:
            continue
        # Where what is asked for never happens, G107, O202 and E303 tell.
        near = obvious(named.part, subject.causes.events_asked & happen)
        if near:
            message = f"Nothing asks for “{named.part}”, and “{near}” is asked for: a slip?"
            yield Mark(named.path, message, f'Write "{near}".', named.step)
    for placed, name in guards:
        near = obvious(name, happen) if name not in happen else ""
        if near:
            message = f"Nothing brings “{name}” about, and “{near}” happens: a slip?"
            yield Mark(placed.path, message, f"Write '{near}'.", placed.step)


def _brought(subject: Subject) -> Iterator[Placed[str]]:
    """The names of the events that calls to action, actions and assumptions bring about."""
    for id_, send in sends(subject.journey):
        if send.cta is not None:
            yield Placed(send.cta, ("steps", id_, "cta"), id_)
    for verb in verbs(subject.journey):
        if isinstance(verb.part, Emit):
            yield Placed(verb.part.event, (*verb.path, "emit"), verb.step)
    for event in assumed_events(subject.journey.assume):
        yield Placed(event.part.event, (*event.path, "event"))


def _too_early(subject: Subject) -> Iterator[Mark]:
    """Cases on an event that comes with a date, before a wait for that date that is still ahead."""
    steps, start = subject.journey.steps, subject.journey.entry.start
    dated = _dated(subject)
    if not dated or start not in steps:
        return
    for id_, step in steps.items():
        if not isinstance(step, Branch):
            continue
        for place, case in enumerate(step.cases):
            for name in events_in(case.condition):
                moment = dated.get(name)
                wait = _still_ahead(subject, id_, moment) if moment is not None else ""
                if not wait:
                    continue
                message = (
                    f"“{case_label(step, place)}” asks for “{name}”, which comes with “{moment}”; "
                    f"only “{wait}”, further on, waits for that: who is early is taken for "
                    "somebody who did not."
                )
                fix = f"Put “{id_}” behind “{wait}”."
                yield Mark(("steps", id_, "cases", place, "if"), message, fix, id_)
                break


def _still_ahead(subject: Subject, id_: str, moment: Moment) -> str:
    """The first wait for a moment that lies behind a step, if a way to the step has none."""
    steps, graph = subject.journey.steps, subject.graph
    waits = {
        other
        for other, step in steps.items()
        if isinstance(step, Wait) and step.date is not None and step.date.name == moment.name
        if _seconds(step.date) + (DAY if step.at is not None else 0) >= _seconds(moment)
    }
    if not waits or id_ not in reached_past(
        graph, [subject.journey.entry.start], waits.__contains__
    ):
        return ""
    return _first_of(graph, id_, waits)


def _first_of(graph: StepGraph, id_: str, waits: set[str]) -> str:
    behind = reached_from(graph, graph.successors(id_))
    return next((other for other in graph if other in waits and other in behind), "")


def _seconds(moment: Moment) -> int:
    days = moment.offset.calendar_days + moment.offset.business_days
    return moment.sign * (days * DAY + moment.offset.seconds)


def _dated(subject: Subject) -> dict[str, Moment]:
    """The events that nothing brings about but a fixed date of theirs, and that date."""
    found: dict[str, Moment] = {}
    others = set(subject.causes.started)
    for event in subject.causes.assumed:
        if event.date is not None and event.event not in found:
            found[event.event] = event.date
        else:
            others.add(event.event)
    return {name: moment for name, moment in found.items() if name not in others}


MISTYPED_EVENT = Rule(
    "D606",
    "mistyped-event",
    "warning",
    "An event that is brought about by a name that nothing asks for, while a name that differs "
    "from it by a slip of the pen is asked for; or a condition of a message on an event that "
    "nothing brings about, while one of nearly that name happens. Events are names, so no other "
    "mistake shows: the message asks for one thing and the path waits for another.",
    "S49, S14: a call to action that leads to the goal",
    journey=(_mistyped,),
)
ASKED_TOO_EARLY = Rule(
    "T413",
    "asked-too-early",
    "warning",
    "A branch on an event that comes with a date (who took part in a webinar), on a way that does "
    "not wait for that date before it and does behind it. Who comes early is asked before it can "
    "be, and goes the way of those who stayed away.",
    "S17, S18: points where the path changes, in step with the date",
    journey=(_too_early,),
)

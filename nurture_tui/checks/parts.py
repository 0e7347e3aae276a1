"""The parts of a journey and of nurture.toml with the places where the file has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from nurture_tui.checks.finding import Path
from nurture_tui.model.action import Verb
from nurture_tui.model.assume import AssumedEvent, JourneyAssume
from nurture_tui.model.condition import Condition
from nurture_tui.model.journey import Journey, Sending
from nurture_tui.model.step import Action, Branch, Exit, Send, Split, Wait
from nurture_tui.model.workspace import Settings

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Placed(Generic[T]):
    """A part, where it is, and the step it belongs to ("" for none)."""

    part: T
    path: Path
    step: str = ""


def conditions(journey: Journey) -> Iterator[Placed[Condition]]:
    """Every condition of a journey in file order; `after` is one too."""
    entry = journey.entry
    yield from _maybe(entry.when, ("entry", "when"))
    yield from _maybe(entry.only_if, ("entry", "only_if"))
    if journey.goal is not None:
        yield Placed(journey.goal.when, ("goal", "when"))
    for i, rule in enumerate(journey.exits):
        yield Placed(rule.when, ("exits", i, "when"))
    yield from _of_sending(journey.sending)
    yield from _of_assumptions(journey.assume)
    for id_, step in journey.steps.items():
        path: Path = ("steps", id_)
        match step:
            case Send(only_if=condition):
                yield from _maybe(condition, (*path, "only_if"), id_)
            case Wait(until=condition):
                yield from _maybe(condition, (*path, "until"), id_)
            case Branch(cases=cases):
                for i, case in enumerate(cases):
                    yield Placed(case.condition, (*path, "cases", i, "if"), id_)


def texts(journey: Journey) -> Iterator[Placed[str]]:
    """What people read: names, titles, subjects, labels and reasons, in file order."""
    yield Placed(journey.name, ("name",))
    yield Placed(journey.purpose, ("purpose",))
    if journey.goal is not None:
        yield Placed(journey.goal.name, ("goal", "name"))
    for i, rule in enumerate(journey.exits):
        yield Placed(rule.name, ("exits", i, "name"))
    for id_, step in journey.steps.items():
        path: Path = ("steps", id_)
        if step.title:
            yield Placed(step.title, (*path, "title"), id_)
        match step:
            case Send(subject=str() as subject):
                yield Placed(subject, (*path, "subject"), id_)
            case Exit(reason=str() as reason):
                yield Placed(reason, (*path, "reason"), id_)
            case Branch(cases=cases):
                for i, case in enumerate(cases):
                    if case.label:
                        yield Placed(case.label, (*path, "cases", i, "label"), id_)
            case Split(ways=ways):
                for i, way in enumerate(ways):
                    yield Placed(way.name, (*path, "ways", i, "name"), id_)


def settings_conditions(settings: Settings) -> Iterator[Placed[Condition]]:
    """Every condition of nurture.toml."""
    for name, condition in settings.definitions.items():
        yield Placed(condition, ("definitions", name))
    yield from _of_sending(settings.sending)
    yield from _of_assumptions(settings.assume)


def verbs(journey: Journey) -> Iterator[Placed[Verb]]:
    """Every verb of the actions, the goal and the exits, with the place of its table."""
    if journey.goal is not None:
        yield from _do(journey.goal.do, ("goal",))
    for i, rule in enumerate(journey.exits):
        yield from _do(rule.do, ("exits", i))
    for id_, step in journey.steps.items():
        if isinstance(step, Action):
            yield from _do(step.do, ("steps", id_), id_)


def assumed_events(assume: JourneyAssume) -> Iterator[Placed[AssumedEvent]]:
    """Every assumed event with the place of its table."""
    for i, event in enumerate(assume.events):
        yield Placed(event, ("assume", "events", i))


def targets(journey: Journey) -> Iterator[Placed[str]]:
    """Every step that is named as the next one, the start included."""
    yield Placed(journey.entry.start, ("entry", "start"))
    for id_, step in journey.steps.items():
        path: Path = ("steps", id_)
        match step:
            case Branch():
                for i, case in enumerate(step.cases):
                    yield from _maybe(case.next, (*path, "cases", i, "next"), id_)
                yield Placed(step.else_, (*path, "else"), id_)
            case Split():
                for i, way in enumerate(step.ways):
                    yield from _maybe(way.next, (*path, "ways", i, "next"), id_)
            case Wait():
                yield from _maybe(step.next, (*path, "next"), id_)
                yield from _maybe(step.else_, (*path, "else"), id_)
            case Send() | Action():
                yield from _maybe(step.next, (*path, "next"), id_)


def sends(journey: Journey) -> Iterator[tuple[str, Send]]:
    """The sends of a journey with their ids, in file order."""
    for id_, step in journey.steps.items():
        if isinstance(step, Send):
            yield id_, step


def _of_sending(sending: Sending) -> Iterator[Placed[Condition]]:
    yield from _maybe(sending.hold_if, ("sending", "hold_if"))


def _of_assumptions(assume: JourneyAssume) -> Iterator[Placed[Condition]]:
    for event in assumed_events(assume):
        yield from _maybe(event.part.after, (*event.path, "after"))
        yield from _maybe(event.part.condition, (*event.path, "if"))


def _do(do: tuple[Verb, ...], path: Path, step: str = "") -> Iterator[Placed[Verb]]:
    for i, verb in enumerate(do):
        yield Placed(verb, (*path, "do", i), step)


def _maybe(part: T | None, path: Path, step: str = "") -> Iterator[Placed[T]]:
    if part is not None:
        yield Placed(part, path, step)

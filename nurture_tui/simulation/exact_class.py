"""Which runs can be worked out exactly, and why another cannot, in words for a planner."""

from __future__ import annotations

from collections.abc import Iterator

from nurture_tui.model.action import Emit, EnterJourney, Verb
from nurture_tui.model.step import Action, Exit
from nurture_tui.model.typed import Typed, TypedAll, TypedAny, TypedCompare, TypedNot, calls_in
from nurture_tui.simulation.defaults import MODIFIERS
from nurture_tui.simulation.events import MESSAGE_EVENTS
from nurture_tui.simulation.exact_events import NotCoveredError
from nurture_tui.simulation.exact_world import READINGS, World, asks_the_clock
from nurture_tui.simulation.plan import RunPlan

_NO_CAUSES = frozenset(MESSAGE_EVENTS) - {*READINGS}


def refuse(plan: RunPlan) -> World:
    """The journey of a run, ready; refuses, with a NotCoveredError error, what is not followed."""
    if len(plan.journeys) != 1:
        raise NotCoveredError("it has several journeys, which share contacts, events and caps")
    if plan.settings.limits.throttle is not None:
        raise NotCoveredError("it has a throttle, by which contacts hold up each other")
    world = World(plan)
    _refuse_modifiers(world)
    _refuse_entry(world)
    _refuse_coming_again(world)
    _refuse_rules(world)
    _refuse_conditions(world)
    _refuse_assumed(world)
    _refuse_unsubscribing(world)
    return world


def _refuse_modifiers(world: World) -> None:
    for send in world.journey_plan.sends.values():
        if send.channel != "email" and send.behaviour.bounce:
            raise NotCoveredError("a message that is no e-mail can bounce")
        for name, neutral in MODIFIERS.items():
            if getattr(send.behaviour, name) != neutral.value:
                raise NotCoveredError(f"the assumption {name} lets one message bear on another")


def _refuse_entry(world: World) -> None:
    entry = world.journey.entry
    if entry.when is not None:
        raise NotCoveredError("contacts come in by a condition that is looked at every morning")
    if entry.event is None:
        raise NotCoveredError("contacts come in by hand-offs only")
    reached = world.plan.settings.scoring.reached
    if entry.event in {*world.random, *emitted(world), *reached, *MESSAGE_EVENTS}:
        raise NotCoveredError(
            f"“{entry.event}” also happens on the way, and would let contacts in again"
        )


def _refuse_coming_again(world: World) -> None:
    journey = world.journey
    rules = [rule.enter for rule in (*journey.exits, journey.goal) if rule is not None]
    steps = [step.enter for step in journey.steps.values() if isinstance(step, Exit)]
    verbs = [verb.journey for verb in _verbs(world) if isinstance(verb, EnterJourney)]
    if journey.id in (*rules, *steps, *verbs):
        raise NotCoveredError("it hands contacts to itself")


def _refuse_rules(world: World) -> None:
    until = world.journey_plan.watch.until.items()
    rules = [("the goal" if name == "goal" else f"the exit “{name}”", typed)
             for name, typed in world.rule_conditions]  # fmt: skip
    rules += [(f"the wait “{id_}”", typed) for id_, typed in until]
    for name, typed in rules:
        if asks_the_clock(typed):
            raise NotCoveredError(f"{name} asks the time, and is looked at every morning")
        if any(call.function in ("sent", "done") for call in calls_in(typed)):
            raise NotCoveredError(f"{name} asks which steps were passed")


def _refuse_conditions(world: World) -> None:
    asked = (*world.asked_inside, *world.asked_at_entry)
    reached = world.plan.settings.scoring.reached
    for call in (call for typed in asked for call in calls_in(typed)):
        if call.function in ("inside", "reached") and call.subject == world.journey.id:
            raise NotCoveredError("a condition asks about the journey itself")
        if call.subject in reached and call.function in ("did", "count", "since"):
            raise NotCoveredError(f"a condition asks about “{call.subject}”, which hangs on points")
        if call.subject in _NO_CAUSES and call.function in ("did", "count", "since"):
            raise NotCoveredError(f"a condition asks about “{call.subject}” as an event")
    for typed in asked:
        _refuse_mixed(typed)
    points = world.plan.settings.scoring.points
    scored = sorted(points.keys() & {*world.random, *emitted(world), *MESSAGE_EVENTS})
    if "score" in world.fields_read and scored:
        raise NotCoveredError(f"the score decides, and “{scored[0]}” gives points on the way")


def _refuse_mixed(typed: Typed) -> None:
    match typed:
        case TypedAll(items=items) | TypedAny(items=items):
            for item in items:
                _refuse_mixed(item)
        case TypedNot(item=item):
            _refuse_mixed(item)
        case TypedCompare():
            if any(call.function in ("sent", "done", *READINGS) for call in calls_in(typed)):
                raise NotCoveredError("a condition compares whether a message was sent or read")


def _refuse_assumed(world: World) -> None:
    reached = world.plan.settings.scoring.reached
    for each in world.assumed:
        if each.shared and each.date is not None:
            raise NotCoveredError(f"nurture.toml lets “{each.name}” happen on a date")
        for function, subject in each.causes:
            if function == "did" and subject in {*reached, *_NO_CAUSES}:
                raise NotCoveredError(f"“{each.name}” follows from “{subject}”")
    for effect in world.effects:
        if "consent" in effect.values:
            raise NotCoveredError(f"“{effect.event}” changes the permission")
    for place, typed in world.wishes.items():
        if asks_the_clock(typed):
            raise NotCoveredError("the “if” of an assumed event asks the time")
        passed = {"sent", "done", "did", "count"}
        if place not in world.own and any(call.function in passed for call in calls_in(typed)):
            raise NotCoveredError("the “if” of an assumed event asks what came before it")
    _refuse_circles(world)


def _refuse_circles(world: World) -> None:
    """Events that follow from themselves have no end of consequences."""
    follows = {
        each.name: {s for f, s in each.causes if f == "did"} for each in world.journey_plan.assumed
    }
    for name in follows:
        seen: set[str] = set()
        ahead = {name}
        while ahead:
            causes: set[str] = set().union(*(follows.get(each, set()) for each in ahead))
            if name in causes:
                raise NotCoveredError(f"“{name}” follows from itself")
            ahead = causes - seen
            seen |= causes


def _refuse_unsubscribing(world: World) -> None:
    """Outside of marketing, who unsubscribes stays, and some messages go on."""
    plan = world.journey_plan
    if plan.marketing:
        return
    marketing = any(send.marketing for send in plan.sends.values())
    if marketing and any(send.behaviour.unsubscribe for send in plan.sends.values()):
        raise NotCoveredError("contacts that unsubscribe stay in it, and miss some messages")


def emitted(world: World) -> frozenset[str]:
    """The events that actions, the goal and exits make."""
    return frozenset(verb.event for verb in _verbs(world) if isinstance(verb, Emit))


def _verbs(world: World) -> Iterator[Verb]:
    journey = world.journey
    yield from journey.goal.do if journey.goal is not None else ()
    for rule in journey.exits:
        yield from rule.do
    for step in journey.steps.values():
        yield from step.do if isinstance(step, Action) else ()

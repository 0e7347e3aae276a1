"""The plan of a run that keeps no log, without what nothing in it asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING

from nurture_tui.model.action import Emit
from nurture_tui.model.step import Send
from nurture_tui.model.typed import Typed, TypedCall, uses_time
from nurture_tui.model.workspace import CUSTOMER, Scoring
from nurture_tui.simulation.asked import (
    Asked,
    Unheard,
    joined_by_or,
    step_conditions,
    verbs_of,
    written_by,
)
from nurture_tui.simulation.events import MESSAGE_EVENTS
from nurture_tui.simulation.watch import calls

if TYPE_CHECKING:
    from nurture_tui.simulation.assumed import AssumedPlan
    from nurture_tui.simulation.plan import JourneyPlan, RunPlan


def without_unasked(plan: RunPlan) -> RunPlan:
    """The plan of a run that keeps no log, without the events and points that nothing asks for.

    The counts are the same, for an event changes nothing but what asks for it. Where each event is
    a look that may see something (time is watched), or some really happened, none is left out.
    Where held sends alone wait for looks, events are kept for them.
    """
    holds = _only_holds_look(plan)
    if plan.history is not None or (plan.sees_all_events and not holds):
        return plan
    asked, bare = plan.asked, copy(plan)
    bare.scoring = plan.scoring if asked.score else Scoring()
    effects = (one for one in plan.assumed if written_by(one) & asked.fields)
    changing = {"bounced", "unsubscribed", *bare.scoring.points, *(one.name for one in effects)}
    bare.changing_events = frozenset(changing)
    if holds:
        bare.sees_all_events = bare.looks_on_arrival = False
    else:
        bare.shared_own = _asked_for(plan.shared_own, asked)
        bare.journeys = tuple(_bare(journey, asked) for journey in plan.journeys)
    bare.unheard = _unheard(bare, asked, holds=holds)
    return bare


def _asked_for(assumed: Sequence[AssumedPlan], asked: Asked) -> tuple[AssumedPlan, ...]:
    return tuple(one for one in assumed if one.name in asked.events)


def _bare(journey: JourneyPlan, asked: Asked) -> JourneyPlan:
    causes = {cause: _asked_for(some, asked) for cause, some in journey.causes.items()}
    return replace(
        journey,
        assumed=_asked_for(journey.assumed, asked),
        causes={cause: some for cause, some in causes.items() if some},
    )


# ---------------------------------------------------------------- held sends
def _only_holds_look(plan: RunPlan) -> bool:
    """Whether nothing but `hold_if` needs a look after an event that it does not ask for.

    It is known when time lets a send go, and until then tries of it change nothing.
    """
    journey = plan.journeys[0]
    watch, hold_if = journey.watch, journey.watch.hold_if
    if hold_if is None or not _goes_once(plan) or watch.when is not None:
        return False
    others = [watch.goal, *(rule for _, rule in watch.exits), *watch.until.values()]
    beside = [rule for rule in others if rule is not None]
    tried = _of_tries(plan, journey)
    return not (
        any(uses_time(rule, in_stay=True) for rule in (*beside, *tried))
        or any(call.function == "done" for call in calls([*beside, hold_if]))
        or any(call.function not in ("in_list", "missing", "contains") for call in calls(tried))
        or not all(map(_ends_when_known, joined_by_or(hold_if)))
    )


def _goes_once(plan: RunPlan) -> bool:
    """Whether contacts go one journey once, each step once at most, and by themselves."""
    journey = plan.journeys[0]
    once = len(plan.journeys) == 1 and journey.again_after is None and not journey.loops
    return once and plan.throttle is None and plan.history is None


def _of_tries(plan: RunPlan, journey: JourneyPlan) -> list[Typed]:
    """What is asked of a contact at each try of a send, but for `hold_if`."""
    model = journey.journey
    asked = [step.only_if for step in model.steps.values() if isinstance(step, Send)]
    if any(send.basis == "customer" for send in journey.sends.values()):
        asked.append(plan.workspace.definitions.get("customer", CUSTOMER))
    return [plan.typed(condition, model) for condition in asked if condition is not None]


def _ends_when_known(part: Typed) -> bool:
    return not uses_time(part, in_stay=True) or _did_of_late(part) is not None


def _did_of_late(part: Typed) -> str | None:
    """The event of `did('e', within='3d')`; None for another condition."""
    match part:
        case TypedCall(function="did", subject=event, within=int(), object=None):
            return event
    return None


# ---------------------------------------------------------------- own events
def _unheard(plan: RunPlan, asked: Asked, *, holds: bool) -> Unheard:
    if not _goes_once(plan):
        return Unheard()
    noted = frozenset(one.place for one in _noted(plan, asked, holds=holds))
    if not holds:
        return Unheard(noted)
    hold_if = plan.journeys[0].watch.hold_if
    assert hold_if is not None
    holding = {_did_of_late(part) for part in joined_by_or(hold_if)}
    assumed = (*plan.shared_own, *plan.journeys[0].own)
    look = {
        one.place
        for one in assumed
        if _is_chain(one)
        and (one.place in noted or one.name not in asked.events)
        and not (one.place in noted and one.name in holding)
    }
    return Unheard(noted, True, frozenset(look))


def _is_chain(assumed: AssumedPlan) -> bool:
    """Whether an own event comes with a hazard; one that comes at once, and again, has no end."""
    return assumed.date is None and assumed.chance < 1


def _noted(plan: RunPlan, asked: Asked, *, holds: bool) -> list[AssumedPlan]:
    """Own events of stays that conditions ask for at steps, and at the tries of sends, only."""
    journey = plan.journeys[0]
    watch, model = journey.watch, journey.journey
    named = Counter(one.name for one in (*plan.shared_own, *journey.assumed))
    tries = _of_tries(plan, journey)
    rules = [watch.goal, *(rule for _, rule in watch.exits), *watch.until.values()]
    rules += [watch.when, watch.only_if, *([] if holds else [watch.hold_if])]
    ifs = (one.condition for one in (*plan.shared_own, *journey.assumed))
    rules += [plan.typed(one, model) for one in ifs if one is not None]
    heard = {call.subject for call in calls([rule for rule in rules if rule is not None])}
    heard |= {call.subject for call in calls(tries)}
    heard |= {event for one in journey.assumed for what, event in one.causes if what == "did"}
    heard |= {journey.entry_event, *MESSAGE_EVENTS, *plan.scoring.points, *plan.scoring.reached}
    heard |= {verb.event for verb in verbs_of(model) if isinstance(verb, Emit)}
    if holds and watch.hold_if is not None:  # where it holds with the event, and not without it
        parts = [part for part in joined_by_or(watch.hold_if) if _did_of_late(part) is None]
        heard |= {call.subject for call in calls(parts)}
    asks = {call.subject for call in calls(step_conditions(plan, journey))}
    asks |= {call.subject for call in calls([watch.hold_if])} if holds and watch.hold_if else set()
    return [
        one
        for one in journey.own
        if _is_chain(one) and named[one.name] == 1 and one.name in asks - heard
        if not written_by(one) & asked.fields
    ]

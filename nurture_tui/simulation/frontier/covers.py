"""Which runs the frontier scheduler can do exactly: contacts that go one path, each by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from nurture_tui.model.action import (
    AddNumbers,
    AddToList,
    CopyField,
    CreateDeal,
    Emit,
    EnterJourney,
    MapField,
    RemoveFromList,
    SetFields,
    UpdateDeal,
    Verb,
)
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Action, Exit, Wait
from nurture_tui.model.typed import (
    TIME_FUNCTIONS,
    Typed,
    TypedAll,
    TypedAny,
    TypedCall,
    fields_in,
)
from nurture_tui.simulation.addresses import EMAIL
from nurture_tui.simulation.asked import path_conditions, verbs_of, written_by
from nurture_tui.simulation.defaults import MODIFIERS
from nurture_tui.simulation.events import MESSAGE_EVENTS
from nurture_tui.simulation.frontier.effects import EVENT_CALLS, why_effects
from nurture_tui.simulation.plan import JourneyPlan, RunPlan
from nurture_tui.simulation.watch import calls


def why_not(plan: RunPlan, *, with_log: bool) -> str | None:
    """Why the frontier scheduler cannot do this run exactly; None if it can.

    It can where a contact's way is known from what it has done so far and from events whose times
    are drawn before it comes to them: one journey, entered once, whose goal and exits begin to hold
    with events and go on to. `with_log`: what only the log shows counts too.
    """
    if len(plan.journeys) > 1:
        return "several journeys run together"
    if plan.throttle is not None:
        return "a throttle holds sends of all contacts"
    if plan.history is not None:
        return "an event history is replayed"
    reasons = _reasons(plan, plan.journeys[0], with_log)
    return next(reasons, None)


def _reasons(plan: RunPlan, journey: JourneyPlan, with_log: bool) -> Iterator[str]:
    watch, model = journey.watch, journey.journey
    if watch.when is not None:
        yield "contacts come in when a condition begins to hold"
    if watch.hold_if is not None:
        yield "sends are held by a condition"
    if model.entry.event in _made_events(plan, journey):
        yield "the entry event can happen again"
    if _loops_at_once(journey):
        yield "a loop may take no time"
    yield from _of_watched(journey)
    yield from _of_conditions(plan, journey)
    yield from _of_assumed(plan, journey, with_log)
    yield from why_effects(plan, journey)
    yield from _of_verbs(journey)
    yield from _of_score(plan, journey, with_log)
    if not journey.marketing and any(send.marketing for send in journey.sends.values()):
        yield "who unsubscribes stays, and is asked for permission again"
    for send in journey.sends.values():
        if send.channel != EMAIL and send.behaviour.bounce:
            yield "a message that is no e-mail can bounce"
        for name, neutral in MODIFIERS.items():
            if getattr(send.behaviour, name) != neutral.value:
                yield f"{name} makes each message depend on others"


# ---------------------------------------------------------------- conditions
def _of_watched(journey: JourneyPlan) -> Iterator[str]:
    steps = _step_verbs(journey.journey)  # those of goal and exits come after all that is watched
    written, lists = written_fields(steps) | {"consent"}, written_lists(steps)
    for rule in journey.watch.watched():
        if _changes_with_time(rule):
            yield "time alone can change what is watched"
        if any(call.function == "done" for call in calls([rule])):
            yield "what is watched begins to hold with a step"
        if not _only_begins(rule):
            yield "what is watched can cease to hold"
        if written & fields_in(rule) or lists & _lists_read(rule):
            yield "a step changes a field that is watched"
        if _joins_events(rule) and _sends_at_once(journey):
            yield "what is watched joins events of messages that go at one instant"


def _changes_with_time(typed: Typed) -> bool:
    """True if time alone can change it; `within='stay'` is as long as the contact is watched."""
    return any(
        call.function in TIME_FUNCTIONS or call.within not in (None, "stay")
        for call in calls([typed])
    )


def _only_begins(typed: Typed) -> bool:
    """True if the condition, once it holds, goes on to: no event stands under a `not`."""
    match typed:
        case TypedAll(items=items) | TypedAny(items=items):
            return all(_only_begins(item) for item in items)
        case TypedCall():
            return True
    return not any(call.function in EVENT_CALLS for call in calls([typed]))


def _joins_events(typed: Typed) -> bool:
    """True if events, not all of one message, stand under an `and`.

    What a message makes happen at once comes before all that the next one makes happen at that
    instant, whatever their names: keys know the names alone.
    """
    if isinstance(typed, TypedAll):
        asked = [call for call in calls([typed]) if call.function in EVENT_CALLS]
        about = {None if call.function == "did" else call.subject for call in asked}
        return len(asked) > 1 and (None in about or len(about) > 1)
    return isinstance(typed, TypedAny) and any(map(_joins_events, typed.items))


def _of_conditions(plan: RunPlan, journey: JourneyPlan) -> Iterator[str]:
    for rule in [*journey.watch.watched(), *asked_conditions(plan, journey)]:
        for call in calls([rule]):
            if call.function == "count" or (call.function == "since" and call.of is None):
                yield "a condition counts events, or the time since one"
            if call.function == "did" and (call.subject in MESSAGE_EVENTS or call.object):
                yield "a condition asks for any message's event"
            if call.function == "did" and call.within not in (None, "stay"):
                yield "a condition looks back for a time"
            if call.function in ("reached", "inside") and call.subject == journey.id:
                yield "a condition asks for the journey itself"
        if not journey.marketing and "consent" in fields_in(rule):
            yield "who unsubscribes stays, and a condition asks for consent"


def asked_conditions(plan: RunPlan, journey: JourneyPlan) -> list[Typed]:
    """The conditions that are asked at an entry, at steps, and at what is assumed."""
    asked = (assumed.condition for assumed in (*journey.assumed, *plan.shared_own))
    typed = [plan.typed(one, journey.journey) for one in asked if one is not None]
    return [*path_conditions(plan, journey), *typed]


def _lists_read(typed: Typed) -> set[str]:
    return {call.subject or "" for call in calls([typed]) if call.function == "in_list"}


# ---------------------------------------------------------------- assumed events, verbs, score
def _of_assumed(plan: RunPlan, journey: JourneyPlan, with_log: bool) -> Iterator[str]:
    verbs = verbs_of(journey.journey)
    written, lists = written_fields(verbs) | {"consent"}, written_lists(verbs)
    if with_log:  # else it is known whose answer may change (effects)
        written.update(*map(written_by, (*journey.assumed, *plan.shared_own)))
    for assumed in (*journey.assumed, *plan.shared_own):
        if assumed.name in MESSAGE_EVENTS:
            yield "an assumed event has the name of a message's"
        if any(f == "did" and e != journey.entry_event for f, e in assumed.causes):
            yield "an assumed event follows another"
        if assumed.causes and assumed.condition is not None:
            typed = plan.typed(assumed.condition, journey.journey)
            asks = any(call.function in EVENT_CALLS for call in calls([typed]))
            changes = written & fields_in(typed) or _lists_read(typed) & lists
            if asks or changes or _changes_with_time(typed):
                yield "an assumed event asks for what may change"


def _of_verbs(journey: JourneyPlan) -> Iterator[str]:
    model = journey.journey
    for verb in verbs_of(model):
        if isinstance(verb, Emit):
            yield "a step makes an event happen"
        if isinstance(verb, EnterJourney) and verb.journey == model.id:
            yield "a contact is handed back to the journey"
        if "consent" in written_fields([verb]):
            yield "a step gives or takes consent"
    if not journey.marketing and "consent" in _sources(model):
        yield "who unsubscribes stays, and a step asks for consent"
    targets = [rule.enter for rule in model.exits]
    targets += [step.enter for step in model.steps.values() if isinstance(step, Exit)]
    targets += [model.goal.enter] if model.goal is not None else []
    if model.id in targets:
        yield "a contact is handed back to the journey"


def _of_score(plan: RunPlan, journey: JourneyPlan, with_log: bool) -> Iterator[str]:
    scoring = plan.scoring
    if not scoring.points and not scoring.reached:
        return
    read = [*journey.watch.watched(), *asked_conditions(plan, journey)]
    if any("score" in fields_in(rule) for rule in read):
        yield "a condition asks for the score"
    if "score" in _sources(journey.journey):
        yield "a step asks for the score"
    asked = {call.subject for call in calls(read) if call.function == "did"}
    asked |= {event for plan_ in journey.assumed for f, event in plan_.causes if f == "did"}
    if asked & set(scoring.reached):
        yield "a condition asks for a score that is reached"
    if scoring.reached and (with_log or "score" in written_fields(verbs_of(journey.journey))):
        yield "the score makes events happen"


def written_fields(verbs: Sequence[Verb]) -> set[str]:
    """The fields that verbs write."""
    found: set[str] = set()
    for verb in verbs:
        match verb:
            case SetFields(values=values):
                found |= set(values)
            case AddNumbers(amounts=amounts):
                found |= set(amounts)
            case CopyField(spec=copy):
                found.add(copy.to)
            case MapField(spec=spec):
                found.add(spec.field)
            case CreateDeal() | UpdateDeal():
                found |= {"deal.pipeline", "deal.stage"}
    return found


def written_lists(verbs: Sequence[Verb]) -> set[str]:
    """The lists that verbs put contacts on, or take them off."""
    return {verb.list_name for verb in verbs if isinstance(verb, AddToList | RemoveFromList)}


def _sources(model: Journey) -> set[str]:
    """The fields that verbs read, to write what they hold to another."""
    found: set[str] = set()
    for verb in verbs_of(model):
        match verb:
            case CopyField(spec=copy):
                found.add(copy.source)
            case MapField(spec=spec):
                found.add(spec.by)
    return found


def _step_verbs(model: Journey) -> list[Verb]:
    return [verb for step in model.steps.values() if isinstance(step, Action) for verb in step.do]


def _made_events(plan: RunPlan, journey: JourneyPlan) -> set[str]:
    """The events that something in the run makes happen."""
    assumed: Iterable[str] = (made.name for made in (*journey.assumed, *plan.shared_own))
    emitted = (verb.event for verb in verbs_of(journey.journey) if isinstance(verb, Emit))
    return {*MESSAGE_EVENTS, *assumed, *emitted, *plan.scoring.reached}


def _loops_at_once(journey: JourneyPlan) -> bool:
    """True if the path can come back to a step without a wait `for` some time on the way."""
    follows = _at_once(journey)
    closed: set[int] = set()

    def comes_back(place: int, above: frozenset[int]) -> bool:
        if place in above:
            return True
        if place in closed or place not in follows:
            return False
        found = any(comes_back(target, above | {place}) for target in follows[place])
        closed.add(place)
        return found

    return any(comes_back(place, frozenset()) for place in follows)


def _sends_at_once(journey: JourneyPlan) -> bool:
    """True if a message may go at the instant of the one before it."""
    follows = _at_once(journey)
    open_ = [target for send in journey.sends for target in follows[send]]
    seen: set[int] = set()
    while open_:
        place = open_.pop()
        if place in journey.sends:
            return True
        if place not in seen:
            seen.add(place)
            open_ += follows.get(place, [])
    return False


def _at_once(journey: JourneyPlan) -> dict[int, list[int]]:
    """The steps that are left at the instant at which they are come to, perhaps; what follows."""
    return {
        place: [int(target) for target in step.port_targets if target >= 0]
        for place, step in enumerate(journey.steps)
        if not _takes_time(step.step)
    }


def _takes_time(step: object) -> bool:
    return (
        isinstance(step, Wait)
        and step.for_ is not None
        and (step.for_.seconds > 0 or step.for_.calendar_days > 0 or step.for_.business_days > 0)
    )

"""What the journeys of a run ask of contacts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from nurture_tui.frozen import dataclass
from nurture_tui.model.action import CopyField, GiveTask, MapField, SetFields, Verb
from nurture_tui.model.clock import parse_moment
from nurture_tui.model.condition import Condition
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Action, Branch, Send, Wait
from nurture_tui.model.typed import Typed, TypedAny, fields_in
from nurture_tui.model.workspace import CUSTOMER
from nurture_tui.simulation.events import MESSAGE_EVENTS
from nurture_tui.simulation.tasks import OWNER
from nurture_tui.simulation.watch import calls

if TYPE_CHECKING:
    from nurture_tui.simulation.assumed import AssumedPlan
    from nurture_tui.simulation.plan import JourneyPlan, RunPlan

SCORE = "score"


@dataclass(frozen=True)
class Asked:
    """The fields and the events that anything in a run may ask for; `score`: points among them.

    An event is asked for by name: all that is assumed of one name is, or nothing of it.
    """

    fields: frozenset[str]
    events: frozenset[str]
    score: bool


@dataclass(frozen=True)
class Unheard:
    """Own events, by their places in the run, that need no turn when they happen.

    Those `noted` are found when a condition asks for them at a step. Where only sends that are held
    look at what time changes (`holds`), those that `look` are found for them.
    """

    noted: frozenset[int] = frozenset()
    holds: bool = False
    look: frozenset[int] = frozenset()


def asked_of(plan: RunPlan) -> Asked:
    """What the journeys of a run ask for, and what that hangs on in turn."""
    fields, events = {"consent"}, {*MESSAGE_EVENTS, "bounced", "unsubscribed"}
    for journey in plan.journeys:
        events.add(journey.entry_event or "")
        fields |= set(fields_of_steps(journey.journey))
        rules = [*journey.watch.watched(), journey.watch.when, *path_conditions(plan, journey)]
        _ask([rule for rule in rules if rule is not None], fields, events)
    scoring = plan.scoring
    assumed, score = [*plan.shared_own, *_of_journeys(plan)], False
    known = -1
    while known < len(fields) + len(events):
        known = len(fields) + len(events)
        if SCORE in fields or events & set(scoring.reached):
            score = True
            fields.add(SCORE)
            events |= {*scoring.points, *scoring.reached}
        for one in assumed:
            if one.name in events or fields & written_by(one):
                events |= {one.name, *(event for what, event in one.causes if what == "did")}
                fields |= {one.date.name} if one.date is not None else set()
                fields |= set(_moments(one.model.values.values()))
                if one.condition is not None:
                    _ask([plan.typed(one.condition, _owner(plan, one))], fields, events)
    return Asked(frozenset(fields), frozenset(events), score)


def written_by(assumed: AssumedPlan) -> frozenset[str]:
    """The fields that an assumed event changes."""
    return frozenset((*assumed.model.values, *assumed.model.amounts))


def path_conditions(plan: RunPlan, journey: JourneyPlan) -> list[Typed]:
    """The conditions that are asked at an entry and at steps."""
    entry = journey.watch.only_if
    return [*([entry] if entry is not None else []), *step_conditions(plan, journey)]


def step_conditions(plan: RunPlan, journey: JourneyPlan) -> list[Typed]:
    """The conditions that are asked at steps, but for what is watched there."""
    model = journey.journey
    asked: list[Condition | None] = []
    asked += [step.only_if for step in model.steps.values() if isinstance(step, Send)]
    for step in model.steps.values():
        asked += [case.condition for case in step.cases] if isinstance(step, Branch) else []
    if any(send.basis == "customer" for send in journey.sends.values()):
        asked.append(plan.workspace.definitions.get("customer", CUSTOMER))
    return [plan.typed(condition, model) for condition in asked if condition is not None]


def verbs_of(model: Journey) -> list[Verb]:
    """All that the steps, the exits and the goal of a journey do."""
    verbs = [verb for step in model.steps.values() if isinstance(step, Action) for verb in step.do]
    verbs += [verb for rule in model.exits for verb in rule.do]
    return [*verbs, *(model.goal.do if model.goal is not None else ())]


def joined_by_or(typed: Typed) -> Iterator[Typed]:
    """The parts of a condition of which any one makes it hold."""
    if isinstance(typed, TypedAny):
        for item in typed.items:
            yield from joined_by_or(item)
    else:
        yield typed


def _ask(rules: Sequence[Typed], fields: set[str], events: set[str]) -> None:
    for rule in rules:
        fields |= fields_in(rule)
    events |= {call.subject for call in calls(rules) if call.subject is not None}


def fields_of_steps(model: Journey) -> Iterator[str]:
    """The fields that waits and verbs read, and the names of dates that are no fields."""
    for step in model.steps.values():
        if isinstance(step, Wait) and step.date is not None:
            yield step.date.name
    for verb in verbs_of(model):
        match verb:
            case CopyField(spec=copied):
                yield copied.source
            case MapField(spec=spec):
                yield spec.by
                yield from _moments([*spec.to.values(), spec.else_])
            case SetFields(values=values):
                yield from _moments(values.values())
            case GiveTask():
                yield OWNER


def _moments(values: Iterable[object]) -> Iterator[str]:
    """The dates that values such as `trial_ends + 3d` are reckoned from."""
    for value in values:
        if isinstance(value, str):
            try:
                yield parse_moment(value).name
            except ValueError:
                continue


def _of_journeys(plan: RunPlan) -> list[AssumedPlan]:
    return [assumed for journey in plan.journeys for assumed in journey.assumed]


def _owner(plan: RunPlan, assumed: AssumedPlan) -> Journey | None:
    return None if assumed.shared else plan.journeys[assumed.journey].journey

"""The steps of the reference: waits, decisions, actions, and how a path goes on (R7 to R9, R12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import reference_behaviour as behaviour
import reference_sending as sending
from reference_fields import add_to, copy_field, is_key, set_field
from reference_state import Coming, Path, Stay, Until

from nurture_tui.model.action import (
    AddNumbers,
    AddToList,
    CopyField,
    CreateDeal,
    Emit,
    EnterJourney,
    GiveTask,
    MapField,
    RemoveFromList,
    SetFields,
    UpdateDeal,
    Verb,
    verb_name,
)
from nurture_tui.model.duration import NO_TIME
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Action, Branch, Exit, Send, Split, Wait, case_label, ports
from nurture_tui.simulation.actions import describe
from nurture_tui.simulation.draws import draw, purpose, share_of

if TYPE_CHECKING:
    from reference_life import Life


def reasons(journey: Journey) -> list[str]:
    """What exit steps give as the reason of leaving."""
    return [step.reason or id_ for id_, step in journey.steps.items() if isinstance(step, Exit)]


def arrive(life: Life, journey: str, step: str | None) -> None:
    """Come to a step, or to the end of the path (None); it is made in its turn."""
    path = life.paths[journey]
    path.step, path.since, path.due = step, life.now, life.now
    path.fresh, path.noticed, path.on_hold, path.held_by = True, False, False, []
    path.leaving, path.looked_at = None, False
    life.look_due = True
    if step is not None and path.stay is not None:
        path.stay.visits[step] += 1
        life.counts[journey, "step", step, "entered"] += 1


def make_step(life: Life, journey: str) -> Until:
    """R6 (3): what the contact does at the step where it is."""
    path = life.paths[journey]
    stay = path.stay
    assert stay is not None
    if path.leaving is not None:
        leave_step(life, journey, path, stay, path.leaving)
        return
    if path.step is None:
        life.leave(journey, "finished")
        life.log(journey, "", "finished")
        return
    step = life.world.journeys[journey].steps[path.step]
    match step:
        case Send():
            yield from sending.try_send(life, journey, path, stay, path.step, step)
        case Wait():
            _wait(life, journey, path, stay, step)
        case Branch():
            cases = range(len(step.cases))
            holding = (i for i in cases if life.holds(step.cases[i].condition, journey, stay))
            first = next(holding, None)
            go_on(life, journey, "else" if first is None else case_label(step, first))
        case Split():
            weights = np.cumsum([way.weight for way in step.ways])
            bits = draw(life.key, purpose(journey, path.step, "split"))
            name = step.ways[int(share_of(bits, weights / weights[-1])[0])].name
            path.ways[path.step] = name
            go_on(life, journey, name)
        case Action():
            go_on(life, journey, "next")
            do_list(life, journey, path.step, stay, step.do)
        case Exit():
            reason, id_ = step.reason or path.step, path.step
            life.leave(journey, reason)
            life.log(journey, id_, "exit", reason)
            if step.enter is not None:
                life.hand_off(journey, id_, step.enter)


def go_on(life: Life, journey: str, port: str) -> None:
    """The step is made: it is left by this port after the looks that follow (R6)."""
    path = life.paths[journey]
    path.leaving, path.due, path.on_hold = port, life.now, False


def leave_step(life: Life, journey: str, path: Path, stay: Stay, port: str) -> None:
    """Leave a step by a port: the step is done, and the next one is arrived at."""
    assert path.step is not None
    left = path.step
    targets = dict(ports(life.world.journeys[journey].steps[left]))
    life.counts[journey, "step", left, "out", port] += 1
    if len(targets) > 1:
        life.log(journey, left, "went", port)
    stay.done.add(left)
    behaviour.draw_causes(life, journey, "done", left, stay, stay.visits[left])
    arrive(life, journey, targets[port])


# ---------------------------------------------------------------- R7
def _wait(life: Life, journey: str, path: Path, stay: Stay, wait: Wait) -> None:
    other = "next" if wait.else_ is None else "else"
    if wait.until is not None:
        _wait_until(life, journey, path, stay, wait, other)
        return
    if path.fresh:
        path.fresh = False
        at = _moment(life, journey, stay, wait)
        if at is None or (wait.date is not None and at < life.now):
            go_on(life, journey, other)
            return
        path.due = max(at, life.now)
    if path.due is not None and path.due <= life.now:
        go_on(life, journey, "next")


def _moment(life: Life, journey: str, stay: Stay, wait: Wait) -> int | None:
    """When a wait `for` or `date` ends; None if the date is missing."""
    person = life.person(journey)
    if wait.date is None:
        return person.leave(wait.for_ or NO_TIME, wait.at, wait.on, life.now)
    base = life.date(wait.date.name, journey, stay)
    if base is None:
        return None
    return person.moment(base, wait.date.offset, wait.at, wait.on, wait.date.sign)


def _wait_until(life: Life, journey: str, path: Path, stay: Stay, wait: Wait, other: str) -> None:
    """On as soon as the condition holds, and when the time is out, which is itself a look."""
    assert wait.timeout is not None
    over = path.since + wait.timeout.elapsed
    if path.noticed or life.holds(wait.until, journey, stay):
        go_on(life, journey, "next")
    elif over <= life.now:
        go_on(life, journey, other)
    else:
        path.fresh, path.due = False, over


# ---------------------------------------------------------------- actions
def do_list(life: Life, journey: str, step: str, stay: Stay, verbs: tuple[Verb, ...]) -> None:
    """A `do` list in its order; what is emitted is logged in its place, looks come after."""
    emitted: list[Coming] = []
    for verb in verbs:
        if isinstance(verb, Emit):
            emitted.append(Coming(life.now, verb.event))
            behaviour.occur(life, emitted[-1])
        elif isinstance(verb, EnterJourney):
            life.hand_off(journey, step, verb.journey)
        else:
            life.log(journey, step, verb_name(verb), describe(verb))
            _do(life, journey, stay, verb)
    for event in emitted:
        behaviour.follow(life, event)
    if verbs:
        life.look_due = True


def _do(life: Life, journey: str, stay: Stay, verb: Verb) -> None:
    match verb:
        case SetFields(values=values):
            for name, value in values.items():
                set_field(life, journey, stay, name, value)
        case AddNumbers(amounts=amounts):
            for name, amount in amounts.items():
                add_to(life, name, amount)
        case CopyField(spec=spec):
            copy_field(life, spec.source, spec.to)
        case MapField(spec=spec):
            found = next((to for key, to in spec.to.items() if is_key(life, spec.by, key)), None)
            found = spec.else_ if found is None else found
            if found is not None:
                set_field(life, journey, stay, spec.field, found)
        case AddToList(list_name=name):
            life.lists.add(name)
        case RemoveFromList(list_name=name):
            life.lists.discard(name)
        case GiveTask(task=task):
            whose = life.fields.get("owner") or "" if task.for_ == "owner" else task.for_
            life.tasks[life.world.clock.local(life.now).date().isoformat(), str(whose)] += 1
        case CreateDeal(deal=deal):
            life.fields["deal.pipeline"], life.fields["deal.stage"] = deal.pipeline, deal.stage
        case UpdateDeal(deal=deal):
            life.fields["deal.stage"] = deal.stage

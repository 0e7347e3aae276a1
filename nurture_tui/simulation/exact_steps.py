"""How each type of step is left, on all paths at once (R7-R12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

import numpy as np

from nurture_tui.contacts.table import NO_DATE
from nurture_tui.model.action import (
    AddNumbers,
    AddToList,
    CopyField,
    Emit,
    MapField,
    RemoveFromList,
    SetFields,
    Verb,
)
from nurture_tui.model.clock import Moment, parse_fixed_date, parse_moment
from nurture_tui.model.duration import DAY
from nurture_tui.model.duration import NO_TIME as NO_DURATION
from nurture_tui.model.fields import DATE
from nurture_tui.model.step import Action, Branch, Exit, Send, Split, Wait
from nurture_tui.model.typed import Typed
from nurture_tui.simulation.actions import encode, written_by
from nurture_tui.simulation.calendar import NEVER
from nurture_tui.simulation.exact_decide import decide
from nurture_tui.simulation.exact_events import Mark, NotCoveredError
from nurture_tui.simulation.exact_sends import try_send
from nurture_tui.simulation.exact_state import State
from nurture_tui.simulation.exact_until import wait_until
from nurture_tui.simulation.exact_walk import Onward, Walk
from nurture_tui.simulation.people import Field
from nurture_tui.simulation.view import Flags, Ints
from nurture_tui.simulation.waits import WaitRule


def do_step(walk: Walk, state: State, place: int) -> Onward:
    """Contacts that came to a step, as they leave it."""
    step = walk.plan.steps[place].step
    match step:
        case Send():
            return try_send(walk, state, place)
        case Wait(until=until) if until is not None:
            return wait_until(walk, state, place)
        case Wait(date=moment) if moment is not None:
            return _wait_for_date(walk, state, place, step)
        case Wait():
            rule = WaitRule(
                walk.world.plan.clock, walk.plan.closed, step.for_ or NO_DURATION, step.at, step.on
            )
            when = rule.leave(_zone(state), _variant(state), state.now)
            return _one(walk.advance(state, _in_time(when), place), 0)
        case Branch():
            return branch(walk, state, walk.world.cases[walk.plan.steps[place].id])
        case Split():
            weights = np.array([float(way.weight) for way in step.ways])
            shares = weights / weights.sum()
            return [
                (replace(state, weight=state.weight * share), port)
                for port, share in enumerate(shares.tolist())
            ]
        case Action():
            return [(each, 0) for each in act(walk, state, step.do)]
        case Exit():
            walk.end_path(state, step.reason or walk.plan.steps[place].id)
            return []
    raise AssertionError(f"unknown step {place}")


def _one(state: State, port: int) -> Onward:
    return [(state, port)] if len(state) else []


def _zone(state: State) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    return state.people.cohort.journeys[0].zone


def _variant(state: State) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    return state.people.cohort.journeys[0].variant


def _in_time(when: Ints) -> Ints:
    return np.minimum(when, NEVER)


# -------------------------------------------------------------------- decisions (R8)
def branch(walk: Walk, state: State, cases: Sequence[Typed]) -> Onward:
    """The first case that holds; the last port where none does."""
    found: Onward = []
    left = [state]
    for port, case in enumerate(cases):
        rest: list[State] = []
        for each in left:
            holding, others = decide(walk.world, each, case)
            found += [(some, port) for some in holding]
            rest += others
        left = rest
    return [*found, *((each, len(cases)) for each in left)]


# -------------------------------------------------------------------- dates (R7)
def _wait_for_date(walk: Walk, state: State, place: int, step: Wait) -> Onward:
    moment = step.date
    assert moment is not None
    rule = WaitRule(
        walk.world.plan.clock, walk.plan.closed, moment.offset, step.at, step.on, moment.sign
    )
    base, day_only = dates_of(walk, state, moment.name)
    when, past = rule.leave_date(_zone(state), _variant(state), base, day_only, state.now)
    else_port = len(walk.plan.steps[place].port_names) - 1
    found = _one(state.some(np.flatnonzero(past)), else_port)
    waits = np.flatnonzero(~past)
    return found + _one(walk.advance(state.some(waits), _in_time(when[waits]), place), 0)


def dates_of(walk: Walk, state: State, name: str) -> tuple[Ints, Flags]:
    """The seconds of a date by its name, as in a DateColumn, and whether only the day counts."""
    plan, n = walk.world.plan, len(state)
    exact = np.zeros(n, dtype=np.bool_)
    if name == "now":
        return state.now, exact
    if name == "entered_at":
        return state.entered, exact
    fixed = plan.dates_of(walk.world.journey).get(name)
    if isinstance(fixed, datetime):
        return np.full(n, plan.fixed_instant(fixed), dtype=np.int64), exact
    if isinstance(fixed, date):
        day = (fixed - date(1970, 1, 1)).days * DAY
        return np.full(n, day, dtype=np.int64), ~exact
    field = state.people.field(name, DATE)
    return field.values.astype(np.int64), field.day_only


def moment_of(walk: Walk, state: State, moment: Moment) -> Ints:
    """The instant of `now + 30d` or `trial_ends - 3d`; NO_DATE where the date is missing."""
    rule = WaitRule(walk.world.plan.clock, walk.plan.closed, moment.offset, sign=moment.sign)
    base, day_only = dates_of(walk, state, moment.name)
    long_ago = -(1 << 60)
    found, _ = rule.leave_date(_zone(state), _variant(state), base, day_only, long_ago)
    return np.where(base == NO_DATE, NO_DATE, found)


# -------------------------------------------------------------------- actions
def act(walk: Walk, state: State, verbs: Sequence[Verb]) -> list[State]:
    """What a `do` list changes of what is read later, and the events that it makes."""
    changed = False
    for verb in verbs:
        match verb:
            case SetFields(values=values):
                read = {n: v for n, v in values.items() if n in walk.world.fields_read}
                for name, value in read.items():
                    _refuse_overwriting(walk, state, name)
                    state, changed = _set(walk, state, name, value), True
            case Emit(event=event):
                state, changed = walk.event(state, event), True
            case AddToList() | RemoveFromList() if "lists" in walk.world.fields_read:
                raise NotCoveredError("an action changes a list that decides later")
            case AddNumbers() | CopyField() | MapField() as other:
                for name in set(written_by(other)) & walk.world.fields_read:
                    raise NotCoveredError(
                        f"an action works out the field {name}, which decides later"
                    )
    return walk.watch(state) if changed else [state]


def _refuse_overwriting(walk: Walk, state: State, name: str) -> None:
    """What an event of chance may have set before, and has not ended the stay."""
    ending = frozenset[Mark]().union(*(rule.marks for rule in state.rules))
    for effect in walk.world.effects:
        if name in effect.values and not effect.marks & ending:
            raise NotCoveredError(f"an action sets {name}, as “{effect.event}” does by chance")


def _set(walk: Walk, state: State, name: str, value: object) -> State:
    kind = walk.world.plan.kind_of(name)
    assert kind is not None
    people = state.people
    field = people.field(name, kind)
    everyone = np.arange(len(state))
    if kind.kind != "date":
        constant = encode(value, kind, people.pool.code)
        new = Field(kind, np.full_like(field.values, constant), field.day_only)
    else:
        seconds, day_only = _date_value(walk, state, value)
        new = Field(kind, seconds, np.full(len(state), day_only))
    state = state.take(everyone)  # its own copy: other paths keep the field as it was
    state.people.fields[name] = new
    return state


def _date_value(walk: Walk, state: State, value: object) -> tuple[Ints, bool]:
    if isinstance(value, str):
        try:
            value = parse_fixed_date(value)
        except ValueError:
            return moment_of(walk, state, parse_moment(str(value))), False
    if isinstance(value, datetime):
        return np.full(len(state), walk.world.plan.fixed_instant(value), dtype=np.int64), False
    assert isinstance(value, date)
    return np.full(len(state), (value - date(1970, 1, 1)).days * DAY, dtype=np.int64), True

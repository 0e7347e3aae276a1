"""How contacts come in, for exact expectations: alike ones together, refused ones counted (R4)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from nurture_tui.model.fields import NUMBER
from nurture_tui.model.typed import Typed
from nurture_tui.simulation.cohort import cohort_of
from nurture_tui.simulation.exact_conditions import asked_of, known_parts
from nurture_tui.simulation.exact_events import Happening, NotCoveredError
from nurture_tui.simulation.exact_laws import Floats, exponential
from nurture_tui.simulation.exact_sources import After, Again, Source
from nurture_tui.simulation.exact_state import Facts, State, some_people
from nurture_tui.simulation.exact_steps import moment_of
from nurture_tui.simulation.exact_walk import Walk
from nurture_tui.simulation.exact_world import World, asks_the_clock
from nurture_tui.simulation.people import Field, People
from nurture_tui.simulation.population import Population
from nurture_tui.simulation.textpool import TextPool
from nurture_tui.simulation.view import Ints

NEVER_COMES = 1e17
AT_ONCE = 262_144
"""So many contacts are put together at once."""


@dataclass
class Entry:
    """Those who try to come in: how many were refused and why, and the states of those who did."""

    considered: int
    not_entered: Counter[str]
    states: list[State]
    entered: int = 0


def arrive(world: World, population: Population) -> list[State]:
    """All contacts that turn up in the run at their attempt, alike ones in one row."""
    pool = TextPool()
    numbers, weights = [], []
    for first in range(0, len(population), AT_ONCE):
        some = np.arange(first, min(first + AT_ONCE, len(population)))
        state = _at_entry(world, population, some, pool)
        if not len(state):
            continue
        one, count = _alike(world, state)
        numbers.append(state.people.numbers[one])
        weights.append(count)
    chosen = np.concatenate([np.zeros(0, dtype=np.int64), *numbers])
    if not len(chosen):
        return []
    order = np.argsort(chosen)
    state = _at_entry(world, population, chosen[order], pool)
    state = replace(state, weight=np.concatenate(weights)[order])
    one, count = _alike(world, state)
    return [replace(state.take(one), weight=count)]


def _at_entry(world: World, population: Population, numbers: Ints, pool: TextPool) -> State:
    """A row for each of these that turns up, with the points of the event that it turns up with."""
    plan, cohort = world.plan, cohort_of(world.plan, population, numbers)
    people = People(cohort, pool)
    come = np.flatnonzero(cohort.journeys[0].arrivals < plan.end)
    if not plan.has_consent:
        people.field("consent", plan.consent_kind).values[:] = 1
    for name in sorted(_fields_asked(world)):
        kind = plan.kind_of(name)
        if kind is not None:
            people.field(name, kind)
    event = world.journey.entry.event or ""
    points = plan.settings.scoring.points.get(event)
    if points is not None and "score" in people.fields:
        known = people.fields["score"].values.astype(np.float64)
        scores = np.where(np.isnan(known), 0.0, known) + float(points)
        people.fields["score"] = Field(NUMBER, scores, people.fields["score"].day_only)
    people = some_people(people, come)
    now = people.cohort.journeys[0].arrivals
    within = world.journey_plan.goal_within
    told = np.ones(len(come)) if within is None else (now + within <= plan.end).astype(np.float64)
    ones = np.ones(len(come))
    facts = Facts(happened=((event, now),))
    return State(people, ones, now, now, told, ones, facts=facts)


def _asked(world: World) -> list[Typed]:
    return list(dict.fromkeys((*world.asked_inside, *world.asked_at_entry)))


def _fields_asked(world: World) -> frozenset[str]:
    asked = [asked_of(typed) for typed in _asked(world)]
    return world.fields_read.union(*asked) - {"entered_at", "lists"}


def _alike(world: World, state: State) -> tuple[Ints, Floats]:
    """One row for all contacts that cannot be told apart by what is asked, and how many these are.

    Rows stand for their weights.
    """
    journey = state.people.cohort.journeys[0]
    keys: list[npt.NDArray[np.generic]] = [state.now, journey.zone, journey.variant]
    parts = {part.typed for typed in _asked(world) for part in known_parts(world.formula(typed))}
    for typed in parts:
        if not asks_the_clock(typed):
            keys += [world.truth_after(typed, state, effects) for effects in world.orders(typed)]
    for name in sorted(_fields_asked(world)):
        field = state.people.fields.get(name)
        compared = any(name in (f := asked_of(typed)) and len(f) > 1 for typed in parts)
        if field is not None and (field.kind.kind == "date" or compared):
            keys += [field.values, field.day_only]
    codes = np.stack([np.unique(key, return_inverse=True)[1].ravel() for key in keys])
    _, first, place = np.unique(codes, axis=1, return_index=True, return_inverse=True)
    count = np.bincount(place.ravel(), weights=state.weight, minlength=len(first))
    return first.astype(np.int64), count.astype(np.float64)


def enter(walk: Walk, attempt: State) -> Entry:
    """Attempts, each of contacts that are alike: the first reason that forbids one counts."""
    world = walk.world
    entry = Entry(int(attempt.weight.sum()), Counter(), [])
    for rows, rules, met in world.rules(attempt, at_entry=True):
        some = attempt.some(rows)
        if met is not None:
            entry.not_entered[met] += round(some.weight.sum())
            continue
        for each in walk.wish(replace(some, rules=rules)):
            entry.states += _let_in(walk, each, entry)
    entry.entered = round(sum(each.weight.sum() for each in entry.states))
    entry.states = [_begin(walk, each) for each in entry.states]
    return entry


def _let_in(walk: Walk, state: State, entry: Entry) -> list[State]:
    only_if = walk.plan.watch.only_if
    if only_if is None:
        return [state]
    found = []
    for split in walk.world.splits(only_if, state):
        some = state.some(split.rows)
        if sum(split.factors.values()) > 0.5:  # nothing of chance has happened yet
            found.append(some)
        else:
            entry.not_entered["only_if"] += round(some.weight.sum())
    return found


def _begin(walk: Walk, state: State) -> State:
    """What contacts do by themselves begins, and what the event of the entry leads to."""
    state = walk.add(state, own_sources(walk, state))
    event = walk.world.journey.entry.event
    return walk.caused(state, [("did", event)]) if event is not None else state


def own_sources(walk: Walk, state: State) -> list[Source]:
    """Own events and date events, from the entry on (R16)."""
    found: list[Source] = []
    for each in (*walk.plan.own, *walk.world.plan.shared_own):
        if each.place not in state.wanted or each.chance <= 0:
            continue
        shared = each.shared
        root = state.entered.astype(np.float64)
        last = np.full(len(state), np.inf)
        then = walk.world.causes.following([("did", each.name)], state.wanted)
        marks = walk.world.causes.marks_of(each)
        if each.date is not None:
            moments = moment_of(walk, state, each.date)
            come = moments >= state.entered
            root = np.where(come, moments, NEVER_COMES)
            found.append(
                After(root, Happening(each.chance, exponential(1.0, 1), marks, then), last)
            )
            continue
        if not shared and walk.plan.goal_within is not None:
            last = root + walk.plan.goal_within
        law = exponential(each.chance, each.per)
        if each.repeat:
            if then or law.law is None:
                raise NotCoveredError(
                    f"things follow from “{each.name}”, which happens again and again"
                )
            names = frozenset(mark for mark, _ in marks)
            rate = 1 / float(getattr(law.law, "mean", 1.0))
            found.append(Again(root, rate, names, last, not shared))
        else:
            found.append(After(root, Happening(1.0, law, marks, then), last, not shared))
    return found

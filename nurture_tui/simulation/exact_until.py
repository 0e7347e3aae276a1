"""A wait for a condition, on all paths: who goes on when, and who runs out of time (R7)."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

import numpy as np

from nurture_tui.simulation.calendar import NEVER
from nurture_tui.simulation.exact_conditions import first_of, minus
from nurture_tui.simulation.exact_decide import given
from nurture_tui.simulation.exact_events import Bar, Mark, NotCoveredError
from nurture_tui.simulation.exact_laws import Floats
from nurture_tui.simulation.exact_losses import Cause, Losses
from nurture_tui.simulation.exact_state import State, just_after, with_bars
from nurture_tui.simulation.exact_walk import Onward, Walk
from nurture_tui.simulation.view import Ints


def wait_until(walk: Walk, state: State, place: int) -> Onward:
    """Contacts that came to a wait for a condition, as they leave it."""
    step = walk.plan.steps[place]
    until = walk.plan.watch.until[step.id]
    timeout = getattr(step.step, "timeout", None)
    seconds = timeout.elapsed if timeout is not None else NEVER
    found: Onward = []
    for split in walk.world.splits(until, state):
        some = state.some(split.rows)
        marks = first_of(split.factors)
        if marks is None:
            found.append((some, 0))
            continue
        waiting = some
        if marks:
            found.append((given(some, split.factors), 0))
            waiting = given(some, minus(split.factors))
        found += _wait(walk, waiting, place, marks, seconds)
    return found


def _wait(walk: Walk, state: State, place: int, marks: frozenset[Mark], seconds: int) -> Onward:
    """Those for whom the condition does not hold yet."""
    marks -= frozenset[Mark]().union(*(rule.marks for rule in state.rules))  # these end the stay
    out = np.minimum(state.now, NEVER - seconds) + seconds
    last = np.minimum(out, walk.end - 1)
    causes = [
        Cause(marks, frozenset((number,)))
        for number, source in enumerate(state.sources)
        if source.marks & marks
    ]
    if not causes:
        left = walk.advance(state, out, place)
        return [(left, len(walk.plan.steps[place].port_names) - 1)] if len(left) else []
    found: Onward = []
    for begin, end in walk.stretches(state, just_after(last), len(causes)):
        lost = walk.lose(state, causes, begin, end)
        for cause, loss in zip(causes, lost.by_cause, strict=False):
            found += _going_on(state, cause, lost, loss)
        state = replace(state, alive=lost.left)
    terms = with_bars(
        state.terms,
        {frozenset((mark, None) for mark in marks): 1.0},
        just_after(last)[:, None],
    )
    state = replace(state, now=last, terms=terms)
    late = out >= walk.end
    walk.sums.inside[place] += state.some(np.flatnonzero(late)).here.sum()
    timed_out = state.some(np.flatnonzero(~late))
    if len(timed_out):
        found.append((timed_out, len(walk.plan.steps[place].port_names) - 1))
    return found


def _going_on(state: State, cause: Cause, lost: Losses, loss: Floats) -> Onward:
    """Those who go on as `cause` happens: at two instants in each two parts of the time.

    They are those of Gauss for a share that grows or falls evenly over the two parts. What is known
    of the source is exact for the instant; of the others, that they did not cause it before.
    """
    first, second = loss[:, 0::2], loss[:, 1::2]
    begin, middle, end = lost.edges[:, 0:-1:2], lost.edges[:, 1::2], lost.edges[:, 2::2]
    whole, half, bend = first + second, (end - begin) / 2, (begin + end) / 2 - middle
    early, late = (
        np.rint(middle + side * half + side * side * bend) for side in (-1 / sqrt(3), 1 / sqrt(3))
    )
    # Whole seconds: the shares are those that keep the mean instant.
    moment = whole * middle + (second - first) * half * 2 / 3 + whole * bend / 3
    later = np.clip((moment - whole * early) / np.maximum(late - early, 1.0), 0.0, whole)
    found: Onward = []
    for share, time in ((whole - later, early), (later, late)):
        rows, part = np.nonzero(share > 1e-15)
        if len(rows):
            when = time[rows, part].astype(np.int64)
            on = _known_at(state, cause, rows, when, share[rows, part])
            found.append((on, 0))
            dead = np.flatnonzero(on.weight == 0)
            if len(dead):  # a coarse part began before the event can happen: at its end it can
                rows, part = rows[dead], part[dead]
                when = np.floor(end[rows, part]).astype(np.int64)
                found.append((_known_at(state, cause, rows, when, share[rows, part]), 0))
    return found


def _known_at(state: State, cause: Cause, rows: Ints, when: Ints, share: Floats) -> State:
    """Rows of a state for which `cause` happens at an instant, each with its share."""
    some = state.take(rows)
    (number,) = cause.of or frozenset((0,))
    marks = cause.marks & some.sources[number].marks
    if len(marks) > 1:
        raise NotCoveredError("a wait ends by one of several things that follow from one")
    known = some.sources[number].at(min(marks), when.astype(np.float64))
    others = tuple(source for i, source in enumerate(some.sources) if i != number)
    bars = {mark: (Bar(just_after(when - 1)[:, None]),) for mark in cause.marks}
    terms = tuple(replace(term, bars={**term.bars, **bars}) for term in some.terms)
    on = replace(some, sources=(*others, *known), terms=terms, now=when)
    alive = on.until_now()
    weight = some.weight * share / np.maximum(alive, 1e-300)
    return replace(on, weight=weight * (alive > 0), alive=alive)

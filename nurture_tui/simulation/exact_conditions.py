"""Conditions as sums over what has not happened: what is known of a contact, and what is chance."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from nurture_tui.model.typed import (
    Typed,
    TypedAll,
    TypedAny,
    TypedCall,
    TypedCompare,
    TypedNot,
    calls_in,
    fields_in,
)
from nurture_tui.simulation.exact_events import Mark, NotCoveredError
from nurture_tui.simulation.view import Flags, Ints

Asked = tuple[Mark, int | None]
"""An event, and within how many seconds it is asked about (None: ever)."""
Factors = dict[frozenset[Asked], float]
"""A sum of products: the factor of each set of events that have not happened."""


@dataclass(frozen=True)
class Known:
    """Part of a condition whose truth is known for each contact: of fields, clocks, the path."""

    typed: Typed


@dataclass(frozen=True)
class Chance:
    """Part of a condition that asks whether an event has happened."""

    asked: Asked


@dataclass(frozen=True)
class Joined:
    """`all` parts or `any` of them."""

    word: str
    parts: tuple[Formula, ...]


@dataclass(frozen=True)
class Not:
    part: Formula


Formula = Known | Chance | Joined | Not


def formula_of(typed: Typed, is_chance: Callable[[TypedCall], list[Asked]]) -> Formula:
    """A condition with the events of chance apart.

    `is_chance` gives what a call of did, opened or clicked asks about, nothing where it is known.
    """
    match typed:
        case TypedAll(items=items):
            return Joined("all", tuple(formula_of(item, is_chance) for item in items))
        case TypedAny(items=items):
            return Joined("any", tuple(formula_of(item, is_chance) for item in items))
        case TypedNot(item=item):
            return Not(formula_of(item, is_chance))
        case TypedCall():
            asked = is_chance(typed)
            if asked:
                parts: list[Formula] = [Chance(each) for each in asked]
                return Joined("any", (Known(typed), *parts))
    for call in calls_in(typed):
        if is_chance(call):
            raise NotCoveredError(f"it counts “{call.subject}”, or asks how long ago it was")
    return Known(typed)


def ever(typed: Typed) -> Typed:
    """The condition with “within the stay” left out, where nothing is known from before it."""
    match typed:
        case TypedCall(within="stay"):
            return replace(typed, within=None)
        case TypedCompare(left=left, right=right):
            sides = tuple(ever(side) for side in right) if isinstance(right, tuple) else ever(right)
            return replace(typed, left=ever(left), right=sides)
    return typed


def asked_of(typed: Typed) -> frozenset[str]:
    """The fields that a condition reads; `lists` where it asks who is on one."""
    listed = any(call.function == "in_list" for call in calls_in(typed))
    return fields_in(typed) | {"lists"} if listed else fields_in(typed)


def known_parts(formula: Formula) -> list[Known]:
    """The parts of a condition whose truth is known."""
    match formula:
        case Known():
            return [formula]
        case Not(part=part):
            return known_parts(part)
        case Joined(parts=parts):
            return [known for part in parts for known in known_parts(part)]
    return []


def factors_of(formula: Formula, truth: Mapping[Known, Formula | bool]) -> Factors:
    """The chance that a condition holds, as a sum over what has not happened.

    `truth` has the truth of each known part, or what it hangs on.
    """
    match formula:
        case Known():
            value = truth[formula]
            if isinstance(value, bool):
                return {frozenset(): 1.0} if value else {}
            return factors_of(value, truth)
        case Chance(asked=asked):
            return {frozenset(): 1.0, frozenset((asked,)): -1.0}
        case Not(part=part):
            return minus(factors_of(part, truth))
        case Joined(word="all", parts=parts):
            return _product([factors_of(part, truth) for part in parts])
        case Joined(parts=parts):
            return minus(_product([minus(factors_of(part, truth)) for part in parts]))
    raise AssertionError(f"not a formula: {formula}")


def minus(factors: Factors) -> Factors:
    """The chance that it does not hold."""
    found = {marks: -factor for marks, factor in factors.items()}
    found[frozenset()] = found.get(frozenset(), 0.0) + 1.0
    return {marks: factor for marks, factor in found.items() if factor}


def _product(each: Sequence[Factors]) -> Factors:
    product: Factors = {frozenset(): 1.0}
    for factors in each:
        found: Factors = {}
        for marks, factor in product.items():
            for others, other in factors.items():
                both = marks | others
                found[both] = found.get(both, 0.0) + factor * other
        product = {marks: factor for marks, factor in found.items() if factor}
    return product


def first_of(factors: Factors) -> frozenset[Mark] | None:
    """The events of which the first makes a condition true, or None if it is true already.

    Refuses a condition that needs more than one event, or one within a time.
    """
    if not factors:
        return frozenset()
    if factors == {frozenset(): 1.0}:
        return None
    marks = next((marks for marks in factors if marks), frozenset())
    if factors != {frozenset(): 1.0, marks: -1.0}:
        raise NotCoveredError("it needs more than one thing to happen, or one not to happen")
    if any(within is not None for _, within in marks):
        raise NotCoveredError(
            "it asks whether something happened within a time, which is over by itself"
        )
    return frozenset(mark for mark, _ in marks)


def patterns(truths: Sequence[Flags], rows: int) -> list[tuple[tuple[bool, ...], Ints]]:
    """The rows of each combination of truths."""
    if not truths:
        return [((), np.arange(rows))]
    table = np.stack(truths)
    found, place = np.unique(table, axis=1, return_inverse=True)
    return [
        (tuple(bool(truth) for truth in column), np.flatnonzero(place.ravel() == number))
        for number, column in enumerate(found.T)
    ]

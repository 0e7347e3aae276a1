"""The proof that no contact of a list can meet a condition, in words, where there is one."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt

from nurture_tui.model.typed import (
    FieldRef,
    TypedAll,
    TypedAny,
    TypedCall,
    TypedCompare,
    TypedNot,
)
from nurture_tui.report.settled import Settled
from nurture_tui.report.told import joined, number, words_of
from nurture_tui.simulation.seen import Part

Flags = npt.NDArray[np.bool_]
_MOST_VALUES = 5
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def why_nobody_can(part: Part, run: Settled, wanted: bool = True) -> str | None:
    """Why the condition can be `wanted` for nobody of the list; None if it can, or may.

    What a run can change counts as possible either way, so what is said is so whatever happens.
    """
    if not len(part.holds) or can_be(part, run, wanted).any():
        return None
    return _blame(part, run, wanted)


def can_be(part: Part, run: Settled, wanted: bool) -> Flags:
    """Which contacts may at some instant of the run make the condition `wanted`."""
    match part.typed:
        case TypedAll() | TypedAny():
            each = [can_be(item, run, wanted) for item in part.items]
            every = isinstance(part.typed, TypedAll) == wanted
            join = np.logical_and if every else np.logical_or
            found: Flags = join.reduce(each)
            return found
        case TypedNot():
            return can_be(part.items[0], run, not wanted)
    if run.never_changes(part.typed):
        settled: Flags = part.holds == wanted
        return settled
    return np.ones(len(part.holds), dtype=np.bool_)


def _blame(part: Part, run: Settled, wanted: bool) -> str:
    match part.typed:
        case TypedNot():
            return _blame(part.items[0], run, not wanted)
        case TypedAll() | TypedAny():
            impossible = [one for one in part.items if not can_be(one, run, wanted).any()]
            every = isinstance(part.typed, TypedAll) == wanted
            if every and impossible:
                return _blame(impossible[0], run, wanted)
            if impossible:
                return joined(list(dict.fromkeys(_blame(one, run, wanted) for one in impossible)))
            return "some contacts of the list meet each part of it, and nobody all of them"
    return _of_leaf(part, wanted)


def _of_leaf(part: Part, wanted: bool) -> str:
    match part.typed:
        case TypedCompare(left=TypedCall(subject=str() as event)) if event:
            return f"nothing in this run makes “{event}” happen"
        case TypedCompare(left=FieldRef(name=name), operator=operator):
            return _of_values(part, words_of(name), operator, wanted)
        case TypedCompare(right=FieldRef(name=name), operator=operator):
            # The values are those of the left side, so nothing is said of which there are.
            return f"{words_of(name)} does not allow it for anybody of the list"
        case TypedCall(function="did", subject=event):
            return f"nothing in this run makes “{event}” happen"
        case TypedCall(function="in_list", subject=name):
            if wanted:
                return f"nobody is on the list “{name}”, and nothing puts anybody on it"
            return f"everybody is on the list “{name}”, and nothing takes anybody off it"
        case TypedCall(function="contains", of=FieldRef(name=name), subject=text):
            verb = "contains" if wanted else "is without"
            return f"no contact's {words_of(name)} {verb} “{text}”"
        case TypedCall(function="missing", of=FieldRef(name=name)):
            who = "every" if wanted else "no"
            return f"{who} contact of the list has {words_of(name)}"
        case TypedCall(function="reached" | "inside", subject=journey):
            return f"“{journey}” is not in this run"
        case FieldRef(name=name):
            return f"{words_of(name)} is {'yes' if wanted else 'no'} for nobody of the list"
    return f"it {'never' if wanted else 'always'} holds"


def _of_values(part: Part, name: str, operator: str, wanted: bool) -> str:
    """What the list has of a field, where none of it will do."""
    values = part.left[part.known]
    if not len(values):
        return f"{name} is known of no contact of the list"
    kind = part.typed.type if isinstance(part.typed, TypedCompare) else ""
    if operator in _TURNED and getattr(kind, "kind", "") == "number":
        most = (operator in (">", ">=")) == wanted
        found = float(values.max() if most else values.min())
        return f"the {'largest' if most else 'smallest'} {name} of the list is {number(found)}"
    if operator in _TURNED and getattr(kind, "kind", "") == "date":
        most = (operator in (">", ">=")) == wanted
        day = datetime.fromtimestamp(int(values.max() if most else values.min()), UTC)
        return f"the {'latest' if most else 'earliest'} {name} of the list is {day:%Y-%m-%d}"
    told = Counter(part.told(value) for value in values.tolist())
    common = [_shown(value) for value, _ in told.most_common(_MOST_VALUES)]
    more = " and others" if len(told) > _MOST_VALUES else ""
    if not any(common):
        return f"{name} is known of no contact of the list"
    return f"of the list, {name} is only {joined(common, 'or')}{more}"


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return number(value) if isinstance(value, float) else str(value)

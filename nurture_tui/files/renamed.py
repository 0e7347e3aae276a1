"""Steps that only have another id now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def renamed_steps(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, str]:
    """Steps that only have another id now: of the same type, alike, or in the same place."""
    gone = [id_ for id_ in old if id_ not in new]
    found: dict[str, str] = {}
    places = {id_: number for number, id_ in enumerate(old)}
    for number, id_ in enumerate(new):
        if id_ in old:
            continue
        fits = [g for g in gone if old[g]["type"] == new[id_]["type"] and g not in found]
        alike = [g for g in fits if _words(old[g]) == _words(new[id_])]
        beside = [g for g in fits if places[g] == number and _alike(old[g], new[id_])]
        chosen = next(iter(alike or beside), None)
        if chosen is not None:
            found[chosen] = id_
    return found


def _alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """True if two steps say the same in at least half of what they say."""
    words, others = _words(one), _words(other)
    same = sum(words[key] == others.get(key) for key in words if key != "type")
    return bool(same * 2 >= max(len(words), len(others)) - 1)


_EDGES = ("next", "else")


def _words(step: Mapping[str, Any]) -> dict[str, Any]:
    """What a step says, without where it leads, for that changes with the names of others."""
    return {key: value for key, value in step.items() if key not in _EDGES}

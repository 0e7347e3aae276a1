"""Events of chance that change fields, and what a condition on these fields hangs on then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nurture_tui.simulation.exact_conditions import Chance, Formula, Joined, Not
from nurture_tui.simulation.exact_events import Mark, NotCoveredError


@dataclass(frozen=True)
class Effect:
    """An assumed event that changes fields which conditions read."""

    own: Mark
    marks: frozenset[Mark]
    values: Mapping[str, object]
    event: str


def hanging_on(
    truths: Sequence[bool], effects: Sequence[Effect]
) -> tuple[Formula | bool, list[Effect]]:
    """What a known part hangs on, and the events that change its truth.

    `truths` are its truth now, after each event that changes its fields, and after each two of
    them.
    """
    now, after, twice = truths[0], truths[1 : len(effects) + 1], list(truths[len(effects) + 1 :])
    for e, first in enumerate(effects):
        for f, second in enumerate(effects):
            if e != f and twice.pop(0) != after[f]:
                raise NotCoveredError(
                    f"it matters which of “{first.event}”, “{second.event}” is first"
                )
    turning = [effect for effect, truth in zip(effects, after, strict=True) if truth != now]
    if not turning:
        return now, []
    parts = [Chance((effect.own, None)) for effect in turning]
    if now:
        return Joined("all", tuple(Not(part) for part in parts)), turning
    return Joined("any", tuple(parts)), turning


def refuse_turning_back(
    turning: Sequence[Effect], effects: Sequence[Effect], ending: frozenset[Mark]
) -> None:
    """An event that stays on the path may be undone by another one, which is not followed."""
    for effect in turning:
        for other in effects:
            if other not in turning and not effect.marks & ending:
                raise NotCoveredError(f"“{other.event}” can undo what “{effect.event}” has changed")

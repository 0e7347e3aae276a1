"""Assumed events made ready: causes, chances, delays, and the constants of their draws."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np

from nurture_tui.errors import SimulationError
from nurture_tui.frozen import dataclass
from nurture_tui.model.assume import AssumedEvent
from nurture_tui.model.clock import Hazard, Moment
from nurture_tui.model.condition import Call, Condition, Expr, Literal, Or
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings
from nurture_tui.simulation.defaults import FIXED
from nurture_tui.simulation.draws import purpose
from nurture_tui.simulation.events import NO_JOURNEY

SPREAD = FIXED["after_event_spread"].value
CAUSES = ("sent", "opened", "clicked", "done", "did")


@dataclass(frozen=True)
class AssumedPlan:
    """One assumed event. `place` is its number in the run, `row` its number in the journey.

    `chance` is of each cause, or in any `per` seconds (0 where it does not apply); `journey` is the
    place of its journey in the run. A cause that belongs to a step has draws of its own in
    `of_causes` (chance and delay, by function, subject as written and step), so that its luck does
    not depend on what other causes came before it (R19).
    """

    place: int
    row: int
    journey: int
    event: int
    name: str
    model: AssumedEvent
    shared: bool
    causes: tuple[tuple[str, str], ...]
    chance: float
    per: int
    delay: int
    spread: float
    chance_draw: np.uint64
    delay_draw: np.uint64
    of_causes: Mapping[tuple[str, str, str], tuple[np.uint64, np.uint64]]

    @property
    def repeat(self) -> bool:
        return self.model.repeat

    @property
    def date(self) -> Moment | None:
        return self.model.date

    @property
    def condition(self) -> Condition | None:
        return self.model.condition


def assumed_plans(
    journey: Journey | None,
    settings: Settings,
    place: int,
    first: int,
    event_codes: Mapping[str, int],
) -> tuple[AssumedPlan, ...]:
    """The assumed events of a journey, with the after-events of nurture.toml, which hold in each.

    Without a journey: the own events of nurture.toml (R16).
    """
    shared = settings.assume.events
    if journey is None:
        chosen = [(event, True) for event in shared if event.after is None]
    else:
        chosen = [(event, False) for event in journey.assume.events]
        chosen += [(event, True) for event in shared if event.after is not None]
    steps = tuple(journey.steps) if journey is not None else ()
    plans: list[AssumedPlan] = []
    seen: Counter[tuple[str, bool]] = Counter()
    for row, (event, is_shared) in enumerate(chosen):
        equals = seen[event.event, is_shared]
        seen[event.event, is_shared] += 1
        owner = journey.id if journey is not None else "nurture.toml"
        level = "workspace" if is_shared else "journey"
        names = (owner, level, event.event, str(equals))
        causes = causes_of(event.after) if event.after is not None else ()
        hazard = event.chance if isinstance(event.chance, Hazard) else None
        plans.append(
            AssumedPlan(
                place=first + row,
                row=row,
                journey=place if journey is not None else NO_JOURNEY,
                event=event_codes[event.event],
                name=event.event,
                model=event,
                shared=is_shared and journey is None,
                causes=causes,
                chance=hazard.probability if hazard else _plain(event.chance),
                per=hazard.per.elapsed if hazard else 0,
                delay=event.delay.elapsed if event.delay is not None else 0,
                spread=float(event.spread) if event.spread is not None else SPREAD,
                chance_draw=purpose(*names, "chance"),
                delay_draw=purpose(*names, "delay"),
                of_causes={
                    cause: (purpose(*names, "chance", *cause), purpose(*names, "delay", *cause))
                    for cause in _at_steps(causes, steps)
                },
            )
        )
    return tuple(plans)


def _at_steps(
    causes: tuple[tuple[str, str], ...], steps: tuple[str, ...]
) -> list[tuple[str, str, str]]:
    """The causes that belong to a step, with that step: each for one of any message."""
    return [
        (function, subject, step)
        for function, subject in causes
        for step in ((subject,) if subject else steps)
        if function != "did"
    ]


def _plain(chance: float | Hazard | None) -> float:
    return chance if isinstance(chance, float) else 0.0


def causes_of(after: Condition) -> tuple[tuple[str, str], ...]:
    """The causes that `after` names: (sent, step), (clicked, "") for any message, (did, event)."""
    parts = after.expr.items if isinstance(after.expr, Or) else (after.expr,)
    return tuple(_cause(part, after) for part in _flat(parts))


def _flat(parts: tuple[Expr, ...]) -> list[Expr]:
    flat: list[Expr] = []
    for part in parts:
        flat += _flat(part.items) if isinstance(part, Or) else [part]
    return flat


def _cause(part: Expr, after: Condition) -> tuple[str, str]:
    if isinstance(part, Call) and part.within is None and part.object is None:
        match part.arguments:
            case () if part.function in ("sent", "opened", "clicked"):
                return part.function, ""
            case (Literal(value=str() as subject),) if part.function in CAUSES:
                return part.function, subject
    raise SimulationError(
        f"“{after}” is more than causes joined by or",
        fix="After can name sent, opened, clicked, done of a step and did of an event.",
    )

"""Several runs of the same contacts that differ in luck alone: what can happen, and its mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nurture_tui.report.statistics import Spread, spread
from nurture_tui.simulation.result import JourneyResult

Outcome = Mapping[str, JourneyResult]


@dataclass(frozen=True, slots=True)
class JourneySpread:
    """The figures of one journey over the runs; `rate` of the runs in which it could be told."""

    rate: Spread | None
    median_days: Spread | None
    entered: Spread
    goal: Spread | None
    sends: Spread
    finished: Spread
    inside: Spread
    exits: Mapping[str, Spread]


@dataclass(frozen=True, slots=True)
class Runs:
    """The spread of all figures over the runs with these seeds."""

    seeds: tuple[int, ...]
    journeys: Mapping[str, JourneySpread]


def spread_over(seeds: Sequence[int], outcomes: Sequence[Outcome]) -> Runs:
    """What several runs of the same journeys and contacts say together, a seed each.

    Refuses none at all, with a ValueError.
    """
    if not outcomes or len(seeds) != len(outcomes):
        raise ValueError("each run has one seed, and there is at least one")
    journeys = {id_: journey_spread([outcome[id_] for outcome in outcomes]) for id_ in outcomes[0]}
    return Runs(tuple(seeds), journeys)


def journey_spread(found: Sequence[JourneyResult]) -> JourneySpread:
    """What several runs say of one journey; at least one."""
    goals = [each.goal for each in found if each.goal is not None]
    names = dict.fromkeys(name for each in found for name in each.exits)
    return JourneySpread(
        rate=spread([goal.rate for goal in goals if goal.rate is not None]),
        median_days=spread([goal.median_days for goal in goals if goal.median_days is not None]),
        entered=_spread([each.entered for each in found]),
        goal=spread([goal.reached for goal in goals]),
        sends=_spread([each.sends for each in found]),
        finished=_spread([each.finished for each in found]),
        inside=_spread([each.inside for each in found]),
        exits={name: _spread([each.exits.get(name, 0) for each in found]) for name in names},
    )


def _spread(values: Sequence[float]) -> Spread:
    found = spread(values)
    assert found is not None
    return found

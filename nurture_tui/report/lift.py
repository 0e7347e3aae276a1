"""The lift: what the messages do to the goal rate, against the same contacts without them (R20)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from nurture_tui.model.workspace import Workspace
from nurture_tui.report.pairs import Pairs, first_stays, pairs
from nurture_tui.simulation.result import Ends, JourneyResult, Lift

Kept = TypeVar("Kept", bound=Ends)


def lift_pairs(workspace: Workspace, result: Ends, without: Ends) -> dict[str, Pairs]:
    """By journey with a goal, its contacts without messages (first) and with them (second)."""
    return {
        id_: pairs(
            first_stays(without, workspace.journeys[id_]),
            first_stays(result, workspace.journeys[id_]),
        )
        for id_, found in result.journeys.items()
        if found.goal is not None
    }


def lift_of(found: Pairs) -> Lift | None:
    """The paired difference in the goal rate, and the rate without messages; None without pairs."""
    difference = found.difference()
    if difference is None:
        return None
    return Lift(difference.value, difference.low, difference.high, found.of, found.first_rate)


def with_lift(workspace: Workspace, result: Kept, without: Ends) -> Kept:
    """The result of a run with the lift of each goal, held against the run `without` messages.

    Both runs are of the same journeys, contacts and settings but for the messages.
    """
    found = lift_pairs(workspace, result, without)
    journeys: Mapping[str, JourneyResult] = {
        id_: replace(journey, goal=replace(journey.goal, lift=lift_of(found[id_])))
        if journey.goal is not None
        else journey
        for id_, journey in result.journeys.items()
    }
    return replace(result, journeys=journeys)

"""All journeys of a workspace in one run: who is handed on, and what they do to one contact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from nurture_tui.graph.handoffs import Handoff, handoffs
from nurture_tui.model.journey import Journey, Stage
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.collisions import Collision, collisions
from nurture_tui.report.pressure import Pressure, pressure
from nurture_tui.report.sketch import step_title
from nurture_tui.simulation.result import Result, Tasks

TABLES = ("sends", "stays")
"""The tables of a run that this is made of; the log of many journeys is far larger than they."""
CUSTOMERS = "customer"
STAGES = (*get_args(Stage), CUSTOMERS)
_READING_ORDER = ("lead", "internal", "customer", "service")


@dataclass(frozen=True, slots=True)
class Handed:
    """Contacts whom one journey hands to another, by all its places that do so.

    `by` names the first of these places, `more` counts the others.
    """

    source: str
    target: str
    by: str
    more: int = 0


@dataclass(frozen=True)
class Together:
    """What a run of the journeys `ran` together showed.

    `entered` are contacts let in by journey, `handed` the contacts handed from one to another,
    `collisions` the pairs of journeys whose marketing messages meet on a day.
    """

    ran: tuple[str, ...]
    contacts: int
    entered: Mapping[str, int]
    handed: Mapping[tuple[str, str], int]
    pressure: Pressure
    collisions: Mapping[tuple[str, str], Collision]
    tasks: Tasks


def together_of(result: Result, workspace: Workspace) -> Together:
    """The journeys' run as the workspace's screen shows it."""
    found = result.journeys
    return Together(
        tuple(found),
        result.run.contacts,
        {id_: one.entered for id_, one in found.items()},
        {(id_, to): n for id_, one in found.items() for to, n in one.handed_off.items()},
        pressure(result),
        collisions(result, workspace),
        result.tasks,
    )


def handed_by(journeys: Mapping[str, Journey]) -> tuple[Handed, ...]:
    """The hand-offs of the journeys to journeys that exist, one for each pair, in file order."""
    found: list[Handed] = []
    for id_, journey in journeys.items():
        places = [place for place in handoffs(journey) if place.target in journeys]
        targets = list(dict.fromkeys(place.target for place in places))
        for target in targets:
            names = [_name(journey, place) for place in places if place.target == target]
            found.append(Handed(id_, target, names[0], len(names) - 1))
    return tuple(found)


def _name(journey: Journey, place: Handoff) -> str:
    match place.path:
        case ("goal", *_):
            return "goal"
        case ("exits", int(number), *_):
            return journey.exits[number].name
    return step_title(place.step, journey.steps[place.step])


def served(workspace: Workspace) -> dict[str, dict[str, int]]:
    """How many journeys serve each persona at each stage of buying, and as a customer.

    Personas of nurture.toml come first in their order, then those that only journeys name; the
    journeys of no persona serve "any". Internal journeys serve nobody.
    """
    journeys = [one for one in workspace.journeys.values() if one.kind != "internal"]
    named = list(workspace.settings.personas)
    named += sorted({one.persona for one in journeys if one.persona} - set(named))
    table = {name: dict.fromkeys(STAGES, 0) for name in named}
    for journey in journeys:
        row = table.setdefault(journey.persona or "any", dict.fromkeys(STAGES, 0))
        column = CUSTOMERS if journey.kind == "customer" else journey.stage
        if column in row:
            row[column] += 1
    return table


def in_reading_order(journeys: Sequence[Journey]) -> list[Journey]:
    """Journeys as the map reads them: leads, internal paths, customers, then services."""
    return sorted(journeys, key=lambda journey: _READING_ORDER.index(journey.kind))

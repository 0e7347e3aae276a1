"""A run from beginning to end: contacts in chunks, counts and tables added up."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from nurture_tui.contacts.history import EventHistory
from nurture_tui.contacts.table import Contacts
from nurture_tui.errors import SimulationError
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Workspace, in_order
from nurture_tui.simulation.chunks import Listener, Outcome, run_all
from nurture_tui.simulation.counted import counts_of
from nurture_tui.simulation.drawn import Drawn
from nurture_tui.simulation.heard import Heard
from nurture_tui.simulation.plan import RunPlan
from nurture_tui.simulation.population import Listed, listed
from nurture_tui.simulation.result import Counts, Ends, Result
from nurture_tui.simulation.settings import RunSettings
from nurture_tui.simulation.trace import TABLES
from nurture_tui.simulation.uncovered import refuse_uncovered

if TYPE_CHECKING:
    from concurrent.futures import Executor


def simulate(
    workspace: Workspace,
    journey_ids: Sequence[str],
    contacts: Contacts,
    settings: RunSettings,
    *,
    people: int | None = None,
    events: EventHistory | None = None,
    executor: Executor | None = None,
    heard: Heard | None = None,
    tables: Collection[str] = TABLES,
) -> Result:
    """Run contacts through journeys, by the rules of a simulation (R1-R19); keep it all.

    With `tables` only those of the result, by name; the others are empty.

    `journey_ids` name journeys of the workspace, which hand contacts to each other and share caps
    and events. With `people` so many contacts are drawn from `contacts` with replacement (see
    Drawn); `events` is a history that is replayed. The result is the same for the same
    journeys, contacts (in any order), events and settings, whatever the chunk, and whatever
    `executor` runs the chunks (None: this process). `heard` is told how many contacts are done, of
    how many, from time to time; what it raises ends the run. A throttle couples contacts (R10):
    they go in one piece, here. Refuses, with a SimulationError, what cannot be run.
    """
    plan, population = prepared(workspace, journey_ids, contacts, settings, people, events)
    everybody = population.taken() if isinstance(population, Drawn) else contacts
    return result_of(plan, everybody, run_all(plan, population, tables, executor, heard=heard))


def count(
    workspace: Workspace,
    journey_ids: Sequence[str],
    contacts: Contacts,
    settings: RunSettings,
    *,
    people: int | None = None,
    events: EventHistory | None = None,
    executor: Executor | None = None,
    heard: Heard | None = None,
) -> Counts:
    """What `simulate` counts, and nothing of what happened to whom: in constant memory, faster."""
    plan, population = prepared(workspace, journey_ids, contacts, settings, people, events)
    outcome = run_all(plan, population, (), executor, heard=heard)
    return counts_of(plan, outcome.scheduler, len(population), outcome.tallies, outcome.unknown)


def tell(
    workspace: Workspace,
    journey_ids: Sequence[str],
    contacts: Contacts,
    settings: RunSettings,
    tables: Collection[str],
    listener: Listener,
    *,
    people: int | None = None,
    events: EventHistory | None = None,
    executor: Executor | None = None,
    heard: Heard | None = None,
) -> Counts:
    """What `simulate` counts; what happened to whom is told to a listener, and not kept.

    `tables` are those to tell: `log`, `sends`, `visits`, `stays`.
    """
    plan, population = prepared(workspace, journey_ids, contacts, settings, people, events)
    outcome = run_all(plan, population, tables, executor, listener, heard)
    return counts_of(plan, outcome.scheduler, len(population), outcome.tallies, outcome.unknown)


def ends(
    workspace: Workspace,
    journey_ids: Sequence[str],
    contacts: Contacts,
    settings: RunSettings,
    *,
    people: int | None = None,
    events: EventHistory | None = None,
    executor: Executor | None = None,
    heard: Heard | None = None,
) -> Ends:
    """What `simulate` counts, and how each stay ended: what a comparison by contact needs."""
    plan, population = prepared(workspace, journey_ids, contacts, settings, people, events)
    outcome = run_all(plan, population, ("stays",), executor, heard=heard)
    stays = outcome.trace.finished(population.in_list).stays
    return Ends(**_counted(plan, len(population), outcome), stays=stays)


def prepared(
    workspace: Workspace,
    journey_ids: Sequence[str],
    contacts: Contacts,
    settings: RunSettings,
    people: int | None,
    events: EventHistory | None,
) -> tuple[RunPlan, Listed | Drawn]:
    """The plan of a run, and whom it is of: a list, or so many `people` drawn from it."""
    journeys = journeys_to_run(workspace, journey_ids)
    plan = RunPlan(workspace, journeys, contacts, settings, events)
    if people is not None:
        return plan, Drawn(contacts, people, settings.seed)
    return plan, listed(plan, contacts)


def journeys_to_run(workspace: Workspace, journey_ids: Sequence[str]) -> tuple[Journey, ...]:
    """The journeys named, in the workspace's order; refuses unknown ones and uncovered rules."""
    unknown = [id_ for id_ in journey_ids if id_ not in workspace.journeys]
    if unknown or not journey_ids:
        raise SimulationError(
            f"there is no journey “{unknown[0]}”" if unknown else "no journey is named"
        )
    chosen = in_order({id_: workspace.journeys[id_] for id_ in journey_ids}, workspace.settings)
    journeys = tuple(chosen.values())
    refuse_uncovered(workspace, journeys)
    return journeys


def result_of(plan: RunPlan, contacts: Contacts, outcome: Outcome) -> Result:
    """The result of a run of a list, all of whose tables were kept."""
    tables = outcome.trace.finished(contacts.by_id)
    return Result(
        **_counted(plan, len(contacts), outcome),
        contacts=contacts,
        log=tables.log,
        sends=tables.sends,
        visits=tables.visits,
        stays=tables.stays,
    )


def _counted(plan: RunPlan, contacts: int, outcome: Outcome) -> dict[str, Any]:
    """The counts of a run by the names that they have in every result."""
    counts = counts_of(plan, outcome.scheduler, contacts, outcome.tallies, outcome.unknown)
    return {field.name: getattr(counts, field.name) for field in fields(Counts)}

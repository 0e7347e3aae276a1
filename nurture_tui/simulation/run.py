"""A run from beginning to end: contacts in chunks, counts added up and checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

import numpy as np

from nurture_tui.contacts.history import EventHistory
from nurture_tui.contacts.table import Contacts
from nurture_tui.errors import SimulationError
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Workspace, in_order
from nurture_tui.simulation.assumptions import assumptions_of
from nurture_tui.simulation.chunks import run_chunk
from nurture_tui.simulation.cohort import Unknown, cohort_of
from nurture_tui.simulation.journeyrun import GATES, SKIPS, Tally
from nurture_tui.simulation.people import TextPool
from nurture_tui.simulation.plan import JourneyPlan, RunPlan
from nurture_tui.simulation.population import listed
from nurture_tui.simulation.result import (
    GoalResult,
    Ints,
    JourneyResult,
    Result,
    RunRecord,
    Sends,
    Stays,
    StepResult,
)
from nurture_tui.simulation.settings import RunSettings
from nurture_tui.simulation.statistics import wilson
from nurture_tui.simulation.trace import Trace
from nurture_tui.simulation.uncovered import refuse_uncovered


def simulate(
    workspace: Workspace,
    journey_ids: Sequence[str],
    contacts: Contacts,
    settings: RunSettings,
    *,
    events: EventHistory | None = None,
) -> Result:
    """Run contacts through journeys, by the rules of a simulation (R1-R16, R18, R19).

    `journey_ids` name journeys of the workspace, which hand contacts to each other and share caps
    and events; `events` is a history that is replayed. The result is the same for the same
    journeys, contacts (in any order), events and settings, whatever the chunk. A throttle couples
    contacts (R10): they go in one piece. Refuses, with a SimulationError, what cannot be run yet:
    the modifiers of R17.
    """
    journeys = journeys_to_run(workspace, journey_ids)
    plan = RunPlan(workspace, journeys, contacts, settings, events)
    population, trace, pool = listed(plan, contacts), Trace(plan.names), TextPool()
    tallies = [Tally(journey) for journey in plan.journeys]
    unknown = Unknown()
    chunk = settings.chunk if plan.throttle is None else max(1, len(contacts))
    for first in range(0, len(contacts), chunk):
        numbers = np.arange(first, min(first + chunk, len(contacts)))
        cohort = cohort_of(plan, population, numbers)
        unknown += cohort.unknown
        for tally, part in zip(tallies, run_chunk(plan, cohort, trace, pool), strict=True):
            tally.add(part)
    return result_of(plan, contacts, tallies, trace, unknown)


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


def result_of(
    plan: RunPlan, contacts: Contacts, tallies: list[Tally], trace: Trace, unknown: Unknown
) -> Result:
    """The result of a run of a list; `unknown` says of how many contacts zone or country is."""
    rows = contacts.by_id
    sends, stays = trace.finish_sends(rows), trace.finish_stays(rows)
    journeys = {
        journey.id: _journey_result(journey, tally)
        for journey, tally in zip(plan.journeys, tallies, strict=True)
    }
    for id_, result in journeys.items():
        check_conservation(id_, result)
    return Result(
        run=RunRecord(
            seed=plan.run_settings.seed,
            scheduler="wave" if plan.throttle is None else "sweep",
            start=plan.start,
            end=plan.end,
            days=plan.run_settings.days,
            timezone=plan.workspace.timezone,
            contacts=len(contacts),
            fallback_zones=unknown.zones,
            notes=plan.notes(unknown.zones, unknown.countries),
            history=plan.history.record if plan.history is not None else None,
        ),
        journeys=journeys,
        per_day=_per_day(plan, sends, stays),
        assumptions=assumptions_of(plan),
        contacts=contacts,
        log=trace.finish_log(rows),
        sends=sends,
        visits=trace.finish_visits(rows),
        stays=stays,
    )


def _journey_result(plan: JourneyPlan, tally: Tally) -> JourneyResult:
    exits = dict.fromkeys(_exit_names(plan), 0) | dict(tally.exits)
    return JourneyResult(
        considered=tally.considered,
        entered=tally.entered,
        not_entered=_in_order(tally.not_entered, _refusals(plan)),
        goal=_goal_result(plan, tally),
        exits=exits,
        finished=tally.finished,
        inside=int(tally.inside.sum()),
        sends=int(tally.sent.sum()),
        held=_named(GATES, tally.held.sum(axis=0)),
        skipped=_named(SKIPS, tally.skipped.sum(axis=0)),
        handed_off=dict(sorted(tally.handed_off.items())),
        steps={step.id: _step_result(plan, tally, i) for i, step in enumerate(plan.steps)},
    )


def _refusals(plan: JourneyPlan) -> list[str]:
    """The reasons to refuse an attempt, in the order of R4."""
    rules = [rule.name for rule in plan.journey.exits]
    return ["inside", "again", "unsubscribed", "bounced", "goal", *rules, "only_if"]


def _in_order(counts: Mapping[str, int], names: Sequence[str]) -> dict[str, int]:
    return {name: counts[name] for name in dict.fromkeys(names) if name in counts}


def _exit_names(plan: JourneyPlan) -> list[str]:
    """All exits of a journey: the built-in ones, the rules, and the reasons of exit steps."""
    names = ["unsubscribed", "bounced"] if plan.marketing else []
    names += [rule.name for rule in plan.journey.exits]
    names += ["late-goal"] if plan.goal_within is not None else []
    return names + plan.reasons


def _goal_result(plan: JourneyPlan, tally: Tally) -> GoalResult | None:
    goal = plan.journey.goal
    if goal is None:
        return None
    interval = wilson(tally.of_reached, tally.of) if tally.of else None
    days = np.concatenate(tally.days_to_goal) / 86_400 if tally.days_to_goal else np.zeros(0)
    return GoalResult(
        reached=tally.reached,
        after_last_step=tally.after_last_step,
        of=tally.of,
        too_early=tally.too_early,
        rate=tally.of_reached / tally.of if tally.of else None,
        low=interval[0] if interval else None,
        high=interval[1] if interval else None,
        target=float(goal.target) if goal.target is not None else None,
        median_days=float(np.median(days)) if len(days) else None,
    )


def _step_result(plan: JourneyPlan, tally: Tally, place: int) -> StepResult:
    step = plan.steps[place]
    held, skipped = _named(GATES, tally.held[place]), _named(SKIPS, tally.skipped[place])
    return StepResult(
        type=step.step.type,
        entered=int(tally.came[place]),
        sent=int(tally.sent[place]),
        bounced=int(tally.messages["bounced"][place]),
        opened=int(tally.messages["opened"][place]),
        clicked=int(tally.messages["clicked"][place]),
        unsubscribed=int(tally.messages["unsubscribed"][place]),
        held={gate: n for gate, n in held.items() if n},
        skipped={reason: n for reason, n in skipped.items() if n},
        out=_named(step.port_names, tally.out[place]),
        inside=int(tally.inside[place]),
    )


def _named(names: Sequence[str], counts: Ints) -> dict[str, int]:
    return {name: int(n) for name, n in zip(names, counts, strict=False)}


def _per_day(plan: RunPlan, sends: Sends, stays: Stays) -> tuple[tuple[str, int, int], ...]:
    """Sends and contacts inside at the end of each of the workspace's days."""
    midnights = plan.span.midnights
    last = int(np.searchsorted(midnights, plan.end, side="left"))
    edges = midnights[: last + 1]
    sent = np.diff(np.searchsorted(sends.time, edges, side="left"))
    ends = np.minimum(edges[1:], plan.end)
    came = np.searchsorted(np.sort(stays.entered), ends, side="left")
    over = stays.ended[stays.end != plan.names.code("inside")]
    gone = np.searchsorted(np.sort(over), ends, side="left")
    days = [(plan.span.first_day + timedelta(days=i)).isoformat() for i in range(len(sent))]
    return tuple(zip(days, sent.tolist(), (came - gone).tolist(), strict=True))


def check_conservation(id_: str, result: JourneyResult) -> None:
    """Every attempt ends in exactly one place; refuses a result in which one is lost."""
    goal = result.goal.reached - result.goal.after_last_step if result.goal is not None else 0
    ended = goal + sum(result.exits.values()) + result.finished + result.inside
    if result.considered != result.entered + sum(result.not_entered.values()):
        raise SimulationError(f"{id_}: attempts are lost; this is a fault of Nurture TUI")
    if result.entered != ended:
        raise SimulationError(
            f"{id_}: {result.entered:,} came in and {ended:,} are accounted for; "
            "this is a fault of Nurture TUI"
        )

"""The counts of a run put together: each journey, each day, each hour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nurture_tui.errors import SimulationError
from nurture_tui.model.duration import DAY
from nurture_tui.simulation.assumptions import assumptions_of
from nurture_tui.simulation.cohort import Unknown
from nurture_tui.simulation.flow import Flow, inside_at, per_day, sent_by
from nurture_tui.simulation.history import history_record
from nurture_tui.simulation.plan import JourneyPlan, RunPlan
from nurture_tui.simulation.result import (
    Counts,
    GoalResult,
    Ints,
    JourneyResult,
    Occupancy,
    RunRecord,
    StepResult,
    WayResult,
)
from nurture_tui.simulation.statistics import wilson
from nurture_tui.simulation.tally import GATES, SKIPS, Tally
from nurture_tui.simulation.tasks import tasks_of


def counts_of(
    plan: RunPlan, scheduler: str, contacts: int, tallies: Sequence[Tally], unknown: Unknown
) -> Counts:
    """The counts of a run of so many contacts; refuses tallies in which one is lost.

    `unknown` says of how many the zone or the country is not known.
    """
    journeys = {
        journey.id: _journey_result(journey, tally)
        for journey, tally in zip(plan.journeys, tallies, strict=True)
    }
    for id_, result in journeys.items():
        check_conservation(id_, result)
    return Counts(
        run=RunRecord(
            seed=plan.run_settings.seed,
            scheduler=scheduler,
            start=plan.start,
            end=plan.end,
            days=plan.run_settings.days,
            timezone=plan.workspace.timezone,
            contacts=contacts,
            fallback_zones=unknown.zones,
            notes=plan.notes(unknown.zones, unknown.countries),
            history=history_record(plan),
        ),
        journeys=journeys,
        per_day=per_day(plan.span, [tally.flow for tally in tallies]),
        assumptions=assumptions_of(plan),
        tasks=tasks_of(
            plan.span, plan.settings.limits.tasks_per_day, [tally.tasks for tally in tallies]
        ),
        occupancy={
            journey.id: _occupancy(journey, tally.flow)
            for journey, tally in zip(plan.journeys, tallies, strict=True)
        },
    )


def _occupancy(plan: JourneyPlan, flow: Flow) -> Occupancy:
    hours = flow.grid.hour_ends
    steps = tuple(step.id for step in plan.steps)
    return Occupancy(steps, inside_at(flow, hours), sent_by(flow, hours))


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
        contacts=tally.contacts,
        ways={
            plan.steps[step].id: _ways(plan.steps[step].port_names, counts)
            for step, counts in zip(plan.splits, tally.ways, strict=True)
        },
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
    median = tally.to_goal.median()
    return GoalResult(
        reached=tally.reached,
        after_last_step=tally.after_last_step,
        of=tally.of,
        too_early=tally.too_early,
        rate=tally.of_reached / tally.of if tally.of else None,
        low=interval[0] if interval else None,
        high=interval[1] if interval else None,
        target=float(goal.target) if goal.target is not None else None,
        median_days=None if median is None else median / DAY,
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
        reported_opens=int(tally.messages["reported_opens"][place]),
        clicked=int(tally.messages["clicked"][place]),
        unsubscribed=int(tally.messages["unsubscribed"][place]),
        held={gate: n for gate, n in held.items() if n},
        skipped={reason: n for reason, n in skipped.items() if n},
        out=_named(step.port_names, tally.out[place]),
        inside=int(tally.inside[place]),
    )


def _ways(names: Sequence[str], counts: Ints) -> dict[str, WayResult]:
    rows = counts.tolist()
    return {name: WayResult(*row) for name, row in zip(names, rows, strict=True)}


def _named(names: Sequence[str], counts: Ints) -> dict[str, int]:
    return {name: int(n) for name, n in zip(names, counts, strict=False)}


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

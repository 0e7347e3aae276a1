"""Expected numbers of one journey, worked out without drawing anything: no seed moves them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np

from nurture_tui.contacts.table import Contacts
from nurture_tui.model.workspace import Workspace
from nurture_tui.simulation.drawn import Drawn
from nurture_tui.simulation.exact_class import refuse
from nurture_tui.simulation.exact_entry import arrive, enter
from nurture_tui.simulation.exact_events import NotCoveredError
from nurture_tui.simulation.exact_state import State
from nurture_tui.simulation.exact_steps import do_step
from nurture_tui.simulation.exact_tally import Expected, ExpectedGoal, ExpectedStep, Sums
from nurture_tui.simulation.exact_walk import Walk
from nurture_tui.simulation.exact_world import World
from nurture_tui.simulation.plan import RunPlan
from nurture_tui.simulation.population import Population, listed
from nurture_tui.simulation.run import journeys_to_run
from nurture_tui.simulation.settings import RunSettings

PARTS = 48
"""Parts of each stretch of time in which contacts can leave by one of several causes."""


def expected(
    workspace: Workspace,
    journey_ids: Sequence[str],
    contacts: Contacts,
    settings: RunSettings,
    *,
    people: int | None = None,
    parts: int = PARTS,
) -> Expected:
    """What a run of these contacts expects, under its assumptions and without its luck.

    Arrivals at equal distances keep the order that the seed gives, and of `people` drawn from the
    contacts it is who was drawn. Refuses, with a NotCoveredError that says why, a run that is not
    of the class that can be worked out.
    """
    plan = RunPlan(workspace, journeys_to_run(workspace, journey_ids), contacts, settings)
    if people is not None:
        return expected_of(plan, Drawn(contacts, people, settings.seed), parts)
    return expected_of(plan, listed(plan, contacts), parts)


def covered(
    workspace: Workspace, journey_ids: Sequence[str], contacts: Contacts, settings: RunSettings
) -> str | None:
    """Why the numbers of a run cannot be worked out exactly, or None if they can.

    The reason is a clause to put after a colon: “it has a throttle, ...”.
    """
    try:
        expected(workspace, journey_ids, contacts, settings, parts=1)
    except NotCoveredError as error:
        return error.message
    return None


def expected_of(plan: RunPlan, population: Population, parts: int = PARTS) -> Expected:
    """The same for a plan and its population, however large: it is grouped chunk by chunk."""
    world = refuse(plan)
    midnights = plan.span.midnights
    days = int(np.searchsorted(midnights, plan.end, side="left"))
    attempts = arrive(world, population)
    coarse = _walked(world, days, attempts, max(1, parts // 2))
    fine = _walked(world, days, attempts, parts)
    sums, error = fine.sums.sharper(coarse.sums)
    return _result(world, sums, fine, error)


@dataclass
class _Walked:
    """What a walk has found: sums over the paths, and who came in."""

    sums: Sums
    considered: int = 0
    entered: int = 0
    not_entered: Counter[str] = field(default_factory=Counter)
    of: float = 0.0
    too_early: float = 0.0


def _walked(world: World, days: int, attempts: Sequence[State], parts: int) -> _Walked:
    found = _Walked(Sums(world.journey_plan, days))
    walk = Walk(world, found.sums, parts)
    for attempt in attempts:
        entry = enter(walk, attempt)
        found.considered += entry.considered
        found.not_entered += entry.not_entered
        found.entered += entry.entered
        for state in entry.states:
            found.of += float((state.weight * state.told).sum())
            found.too_early += float((state.weight * (1 - state.told)).sum())
            walk.run(state, do_step)
    return found


def _result(world: World, sums: Sums, walked: _Walked, error: float) -> Expected:
    plan, span = world.journey_plan, world.plan.span
    goal = None
    if plan.has_goal:
        rate = sums.of_reached / walked.of if walked.of else None
        goal = ExpectedGoal(sums.reached, sums.after_last_step, walked.of, walked.too_early, rate)
    names = ["unsubscribed", "bounced"] if plan.marketing else []
    names += [rule.name for rule in plan.journey.exits]
    names += ["late-goal"] if plan.goal_within is not None else []
    exits = {name: sums.exits.get(name, 0.0) for name in dict.fromkeys([*names, *plan.reasons])}
    first = span.first_day
    return Expected(
        considered=walked.considered,
        entered=walked.entered,
        not_entered=dict(walked.not_entered),
        goal=goal,
        exits=exits,
        finished=sums.finished,
        inside=float(sums.inside.sum()),
        sends=float(sums.sent.sum()),
        steps={
            step.id: ExpectedStep(
                type=step.step.type,
                entered=float(sums.came[place]),
                sent=float(sums.sent[place]),
                bounced=float(sums.messages["bounced"][place]),
                opened=float(sums.messages["opened"][place]),
                clicked=float(sums.messages["clicked"][place]),
                unsubscribed=float(sums.messages["unsubscribed"][place]),
                inside=float(sums.inside[place]),
            )
            for place, step in enumerate(plan.steps)
        },
        sends_per_day=tuple(
            ((first + timedelta(days=day)).isoformat(), number)
            for day, number in enumerate(sums.per_day.tolist())
        ),
        error=error,
    )

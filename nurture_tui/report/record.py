"""The result of a run as plain values, in the shape of `nurture simulate --json`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from nurture_tui.model.workspace import Workspace
from nurture_tui.model.zones import zone_info
from nurture_tui.report.answers import rounded, splits_record
from nurture_tui.report.limits import tasks_record
from nurture_tui.report.replayed import history_record
from nurture_tui.report.ways import split_verdicts
from nurture_tui.simulation.result import (
    Assumption,
    Counts,
    GoalResult,
    JourneyResult,
    Lift,
    RunRecord,
    StepResult,
)

GATES = ("hold_if", "window", "holiday", "cap", "throttle")
SKIPS = ("no_permission", "only_if", "bounced", "cap")
Record = dict[str, Any]


def as_record(result: Counts, workspace: Workspace | None = None) -> Record:
    """The run, each journey, the sends of each day and the assumptions, ready for JSON.

    With the workspace that was run, each journey has the verdicts on its splits as well. Moments
    carry the workspace's offset; shares are rounded half up to four decimals, days to one.
    """
    return {
        "run": run_record(result.run),
        "journeys": {
            id_: {**journey_record(found), **_splits(result, workspace, id_)}
            for id_, found in result.journeys.items()
        },
        "per_day": [
            {"date": day, "sends": sends, "inside": inside} for day, sends, inside in result.per_day
        ],
        "assumptions": [_assumption(found) for found in result.assumptions],
        "tasks": tasks_record(result.tasks),
    }


def run_record(run: RunRecord) -> Record:
    zone = zone_info(run.timezone)
    return {
        "seed": run.seed,
        "scheduler": run.scheduler,
        "start": datetime.fromtimestamp(run.start, zone).isoformat(),
        "days": run.days,
        "contacts": run.contacts,
        "simulated": True,
        "notes": list(run.notes),
        **({"history": history_record(run.history, zone)} if run.history is not None else {}),
    }


def journey_record(found: JourneyResult) -> Record:
    return {
        "considered": found.considered,
        "entered": found.entered,
        "not_entered": dict(found.not_entered),
        "goal": None if found.goal is None else _goal(found.goal),
        "exits": dict(found.exits),
        "finished": found.finished,
        "inside": found.inside,
        "sends": found.sends,
        "held": _all_of(GATES, found.held),
        "skipped": _all_of(SKIPS, found.skipped),
        "handed_off": dict(found.handed_off),
        "steps": {id_: _step(step) for id_, step in found.steps.items()},
    }


def _splits(result: Counts, workspace: Workspace | None, id_: str) -> Record:
    if workspace is None:
        return {}
    return {"splits": splits_record(split_verdicts(result, workspace.journeys[id_]))}


def _goal(goal: GoalResult) -> Record:
    return {
        "reached": goal.reached,
        "after_last_step": goal.after_last_step,
        "of": goal.of,
        "too_early": goal.too_early,
        "rate": rounded(goal.rate, 4),
        "low": rounded(goal.low, 4),
        "high": rounded(goal.high, 4),
        "target": goal.target,
        "median_days": rounded(goal.median_days, 1),
        "lift": None if goal.lift is None else _lift(goal.lift),
    }


def _lift(lift: Lift) -> Record:
    """A difference of shares; `without` is the rate of the same contacts without messages."""
    return {
        "value": rounded(lift.value, 4),
        "low": rounded(lift.low, 4),
        "high": rounded(lift.high, 4),
        "of": lift.of,
        "without": rounded(lift.without, 4),
    }


def _step(step: StepResult) -> Record:
    return {
        "type": step.type,
        "entered": step.entered,
        "sent": step.sent,
        "bounced": step.bounced,
        "held": _counted(step.held),
        "skipped": _counted(step.skipped),
        "opened": step.opened,
        "reported_opens": step.reported_opens,
        "clicked": step.clicked,
        "unsubscribed": step.unsubscribed,
        "out": dict(step.out),
        "inside": step.inside,
    }


def _assumption(found: Assumption) -> Record:
    place = {"step": found.step} if found.step else {}
    return {
        "journey": found.journey,
        **place,
        "what": found.what,
        "value": found.value,
        "source": found.source,
    }


def _all_of(names: Iterable[str], counts: Mapping[str, int]) -> dict[str, int]:
    """Each name with its count, 0 where there is none; then whatever else was counted."""
    return {**dict.fromkeys(names, 0), **counts}


def _counted(counts: Mapping[str, int]) -> dict[str, int]:
    return {name: number for name, number in counts.items() if number}

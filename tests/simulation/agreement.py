"""The engine's result and the reference's story, brought into one form and compared."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from reference_life import MOST_AT_ONE_INSTANT, EndlessError
from reference_run import SendRow, StayRow, Story, reference_run
from reference_state import Row

from nurture_tui.contacts.history import EventHistory
from nurture_tui.contacts.table import Contacts
from nurture_tui.errors import SimulationError
from nurture_tui.model.workspace import Workspace
from nurture_tui.simulation import Counts, Result, RunSettings, count, simulate, wave
from nurture_tui.simulation.result import NO_TIME, JourneyResult


def story_of(result: Result) -> Story:
    """A result in the form of the reference's story."""
    ids, log = result.contacts.ids, result.log
    names = log.names
    rows: list[Row] = [
        (
            int(log.time[i]),
            str(ids[log.contact[i]]),
            names[log.journey[i]],
            names[log.step[i]],
            names[log.event[i]],
            names[log.detail[i]],
        )
        for i in range(len(log))
    ]
    return Story(
        rows, _sends(result), sorted(_stays(result)),
        {id_: _counts(journey) for id_, journey in result.journeys.items()},
        list(result.tasks.per_day),
    )  # fmt: skip


def _sends(result: Result) -> list[SendRow]:
    sends, ids = result.sends, result.contacts.ids
    names = sends.names
    return [
        (
            int(sends.time[i]),
            int(sends.due[i]),
            str(ids[sends.contact[i]]),
            names[sends.journey[i]],
            names[sends.step[i]],
            names[sends.held_by[i]],
            names[sends.way[i]],
        )
        for i in range(len(sends))
    ]


def _stays(result: Result) -> list[StayRow]:
    stays, ids = result.stays, result.contacts.ids
    return [
        (
            str(ids[stays.contact[i]]),
            stays.names[stays.journey[i]],
            int(stays.number[i]),
            int(stays.entered[i]),
            int(stays.ended[i]),
            stays.names[stays.end[i]],
            None if stays.goal_at[i] == NO_TIME else int(stays.goal_at[i]),
        )
        for i in range(len(stays))
    ]


def _counts(journey: JourneyResult) -> dict[str, object]:
    goal = journey.goal
    ends = {**journey.exits, "finished": journey.finished, "inside": journey.inside}
    first = None
    if goal is not None:
        ends["goal"] = goal.reached - goal.after_last_step
        first = (goal.of, goal.too_early, round((goal.rate or 0.0) * goal.of))
    steps: dict[str, object] = {}
    for id_, step in journey.steps.items():
        figures = {"entered": step.entered, "sent": step.sent, "bounced": step.bounced}
        figures |= {"opened": step.opened, "clicked": step.clicked, "inside": step.inside}
        figures |= {"unsubscribed": step.unsubscribed, "reported_opens": step.reported_opens}
        for kind in ("held", "skipped", "out"):
            figures |= {f"{kind} {key}": n for key, n in getattr(step, kind).items()}
        steps[id_] = {key: n for key, n in figures.items() if n}
    return {
        "considered": journey.considered,
        "entered": journey.entered,
        "not_entered": {key: n for key, n in journey.not_entered.items() if n},
        "handed_off": {key: n for key, n in journey.handed_off.items() if n},
        "ends": {end: n for end, n in ends.items() if n},
        "after_last_step": goal.after_last_step if goal is not None else 0,
        "first_stays": first,
        "steps": steps,
    }


def figures(counts: Counts) -> dict[str, object]:
    """All that is counted in a run, by whatever scheduler."""
    hours = {
        id_: (one.steps, one.inside.tobytes(), one.sends.tobytes())
        for id_, one in counts.occupancy.items()
    }
    run = replace(counts.run, scheduler="")
    told = {"run": run, "hours": hours, "days": counts.per_day, "tasks": counts.tasks}
    return told | dict(counts.journeys)


def giving_up_soon() -> AbstractContextManager[Any]:
    """The engine gives a loop that takes no time up as soon as the reference does.

    One in which each event brings others is a minute's work for the engine's own patience.
    """
    return patch.object(wave, "MOST_AT_ONE_INSTANT", MOST_AT_ONE_INSTANT)


def _engine(
    workspace: Workspace,
    ids: list[str],
    contacts: Contacts,
    settings: RunSettings,
    events: EventHistory | None = None,
) -> Story | None:
    """The engine's story; None if it stops a loop that takes no time, as soon as the reference.

    Counts alone, for which what nobody asks for is left out, are those of the run that keeps all.
    """
    try:
        with giving_up_soon():
            whole = simulate(workspace, ids, contacts, settings, events=events)
            counted = count(workspace, ids, contacts, settings, events=events)
        assert figures(counted) == figures(whole), "other counts without the tables"
        return story_of(whole)
    except SimulationError as error:
        if "takes no time" not in str(error):
            raise
        return None


def differences(
    workspace: Workspace,
    ids: list[str],
    contacts: Contacts,
    settings: RunSettings,
    events: EventHistory | None = None,
) -> list[str]:
    """Where engine and reference differ, in sentences; empty if they agree.

    A run that both stop, for it goes round at one instant, is an EndlessError.
    """
    engine = _engine(workspace, ids, contacts, settings, events)
    try:
        reference = reference_run(workspace, ids, contacts, settings, events)
    except EndlessError:
        if engine is None:
            raise
        return ["the reference finds no end, and the engine does"]
    if engine is None:
        return ["the engine finds no end, and the reference does"]
    found: list[str] = []
    for what in ("rows", "sends", "stays", "tasks"):
        mine, other = getattr(engine, what), getattr(reference, what)
        if mine != other:
            place = next(
                (i for i, pair in enumerate(zip(mine, other, strict=False)) if pair[0] != pair[1]),
                min(len(mine), len(other)),
            )
            found.append(f"{what} differ at {place}:")
            found += [f"  both      {row}" for row in other[max(0, place - 8) : place]]
            found += [f"  engine    {row}" for row in mine[place : place + 4]]
            found += [f"  reference {row}" for row in other[place : place + 4]]
    for id_ in ids:
        for name, figure in reference.counts[id_].items():
            if engine.counts[id_][name] != figure:
                found.append(f"{id_}.{name}: engine {engine.counts[id_][name]}")
                found.append(f"{id_}.{name}: reference {figure}")
    return found

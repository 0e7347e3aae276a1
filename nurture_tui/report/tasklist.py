"""The tasks that a run gives to sellers, one by one: when, to whom, about which contact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from nurture_tui.model.action import GiveTask, TaskSpec
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Action
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.calendar import Filter
from nurture_tui.report.people import find_people
from nurture_tui.report.said import follow
from nurture_tui.simulation.actions import describe
from nurture_tui.simulation.result import Result

OWNER = "owner"
TASK = "task"
"""What the log calls it that a task is given."""


@dataclass(frozen=True, slots=True)
class GivenTask:
    """A task given at `instant` (UTC seconds) about a contact, a row of the run's contacts.

    `whose` is a name or an address, "" where the task is for the contact's owner and it has none.
    `step` is "" where the goal or an exit gives it.
    """

    instant: int
    contact: int
    journey: str
    step: str
    whose: str
    task: TaskSpec


def given_tasks(result: Result, workspace: Workspace) -> tuple[GivenTask, ...]:
    """The tasks of a run whose log was kept, by time, then contact.

    An owner is who it is at that instant: actions that change it are followed, what assumed events
    set is not.
    """
    journeys = [workspace.journeys[id_] for id_ in result.journeys]
    verbs = {key: verb for journey in journeys for key, verb in _tasks_of(journey)}
    log, names = result.log, result.log.names
    code = names.index(TASK) if TASK in names else -1
    places = np.flatnonzero(log.event == code) if verbs else np.zeros(0, dtype=np.intp)
    if not len(places):
        return ()
    zone, contacts = result.run.timezone, result.contacts
    said = follow(workspace, journeys, contacts, zone, log, result.sends, also=OWNER)
    found = []
    for place in places.tolist():
        journey, step = names[log.journey[place]], names[log.step[place]]
        verb = verbs.get((journey, step, names[log.detail[place]]))
        if verb is not None:
            who, task = int(log.contact[place]), verb.task
            whose = said.before(OWNER, who, place) if task.for_ == OWNER else task.for_
            found.append(GivenTask(int(log.time[place]), who, journey, step, whose, task))
    return tuple(found)


def passing(tasks: tuple[GivenTask, ...], wanted: Filter, result: Result) -> list[GivenTask]:
    """The tasks that a filter of sends lets through: none where it asks for a message or a rule."""
    if wanted.step or wanted.held_by:
        return []
    asked = wanted.contact.strip()
    people = set(find_people(result.contacts, asked).tolist()) if asked else None
    return [
        task
        for task in tasks
        if wanted.journey in ("", task.journey)
        and wanted.owner in ("", task.whose)
        and (people is None or task.contact in people)
    ]


def _tasks_of(journey: Journey) -> Iterator[tuple[tuple[str, str, str], GiveTask]]:
    """The verbs that give a task, by journey, step and detail of their rows in the log."""
    lists = [(id_, step.do) for id_, step in journey.steps.items() if isinstance(step, Action)]
    lists += [("", rule.do) for rule in journey.exits]
    lists += [("", journey.goal.do)] if journey.goal is not None else []
    for step_id, verbs in lists:
        for verb in verbs:
            if isinstance(verb, GiveTask):
                yield (journey.id, step_id, describe(verb)), verb

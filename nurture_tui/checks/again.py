"""Checks a workspace again after an edit: only what the edit can have changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nurture_tui.checks.causes import Causes, events_in
from nurture_tui.checks.finding import Finding
from nurture_tui.checks.parts import conditions
from nurture_tui.checks.planned import Given, Planned
from nurture_tui.checks.rules import RULES
from nurture_tui.checks.run import (
    Fields,
    blocking,
    found_in,
    found_in_files,
    found_in_settings,
    in_order,
)
from nurture_tui.errors import SimulationError
from nurture_tui.files.reading import JourneyFile
from nurture_tui.files.workspace import WorkspaceFiles
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Action, Exit, Send
from nurture_tui.model.typecheck import check_condition
from nurture_tui.model.workspace import Workspace, vocabulary

if TYPE_CHECKING:
    from nurture_tui.contacts.table import Contacts


@dataclass(frozen=True)
class Looked:
    """What was looked at, and what was found: by journey id, of nurture.toml under "".

    `faces` is what the rules see of each journey when they look at another, `contacts` the list
    that the journeys were looked at with.
    """

    files: WorkspaceFiles
    workspace: Workspace
    fields: Fields | None
    faces: Mapping[str, object]
    findings: Mapping[str, tuple[Finding, ...]]
    contacts: Contacts | None = None


def look_again(
    files: WorkspaceFiles,
    workspace: Workspace,
    *,
    fields: Fields | None = None,
    contacts: Contacts | None = None,
    before: Looked | None = None,
) -> Looked:
    """The findings of a workspace as it is now; `files` give the places, and what is not read.

    What was found `before` is taken over for each journey that is the very same object, with the
    same file, among journeys whose faces are the same; so the answer is that of looking anew.
    With `contacts` what they lack and whether they are enough is looked at too, in each journey
    that could be run with them; what a run shows is not, for it takes as long as the run.
    """
    unread = frozenset(files.journeys) - workspace.journeys.keys()
    every = replace(files, chosen=tuple(files.journeys))
    shared = tuple(found_in_settings(every, workspace, fields, unread))
    people = None if blocking(shared) else contacts
    if before is not None and not _same_ground(before, files, workspace, fields, people):
        before = None
    faces = {id_: _face_again(id_, workspace, fields, before) for id_ in workspace.journeys}
    if before is not None and before.faces != faces:
        before = replace(before, findings={})
    causes = Causes(workspace)
    found: dict[str, tuple[Finding, ...]] = {}
    for id_, journey in workspace.journeys.items():
        file = files.journeys.get(id_)
        if before is not None and id_ in before.findings and _same(before, files, journey):
            found[id_] = before.findings[id_]
        else:
            found[id_] = _look(causes, journey, file, fields, unread, people)
    for id_ in unread:
        found[id_] = tuple(found_in_files(files, id_))
    found[""] = shared
    return Looked(files, workspace, fields, faces, found, people)


def _look(
    causes: Causes,
    journey: Journey,
    file: JourneyFile | None,
    fields: Fields | None,
    unread: frozenset[str],
    people: Contacts | None,
) -> tuple[Finding, ...]:
    """What is found in one journey, with the contacts unless it would not be run."""
    places, path = (file.places, file.path.as_posix()) if file is not None else (None, "")
    found = found_in(causes, journey, places, path, fields, unread)
    if people is None or blocking(found):
        return tuple(found)
    workspace = causes.workspace
    planned = Planned(workspace, (journey.id,), Given(people), beside=tuple(workspace.journeys))
    rules = [rule for rule in RULES if rule.planned and planned.given.told.issuperset(rule.needs)]
    try:
        theirs = found_in(causes, journey, places, path, fields, unread, planned, rules=rules)
        return tuple(in_order([*found, *theirs]))
    except SimulationError:
        # What is too large for a run, or a list that does not suit it: the run itself says so.
        return tuple(found)


def _same_ground(
    before: Looked,
    files: WorkspaceFiles,
    workspace: Workspace,
    fields: Fields | None,
    people: Contacts | None,
) -> bool:
    """True if nothing but journeys is different: the settings, fields, contacts, ids there are."""
    return (
        before.workspace.settings == workspace.settings
        and before.workspace.journeys.keys() == workspace.journeys.keys()
        and before.files.journeys.keys() == files.journeys.keys()
        and before.fields == fields
        and before.contacts is people
    )


def _same(before: Looked, files: WorkspaceFiles, journey: Journey) -> bool:
    id_ = journey.id
    of = files.journeys.get(id_) is before.files.journeys.get(id_)
    return of and before.workspace.journeys[id_] is journey


def _face_again(
    id_: str, workspace: Workspace, fields: Fields | None, before: Looked | None
) -> object:
    if before is not None and before.workspace.journeys[id_] is workspace.journeys[id_]:
        return before.faces[id_]
    return face(workspace, workspace.journeys[id_], fields)


def face(workspace: Workspace, journey: Journey, fields: Fields | None) -> object:
    """What the rules see of a journey when they look at another one; to be compared with ==.

    Of the steps that is what they do to contacts, which events they ask for, how many messages they
    send and on what ground;
    of the rest all but what is said to colleagues.
    """
    head = journey.model_copy(
        update={
            "steps": {},
            "purpose": "",
            "notes": "",
            "status": "draft",
            "owner": None,
            "approved_by": (),
            "tags": (),
            "ignore": (),
        }
    )
    steps = [
        step.do if isinstance(step, Action) else step.enter
        for step in journey.steps.values()
        if isinstance(step, Action) or (isinstance(step, Exit) and step.enter is not None)
    ]
    messages = [(s.basis, s.channel) for s in journey.steps.values() if isinstance(s, Send)]
    words = vocabulary(workspace, journey, fields)
    goal = check_condition(journey.goal.when, words).typed if journey.goal is not None else None
    asked = frozenset(name for placed in conditions(journey) for name in events_in(placed.part))
    return head, steps, messages, goal, asked

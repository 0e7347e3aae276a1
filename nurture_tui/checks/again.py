"""Checks a workspace again after an edit: only what the edit can have changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from nurture_tui.checks.causes import Causes, events_in
from nurture_tui.checks.finding import Finding
from nurture_tui.checks.parts import conditions
from nurture_tui.checks.run import Fields, found_in, found_in_files, found_in_settings
from nurture_tui.files.workspace import WorkspaceFiles
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Action, Exit, Send
from nurture_tui.model.typecheck import check_condition
from nurture_tui.model.workspace import Workspace, vocabulary


@dataclass(frozen=True)
class Looked:
    """What was looked at, and what was found: by journey id, of nurture.toml under "".

    `faces` is what the rules see of each journey when they look at another.
    """

    files: WorkspaceFiles
    workspace: Workspace
    fields: Fields | None
    faces: Mapping[str, object]
    findings: Mapping[str, tuple[Finding, ...]]


def look_again(
    files: WorkspaceFiles,
    workspace: Workspace,
    *,
    fields: Fields | None = None,
    before: Looked | None = None,
) -> Looked:
    """The findings of a workspace as it is now; `files` give the places, and what is not read.

    What was found `before` is taken over for each journey that is the very same object, with the
    same file, among journeys whose faces are the same; so the answer is that of looking anew.
    """
    if before is not None and not _same_ground(before, files, workspace, fields):
        before = None
    faces = {id_: _face_again(id_, workspace, fields, before) for id_ in workspace.journeys}
    if before is not None and before.faces != faces:
        before = replace(before, findings={})
    unread = frozenset(files.journeys) - workspace.journeys.keys()
    causes = Causes(workspace)
    found: dict[str, tuple[Finding, ...]] = {}
    for id_, journey in workspace.journeys.items():
        file = files.journeys.get(id_)
        if before is not None and id_ in before.findings and _same(before, files, journey):
            found[id_] = before.findings[id_]
        elif file is None:
            found[id_] = tuple(found_in(causes, journey, None, "", fields, unread))
        else:
            path = file.path.as_posix()
            found[id_] = tuple(found_in(causes, journey, file.places, path, fields, unread))
    for id_ in unread:
        found[id_] = tuple(found_in_files(files, id_))
    every = replace(files, chosen=tuple(files.journeys))
    found[""] = tuple(found_in_settings(every, workspace, fields, unread))
    return Looked(files, workspace, fields, faces, found)


def _same_ground(
    before: Looked, files: WorkspaceFiles, workspace: Workspace, fields: Fields | None
) -> bool:
    """True if nothing is different but journeys: the settings, the fields, the ids there are."""
    return (
        before.workspace.settings == workspace.settings
        and before.workspace.journeys.keys() == workspace.journeys.keys()
        and before.files.journeys.keys() == files.journeys.keys()
        and before.fields == fields
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

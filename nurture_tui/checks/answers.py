"""What can be done about a finding of what is being edited: mend it, or ignore it with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from nurture_tui.checks.edits import MENDS
from nurture_tui.checks.finding import Finding
from nurture_tui.checks.ignores import CANNOT_BE_IGNORED
from nurture_tui.checks.mend import edit_of
from nurture_tui.checks.run import Fields
from nurture_tui.edit.change import EditError
from nurture_tui.files.reading import JourneyFile, parse_journey, parse_settings
from nurture_tui.files.saving import save_journey, save_settings
from nurture_tui.files.workspace import WorkspaceFiles
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Step
from nurture_tui.model.words import quoted
from nurture_tui.model.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Answer:
    """The workspace as it is then, and the name of the edit."""

    name: str
    workspace: Workspace


def may_be_mended(finding: Finding) -> bool:
    """True if findings of this rule are mended where they have one right answer."""
    return finding.code in MENDS and bool(finding.path)


def may_be_ignored(finding: Finding) -> bool:
    """True if a reason can switch this finding off: it is a journey's, and does not keep it from
    being run."""
    return bool(finding.journey) and finding.code not in CANNOT_BE_IGNORED


def mended(
    finding: Finding,
    files: WorkspaceFiles,
    workspace: Workspace,
    fields: Fields | None = None,
) -> Answer | None:
    """The workspace with the one edit that mends a finding, as `nurture check --fix` makes it.

    `workspace` is as it is being edited, `files` what was read. None where there is no such edit,
    or more than one; nor while nurture.toml has what could not be read, which only its file shows.
    """
    if not may_be_mended(finding) or (not finding.journey and files.settings.problems):
        return None
    now = _as_saved(files, workspace, finding.journey)
    edit = edit_of(finding, now, fields=fields)
    if edit is None:
        return None
    name = f"mend {finding.code}: {edit.said}"
    if not finding.journey:
        settings = parse_settings(edit.text, files.settings.path).settings
        return Answer(name, replace(workspace, settings=settings))
    journey = parse_journey(edit.text, now.journeys[finding.journey].path).journey
    return Answer(name, workspace.with_journey(journey)) if journey is not None else None


def ignored(finding: Finding, workspace: Workspace, reason: str) -> Answer:
    """The workspace with the finding switched off where it is: at its step, else its journey.

    An EditError says why that cannot be: no reason is given, a finding that keeps the journey from
    being run, one of nurture.toml.
    """
    said = " ".join(reason.split())
    journey = workspace.journeys.get(finding.journey)
    if journey is None:
        message = "what is found in nurture.toml cannot be ignored"
        raise EditError(message, fix="Mend it; it is said of all journeys.")
    if finding.code in CANNOT_BE_IGNORED:
        message = f"{finding.code} cannot be ignored: the journey cannot run with it"
        raise EditError(message, fix=finding.fix)
    if not said:
        message = f"to ignore {finding.code} a reason is needed"
        raise EditError(message, fix="Say who agreed to it, and when.")
    edited = _with_ignore(journey, finding.step, f"{finding.code}: {said}")
    where = f" of {quoted(finding.step)}" if finding.step in journey.steps else ""
    return Answer(f"ignore {finding.code}{where}", workspace.with_journey(edited))


def _with_ignore(journey: Journey, step: str, text: str) -> Journey:
    found = journey.steps.get(step)
    if found is None:
        return journey.model_copy(update={"ignore": (*journey.ignore, text)})
    off = found.model_copy(update={"ignore": (*found.ignore, text)})
    steps: Mapping[str, Step] = {**journey.steps, step: off}
    return journey.model_copy(update={"steps": steps})


def _as_saved(files: WorkspaceFiles, workspace: Workspace, id_: str) -> WorkspaceFiles:
    """The files as they would be if all were saved now; of the journey at hand with its text."""
    journeys = dict(files.journeys)
    for other, journey in workspace.journeys.items():
        file = files.journeys.get(other) or JourneyFile(files.folder / f"{other}.toml", other)
        if other == id_:
            journeys[other] = parse_journey(save_journey(file, journey).text, file.path)
        else:
            journeys[other] = replace(file, journey=journey)
    settings = replace(files.settings, settings=workspace.settings)
    if not id_:
        text = save_settings(files.settings, workspace.settings).text
        settings = parse_settings(text, files.settings.path)
    return WorkspaceFiles(files.folder, settings, journeys, (id_,) if id_ else ())

"""One journey with its run where there are contacts, for what is written of both."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from nurture_tui.checks import Finding, blocking, check_workspace
from nurture_tui.commands.arguments import Parser, a_path
from nurture_tui.commands.inputs import (
    contacts_path,
    one_journey,
    read_run_contacts,
    read_run_events,
)
from nurture_tui.commands.output import note, working
from nurture_tui.commands.runs import Prepared, add_run_options, refuse_nobody, run_settings
from nurture_tui.files.targets import refuse_inputs
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Workspace

if TYPE_CHECKING:
    from nurture_tui.contacts.table import Contacts
    from nurture_tui.files.workspace import WorkspaceFiles
    from nurture_tui.simulation.result import Result


@dataclass(frozen=True)
class JourneyRun:
    """A journey, its findings, and its run (None where there is none to make)."""

    journey: Journey
    workspace: Workspace
    findings: tuple[Finding, ...]
    result: Result | None


def add_journey_arguments(parser: Parser) -> None:
    """The journey, and what its run can be told."""
    parser.add_argument("path", type=a_path, metavar="PATH", help="a journey file")
    add_run_options(parser)


def run_journey(options: Namespace, *targets: Path | None) -> JourneyRun:
    """Read, check and, if there are contacts, simulate the journey that the arguments name.

    Without --contacts and without contacts in nurture.toml, or with findings that keep it from
    running, there is no run, which is said on stderr. Refuses `targets` that are files of the run.
    """
    files = one_journey(options.path)
    journey = files.journeys[files.chosen[0]].journey
    assert journey is not None
    there = options.contacts is not None or files.settings.settings.contacts is not None
    contacts = contacts_path(files, options.contacts) if there else None
    refuse_inputs(targets, files, contacts, options.events)
    if contacts is None:
        note("there are no contacts, so nothing is simulated: give --contacts FILE")
        return JourneyRun(journey, files.workspace, _findings(files), None)
    return _with_run(options, files, journey)


def _with_run(options: Namespace, files: WorkspaceFiles, journey: Journey) -> JourneyRun:
    contacts = read_run_contacts(files, options.contacts)
    findings = _findings(files, contacts)
    stopping = blocking(findings)
    if stopping:
        note(f"it does not run: {stopping[0].message} ({stopping[0].code})")
        return JourneyRun(journey, files.workspace, findings, None)
    refuse_nobody(options, contacts)
    settings = run_settings(options, files.workspace)
    events = read_run_events(files, options.events)
    prepared = Prepared(files.workspace, files.chosen, contacts, settings, events, options.people)
    with working(f"Simulating {prepared.size:,} contacts") as heard:
        result = replace(prepared, heard=heard).run()
    return JourneyRun(journey, files.workspace, findings, result)


def _findings(files: WorkspaceFiles, contacts: Contacts | None = None) -> tuple[Finding, ...]:
    """What the checks say of the journey; the contacts' columns are fields, if there are any."""
    found = check_workspace(files, fields=contacts.kinds if contacts is not None else None)
    return tuple(one for one in found if one.journey == files.chosen[0])

"""`nurture check`: the findings."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from nurture_tui.checks import Finding, Given, as_record, check_workspace
from nurture_tui.checks.finding import SEVERITIES
from nurture_tui.commands.annotations import as_annotations
from nurture_tui.commands.arguments import Parser, a_path, a_start, some_days
from nurture_tui.commands.findingtext import as_text, count_of, source_lines
from nurture_tui.commands.inputs import read_run_contacts, read_workspaces
from nurture_tui.commands.output import note, write, write_json
from nurture_tui.commands.sarif import as_sarif
from nurture_tui.errors import NurtureError, joined
from nurture_tui.files.workspace import WorkspaceFiles
from nurture_tui.files.writing import write_atomically

FORMATS = ("text", "json", "github", "sarif")
TRIED = 20


def run(arguments: list[str]) -> int:
    """Check journeys; 1 if there is a finding at or above the bar (a warning, unless moved)."""
    options = _parser().read(arguments)
    form = _form(options)
    workspaces = read_workspaces(options.paths)
    given = [_given(files, options) for files in workspaces]
    if options.fix:
        workspaces = [_mended(*pair) for pair in zip(workspaces, given, strict=True)]
    findings = [
        finding
        for files, told in zip(workspaces, given, strict=True)
        for finding in check_workspace(files, given=told)
    ]
    _show(form, findings, workspaces)
    if options.contacts is None:
        for files in workspaces:
            _say_missing_contacts(files)
    bar = SEVERITIES.index(options.fail_on)
    return int(any(SEVERITIES.index(finding.severity) <= bar for finding in findings))


def _given(files: WorkspaceFiles, options: Namespace) -> Given:
    contacts = read_run_contacts(files, options.contacts) if options.contacts else None
    return Given(contacts, options.start, options.days)


def _mended(files: WorkspaceFiles, given: Given) -> WorkspaceFiles:
    """The files with what has one right answer mended, on disk too; says what was done."""
    from nurture_tui.checks.mend import mend

    mended = mend(files, given=given)
    for path, text in mended.texts.items():
        write_atomically(path, text)
    for one in mended.done:
        found = one.finding
        place = f"{found.file}:{found.line}:{found.column}"
        step = f" [{found.step}]" if found.step else ""
        note(f"{place}: mended {found.code} {found.name}{step}: {one.said}")
    return mended.files


def _form(options: Namespace) -> str:
    if options.json and options.format not in (None, "json"):
        raise NurtureError(f"--json and --format {options.format} are two formats of one output")
    return "json" if options.json else options.format or "text"


def _show(form: str, findings: Sequence[Finding], workspaces: Sequence[WorkspaceFiles]) -> None:
    match form:
        case "json":
            write_json(record(findings))
        case "github":
            write(as_annotations(findings))
        case "sarif":
            write_json(as_sarif(findings))
        case _:
            journeys = sum(len(files.chosen) for files in workspaces)
            told = as_text(
                findings, journeys, source_lines(workspaces), _mendable(workspaces, findings)
            )
            write(told)


def _mendable(workspaces: Sequence[WorkspaceFiles], findings: Sequence[Finding]) -> int:
    """How many findings --fix would mend; 0 where there are too many to try them all."""
    from nurture_tui.checks.edits import MENDS

    if not 0 < sum(found.code in MENDS for found in findings) <= TRIED:
        return 0
    from nurture_tui.checks.mend import mend

    return sum(len(mend(files).done) for files in workspaces)


def _say_missing_contacts(files: WorkspaceFiles) -> None:
    """A contact list that nurture.toml names and that is not there: no finding, for a journey that
    is checked elsewhere than where the contacts are is no worse for it, but no run will be made.
    """
    named = files.settings.settings.contacts
    if named and not os.path.exists(files.folder / named):
        message = f"The contacts that this names are not at {files.folder / named}"
        fix = "simulate and schedule need them, or --contacts FILE."
        note(f"{files.settings.path}: note: {joined(message, fix)}")


def record(findings: Sequence[Finding]) -> dict[str, object]:
    """The findings with their counts, in the shape of `nurture check --json`."""
    counts = {f"{severity}s": count_of(findings, severity) for severity in SEVERITIES}
    return {"findings": [as_record(finding) for finding in findings], **counts}


def _parser() -> Parser:
    parser = Parser(
        "check",
        "What is wrong with journeys, where, and how to mend it. The exit status is 1 if there is\n"
        "an error or a warning; a file that cannot be read is an error of it (F001).",
    )
    parser.add_argument(
        "paths",
        nargs="*",
        type=a_path,
        default=[Path()],
        metavar="PATH",
        help="journey files or folders of them (the current folder if none)",
    )
    parser.add_argument(
        "--contacts",
        type=a_path,
        metavar="FILE",
        help="the contacts at hand: what they lack, and whether they are enough for a test;\n"
        "their columns are the fields where nurture.toml declares none",
    )
    parser.add_argument(
        "--start",
        type=a_start,
        metavar="DATE",
        help="first day of the run: past dates, clock changes; with --contacts the run is made",
    )
    parser.add_argument(
        "--days", type=some_days, default=90, metavar="N", help="its length (default: 90)"
    )
    parser.add_argument(
        "--fail-on",
        choices=SEVERITIES,
        default="warning",
        help="the least finding that makes the exit status 1 (default: warning)",
    )
    parser.add_argument(
        "--fix",
        action="store_true",
        help="mend what has one right answer, in the files, and say what was done",
    )
    parser.add_argument("--json", action="store_true", help="the findings for a program")
    parser.add_argument(
        "--format",
        choices=FORMATS,
        help="for a person, a program, GitHub's annotations or SARIF 2.1.0 (default: text)",
    )
    return parser

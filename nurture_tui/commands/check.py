"""`nurture check`: the findings."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from nurture_tui.checks import Finding, as_record, check_workspace
from nurture_tui.checks.finding import SEVERITIES
from nurture_tui.commands.arguments import Parser, a_path
from nurture_tui.commands.inputs import read_run_contacts, read_workspaces
from nurture_tui.commands.output import note, write, write_json
from nurture_tui.errors import NurtureError, joined
from nurture_tui.files.workspace import WorkspaceFiles
from nurture_tui.text import safe

LATER_FORMATS = ("github", "sarif")


def run(arguments: list[str]) -> int:
    """Check journeys; 1 if there is a finding at or above the bar (a warning, unless moved)."""
    options = _parser().parse_args(arguments)
    if options.format in LATER_FORMATS:
        raise NurtureError(f"nurture check --format {options.format} is not there yet.")
    workspaces = read_workspaces(options.paths)
    findings = [
        finding
        for files in workspaces
        for finding in check_workspace(
            files,
            fields=read_run_contacts(files, options.contacts).kinds if options.contacts else None,
        )
    ]
    if options.json or options.format == "json":
        write_json(record(findings))
    else:
        write(as_text(findings, sum(len(files.chosen) for files in workspaces)))
    if options.contacts is None:
        for files in workspaces:
            _say_missing_contacts(files)
    bar = SEVERITIES.index(options.fail_on)
    return int(any(SEVERITIES.index(finding.severity) <= bar for finding in findings))


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
    counts = {f"{severity}s": _count(findings, severity) for severity in SEVERITIES}
    return {"findings": [as_record(finding) for finding in findings], **counts}


def as_text(findings: Sequence[Finding], journeys: int) -> str:
    """Each finding on two lines, the place first, as editors and terminals make links of."""
    lines: list[str] = []
    for found in findings:
        place = f"{found.file}:{found.line}:{found.column}"
        step = f" [{found.step}]" if found.step else ""
        lines.append(safe(f"{place}: {found.severity} {found.code} {found.name}{step}"))
        lines.append(safe(f"    {joined(found.message, found.fix)}"))
    counted = ", ".join(_many(_count(findings, severity), severity) for severity in SEVERITIES)
    lines.append(f"{_many(journeys, 'journey')} checked: {counted}")
    return "\n".join(lines) + "\n"


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
        help="a contact file; its columns are the fields where nurture.toml declares none",
    )
    parser.add_argument(
        "--fail-on",
        choices=SEVERITIES,
        default="warning",
        help="the least finding that makes the exit status 1 (default: warning)",
    )
    parser.add_argument("--json", action="store_true", help="the findings for a program")
    parser.add_argument("--format", choices=("text", "json", *LATER_FORMATS), help="text or json")
    parser.not_yet("--fix", "--start", "--days")
    return parser


def _count(findings: Sequence[Finding], severity: str) -> int:
    return sum(finding.severity == severity for finding in findings)


def _many(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"

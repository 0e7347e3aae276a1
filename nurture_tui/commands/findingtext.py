"""Findings for a person: the place, what is wrong, how to mend it, and the line with a caret."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from nurture_tui.checks import Finding
from nurture_tui.checks.finding import SEVERITIES
from nurture_tui.files.workspace import WorkspaceFiles
from nurture_tui.text import cut, safe, width

WIDEST = 96
BEFORE = 60
INDENT = "    "
Lines = Mapping[str, Sequence[str]]


def source_lines(workspaces: Sequence[WorkspaceFiles]) -> dict[str, list[str]]:
    """The lines of every file that findings can name, by its name as a finding has it."""
    found = {}
    for files in workspaces:
        texts = {file.path: file.text for file in files.journeys.values()}
        for path, text in {**texts, files.settings.path: files.settings.text}.items():
            found[path.as_posix()] = text.removeprefix("\ufeff").split("\n")
    return found


def as_text(findings: Sequence[Finding], journeys: int, lines: Lines, mendable: int = 0) -> str:
    """Each finding, the place first, as editors and terminals make links of; then the counts.

    The finding is said on one line and how to mend it on the next; `mendable` is how many of them
    --fix would mend.
    """
    written = [line for found in findings for line in _finding(found, lines)]
    counted = ", ".join(many(count_of(findings, severity), severity) for severity in SEVERITIES)
    written.append(f"{many(journeys, 'journey')} checked: {counted}")
    if mendable:
        have = "1 of them has" if mendable == 1 else f"{mendable:,} of them have"
        written.append(f"{have} one right answer, which --fix writes into the file")
    return "\n".join(written) + "\n"


def count_of(findings: Sequence[Finding], severity: str) -> int:
    """How many findings are of a severity."""
    return sum(finding.severity == severity for finding in findings)


def many(number: int, thing: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _finding(found: Finding, lines: Lines) -> Iterator[str]:
    place = f"{found.file}:{found.line}:{found.column}"
    step = f" [{found.step}]" if found.step else ""
    yield safe(f"{place}: {found.severity} {found.code} {found.name}{step}")
    yield safe(f"{INDENT}{found.message}")
    if found.fix:
        yield safe(f"{INDENT}{found.fix}")
    of_file = lines.get(found.file, ())
    if 0 < found.line <= len(of_file) and of_file[found.line - 1].strip():
        yield from _pointed(of_file[found.line - 1], found.line, found.column)


def _pointed(line: str, number: int, column: int) -> Iterator[str]:
    """The line of the file, and below it a caret where the finding is.

    Of a line that is too wide the part around the place is shown.
    """
    begin = max(0, column - 1 - BEFORE)
    shown = safe(("…" if begin else "") + line[begin:].rstrip())
    before = width(safe(("…" if begin else "") + line[begin : column - 1]))
    head = f"{INDENT}{number:>4} | "
    yield f"{head}{cut(shown, WIDEST)}"
    yield f"{' ' * (len(head) - 2)}| {' ' * before}^"

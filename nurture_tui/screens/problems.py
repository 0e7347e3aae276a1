"""The findings of the open journey, live: what, where, how to mend it."""

from __future__ import annotations

from collections import Counter
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from nurture_tui.checks.finding import Finding, Severity
from nurture_tui.screens.cells import Part, column
from nurture_tui.screens.lines import Lines
from nurture_tui.screens.session import Session
from nurture_tui.screens.theme import SEVERITY_MARKS
from nurture_tui.text import safe, width

_WORDS: dict[Severity, tuple[str, str]] = {
    "error": ("error", "errors"),
    "warning": ("warning", "warnings"),
    "note": ("note", "notes"),
}


def summary(findings: tuple[Finding, ...]) -> str:
    """`1 warning, 2 notes`."""
    found = Counter(finding.severity for finding in findings)
    return ", ".join(
        f"{found[severity]} {one if found[severity] == 1 else many}"
        for severity, (one, many) in _WORDS.items()
        if found[severity]
    )


def in_order(findings: tuple[Finding, ...]) -> list[Finding]:
    """The worst first, else in the order of the file."""
    order = list(SEVERITY_MARKS)
    return sorted(findings, key=lambda finding: order.index(finding.severity))


def problem_line(finding: Finding, where: int) -> list[Part]:
    """Mark, code, place in `where` cells, sentence, and how to mend it."""
    mark = SEVERITY_MARKS[finding.severity]
    return [
        (" ", ""),
        (f"{mark} {finding.code} ", finding.severity),
        column(place_of(finding), "bold", where),
        (f"  {safe(finding.message)}", "text"),
        (f"  {safe(finding.fix)}" if finding.fix else "", "muted"),
    ]


def place_of(finding: Finding) -> str:
    """The step, else the part of the file that the finding is about."""
    if finding.step:
        return finding.step
    return str(finding.path[0]) if finding.path else "journey"


def why_it_does_not_run(session: Session) -> list[Part]:
    """What to say where the checks found nothing: also what only the simulation refuses."""
    problem = session.outcome.problem if session.outcome is not None else None
    if problem is None and session.contacts is None:
        note = safe(session.opened.contacts_note)
        return [("Nothing found, and not simulated: ", "muted"), (note, "text")]
    if problem is None:
        return [("Nothing found.", "muted")]
    said = f"{problem.message} {problem.fix}".strip()
    return [("× ", "error"), ("does not run", "bold"), (f"  {safe(said)}", "text")]


class Findings(Lines):
    """Findings in rows, the worst first."""

    KEEPS_SELECTION = False

    def __init__(self, session: Session, *, id_: str | None = None) -> None:
        super().__init__(id_=id_)
        self.session = session
        self.findings: list[Finding] = []

    def found(self) -> tuple[Finding, ...]:
        """The findings to show: of nurture.toml."""
        return self.session.findings.get("", ())

    def nothing(self) -> list[Part]:
        """What to say where there are none."""
        return [("Nothing found.", "muted")]

    def rebuild(self) -> None:
        """Show the findings as they are now."""
        self.findings = in_order(self.found())
        where = min(max([width(place_of(f)) for f in self.findings] + [4]), 20)
        lines = [problem_line(finding, where) for finding in self.findings]
        self.show(lines, empty=[("  ", ""), *self.nothing()])

    def on_mount(self) -> None:
        self.rebuild()

    def on_resize(self, _: events.Resize) -> None:
        self.rebuild()

    @property
    def finding(self) -> Finding | None:
        """The selected finding."""
        return self.findings[self.chosen] if self.findings else None


class Problems(Findings):
    """The findings of the open journey; Enter goes to where the selected one is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "go", id="problems.go"),
        Binding("escape", "screen.back", "back", key_display="esc", id="problems.back"),
    ]

    def found(self) -> tuple[Finding, ...]:
        return self.session.problems

    def nothing(self) -> list[Part]:
        return why_it_does_not_run(self.session)

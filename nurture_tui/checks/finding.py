"""What rules give: marks on a journey, and findings that know file and line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a rule's function gives: a place, what is wrong with it, and how to mend it.

    `at` is a character (from 0) inside the text at `path`; `severity` is that of the rule if None.
    """

    path: Path
    message: str
    fix: str
    step: str = ""
    at: int | None = None
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule found.

    `line` and `column` count from 1 and are 0 where there is no file. `journey` and `step` are ids,
    "" where the finding is of neither. `path` is the place in the model, such as
    ("steps", "pause", "for"), for whoever shows the finding beside the value.
    """

    code: str
    name: str
    severity: Severity
    file: str
    line: int
    column: int
    journey: str
    step: str
    message: str
    fix: str
    source: str
    path: Path = ()


def as_record(finding: Finding) -> dict[str, str | int | None]:
    """The finding as `nurture check --json` writes it; no journey and no step are null."""
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "journey": finding.journey or None,
        "step": finding.step or None,
        "message": finding.message,
        "fix": finding.fix,
        "source": finding.source,
    }


def sentence(text: str) -> str:
    """The text with a capital at its beginning and a full stop at its end."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '!', '?')) else '.'}"


def and_more(others: Sequence[str]) -> str:
    """What stands behind the first of several messages: ` and “help”`, ` and 3 more messages`."""
    if len(others) == 1:
        return f" and “{others[0]}”"
    return f" and {len(others)} more messages" if others else ""

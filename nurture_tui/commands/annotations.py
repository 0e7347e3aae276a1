"""Findings as annotations of GitHub's workflow runs: one command a line, on the line of the file.

The form is that of GitHub's workflow commands: `::warning file=…,line=…,col=…,title=…::text`.
"""

from __future__ import annotations

from collections.abc import Iterable

from nurture_tui.checks import Finding
from nurture_tui.errors import joined
from nurture_tui.text import safe

_LEVELS = {"error": "error", "warning": "warning", "note": "notice"}


def as_annotations(findings: Iterable[Finding]) -> str:
    """A workflow command for each finding; nothing in a file can end one or begin another."""
    return "".join(map(_annotation, findings))


def _annotation(found: Finding) -> str:
    properties = {
        "file": found.file,
        "line": str(max(1, found.line)),
        "col": str(max(1, found.column)),
        "title": f"{found.code} {found.name}",
    }
    told = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    step = f"{found.step}: " if found.step else ""
    text = _data(safe(f"{step}{joined(found.message, found.fix)}"))
    return f"::{_LEVELS[found.severity]} {told}::{text}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

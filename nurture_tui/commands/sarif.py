"""Findings as SARIF 2.1.0, the format in which tools that look at files tell what they found."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from nurture_tui import __version__
from nurture_tui.checks import RULES, Finding, Rule
from nurture_tui.errors import joined

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_PLACES = {rule.code: number for number, rule in enumerate(RULES)}


def as_sarif(findings: Sequence[Finding]) -> dict[str, Any]:
    """One run with all rules and the findings as its results; columns count characters."""
    driver = {
        "name": "nurture",
        "fullName": "Nurture TUI: the checks of nurture journeys",
        "version": __version__,
        "rules": [_rule(rule) for rule in RULES],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(found) for found in findings],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: Rule) -> dict[str, Any]:
    first, stop, _ = rule.explanation.partition(". ")
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": first + stop.strip()},
        "fullDescription": {"text": rule.explanation},
        "help": {"text": f"{rule.explanation} Where it comes from: {rule.source}."},
        "defaultConfiguration": {"level": rule.severity},
    }


def _result(found: Finding) -> dict[str, Any]:
    place: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(found.file)},
            "region": {"startLine": max(1, found.line), "startColumn": max(1, found.column)},
        }
    }
    if found.journey:
        parts = [part for part in (found.journey, found.step) if part]
        name = {"name": parts[-1], "fullyQualifiedName": "/".join(parts)}
        place["logicalLocations"] = [name]
    return {
        "ruleId": found.code,
        "ruleIndex": _PLACES[found.code],
        "level": found.severity,
        "message": {"text": joined(found.message, found.fix)},
        "locations": [place],
    }


def _uri(file: str) -> str:
    """The file as a URI: relative to where the check ran, as the path was given."""
    path = PurePath(file)
    if path.is_absolute():
        return path.as_uri()
    # A relative path whose first part has a colon would read as a scheme.
    return quote(path.as_posix(), safe="/")

"""Runs the rules over journeys and gives what they find, in the order of the files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from nurture_tui.checks.causes import Causes
from nurture_tui.checks.finding import Finding, Mark
from nurture_tui.checks.ignores import ignored
from nurture_tui.checks.rule import Rule
from nurture_tui.checks.rules import BLOCKING, RULES
from nurture_tui.checks.subject import SettingsSubject, Subject
from nurture_tui.files.positions import Places
from nurture_tui.model.fields import FieldKind
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Workspace, vocabulary

Fields = Mapping[str, FieldKind]


def check_journey(
    workspace: Workspace,
    journey: Journey,
    places: Places | None = None,
    *,
    file: str = "",
    fields: Fields | None = None,
    other_journeys: Iterable[str] = (),
) -> list[Finding]:
    """The findings of one journey, edited or as read, ordered by line.

    The journey takes the place of the one of its id in the workspace. `places` gives lines and
    columns (0 without); `fields` are the columns of the contact file, for a workspace without
    `[fields]`; `other_journeys` are ids of journeys that exist but could not be read.
    """
    whole = workspace.with_journey(journey)
    return _of_journey(Causes(whole), journey, places, file, fields, frozenset(other_journeys))


def check_settings(
    workspace: Workspace,
    places: Places | None = None,
    *,
    file: str = "",
    fields: Fields | None = None,
    other_journeys: Iterable[str] = (),
) -> list[Finding]:
    """The findings of nurture.toml, ordered by line."""
    words = vocabulary(workspace, None, fields)
    words = replace(words, journeys=words.journeys | set(other_journeys))
    subject = SettingsSubject(workspace, words)
    found = [
        _finding(rule, mark, "", file, places)
        for rule in RULES
        for look in rule.settings
        for mark in look(subject)
    ]
    return in_order(found)


def blocking(findings: Iterable[Finding]) -> list[Finding]:
    """Those findings with which a journey is not run."""
    return [found for found in findings if found.severity == "error" and found.code in BLOCKING]


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """By file, line, column and code; what has no line goes by its place in the rules."""
    return sorted(findings, key=lambda found: (found.file, found.line, found.column, found.code))


def _of_journey(
    causes: Causes,
    journey: Journey,
    places: Places | None,
    file: str,
    fields: Fields | None,
    others: frozenset[str],
) -> list[Finding]:
    words = vocabulary(causes.workspace, journey, fields)
    words = replace(words, journeys=words.journeys | others)
    subject = Subject(causes.workspace, journey, words, causes)
    off = ignored(journey)
    found: list[Finding] = []
    for rule in RULES:
        marks = [mark for look in rule.journey for mark in look(subject)]
        if rule.closing is not None:
            marks += rule.closing(subject, found)
        found += [
            _finding(rule, mark, journey.id, file, places)
            for mark in marks
            if (rule.code, "") not in off and (rule.code, mark.step or None) not in off
        ]
    return in_order(found)


def _finding(rule: Rule, mark: Mark, journey: str, file: str, places: Places | None) -> Finding:
    line = column = 0
    if places is not None:
        position = (
            places.of_value(mark.path) if mark.at is None else places.within(mark.path, mark.at)
        )
        line, column = position.line, position.column
    return Finding(
        rule.code,
        rule.name,
        mark.severity or rule.severity,
        file,
        line,
        column,
        journey,
        mark.step,
        mark.message,
        mark.fix,
        rule.source,
        mark.path,
    )

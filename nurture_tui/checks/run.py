"""Runs the rules over journeys and gives what they find, in the order of the files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from nurture_tui.checks.causes import Causes
from nurture_tui.checks.finding import Finding, Mark, sentence
from nurture_tui.checks.ignores import UNUSED_IGNORE, ignored, unused_ignores
from nurture_tui.checks.planned import Given, Planned
from nurture_tui.checks.rule import Rule
from nurture_tui.checks.rules import BLOCKING, RULES, explain
from nurture_tui.checks.subject import SettingsSubject, Subject
from nurture_tui.files.positions import Places
from nurture_tui.files.problems import Problem
from nurture_tui.files.workspace import WorkspaceFiles
from nurture_tui.model.fields import FieldKind
from nurture_tui.model.journey import Journey
from nurture_tui.model.words import plain
from nurture_tui.model.workspace import Workspace, vocabulary

Fields = Mapping[str, FieldKind]
LONGEST = 400


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
    return found_in(Causes(whole), journey, places, file, fields, frozenset(other_journeys))


def what_blocks(
    workspace: Workspace, journey: Journey, fields: Fields | None = None
) -> list[Finding]:
    """The findings of a journey with which it is not run; the other rules are not asked."""
    rules = [rule for rule in RULES if rule.code in BLOCKING]
    whole = workspace.with_journey(journey)
    return blocking(found_in(Causes(whole), journey, None, "", fields, frozenset(), rules=rules))


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


def check_workspace(
    files: WorkspaceFiles, *, fields: Fields | None = None, given: Given | None = None
) -> list[Finding]:
    """The findings of the chosen journeys and of nurture.toml, ordered by file and line.

    What is wrong with reading them is among the findings. Where only some journeys of the folder
    are chosen, nurture.toml gives its errors alone: the rest is not of these journeys. With
    `given` the contacts and the days of a run are looked at too, unless something is found with
    which the journeys would not be run; without `fields` the contacts' columns are the fields.
    """
    if given is None or not given.told:
        return _check(files, fields, None)
    if fields is None and given.contacts is not None:
        fields = given.contacts.kinds
    found = _check(files, fields, None)
    if blocking(found) or not files.chosen:
        return found
    return _check(files, fields, Planned(files.workspace, files.chosen, given))


def _check(files: WorkspaceFiles, fields: Fields | None, planned: Planned | None) -> list[Finding]:
    workspace = files.workspace
    unread = frozenset(files.journeys) - set(workspace.journeys)
    found = [
        *found_in_settings(files, workspace, fields, unread),
        *_of_planned_settings(files, workspace, fields, planned),
    ]
    causes = Causes(workspace)
    for id_ in files.chosen:
        file = files.journeys[id_]
        found += found_in_files(files, id_)
        if file.journey is not None:
            name = file.path.as_posix()
            found += found_in(causes, file.journey, file.places, name, fields, unread, planned)
    return in_order(found)


def _of_planned_settings(
    files: WorkspaceFiles, workspace: Workspace, fields: Fields | None, planned: Planned | None
) -> list[Finding]:
    if planned is None:
        return []
    subject = SettingsSubject(workspace, vocabulary(workspace, None, fields))
    return [
        _finding(rule, mark, "", files.settings.path.as_posix(), files.settings.places)
        for rule in RULES
        if planned.given.told.issuperset(rule.needs)
        for look in rule.planned_settings
        for mark in look(subject, planned)
    ]


def found_in_settings(
    files: WorkspaceFiles, workspace: Workspace, fields: Fields | None, unread: frozenset[str]
) -> list[Finding]:
    """What is found in nurture.toml, what is wrong with reading it first."""
    path = files.settings.path
    found = check_settings(
        workspace,
        files.settings.places,
        file=path.as_posix(),
        fields=fields,
        other_journeys=unread,
    )
    some = 0 < len(files.chosen) < len(files.journeys)
    return [
        *(_of_problem(problem, path, "") for problem in files.settings.problems),
        *(one for one in found if one.severity == "error" or not some),
    ]


def found_in_files(files: WorkspaceFiles, id_: str) -> list[Finding]:
    """What is wrong with reading the file of a journey."""
    file = files.journeys[id_]
    return [_of_problem(problem, file.path, id_) for problem in file.problems]


def _of_problem(problem: Problem, path: Path, journey: str) -> Finding:
    """A problem of reading as the finding of its rule."""
    rule = explain(problem.code)
    in_step = journey and problem.path[:1] == ("steps",) and len(problem.path) > 1
    step = plain(str(problem.path[1])) if in_step else ""
    return Finding(
        rule.code,
        rule.name,
        rule.severity,
        path.as_posix(),
        problem.line,
        problem.column,
        journey,
        step,
        sentence(problem.message),
        plain(problem.fix, LONGEST),
        rule.source,
        problem.path,
    )


def blocking(findings: Iterable[Finding]) -> list[Finding]:
    """Those findings with which a journey is not run."""
    return [found for found in findings if found.severity == "error" and found.code in BLOCKING]


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """By file, line, column and code; what has no line goes by its place in the rules."""
    return sorted(findings, key=lambda found: (found.file, found.line, found.column, found.code))


def found_in(
    causes: Causes,
    journey: Journey,
    places: Places | None,
    file: str,
    fields: Fields | None,
    others: frozenset[str],
    planned: Planned | None = None,
    *,
    rules: Iterable[Rule] = RULES,
) -> list[Finding]:
    """What the rules find in one journey of the workspace of `causes`, ordered by line."""
    words = vocabulary(causes.workspace, journey, fields)
    words = replace(words, journeys=words.journeys | others)
    subject = Subject(causes.workspace, journey, words, causes)
    off = ignored(journey)
    found: list[Finding] = []
    used: set[tuple[str, str]] = set()
    silent = set()
    for rule in rules:
        marks = [mark for look in rule.journey for mark in look(subject)]
        if planned is not None and planned.given.told.issuperset(rule.needs):
            marks += [mark for look in rule.planned for mark in look(subject, planned)]
        elif rule.needs:
            silent.add(rule.code)
        if rule.closing is not None:
            marks += rule.closing(subject, found)
        if rule.code == UNUSED_IGNORE.code:
            marks += unused_ignores(journey, used, silent)
        for mark in marks:
            by = {(rule.code, ""), (rule.code, mark.step)} & off
            used |= by
            if not by:
                found.append(_finding(rule, mark, journey.id, file, places))
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
        plain(mark.message, LONGEST),
        plain(mark.fix, LONGEST),
        rule.source,
        mark.path,
    )

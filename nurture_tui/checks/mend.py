"""Mends what has one right answer: each edit is tried, and kept if its finding is gone by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from nurture_tui.checks.edits import MENDS, Edit, Source, edits
from nurture_tui.checks.finding import Finding
from nurture_tui.checks.planned import Given
from nurture_tui.checks.run import Fields, check_workspace
from nurture_tui.files.reading import parse_journey, parse_settings
from nurture_tui.files.toml import parse_toml
from nurture_tui.files.workspace import WorkspaceFiles

MOST = 500
_UNREAD = ("F001", "F002", "F003", "F004", "F005", "F006")


@dataclass(frozen=True, slots=True)
class Mended:
    """A finding that is mended, and what was done to the file."""

    finding: Finding
    said: str


@dataclass(frozen=True)
class Mend:
    """The files as they are after mending, those of them with a new text, and what was mended."""

    files: WorkspaceFiles
    texts: dict[Path, str]
    done: tuple[Mended, ...]


def mend(
    files: WorkspaceFiles, *, fields: Fields | None = None, given: Given | None = None
) -> Mend:
    """Mend the chosen journeys and nurture.toml; nothing is written to disk.

    An edit is kept if it is the only one of the finding's that takes the finding away without an
    error more in the file; else the finding stays. So a second time there is nothing to mend.
    """
    done: list[Mended] = []
    texts: dict[Path, str] = {}
    looked: set[tuple[str, str, tuple[str | int, ...]]] = set()
    found = check_workspace(files, fields=fields, given=given)
    while len(done) < MOST:
        for finding in found:
            key = (finding.file, finding.code, finding.path)
            if finding.code not in MENDS or key in looked:
                continue
            looked.add(key)
            kept = [
                (edit, after, left)
                for edit in _once(edits(finding, _source(finding, files)))
                for after in [_with(files, finding, edit.text)]
                for left in [check_workspace(after, fields=fields, given=given)]
                if _better(finding, found, left)
            ]
            if len(kept) == 1:
                edit, files, found = kept[0]
                texts[Path(finding.file)] = edit.text
                done.append(Mended(finding, edit.said))
                looked.clear()  # what could not be mended before may be now
                break
        else:
            break
    return Mend(files, texts, tuple(done))


def edit_of(
    finding: Finding, files: WorkspaceFiles, *, fields: Fields | None = None
) -> Edit | None:
    """The one edit that mends this finding, or None where there is none, or more than one."""
    found = check_workspace(files, fields=fields)
    kept = [
        edit
        for edit in _once(edits(finding, _source(finding, files)))
        if _better(finding, found, check_workspace(_with(files, finding, edit.text), fields=fields))
    ]
    return kept[0] if len(kept) == 1 else None


def _once(found: Iterator[Edit]) -> list[Edit]:
    return list({edit.text: edit for edit in found}.values())


def _source(finding: Finding, files: WorkspaceFiles) -> Source:
    text = files.settings.text
    if finding.journey:
        text = files.journeys[finding.journey].text
    return Source(text, parse_toml(text).data, files, finding.journey)


def _with(files: WorkspaceFiles, finding: Finding, text: str) -> WorkspaceFiles:
    """The workspace as it would be with this text in the finding's file."""
    if not finding.journey:
        return replace(files, settings=parse_settings(text, files.settings.path))
    journeys = dict(files.journeys)
    journeys[finding.journey] = parse_journey(text, journeys[finding.journey].path)
    return replace(files, journeys=journeys)


def _better(finding: Finding, before: list[Finding], after: list[Finding]) -> bool:
    """True if the finding is gone and the file has not got worse.

    A file that can be read by the edit may show what could not be seen before.
    """
    if _like(finding, after) >= _like(finding, before):
        return False
    was, now = (
        Counter(one.code for one in found if one.file == finding.file and one.severity == "error")
        for found in (before, after)
    )
    read_before, read_after = (sum(one[code] for code in _UNREAD) for one in (was, now))
    if read_after < read_before:
        return True
    opens = finding.code == "F003" or finding.path[-1:] == ("type",)
    if opens and read_after == read_before:
        # Only what has its type can be looked at: another of its mistakes may come to light.
        return all(one.path != finding.path for one in after if one.file == finding.file)
    return now.total() <= was.total() - (finding.severity == "error")


def _like(finding: Finding, found: list[Finding]) -> int:
    def said(one: Finding) -> tuple[str, str, str, str]:
        return one.file, one.code, one.step, one.message

    return sum(said(one) == said(finding) for one in found)

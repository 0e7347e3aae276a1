"""An event file to an event history: columns recognised, rows refused with a reason (R18)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from nurture_tui.contacts.event_columns import event_columns
from nurture_tui.contacts.formats import read_sheet
from nurture_tui.contacts.history import EventHistory, Texts
from nurture_tui.contacts.read import workspace_zone
from nurture_tui.contacts.sheet import EVENTS, Sheet
from nurture_tui.contacts.table import RefusedRow
from nurture_tui.contacts.words import date_of, is_nothing, is_other_date
from nurture_tui.errors import ContactsError
from nurture_tui.model.workspace import Workspace

_NAME = re.compile(r"[^'\"\n\r]{1,200}")
_Moments = Mapping[str, tuple[int, bool] | None]
"""Seconds UTC of each cell of a time, and whether it is a day alone; None: it cannot be read."""


@dataclass(frozen=True)
class _Cells:
    """The cells of the parts of each row, "" where the file has no such column."""

    contact: Sequence[str]
    email: Sequence[str]
    time: Sequence[str]
    event: Sequence[str]
    object: Sequence[str]
    value: Sequence[str]


def read_events(path: Path, workspace: Workspace) -> EventHistory:
    """The events of a CSV, JSON Lines or Parquet file: `contact, time, event`, `object`, `value`.

    Columns are recognised by name, and by what exports call them. Times without offset are those
    of the workspace; a day alone is its 00:00. A row without contact, event or readable time is
    refused and listed with its line. A file that cannot be used is a ContactsError.
    """
    try:
        return _history(read_sheet(path, EVENTS), path, workspace_zone(workspace))
    except ContactsError as error:
        if error.where:
            raise
        raise ContactsError(error.message, where=str(path), fix=error.fix) from None


def _history(sheet: Sheet, path: Path, zone: ZoneInfo) -> EventHistory:
    places = event_columns(sheet.names)
    cells = _cells(sheet, places)
    moments = {cell: _moment(cell, zone) for cell in set(cells.time)}
    keep, refused = _usable(sheet, cells, moments)
    names = tuple(sorted({cells.event[row] for row in keep}))
    codes = {name: code for code, name in enumerate(names)}
    found = [moments[cells.time[row]] or (0, False) for row in keep]
    return EventHistory(
        contact=_texts(cells.contact, keep),
        email=_texts([cell.lower() for cell in cells.email], keep),
        time=np.array([seconds for seconds, _ in found], dtype=np.int64),
        event=np.array([codes[cells.event[row]] for row in keep], dtype=np.int32),
        object=_texts(cells.object, keep),
        value=_texts(cells.value, keep),
        names=names,
        lines=np.array([sheet.lines[row] for row in keep], dtype=np.int64),
        refused=refused,
        notes=(*sheet.notes, *_notes(cells, keep, sum(day for _, day in found))),
        source=str(path),
        mapping={sheet.names[place]: part for part, place in places.items()},
    )


def _cells(sheet: Sheet, places: Mapping[str, int]) -> _Cells:
    nothing = [""] * len(sheet.lines)

    def of(part: str) -> Sequence[str]:
        cells = sheet.columns[places[part]] if part in places else nothing
        return ["" if is_nothing(cell) else cell for cell in cells]

    return _Cells(*(of(part) for part in ("contact", "email", "time", "event", "object", "value")))


def _moment(cell: str, zone: ZoneInfo) -> tuple[int, bool] | None:
    """Seconds UTC, and whether the cell is a day alone, which is its 00:00 in the workspace."""
    found = date_of(cell, zone)
    if found is None or not found[1]:
        return found
    midnight = date_of(f"{cell}T00:00", zone)
    return None if midnight is None else (midnight[0], True)


def _usable(
    sheet: Sheet, cells: _Cells, moments: _Moments
) -> tuple[list[int], tuple[RefusedRow, ...]]:
    """The places of the rows that can be used, and the others with the reason of each."""
    keep: list[int] = []
    refused = [*sheet.refused]
    for row, line in enumerate(sheet.lines):
        reason = _trouble(cells, row, moments)
        if reason:
            refused.append(RefusedRow(line, reason))
        else:
            keep.append(row)
    refused.sort(key=lambda found: found.line)
    if not keep:
        raise ContactsError(
            f"no row can be used: line {refused[0].line} {refused[0].reason}",
            fix="Give each event a contact, a time and a name.",
        )
    return keep, tuple(refused)


def _trouble(cells: _Cells, row: int, moments: _Moments) -> str:
    """Why a row cannot be used, "" if it can."""
    event, time = cells.event[row], cells.time[row]
    if not cells.contact[row] and not cells.email[row]:
        return "names no contact"
    if not event:
        return "names no event"
    if not _NAME.fullmatch(event):
        long = "is longer than 200 letters" if len(event) > 200 else "has a quotation mark in it"
        return f"has an event whose name {long}: {_short(event)}"
    if not time:
        return "has no time"
    if moments[time] is None:
        why = "could be two days" if is_other_date(time) else "is no time in ISO 8601"
        return f"has a time that {why}: {_short(time)}"
    return ""


def _notes(cells: _Cells, keep: Sequence[int], days: int) -> tuple[str, ...]:
    """What a reader should know: days without a time, and rows that stand there twice."""
    notes: list[str] = []
    if days:
        notes.append(f"{_times(days)} a day alone and count{'s' * (days == 1)} as its 00:00")
    parts = (cells.contact, cells.email, cells.time, cells.event, cells.object, cells.value)
    seen = Counter(tuple(part[row] for part in parts) for row in keep)
    twice = len(keep) - len(seen)
    if twice:
        rows = "row is" if twice == 1 else "rows are"
        notes.append(f"{twice:,} {rows} equal to an earlier one in every part, and counted too")
    return tuple(notes)


def _times(number: int) -> str:
    return "1 time is" if number == 1 else f"{number:,} times are"


def _texts(cells: Sequence[str], keep: Sequence[int]) -> Texts:
    return np.array([cells[row] for row in keep], dtype=object)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"

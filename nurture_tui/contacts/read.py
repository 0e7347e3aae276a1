"""A contact file to a table of contacts: fields recognised, rows refused with a reason."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from nurture_tui.contacts.aliases import MAILCHIMP_MARKS, squash
from nurture_tui.contacts.columns import Cells, guess_kind, read_column, texts
from nurture_tui.contacts.formats import read_sheet
from nurture_tui.contacts.identity import AT_ONCE, Texts, alike, joined, packed
from nurture_tui.contacts.recognise import Recognised, check_mapping, recognise
from nurture_tui.contacts.sheet import Sheet
from nurture_tui.contacts.table import (
    Column,
    Contacts,
    RefusedRow,
    TextColumn,
    YesNoColumn,
)
from nurture_tui.errors import ContactsError
from nurture_tui.model.fields import KNOWN_FIELDS, TEXT, YES_NO, FieldKind
from nurture_tui.model.workspace import Workspace
from nurture_tui.model.zones import zone_info

_MAILCHIMP_FILE = re.compile(
    r"(?:^|[_\- ])(unsubscribed|nonsubscribed|subscribed|cleaned)(?:$|[_\- .])"
)


def read_contacts(
    path: Path, workspace: Workspace, mapping: Mapping[str, str] | None = None
) -> Contacts:
    """The contacts of a CSV, JSON Lines or Parquet file.

    Columns are recognised by name, by the names that the usual products give them, and first of
    all by `mapping` (column to field). Kinds come from `[fields]` of nurture.toml; without it
    they are guessed from the cells. A row without id and e-mail, and a second row of one id, are
    refused and listed with their line (R19). A file that cannot be used is a ContactsError.
    """
    try:
        return _contacts(read_sheet(path), path, workspace, mapping or {})
    except ContactsError as error:
        if error.where:
            raise
        raise ContactsError(error.message, where=str(path), fix=error.fix) from None


def _contacts(
    sheet: Sheet, path: Path, workspace: Workspace, mapping: Mapping[str, str]
) -> Contacts:
    declared = workspace.field_kinds
    check_mapping(mapping, declared)
    zone = workspace_zone(workspace)
    fields = recognise(
        sheet.names, declared or KNOWN_FIELDS, mapping, lambda place: set(sheet.columns[place])
    )
    ids, keep, refused = _identify(sheet, fields)
    everyone = len(keep) == len(sheet.lines)
    lines = sheet.lines if everyone else [sheet.lines[row] for row in keep]
    columns: dict[str, Column] = {}
    kinds: dict[str, FieldKind] = {}
    notes = [*sheet.notes]
    for found in fields:
        values = sheet.columns[found.place]
        values = values if everyone else _rows(values, keep)
        kind = _kind(found, values, declared, zone)
        read = read_column(Cells(found.column, values, lines), kind, found.reading, zone)
        notes += read.notes
        columns[found.field] = _agreed(columns.get(found.field), read.column)
        kinds[found.field] = kind
    columns["contact"] = TextColumn(ids)
    kinds["contact"] = TEXT
    if "consent" not in columns:
        _consent_by_file_name(path, sheet.names, columns, kinds, notes)
    notes += _strange_addresses(columns)
    return Contacts(
        ids=ids,
        columns=columns,
        kinds=kinds,
        refused=refused,
        notes=tuple(notes),
        source=str(path),
        mapping={found.column: found.field for found in fields},
    )


def workspace_zone(workspace: Workspace) -> ZoneInfo:
    """The zone of times without offset; refuses one that does not exist."""
    try:
        return zone_info(workspace.timezone)
    except ValueError:
        raise ContactsError(
            f"the workspace's timezone “{workspace.timezone}” does not exist",
            where="nurture.toml",
            fix="Write it like Europe/Helsinki.",
        ) from None


def _identify(
    sheet: Sheet, fields: tuple[Recognised, ...]
) -> tuple[Texts, Sequence[int], tuple[RefusedRow, ...]]:
    """The id of each usable row, the places of those rows, and the rows refused (R19)."""
    columns = {found.field: found for found in fields}
    if "contact" not in columns and "email" not in columns:
        shown = ", ".join(sheet.names[:8])
        raise ContactsError(
            "no column holds an e-mail address or an id of contacts",
            fix=f"Write email (or id) above the column that is it. The columns are: {shown}.",
        )
    given = _cells(sheet, columns.get("contact"))
    addresses = _cells(sheet, columns.get("email"))
    ids = _ids(given, addresses)
    order, again = alike(ids)
    empty = ids == ""
    starts = np.maximum.accumulate(np.where(again, 0, np.arange(len(ids))))
    first = np.empty(len(ids), dtype=np.intp)
    first[order] = order[starts]
    usable = ~empty & (first == np.arange(len(ids)))
    refused = [*sheet.refused]
    for row in np.flatnonzero(~usable).tolist():
        reason = f"has the id of line {sheet.lines[int(first[row])]}: {ids[row]}"
        if empty[row]:
            reason = "has neither an id nor an e-mail address"
        refused.append(RefusedRow(sheet.lines[row], reason))
    refused.sort(key=lambda row: row.line)
    if not usable.any():
        raise ContactsError(
            f"no row can be used: line {refused[0].line} {refused[0].reason}",
            fix="Give each contact an e-mail address or an id.",
        )
    kept = range(len(ids)) if usable.all() else np.flatnonzero(usable).tolist()
    return ids if usable.all() else ids[usable], kept, tuple(refused)


def _ids(given: Sequence[str], addresses: Sequence[str]) -> Texts:
    """The id of each row, or its e-mail address; "" where it has neither."""
    found = (id_ or address.lower() for id_, address in zip(given, addresses, strict=True))
    parts: list[Texts] = []
    while some := [*islice(found, AT_ONCE)]:
        parts.append(packed(some))
    return joined(parts) if parts else packed([])


def _cells(sheet: Sheet, found: Recognised | None) -> Sequence[str]:
    if found is None:
        return [""] * len(sheet.lines)
    cells = sheet.columns[found.place]
    if found.reading != "first address":
        return cells
    return texts(cells, found.reading)


def _rows(values: Sequence[str], keep: Sequence[int]) -> list[str]:
    cells = [*values]
    return [cells[row] for row in keep]


def _kind(
    found: Recognised,
    values: Sequence[str],
    declared: Mapping[str, FieldKind] | None,
    zone: ZoneInfo,
) -> FieldKind:
    known = declared if declared is not None else KNOWN_FIELDS
    if found.field in known:
        return known[found.field]
    return guess_kind(values, zone) if declared is None else TEXT


def _agreed(before: Column | None, column: Column) -> Column:
    """Several columns of permission count as yes only where none of them says no."""
    if isinstance(before, YesNoColumn) and isinstance(column, YesNoColumn):
        no = (before.values == 0) | (column.values == 0)
        return YesNoColumn(
            np.where(no, 0, np.maximum(before.values, column.values)).astype(np.int8)
        )
    return column


def _consent_by_file_name(
    path: Path,
    names: tuple[str, ...],
    columns: dict[str, Column],
    kinds: dict[str, FieldKind],
    notes: list[str],
) -> None:
    """Mailchimp says who may be written to by the file: subscribed_..., unsubscribed_..."""
    match = _MAILCHIMP_FILE.search(path.stem.lower())
    if not match or not MAILCHIMP_MARKS & {squash(name) for name in names}:
        return
    answer = int(match[1] == "subscribed")
    count = len(next(iter(columns.values())).values)
    columns["consent"] = YesNoColumn(np.full(count, answer, dtype=np.int8))
    kinds["consent"] = YES_NO
    notes.append(
        f"consent is {'yes' if answer else 'no'} for all: the file is Mailchimp's “{match[1]}”"
    )


def _strange_addresses(columns: Mapping[str, Column]) -> list[str]:
    column = columns.get("email")
    if not isinstance(column, TextColumn):
        return []
    coded = column.coded
    strange = np.array([text != "" and "@" not in text for text in coded.texts], dtype=np.bool_)
    number = int(np.count_nonzero(strange[coded.codes]))
    if not number:
        return []
    first = str(coded.texts[int(np.argmax(strange))])  # texts are in the order of their rows
    shown = first if len(first) <= 40 else first[:39] + "…"
    many = "an e-mail address has" if number == 1 else f"{number:,} e-mail addresses have"
    return [f"{many} no @ (such as “{shown}”)"]

"""How much of what the journeys need a contact file has."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nurture_tui.contacts.needs import needed_fields
from nurture_tui.contacts.table import (
    NO_DATE,
    ChoiceColumn,
    Column,
    Contacts,
    DateColumn,
    NumberColumn,
    TextColumn,
    YesNoColumn,
)
from nurture_tui.model.fields import KNOWN_FIELDS
from nurture_tui.model.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Coverage:
    """One field: its kind, the file's column for it ("" if none), and how many contacts have it.

    `share` is that number over all contacts, 0 to 1; `needed_by` are the ids of the journeys that
    read the field.
    """

    field: str
    kind: str
    column: str
    have: int
    share: float
    needed_by: tuple[str, ...]


def coverage(contacts: Contacts, workspace: Workspace) -> tuple[Coverage, ...]:
    """A row for each field that the file has, in its order, then for each that only journeys need.

    Needed fields come first.
    """
    needs = {id_: needed_fields(workspace, journey) for id_, journey in workspace.journeys.items()}
    needed = sorted(frozenset[str]().union(*needs.values()))
    column_of = {field: column for column, field in reversed([*contacts.mapping.items()])}
    kinds = {**KNOWN_FIELDS, **(workspace.field_kinds or {}), **contacts.kinds}

    def row(field: str) -> Coverage:
        column = contacts.columns.get(field)
        have = 0 if column is None else _count(column)
        return Coverage(
            field=field,
            kind=kinds[field].kind if field in kinds else "",
            column=column_of.get(field, ""),
            have=have,
            share=have / len(contacts),
            needed_by=tuple(id_ for id_, fields in needs.items() if field in fields),
        )

    rows = [row(field) for field in dict.fromkeys([*contacts.columns, *needed])]
    return tuple(sorted(rows, key=lambda found: not found.needed_by))


def _count(column: Column) -> int:
    """How many contacts have a value."""
    match column:
        case TextColumn(values=texts):
            return sum(text != "" for text in texts)
        case NumberColumn(values=numbers):
            return int(np.count_nonzero(~np.isnan(numbers)))
        case YesNoColumn(values=codes) | ChoiceColumn(values=codes):
            return int(np.count_nonzero(codes >= 0))
        case DateColumn(values=seconds):
            return int(np.count_nonzero(seconds != NO_DATE))

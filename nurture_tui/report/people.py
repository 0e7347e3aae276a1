"""Contacts by name: how a person is called on the screen, and who a search means."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from nurture_tui.contacts.identity import Texts
from nurture_tui.contacts.table import ChoiceColumn, Contacts, TextColumn
from nurture_tui.simulation.zone_rules import compile_zones

Rows = npt.NDArray[np.intp]
NAME_FIELDS = ("first_name", "last_name")


def person(contacts: Contacts, row: int) -> str:
    """A contact's first and last name, else its e-mail address, else its id.

    The text is as the file has it: it is to be made harmless before it is shown.
    """
    name = " ".join(part for field in NAME_FIELDS if (part := contacts.text(field, row)))
    return name or contacts.text("email", row) or str(contacts.ids[row])


def zone_of(contacts: Contacts, row: int, fallback: str) -> str:
    """The zone of a contact's own clock (R1): the one it names, `fallback` where it names none."""
    zones, codes, _ = compile_zones([contacts.text("timezone", row)], fallback)
    return zones[int(codes[0])]


def find_people(contacts: Contacts, text: str, among: Rows | None = None) -> Rows:
    """The rows whose id, name or e-mail address has `text`, ignoring case, in file order.

    All words of `text` must be found, in any of them; without words everybody is. `among` are the
    rows to look at, all of them if None.
    """
    rows = np.arange(len(contacts)) if among is None else among
    words = text.casefold().split()
    if not words:
        return rows
    columns = [contacts.ids, *(texts(contacts, field) for field in (*NAME_FIELDS, "email"))]
    lists: list[Sequence[object]] = [column[rows].tolist() for column in columns]
    whole = (" ".join(map(str, parts)).casefold() for parts in zip(*lists, strict=True))
    hits = (all(word in person for word in words) for person in whole)
    return rows[np.fromiter(hits, dtype=np.bool_, count=len(rows))]


def coded(contacts: Contacts, field: str) -> tuple[npt.NDArray[np.int32], tuple[str, ...]]:
    """A field's text per contact as a place in the texts there are ("" first), in order."""
    column = contacts.columns.get(field)
    if isinstance(column, ChoiceColumn):
        return column.values.astype(np.int32) + 1, ("", *column.choices)
    values = [str(value) for value in texts(contacts, field).tolist()]
    known = ("", *sorted(set(values) - {""}))
    place = {text: number for number, text in enumerate(known)}
    codes = np.fromiter((place[value] for value in values), dtype=np.int32, count=len(values))
    return codes, known


def texts(contacts: Contacts, field: str) -> Texts:
    """A field's text for each contact; "" for all where the file has no such column."""
    column = contacts.columns.get(field)
    if isinstance(column, TextColumn):
        return column.values
    if column is None:
        return np.full(len(contacts), "", dtype=object)
    return np.array([contacts.text(field, row) for row in range(len(contacts))], dtype=object)

"""Contacts to choose from, found by a part of their name, address or id."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

import numpy as np

from nurture_tui.contacts.table import Contacts
from nurture_tui.report.people import Rows, find_people, person
from nurture_tui.screens.cells import Part
from nurture_tui.screens.chooser import Choice, Find
from nurture_tui.text import pad, safe

NAME = 24


class People(Sequence[Choice]):
    """Contacts as choices, made when they come into view; a choice gives the contact's row."""

    def __init__(self, contacts: Contacts, rows: Rows, let_in: frozenset[int]) -> None:
        self._contacts, self._rows, self._let_in = contacts, rows, let_in

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Choice: ...
    @overload
    def __getitem__(self, at: slice) -> People: ...
    def __getitem__(self, at: int | slice) -> Choice | People:
        if isinstance(at, slice):
            return People(self._contacts, self._rows[at], self._let_in)
        row = int(self._rows[at])
        parts = contact_parts(self._contacts, row)
        if row not in self._let_in:
            parts = (*parts[:1], ("not let in  ", "warning"), *parts[1:])
        return Choice(str(row), parts)


def contact_parts(contacts: Contacts, row: int) -> tuple[Part, ...]:
    """A contact in one line: name, id, address."""
    return (
        (f" {pad(safe(person(contacts, row)), NAME)}  ", "text"),
        (f"{pad(safe(str(contacts.ids[row])), 10)}  ", "muted"),
        (safe(contacts.text("email", row)), "muted"),
    )


def people_choices(contacts: Contacts, let_in: Rows) -> Find:
    """The contacts whose name, address or id has what was typed: those who were let in first."""
    others = np.ones(len(contacts), dtype=np.bool_)
    others[let_in] = False
    among, inside = np.concatenate([let_in, np.flatnonzero(others)]), frozenset(let_in.tolist())
    return lambda text: People(contacts, find_people(contacts, text, among), inside)

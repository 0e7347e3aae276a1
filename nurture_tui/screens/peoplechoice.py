"""Contacts to choose from, found by a part of their name, address or id."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

from nurture_tui.contacts.table import Contacts
from nurture_tui.report.people import Rows, find_people, person
from nurture_tui.screens.cells import Part
from nurture_tui.screens.chooser import Choice, Find
from nurture_tui.text import pad, safe

NAME = 24


class People(Sequence[Choice]):
    """Contacts as choices, made when they come into view; a choice gives the contact's row."""

    def __init__(self, contacts: Contacts, rows: Rows) -> None:
        self._contacts, self._rows = contacts, rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Choice: ...
    @overload
    def __getitem__(self, at: slice) -> People: ...
    def __getitem__(self, at: int | slice) -> Choice | People:
        if isinstance(at, slice):
            return People(self._contacts, self._rows[at])
        row = int(self._rows[at])
        return Choice(str(row), contact_parts(self._contacts, row))


def contact_parts(contacts: Contacts, row: int) -> tuple[Part, ...]:
    """A contact in one line: name, id, address."""
    return (
        (f" {pad(safe(person(contacts, row)), NAME)}  ", "text"),
        (f"{pad(safe(str(contacts.ids[row])), 10)}  ", "muted"),
        (safe(contacts.text("email", row)), "muted"),
    )


def people_choices(contacts: Contacts, among: Rows) -> Find:
    """The contacts `among` whose name, address or id has what was typed."""
    return lambda text: People(contacts, find_people(contacts, text, among))

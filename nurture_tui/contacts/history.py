"""An event history: what is known to have happened to contacts, a row for each event (R18)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

import numpy as np
import numpy.typing as npt

from nurture_tui.contacts.table import Contacts, RefusedRow, TextColumn
from nurture_tui.frozen import dataclass

NOT_LISTED = -1
SHARED = -2
"""What `contact_rows` gives for a contact that is not in the list, and for an e-mail address that
several contacts of the list have."""

Ints = npt.NDArray[np.int64]
Texts = npt.NDArray[np.object_]


@dataclass(frozen=True)
class EventHistory:
    """Events that happened, in the order of the file, as columns of one length.

    `contact` and `email` are what a row names its contact by (the address in lower case, "" where
    the row has none); `time` is in seconds UTC; `event` are places in `names`, which are in
    alphabetical order; `object` and `value` are texts, "" where missing; `lines` are of the file.
    """

    contact: Texts
    email: Texts
    time: Ints
    event: npt.NDArray[np.int32]
    object: Texts
    value: Texts
    names: tuple[str, ...]
    lines: Ints
    refused: tuple[RefusedRow, ...] = ()
    notes: tuple[str, ...] = ()
    source: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.time)

    @property
    def last(self) -> int:
        """The instant of the last row, of any contact (R18)."""
        return int(self.time.max())


def contact_rows(history: EventHistory, contacts: Contacts) -> Ints:
    """The row in `contacts` of each event's contact, NOT_LISTED or SHARED.

    A contact is known by its id, else by its e-mail address, if no other contact has it.
    """
    rows = {str(id_): row for row, id_ in enumerate(contacts.ids)}
    by_address = _addresses(contacts)
    found: dict[tuple[str, str], int] = {}
    for named in dict.fromkeys(zip(history.contact, history.email, strict=True)):
        given, address = named
        row = rows.get(given) if given else None
        for text in (given.lower(), address):
            if row is None and text:
                row = rows.get(text, by_address.get(text))
        found[named] = NOT_LISTED if row is None else row
    pairs = zip(history.contact, history.email, strict=True)
    return np.fromiter((found[pair] for pair in pairs), dtype=np.int64, count=len(history))


def _addresses(contacts: Contacts) -> dict[str, int]:
    """The row of each e-mail address, SHARED where several contacts have it."""
    column = contacts.columns.get("email")
    found: dict[str, int] = {}
    if isinstance(column, TextColumn):
        for row, cell in enumerate(column.values):
            address = str(cell).lower()
            if address:
                found[address] = SHARED if address in found else row
    return found

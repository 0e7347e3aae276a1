"""Which contact of a list is meant by an id, an e-mail address or a part of a name."""

from __future__ import annotations

from difflib import get_close_matches

import numpy as np

from nurture_tui.contacts.table import Contacts
from nurture_tui.errors import ContactsError
from nurture_tui.report.people import find_people, person, texts

_MOST_NAMED = 5


def contact_called(contacts: Contacts, text: str) -> int:
    """The row of the one contact that is meant.

    In this order: an id exactly, an e-mail address (capitals or not), the only contact whose id,
    name or address has all words of the text. Refuses what nobody or what several answer to, and
    names who is near.
    """
    wanted = text.strip()
    if not wanted:
        raise ContactsError("no contact is named", fix="Give an id, an address or a name.")
    exact = np.flatnonzero(contacts.ids == wanted)
    if not len(exact):
        folded = wanted.casefold()
        columns = (contacts.ids, texts(contacts, "email"))
        exact = np.flatnonzero(
            np.logical_or.reduce(
                [[str(cell).casefold() == folded for cell in column] for column in columns]
            )
        )
    found = exact if len(exact) else find_people(contacts, wanted)
    if len(found) == 1:
        return int(found[0])
    where = contacts.source
    if len(found):
        shown = ", ".join(_called(contacts, int(row)) for row in found[:_MOST_NAMED])
        more = ", …" if len(found) > _MOST_NAMED else ""
        raise ContactsError(
            f"{len(found):,} contacts answer to “{wanted}”: {shown}{more}",
            where=where,
            fix="Name one by its id.",
        )
    raise ContactsError(f"there is no contact “{wanted}”", where=where, fix=_near(contacts, wanted))


def _called(contacts: Contacts, row: int) -> str:
    id_, name = str(contacts.ids[row]), person(contacts, row)
    return id_ if name == id_ else f"{id_} ({name})"


def _near(contacts: Contacts, wanted: str) -> str:
    """The contacts whose id, name or address is spelled nearly so."""
    known: dict[str, int] = {}
    for row in range(len(contacts)):
        email = contacts.text("email", row)
        for text in (str(contacts.ids[row]), person(contacts, row), email, *email.split("@")[:1]):
            known.setdefault(text.casefold(), row)
    close = get_close_matches(wanted.casefold(), known, n=3, cutoff=0.7)
    rows = dict.fromkeys(known[text] for text in close)
    if not rows:
        return "nurture contacts FILE shows what the file holds."
    return f"Near to it: {', '.join(_called(contacts, row) for row in rows)}."

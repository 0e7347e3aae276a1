"""What is known of a contact: the kinds of fields, and the fields that every workspace has."""

from __future__ import annotations

from typing import Literal

from nurture_tui.frozen import dataclass

KindName = Literal["text", "number", "yes/no", "date", "choice"]


@dataclass(frozen=True, slots=True)
class FieldKind:
    """The kind of a field; a choice has its values, which compare by place if `ordered`."""

    kind: KindName
    choices: tuple[str, ...] = ()
    ordered: bool = False


TEXT = FieldKind("text")
NUMBER = FieldKind("number")
YES_NO = FieldKind("yes/no")
DATE = FieldKind("date")

KNOWN_FIELDS: dict[str, FieldKind] = {
    "contact": TEXT,
    "email": TEXT,
    "first_name": TEXT,
    "last_name": TEXT,
    "timezone": TEXT,
    "country": TEXT,
    "company": TEXT,
    "owner": TEXT,
    "lifecycle": TEXT,
    "score": NUMBER,
    "consent": YES_NO,
    "lists": TEXT,
    "entered_at": DATE,
}

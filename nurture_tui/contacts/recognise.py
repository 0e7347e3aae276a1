"""Which field each column of a contact file is."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from nurture_tui.contacts.aliases import ALIASES, Reading, squash
from nurture_tui.contacts.words import MAILING_WORDS, is_nothing, status
from nurture_tui.errors import ContactsError
from nurture_tui.model.vocabulary import suggestion

# Sales tools have columns of these names too, so the cells decide.
_COMMON_NAMES = frozenset({"status", "state"})
_PREFIX = re.compile(r"^(person|people|contact|lead) - ", re.IGNORECASE)
_NOT_NAME = re.compile(r"[^\w.]+")


@dataclass(frozen=True, slots=True)
class Recognised:
    """A column of the file, by its name and place, the field that it is, and how it is read."""

    column: str
    place: int
    field: str
    reading: Reading = "plain"


def recognise(
    names: Sequence[str],
    known: Collection[str],
    mapping: Mapping[str, str],
    cells: Callable[[int], Collection[str]],
) -> tuple[Recognised, ...]:
    """The field of each column, in the order of the file.

    First what `mapping` (column to field) says, then a field of the same name, then a name that
    a product gives to a field; any other column is a field of its own name. Several columns may
    be `consent`: all of them have to agree. `cells(place)` are those of a column.
    """
    found: dict[int, Recognised] = {}
    taken: set[str] = set()

    def take(place: int, field: str, reading: Reading = "plain") -> None:
        found[place] = Recognised(names[place], place, field, reading)
        taken.add(field)

    for column, field in mapping.items():
        take(_place(names, column), field)
    for place, name in enumerate(names):
        if place not in found and name in known and name not in taken:
            take(place, name, _own_reading(name, name))
    squashed = {squash(name): name for name in reversed([*known])}
    for place, name in enumerate(names):
        field = squashed.get(squash(_PREFIX.sub("", name)), "")
        if place not in found and field and field not in taken:
            take(place, field, _own_reading(name, field))
    for place, name in enumerate(names):
        alias = ALIASES.get(squash(name)) or ALIASES.get(squash(_PREFIX.sub("", name)))
        if place in found or alias is None:
            continue
        free = alias.field not in taken or alias.field == "consent"
        fits = squash(name) not in _COMMON_NAMES or _is_mailing_status(cells(place))
        if free and fits:
            take(place, alias.field, alias.reading)
    for place, name in enumerate(names):
        if place not in found:
            take(place, _free_name(name, taken))
    return tuple(found[place] for place in range(len(names)))


def check_mapping(mapping: Mapping[str, str], known: Collection[str] | None) -> None:
    """Refuse a mapping to a field that is not declared, or of two columns to one field."""
    fields = [*mapping.values()]
    for field in fields:
        if fields.count(field) > 1:
            raise ContactsError(
                f"two columns are mapped to the field “{field}”", fix="Map one of them."
            )
        if known is not None and field not in known:
            raise ContactsError(
                f"no field is called “{field}”", fix=suggestion(field, sorted(known))
            )
        if known is None and not all(part.isidentifier() for part in field.split(".")):
            raise ContactsError(
                f"“{field}” cannot be the name of a field", fix="Use letters, digits and _."
            )


def field_name(column: str) -> str:
    """A column's own name as conditions can use it: `Job Title` is `job_title`."""
    name = _NOT_NAME.sub("_", _PREFIX.sub("", column).strip().casefold()).strip("_.")
    parts = [part.strip("_") for part in name.split(".") if part.strip("_")]
    safe = [
        part if part.isidentifier() and not keyword.iskeyword(part) else f"_{part}"
        for part in parts
    ]
    return ".".join(safe) or "column"


def _place(names: Sequence[str], column: str) -> int:
    if column in names:
        return names.index(column)
    alike = [i for i, name in enumerate(names) if squash(name) == squash(column)]
    if len(alike) == 1:
        return alike[0]
    raise ContactsError(f"the file has no column “{column}”", fix=suggestion(column, sorted(names)))


def _own_reading(column: str, field: str) -> Reading:
    """`Lifecycle Stage` is lifecycle with a product's labels, even where fields are declared."""
    alias = ALIASES.get(squash(column))
    return alias.reading if alias is not None and alias.field == field else "plain"


def _is_mailing_status(cells: Collection[str]) -> bool:
    words = {cell for cell in cells if not is_nothing(cell)}
    known = all(status(word) is not None for word in words)
    return known and any(_plain(word) in MAILING_WORDS for word in words)


def _plain(word: str) -> str:
    return " ".join(word.casefold().replace("_", " ").replace("-", " ").split())


def _free_name(column: str, taken: set[str]) -> str:
    name = field_name(column)
    number = 2
    free = name
    while free in taken:
        free = f"{name}_{number}"
        number += 1
    return free

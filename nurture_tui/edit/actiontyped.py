"""Typing into the rows of an action: its kind in words (or all of it as text), and its values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from nurture_tui.edit.actionrows import KINDS_OF_ACTIONS, PAIRS, verb_of
from nurture_tui.edit.change import EditError, File, Path, Plain, items_at, set_value, value_at
from nurture_tui.edit.fields import Field
from nurture_tui.edit.inline import from_inline
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings

_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,9})?")
_VERBS = {words: verb for verb, words in KINDS_OF_ACTIONS.items()}
# What an action of a kind begins with: what holds as it stands, or is evidently to be replaced.
_BEGINS: Mapping[str, Plain] = {
    "notify": {"notify": "owner"},
    "task": {"task": {"title": "Call", "for": "owner", "due": "2d"}},
    "set": {"set": {"lifecycle": "lead"}},
    "add": {"add": {"score": 10}},
    "add_to_list": {"add_to_list": "new list"},
    "remove_from_list": {"remove_from_list": "new list"},
    "emit": {"emit": "new_event"},
    "enter": {"enter": "journey"},
    "create_deal": {"create_deal": {"pipeline": "sales", "stage": "new"}},
    "update_deal": {"update_deal": {"stage": "won"}},
    "copy": {"copy": {"from": "country", "to": "company.country"}},
    "map": {"map": {"field": "owner", "by": "country", "to": {"FI": "owner"}}},
    "add_to_audience": {"add_to_audience": "new audience"},
    "remove_from_audience": {"remove_from_audience": "new audience"},
    "webhook": {"webhook": "https://"},
}
_ALIKE = (
    ("add_to_list", "remove_from_list"),
    ("add_to_audience", "remove_from_audience"),
)


def verb_text(table: object) -> str:
    """The kind of an action in words, "" of none."""
    verb = verb_of(table) if isinstance(table, dict) else ""
    return KINDS_OF_ACTIONS.get(verb, "")


def verb_typed(text: str, before: object = None) -> Plain:
    """The action that is meant by its kind in words, or by all of it as text (with a =).

    Of one that was there `before` stays what the two kinds have in common. A text that is neither
    is an EditError.
    """
    words = text.strip()
    if "=" in words:
        table = from_inline(words)
        if not isinstance(table, dict):
            raise EditError("this is no action", fix='Write it like notify = "sales".')
        return table
    verb = _VERBS.get(words.casefold())
    if verb is None:
        fitting = [kind for kind in _VERBS if kind.startswith(words.casefold())]
        raise EditError(
            f"“{words}” is no kind of action",
            fix=f"There are: {', '.join(fitting or _VERBS)}.",
        )
    was = verb_of(before) if isinstance(before, dict) else ""
    if isinstance(before, dict) and was == verb:
        return before
    if isinstance(before, dict) and any({was, verb} == set(pair) for pair in _ALIKE):
        return {verb: before[was]}
    return dict(_BEGINS[verb])


def pair_at(file: Journey | Settings, path: Path) -> tuple[Path, str | None] | None:
    """The table and the key that a row of an entry is of; None for other paths.

    The key is None for the row that adds an entry.
    """
    if len(path) < 3 or not isinstance(path[-2], int) or path[-3] not in PAIRS:
        return None
    if path[-1] not in PAIRS[str(path[-3])]:
        return None
    keys = _keys(file, path[:-2])
    return path[:-2], keys[path[-2]] if path[-2] < len(keys) else None


def _entry(file: Journey | Settings, path: Path) -> tuple[Path, str | None]:
    found = pair_at(file, path)
    assert found is not None
    return found


def _keys(file: Journey | Settings, table: Path) -> list[str]:
    value = value_at(file, table)
    return list(value) if isinstance(value, dict) else []


def with_verb(file: File, path: Path, text: str) -> File:
    """The file with the action at a path as it is typed; at the end of the list, one more."""
    items = _with_item(items_at(file, path[:-1]), int(path[-1]), text)
    return set_value(file, path[:-1], items) if items else file


def _with_item(items: list[object], number: int, text: str) -> list[object]:
    """The actions with one as it is typed; none where nothing is typed of a new one."""
    before = items[number] if number < len(items) else None
    if not text.strip():
        if before is None:
            return []
        raise EditError("an action needs a kind", fix="Choose one of those below, or take it out.")
    return [*items[:number], verb_typed(text, before), *items[number + 1 :]]


def with_key(file: File, path: Path, text: str) -> File:
    """The file with another key of an entry, in its place; or with an entry more."""
    table, key = _entry(file, path)
    entries = _with_entry(value_at(file, table), table, key, text.strip())
    return set_value(file, table, entries) if entries else file


def _with_entry(value: object, table: Path, key: str | None, new: str) -> Plain:
    """The entries with another key; none where nothing is typed of a new one."""
    entries: Plain = dict(value) if isinstance(value, dict) else {}
    if not new:
        if key is None:
            return {}
        raise EditError("this cannot be empty", fix="Type a name, or take it out.")
    if new != key and new in entries:
        raise EditError(f"“{new}” is there already", fix="Choose another one.")
    if key is None:
        return {**entries, new: 1 if table[-1] == "add" else ""}
    return {new if name == key else name: one for name, one in entries.items()}


def with_value(file: File, field: Field, value: object) -> File:
    """The file with another value of an entry; no value at all is an empty one."""
    place = _place(file, field.path)
    return set_value(file, place, _filled(field, value)) if place else file


def _place(file: Journey | Settings, path: Path) -> Path:
    """Where the value of an entry is in the file; () where the entry is not there."""
    table, key = _entry(file, path)
    return () if key is None else (*table, key)


def _filled(field: Field, value: object) -> object:
    if value is None and field.type == "number":
        raise EditError("a number is needed here", fix="Write 10, or -5.")
    return "" if value is None else value


def refuse_other_choices(field: Field, value: object) -> None:
    """Refuse what is none of the choices of a field, with an EditError."""
    if field.type == "choice" and value is not None and value not in field.choices:
        raise EditError(
            f"“{value}” is not one of the choices", fix=f"They are: {', '.join(field.choices)}."
        )


def guessed(text: str) -> Any:
    """A value for a field of which the kind is not known: yes or no, a number, else text."""
    if text in ("yes", "no"):
        return text == "yes"
    if not _NUMBER.fullmatch(text):
        return text
    return float(text) if "." in text else int(text)

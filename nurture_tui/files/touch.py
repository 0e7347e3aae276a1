"""One value or key of a TOML text changed, whatever else is right or wrong with the file."""

from __future__ import annotations

import copy
import re
from typing import Any

from nurture_tui.files.draft import Draft
from nurture_tui.files.layout import Layout
from nurture_tui.files.merging import merge
from nurture_tui.files.scanner import KeyPart, Statement, TomlPath
from nurture_tui.files.toml import parse_toml
from nurture_tui.files.values import key_text
from nurture_tui.model.shape import value_at

_KEY = re.compile(r"[A-Za-z0-9_-]+|\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'")
_DONE = object()


def with_value(text: str, path: TomlPath, value: Any, layout: Layout) -> str | None:
    """The text with this value at a path; its comments, order and line ends stay.

    None if the text is no TOML, its lines cannot be followed, or there is no table to put it in.
    """
    return _merged(text, path, value, layout)


def without(text: str, path: TomlPath, layout: Layout) -> str | None:
    """The text without the value at a path; a list that is empty then goes too. None as above."""
    if isinstance(path[-1], int):
        read = parse_toml(text)
        items = value_at(read.data, path[:-1])
        if isinstance(items, list) and len(items) == 1:
            return _merged(text, path[:-1], _DONE, layout)
    return _merged(text, path, _DONE, layout)


def with_key(text: str, path: TomlPath, key: str) -> str | None:
    """The text with the last key of a path called otherwise, in its place. None as above, or if
    there is such a key beside it."""
    read = parse_toml(text)
    beside = value_at(read.data, path[:-1])
    if read.problem is not None or not isinstance(beside, dict) or key in beside:
        return None
    try:
        draft = Draft(text)
        parts = (_part(statement, path) for statement in draft.under(path))
        spans = [(part.start, part.end) for part in parts if part is not None]
        if not spans:
            place = draft.places.by_path[path]
            match = _KEY.match(draft.text, place.key)
            if match is None:
                return None
            spans = [match.span()]
    except (LookupError, ValueError, RecursionError):
        return None
    for start, end in reversed(spans):
        draft.text = draft.text[:start] + key_text(key) + draft.text[end:]
    wanted = copy.deepcopy(read.data)
    _rename(value_at(wanted, path[:-1]), str(path[-1]), key)
    return draft.whole if _gives(draft.whole, wanted) else None


def _part(statement: Statement, path: TomlPath) -> KeyPart | None:
    """The part of a statement's key that is the last of the path, if it is written in it."""
    names = [part for part in path if isinstance(part, str)]
    before = [p for p in statement.table if isinstance(p, str)] if statement.kind == "pair" else []
    number = len(names) - 1 - len(before)
    if not 0 <= number < len(statement.parts):
        return None
    part = statement.parts[number]
    return part if part.name == names[-1] else None


def _merged(text: str, path: TomlPath, value: Any, layout: Layout) -> str | None:
    read = parse_toml(text)
    if read.problem is not None:
        return None
    old = dict(read.data)
    new = copy.deepcopy(old)
    holder = value_at(new, path[:-1])
    if isinstance(holder, dict):
        if value is _DONE:
            holder.pop(str(path[-1]), None)
        else:
            holder[str(path[-1])] = value
    elif isinstance(holder, list) and isinstance(path[-1], int) and path[-1] < len(holder):
        if value is _DONE:
            del holder[path[-1]]
        else:
            holder[path[-1]] = value
    else:
        return None
    try:
        draft = Draft(text)
        merge(draft, old, new, layout)
    except (LookupError, ValueError, RecursionError):
        return None
    return draft.whole if _gives(draft.whole, new) else None


def _gives(text: str, data: object) -> bool:
    read = parse_toml(text)
    return read.problem is None and read.data == data


def _rename(table: object, before: str, after: str) -> None:
    if isinstance(table, dict):
        table[after] = table.pop(before)

"""Typing into a field: the value as text, and the edit that a text makes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from nurture_tui.edit.actiontyped import (
    guessed,
    pair_at,
    refuse_other_choices,
    verb_text,
    with_key,
    with_value,
    with_verb,
)
from nurture_tui.edit.change import (
    EditError,
    File,
    Path,
    Plain,
    changed,
    items_at,
    set_value,
    value_at,
)
from nurture_tui.edit.fields import Field
from nurture_tui.edit.history import Edit
from nurture_tui.edit.newstep import last_send
from nurture_tui.edit.parts import EXIT
from nurture_tui.edit.steps import title_of
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings

EMPTY = '""'  # an empty text that is set (`holidays = ""`: none), unlike an empty field
# A wait is of one kind; each has keys that go with it.
_WAIT_KINDS = {"for": ("on", "at"), "until": ("timeout", "else"), "date": ("on", "at", "else")}
# What goes with the first key of a wait that is typed, where nothing is there yet.
_WAIT_NEEDS = {"until": {"timeout": "7d"}}


def text_of(file: Journey | Settings, field: Field) -> str:
    """The value of a field as it is typed, "" if it is not set."""
    if field.type == "verb":
        return verb_text(value_at(file, field.path))
    pair = pair_at(file, field.path)
    if pair is None:
        return as_text(field, value_at(file, field.path))
    table, key = pair
    if field.type == "key" or key is None:
        return key or ""
    value = value_at(file, (*table, key))
    return "" if value == "" else as_text(field, value)


def as_text(field: Field, value: object) -> str:
    """A plain value as it is typed in this field: shares per cent, lists with commas."""
    if value is None:
        return ""
    if value == "":
        return EMPTY
    if field.type in ("share", "chance") and isinstance(value, int | float):
        return f"{value * 100:.10g}%"
    if field.type == "yes/no" or isinstance(value, bool):
        return "yes" if value else "no"
    if field.type == "texts" and isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return value.isoformat() if isinstance(value, date) else str(value)


def typed(journey: Journey, field: Field, text: str) -> Edit:
    """The edit of typing `text` into a field; empty leaves the key out.

    What the field does not take is an EditError; keys typed one after the other count as one edit.
    """
    path, last = field.path, field.path[-1]
    after = with_text(journey, field, text)
    selected = f"{EXIT}{text}" if path[:1] == ("exits",) and last == "name" else ""
    return Edit(_name(journey, field), after, selected, merge=merge_of(path, journey.id))


def merge_of(path: Path, journey: str = "") -> str:
    """What edits have in common that are typed into one field, of a journey or nurture.toml."""
    return f"{journey} {'.'.join(map(str, path))}".lstrip()


def with_text(file: File, field: Field, text: str) -> File:
    """The file with what is typed into a field, as `typed` has it."""
    path: Path = field.path
    if field.type == "verb":
        return with_verb(file, path, text)
    if field.type == "key":
        return with_key(file, path, text)
    value = plain_value(field, text.strip() if field.type != "text" else text)
    if pair_at(file, path) is not None:
        refuse_other_choices(field, value)
        return with_value(file, field, value)
    last = path[-1]
    if isinstance(last, str) and path[:-1] and _adds(file, path[:-1]):
        if value is None:
            return file
        return set_value(file, path[:-2], [*items_at(file, path[:-2]), _item(file, path, value)])
    if isinstance(last, int) and _adds(file, path):
        return (
            file
            if value is None
            else set_value(file, path[:-1], [*items_at(file, path[:-1]), value])
        )
    if value is not None and last in _WAIT_KINDS and path[0] == "steps":
        return _waiting(file, path, value)
    if value is not None and last in _EVENT_FORMS and path[:2] == ("assume", "events"):
        return _happening(file, path, value)
    return set_value(file, path, value)


def _item(file: Journey | Settings, path: Path, value: object) -> Plain:
    """A new item of a list, with what it cannot be without."""
    first = str(path[-1])
    if path[-3] != "events":
        return {first: value}
    send = last_send(file, next(reversed(file.steps), "")) if isinstance(file, Journey) else None
    if send is None:
        return {first: value, "chance": "1% per 30d", "source": "guess"}
    return {first: value, "after": f"clicked('{send}')", "chance": 0.1, "source": "guess"}


def _waiting(file: File, path: Path, value: object) -> File:
    """A wait of the kind that is typed: the keys of another kind go, since a wait has one."""
    kind = str(path[-1])

    def change(table: Plain) -> None:
        if kind not in table:
            for key in _of_other_kinds(kind):
                table.pop(key, None)
            table |= _WAIT_NEEDS.get(kind, {})
        table[kind] = value

    return _in_table(file, path[:-1], change)


def _of_other_kinds(kind: str) -> set[str]:
    """The keys of a wait that do not go with this kind of it."""
    keys = {key for other, more in _WAIT_KINDS.items() if other != kind for key in (other, *more)}
    return keys - set(_WAIT_KINDS[kind])


# What happens comes after something, by itself in time, or on a date; keys of the other forms go.
_EVENT_FORMS = {"after": ("date",), "date": ("after", "delay", "spread")}


def _happening(file: File, path: Path, value: object) -> File:
    form = str(path[-1])

    def change(table: Plain) -> None:
        for key in _EVENT_FORMS[form]:
            table.pop(key, None)
        if isinstance(table.get("chance"), str):
            table["chance"] = 0.1
        table[form] = value

    return _in_table(file, path[:-1], change)


def _in_table(file: File, path: Path, change: Callable[[Plain], None]) -> File:
    def within(data: Plain) -> None:
        table: Any = data
        for key in path:
            table = table[key]
        change(table)

    return changed(file, within)


def _adds(file: Journey | Settings, path: Path) -> bool:
    """Whether a path is the place after the last item of a list."""
    if not path or not isinstance(path[-1], int):
        return False
    return path[-1] == len(items_at(file, path[:-1]))


def _name(journey: Journey, field: Field) -> str:
    if len(field.path) < 2:
        return field.label
    of = title_of(journey, str(field.path[1])) if field.path[0] == "steps" else field.path[0]
    return f"{field.label.strip(' +')} of “{of}”"


def plain_value(field: Field, text: str) -> object:
    """The plain value that a typed text means; None where it is empty."""
    if not text:
        return None
    if text == EMPTY:
        return ""
    match field.type:
        case "number" | "share":
            return _number(text, share=field.type == "share")
        case "chance":
            return text if " per " in text else _number(text, share=True)
        case "yes/no":
            return _yes(text)
        case "texts":
            return [part.strip() for part in text.split(",") if part.strip()]
        case "value":
            return guessed(text)
    return text


def _yes(text: str) -> bool:
    word = text.casefold()
    if word not in ("yes", "no", "true", "false"):
        raise EditError(f"“{text}” is neither yes nor no", fix="Write yes or no.")
    return word in ("yes", "true")


def _number(text: str, *, share: bool) -> float | int:
    digits = text.removesuffix("%").strip().replace(",", ".") if share else text
    try:
        number = float(digits)
    except ValueError:
        example = "15% or 0.15" if share else "2"
        raise EditError(f"“{text}” is no number", fix=f"Write {example}.") from None
    if share and text.endswith("%"):
        return round(number / 100, 12)
    return int(number) if number.is_integer() and not share else number

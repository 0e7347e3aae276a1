"""The fields of a form, told from the model: what each is called and what it takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from nurture_tui.edit.change import Path
from nurture_tui.model.condition import Condition
from nurture_tui.model.values import Part

FieldType = Literal[
    "text",
    "number",
    "share",
    "chance",
    "choice",
    "yes/no",
    "texts",
    "condition",
    "step",
    "date",
    "verb",
    "key",
    "value",
]

STEP_KEYS = ("start", "next", "else")
_RATES = ("open", "click_to_open", "unsubscribe", "bounce", "soft_bounce", "machine_opens")
_SHARES = ("target", *_RATES)
# Not a line of text each: what has rows of its own in a form, and what is no matter of the user's.
_ELSEWHERE = ("type", "ignore", "id", "format", "assume", "cases", "ways", "events", "dates")
# Words that say more than the key, or are shorter.
LABELS = {
    "click_to_open": "click",
    "unsubscribe": "unsub",
    "sender_fallback": "fallback",
    "approved_by": "approved",
    "machine_opens": "machines",
    "soft_bounce": "soft b.",
    "contact_spread": "contacts",
    "open_spread": "spread",
    "open_delay": "open in",
    "click_delay": "click in",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form: where its value is in the file, what it is called, what it takes.

    Some paths are of the form alone (actionrows.py); `at` is then the place in the file.
    """

    path: Path
    label: str
    type: FieldType
    choices: tuple[str, ...] = ()
    at: Path = ()

    @property
    def place(self) -> Path:
        """The place in the file."""
        return self.at or self.path


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together, under a title ("" for the first)."""

    title: str
    fields: tuple[Field, ...]


def fields_of(
    model: type[Part], path: Path, only: Iterable[str] | None = None
) -> tuple[Field, ...]:
    """The fields of a part that a line of text can hold, in the model's order."""
    found = []
    for name, info in model.model_fields.items():
        key = info.alias or name
        wanted = key not in _ELSEWHERE if only is None else name in only
        if wanted:
            type_, choices = type_of(key, info.annotation)
            label = LABELS.get(key, key.replace("_", " "))
            found.append(Field((*path, key), label, type_, choices))
    return tuple(found)


def rows_of_items(
    path: Path, keys: Sequence[tuple[str, FieldType]], size: int, adds: str
) -> list[Field]:
    """A row for each key of each item of a list, and one that adds an item by its first key."""
    first = keys[0][0]
    rows = [
        Field((*path, number, key), f"{key} {number + 1}" if key == first else f"  {key}", type_)
        for number in range(size)
        for key, type_ in keys
    ]
    return [*rows, Field((*path, size, first), f"+ {adds}", keys[0][1])]


def item_of(field: Field) -> Path | None:
    """The item of a list that a field belongs to (a case, a verb, an event); None if to none."""
    for end in range(len(field.path), 0, -1):
        if isinstance(field.path[end - 1], int):
            return field.path[:end]
    return None


def type_of(key: str, annotation: Any) -> tuple[FieldType, tuple[str, ...]]:
    """What a field takes, by its key and annotation, and the choices where it has any."""
    if key in STEP_KEYS:
        return "step", ()
    if key in _SHARES:
        return "share", ()
    if key == "chance":
        return "chance", ()
    kinds = list(_leaves(annotation))
    choices = tuple(str(kind) for kind in kinds if isinstance(kind, str))
    if choices:
        return "choice", choices
    if Condition in kinds:
        return "condition", ()
    if tuple in kinds:
        return "texts", ()
    if bool in kinds:
        return "yes/no", ("yes", "no")
    if (int in kinds or float in kinds) and str not in kinds:
        return "number", ()
    return "text", ()


def _leaves(annotation: Any) -> Iterable[Any]:
    """The types that an annotation can be, and the values of a Literal."""
    origin = get_origin(annotation)
    if origin is Literal:
        yield from get_args(annotation)
    elif origin is tuple:
        yield tuple
    elif origin in (Union, UnionType):
        for part in get_args(annotation):
            yield from _leaves(part)
    elif origin is not None:
        yield from _leaves(get_args(annotation)[0])
    else:
        yield annotation

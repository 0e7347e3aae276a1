"""The form of what is selected, made from the model: its fields, their values as text, and back."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from nurture_tui.edit.change import EditError, Path, Plain, changed, set_value, value_at
from nurture_tui.edit.history import Edit
from nurture_tui.edit.steps import ENTRY, title_of
from nurture_tui.model.condition import Condition
from nurture_tui.model.journey import Entry, ExitRule, Goal, Journey, Sending
from nurture_tui.model.step import Action, Branch, Split, Step
from nurture_tui.model.values import Part

GOAL, EXIT = "goal:", "exit:"
FieldType = Literal["text", "number", "share", "choice", "texts", "condition", "step", "toml"]

_HEAD = ("name", "purpose", "kind", "status", "persona", "stage", "owner", "approved_by", "tags")
EMPTY = '""'  # an empty text that is set (`holidays = ""`: none), unlike an empty field
_STEP_KEYS = ("start", "next", "else")
_INHERITED = ("channel", "basis", "sender", "window")
_SHARES = ("target", "open", "click_to_open", "unsubscribe", "bounce")
# A wait is of one kind; each has keys that go with it.
_WAIT_KINDS = {"for": ("on", "at"), "until": ("timeout", "else"), "date": ("on", "at", "else")}
ASSUMED = {
    "open": "open",
    "click_to_open": "click",
    "unsubscribe": "unsub",
    "bounce": "bounce",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form: where its value is in the file, what it is called, what it takes."""

    path: Path
    label: str
    type: FieldType
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together, under a title ("" for the first)."""

    title: str
    fields: tuple[Field, ...]


def groups_of(journey: Journey, selected: str) -> tuple[Group, ...]:
    """The groups of fields of a step, the entry, the goal or an exit rule (EXIT before its name).

    Nothing for what is not there.
    """
    if selected == ENTRY:
        return (
            Group("", _of_model(Entry, ("entry",))),
            Group("Journey", _of_model(Journey, (), only=_HEAD)),
            Group("Sending", _of_model(Sending, ("sending",))),
        )
    if selected == GOAL:
        return (Group("", _of_model(Goal, ("goal",))),) if journey.goal else ()
    if selected.startswith(EXIT):
        names = [rule.name for rule in journey.exits]
        name = selected.removeprefix(EXIT)
        if name not in names:
            return ()
        return (Group("", _of_model(ExitRule, ("exits", names.index(name)))),)
    step = journey.steps.get(selected)
    return _of_step(step, ("steps", selected)) if step is not None else ()


def _of_step(step: Step, path: Path) -> tuple[Group, ...]:
    """A step's own fields, its cases, ways or verbs, what it inherits, and where it leads."""
    every = {field.path[-1]: field for field in _of_model(type(step), path)}
    lists: list[Field] = []
    match step:
        case Branch():
            keys: tuple[tuple[str, FieldType], ...]
            keys = (("if", "condition"), ("label", "text"), ("next", "step"))
            lists = _of_items((*path, "cases"), keys, len(step.cases), "if")
        case Split():
            keys = (("name", "text"), ("weight", "number"), ("next", "step"))
            lists = _of_items((*path, "ways"), keys, len(step.ways), "name")
        case Action():
            lists = _of_verbs((*path, "do"), len(step.do))
    last = [every.pop(key) for key in (*_INHERITED, *_STEP_KEYS) if key in every]
    notes = [every.pop("notes")] if "notes" in every else []
    groups = [Group("", (*every.values(), *lists)), Group(" ", (*last, *notes))]
    if "assume" in type(step).model_fields:
        shares = (Field((*path, "assume", key), label, "share") for key, label in ASSUMED.items())
        source = Field((*path, "assume", "source"), "source", "text")
        groups.append(Group("Assumed", (*shares, source)))
    return tuple(groups)


def _of_items(
    path: Path, keys: tuple[tuple[str, FieldType], ...], size: int, first: str
) -> list[Field]:
    """A row for each key of each item of a list, and one that adds an item."""
    rows = [
        Field((*path, number, key), f"{key} {number + 1}" if key == first else f"  {key}", type_)
        for number in range(size)
        for key, type_ in keys
    ]
    return [*rows, Field((*path, size, first), f"+ {first}", keys[0][1])]


def _of_verbs(path: Path, size: int) -> list[Field]:
    rows = [Field((*path, number), f"do {number + 1}", "toml") for number in range(size)]
    return [*rows, Field((*path, size), "+ do", "toml")]


def _of_model(
    model: type[Part], path: Path, only: Iterable[str] | None = None
) -> tuple[Field, ...]:
    """The fields of a part that a line of text can hold, in the model's order."""
    fields = []
    for name, info in model.model_fields.items():
        key = info.alias or name
        if only is not None and name not in only:
            continue
        if name in ("type", "ignore", "id", "format", "assume", "cases", "ways") or (
            name == "do" and model is Action
        ):
            continue
        type_, choices = _type_of(key, info.annotation)
        fields.append(Field((*path, key), key.replace("_", " "), type_, choices))
    return tuple(fields)


def _type_of(key: str, annotation: Any) -> tuple[FieldType, tuple[str, ...]]:
    if key in _STEP_KEYS:
        return "step", ()
    if key in _SHARES:
        return "share", ()
    if key == "do":
        return "toml", ()
    kinds = list(_leaves(annotation))
    choices = tuple(str(kind) for kind in kinds if isinstance(kind, str))
    if choices:
        return "choice", choices
    if Condition in kinds:
        return "condition", ()
    if tuple in kinds:
        return "texts", ()
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


def text_of(journey: Journey, field: Field) -> str:
    """The value of a field as it is typed, "" if it is not set."""
    return as_text(field, value_at(journey, field.path))


def as_text(field: Field, value: object) -> str:
    """A plain value as it is typed in this field: shares per cent, lists with commas."""
    if value is None:
        return ""
    if value == "":
        return EMPTY
    if field.type == "share" and isinstance(value, int | float):
        return f"{value * 100:.10g}%"
    if field.type == "texts" and isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    if field.type == "toml":
        return inline(value)
    return str(value)


def typed(journey: Journey, field: Field, text: str) -> Edit:
    """The edit of typing `text` into a field; empty leaves the key out.

    What the field does not take is an EditError; keys typed one after the other count as one edit.
    """
    value = _plain(field, text.strip() if field.type != "text" else text)
    path, last = field.path, field.path[-1]
    if value is not None and isinstance(last, str) and path[:-1] and _adds(journey, path[:-1]):
        new: dict[str, object] = {last: value}
        after = set_value(journey, path[:-2], [*_items(journey, path[:-2]), new])
    elif isinstance(last, int) and value is not None and _adds(journey, path):
        after = set_value(journey, path[:-1], [*_items(journey, path[:-1]), value])
    elif value is None and (isinstance(last, int) or _adds(journey, path[:-1])):
        after = (
            journey
            if _adds(journey, path) or _adds(journey, path[:-1])
            else set_value(journey, path, None)
        )
    elif value is not None and last in _WAIT_KINDS and path[0] == "steps":
        after = _waiting(journey, path, value)
    else:
        after = set_value(journey, path, value)
    selected = f"{EXIT}{text}" if path[:1] == ("exits",) and last == "name" else ""
    return Edit(_name(journey, field), after, selected, merge=".".join(map(str, path)))


def _waiting(journey: Journey, path: Path, value: object) -> Journey:
    """A wait of the kind that is typed: the keys of another kind go, since a wait has one."""
    kind = str(path[-1])
    off = {key for other, keys in _WAIT_KINDS.items() if other != kind for key in (other, *keys)}
    gone = off - set(_WAIT_KINDS[kind])

    def change(data: Plain) -> None:
        table = data["steps"][path[1]]
        if kind not in table:
            for key in gone:
                table.pop(key, None)
        table[kind] = value

    return changed(journey, change)


def _adds(journey: Journey, path: Path) -> bool:
    """Whether a path is the place after the last item of a list."""
    if not path or not isinstance(path[-1], int):
        return False
    return path[-1] == len(_items(journey, path[:-1]))


def _items(journey: Journey, path: Path) -> list[object]:
    value = value_at(journey, path)
    return list(value) if isinstance(value, list | tuple) else []


def _name(journey: Journey, field: Field) -> str:
    of = title_of(journey, str(field.path[1])) if field.path[0] == "steps" else field.path[0]
    return f"{field.label.strip()} of “{of}”" if len(field.path) > 1 else f"{field.label}"


def _plain(field: Field, text: str) -> object:
    """The plain value that a typed text means; None where it is empty."""
    if not text:
        return None
    if text == EMPTY:
        return ""
    match field.type:
        case "number" | "share":
            return _number(text, share=field.type == "share")
        case "texts":
            return [part.strip() for part in text.split(",") if part.strip()]
        case "toml":
            return _toml(text)
    return text


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


def _toml(text: str) -> object:
    """What is typed of an action: `notify = "sales"` or `{ notify = "sales" }`, or a list."""
    for attempt in (text, f"{{ {text} }}"):
        try:
            return tomllib.loads(f"value = {attempt}")["value"]
        except tomllib.TOMLDecodeError:
            continue
    raise EditError(
        "this cannot be read", fix='Write it like notify = "sales", or set = { score = 10 }.'
    )


def inline(value: object) -> str:
    """A plain value in one line of TOML; a table with one key without its braces."""
    if isinstance(value, dict) and len(value) == 1:
        return ", ".join(f"{_key(key)} = {_inline(inner)}" for key, inner in value.items())
    return _inline(value)


def _inline(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return _quoted(value)
        case dict():
            pairs = ", ".join(f"{_key(key)} = {_inline(inner)}" for key, inner in value.items())
            return f"{{ {pairs} }}"
        case list() | tuple():
            return f"[{', '.join(map(_inline, value))}]"
        case date():
            return value.isoformat()
    return str(value)


def _key(key: object) -> str:
    text = str(key)
    bare = text.isascii() and text.replace("-", "").replace("_", "").isalnum()
    return text if bare else _quoted(text)


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's escapes, and DEL, which TOML wants escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")

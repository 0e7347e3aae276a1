"""Which keys the journey file has at which place, told from the model itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from nurture_tui.frozen import dataclass
from nurture_tui.model.action import VERBS
from nurture_tui.model.step import STEP_TYPES
from nurture_tui.model.values import Part
from nurture_tui.model.workspace import Scoring

FilePath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of a file: its path, the part whose key it is, and what that key may hold."""

    path: FilePath
    owner: type[Part] | None
    holds: Any


def spot(root: type[Part], loc: Sequence[str | int]) -> Spot:
    """The place in the file that a location of pydantic means, without tags of unions."""
    path: FilePath = ()
    owner: type[Part] | None = None
    holds: Any = root
    for item in loc:
        parts = parts_of(holds)
        if len(members(holds)) > 1:
            holds = _tagged(parts, item)
        elif parts == (Scoring,):
            if item != "points":
                path = (*path, item)
            owner, holds = parts[0], dict[str, float]
        elif parts and holds is not None and get_origin(bare(holds)) is None:
            path, owner = (*path, item), parts[0]
            holds = keys(parts[0]).get(str(item))
        elif get_origin(bare(holds)) in (dict, tuple):
            if item != "[key]":
                path = (*path, item)
            owner, holds = None, _item_of(bare(holds))
    return Spot(path, owner, holds)


def keys(part: type[Part]) -> dict[str, Any]:
    """The keys that a part of the file may have, with what each holds."""
    found = {}
    for name, info in part.model_fields.items():
        if not info.exclude:
            found[info.alias or name] = info.annotation
    return found


def part_at(root: type[Part], data: object, path: Sequence[str | int]) -> type[Part] | None:
    """The part that the table at a path of a file's plain values is; None if its keys are free."""
    holds: Any = root
    for key in path:
        part = part_for(holds, data)
        if part is not None:
            holds = keys(part).get(str(key))
        elif get_origin(bare(holds)) in (dict, tuple):
            holds = _item_of(bare(holds))
        else:
            return None
        data = value_at(data, (key,))
    found = part_for(holds, data)
    return None if found is Scoring else found


def value_at(data: object, path: FilePath) -> object:
    """The value at a path of plain data; None if there is none."""
    for key in path:
        match data:
            case Mapping():
                data = data.get(key)
            case list() | tuple() if isinstance(key, int) and key < len(data):
                data = data[key]
            case _:
                return None
    return data


def choices_of(holds: Any) -> tuple[str | int, ...]:
    """The words that a key may hold, if it takes one of a few words."""
    for member in members(holds):
        if get_origin(member) is Literal:
            return get_args(member)
    return ()


def parts_of(holds: Any) -> tuple[type[Part], ...]:
    """The parts that a key may hold as a table; several where its type or verb decides."""
    return tuple(m for m in members(holds) if isinstance(m, type) and issubclass(m, Part))


def part_for(holds: Any, value: object) -> type[Part] | None:
    """The part that a table of the file is meant to be, or None where that cannot be told."""
    parts = parts_of(holds)
    if len(parts) < 2:
        return parts[0] if parts else None
    if not isinstance(value, Mapping):
        return None
    tags = [value.get("type"), *(verb for verb in VERBS if verb in value)]
    found = [_tagged(parts, tag) for tag in tags if isinstance(tag, str)]
    return next((part for part in found if part is not None), None)


def _tagged(parts: tuple[type[Part], ...], tag: str | int) -> type[Part] | None:
    """The member of a union that goes by a tag: a step's type or an action's verb."""
    for part in parts:
        type_field = part.model_fields.get("type")
        if (tag in STEP_TYPES and type_field is not None and type_field.default == tag) or (
            VERBS.get(str(tag)) is part
        ):
            return part
    return next((part for part in parts if part.__name__ == tag), None)


def bare(holds: Any) -> Any:
    """A type without its annotations and without None."""
    alternatives = members(holds)
    return alternatives[0] if len(alternatives) == 1 else holds


def members(holds: Any) -> list[Any]:
    """The alternatives of a type, None left out, annotations taken off."""
    if get_origin(holds) is Annotated:
        return members(get_args(holds)[0])
    if get_origin(holds) in (Union, UnionType):
        return [m for inner in get_args(holds) for m in members(inner) if m is not type(None)]
    return [holds]


def _item_of(holds: Any) -> Any:
    arguments = get_args(holds)
    return arguments[1] if get_origin(holds) is dict else arguments[0]

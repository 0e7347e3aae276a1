"""What a run reads of a file: all of it but what is only told to people."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any, TypeVar, get_args, get_origin

from nurture_tui.model.shape import members, parts_of
from nurture_tui.model.values import Part, Told
from nurture_tui.model.workspace import Workspace

P = TypeVar("P", bound=Part)


def as_run(workspace: Workspace, id_: str) -> Workspace:
    """The workspace as a run of this journey is given it: nothing told to people in the two files.

    So what is `Told` cannot matter to a run, and two versions that are the same as run have the
    same result.
    """
    journeys = {**workspace.journeys, id_: untold(workspace.journeys[id_])}
    return replace(workspace, settings=untold(workspace.settings), journeys=journeys)


def untold(part: P) -> P:
    """A part of a file with every field that is `Told` blank, in the parts within it too."""
    told, within = _fields(type(part))
    inner = {name: _in(getattr(part, name)) for name in within}
    return part.model_copy(update={**told, **inner})


def _in(value: Any) -> Any:
    """A value with its parts untold."""
    if isinstance(value, Part):
        return untold(value)
    if isinstance(value, dict):
        return {key: _in(inner) for key, inner in value.items()}
    return tuple(_in(inner) for inner in value) if isinstance(value, tuple) else value


@cache
def _fields(part: type[Part]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The fields of a part that are told, each with a blank; and those with such parts within."""
    told, within = {}, []
    for name, info in part.model_fields.items():
        if any(isinstance(said, Told) for said in info.metadata):
            told[name] = "" if info.is_required() else info.get_default(call_default_factory=True)
        elif any(map(_says, _parts_in(info.annotation))):
            within.append(name)
    return told, tuple(within)


def _parts_in(holds: Any) -> list[type[Part]]:
    """The parts that a field may hold: itself, or as what a list or a table is of."""
    several = [member for member in members(holds) if get_origin(member) in (dict, tuple)]
    inner = [_parts_in(item) for member in several for item in get_args(member)]
    return [*parts_of(holds), *(part for parts in inner for part in parts)]


@cache
def _says(part: type[Part]) -> bool:
    """Whether anything in a part is told."""
    return any(map(bool, _fields(part)))

"""A journey or settings with other values: written plainly, changed, and read again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from nurture_tui.errors import NurtureError
from nurture_tui.files.formatting import settings_data
from nurture_tui.model.journey import Journey
from nurture_tui.model.reading import DataProblem, read_journey_data, read_settings_data
from nurture_tui.model.values import Part, written
from nurture_tui.model.workspace import Settings

Path = tuple[str | int, ...]
Plain = dict[str, Any]
File = TypeVar("File", Journey, Settings)

# Tables that go with their last key: they say nothing when they are empty.
_SAY_NOTHING_EMPTY = ("sending", "assume", "limits", "reached")


class EditError(NurtureError):
    """An edit that would not give a journey, or settings; nothing has changed."""


def changed(file: File, change: Callable[[Plain], None]) -> File:
    """The journey or the settings after `change` of its plain values (by the file's keys).

    What the model refuses is an EditError with the first problem's words.
    """
    data = plain_of(file)
    change(data)
    found, problems = _read(file, data)
    if found is None or problems:
        first = problems[0]
        raise EditError(first.message, where=".".join(map(str, first.path)), fix=first.fix)
    return found


def plain_of(file: Journey | Settings) -> Plain:
    """The plain values of a file, by its keys; a copy that may be changed."""
    return settings_data(file) if isinstance(file, Settings) else _mutable(written(file))


def _read(file: File, data: Plain) -> tuple[File | None, tuple[DataProblem, ...]]:
    if isinstance(file, Journey):
        return read_journey_data(file.id, data)
    return read_settings_data(data)


def set_value(file: File, path: Path, value: object) -> File:
    """The file with a plain value at a path of its keys; None leaves the key out.

    Tables on the way are made where they are missing. A path into what is no table, or past the
    end of a list, is an EditError.
    """

    def put(data: Plain) -> None:
        inner: Any = data
        for key in path[:-1]:
            if value is None and isinstance(inner, dict) and key not in inner:
                return
            inner = inner.setdefault(key, {}) if isinstance(inner, dict) else inner[key]
        if value is not None:
            inner[path[-1]] = value
        elif isinstance(inner, dict):
            inner.pop(path[-1], None)
            _drop_empty(data, path[:-1])
        else:
            del inner[path[-1]]

    try:
        return changed(file, put)
    except (IndexError, KeyError, TypeError, AttributeError):
        raise EditError(f"{'.'.join(map(str, path))} is no place of this file") from None


def value_at(file: Journey | Settings, path: Path) -> object:
    """The plain value at a path of the file's keys, None if it is not set."""
    inner: Any
    match path:
        case ("steps", str() as id_, *rest) if isinstance(file, Journey):
            # One step is written, not all: a form asks for a value a field.
            step = file.steps.get(id_)
            inner = written(step) if step is not None else {}
        case (str() as table, *rest) if table != "scoring" and isinstance(
            getattr(file, table, None), Part
        ):
            inner = written(getattr(file, table)) if table in file.model_fields_set else {}
        case _:
            inner, rest = plain_of(file), list(path)
    for key in rest:
        try:
            inner = inner[key]
        except (KeyError, IndexError, TypeError):
            return None
    return inner


def items_at(file: Journey | Settings, path: Path) -> list[object]:
    """The items of the list at a path; none where there is no list."""
    value = value_at(file, path)
    return list(value) if isinstance(value, list | tuple) else []


def _mutable(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _mutable(inner) for key, inner in value.items()}
    return [_mutable(inner) for inner in value] if isinstance(value, list | tuple) else value


def _drop_empty(data: Plain, path: Path) -> None:
    """Leave out a table (`sending`, a step's `assume`) from which the last key has gone."""
    if not path or path[-1] not in _SAY_NOTHING_EMPTY:
        return
    outer: Any = data
    for key in path[:-1]:
        outer = outer[key]
    if not outer[path[-1]]:
        del outer[path[-1]]

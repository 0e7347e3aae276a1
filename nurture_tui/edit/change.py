"""A journey with other values: written plainly, changed, and read again by the model's rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nurture_tui.errors import NurtureError
from nurture_tui.model.journey import Journey
from nurture_tui.model.reading import read_journey_data
from nurture_tui.model.values import written

Path = tuple[str | int, ...]
Plain = dict[str, Any]


class EditError(NurtureError):
    """An edit that would not give a journey; nothing has changed."""


def changed(journey: Journey, change: Callable[[Plain], None]) -> Journey:
    """The journey after `change` of its plain values (those of its file, by the file's keys).

    What the model refuses is an EditError with the first problem's words.
    """
    data = _mutable(written(journey))
    change(data)
    found, problems = read_journey_data(journey.id, data)
    if found is None:
        first = problems[0]
        raise EditError(first.message, where=".".join(map(str, first.path)), fix=first.fix)
    return found


def set_value(journey: Journey, path: Path, value: object) -> Journey:
    """The journey with a plain value at a path of the file's keys; None leaves the key out.

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
        return changed(journey, put)
    except (IndexError, KeyError, TypeError, AttributeError):
        raise EditError(f"{'.'.join(map(str, path))} is no place of this journey") from None


def value_at(journey: Journey, path: Path) -> object:
    """The plain value at a path of the file's keys, None if it is not set."""
    inner: Any
    match path:
        case ("steps", str() as id_, *rest):
            # One step is written, not all: a form asks for a value a field.
            step = journey.steps.get(id_)
            inner = written(step) if step is not None else {}
        case _:
            inner, rest = written(journey), list(path)
    for key in rest:
        try:
            inner = inner[key]
        except (KeyError, IndexError, TypeError):
            return None
    return inner


def _mutable(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _mutable(inner) for key, inner in value.items()}
    return [_mutable(inner) for inner in value] if isinstance(value, list | tuple) else value


def _drop_empty(data: Plain, path: Path) -> None:
    """Leave out a table (`sending`, a step's `assume`) from which the last key has gone."""
    if not path or path[-1] not in ("sending", "assume"):
        return
    outer: Any = data
    for key in path[:-1]:
        outer = outer[key]
    if not outer[path[-1]]:
        del outer[path[-1]]

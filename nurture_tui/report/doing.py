"""What is done inside, in words: `put on the list “leads”`, `notify owner: Call now`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

_Verb = Mapping[str, Any]


def doing(value: object) -> str:
    """A verb of a `do`, or several, or the fields of a `set`, as plain values of the file.

    What is none of these, which a file that is being written may hold, is told as it stands.
    """
    if isinstance(value, list | tuple):
        return "; ".join(map(doing, value))
    if not isinstance(value, Mapping):
        return str(value)
    verb = next((name for name in _WORDS if name in value), None)
    if verb is None:
        return _fields(value)
    return _WORDS[verb](value[verb], value)


def _fields(values: object) -> str:
    if not isinstance(values, Mapping):
        return str(values)
    return ", ".join(f"{name} = {_plain(value)}" for name, value in values.items())


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _of(table: object, key: str) -> str:
    return str(table.get(key, "…")) if isinstance(table, Mapping) else "…"


def _amounts(values: object, _: _Verb) -> str:
    if not isinstance(values, Mapping):
        return f"add {values}"
    return ", ".join(f"add {_plain(value)} to {name}" for name, value in values.items())


def _notify(who: object, verb: _Verb) -> str:
    message = verb.get("message")
    return f"notify {who}{f': {message}' if message else ''}"


def _task(task: object, _: _Verb) -> str:
    who = task.get("for", "owner") if isinstance(task, Mapping) else "owner"
    due = f", in {task['due']}" if isinstance(task, Mapping) and task.get("due") else ""
    return f"task for {who}{due}: {_of(task, 'title')}"


_WORDS: Mapping[str, Callable[[Any, _Verb], str]] = {
    "set": lambda values, _: f"set {_fields(values)}",
    "add": _amounts,
    "copy": lambda spec, _: f"copy {_of(spec, 'from')} to {_of(spec, 'to')}",
    "map": lambda spec, _: f"set {_of(spec, 'field')} by {_of(spec, 'by')}",
    "add_to_list": lambda name, _: f"put on the list “{name}”",
    "remove_from_list": lambda name, _: f"take off the list “{name}”",
    "add_to_audience": lambda name, _: f"put into the audience “{name}”",
    "remove_from_audience": lambda name, _: f"take out of the audience “{name}”",
    "create_deal": lambda deal, _: f"open a deal: {_of(deal, 'pipeline')}, {_of(deal, 'stage')}",
    "update_deal": lambda deal, _: f"move the deal to {_of(deal, 'stage')}",
    "notify": _notify,
    "task": _task,
    "webhook": lambda address, _: f"call {address}",
    "enter": lambda journey, _: f"enter {journey}",
    "emit": lambda event, _: f"bring about {event}",
}

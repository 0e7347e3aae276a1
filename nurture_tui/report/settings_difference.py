"""The difference of two nurture.toml as changes, value by value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from nurture_tui.files.layout import plain
from nurture_tui.files.values import value_text
from nurture_tui.model.values import written
from nurture_tui.model.workspace import Settings
from nurture_tui.report.difference import Change

SHOWN = 80
FILE = "nurture.toml"
EVENTS = ("assume", "events")


def settings_difference(first: Settings, second: Settings) -> tuple[Change, ...]:
    """What has to be changed to make the second settings of the first; none if they are equal.

    Where the contact list lies is no part of it.
    """
    old, new = (plain(written(each)) | {"contacts": None} for each in (first, second))
    return tuple(_changes((), old, new))


def _changes(path: tuple[str, ...], old: Any, new: Any) -> Iterator[Change]:
    if path == EVENTS:
        old, new = _by_event(old or ()), _by_event(new or ())
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys((*old, *new)):
            yield from _changes((*path, str(key)), old.get(key), new.get(key))
    elif old != new:
        name = ".".join(path)
        if old is None:
            yield Change("added", FILE, f"{name} is {_shown(new)}, was not set", path)
        elif new is None:
            yield Change("removed", FILE, f"{name} is no longer set, was {_shown(old)}", path)
        else:
            words = f"{name} is {_shown(new)} instead of {_shown(old)}"
            yield Change("changed", FILE, words, path)


def _by_event(events: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """The assumed events by their name; the second of one name has its number behind it."""
    found: dict[str, Mapping[str, Any]] = {}
    for event in events:
        name, number = str(event.get("event", "")), 2
        key = name
        while key in found:
            key, number = f"{name} ({number})", number + 1
        found[key] = event
    return found


def _shown(value: Any) -> str:
    text = value_text(value)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"

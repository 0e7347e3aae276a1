"""Rename a journey, with all that refers to it in the other journeys and in nurture.toml."""

from __future__ import annotations

from typing import Any

from nurture_tui.edit.change import EditError, Plain, changed, plain_of
from nurture_tui.edit.rename import rename_in_conditions, renamed_in
from nurture_tui.model.condition import parse_condition
from nurture_tui.model.journey import Journey
from nurture_tui.model.reading import read_journey_data
from nurture_tui.model.workspace import Settings, Workspace, in_order

_FUNCTIONS = ("reached", "inside")


def rename_journey(workspace: Workspace, old: str, new: str, name: str) -> Workspace:
    """The workspace in which journey `old` has the id `new` and this name.

    Hand-offs, conditions and `limits.priority` follow. An id that another
    journey has, and a name or an id that cannot be one, are an EditError.
    """
    if new != old and new in workspace.journeys:
        raise EditError(f"there is a journey “{new}” already", fix="Choose another id.")
    journeys: dict[str, Journey] = {}
    for id_, journey in workspace.journeys.items():
        data = plain_of(journey)
        _follow(data, old, new)
        if id_ == old:
            data["name"] = name
        journeys[new if id_ == old else id_] = _read(new if id_ == old else id_, data)
    settings = changed(workspace.settings, lambda data: _in_settings(data, old, new))
    return Workspace(
        _same_or(workspace.settings, settings), in_order(journeys, settings), workspace.folder
    )


def _same_or(before: Settings, after: Settings) -> Settings:
    return before if before == after else after


def _read(id_: str, data: Plain) -> Journey:
    journey, problems = read_journey_data(id_, data)
    if journey is None or problems:
        raise EditError(problems[0].message, where=id_, fix=problems[0].fix)
    return journey


def _follow(inner: Any, old: str, new: str) -> None:
    """Follow the new id in the hand-offs and conditions of a journey's plain values."""
    rename_in_conditions(inner, old, new, _FUNCTIONS)
    steps = inner.get("steps", {}).values()
    for holder in (inner.get("goal") or {}, *inner.get("exits", []), *steps):
        for part in (holder, *holder.get("do", [])):
            if part.get("enter") == old:
                part["enter"] = new


def _in_settings(data: Plain, old: str, new: str) -> None:
    definitions = data.get("definitions", {})
    for key, text in definitions.items():
        definitions[key] = renamed_in(parse_condition(text), old, new, _FUNCTIONS)
    limits = data.get("limits", {})
    if old in limits.get("priority", []):
        limits["priority"] = [new if id_ == old else id_ for id_ in limits["priority"]]

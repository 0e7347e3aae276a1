"""Rename a journey, with all that refers to it in the other journeys and in nurture.toml."""

from __future__ import annotations

from nurture_tui.edit.change import EditError, Plain, changed, plain_of
from nurture_tui.edit.references import Renaming
from nurture_tui.model.journey import Journey
from nurture_tui.model.reading import read_journey_data
from nurture_tui.model.workspace import Settings, Workspace, in_order


def rename_journey(workspace: Workspace, old: str, new: str, name: str) -> Workspace:
    """The workspace in which journey `old` has the id `new` and this name.

    Hand-offs, conditions and `limits.priority` follow. An id that another
    journey has, and a name or an id that cannot be one, are an EditError.
    """
    if new != old and new in workspace.journeys:
        raise EditError(f"there is a journey “{new}” already", fix="Choose another id.")
    renaming = Renaming("journey", old, new)
    journeys: dict[str, Journey] = {}
    for id_, journey in workspace.journeys.items():
        data = plain_of(journey)
        renaming.follow(data)
        if id_ == old:
            data["name"] = name
        journeys[new if id_ == old else id_] = _read(new if id_ == old else id_, data)

    def shared(data: Plain) -> None:
        renaming.follow(data)

    settings = changed(workspace.settings, shared)
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

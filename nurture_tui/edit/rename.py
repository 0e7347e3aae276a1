"""Rename with all that refers to it: steps, and what journeys share, in all journeys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from nurture_tui.edit.change import EditError, Plain, changed, plain_of
from nurture_tui.edit.history import Edit, SharedEdit
from nurture_tui.edit.references import Kind, Renaming
from nurture_tui.edit.sharedform import TABLES, names_in, part_called
from nurture_tui.model.fields import KNOWN_FIELDS
from nurture_tui.model.journey import Journey
from nurture_tui.model.vocabulary import FUNCTIONS
from nurture_tui.model.workspace import Workspace

_ID = re.compile(r"[A-Za-z0-9_-]+")
_WORD = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
_KINDS: Mapping[str, Kind] = {
    "fields": "field",
    "personas": "persona",
    "definitions": "definition",
    "assets": "asset",
    "dates": "date",
    "scoring": "event",
    "scoring.reached": "event",
}


def rename(journey: Journey, old: str, new: str) -> Edit:
    """The journey with step `old` called `new`; entry, lines and conditions follow.

    An id that is taken or has other characters than letters, digits, - and _ is an EditError.
    """
    if old not in journey.steps:
        raise EditError(f"there is no step “{old}”")
    if not _ID.fullmatch(new):
        raise EditError(
            f"“{new}” cannot be an id" if new else "a step needs an id",
            fix="Use letters, digits, - and _.",
        )
    if new == old:
        return Edit("rename", journey, old)
    if new in journey.steps:
        raise EditError(f"there is a step “{new}” already", fix="Choose another id.")

    def change(data: Plain) -> None:
        data["steps"] = {new if id_ == old else id_: step for id_, step in data["steps"].items()}
        if data["entry"]["start"] == old:
            data["entry"]["start"] = new
        for step in data["steps"].values():
            for holder in (step, *step.get("cases", []), *step.get("ways", [])):
                for key in ("next", "else"):
                    if holder.get(key) == old:
                        holder[key] = new
        Renaming("step", old, new).follow(data)

    return Edit(f"rename “{old}” to “{new}”", changed(journey, change), new)


def rename_step(workspace: Workspace, journey: Journey, old: str, new: str) -> Edit | SharedEdit:
    """As `rename`, and definitions of nurture.toml that ask of the step by its name follow.

    They stay where another journey, which has a step of the old name too, asks by them.
    """
    edit, renaming = rename(journey, old, new), Renaming("step", old, new)
    asking = {
        name
        for name, condition in workspace.definitions.items()
        if renaming.follow({"definitions": {name: str(condition)}})
    }
    others = [j for j in workspace.journeys.values() if j.id != journey.id and old in j.steps]
    if not asking or any(_asks_by(workspace, other, asking) for other in others):
        return edit

    def follow(data: Plain) -> None:
        renaming.follow({"definitions": data["definitions"]})

    settings = changed(workspace.settings, follow)
    after = replace(workspace, settings=settings).with_journey(edit.journey)
    return SharedEdit(edit.name, after, edit.selected or "", journey=journey.id)


def _asks_by(workspace: Workspace, journey: Journey, definitions: set[str]) -> bool:
    """Whether a journey names one of these definitions, or one that is made of them."""
    known: set[str] = set()
    more = definitions
    while more:
        known |= more
        more = {
            name
            for name, condition in workspace.definitions.items()
            if name not in known and any(_names(one, {"if": str(condition)}) for one in known)
        }
    return any(_names(one, plain_of(journey)) for one in known)


def _names(definition: str, data: Plain) -> bool:
    return Renaming("definition", definition, f"{definition}_").follow(data) > 0


def rename_shared(workspace: Workspace, id_: str, new: str) -> SharedEdit:
    """The workspace with an item of nurture.toml called otherwise, in every file that names it.

    `id_` is that of a SharedPart. A name that is taken, or that cannot be one, is an EditError.
    """
    part = part_called(workspace.settings, id_)
    if part is None or not part.table:
        raise EditError("only an item can be renamed", fix="Choose one in the list.")
    old, new = part.title, new.strip()
    selected = f"{part.table}:{new}"
    if new == old:
        return SharedEdit("rename", workspace, id_)
    _refuse(workspace, part.table, new)
    renaming = Renaming(_KINDS[part.table], old, new)

    def shared(data: Plain) -> None:
        renaming.follow(data)
        for table in TABLES:
            if _KINDS[table] != renaming.kind:
                continue
            *outer, last = table.split(".")
            holder = data.get(outer[0], {}) if outer else data
            if old in holder.get(last, {}):
                items = holder[last].items()
                holder[last] = {new if name == old else name: item for name, item in items}

    settings = changed(workspace.settings, shared)
    after = replace(workspace, settings=settings)
    for journey in workspace.journeys.values():
        if part.table == "dates" and old in journey.dates:
            continue  # its own date of this name comes before the shared one
        if renaming.follow(plain_of(journey)):
            after = after.with_journey(changed(journey, lambda data: _follow(renaming, data)))
    return SharedEdit(f"rename “{old}” to “{new}”", after, selected)


def users_of(workspace: Workspace, id_: str) -> tuple[tuple[str, int], ...]:
    """Which journeys name an item of nurture.toml, each with in how many places."""
    part = part_called(workspace.settings, id_)
    if part is None or not part.table:
        return ()
    renaming = Renaming(_KINDS[part.table], part.title, f"{part.title}_")
    found = ((id_, renaming.follow(plain_of(j))) for id_, j in workspace.journeys.items())
    return tuple((id_, places) for id_, places in found if places)


def _follow(renaming: Renaming, data: Plain) -> None:
    renaming.follow(data)


def _refuse(workspace: Workspace, table: str, new: str) -> None:
    kind = TABLES[table]
    if not new:
        raise EditError(f"a {kind} needs a name")
    if new in names_in(workspace.settings, table):
        raise EditError(f"there is “{new}” already", fix="Choose another name.")
    if table in ("fields", "definitions", "dates"):
        if not _WORD.fullmatch(new):
            raise EditError(
                f"“{new}” cannot stand in a condition", fix="Use letters, digits and _, no blanks."
            )
        if new in FUNCTIONS or new in ("and", "or", "not", "in", "true", "false", "is"):
            raise EditError(f"“{new}” is a word of the conditions", fix="Choose another name.")
    fields = frozenset(workspace.field_kinds or KNOWN_FIELDS)
    others = {"fields": frozenset(workspace.definitions), "definitions": fields}
    if new in others.get(table, ()):
        raise EditError(
            f"there is a {'definition' if table == 'fields' else 'field'} “{new}” already",
            fix="Choose another name.",
        )

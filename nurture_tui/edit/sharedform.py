"""The parts of nurture.toml to edit: their forms, adding and removing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from nurture_tui.edit.change import EditError, Path, set_value, value_at
from nurture_tui.edit.fields import Field, Group, fields_of
from nurture_tui.edit.form import assumptions
from nurture_tui.edit.history import SharedEdit
from nurture_tui.edit.parts import move_item, what, without_item
from nurture_tui.edit.typed import merge_of, with_text
from nurture_tui.model.journey import Sending
from nurture_tui.model.workspace import Asset, Limits, Persona, Settings, Workspace

TABLES: Mapping[str, str] = {
    "fields": "field",
    "personas": "persona",
    "definitions": "definition",
    "assets": "asset",
    "dates": "date",
    "scoring": "event",
    "scoring.reached": "threshold",
}
"""The parts with items of the user's own names, and what one is called."""

_HEAD = ("name", "timezone", "naming", "contacts")
KINDS_OF_FIELDS = ("text", "number", "date", "yes/no")
_WEEKS_AHEAD = timedelta(weeks=6)


@dataclass(frozen=True, slots=True)
class SharedPart:
    """A part of nurture.toml that can be selected: its id, how it is shown, and its place.

    An item of a table has the table as `table`; a table itself has its items below it.
    """

    id: str
    title: str
    path: Path
    table: str = ""


def parts_of(settings: Settings) -> tuple[SharedPart, ...]:
    """All parts in the order in which they are shown, each table before its items."""
    found = [
        SharedPart("", "workspace", ()),
        SharedPart("sending", "sending", ("sending",)),
        SharedPart("limits", "limits", ("limits",)),
        SharedPart("assume", "assumptions", ("assume",)),
    ]
    titles = {"scoring": "scoring", "scoring.reached": "score reached"}
    for table in TABLES:
        path: Path = tuple(table.split("."))
        found.append(SharedPart(table, titles.get(table, table), path))
        found += [
            SharedPart(f"{table}:{name}", name, (*path, name), table)
            for name in names_in(settings, table)
        ]
    return tuple(found)


def names_in(settings: Settings, table: str) -> tuple[str, ...]:
    """The names of the items of a table."""
    match table:
        case "scoring":
            return tuple(settings.scoring.points)
        case "scoring.reached":
            return tuple(settings.scoring.reached)
    return tuple(getattr(settings, table) or ())


def part_called(settings: Settings, id_: str) -> SharedPart | None:
    """The part of this id, None if it is not there."""
    return next((part for part in parts_of(settings) if part.id == id_), None)


def shared_groups(settings: Settings, id_: str) -> tuple[Group, ...]:
    """The form of a part; a table has none of its own."""
    part = part_called(settings, id_)
    match part:
        case None:
            return ()
        case SharedPart(id=""):
            return (Group("", fields_of(Settings, (), only=_HEAD)),)
        case SharedPart(id="sending"):
            return (Group("", fields_of(Sending, ("sending",))),)
        case SharedPart(id="limits"):
            return (Group("", fields_of(Limits, ("limits",))),)
        case SharedPart(id="assume"):
            return assumptions(settings.assume)
        case SharedPart(table="personas"):
            return (Group("", fields_of(Persona, part.path)),)
        case SharedPart(table="assets"):
            return (Group("", fields_of(Asset, part.path)),)
        case SharedPart(table="fields"):
            return (Group("", _field_of(settings, part.path)),)
        case SharedPart(table="definitions"):
            return (Group("", (Field(part.path, "when", "condition"),)),)
        case SharedPart(table="dates"):
            return (Group("", (Field(part.path, "date", "date"),)),)
        case SharedPart(table="scoring"):
            return (Group("", (Field(part.path, "points", "number"),)),)
        case SharedPart(table="scoring.reached"):
            return (Group("", (Field(part.path, "from", "number"),)),)
    return ()


def _field_of(settings: Settings, path: Path) -> tuple[Field, ...]:
    """A field's kind; one with choices has these, and whether they have an order."""
    if isinstance(value_at(settings, path), dict):
        choices = Field((*path, "choice"), "choices", "texts")
        return choices, Field((*path, "ordered"), "ordered", "yes/no", ("yes", "no"))
    return (Field(path, "kind", "choice", (*KINDS_OF_FIELDS, "choice")),)


def typed_shared(workspace: Workspace, field: Field, text: str) -> SharedEdit:
    """The edit of typing `text` into a field of nurture.toml, as `typed` for a journey."""
    settings = workspace.settings
    if field.path[:1] == ("fields",) and field.label == "kind" and text.strip() == "choice":
        after = set_value(settings, field.path, {"choice": ["first", "second"]})
    elif field.path[0] in ("definitions", "dates", "fields", "scoring") and not text.strip():
        raise EditError("this cannot be empty", fix="Remove it with x in the list.")
    else:
        after = with_text(settings, field, text)
    name = f"{field.label.strip(' +')} of “{'.'.join(map(str, field.path[:2]))}”"
    return SharedEdit(name, replace(workspace, settings=after), merge=merge_of(field.path))


def remove_shared_item(workspace: Workspace, path: Path) -> SharedEdit:
    """The workspace without an item of a list of nurture.toml, such as an assumed event."""
    settings = without_item(workspace.settings, path)
    return SharedEdit(f"remove {what(path)}", replace(workspace, settings=settings))


def move_shared_item(workspace: Workspace, path: Path, by: int) -> SharedEdit:
    """An item of a list of nurture.toml earlier or later in it."""
    settings = move_item(workspace.settings, path, by)
    return SharedEdit(f"move {what(path)}", replace(workspace, settings=settings))


def add_shared(workspace: Workspace, table: str, name: str, today: date) -> SharedEdit:
    """A new item of a table of nurture.toml; a date is put six weeks after `today`.

    A name that is taken or empty is an EditError.
    """
    name = name.strip()
    if table not in TABLES:
        raise EditError("nothing can be added here", fix=f"Choose one of {', '.join(TABLES)}.")
    if not name:
        raise EditError(f"a {TABLES[table]} needs a name")
    if name in names_in(workspace.settings, table):
        raise EditError(f"there is “{name}” already", fix="Choose another name.")
    new: dict[str, object] = {
        "fields": "text",
        "personas": {"title": name},
        "definitions": "consent",
        "assets": {"status": "idea"},
        "dates": today + _WEEKS_AHEAD,
        "scoring": 5,
        "scoring.reached": 40,
    }
    path: Path = (*table.split("."), name)
    settings = set_value(workspace.settings, path, new[table])
    edit_name = f"add the {TABLES[table]} “{name}”"
    return SharedEdit(edit_name, replace(workspace, settings=settings), f"{table}:{name}")


def remove_shared(workspace: Workspace, id_: str) -> SharedEdit:
    """The workspace without an item of a table; what names it becomes a finding."""
    part = part_called(workspace.settings, id_)
    if part is None or not part.table:
        raise EditError("only an item can be removed", fix="Choose one in the list.")
    settings = set_value(workspace.settings, part.path, None)
    left = names_in(settings, part.table)
    before = names_in(workspace.settings, part.table).index(part.title)
    selected = f"{part.table}:{left[min(before, len(left) - 1)]}" if left else part.table
    name = f"remove the {TABLES[part.table]} “{part.title}”"
    return SharedEdit(name, replace(workspace, settings=settings), selected)

"""The rows of an action in a form: its kind, and a row for each of its values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from nurture_tui.edit.change import Path, Plain
from nurture_tui.edit.fields import Field, FieldType
from nurture_tui.model.action import VERBS
from nurture_tui.model.fields import FieldKind

KindOf = Callable[[str], FieldKind | None]

KINDS_OF_ACTIONS: Mapping[str, str] = {
    "notify": "notify somebody",
    "task": "give a task",
    "set": "set a field",
    "add": "add to a number",
    "add_to_list": "put on a list",
    "remove_from_list": "take off a list",
    "emit": "bring about an event",
    "enter": "enter a journey",
    "create_deal": "open a deal",
    "update_deal": "move the deal",
    "copy": "copy a field",
    "map": "look up a field",
    "add_to_audience": "put into an audience",
    "remove_from_audience": "take out of an audience",
    "webhook": "call a webhook",
}
"""The kinds of actions in the words of who plans, those first that are wanted most."""

PAIRS: Mapping[str, tuple[str, str]] = {
    "set": ("key", "value"),
    "add": ("key", "amount"),
    "to": ("case", "result"),
}
"""Tables whose keys are the user's words: what the two rows of an entry end their paths with.

Their places, such as `set.0.key`, are of the form and not of the file, where the key is a name.
"""
_LABELS = {"set": (" field", " to"), "add": (" number", " by"), "to": (" if", " then")}
_VALUES: Mapping[str, tuple[tuple[Path, str], ...]] = {
    "notify": ((("notify",), " who"), (("message",), " message")),
    "task": ((("task", "title"), " what"), (("task", "for"), " who"), (("task", "due"), " due")),
    "add_to_list": ((("add_to_list",), " list"),),
    "remove_from_list": ((("remove_from_list",), " list"),),
    "add_to_audience": ((("add_to_audience",), "audience"),),
    "remove_from_audience": ((("remove_from_audience",), "audience"),),
    "emit": ((("emit",), " event"),),
    "enter": ((("enter",), " journey"),),
    "webhook": ((("webhook",), " address"),),
    "create_deal": (
        (("create_deal", "pipeline"), "pipeline"),
        (("create_deal", "stage"), " stage"),
    ),
    "update_deal": ((("update_deal", "stage"), " stage"),),
    "copy": ((("copy", "from"), " from"), (("copy", "to"), " to")),
    "map": ((("map", "field"), " field"), (("map", "by"), " by")),
}


def unknown_kinds(_: str) -> FieldKind | None:
    """Where the kinds of fields are not known."""
    return None


def verb_of(table: Plain) -> str:
    """The verb of an action's plain table, "" of none."""
    return next((verb for verb in VERBS if verb in table), "")


def rows_of_actions(
    path: Path, tables: Sequence[Plain], kind_of: KindOf = unknown_kinds
) -> list[Field]:
    """The rows of the actions at a path of a file, and one that adds an action."""
    words = tuple(KINDS_OF_ACTIONS.values())
    found = []
    for number, table in enumerate(tables):
        at = (*path, number)
        found.append(Field(at, f"do {number + 1}", "verb", words))
        found += _values(at, table, kind_of)
    return [*found, Field((*path, len(tables)), "+ do", "verb", words)]


def _values(path: Path, table: Plain, kind_of: KindOf) -> list[Field]:
    verb = verb_of(table)
    found = [Field((*path, *rest), label, "text") for rest, label in _VALUES.get(verb, ())]
    if verb in PAIRS:
        return [*found, *rows_of_entries((*path, verb), table[verb], kind_of)]
    if verb == "map":
        spec = table["map"]
        type_, choices = _type_of(kind_of(spec["field"]))
        found += rows_of_entries((*path, "map", "to"), spec["to"], lambda _: kind_of(spec["field"]))
        found.append(Field((*path, "map", "else"), " else", type_, choices))
    return found


def rows_of_entries(path: Path, table: Mapping[str, object], kind_of: KindOf) -> list[Field]:
    """Two rows for each entry of a table, and one that adds an entry."""
    name = str(path[-1])
    (key, value), (key_label, value_label) = PAIRS[name], _LABELS[name]
    if "do" not in path:  # of an event that contacts cause, not of an action
        key_label, value_label = "  sets", "  to"
    found = []
    for number, own in enumerate(table):
        type_, choices = ("number", ()) if name == "add" else _type_of(kind_of(own))
        found.append(Field((*path, number, key), key_label, "key", at=(*path, own)))
        found.append(Field((*path, number, value), value_label, type_, choices, at=(*path, own)))
    return [*found, Field((*path, len(table), key), f"+ {key_label.strip()}", "key")]


def _type_of(kind: FieldKind | None) -> tuple[FieldType, tuple[str, ...]]:
    """What a value of a field of this kind takes."""
    if kind is None:
        return "value", ()
    match kind.kind:
        case "number":
            return "number", ()
        case "yes/no":
            return "yes/no", ("yes", "no")
        case "choice":
            return "choice", kind.choices
    return "text", ()

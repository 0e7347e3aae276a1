"""What can be typed into the rows of an action: what the workspace already names."""

from __future__ import annotations

from collections.abc import Iterator

from nurture_tui.checks.parts import verbs
from nurture_tui.edit.actionrows import PAIRS
from nurture_tui.edit.change import value_at
from nurture_tui.edit.form import Field
from nurture_tui.model.action import (
    AddToAudience,
    AddToList,
    CreateDeal,
    GiveTask,
    Notify,
    RemoveFromAudience,
    RemoveFromList,
    UpdateDeal,
    Verb,
)
from nurture_tui.model.fields import NUMBER
from nurture_tui.model.kinds import choices
from nurture_tui.model.vocabulary import Vocabulary
from nurture_tui.model.workspace import Workspace
from nurture_tui.screens.session import Session

_NAMES = {
    "add_to_list": "list",
    "remove_from_list": "list",
    "add_to_audience": "audience",
    "remove_from_audience": "audience",
    "notify": "who",
    "for": "who",
    "pipeline": "pipeline",
    "stage": "stage",
}


def names_for_action(session: Session, field: Field, words: Vocabulary) -> list[str] | None:
    """The texts that suit a row of an action, None for what is none."""
    if field.type == "verb":
        return list(field.choices)
    path = field.path
    if field.type == "key":
        return _keys(session, field, words)
    if path[-1] in [last for _, last in PAIRS.values()]:
        return list(field.choices)
    if path[-2:-1] in (("copy",), ("map",)) and path[-1] != "else":
        return sorted(words.fields or {})
    if "do" not in path:
        return None
    kind = _NAMES.get(str(path[-1]))
    return _used(session.workspace, kind) if kind is not None else None


def _keys(session: Session, field: Field, words: Vocabulary) -> list[str]:
    """The fields that can be set or added to; in a table the values of what is looked up."""
    journey, path = session.journey, field.path
    if path[-1] == "case" and journey is not None:
        kind = words.kind_of(str(value_at(journey, (*path[:-3], "by"))))
        return list(choices(kind)) if kind is not None else []
    fields = words.fields or {}
    numbers = path[-3] == "add"
    return sorted(name for name in fields if not numbers or words.kind_of(name) == NUMBER)


def _used(workspace: Workspace, kind: str) -> list[str]:
    """The names of one kind that the actions of all journeys use."""
    placed = (one.part for journey in workspace.journeys.values() for one in verbs(journey))
    found = {name for verb in placed for of, name in _named(verb) if of == kind}
    first = ["owner"] if kind == "who" else []
    return [*first, *sorted(found - {*first})]


def _named(verb: Verb) -> Iterator[tuple[str, str]]:
    match verb:
        case AddToList(list_name=name) | RemoveFromList(list_name=name):
            yield "list", name
        case AddToAudience(audience=name) | RemoveFromAudience(audience=name):
            yield "audience", name
        case Notify(who=name):
            yield "who", name
        case GiveTask(task=task):
            yield "who", task.for_
        case CreateDeal(deal=deal):
            yield "pipeline", deal.pipeline
            yield "stage", deal.stage
        case UpdateDeal(deal=deal):
            yield "stage", deal.stage

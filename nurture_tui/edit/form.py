"""The form of what is selected in a journey: its fields, group by group."""

from __future__ import annotations

from nurture_tui.edit.actionrows import KindOf, rows_of_actions, rows_of_entries, unknown_kinds
from nurture_tui.edit.change import Path, Plain, items_at
from nurture_tui.edit.fields import (
    STEP_KEYS,
    Field,
    FieldType,
    Group,
    fields_of,
    rows_of_items,
)
from nurture_tui.edit.parts import EXIT, GOAL
from nurture_tui.edit.steps import ENTRY
from nurture_tui.model.assume import Assume, JourneyAssume
from nurture_tui.model.journey import Entry, ExitRule, Goal, Journey, Sending
from nurture_tui.model.step import Action, Branch, Send, Split, Step

__all__ = ["ENTRY", "EXIT", "GOAL", "Field", "Group", "assumptions", "groups_of"]

_WHAT_FOR = ("name", "purpose", "kind", "status", "persona", "stage")
_HEAD = (*_WHAT_FOR, "owner", "approved_by", "tags", "notes")
_OFTEN = ("open", "click_to_open", "unsubscribe", "bounce", "source")
_INHERITED = ("channel", "basis", "sender", "window")
_EVENT: tuple[tuple[str, FieldType], ...] = (
    ("event", "text"),
    ("after", "condition"),
    ("chance", "chance"),
    ("delay", "text"),
    ("date", "text"),
    ("if", "condition"),
    ("set", "key"),
    ("source", "text"),
)


def groups_of(
    journey: Journey, selected: str, kind_of: KindOf = unknown_kinds
) -> tuple[Group, ...]:
    """The groups of fields of a step, the entry, the goal or an exit rule (EXIT before its name).

    `kind_of` tells the kinds of contacts' fields, which say what an action may set. With the entry
    come the journey's head, its sending, its dates and its assumptions. Nothing for what is not
    there.
    """
    if selected == ENTRY:
        dates = tuple(Field(("dates", name), name, "date") for name in journey.dates)
        return (
            Group("", fields_of(Entry, ("entry",))),
            Group("Journey", fields_of(Journey, (), only=_HEAD)),
            Group("Sending", fields_of(Sending, ("sending",))),
            *((Group("Dates", dates),) if dates else ()),
            *assumptions(journey.assume, kind_of),
        )
    if selected == GOAL:
        return (Group("", _watched(journey, Goal, ("goal",), kind_of)),) if journey.goal else ()
    if selected.startswith(EXIT):
        names = [rule.name for rule in journey.exits]
        name = selected.removeprefix(EXIT)
        if name not in names:
            return ()
        path = ("exits", names.index(name))
        return (Group("", _watched(journey, ExitRule, path, kind_of)),)
    step = journey.steps.get(selected)
    return _of_step(journey, step, ("steps", selected), kind_of) if step is not None else ()


def _watched(
    journey: Journey, part: type[Goal | ExitRule], path: Path, kind_of: KindOf
) -> tuple[Field, ...]:
    """The fields of the goal or an exit rule, what is done last."""
    fields = fields_of(part, path)
    done = rows_of_actions((*path, "do"), _tables(journey, (*path, "do")), kind_of)
    return (*(field for field in fields if field.path[-1] != "do"), *done)


def _tables(journey: Journey, path: Path) -> list[Plain]:
    return [item for item in items_at(journey, path) if isinstance(item, dict)]


def assumptions(assume: JourneyAssume, kind_of: KindOf = unknown_kinds) -> tuple[Group, ...]:
    """The rates that are assumed, and the things that contacts do, with the fields these set."""
    rates = fields_of(Assume, ("assume",))
    path: Path = ("assume", "events")
    rows = rows_of_items(path, _EVENT, len(assume.events), "event")
    events: list[Field] = []
    for field in rows:
        if field.path[-1] == "set":
            number = int(field.path[-2])
            set_now = assume.events[number].values
            events += rows_of_entries(field.path, set_now, kind_of)
        else:
            events.append(field)
    return (Group("Assumed", rates), Group("What contacts do", tuple(events)))


def _of_step(journey: Journey, step: Step, path: Path, kind_of: KindOf) -> tuple[Group, ...]:
    """A step's own fields, its cases, ways or verbs, what it inherits, and where it leads."""
    every = {str(field.path[-1]): field for field in fields_of(type(step), path)}
    lists: list[Field] = []
    keys: tuple[tuple[str, FieldType], ...]
    match step:
        case Branch():
            keys = (("if", "condition"), ("label", "text"), ("next", "step"))
            lists = rows_of_items((*path, "cases"), keys, len(step.cases), "case")
        case Split():
            keys = (("name", "text"), ("weight", "number"), ("next", "step"))
            lists = rows_of_items((*path, "ways"), keys, len(step.ways), "way")
        case Action():
            del every["do"]
            do = (*path, "do")
            lists = rows_of_actions(do, _tables(journey, do), kind_of)
    last = [every.pop(key) for key in (*_INHERITED, *STEP_KEYS) if key in every]
    notes = [every.pop("notes")] if "notes" in every else []
    groups = [Group("", (*every.values(), *lists)), Group(" ", (*last, *notes))]
    if "assume" in type(step).model_fields:
        groups.append(Group("Assumed", _of_assume(step, path)))
    return tuple(groups)


def _of_assume(step: Step, path: Path) -> tuple[Field, ...]:
    """The rates that are often known of a message, and what else is set of it."""
    assume = step.assume if isinstance(step, Send) else None
    known = assume.model_fields_set if assume is not None else frozenset[str]()
    every = fields_of(Assume, (*path, "assume"))
    return tuple(f for f in every if f.path[-1] in _OFTEN or f.path[-1] in known)

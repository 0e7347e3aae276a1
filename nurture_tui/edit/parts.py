"""Edits of what is not a step: the goal, exit rules, items of lists (cases, ways, verbs)."""

from __future__ import annotations

from typing import Any

from nurture_tui.edit.change import (
    EditError,
    File,
    Path,
    Plain,
    changed,
    items_at,
    set_value,
    value_at,
)
from nurture_tui.edit.history import Edit
from nurture_tui.edit.steps import title_of
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Send

GOAL, EXIT = "goal:", "exit:"


def add_goal(journey: Journey) -> Edit:
    """A goal, first of all the event that a message's call to action leads to; one is there once.

    Which event it is can then be changed; one that nothing leads to is a finding (O202).
    """
    if journey.goal is not None:
        raise EditError("there is a goal already", fix="Change it, or remove it first.")
    ctas = [step.cta for step in journey.steps.values() if isinstance(step, Send) and step.cta]
    event = ctas[-1] if ctas else "goal_reached"
    goal = {"name": event.replace("_", " ").capitalize(), "when": f"did('{event}')"}
    return Edit("add a goal", set_value(journey, ("goal",), goal), GOAL)


def add_exit_rule(journey: Journey) -> Edit:
    """An exit rule behind the others: for customers, where no rule asks for them yet."""
    asked = {str(rule.when) for rule in journey.exits}
    when = "customer" if "customer" not in asked else "did('asked_to_stop')"
    name = _free("became-customer" if when == "customer" else "exit", journey)
    rule = {"name": name, "when": when}
    rules = [*items_at(journey, ("exits",)), rule]
    return Edit("add an exit rule", set_value(journey, ("exits",), rules), EXIT + name)


def remove_part(journey: Journey, selected: str) -> Edit:
    """The journey without its goal, or without an exit rule (EXIT before its name)."""
    if selected == GOAL:
        if journey.goal is None:
            raise EditError("there is no goal")
        return Edit("remove the goal", set_value(journey, ("goal",), None))
    name, number = _rule(journey, selected)
    after = [rule.name for rule in journey.exits if rule.name != name]
    following = EXIT + after[min(number, len(after) - 1)] if after else ""
    return remove_item(journey, ("exits", number), f"remove the exit rule “{name}”", following)


def move_rule(journey: Journey, selected: str, by: int) -> Edit:
    """An exit rule earlier or later: of two that hold at once, the first counts."""
    name, number = _rule(journey, selected)
    after = move_item(journey, ("exits", number), by)
    return Edit(f"move the exit rule “{name}”", after, selected)


def remove_item(journey: Journey, path: Path, name: str = "", selected: str = "") -> Edit:
    """The journey without a case, way, verb, event or rule; the last takes the list with it."""
    name = name or f"remove {what(path)} of “{_of(journey, path)}”"
    return Edit(name, without_item(journey, path), selected)


def moved_item(journey: Journey, path: Path, by: int) -> Edit:
    """An item of a list earlier or later in it: of a branch's cases the first that holds counts."""
    return Edit(f"move {what(path)} of “{_of(journey, path)}”", move_item(journey, path, by))


def without_item(file: File, path: Path) -> File:
    """The file without an item of a list; the list goes with its last item."""
    number = path[-1]
    entries = value_at(file, path[:-1])
    if isinstance(entries, dict):
        return _without_entry(file, path, list(entries))
    items = items_at(file, path[:-1])
    if not isinstance(number, int) or not 0 <= number < len(items):
        raise EditError("there is nothing to remove here")
    left = [item for place, item in enumerate(items) if place != number]
    return set_value(file, path[:-1], left or None)


def _without_entry(file: File, path: Path, keys: list[str]) -> File:
    """The file without an entry of a table; the last one of what is set takes its action along."""
    number = path[-1]
    if not isinstance(number, int) or not 0 <= number < len(keys):
        raise EditError("there is nothing to remove here")
    if len(keys) > 1:
        return set_value(file, (*path[:-1], keys[number]), None)
    if path[-2] == "to":
        raise EditError("the last row of the table stays", fix="Take the whole action out.")
    if "do" not in path:
        return set_value(file, path[:-1], None)
    return without_item(file, path[:-2])


def move_item(file: File, path: Path, by: int) -> File:
    """The file with an item of a list moved by some places; past its ends is an EditError."""
    number = path[-1]
    size = len(items_at(file, path[:-1]))
    if not isinstance(number, int) or not (0 <= number < size and 0 <= number + by < size):
        raise EditError("there is no place to move it to")

    def move(data: Plain) -> None:
        items: Any = data
        for key in path[:-1]:
            items = items[key]
        items.insert(number + by, items.pop(number))

    return changed(file, move)


def _rule(journey: Journey, selected: str) -> tuple[str, int]:
    name = selected.removeprefix(EXIT)
    names = [rule.name for rule in journey.exits]
    if name not in names:
        raise EditError(f"there is no exit rule “{name}”")
    return name, names.index(name)


def _free(name: str, journey: Journey) -> str:
    taken = {rule.name for rule in journey.exits}
    numbered = (f"{name}-{number}" for number in range(2, len(taken) + 3))
    return next(free for free in (name, *numbered) if free not in taken)


def what(path: Path) -> str:
    """An item of a list in words: `case 2`."""
    words = {"cases": "case", "ways": "way", "do": "action", "events": "event", "exits": "rule"}
    words |= {"set": "field", "add": "number", "to": "row"}
    number = path[-1]
    return f"{words.get(str(path[-2]), 'item')} {number + 1 if isinstance(number, int) else ''}"


def _of(journey: Journey, path: Path) -> str:
    return title_of(journey, str(path[1])) if path[0] == "steps" else str(path[0])

"""Rename a step, with all that refers to it: lines and conditions."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from nurture_tui.edit.change import EditError, Plain, changed
from nurture_tui.edit.history import Edit
from nurture_tui.model.condition import Call, Condition, Literal, parse_condition, walk
from nurture_tui.model.journey import Journey

_ID = re.compile(r"[A-Za-z0-9_-]+")
STEP_FUNCTIONS = ("sent", "opened", "clicked", "done")
# Tables whose keys are the user's own words.
_USER_KEYS = ("set", "add", "map", "copy", "dates")
_CONDITION_KEYS = ("when", "only_if", "hold_if", "until", "if", "after")


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
        rename_in_conditions(data, old, new)

    return Edit(f"rename “{old}” to “{new}”", changed(journey, change), new)


def renamed_in(
    condition: Condition, old: str, new: str, functions: Collection[str] = STEP_FUNCTIONS
) -> str:
    """The text of a condition in which these functions of `old` name `new` (those of a step).

    Everything else of the text stays as it was written. A name that is put together from pieces
    cannot be followed: EditError.
    """
    text = condition.text
    places = [
        call.arguments[0].at
        for call in walk(condition.expr)
        if isinstance(call, Call)
        and call.function in functions
        and call.arguments
        and isinstance(call.arguments[0], Literal)
        and call.arguments[0].value == old
    ]
    for at in sorted(places, reverse=True):
        quote, end = text[at : at + 1], at + 1 + len(old)
        if quote not in "'\"" or text[at + 1 : end] != old or text[end : end + 1] != quote:
            raise EditError(
                f"the condition {text} writes “{old}” in a way that cannot be followed",
                fix="Write it plainly in quotes first.",
            )
        text = f"{text[: at + 1]}{new}{text[end:]}"
    return text


def rename_in_conditions(
    inner: Any, old: str, new: str, functions: Collection[str] = STEP_FUNCTIONS
) -> None:
    """Follow the new id in all conditions below; they are told by the keys of the file."""
    if isinstance(inner, list):
        for item in inner:
            rename_in_conditions(item, old, new, functions)
    elif isinstance(inner, dict):
        for key, value in inner.items():
            if key in _CONDITION_KEYS and isinstance(value, str):
                inner[key] = renamed_in(parse_condition(value), old, new, functions)
            elif key not in _USER_KEYS and isinstance(value, dict | list):
                rename_in_conditions(value, old, new, functions)

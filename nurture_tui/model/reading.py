"""From the plain values of a file to a journey or settings, or to problems in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from nurture_tui.frozen import dataclass
from nurture_tui.model.journey import Journey
from nurture_tui.model.shape import FilePath, Spot, choices_of, spot, value_at
from nurture_tui.model.values import Part
from nurture_tui.model.wanted import (
    example,
    missing_key,
    unknown_key,
    wrong_choice,
    wrong_value,
)
from nurture_tui.model.words import in_words, plain, quoted
from nurture_tui.model.workspace import Settings

LARGEST = 2**63
MOST_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class DataProblem:
    """What is wrong at a path of a file: code F002-F006, a sentence, how to mend it.

    `on_key` is true where the key itself is wrong, and not its value; `at` is the character (from
    0) of a condition at which it goes wrong.
    """

    code: str
    message: str
    fix: str
    path: FilePath
    on_key: bool = False
    at: int | None = None


def read_journey_data(
    id_: str, data: Mapping[str, Any]
) -> tuple[Journey | None, tuple[DataProblem, ...]]:
    """The journey that the values of a file describe, or all that is wrong with them.

    `data` is what tomllib gives; `id_` the file's stem, which is no key of the file.
    """
    unreadable = list(_numbers_too_large(data, ()))
    plain_data = dict(data)
    if "id" in plain_data:
        del plain_data["id"]
        fix = f"Leave it out: the id is the name of the file, here {quoted(id_)}."
        unreadable.append(DataProblem("F002", "there is no key “id”", fix, ("id",), True))
    read, problems = _validated(Journey, {**plain_data, "id": id_})
    found = (*unreadable, *(_about_the_name(p, id_) for p in problems))
    return (None if found or not isinstance(read, Journey) else read), found


def read_settings_data(data: Mapping[str, Any]) -> tuple[Settings, tuple[DataProblem, ...]]:
    """The settings that the values of nurture.toml describe, and all that is wrong with them.

    What is wrong is left out of the settings, and the rest holds; where more than MOST_PROBLEMS
    things are wrong, nothing does. After a problem in `[fields]` or
    `[definitions]` the fields count as not known, so that one mistake there does not make
    every condition of every journey a mistake too.
    """
    problems = tuple(_numbers_too_large(data, ()))
    left = _without(data, [p.path for p in problems])
    # Each round takes at least one value away, and an empty table is valid.
    for _ in range(_size(data) + 1):
        read, found = _validated(Settings, left)
        if isinstance(read, Settings):
            return read, problems
        problems = (*problems, *(p for p in found if p not in problems))
        if len(found) > MOST_PROBLEMS:
            break
        left = _without(left, [p.path for p in found])
        if any(p.path[:1] in (("fields",), ("definitions",)) for p in found):
            left.pop("fields", None)
    return Settings(), problems


def _validated(
    root: type[Part], data: Mapping[str, Any]
) -> tuple[Part | None, tuple[DataProblem, ...]]:
    try:
        # By alias alone: `else_` is a name in Python and no key of the file.
        return root.model_validate(data, by_alias=True, by_name=False), ()
    except ValidationError as error:
        details = error.errors(include_url=False)
    by_path: dict[FilePath, DataProblem] = {}
    for number, detail in enumerate(details):
        if len(by_path) == MOST_PROBLEMS:
            path = spot(root, detail["loc"]).path
            message = f"here and further on there are {len(details) - number:,} more problems"
            by_path[path] = DataProblem("F002", message, "Is it the right file?", path, True)
            break
        problem = _problem(root, data, detail)
        if problem is not None:
            by_path.setdefault(problem.path, problem)
    return None, tuple(by_path.values())


def _names(steps: object) -> list[str]:
    """The ids of the steps that are written in a file."""
    return [str(id_) for id_ in steps] if isinstance(steps, Mapping) else []


def _problem(root: type[Part], data: Mapping[str, Any], detail: ErrorDetails) -> DataProblem | None:
    place = spot(root, detail["loc"])
    value = value_at(data, place.path)
    context = detail.get("ctx", {})
    last = str(place.path[-1]) if place.path else ""
    match detail["type"]:
        case "extra_forbidden":
            message, fix = unknown_key(root, place)
            return DataProblem("F002", message, fix, place.path, True)
        case "missing":
            words = missing_key(last, place.path, _names(data.get("steps")))
            return DataProblem("F003", *words, place.path)
        case "union_tag_not_found" if isinstance(value, Mapping):
            path = (*place.path, "type")
            return DataProblem("F003", *missing_key("type", path), path)
        case "union_tag_invalid" if isinstance(value, Mapping):
            tags = tuple(tag.strip("' ") for tag in str(context["expected_tags"]).split(","))
            message, fix = wrong_choice("type", value.get("type"), tags)
            return DataProblem("F004", message, fix, (*place.path, "type"))
        case "F002":
            return _no_verb(place, value)
        case "F003" | "F004" | "F005" | "F006" as code:
            message = plain(str(context.get("message", detail["msg"])), 400)
            fix, at = str(context.get("fix", "")), context.get("at")
            path = (*place.path, *context.get("path", ()))
            return DataProblem(code, message, fix, path, at=at)
        case "too_short" if isinstance(value, list) and value:
            return None  # it is short only because its wrong items, reported apart, were left out
        case "string_pattern_mismatch" if detail["loc"] and detail["loc"][-1] == "[key]":
            return _bad_name(place.path, last)
        case "literal_error" if isinstance(value, Mapping) and not choices_of(place.holds):
            return None  # one of two alternatives; the table was tried as the other one
        case "literal_error":
            choices = choices_of(place.holds)
            return DataProblem("F004", *wrong_choice(last, value, choices), place.path)
    message, fix = wrong_value(place, value, detail["type"], context)
    return DataProblem("F004", message, fix, place.path)


def _no_verb(place: Spot, value: object) -> DataProblem:
    if not isinstance(value, Mapping):
        message = f"a thing to do is a table, not {in_words(value)}"
        return DataProblem("F004", message, f"Write it like {example('do')[2:-2]}.", place.path)
    message, fix = unknown_key(Journey, Spot((*place.path, next(iter(value), "")), None, None))
    if not value:
        message = "a thing to do is an empty table"
    return DataProblem("F002", message, fix, place.path)


def _bad_name(path: FilePath, name: str) -> DataProblem:
    what = "the id of a step" if path[:1] == ("steps",) else "a name"
    message = f"{quoted(name)} is not {what}"
    fix = "Use the letters a to z, digits, - and _."
    if path[:1] == ("scoring",):
        message, fix = f"{quoted(name)} is not the name of an event", "Leave out quotation marks."
    return DataProblem("F004", message, fix, path, True)


def _about_the_name(problem: DataProblem, id_: str) -> DataProblem:
    """A problem with the id is a problem with the file's name."""
    if problem.path != ("id",):
        return problem
    message = f"the file's name {quoted(id_)} is not the id of a journey"
    fix = "Name the file with the letters a to z, digits, - and _, such as hr-guide.toml."
    return DataProblem("F004", message, fix, ())


def _numbers_too_large(value: object, path: FilePath) -> Iterator[DataProblem]:
    items: list[tuple[str | int, object]] = []
    match value:
        case int() if not -LARGEST <= value < LARGEST:
            fix = "The largest that a file can hold is about 9 followed by 18 digits."
            yield DataProblem("F004", "this number is too large", fix, path)
        case Mapping():
            items = list(value.items())
        case list():
            items = list(enumerate(value))
    for key, inner in items:
        yield from _numbers_too_large(inner, (*path, key))


def _without(data: Mapping[str, Any], paths: list[FilePath]) -> dict[str, Any]:
    """The data without the values at these paths; of a missing key its table goes.

    Items of lists go with their whole list, for a list that lacks some of its items would
    say something else.
    """
    left = _copied(data)
    for path in paths:
        cut = next((n for n, key in enumerate(path) if isinstance(key, int)), len(path))
        path = path[:cut]
        while path and value_at(data, path) is None:
            path = path[:-1]
        holder = value_at(left, path[:-1])
        if path and isinstance(holder, dict):
            holder.pop(str(path[-1]), None)
        elif not path:
            left = {}
    return left


def _copied(data: Mapping[str, Any]) -> dict[str, Any]:
    return {k: _copied(v) if isinstance(v, Mapping) else v for k, v in data.items()}


def _size(data: object) -> int:
    return 1 + sum(map(_size, data.values())) if isinstance(data, Mapping) else 1

"""Sentences for people who plan: what a key of the file wants, and what stands there instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, get_origin

from nurture_tui.model.action import VERBS
from nurture_tui.model.shape import FilePath, Spot, bare, keys, members, part_for, parts_of, spot
from nurture_tui.model.step import STEP_TYPES, Step
from nurture_tui.model.values import Part
from nurture_tui.model.vocabulary import nearest
from nurture_tui.model.words import in_words, plain, quoted

MOST_IDS = 8
_EXAMPLES = {
    "format": "1",
    "name": '"Lead > MQL | HR directors"',
    "kind": '"lead"',
    "entry": '{ event = "hr_guide_downloaded", start = "deliver" }',
    "start": '"deliver", the id of the first step',
    "when": "\"did('purchased')\"",
    "if": "\"clicked('deliver')\"",
    "event": '"selection_guide_downloaded"',
    "chance": "0.35",
    "type": '"send"',
    "cases": '[ { if = "clicked(\'deliver\')", next = "offer" } ]',
    "ways": '[ { name = "a", next = "short" }, { name = "b", next = "long" } ]',
    "do": '[ { notify = "sales" } ]',
    "title": '"Call: what was missing?"',
    "choice": '["small", "large"]',
    "from": '"segment"',
    "to": '"company.segment"',
    "field": '"owner"',
    "by": '"country"',
    "pipeline": '"sales"',
    "stage": '"qualified"',
    "holidays": '"FI", "contact" or "" for none',
    "set": '{ lifecycle = "lead" }',
    "add": "{ score = 10 }",
    "steps": '{ hello = { type = "send", subject = "Hello" } }',
}


def example(key: str) -> str:
    """How the value of a key is written, or an empty string."""
    return _EXAMPLES.get(key, "")


def missing_key(key: str, path: FilePath, steps: Sequence[str] = ()) -> tuple[str, str]:
    """Message and fix for a key that has to be there; `steps` are the ids that it may name."""
    shown = example(key)
    if key == "name" and len(path) > 1:
        shown = '"bought"' if path[0] in ("goal", "exits") else '"short"'
    if path[0] == "personas":
        shown = '"HR director, 50+ employees"'
    if key == "entry":
        return (
            "[entry] is missing: nothing says who comes in, and where",
            f'Write [entry], and under it start = "{_first(steps)}".',
        )
    if key == "start" and path[0] == "entry":
        return (
            "“start” is missing: nothing says with which step it begins",
            f'Write start = "{_first(steps)}".{_there_are(steps)}',
        )
    if key == "else" and path[0] == "steps":
        message = "“else” is missing: nothing says where contacts go for whom no case holds"
        others = [step for step in steps if step != path[1]]
        return message, f'Write else = "…", the step that they go to.{_there_are(others)}'
    return f"“{key}” is missing", f"Write {key} = {shown}." if shown else f"Write {key} = …"


def _first(steps: Sequence[str]) -> str:
    return plain(steps[0]) if steps else "deliver"


def _there_are(steps: Sequence[str]) -> str:
    """The ids to choose among, the first of very many."""
    more = f" and {len(steps) - MOST_IDS} more" if len(steps) > MOST_IDS else ""
    named = ", ".join(plain(step) for step in steps[:MOST_IDS])
    return f" The steps are {named}{more}." if steps else ""


def wrong_choice(key: str, value: object, choices: tuple[str | int, ...]) -> tuple[str, str]:
    """Message and fix for a value that is none of the choices."""
    listed = ", ".join(str(choice) for choice in choices)
    must = f"must be {listed}" if len(choices) == 1 else f"must be one of {listed}"
    message = f"{quoted(key)} {must}, not {in_words(value)}"
    near = nearest(str(value).lower(), tuple(str(c) for c in choices)) if choices else ""
    return message, f"The nearest is “{near}”." if near else f"Write {key} = {_written(choices)}."


def _written(choices: tuple[str | int, ...]) -> str:
    first = choices[0] if choices else ""
    return f'"{first}"' if isinstance(first, str) else str(first)


def unknown_key(root: type[Part], place: Spot) -> tuple[str, str]:
    """Message and fix for a key that does not exist: the nearest, or where it belongs."""
    key = str(place.path[-1]) if place.path else ""
    if place.owner is None:
        verb = nearest(key, tuple(VERBS))
        message = f"there is no verb {quoted(key)} for a thing to do"
        return message, f"The nearest is “{verb}”." if verb else f"The verbs are {_list(VERBS)}."
    if place.owner in VERBS.values() and key in VERBS:
        return (
            f"{quoted(key)} is a second verb in one thing to do",
            "Write each in a table of its own: do = [ { … }, { … } ].",
        )
    known = keys(place.owner)
    message = f"there is no key {quoted(key)} here"
    elsewhere = _elsewhere(root, place, key)
    if elsewhere:
        return message, elsewhere
    near = nearest(key, tuple(known))
    return message, f"The nearest is “{near}”." if near else f"The keys here are {_list(known)}."


def _elsewhere(root: type[Part], place: Spot, key: str) -> str:
    """Where a key that is wrong here would be right, as a sentence."""
    if place.path[:1] == ("steps",) and len(place.path) == 3:
        types = [t for t in STEP_TYPES if key in keys(_step_part(t))]
        if types:
            return f"It is a key of a step of type {' or '.join(types)}."
        return ""
    if len(place.path) > 1 and key in keys(root):
        table = str(place.path[0])
        return f"It is a key of the file's head: move it up, before [{table}]."
    sections = ("entry", "goal", "sending", "assume", "limits")
    for section in sections:
        part = spot(root, (section,))
        owners = parts_of(part.holds)
        if owners and key in keys(owners[0]) and place.owner is not owners[0]:
            return f"It is a key of [{section}]."
    return ""


def _step_part(type_: str) -> type[Part]:
    part = part_for(Step, {"type": type_})
    assert part is not None
    return part


def wrong_value(
    place: Spot, value: object, kind: str, context: Mapping[str, Any]
) -> tuple[str, str]:
    """Message and fix for a value of the wrong type, or outside what the key takes."""
    key = next((str(k) for k in reversed(place.path) if isinstance(k, str)), "this")
    what = quoted(key)
    if place.path and isinstance(place.path[-1], int):
        what = f"each entry of {what}"
    shown = example(key)
    fix = f"Write {key} = {shown}." if shown else ""
    match kind:
        case "string_too_short" | "too_short":
            return f"{what} is empty", fix or "Write something, or leave the key out."
        case "string_too_long":
            return f"{what} is too long", f"At most {context.get('max_length')} characters."
        case "greater_than_equal" | "less_than_equal" | "greater_than" | "less_than":
            wanted = _bounds(place, context)
            if wanted == _A_SHARE and isinstance(value, int | float) and 1 < value <= 100:
                fix = f"Write {key} = {value / 100:g} for {value:g} %."
            fix = fix or "Write a number of that size."
            return f"{what} must be {wanted}, not {in_words(value)}", fix
        case "finite_number":
            return f"{what} must be a number, not {in_words(value)}", fix
        case "string_pattern_mismatch":
            return _not_a_name(key, value, str(context.get("pattern", "")))
    wanted, how = _wanted(place.holds, key, value)
    return f"{what} must be {wanted}, not {in_words(value)}", fix or how


def _bounds(place: Spot, context: Mapping[str, Any]) -> str:
    limits = {"ge": "at least", "le": "at most", "gt": "more than", "lt": "less than"}
    said = [f"{word} {context[name]:g}" for name, word in limits.items() if name in context]
    key = place.path[-1] if place.path else ""
    if ("le" in context and context["le"] == 1) or key in _SHARES:
        return _A_SHARE
    return " and ".join(said) or "another number"


_A_SHARE = "a share from 0 to 1 (0.3 is 30 %)"
_SHARES = frozenset(
    ("open", "click_to_open", "unsubscribe", "bounce", "soft_bounce", "machine_opens", "target")
)


def _not_a_name(key: str, value: object, pattern: str) -> tuple[str, str]:
    if key == "holidays":
        return (
            f"“holidays” must be a country's code, not {in_words(value)}",
            f"Write holidays = {example('holidays')}.",
        )
    if "'" in pattern:
        return (
            f"“{key}” must be the name of an event, not {in_words(value)}",
            "An event's name has no quotation marks and stands on one line.",
        )
    return (
        f"“{key}” must be an id, not {in_words(value)}",
        "Ids have the letters a to z, digits, - and _.",
    )


def _wanted(holds: Any, key: str, value: object) -> tuple[str, str]:
    """What a key takes, and how to write it."""
    parts = parts_of(holds)
    origin = get_origin(bare(holds))
    if len(parts) > 1:
        return "a table", f"Write [steps.{key}], and its type and other keys below."
    if parts and origin is None:
        return "a table", f"Its keys are {', '.join(keys(parts[0]))}."
    if origin is tuple:
        return "a list", f'Write it in brackets: {key} = ["…"].'
    if origin is dict:
        return "a table", f"Write {key} = {{ name = value }}."
    kinds = {member for member in members(holds) if isinstance(member, type)}
    if {bool, str} <= kinds:
        return "text, a number, a date, true or false", 'Write text in quotes: "…".'
    if kinds == {bool}:
        return "true or false", "Write it without quotes."
    if kinds == {int}:
        return "a whole number", "Write it without quotes and without a point."
    if kinds <= {int, float}:
        return "a number", "Write it without quotes, with a point for decimals: 0.3."
    if str in kinds:
        hint = f'Write it in quotes: {key} = "{value}".' if _short(value) else "Write it in quotes."
        return "text", hint
    return "something else", ""


def _short(value: object) -> bool:
    return isinstance(value, int | float | date) and len(in_words(value)) < 20


def _list(words: Mapping[str, object]) -> str:
    return ", ".join(words)

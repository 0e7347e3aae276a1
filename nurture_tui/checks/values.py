"""Fields and values that actions, assumed events and dates name: known, and of the right kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from nurture_tui.checks.finding import Mark, Path
from nurture_tui.model.action import (
    AddNumbers,
    CopyField,
    MapField,
    SetFields,
    Verb,
    Webhook,
)
from nurture_tui.model.assume import AssumedEvent
from nurture_tui.model.clock import Moment, parse_fixed_date, parse_moment
from nurture_tui.model.fields import DATE, NUMBER, FieldKind
from nurture_tui.model.vocabulary import Vocabulary, suggestion

Problem = tuple[str, Mark]
NOW = "now"


def of_verb(verb: Verb, path: Path, step: str, words: Vocabulary) -> Iterator[Problem]:
    """D601, D602 and F004 of one verb of an action, goal or exit."""
    match verb:
        case SetFields(values=values):
            yield from of_set(values, (*path, "set"), step, words)
        case AddNumbers(amounts=amounts):
            yield from of_add(amounts, (*path, "add"), step, words)
        case CopyField(spec=spec):
            yield from unknown_field(spec.source, (*path, "copy", "from"), step, words)
            yield from unknown_field(spec.to, (*path, "copy", "to"), step, words)
        case MapField(spec=spec):
            yield from unknown_field(spec.field, (*path, "map", "field"), step, words)
            yield from unknown_field(spec.by, (*path, "map", "by"), step, words)
            yield from _of_table(verb, (*path, "map"), step, words)
        case Webhook(address=address) if not address.startswith(("https://", "http://")):
            message = f"“{address}” is not an address on the web."
            fix = "Write it like https://crm.example.com/leads; a simulation never calls it."
            yield "F004", Mark((*path, "webhook"), message, fix, step)


def of_assumed(event: AssumedEvent, path: Path, words: Vocabulary) -> Iterator[Problem]:
    """D601, D602 and F004 of an assumed event's `set`, `add` and `date`."""
    yield from of_set(event.values, (*path, "set"), "", words)
    yield from of_add(event.amounts, (*path, "add"), "", words)
    if event.date is not None:
        yield from of_moment(event.date, (*path, "date"), "", words)


def of_set(
    values: Mapping[str, object], path: Path, step: str, words: Vocabulary
) -> Iterator[Problem]:
    """What is wrong with `set`: fields that are not there, values that cannot be in them."""
    for name, value in values.items():
        unknown = list(unknown_field(name, (*path, name), step, words))
        yield from unknown
        kind = words.kind_of(name)
        if not unknown and kind is not None:
            yield from _of_value(name, value, kind, (*path, name), step, words)


def of_add(
    amounts: Mapping[str, object], path: Path, step: str, words: Vocabulary
) -> Iterator[Problem]:
    """What is wrong with `add`: only number fields can be added to."""
    for name in amounts:
        yield from unknown_field(name, (*path, name), step, words)
        kind = words.kind_of(name)
        if kind is not None and kind != NUMBER:
            message = f"“{name}” is {_kind_word(kind)}, and only a number can be added to."
            yield "F004", Mark((*path, name), message, "Use set in place of add.", step)


def of_moment(moment: Moment, path: Path, step: str, words: Vocabulary) -> Iterator[Problem]:
    """D601 where a moment hangs on something that is no date."""
    if moment.name in words.dates:
        return
    kind = words.kind_of(moment.name)
    if kind == DATE or (kind is None and words.fields is None):
        return
    dates = sorted({*words.dates, *_date_fields(words)})
    if kind is None:
        message = f"There is no date “{moment.name}”, neither a field nor in [dates]."
    else:
        message = f"“{moment.name}” is {_kind_word(kind)}, and a date is needed here."
    yield "D601", Mark(path, message, suggestion(moment.name, dates), step)


def unknown_field(name: str, path: Path, step: str, words: Vocabulary) -> Iterator[Problem]:
    """D601 where nurture.toml has [fields] and the field is not among them."""
    if words.fields is None or words.kind_of(name) is not None:
        return
    known = sorted({*words.fields})
    if name in words.definitions:
        message = f"“{name}” is a definition and not a field, so it cannot be written to."
    else:
        message = f"There is no field “{name}”."
    fix = f"{suggestion(name, known)} A new field is declared under [fields] in nurture.toml."
    yield "D601", Mark(path, message, fix, step)


def _of_value(
    name: str, value: object, kind: FieldKind, path: Path, step: str, words: Vocabulary
) -> Iterator[Problem]:
    match kind.kind, value:
        case "date", date():
            return
        case "date", str():
            yield from _of_date_text(name, value, path, step, words)
            return
        case "choice", str() if value not in kind.choices:
            message = f"“{value}” is not one of the choices of “{name}”."
            yield "D602", Mark(path, message, suggestion(value, kind.choices), step)
            return
        case ("choice" | "text", str()) | ("yes/no", bool()):
            return
        case "number", int() | float() if not isinstance(value, bool):
            return
    message = f"“{name}” is {_kind_word(kind)}, and {_shown(value)} is not."
    yield "F004", Mark(path, message, _example(name, kind), step)


def _of_date_text(
    name: str, value: str, path: Path, step: str, words: Vocabulary
) -> Iterator[Problem]:
    try:
        parse_fixed_date(value)
    except ValueError:
        pass
    else:
        return
    try:
        moment = parse_moment(value)
    except ValueError:
        message = f"“{name}” is a date, and “{value}” is not."
        fix = "Write a date such as 2026-12-10, or “now”, “now + 30d”, “trial_ends - 3d”."
        yield "F004", Mark(path, message, fix, step)
        return
    if moment.name != NOW:
        yield from of_moment(moment, path, step, words)


def _of_table(verb: MapField, path: Path, step: str, words: Vocabulary) -> Iterator[Problem]:
    """The table of `map`: its keys are values of `by`, its results values of `field`."""
    spec = verb.spec
    source, target = words.kind_of(spec.by), words.kind_of(spec.field)
    for key, result in spec.to.items():
        if source is not None and source.kind == "choice" and key not in source.choices:
            message = f"“{key}” is not one of the choices of “{spec.by}”."
            yield "D602", Mark((*path, "to", key), message, suggestion(key, source.choices), step)
        if target is not None:
            yield from _of_value(spec.field, result, target, (*path, "to", key), step, words)
    if spec.else_ is not None and target is not None:
        yield from _of_value(spec.field, spec.else_, target, (*path, "else"), step, words)


def _date_fields(words: Vocabulary) -> list[str]:
    return [name for name in words.names() if words.kind_of(name) == DATE]


def _kind_word(kind: FieldKind) -> str:
    return {
        "text": "text",
        "number": "a number",
        "yes/no": "a yes or no",
        "date": "a date",
        "choice": "a choice",
    }[kind.kind]


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"“{value}”"


def _example(name: str, kind: FieldKind) -> str:
    if kind.kind == "choice":
        return f"The choices are {', '.join(kind.choices)}."
    value = {"text": '"text"', "number": "40", "yes/no": "true", "date": '"now"'}[kind.kind]
    return f"Write it like {name} = {value}."

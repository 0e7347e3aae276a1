"""A step that is being added: what is asked about it, its id, and its values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from nurture_tui.edit.actiontyped import verb_typed
from nurture_tui.edit.change import EditError, Plain
from nurture_tui.edit.inline import from_inline
from nurture_tui.errors import ConditionError
from nurture_tui.model.condition import Call, Name, parse_condition
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Send, Wait, ports
from nurture_tui.model.words import with_article

KINDS = {
    "send": "an e-mail",
    "sms": "a text message (SMS)",
    "wait": "a wait",
    "until": "a wait until something happens",
    "date": "a wait for a date",
    "branch": "a branch, by a condition",
    "split": "a split, by chance",
    "action": "an action inside: a task, a list, a field",
    "exit": "an exit, which ends the path",
}
"""What can be added: the six types of steps, and what is a type with something set already."""

_TYPES = {"sms": "send", "until": "wait", "date": "wait"}
_LISTS = {"ways", "do"}


@dataclass(frozen=True, slots=True)
class Question:
    """Something to ask of a new step: the file's key, what it is called, how it is written.

    `value` is the answer that stands there first.
    """

    key: str
    label: str
    example: str
    value: str = ""


def questions(journey: Journey, kind: str, source: str) -> tuple[Question, ...]:
    """What to ask about a new step of a kind that comes after `source`."""
    match kind:
        case "send":
            return (
                Question("title", "name", "HR guide"),
                Question("subject", "subject", "Your HR guide, {first_name|there}"),
                Question("cta", "leads to", "selection_guide_downloaded, an event"),
                Question("role", "role", "inform: activate, remind, inform or ask"),
                Question("asset", "asset", "email/hr-guide"),
            )
        case "sms":
            return (
                Question("title", "name", "Reminder"),
                Question("subject", "text", "See you tomorrow at 14:00"),
            )
        case "wait":
            on, at = _habit(journey)
            return (
                Question("for", "for", "3d, 2w, 5bd (business days), 4h", "3d"),
                Question("on", "on", "Mon-Fri; empty for every day", on),
                Question("at", "at", "09:00; empty for the same time of day", at),
            )
        case "until":
            asked = _asked(journey, source, "clicked")
            return (
                Question("until", "until", "clicked('offer'), did('order_placed')", asked),
                Question("timeout", "at most", "10d", "7d"),
            )
        case "date":
            return (
                Question("date", "date", "trial_ends - 3d, webinar + 1h"),
                Question("at", "at", "09:00; empty for the time of the date"),
            )
        case "branch":
            asked = _asked(journey, source, "clicked")
            return (
                Question("if", "if", "clicked('offer'), score >= 40, customer", asked),
                Question("label", "label", "clicked: what the line is called", label_of(asked)),
                Question("title", "name", "Opened the guide?"),
            )
        case "split":
            return (Question("ways", "ways", "short, long", "a, b"),)
        case "action":
            return (Question("do", "do", "give a task, put on a list", "notify somebody"),)
        case "exit":
            return (Question("reason", "reason", "series over", "series over"),)
    raise EditError(f"“{kind}” is nothing to add", fix=f"There are: {', '.join(KINDS)}.")


def new_table(
    journey: Journey,
    kind: str,
    after: str | None,
    source: str,
    answers: Mapping[str, str] | None = None,
) -> Plain:
    """The values of a new step that leads on to `after`, by the file's keys.

    `answers` are typed texts by the questions' keys, empty ones left out; without them the
    questions' own first answers are taken.
    """
    asked = questions(journey, kind, source)
    texts = {question.key: question.value for question in asked} if answers is None else answers
    typed = {key: text.strip() for key, text in texts.items() if text.strip()}
    on = {} if after is None else {"next": after}
    type_ = _TYPES.get(kind, kind)
    match type_:
        case "branch":
            return {"type": type_, **_branch(typed, after)}
        case "split":
            names = [name.strip() for name in typed.get("ways", "").split(",") if name.strip()]
            return {"type": type_, "ways": [{"name": name, **on} for name in names]}
        case "action":
            text = typed.get("do", "")
            done = from_inline(text) if "=" in text else verb_typed(text)
            return {"type": type_, "do": done if isinstance(done, list) else [done], **on}
        case "exit":
            return {"type": type_, **typed}
    channel = {"channel": "sms"} if kind == "sms" else {}
    return {"type": type_, **typed, **channel, **on}


def _branch(typed: Mapping[str, str], after: str | None) -> Plain:
    if after is None:
        raise EditError(
            "a branch needs a step to lead to", fix="Add a step first, then the branch."
        )
    case = {key: typed[key] for key in ("if", "label") if key in typed}
    kept = {key: text for key, text in typed.items() if key not in case}
    return {**kept, "cases": [{**case, "next": after}], "else": after}


def _habit(journey: Journey) -> tuple[str, str]:
    """The days and the time of day of the last wait that has a time: the next is often alike."""
    for step in reversed(journey.steps.values()):
        if isinstance(step, Wait) and step.at is not None and step.for_ is not None:
            return str(step.on or ""), str(step.at)
    return "", ""


def _asked(journey: Journey, source: str, function: str) -> str:
    """What a new condition asks: of the nearest message before it, else of the contact."""
    send = last_send(journey, source)
    return f"{function}('{send}')" if send is not None else "consent"


def label_of(condition: str) -> str:
    """What the line of a condition can be called: `clicked` for clicked('offer')."""
    try:
        expr = parse_condition(condition).expr
    except ConditionError:
        return "yes"
    match expr:
        case Call(function=name) | Name(name=name):
            return name
    return "yes"


def last_send(journey: Journey, source: str) -> str | None:
    """The nearest message on the way to `source`, itself among it."""
    seen, ahead = set(), [source]
    while ahead:
        id_ = ahead.pop(0)
        if id_ in seen or id_ not in journey.steps:
            continue
        if isinstance(journey.steps[id_], Send):
            return id_
        seen.add(id_)
        ahead += [
            other for other, step in journey.steps.items() if id_ in dict(ports(step)).values()
        ]
    return None


def slug(title: str) -> str:
    """An id made of a title: `Opened the guide?` gives `opened-the-guide`, "" if none is left."""
    plain = unicodedata.normalize("NFKD", title.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", plain)[:40].strip("-")


def id_for(journey: Journey, kind: str, answers: Mapping[str, str]) -> str:
    """The id of a new step: of its title, else of its kind, with a number where it is taken."""
    base = slug(answers.get("title", ""))
    if not base:
        return fresh_id(journey, _TYPES.get(kind, kind))
    return base if base not in journey.steps else fresh_id(journey, base=base)


def fresh_id(journey: Journey, type_: str = "step", *, base: str = "") -> str:
    """An id that no step has: `wait`, `wait-2`; of a `base` its own next number."""
    stem = base.rstrip("0123456789").rstrip("-") if base else ""
    stem = stem or {"send": "message"}.get(type_, type_)
    if stem not in journey.steps and not base:
        return stem
    number = 2
    while f"{stem}-{number}" in journey.steps:
        number += 1
    return f"{stem}-{number}"


def called(kind: str, answers: Mapping[str, str]) -> str:
    """A new step in the name of an edit: by its title, else by its kind."""
    title = answers.get("title", "").strip()
    return f"“{title}”" if title else type_in_words(_TYPES.get(kind, kind))


def type_in_words(type_: str) -> str:
    """A type of step in words: `a message`, `an action`."""
    return with_article("message" if type_ == "send" else type_)

"""Conditions in English, as relative clauses: `who have given consent`."""

from __future__ import annotations

from collections.abc import Sequence

from nurture_tui.model.duration import Duration
from nurture_tui.model.words import with_article
from nurture_tui.report.brief import english_joined
from nurture_tui.report.told import words_of

_FIELDS = {
    "email": "e-mail address",
    "first_name": "first name",
    "last_name": "last name",
    "owner": "owner",
    "company": "company",
    "country": "country",
    "score": "score",
    "timezone": "time zone",
    "lists": "lists",
    "job_title": "job title",
    "lifecycle": "lifecycle stage",
    "entered_at": "time of coming in",
}
_COMPARED = {
    "==": "is",
    "!=": "is not",
    "<": "is under",
    "<=": "is at most",
    ">": "is over",
    ">=": "is at least",
    "in": "is one of",
    "not in": "is none of",
}
_TIMES = {
    "==": "exactly",
    "!=": "not exactly",
    "<": "fewer than",
    "<=": "at most",
    ">": "more than",
    ">=": "at least",
}
_SPANS = {
    "<": "less than",
    "<=": "at most",
    ">": "more than",
    ">=": "at least",
    "==": "exactly",
    "!=": "not exactly",
}
NO_SPAN = "0 days"
_UNITS = ("week", "day", "working day", "hour", "minute", "second")


def span(duration: Duration) -> str:
    """`10 days`, `2 weeks 3 days`, `1 working day`."""
    hours, rest = divmod(duration.seconds, 3_600)
    minutes, seconds = divmod(rest, 60)
    parts = (
        duration.weeks, duration.days, duration.business_days, hours, minutes, seconds
    )  # fmt: skip
    said = [
        f"{number} {unit}{'' if number == 1 else 's'}"
        for number, unit in zip(parts, _UNITS, strict=True)
        if number
    ]
    return " ".join(said) or NO_SPAN


class EnglishClauses:
    """The parts of conditions."""

    def both(self, clauses: Sequence[str]) -> str:
        return english_joined.both(clauses)

    def either(self, clauses: Sequence[str], inside: bool) -> str:
        return english_joined.either(clauses, inside)

    def did(self, event: str, within: str, yes: bool) -> str:
        verb = "has happened" if yes else "has not happened"
        return f"for whom “{words_of(event)}” {verb}{f' {within}' if within else ''}"

    def times(self, event: str, within: str, operator: str, number: str) -> str:
        how = _TIMES.get(operator, operator)
        often = "once" if number == "1" else "twice" if number == "2" else f"{number} times"
        return f"for whom “{words_of(event)}” has happened {how} {often} {within}".rstrip()

    def message(self, function: str, title: str, yes: bool) -> str:
        what = f"“{title}”" if title else "any message"
        verbs = {
            "sent": ("got", "did not get"),
            "opened": ("opened", "did not open"),
            "clicked": ("clicked", "did not click"),
            "done": ("have been through", "have not been through"),
        }[function]
        return f"who {verbs[0] if yes else verbs[1]} {what}"

    def holds(self, name: str, yes: bool) -> str:
        have, are = ("have", "are") if yes else ("have not", "are not")
        match name:
            case "consent":
                return f"who {have} given consent"
            case "customer":
                return f"who {are} customers"
        return f"who {'' if yes else 'do not '}meet “{words_of(name)}”"

    def says(self, field: str, yes: bool) -> str:
        return f"whose {_field(field)} is {'yes' if yes else 'no'}"

    def known(self, field: str, yes: bool) -> str:
        name = _field(field)
        if field in _FIELDS:
            return f"who {'have' if yes else 'do not have'} {with_article(name)}"
        return f"whose {name} is {'' if yes else 'not '}known"

    def compared(self, field: str, operator: str, value: str) -> str:
        return f"whose {_field(field)} {_COMPARED[operator]} {value}"

    def contains(self, field: str, text: str, yes: bool) -> str:
        verb = "contains" if yes else "does not contain"
        return f"whose {_field(field)} {verb} “{text}”"

    def since(self, name: str, operator: str, span: str) -> str:
        if span == NO_SPAN and operator in (">", ">="):
            return f"whose “{words_of(name)}” has come"
        return f"whose “{words_of(name)}” was {_SPANS.get(operator, operator)} {span} ago"

    def left(self, name: str, operator: str, span: str) -> str:
        if span == NO_SPAN and operator == ">":
            return f"whose “{words_of(name)}” is still to come"
        return f"whose “{words_of(name)}” is {_SPANS.get(operator, operator)} {span} away"

    def listed(self, name: str, yes: bool) -> str:
        return f"who are {'' if yes else 'not '}on the list “{name}”"

    def journey(self, function: str, name: str, yes: bool) -> str:
        if function == "inside":
            return f"who are {'' if yes else 'not '}in “{name}”"
        return f"who have {'' if yes else 'not '}reached the goal of “{name}”"

    def other(self, text: str, yes: bool) -> str:
        return f"for whom {text} {'holds' if yes else 'does not hold'}"

    def within(self, span_: Duration | None, stay: bool) -> str:
        if stay:
            return "since they came in"
        return f"in the last {span(span_).removeprefix('1 ')}" if span_ is not None else ""


def _field(name: str) -> str:
    """A field that every workspace knows in English, another as the file calls it."""
    return _FIELDS.get(name) or f"“{words_of(name)}”"

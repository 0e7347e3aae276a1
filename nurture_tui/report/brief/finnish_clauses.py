"""Conditions in Finnish, as relative clauses: `jotka ovat antaneet luvan`."""

from __future__ import annotations

from collections.abc import Sequence

from nurture_tui.model.duration import Duration
from nurture_tui.report.brief import finnish_joined
from nurture_tui.report.brief.tongue import Case
from nurture_tui.report.told import words_of

_FIELDS = {
    "email": "sähköpostiosoite",
    "first_name": "etunimi",
    "last_name": "sukunimi",
    "owner": "omistaja",
    "company": "yritys",
    "company_size": "yrityksen koko",
    "country": "maa",
    "score": "pistemäärä",
    "timezone": "aikavyöhyke",
    "lists": "listat",
    "lifecycle": "elinkaaren vaihe",
    "job_title": "titteli",
    "entered_at": "tulohetki",
}
_PARTITIVES = {
    "email": "sähköpostiosoitetta",
    "first_name": "etunimeä",
    "last_name": "sukunimeä",
    "owner": "omistajaa",
    "company": "yritystä",
    "country": "maata",
    "score": "pisteitä",
    "timezone": "aikavyöhykettä",
}
_INESSIVES = {
    "email": "sähköpostiosoitteessa",
    "first_name": "etunimessä",
    "last_name": "sukunimessä",
    "company": "yrityksen nimessä",
    "job_title": "tittelissä",
}
_COMPARED = {
    "==": "on",
    "!=": "ei ole",
    "<": "on alle",
    "<=": "on enintään",
    ">": "on yli",
    ">=": "on vähintään",
    "in": "on jokin näistä:",
    "not in": "ei ole mikään näistä:",
}
_TIMES = {
    "==": "tasan",
    "!=": "muun määrän kuin",
    "<": "alle",
    "<=": "enintään",
    ">": "yli",
    ">=": "vähintään",
}
_SPANS = {
    "<": "alle",
    "<=": "enintään",
    ">": "yli",
    ">=": "vähintään",
    "==": "tasan",
    "!=": "muuta kuin",
}
NO_SPAN = "0 päivää"
# One of it, several of it, of it, within it.
_UNITS = (
    ("viikko", "viikkoa", "viikon", "viikossa"),
    ("päivä", "päivää", "päivän", "päivässä"),
    ("työpäivä", "työpäivää", "työpäivän", "työpäivässä"),
    ("tunti", "tuntia", "tunnin", "tunnissa"),
    ("minuutti", "minuuttia", "minuutin", "minuutissa"),
    ("sekunti", "sekuntia", "sekunnin", "sekunnissa"),
)


def span(duration: Duration, case: Case = "plain") -> str:
    """`10 päivää`, `10 päivän` (aikana), `10 päivässä`."""
    hours, rest = divmod(duration.seconds, 3_600)
    minutes, seconds = divmod(rest, 60)
    parts = (
        duration.weeks, duration.days, duration.business_days, hours, minutes, seconds
    )  # fmt: skip
    said = []
    for number, (one, several, of, within) in zip(parts, _UNITS, strict=True):
        if number:
            plain = one if number == 1 else several
            said.append(f"{number} {plain if case == 'plain' else of if case == 'of' else within}")
    return " ".join(said) or NO_SPAN


class FinnishClauses:
    """The parts of conditions."""

    def both(self, clauses: Sequence[str]) -> str:
        return finnish_joined.both(clauses)

    def either(self, clauses: Sequence[str], inside: bool) -> str:
        return finnish_joined.either(clauses, inside)

    def did(self, event: str, within: str, yes: bool) -> str:
        verb = "on kirjattu" if yes else "ei ole kirjattu"
        return f"joille {verb} ”{words_of(event)}”{f' {within}' if within else ''}"

    def times(self, event: str, within: str, operator: str, number: str) -> str:
        how = _TIMES.get(operator, operator)
        often = "kerran" if number == "1" else f"{number} kertaa"
        return f"joille on kirjattu ”{words_of(event)}” {how} {often} {within}".rstrip()

    def message(self, function: str, title: str, yes: bool) -> str:
        what = f"viestin ”{title}”" if title else "jonkin viestin"
        which = f"viestiä ”{title}”" if title else "mitään viestiä"
        match function, yes:
            case "sent", True:
                return f"jotka saivat {what}"
            case "sent", False:
                return f"jotka eivät saaneet {which}"
            case "opened", True:
                return f"jotka avasivat {what}"
            case "opened", False:
                return f"jotka eivät avanneet {which}"
            case "clicked", True:
                return f"jotka klikkasivat {which if title else 'jotakin viestiä'}"
            case "clicked", False:
                return f"jotka eivät klikanneet {which}"
        return f"jotka {'ovat' if yes else 'eivät ole'} käyneet vaiheessa ”{title}”"

    def holds(self, name: str, yes: bool) -> str:
        match name:
            case "consent":
                return "jotka ovat antaneet luvan" if yes else "jotka eivät ole antaneet lupaa"
            case "customer":
                return "jotka ovat asiakkaita" if yes else "jotka eivät ole asiakkaita"
        return f"jotka {'täyttävät ehdon' if yes else 'eivät täytä ehtoa'} ”{words_of(name)}”"

    def says(self, field: str, yes: bool) -> str:
        return f"joilla {_field(field)} on ”{'kyllä' if yes else 'ei'}”"

    def known(self, field: str, yes: bool) -> str:
        if field in _PARTITIVES:
            return f"joilla on {_FIELDS[field]}" if yes else f"joilla ei ole {_PARTITIVES[field]}"
        name = _field(field)
        return f"joiden {name} {'on' if yes else 'ei ole'} tiedossa"

    def compared(self, field: str, operator: str, value: str) -> str:
        return f"joiden {_field(field)} {_COMPARED[operator]} {value}"

    def contains(self, field: str, text: str, yes: bool) -> str:
        where = _INESSIVES.get(field) or f"kentässä {_field(field)}"
        return f"joiden {where} {'on' if yes else 'ei ole'} ”{text}”"

    def since(self, name: str, operator: str, span: str) -> str:
        whose = f"joiden ”{words_of(name)}”"
        if span == NO_SPAN and operator in (">", ">="):
            return f"{whose} on jo ollut"
        return f"{whose} oli {_SPANS.get(operator, operator)} {span} sitten"

    def left(self, name: str, operator: str, span: str) -> str:
        whose = f"joiden ”{words_of(name)}”"
        if span == NO_SPAN and operator == ">":
            return f"{whose} on vielä edessä"
        return f"{whose} on {_SPANS.get(operator, operator)} {span} päässä"

    def listed(self, name: str, yes: bool) -> str:
        return f"jotka {'ovat' if yes else 'eivät ole'} listalla ”{name}”"

    def journey(self, function: str, name: str, yes: bool) -> str:
        if function == "inside":
            return f"jotka {'ovat' if yes else 'eivät ole'} polulla ”{name}”"
        if yes:
            return f"jotka ovat saavuttaneet polun ”{name}” tavoitteen"
        return f"jotka eivät ole saavuttaneet polun ”{name}” tavoitetta"

    def other(self, text: str, yes: bool) -> str:
        return f"joihin {'pätee' if yes else 'ei päde'} {text}"

    def within(self, span_: Duration | None, stay: bool) -> str:
        if stay:
            return "polulle tulon jälkeen"
        if span_ is None:
            return ""
        said = span(span_, "of")
        one = said.startswith("1 ")
        return f"viimeis{'en' if one else 'ten'} {said.removeprefix('1 ')} aikana"


def _field(name: str) -> str:
    """A field that every workspace knows in Finnish, another as the file calls it."""
    return _FIELDS.get(name) or f"”{words_of(name)}”"

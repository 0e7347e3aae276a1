"""Finnish relative clauses joined: what they share is said once.

`jotka ovat antaneet luvan ja ovat asiakkaita`, `joiden ”trial ends” joko ei ole tiedossa tai on
yli 1 päivän päässä`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

_PRONOUNS = ("jotka", "joilla", "joille", "joiden")
_QUOTED = re.compile("”[^”]*”")
_SUBJECT = re.compile(r"((?:”[^”]*”|[^”])+?) (?:joko )?(?:on|ei ole|oli) ")
_PARTICIPLE = re.compile(r"ovat \S+neet\b")
# What somebody has done, and with "not" what they have not: the object may follow it alone.
_DONE = re.compile(r"jotka (?:\w+ivat viesti(?:n|ä)|ovat käyneet vaiheessa) (?=”)")
_WHOSE = re.compile(r"joiden (?:”[^”]*”|[^”])+? (?:on|oli) ")
_NOT_DONE = re.compile(
    r"jotka eivät (?:\w+neet|ole käyneet) (?=(?:viestiä|vaiheessa) ”)|joille ei ole kirjattu (?=”)"
)


def both(clauses: Sequence[str]) -> str:
    """All of the clauses, those that leave a choice last; neighbours with one pronoun share it."""
    clauses = [*dict.fromkeys(clauses)]
    first = [_pronoun(clause) for clause in clauses]
    ordered = sorted(clauses, key=lambda clause: (_choice(clause), first.index(_pronoun(clause))))
    groups = [_together(_same_done(list(group))) for _, group in groupby(ordered, _pronoun)]
    return _listed(groups, " ja ")


def either(clauses: Sequence[str], inside: bool) -> str:
    """One of the clauses at least; `inside` says that other clauses stand beside them."""
    if len(clauses) == 1:
        return clauses[0]
    done = {found[0] if (found := _DONE.match(clause)) else "" for clause in clauses}
    if len(done) == 1 and done != {""}:
        head = done.pop()
        return head + _listed([clause.removeprefix(head) for clause in clauses], " tai ")
    shared = _shared(clauses)
    if not shared and inside:
        *others, end = (f"niitä, {clause}" for clause in clauses)
        return f"jotka ovat joko {', '.join(others)}, tai {end}"
    word = "joko " if inside else ""
    comma = "," if any(" ja " in _QUOTED.sub("", clause) for clause in clauses) else ""
    return f"{shared}{word}{_listed([c[len(shared) :] for c in clauses], f'{comma} tai ')}"


def _pronoun(clause: str) -> str:
    """What a clause begins with where others may share it."""
    word = clause.partition(" ")[0]
    return word if word in _PRONOUNS else clause


def _choice(clause: str) -> bool:
    return " tai " in _QUOTED.sub("", clause)


def _several(clause: str) -> bool:
    """True of clauses that are joined with another pronoun."""
    said = _QUOTED.sub("", clause)
    return any(f" {pronoun} " in said for pronoun in _PRONOUNS)


def _same_done(clauses: Sequence[str]) -> list[str]:
    """Neighbours that say the same of several things, as one: `eivät avanneet … eivätkä …`."""
    said = []
    for head, group in groupby(clauses, _done):
        objects = [clause.removeprefix(head) for clause in group]
        if len(objects) == 1:
            said.append(head + objects[0])
        elif _NOT_DONE.match(head + objects[0]):
            word = "eikä" if head.startswith("joille") else "eivätkä"
            said.append(f"{head}{', '.join(objects[:-1])} {word} {objects[-1]}")
        else:
            said.append(head + _listed(objects, " ja "))
    return said


def _done(clause: str) -> str:
    """What the clause begins with, up to the step that it is of or to what it says; or all."""
    if _choice(clause):
        return clause
    found = _DONE.match(clause) or _NOT_DONE.match(clause) or _WHOSE.match(clause)
    return found[0] if found else clause


def _together(clauses: list[str]) -> str:
    """Clauses with one pronoun; one after a choice says it again, for it is not a part of that."""
    said = clauses[:1]
    for before, clause in pairwise(clauses):
        shared = "" if _choice(before) else _shared([before, clause])
        said.append(clause[len(shared) :])
    return _listed(said, " ja ")


def _shared(clauses: Sequence[str]) -> str:
    """What all clauses begin with and need not say again, with the blank behind it."""
    pronouns = {clause.partition(" ")[0] for clause in clauses}
    if len(clauses) < 2 or len(pronouns) > 1 or not pronouns <= {*_PRONOUNS}:
        return ""
    if any(_several(clause) for clause in clauses):
        return ""
    pronoun = f"{pronouns.pop()} "
    rests = [clause.removeprefix(pronoun) for clause in clauses]
    if pronoun == "joiden ":
        subjects = {found[1] if (found := _SUBJECT.match(rest)) else rest for rest in rests}
        if len(subjects) > 1:
            return pronoun
        whose = f"{pronoun}{subjects.pop()} "
        verbs = {clause.removeprefix(whose).partition(" ")[0] for clause in clauses}
        return f"{whose}{verbs.pop()} " if verbs in ({"on"}, {"oli"}) else whose
    for verb in ("ovat ", "on kirjattu ", "on "):
        if all(rest.startswith(verb) and not _PARTICIPLE.match(rest) for rest in rests):
            return f"{pronoun}{verb}"
    return pronoun


def _listed(parts: Sequence[str], last: str) -> str:
    """The parts with `last` before the last one: `ja` and a negative verb are one word."""
    if len(parts) == 1:
        return parts[0]
    *others, end = parts
    for verb, joined in (("eivät ", " eivätkä "), ("ei ", " eikä ")):
        if last == " ja " and end.startswith(verb):
            return f"{', '.join(others)}{joined}{end.removeprefix(verb)}"
    return f"{', '.join(others)}{last}{end}"

"""Finnish relative clauses joined: what they share is said once.

`jotka ovat antaneet luvan ja ovat asiakkaita`, `joiden ”trial ends” joko ei ole tiedossa tai on
yli 1 päivän päässä`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

_PRONOUNS = ("jotka", "joilla", "joille", "joiden")
_SUBJECT = re.compile(r"((?:”[^”]*”|[^”])+?) (?:joko )?(?:on|ei ole|oli) ")
_PARTICIPLE = re.compile(r"ovat \S+neet\b")


def both(clauses: Sequence[str]) -> str:
    """All of the clauses; neighbours with one pronoun share it, and the subject if that is one."""
    groups = [_together(list(group)) for _, group in groupby(clauses, _pronoun)]
    return _listed(groups, " ja ")


def either(clauses: Sequence[str], inside: bool) -> str:
    """One of the clauses at least; `inside` says that other clauses stand beside them."""
    word = "joko " if inside and len(clauses) > 1 else ""
    shared = _shared(clauses)
    rests = [clause[len(shared) :] for clause in clauses]
    return f"{shared}{word}{_listed(rests, ' tai ')}"


def _pronoun(clause: str) -> str:
    """What a clause begins with where others may share it."""
    word = clause.partition(" ")[0]
    return word if word in _PRONOUNS else clause


def _together(clauses: list[str]) -> str:
    """Clauses with one pronoun; one after a choice says it again, for it is not a part of that."""
    said = clauses[:1]
    for before, clause in pairwise(clauses):
        shared = "" if " tai " in before else _shared([before, clause])
        said.append(clause[len(shared) :])
    return _listed(said, " ja ")


def _shared(clauses: Sequence[str]) -> str:
    """What all clauses begin with and need not say again, with the blank behind it."""
    pronouns = {clause.partition(" ")[0] for clause in clauses}
    if len(clauses) < 2 or len(pronouns) > 1 or not pronouns <= {*_PRONOUNS}:
        return ""
    pronoun = f"{pronouns.pop()} "
    rests = [clause.removeprefix(pronoun) for clause in clauses]
    if pronoun == "joiden ":
        subjects = {found[1] if (found := _SUBJECT.match(rest)) else rest for rest in rests}
        return f"{pronoun}{subjects.pop()} " if len(subjects) == 1 else pronoun
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

"""English relative clauses joined: what they share is said once.

`who have given consent and are customers`, `who clicked neither “Hello” nor “Offer”`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

_PRONOUNS = ("who ", "whose ", "for whom ")
_QUOTED = re.compile("“[^”]*”")
_SUBJECT = re.compile(r"whose (?:“[^”]*” |[^“”]*? )(?=is |was |has |contains |does )")
_DONE = re.compile(r"who (?:clicked|opened|got|have been through) (?=“)")
_NOT_DONE = re.compile(r"who (?:did not (?:click|open|get)|have not been through) (?=“)")
_NEITHER = {
    "who did not click ": "who clicked neither ",
    "who did not open ": "who opened neither ",
    "who did not get ": "who got neither ",
    "who have not been through ": "who have been through neither ",
}
_HAPPENED = re.compile("for whom (?P<event>“[^”]*”) (?P<when>has happened.*)")


def both(clauses: Sequence[str]) -> str:
    """All of the clauses, those that leave a choice last; one pronoun for all that begin so."""
    clauses = [*dict.fromkeys(clauses)]
    first = [_pronoun(clause) for clause in clauses]
    ordered = sorted(clauses, key=lambda clause: (_choice(clause), first.index(_pronoun(clause))))
    groups = (list(group) for _, group in groupby(ordered, _pronoun))
    return _listed([_alike(group) for group in groups], " and ")


def either(clauses: Sequence[str], inside: bool) -> str:
    """One of the clauses at least; `inside` says that other clauses stand beside them."""
    if len(clauses) == 1:
        return clauses[0]
    happened = [_HAPPENED.fullmatch(clause) for clause in clauses]
    if len({found["when"] if found else str(place) for place, found in enumerate(happened)}) == 1:
        events = [found["event"] for found in happened if found]
        return f"for whom {_listed(events, ' or ')} {happened[0]['when'] if happened[0] else ''}"
    if head := _same(_DONE, clauses):
        return head + _listed([clause.removeprefix(head) for clause in clauses], " or ")
    word = "either " if inside else ""
    last = ", or " if any(" and " in _QUOTED.sub("", clause) for clause in clauses) else " or "
    if shared := _of_one(clauses) or _shared_pronoun(clauses):
        rests = [clause.removeprefix(shared) for clause in clauses]
        return f"{shared}{word}{_listed(rests, last)}"
    if inside:
        return f"who are either {_listed([f'those {clause}' for clause in clauses], last)}"
    return _listed(clauses, last)


def _alike(clauses: Sequence[str]) -> str:
    """Clauses with one pronoun; what neighbours have done, or whose date it is, is said once."""
    said = []
    for head, found in groupby(clauses, _head):
        group = list(found)
        head = _of_one(group) or head
        rests = [clause.removeprefix(head) for clause in group]
        if len(group) > 1 and head in _NEITHER:
            said.append(_NEITHER[head] + _listed(rests, " nor "))
        else:
            said.append(head + _listed(rests, " and "))
    pronoun = _shared_pronoun(clauses[:1])
    return pronoun + _listed([one.removeprefix(pronoun) for one in said], " and ")


def _head(clause: str) -> str:
    """What a neighbour of the clause may share with it beside the pronoun, or all of it."""
    found = _DONE.match(clause) or _NOT_DONE.match(clause) or _SUBJECT.match(clause)
    return clause if _choice(clause) or found is None else found[0]


def _of_one(clauses: Sequence[str]) -> str:
    """Whose what all clauses are of, with `is` or `was` if that is in all; "" if not of one."""
    head = _same(_SUBJECT, clauses)
    verbs = {clause.removeprefix(head).partition(" ")[0] for clause in clauses}
    return f"{head}{verbs.pop()} " if head and verbs in ({"is"}, {"was"}) else head


def _same(pattern: re.Pattern[str], clauses: Sequence[str]) -> str:
    """What all clauses begin with by the pattern, "" if it is not the same."""
    heads = {found[0] if (found := pattern.match(clause)) else "" for clause in clauses}
    return heads.pop() if len(heads) == 1 else ""


def _shared_pronoun(clauses: Sequence[str]) -> str:
    """The pronoun of all clauses, "" if there are others or one of them has a second one.

    `whose` is said again before each thing that is theirs.
    """
    pronouns = {_pronoun(clause) for clause in clauses}
    alone = (
        len(pronouns) == 1
        and pronouns != {"whose "}
        and not any(_several(clause) for clause in clauses)
    )
    return pronouns.pop() if alone else ""


def _pronoun(clause: str) -> str:
    """What the clause begins with where others may share it."""
    return next((word for word in _PRONOUNS if clause.startswith(word)), "")


def _choice(clause: str) -> bool:
    return " or " in _QUOTED.sub("", clause)


def _several(clause: str) -> bool:
    """True of clauses that are joined with another pronoun."""
    said = _QUOTED.sub("", clause)
    return any(f" {word}" in said for word in _PRONOUNS)


def _listed(parts: Sequence[str], last: str) -> str:
    if len(parts) == 1:
        return parts[0]
    return f"{', '.join(parts[:-1])}{last}{parts[-1]}"

"""Whether a wrong word is a slip of the pen, and of which right one."""

from __future__ import annotations

import re
from collections.abc import Iterable

SHORT = 4
_DIGITS = re.compile(r"\d")
_LOOSE = re.compile(r"[\s_.-]+")


def obvious(word: str, known: Iterable[str]) -> str:
    """The one known word that `word` is a slip of, or "" if there is none or it could be several.

    One letter may be wrong, too many, missing or swapped with the next, two in a word of more than
    four; capitals and the marks between parts do not count. Numbers must be the same: mail-2 is no
    slip of mail-3.
    """
    found: dict[str, int] = {}
    for other in {*known} - {word}:
        if _DIGITS.findall(other) == _DIGITS.findall(word) and other:
            most = 0 if min(len(word), len(other)) < 3 else 1 if len(word) <= SHORT else 2
            far = distance(_plain(word), _plain(other), most)
            if far <= most:
                found[other] = far
    least = min(found.values(), default=0)
    best = [other for other, far in found.items() if far == least]
    return best[0] if len(best) == 1 else ""


def distance(one: str, other: str, most: int) -> int:
    """How many letters to change, put in, take out or swap with the next; `most` + 1 if more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, right in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def _plain(word: str) -> str:
    return _LOOSE.sub("", word.casefold())

"""Cells of a CSV file that are harmless in a spreadsheet and on a terminal."""

from __future__ import annotations

import re

# A spreadsheet runs a cell that begins so; the wide forms count too (CWE-1236, OWASP).
_FORMULA = re.compile("[=+\\-@\t\r＝＋－＠]")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_UNCLEAN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def cell(text: str) -> str:
    """The text as a cell that no spreadsheet runs as a formula and no terminal obeys.

    Control characters, breaks and turns of the writing direction become blanks. What then begins
    as a formula does gets a leading `'`, which spreadsheets take as "this is text"; a plain number
    such as -5 or +358401 stays as it is.
    """
    if _UNCLEAN.search(text):
        text = _UNCLEAN.sub(" ", text)
    begins = text.lstrip()[:1]
    if begins and _FORMULA.match(begins) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text

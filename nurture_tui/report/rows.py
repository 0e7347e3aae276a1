"""Rows of text to a CSV file: streamed, whole or not at all, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO

from nurture_tui.files.writing import whole_file

Row = Sequence[str]

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


def write_rows(stream: IO[str], columns: Row, rows: Iterable[Row]) -> int:
    """Write a header and rows as CSV (RFC 4180, with plain line feeds); gives how many rows."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow([cell(text) for text in row])
        count += 1
    return count


def write_csv(path: Path, columns: Row, rows: Iterable[Row]) -> int:
    """Write a CSV file in UTF-8, row by row, whole or not at all; gives how many rows.

    Refuses with a FileError what cannot be written.
    """
    with whole_file(path) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
        try:
            return write_rows(text, columns, rows)
        finally:
            text.detach()

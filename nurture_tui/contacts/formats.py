"""Which format a contact or event file has: CSV, JSON Lines or Parquet."""

from __future__ import annotations

import re
from pathlib import Path

from nurture_tui.contacts.decode import Decoded, decode, read_bytes
from nurture_tui.contacts.delimited import read_delimited
from nurture_tui.contacts.records import read_json_lines, read_parquet
from nurture_tui.contacts.sheet import CONTACTS, Holds, Sheet
from nurture_tui.errors import ContactsError

MOST_COLUMNS = 2_000
_JSON = re.compile(r"\s*(\{|\[\s*[{\]])")


def read_sheet(path: Path, holds: Holds = CONTACTS) -> Sheet:
    """Read a file of rows; its format is told by its content, and by `.jsonl` and `.ndjson`."""
    data = read_bytes(path, holds)
    where = str(path)
    if data.startswith(b"PAR1"):
        sheet = read_parquet(data, where, holds)
    else:
        decoded = decode(data, where, holds)
        lines_of_json = path.suffix.lower() in (".jsonl", ".ndjson")
        if lines_of_json or _JSON.match(_beginning(decoded)):
            sheet = read_json_lines(decoded.text, decoded.notes, where, holds)
        else:
            sheet = read_delimited(decoded, where, holds)
    if len(sheet.names) > MOST_COLUMNS:
        raise ContactsError(
            f"has {len(sheet.names):,} columns; {MOST_COLUMNS:,} are the most", where=where
        )
    if not sheet.lines and not sheet.refused:
        raise ContactsError(f"has column names but no {holds.many} below them", where=where)
    return sheet


def _beginning(decoded: Decoded) -> str:
    """The text to where it says something, and somewhat more."""
    found = ""
    for piece in decoded.pieces():
        found += piece
        if not piece.isspace():
            break
    return found

"""CSV with any common delimiter to a sheet of cells."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from nurture_tui.contacts.sheet import CONTACTS, Holds, Sheet
from nurture_tui.contacts.table import RefusedRow
from nurture_tui.errors import ContactsError

DELIMITERS = ",;\t|"
LONG_CELL = 32_767
_SAMPLE_LINES = 60


def read_delimited(text: str, notes: tuple[str, ...], where: str, holds: Holds = CONTACTS) -> Sheet:
    """The cells of a CSV file; `notes` is what there is to say of it already.

    Ragged rows, doubled names and a quotation mark that is never closed are noted or refused with
    their line.
    """
    # Python's limit of 131,072 characters a cell is global; a wider one harms nobody.
    csv.field_size_limit(2**31 - 1)
    delimiter, skipped = _said_delimiter(text)
    body = text[skipped:]
    delimiter = delimiter or _delimiter(body)
    found = _rows(body, delimiter, first_line=2 if skipped else 1, holds=holds)
    if not found.rows:
        raise ContactsError("the file is empty", where=where)
    header, *rows = found.rows
    header_line, *lines = found.lines
    names, name_notes = _header([cell.strip() for cell in header], where, header_line, holds)
    notes += name_notes + _ragged(rows, lines, len(header))
    width = len(header)
    padded = [row if len(row) == width else (row + [""] * width)[:width] for row in rows]
    cells = zip(*padded, strict=True) if padded else ([] for _ in header)
    columns = tuple([cell.strip() for cell in column] for column in cells)
    return Sheet(names, columns, lines, found.refused, notes + _long(columns, lines))


@dataclass(frozen=True)
class _Rows:
    """The rows that say something, the header first, the lines they stand on, and the others."""

    rows: list[list[str]]
    lines: list[int]
    refused: tuple[RefusedRow, ...]


def _rows(text: str, delimiter: str, first_line: int, holds: Holds) -> _Rows:
    """The rows of a text, without blank ones and what exports write below a blank row."""
    stream = io.StringIO(text, newline="")
    reader = csv.reader(stream, delimiter=delimiter, skipinitialspace=delimiter != "\t")
    rows: list[list[str]] = []
    lines: list[int] = []
    refused: list[RefusedRow] = []
    below_blank = False
    line = first_line
    for row in reader:
        if not "".join(row).strip():
            below_blank = bool(rows)
        elif below_blank and len(row) == 1 < len(rows[0]) - 1 and "@" not in row[0]:
            refused.append(RefusedRow(line, f"is a footer below a blank row, not {holds.one}"))
        else:
            rows.append(row)
            lines.append(line)
        line = first_line + reader.line_num
    unclosed = _unclosed(text, delimiter, lines, first_line) if len(rows) > 1 else None
    if unclosed is not None:
        rows.pop()
        lines.pop()
        refused.append(unclosed)
    return _Rows(rows, lines, tuple(refused))


def _said_delimiter(text: str) -> tuple[str, int]:
    """Excel's first line `sep=;` says the delimiter: it, and how many characters to skip."""
    line = text[:8].splitlines()[0] if text[:8].splitlines() else ""
    if line.lower().startswith("sep=") and len(line) == 5 and line[4] in DELIMITERS:
        end = text.find("\n")
        return line[4], end + 1 if end >= 0 else len(text)
    return "", 0


def _delimiter(text: str) -> str:
    """The delimiter by which most of the first rows have as many cells as the header."""
    sample = "".join(io.StringIO(text[:2_000_000], newline="").readlines()[:_SAMPLE_LINES])

    def fit(delimiter: str) -> tuple[float, int]:
        rows = [
            row for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if row
        ]
        width = len(rows[0]) if rows else 0
        if width < 2:
            return (0, 0)
        return (sum(len(row) == width for row in rows) / len(rows), width)

    return max(DELIMITERS, key=fit)


def _unclosed(text: str, delimiter: str, lines: list[int], first_line: int) -> RefusedRow | None:
    """The last row, where its quotation mark is never closed, so that it ate the rest."""
    if text.count('"') % 2 == 0:
        return None
    raw = io.StringIO(text, newline="").readlines()
    last = "".join(raw[lines[-1] - first_line :])
    try:
        list(csv.reader(io.StringIO(last, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "unexpected end" in str(error):
            reason = "a quotation mark is opened and never closed; the rest of the file is lost"
            return RefusedRow(lines[-1], reason)
    return None


def _header(
    cells: list[str], where: str, line: int, holds: Holds
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Column names, each once: a second `Email` becomes `Email (2)`, an empty one `column 3`."""
    if any("@" in cell and "." in cell.rpartition("@")[2] for cell in cells):
        raise ContactsError(
            "the first line holds data, not the names of the columns",
            where=f"{where}:{line}",
            fix=f"Put a line of names above it, such as {holds.header}.",
        )
    seen: dict[str, int] = {}
    names: list[str] = []
    notes: list[str] = []
    for place, cell in enumerate(cells, start=1):
        name = cell or f"column {place}"
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            notes.append(
                f"two columns are called “{name}”; the later one is “{name} ({seen[name]})”"
            )
            name = f"{name} ({seen[name]})"
        names.append(name)
    return tuple(names), tuple(notes)


def _ragged(rows: list[list[str]], lines: list[int], width: int) -> tuple[str, ...]:
    notes: list[str] = []
    short = [line for row, line in zip(rows, lines, strict=True) if len(row) < width]
    long = [
        line
        for row, line in zip(rows, lines, strict=True)
        if len(row) > width and any(cell.strip() for cell in row[width:])
    ]
    if short:
        notes.append(f"{_which(short)} fewer cells than there are columns; they count as empty")
    if long:
        notes.append(f"{_which(long)} more cells than there are columns; they are left out")
    return tuple(notes)


def _which(lines: list[int]) -> str:
    if len(lines) == 1:
        return f"line {lines[0]} has"
    return f"{len(lines):,} rows have (the first is line {lines[0]})"


def _long(columns: tuple[list[str], ...], lines: list[int]) -> tuple[str, ...]:
    for column in columns:
        longest = max(column, key=len, default="")
        if len(longest) > LONG_CELL:
            line = lines[column.index(longest)]
            return (f"line {line} has a cell of {len(longest):,} characters",)
    return ()

"""A contact file as a sheet of text cells, whatever its format: CSV, JSON Lines or Parquet."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from nurture_tui.contacts.decode import decode, read_bytes
from nurture_tui.contacts.table import RefusedRow
from nurture_tui.errors import ContactsError

DELIMITERS = ",;\t|"
MOST_COLUMNS = 2_000
LONG_CELL = 32_767
_SAMPLE_LINES = 60
_JSON = re.compile(r"\s*(\{|\[\s*[{\]])")


@dataclass(frozen=True)
class Sheet:
    """Column names, and per column the stripped cells of all rows; `lines` are those of the file.

    Every column has a cell for each row ("" where it has none).
    """

    names: tuple[str, ...]
    columns: tuple[list[str], ...]
    lines: list[int]
    refused: tuple[RefusedRow, ...] = ()
    notes: tuple[str, ...] = ()


def read_sheet(path: Path) -> Sheet:
    """Read a contact file; its format is told by its content, and by `.jsonl` and `.ndjson`."""
    data = read_bytes(path)
    where = str(path)
    if data.startswith(b"PAR1"):
        sheet = _parquet(data, where)
    else:
        decoded = decode(data, where)
        lines_of_json = path.suffix.lower() in (".jsonl", ".ndjson")
        if lines_of_json or _JSON.match(decoded.text):
            sheet = _json_lines(decoded.text, decoded.notes, where)
        else:
            sheet = _csv(decoded.text, decoded.notes, where)
    if len(sheet.names) > MOST_COLUMNS:
        raise ContactsError(
            f"has {len(sheet.names):,} columns; {MOST_COLUMNS:,} are the most", where=where
        )
    if not sheet.lines and not sheet.refused:
        raise ContactsError("has column names but no contacts below them", where=where)
    return sheet


def _csv(text: str, notes: tuple[str, ...], where: str) -> Sheet:
    # Python's limit of 131,072 characters a cell is global; a wider one harms nobody.
    csv.field_size_limit(2**31 - 1)
    delimiter, skipped = _said_delimiter(text)
    body = text[skipped:]
    delimiter = delimiter or _delimiter(body)
    reader = csv.reader(
        io.StringIO(body, newline=""), delimiter=delimiter, skipinitialspace=delimiter != "\t"
    )
    before = 1 if skipped else 0
    header: list[str] | None = None
    header_line = 0
    rows: list[list[str]] = []
    lines: list[int] = []
    start = before + 1
    for row in reader:
        if "".join(row).strip():
            if header is None:
                header, header_line = row, start
            else:
                rows.append(row)
                lines.append(start)
        start = before + reader.line_num + 1
    if header is None:
        raise ContactsError("the file is empty", where=where)
    refused = _unclosed(body, delimiter, rows, lines, before)
    names, name_notes = _header([cell.strip() for cell in header], where, header_line)
    notes += name_notes + _ragged(rows, lines, len(header))
    width = len(header)
    padded = [row if len(row) == width else (row + [""] * width)[:width] for row in rows]
    cells = zip(*padded, strict=True) if padded else ([] for _ in header)
    columns = tuple([cell.strip() for cell in column] for column in cells)
    return Sheet(names, columns, lines, refused, notes + _long(columns, lines))


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


def _unclosed(
    text: str, delimiter: str, rows: list[list[str]], lines: list[int], before: int
) -> tuple[RefusedRow, ...]:
    """Take off the last row where its quotation mark is never closed, so that it ate the rest."""
    if not lines or text.count('"') % 2 == 0:
        return ()
    raw = io.StringIO(text, newline="").readlines()
    last = "".join(raw[lines[-1] - before - 1 :])
    try:
        list(csv.reader(io.StringIO(last, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "unexpected end" in str(error):
            rows.pop()
            reason = "a quotation mark is opened and never closed; the rest of the file is lost"
            return (RefusedRow(lines.pop(), reason),)
    return ()


def _header(cells: list[str], where: str, line: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Column names, each once: a second `Email` becomes `Email (2)`, an empty one `column 3`."""
    if any("@" in cell and "." in cell.rpartition("@")[2] for cell in cells):
        raise ContactsError(
            "the first line holds data, not the names of the columns",
            where=f"{where}:{line}",
            fix="Put a line of names above it, such as email,first_name.",
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
        notes.append(f"{_rows(short)} fewer cells than there are columns; they count as empty")
    if long:
        notes.append(f"{_rows(long)} more cells than there are columns; they are left out")
    return tuple(notes)


def _rows(lines: list[int]) -> str:
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


def _json_lines(text: str, notes: tuple[str, ...], where: str) -> Sheet:
    if text.lstrip().startswith("["):
        raise ContactsError(
            "is one JSON list", where=where, fix="Write one object a line (JSON Lines)."
        )
    names: dict[str, None] = {}
    records: list[dict[str, str]] = []
    lines: list[int] = []
    refused: list[RefusedRow] = []
    for number, line in enumerate(io.StringIO(text), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
            record = _flat(value) if isinstance(value, dict) else None
        except (ValueError, RecursionError):
            record = None
        if record is None:
            refused.append(RefusedRow(number, "is not a JSON object"))
            continue
        names.update(dict.fromkeys(record))
        records.append(record)
        lines.append(number)
    if not records:
        raise ContactsError(
            "no line is a JSON object",
            where=f"{where}:{refused[0].line}" if refused else where,
            fix='Write each contact on a line of its own, such as {"email": "a@example.com"}.',
        )
    columns = tuple([record.get(name, "") for record in records] for name in names)
    return Sheet(tuple(name or "column" for name in names), columns, lines, tuple(refused), notes)


def _flat(record: dict[str, Any], prefix: str = "") -> dict[str, str]:
    """An object as cells; one inside it gives dotted names, a list is joined with `;`."""
    cells: dict[str, str] = {}
    for name, value in record.items():
        if isinstance(value, dict):
            cells |= _flat(value, f"{prefix}{name}.")
        else:
            cells[f"{prefix}{name}".strip()] = _cell(value)
    return cells


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str():
            return value.strip()
        case list():
            return ";".join(_cell(item) for item in value)
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
    return str(value)


def _parquet(data: bytes, where: str) -> Sheet:
    try:
        parquet = import_module("pyarrow.parquet")
    except ImportError:
        raise ContactsError(
            "is a Parquet file, and pyarrow, which reads it, is not installed",
            where=where,
            fix="Install nurture-tui[parquet], or export the list as CSV.",
        ) from None
    try:
        table = parquet.read_table(io.BytesIO(data))
        records: list[dict[str, Any]] = table.to_pylist()
        names = [str(name) for name in table.column_names]
    except Exception as error:  # pyarrow raises many kinds for a broken file
        raise ContactsError("is a broken Parquet file", where=where) from error
    flat = [_flat(record) for record in records]
    names = list(dict.fromkeys(name for record in flat for name in record)) or names
    columns = tuple([record.get(name, "") for record in flat] for name in names)
    return Sheet(tuple(names), columns, list(range(1, len(flat) + 1)))

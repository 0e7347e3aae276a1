"""JSON Lines and Parquet to a sheet of cells."""

from __future__ import annotations

import io
import json
from importlib import import_module
from typing import Any

from nurture_tui.contacts.sheet import CONTACTS, Holds, Sheet
from nurture_tui.contacts.table import RefusedRow
from nurture_tui.errors import ContactsError


def read_json_lines(
    text: str, notes: tuple[str, ...], where: str, holds: Holds = CONTACTS
) -> Sheet:
    """The cells of a file with one JSON object a line; a line that is none is refused."""
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
            fix=f"Write each on a line of its own, such as {holds.line}.",
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
            # A lone surrogate, which JSON can spell, is in no text that can be written to a file.
            return value.strip().encode("utf-8", "replace").decode("utf-8")
        case list():
            return ";".join(_cell(item) for item in value)
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
    return str(value)


def read_parquet(data: bytes, where: str, holds: Holds = CONTACTS) -> Sheet:
    """The cells of a Parquet file; refused where pyarrow, which reads it, is not installed."""
    try:
        parquet = import_module("pyarrow.parquet")
    except ImportError:
        raise ContactsError(
            "is a Parquet file, and pyarrow, which reads it, is not installed",
            where=where,
            fix=f"Install nurture-tui[parquet], or export the {holds.many} as CSV.",
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

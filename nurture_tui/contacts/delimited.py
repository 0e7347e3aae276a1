"""CSV with any common delimiter to a sheet of cells."""

from __future__ import annotations

import csv
import io
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from nurture_tui.contacts.decode import Decoded
from nurture_tui.contacts.identity import AT_ONCE, Texts, joined, packed
from nurture_tui.contacts.sheet import CONTACTS, Holds, Numbered, Packed, Sheet
from nurture_tui.contacts.table import Coded, Narrow, RefusedRow, narrow
from nurture_tui.errors import ContactsError

DELIMITERS = ",;\t|"
LONG_CELL = 32_767
_SAMPLE_LINES = 60
_MOST_OF_SAMPLE = 2_000_000


def read_delimited(text: Decoded, where: str, holds: Holds = CONTACTS) -> Sheet:
    """The cells of a CSV file.

    Ragged rows, doubled names and a quotation mark that is never closed are noted or refused with
    their line.
    """
    # Python's limit of 131,072 characters a cell is global; a wider one harms nobody.
    csv.field_size_limit(2**31 - 1)
    delimiter = _said_delimiter(text)
    body = _Body(text, skips=bool(delimiter))
    found = _rows(body, delimiter or _delimiter(body), where, holds)
    return Sheet(
        found.names,
        tuple(column.cells for column in found.columns),
        found.lines,
        found.refused,
        text.notes + found.notes + found.ragged() + _long(found.columns, found.lines),
    )


@dataclass(frozen=True, slots=True)
class _Body:
    """The rows of a text; where it `skips` its first line, that says the delimiter."""

    text: Decoded
    skips: bool

    @property
    def first_line(self) -> int:
        return 2 if self.skips else 1

    def lines(self, start: int = 0) -> Iterator[str]:
        """The lines from a place on, with their ends, one at a time."""
        return islice(self.text.open(), start + self.skips, None)


class _Column:
    """The stripped cells of a column: numbers of its texts, or many different texts packed."""

    def __init__(self) -> None:
        self._known: dict[str, int] | None = {}
        self._numbers: list[Narrow] = [np.zeros(0, dtype=np.uint8)]
        self._packed: list[Texts] = []
        self._count = self.longest = 0

    def add(self, cells: Iterable[str]) -> None:
        stripped = [cell.strip() for cell in cells]
        self.longest = max(self.longest, *map(len, stripped))
        if self._known is None:
            self._packed.append(packed(stripped))
            return
        known, number = self._known, self._known.setdefault
        numbers = np.array([number(cell, len(known)) for cell in stripped], dtype=np.int32)
        self._numbers.append(narrow(numbers, len(known)))
        self._count += len(stripped)
        if 2 * len(known) > self._count:  # nearly each is another one, as ids are
            self._packed.append(packed([*self.cells]))
            self._known, self._numbers = None, []

    @property
    def cells(self) -> Sequence[str]:
        if self._known is None:
            return Packed(joined(self._packed))
        numbers = narrow(np.concatenate(self._numbers), len(self._known))
        return Numbered(Coded(numbers, tuple(self._known)))

    def drop_last(self) -> None:
        if self._known is None:
            self._packed[-1] = self._packed[-1][:-1]
            return
        last = self._numbers[-1][-1]
        self._numbers[-1] = self._numbers[-1][:-1]
        if last == len(self._known) - 1 and not any((some == last).any() for some in self._numbers):
            self._known.popitem()


@dataclass
class _Found:
    """What the rows say that have been read: columns, the lines they stand on, and the others."""

    names: tuple[str, ...]
    notes: tuple[str, ...]
    columns: tuple[_Column, ...]
    lines: array[int] = field(default_factory=lambda: array("q"))
    refused: tuple[RefusedRow, ...] = ()
    short: list[int] = field(default_factory=list)
    long: list[int] = field(default_factory=list)

    def add(self, rows: list[list[str]], lines: list[int]) -> None:
        """Some more rows, each with as many cells as there are columns."""
        for column, cells in zip(self.columns, zip(*rows, strict=True), strict=True):
            column.add(cells)
        self.lines.extend(lines)

    def drop_last(self) -> None:
        """Take the last row out again."""
        line = self.lines.pop()
        for column in self.columns:
            column.drop_last()
        for ragged in (self.short, self.long):
            if ragged and ragged[-1] == line:
                ragged.pop()

    def whole(self, row: list[str], line: int) -> list[str]:
        """A row with as many cells as there are columns; what had to be done is noted."""
        size = len(self.columns)
        if len(row) == size:
            return row
        if len(row) < size:
            self.short.append(line)
        elif any(cell.strip() for cell in row[size:]):
            self.long.append(line)
        return (row + [""] * size)[:size]

    def ragged(self) -> tuple[str, ...]:
        notes: list[str] = []
        if self.short:
            notes.append(
                f"{_which(self.short)} fewer cells than there are columns; they count as empty"
            )
        if self.long:
            notes.append(
                f"{_which(self.long)} more cells than there are columns; they are left out"
            )
        return tuple(notes)


def _rows(body: _Body, delimiter: str, where: str, holds: Holds) -> _Found:
    """The rows, without blank ones and what exports write below a blank row.

    They go to their columns some at a time: all rows at once would take many times the memory.
    """
    reader = csv.reader(body.lines(), delimiter=delimiter, skipinitialspace=delimiter != "\t")
    found: _Found | None = None
    rows: list[list[str]] = []
    lines: list[int] = []
    refused: list[RefusedRow] = []
    below_blank = False
    line = body.first_line
    for row in reader:
        if not "".join(row).strip():
            below_blank = found is not None
        elif found is None:
            names, notes = _header([cell.strip() for cell in row], where, line, holds)
            found = _Found(names, notes, tuple(_Column() for _ in names))
        elif below_blank and len(row) == 1 < len(found.names) - 1 and "@" not in row[0]:
            refused.append(RefusedRow(line, f"is a footer below a blank row, not {holds.one}"))
        else:
            rows.append(found.whole(row, line))
            lines.append(line)
            if len(rows) == AT_ONCE:
                found.add(rows, lines)
                rows, lines = [], []
        line = body.first_line + reader.line_num
    if found is None:
        raise ContactsError("the file is empty", where=where)
    if rows:
        found.add(rows, lines)
    unclosed = _unclosed(body, delimiter, found.lines[-1]) if found.lines else None
    if unclosed is not None:
        found.drop_last()
        refused.append(unclosed)
    found.refused = tuple(refused)
    return found


def _said_delimiter(text: Decoded) -> str:
    """The delimiter that Excel's first line `sep=;` says, "" where there is none."""
    line = text.open().readline(8).strip("\r\n")
    said = line.lower().startswith("sep=") and len(line) == 5 and line[4] in DELIMITERS
    return line[4] if said else ""


def _delimiter(body: _Body) -> str:
    """The delimiter by which most of the first rows have as many cells as the header."""
    sample = "".join(islice(body.lines(), _SAMPLE_LINES))[:_MOST_OF_SAMPLE]

    def fit(delimiter: str) -> tuple[float, int]:
        rows = [
            row for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if row
        ]
        width = len(rows[0]) if rows else 0
        if width < 2:
            return (0, 0)
        return (sum(len(row) == width for row in rows) / len(rows), width)

    return max(DELIMITERS, key=fit)


def _unclosed(body: _Body, delimiter: str, line: int) -> RefusedRow | None:
    """The last row, where its quotation mark is never closed, so that it ate the rest."""
    if sum(piece.count('"') for piece in body.text.pieces()) % 2 == 0:
        return None
    try:
        list(csv.reader(body.lines(line - body.first_line), delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "unexpected end" in str(error):
            reason = "a quotation mark is opened and never closed; the rest of the file is lost"
            return RefusedRow(line, reason)
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


def _which(lines: list[int]) -> str:
    if len(lines) == 1:
        return f"line {lines[0]} has"
    return f"{len(lines):,} rows have (the first is line {lines[0]})"


def _long(columns: tuple[_Column, ...], lines: Sequence[int]) -> tuple[str, ...]:
    for column in columns:
        if column.longest <= LONG_CELL:
            continue
        sizes = [len(cell) for cell in column.cells]
        if max(sizes) > LONG_CELL:  # it was not in a row that has been taken out
            line = lines[sizes.index(max(sizes))]
            return (f"line {line} has a cell of {max(sizes):,} characters",)
    return ()

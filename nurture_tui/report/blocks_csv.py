"""Blocks of columns as CSV, the same bytes as row by row, made for many rows at once."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from nurture_tui.model.duration import DAY
from nurture_tui.report.columns import Block, Coded, Column, Moments, Numbered, Texts, offset_text
from nurture_tui.report.rows import cell
from nurture_tui.simulation.view import Ints

Cells = npt.NDArray[np.bytes_]

_AT_ONCE = 1 << 21
_WIDEST = 1 << 25
_QUOTED = re.compile('[,"]')
_NOTHING = b"\0"


def csv_header(names: tuple[str, ...]) -> bytes:
    """The first line."""
    return ",".join(names).encode("utf-8") + b"\n"


class CsvBlocks:
    """Turns blocks into lines of CSV; it keeps the texts that it has met as cells."""

    def __init__(self) -> None:
        self._tables: dict[tuple[int, bytes], _Table] = {}

    def lines(self, block: Block) -> list[bytes]:
        """The lines of a block, in a few pieces.

        Cells are padded to one width with NUL, which no cell has, and the padding is taken out.
        """
        columns = list(block.values())
        ends = [b","] * (len(columns) - 1) + [b"\n"]
        rows, first, pieces = len(columns[0]), 0, []
        fields = [self._widths(column, end) for column, end in zip(columns, ends, strict=True)]
        at_once = max(256, _AT_ONCE // max(1, sum(map(sum, fields))))
        while first < rows:
            part = slice(first, first + at_once)
            cells = [
                one
                for column, end in zip(columns, ends, strict=True)
                for one in self._cells(column, end, part)
            ]
            kind = np.dtype([(f"f{i}", one.dtype) for i, one in enumerate(cells)])
            padded = np.empty(len(cells[0]), dtype=kind)
            for name, one in zip(kind.names or (), cells, strict=True):
                padded[name] = one
            pieces.append(padded.tobytes().translate(None, _NOTHING))
            first += at_once
        return pieces

    def _widths(self, column: Column, end: bytes) -> list[int]:
        if isinstance(column, Coded):
            return [self._table(column.texts, end).width]
        return [32]

    def _cells(self, column: Column, end: bytes, part: slice) -> list[Cells]:
        """The cells of some rows, each with what ends it, as one or more fields side by side."""
        match column:
            case Coded(codes=codes, texts=texts):
                return [self._table(texts, end).take(codes[part])]
            case Numbered(numbers=numbers, width=width, prefix=prefix):
                letters = Numbered(numbers[part], width, prefix).letters()
                return [_as_cells(letters), np.full(len(letters), end)]
            case Moments(seconds=seconds):
                day, clock = _day_and_clock(seconds[part])
                return [day, clock, np.full(len(day), b"Z" + end)]
        day, clock = _day_and_clock(column.walls[part])
        offsets, place = np.unique(column.walls[part] - column.seconds[part], return_inverse=True)
        shown = [offset_text(offset).encode() + end for offset in offsets.tolist()]
        return [day, clock, np.array(shown, dtype=np.bytes_)[place]]

    def _table(self, texts: Texts, end: bytes) -> _Table:
        key = (id(texts), end)
        if key not in self._tables:
            self._tables[key] = _Table(texts, end)
        return self._tables[key]


class _Table:
    """Texts as cells with what ends them."""

    def __init__(self, texts: Texts, end: bytes) -> None:
        self._texts = texts
        self._end = end
        self._cells: list[bytes] = []
        self._padded: Cells | None = None
        self._longest = 1

    @property
    def width(self) -> int:
        self._grow()
        return self._longest

    def _grow(self) -> None:
        known = len(self._cells)
        if known < len(self._texts):
            fresh = [csv_cell(text) + self._end for text in self._texts.all[known:]]
            self._cells += fresh
            self._longest = max(self._longest, max(map(len, fresh)))
            narrow = len(self._cells) * self._longest <= _WIDEST
            self._padded = np.array(self._cells, dtype=np.bytes_) if narrow else None

    def take(self, codes: npt.NDArray[np.integer]) -> Cells:
        self._grow()
        if self._padded is not None:
            found: Cells = self._padded[codes]
            return found
        return np.array([self._cells[code] for code in codes.tolist()], dtype=np.bytes_)


def csv_cell(text: str) -> bytes:
    """A text as a cell of CSV (RFC 4180), harmless in a spreadsheet."""
    shown = cell(text)
    if _QUOTED.search(shown):
        shown = '"' + shown.replace('"', '""') + '"'
    return shown.encode("utf-8")


def _day_and_clock(seconds: Ints) -> tuple[Cells, Cells]:
    """`2026-03-02T` and `09:00:00`."""
    day = seconds // DAY
    first = int(day.min(initial=0)) if not len(day) else int(day.min())
    last = int(day.max(initial=first))
    days = np.arange(first, last + 1).astype("datetime64[D]")
    names = np.char.add(np.datetime_as_string(days), "T").astype(np.bytes_)
    return names[day - first], _clock()[seconds - day * DAY]


@lru_cache(maxsize=1)
def _clock() -> Cells:
    """All times of day, `00:00:00` to `23:59:59`."""
    seconds = np.arange(DAY)
    found = np.full((DAY, 8), ord(":"), dtype=np.uint8)
    for place, part in ((0, seconds // 3_600), (3, seconds // 60 % 60), (6, seconds % 60)):
        found[:, place] = part // 10 + ord("0")
        found[:, place + 1] = part % 10 + ord("0")
    return _as_cells(found)


def _as_cells(letters: npt.NDArray[np.uint8]) -> Cells:
    """An array (rows, letters) of ASCII codes as one text a row."""
    return np.ascontiguousarray(letters).view(f"S{letters.shape[1]}").ravel()

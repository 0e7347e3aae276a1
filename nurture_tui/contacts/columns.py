"""Cells to typed columns; a cell that cannot be read is missing, and is reported."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from zoneinfo import ZoneInfo

import numpy as np

from nurture_tui.contacts.aliases import STAGES, Reading, squash
from nurture_tui.contacts.sheet import Numbered, Packed
from nurture_tui.contacts.table import (
    NO_ANSWER,
    NO_CHOICE,
    NO_DATE,
    ChoiceColumn,
    Coded,
    Column,
    DateColumn,
    NumberColumn,
    TextColumn,
    YesNoColumn,
    kept,
)
from nurture_tui.contacts.words import (
    date_of,
    is_nothing,
    is_other_date,
    looks_like_a_number,
    number,
    status,
    yes_no,
)
from nurture_tui.model.fields import DATE, NUMBER, TEXT, YES_NO, FieldKind

_T = TypeVar("_T")
_ADDRESS = re.compile(r"[^\s,;|<>\"]+@[^\s,;|<>\"]+")
_TAG = re.compile(r'"((?:[^"]|"")*)"|([^,|;"]+)')


@dataclass(frozen=True)
class Read:
    """A column, and a sentence for each thing in it that could not be read."""

    column: Column
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one column, with the name that the file gives it and the lines they stand on."""

    name: str
    values: Sequence[str]
    lines: Sequence[int]


def guess_kind(cells: Sequence[str], zone: ZoneInfo) -> FieldKind:
    """The kind that all cells of a column have: yes/no, number, date, or else text."""
    distinct = {cell for cell in cells if not is_nothing(cell)}
    if not distinct:
        return TEXT
    if all(looks_like_a_number(cell) for cell in distinct):
        return NUMBER
    if all(date_of(cell, zone) is not None for cell in distinct):
        return DATE
    answers = all(yes_no(cell) is not None and status(cell) is None for cell in distinct)
    return YES_NO if answers else TEXT


def read_column(cells: Cells, kind: FieldKind, reading: Reading, zone: ZoneInfo) -> Read:
    """The cells as a column of this kind.

    Times without offset are of `zone`. Numbers, dates, answers and choices that cannot be read
    are missing; the note names the first with its line.
    """
    match kind.kind:
        case "number":
            return _numbers(cells)
        case "yes/no":
            return _answers(cells, reading)
        case "date":
            return _dates(cells, zone)
        case "choice":
            return _choices(cells, kind.choices, reading)
    match texts(cells.values, reading):
        case Packed(texts=packed):
            return Read(TextColumn(packed))
        case Numbered(coded=coded):
            return Read(TextColumn.of(Coded(coded.codes, kept(coded.texts))))
        case found:
            return Read(TextColumn(found))


def texts(cells: Sequence[str], reading: Reading) -> Sequence[str]:
    """Text cells as they are, or as their product writes them."""
    convert: Callable[[str], str]
    match reading:
        case "first address":
            convert = _first_address
        case "tags":
            convert = _tags
        case "stage":
            convert = _stage
        case _:
            return cells
    seen = {cell: convert(cell) for cell in set(cells)}
    return [seen[cell] for cell in cells]


def _first_address(cell: str) -> str:
    match = _ADDRESS.search(cell)
    return match[0] if match else cell


def _tags(cell: str) -> str:
    """`"VIP","Blog"`, `VIP, Blog` or `VIP|Blog` as `VIP;Blog`."""
    parts = [(a.replace('""', '"') or b).strip() for a, b in _TAG.findall(cell)]
    return ";".join(part for part in parts if part)


def _stage(cell: str) -> str:
    word = cell.casefold()
    return STAGES.get(word, word)


def _numbers(cells: Cells) -> Read:
    seen, note = _parsed(cells, number, "no number", "Write it like 1234.5.")
    values = np.array(
        [np.nan if (value := seen[cell]) is None else value for cell in cells.values],
        dtype=np.float64,
    )
    return Read(NumberColumn(values), note)


def _answers(cells: Cells, reading: Reading) -> Read:
    seen, note = _parsed(cells, yes_no, "neither yes nor no", "Write yes or no.")
    missing = NO_ANSWER
    if reading == "opposite":
        # Who is on no list of opt-outs has not opted out.
        seen = {cell: None if value is None else 1 - value for cell, value in seen.items()}
        missing = 1
    values = [missing if (value := seen[cell]) is None else value for cell in cells.values]
    return Read(YesNoColumn(np.array(values, dtype=np.int8)), note)


def _dates(cells: Cells, zone: ZoneInfo) -> Read:
    def read(cell: str) -> tuple[int, bool] | None:
        return date_of(cell, zone)

    seen, note = _parsed(cells, read, "no date in ISO 8601", "Write it like 2026-03-04.")
    if any(value is None and is_other_date(cell) for cell, value in seen.items()):
        note += (f"“{cells.name}”: day and month of a date such as 03/04/2026 are not guessed",)
    found = [seen[cell] or (NO_DATE, False) for cell in cells.values]
    seconds = np.array([second for second, _ in found], dtype=np.int64)
    return Read(DateColumn(seconds, np.array([day for _, day in found], dtype=np.bool_)), note)


def _choices(cells: Cells, choices: tuple[str, ...], reading: Reading) -> Read:
    places = {choice: place for place, choice in enumerate(choices)}
    alike = {squash(choice): place for place, choice in reversed([*enumerate(choices)])}

    def read(cell: str) -> int | None:
        place = places.get(cell, alike.get(squash(cell)))
        return places.get(_stage(cell)) if place is None and reading == "stage" else place

    shown = ", ".join(choices[:8]) + (", …" if len(choices) > 8 else "")
    seen, note = _parsed(cells, read, "none of the choices", f"They are {shown}.")
    codes = [NO_CHOICE if (place := seen[cell]) is None else place for cell in cells.values]
    return Read(ChoiceColumn(np.array(codes, dtype=np.int16), choices), note)


def _parsed(
    cells: Cells, read: Callable[[str], _T | None], trouble: str, fix: str
) -> tuple[dict[str, _T | None], tuple[str, ...]]:
    """Each distinct cell read once, and a note on those that say something unreadable."""
    seen = {cell: read(cell) if cell else None for cell in set(cells.values)}
    bad = {cell for cell, value in seen.items() if value is None and not is_nothing(cell)}
    if not bad:
        return seen, ()
    places = [i for i, cell in enumerate(cells.values) if cell in bad]
    first = cells.values[places[0]]
    shown = first if len(first) <= 40 else first[:39] + "…"
    many = "a cell is" if len(places) == 1 else f"{len(places):,} cells are"
    start = "" if len(places) == 1 else "the first "
    missing = "counts" if len(places) == 1 else "count"
    note = (
        f"“{cells.name}”: {many} {trouble} and {missing} as missing "
        f"({start}“{shown}” in line {cells.lines[places[0]]}). {fix}"
    )
    return seen, (note,)

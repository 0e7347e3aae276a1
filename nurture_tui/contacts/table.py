"""Contacts as typed columns, one row a contact."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from typing import TypeGuard

import numpy as np
import numpy.typing as npt

from nurture_tui.contacts.identity import (
    U64,
    Codes,
    Texts,
    alike,
    each,
    id_hashes,
    id_order,
    packed,
    text_hashes,
)
from nurture_tui.frozen import dataclass
from nurture_tui.model.fields import FieldKind
from nurture_tui.text import plain_number

NO_DATE = np.iinfo(np.int64).min
NO_CHOICE = -1
NO_ANSWER = -1
Narrow = npt.NDArray[np.uint8] | npt.NDArray[np.uint16] | npt.NDArray[np.int32]
"""Numbers that take no more bytes than the largest of them needs."""
FEW = 1_000
"""So many texts of a column are kept as they are; more are packed."""


@dataclass(frozen=True)
class Coded:
    """Texts as numbers: contact i has `texts[codes[i]]`; every text is there once.

    Many texts are packed: each is made anew when it is asked for.
    """

    codes: Narrow
    texts: tuple[str, ...] | Texts

    def take(self, rows: npt.NDArray[np.intp]) -> Coded:
        """Those of these contacts; of many texts only the ones that they have."""
        codes = self.codes[rows]
        if len(self.texts) <= max(FEW, len(rows)):
            return Coded(codes, self.texts)
        found, places = np.unique(codes, return_inverse=True)
        texts = packed([self.texts[code] for code in found])
        return Coded(narrow(places, len(texts)), texts)


def coded(values: Sequence[str] | Texts) -> Coded:
    """Texts as numbers, which are counted in the order in which the texts first come."""
    if _are_many(values):
        order, again = alike(values)
        if not again.any():
            return Coded(narrow(np.arange(len(values)), len(values)), values)
        first = order[~again]
        places = np.empty(len(first), dtype=np.int64)
        places[np.argsort(first)] = np.arange(len(first))
        codes = np.empty(len(values), dtype=np.int64)
        codes[order] = places[np.cumsum(~again) - 1]
        texts = values[np.sort(first)]
        found = tuple(texts.tolist()) if len(texts) <= FEW else texts
        return Coded(narrow(codes, len(texts)), found)
    known: dict[str, int] = {}
    cells = each(values) if isinstance(values, np.ndarray) else values
    found = np.fromiter(
        (known.setdefault(text, len(known)) for text in cells), np.int32, len(values)
    )
    return Coded(narrow(found, len(known)), kept(known))


def kept(texts: Collection[str]) -> tuple[str, ...] | Texts:
    """The different texts of a column as they are kept: many are packed."""
    return tuple(texts) if len(texts) <= FEW else packed([*texts])


def _are_many(values: Sequence[str] | Texts) -> TypeGuard[Texts]:
    """Whether texts are packed and, by the first of them, nearly each is another one, as ids are.

    They are told apart without making a text of Python's of each.
    """
    if not isinstance(values, np.ndarray) or not isinstance(values.dtype, np.dtypes.StringDType):
        return False
    return len(set(values[: 2 * FEW].tolist())) > FEW


def narrow(codes: npt.NDArray[np.integer], count: int) -> Narrow:
    """Numbers below a count, as narrow as they can be."""
    if count <= 1 << 8:
        return codes.astype(np.uint8)
    return codes.astype(np.uint16) if count <= 1 << 16 else codes.astype(np.int32)


class TextColumn:
    """Text per contact, from all of them in order; missing text is the empty string.

    Texts that many contacts have are there once.
    """

    coded: Coded

    def __init__(self, values: Sequence[str] | Texts) -> None:
        self.coded = coded(values)

    @classmethod
    def of(cls, coded: Coded) -> TextColumn:
        """A column of texts that are numbered already."""
        column = cls.__new__(cls)
        column.coded = coded
        return column

    @property
    def values(self) -> Texts:
        """The text of each contact, all of them made anew."""
        texts = self.coded.texts
        return (np.array(texts, dtype=object) if isinstance(texts, tuple) else texts)[
            self.coded.codes
        ]

    def text(self, row: int) -> str:
        """The text of one contact."""
        return str(self.coded.texts[self.coded.codes[row]])


@dataclass(frozen=True)
class NumberColumn:
    """Numbers per contact (float64); a missing one is NaN."""

    values: npt.NDArray[np.float64]


@dataclass(frozen=True)
class YesNoColumn:
    """1 yes, 0 no, -1 missing (int8)."""

    values: npt.NDArray[np.int8]


@dataclass(frozen=True)
class ChoiceColumn:
    """Places in `choices` (int16); -1 is missing, which a cell outside the choices is too."""

    values: npt.NDArray[np.int16]
    choices: tuple[str, ...]


@dataclass(frozen=True)
class DateColumn:
    """Moments per contact in seconds UTC (int64), NO_DATE if missing.

    Where `day_only`, the value is the day's midnight as if it were UTC: the journey's clock
    decides which instant that is. Times without offset have been read as workspace time.
    """

    values: npt.NDArray[np.int64]
    day_only: npt.NDArray[np.bool_]


Column = TextColumn | NumberColumn | YesNoColumn | ChoiceColumn | DateColumn


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row of the file that cannot be used: its line number and why."""

    line: int
    reason: str


@dataclass(frozen=True)
class Contacts:
    """A contact list: ids in file order, and a column for each field that the file has.

    `ids` are unique; `kinds` holds the kind of each column; `source` is the file's name.
    """

    ids: Texts
    columns: Mapping[str, Column]
    kinds: Mapping[str, FieldKind]
    refused: tuple[RefusedRow, ...] = ()
    notes: tuple[str, ...] = ()
    source: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def id_hashes(self) -> U64:
        """64 bits of each id, the root of the contact's luck (R19); found once and kept."""
        return id_hashes(self.ids)

    @cached_property
    def address_hashes(self) -> U64:
        """64 bits of each e-mail address, without regard to case; of the id where there is none.

        Rows of one address share what becomes of it (R14).
        """
        column = self.columns.get("email")
        if not isinstance(column, TextColumn):
            return self.id_hashes
        coded = column.coded
        known = np.array([text != "" for text in coded.texts], dtype=np.bool_)
        found = text_hashes(text.lower() for text in coded.texts)
        return np.where(known[coded.codes], found[coded.codes], self.id_hashes)

    @cached_property
    def by_id(self) -> Codes:
        """The rows in the order of their ids; found once and kept."""
        return id_order(self.ids)

    def text(self, name: str, row: int) -> str:
        """The text of a field for one contact, as it would stand in a message ("" if missing)."""
        column = self.columns.get(name)
        match column:
            case TextColumn():
                return column.text(row)
            case NumberColumn(values=numbers):
                return "" if np.isnan(numbers[row]) else plain_number(numbers[row])
            case YesNoColumn(values=answers):
                return ("no", "yes", "")[int(answers[row])]
            case ChoiceColumn(values=codes, choices=choices):
                return choices[int(codes[row])] if codes[row] >= 0 else ""
            case DateColumn(values=seconds):
                missing = seconds[row] == NO_DATE
                return "" if missing else str(np.datetime64(int(seconds[row]), "s"))[:10]
        return ""

    def take(self, rows: npt.NDArray[np.intp]) -> Contacts:
        """The contacts at these rows, in that order."""
        columns = {name: _take(column, rows) for name, column in self.columns.items()}
        return Contacts(
            self.ids[rows], columns, self.kinds, self.refused, self.notes, self.source, self.mapping
        )

    def bare(self, rows: npt.NDArray[np.intp], same: Collection[str]) -> Contacts:
        """What an engine needs of the contacts at these rows, in that order; small to send.

        It has no ids but their hashes, and of its text columns only the coded form. The codes of
        the columns `same` are those of this list.
        """
        nothing = packed([""] * len(rows))
        columns = {
            name: _bare(column, rows, same=name in same) for name, column in self.columns.items()
        }
        bare = Contacts(nothing, columns, self.kinds)
        bare.__dict__["id_hashes"] = self.id_hashes[rows]
        bare.__dict__["address_hashes"] = self.address_hashes[rows]
        bare.__dict__["by_id"] = np.arange(len(rows), dtype=np.int32)
        return bare


def _bare(column: Column, rows: npt.NDArray[np.intp], *, same: bool) -> Column:
    if not isinstance(column, TextColumn):
        return _take(column, rows)
    codes, texts = column.coded.codes[rows], column.coded.texts
    if not same:
        found, places = np.unique(codes, return_inverse=True)
        texts = tuple(str(texts[code]) for code in found.tolist())
        codes = narrow(places, len(texts))
    return TextColumn.of(Coded(codes, texts))


def _take(column: Column, rows: npt.NDArray[np.intp]) -> Column:
    match column:
        case TextColumn():
            return TextColumn.of(column.coded.take(rows))
        case NumberColumn(values=numbers):
            return NumberColumn(numbers[rows])
        case YesNoColumn(values=answers):
            return YesNoColumn(answers[rows])
        case ChoiceColumn(values=codes, choices=choices):
            return ChoiceColumn(codes[rows], choices)
        case DateColumn(values=seconds, day_only=day_only):
            return DateColumn(seconds[rows], day_only[rows])

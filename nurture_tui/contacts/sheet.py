"""A contact or event file as a sheet of text cells, whatever its format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

from nurture_tui.contacts.identity import AT_ONCE, Texts, each
from nurture_tui.contacts.table import Coded, RefusedRow


@dataclass(frozen=True, slots=True)
class Holds:
    """What a file has a row for each of, in the words of what is said about it."""

    one: str
    many: str
    file: str
    header: str
    line: str


CONTACTS = Holds(
    "a contact", "contacts", "contact file", "email,first_name", '{"email": "a@example.com"}'
)
EVENTS = Holds(
    "an event",
    "events",
    "event file",
    "contact,time,event",
    '{"contact": "a-1", "time": "2026-11-23T09:00", "event": "purchased"}',
)


class Packed(Sequence[str]):
    """Cells close together in memory, each made anew when it is asked for."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts

    def __len__(self) -> int:
        return len(self.texts)

    def __iter__(self) -> Iterator[str]:
        return each(self.texts)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Packed: ...
    def __getitem__(self, place: int | slice) -> str | Packed:
        found = self.texts[place]
        return Packed(found) if isinstance(place, slice) else str(found)


class Numbered(Sequence[str]):
    """Cells of which many are the same: each text is there once, and of each cell its number."""

    def __init__(self, coded: Coded) -> None:
        self.coded = coded

    def __len__(self) -> int:
        return len(self.coded.codes)

    def __iter__(self) -> Iterator[str]:
        texts, codes = self.coded.texts, self.coded.codes
        for start in range(0, len(codes), AT_ONCE):
            yield from map(texts.__getitem__, codes[start : start + AT_ONCE].tolist())

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        texts, found = self.coded.texts, self.coded.codes[place]
        if isinstance(place, slice):
            return [texts[code] for code in found.tolist()]
        return str(texts[int(found)])


@dataclass(frozen=True)
class Sheet:
    """Column names, and per column the stripped cells of all rows; `lines` are those of the file.

    Every column has a cell for each row ("" where it has none).
    """

    names: tuple[str, ...]
    columns: tuple[Sequence[str], ...]
    lines: Sequence[int]
    refused: tuple[RefusedRow, ...] = ()
    notes: tuple[str, ...] = ()

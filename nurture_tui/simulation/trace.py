"""What happened, kept as columns while a run goes on, and put in order at its end."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from nurture_tui.frozen import dataclass
from nurture_tui.simulation.result import Codes, EventLog, Ints, Sends, Stays, Visits

Rows = npt.NDArray[np.intp]

TABLES = ("log", "sends", "visits", "stays")
"""The tables that a run can keep."""


class Names:
    """Names as numbers; the empty name is 0."""

    def __init__(self, names: Sequence[str] = ("",)) -> None:
        self.all: list[str] = list(names)
        self.codes: dict[str, int] = {name: code for code, name in enumerate(names)}

    def code(self, name: str) -> int:
        if name not in self.codes:
            self.codes[name] = len(self.all)
            self.all.append(name)
        return self.codes[name]

    def several(self, names: Sequence[str]) -> npt.NDArray[np.int32]:
        return np.array([self.code(name) for name in names], dtype=np.int32)

    def copy(self) -> Names:
        return Names(self.all)

    def in_order(self) -> tuple[tuple[str, ...], Codes]:
        """The names in the order of their letters, and the place there of each code."""
        names = sorted(self.all)
        places = {name: place for place, name in enumerate(names)}
        return tuple(names), np.array([places[name] for name in self.all], dtype=np.int32)


class Table:
    """Columns that grow by pieces; a single number stands for a whole piece.

    `times` are the columns that hold instants, `coded` those that hold codes of names. A table that
    is not `kept` forgets what it is told.
    """

    def __init__(
        self, width: int, times: Sequence[int], coded: Sequence[int], *, kept: bool
    ) -> None:
        self.pieces: list[tuple[npt.ArrayLike, ...]] = []
        self.sizes: list[int] = []
        self.width = width
        self.times = times
        self.coded = coded
        self.kept = kept

    def __len__(self) -> int:
        return sum(self.sizes)

    def add(self, count: int, *values: npt.ArrayLike) -> None:
        if count and self.kept:
            self.pieces.append(
                tuple(
                    value if place in self.times else np.asarray(value, dtype=np.int32)
                    for place, value in enumerate(values)
                )
            )
            self.sizes.append(count)

    def column(self, place: int) -> Ints:
        """One column over all pieces, as int64."""
        total = np.empty(len(self), dtype=np.int64)
        at = 0
        for size, piece in zip(self.sizes, self.pieces, strict=True):
            total[at : at + size] = piece[place]
            at += size
        return total

    def pack(self) -> None:
        """Make one piece of all, as narrow as it can be."""
        if self.pieces:
            columns = [self.column(place) for place in range(self.width)]
            packed = (
                column if place in self.times else column.astype(np.int32)
                for place, column in enumerate(columns)
            )
            self.pieces, self.sizes = [tuple(packed)], [len(columns[0])]

    def extend(self, other: Table, codes: Codes) -> None:
        """Add the rows of a packed table, whose name `i` is name `codes[i]` here."""
        for size, piece in zip(other.sizes, other.pieces, strict=True):
            values = [
                codes[np.asarray(column)] if place in self.coded else column
                for place, column in enumerate(piece)
            ]
            self.add(size, *values)


class RowsOf(Protocol):
    """The row that a table calls each of some contacts, by their numbers."""

    def __getitem__(self, numbers: Ints) -> Codes: ...


class CountedFrom:
    """Rows counted from the number `first` on."""

    def __init__(self, first: int) -> None:
        self.first = first

    def __getitem__(self, numbers: Ints) -> Codes:
        return (numbers - self.first).astype(np.int32)


@dataclass(frozen=True)
class Tables:
    """The tables of a run in order; those not kept are empty."""

    log: EventLog
    sends: Sends
    visits: Visits
    stays: Stays


class Trace:
    """What a run tells of its contacts; it keeps the tables named, and drops the others.

    In them a contact is its number: its place among all by id, which orders equal instants. What
    is put in order at the end names a contact by its row in the list: `rows` has the row of each
    number; names get their codes in the order of their letters, so that chunks do not show.
    """

    def __init__(self, names: Names, tables: Collection[str] = TABLES) -> None:
        self.names = names
        self.log = Table(7, (0, 6), (2, 3, 4, 5), kept="log" in tables)
        self.sends = Table(7, (0, 1), (3, 4, 5, 6), kept="sends" in tables)
        self.visits = Table(6, (3, 4), (1, 2, 5), kept="visits" in tables)
        self.stays = Table(7, (3, 4, 6), (1, 5), kept="stays" in tables)
        self.goals_after = Table(4, (3,), (1,), kept="stays" in tables)

    @property
    def tables(self) -> tuple[Table, ...]:
        return (self.log, self.sends, self.visits, self.stays, self.goals_after)

    def another(self) -> Trace:
        """One that keeps the same tables, with the same names, and has nothing in them yet."""
        kept = [name for name in TABLES if getattr(self, name).kept]
        return Trace(self.names, kept)

    def take(self, other: Trace) -> None:
        """Add what `another` has kept."""
        for mine, others in zip(self.tables, other.tables, strict=True):
            mine.pieces += others.pieces
            mine.sizes += others.sizes

    def clear(self) -> None:
        """Forget all rows."""
        for table in self.tables:
            table.pieces, table.sizes = [], []

    def pack(self) -> None:
        """Make it small, for another process."""
        for table in self.tables:
            table.pack()

    def extend(self, other: Trace) -> None:
        """Add what a packed trace has kept."""
        codes = self.names.several(other.names.all)
        for mine, others in zip(self.tables, other.tables, strict=True):
            mine.extend(others, codes)

    def log_order(self) -> Rows:
        """The rows of the log as they were written, in the order in which it is given out.

        That is by time and contact, and then as they were written, but for rows of what was known
        ahead: these go by their keys among those of their instant.
        """
        time, contact, key = (self.log.column(place) for place in (0, 1, 6))
        order = by_time_and_contact(time, contact)
        time, contact, key = time[order], contact[order], key[order]
        same = (time[1:] == time[:-1]) & (contact[1:] == contact[:-1])
        early = same & (key[1:] < key[:-1])
        if early.any():
            instant = np.concatenate([[0], np.cumsum(~same)])
            mixed = np.flatnonzero(np.isin(instant, instant[1:][early]))
            order[mixed] = order[mixed][np.lexsort((key[mixed], instant[mixed]))]
        return order

    def finished(self, rows: RowsOf) -> Tables:
        """All tables in order."""
        names, codes = self.names.in_order()
        return Tables(
            self._log(rows, names, codes),
            self._sends(rows, names, codes),
            self._visits(rows, names, codes),
            self._stays(rows, names, codes),
        )

    def _log(self, rows: RowsOf, names: tuple[str, ...], codes: Codes) -> EventLog:
        time, contact, journey, step, event, detail = (self.log.column(i) for i in range(6))
        order = self.log_order()
        return EventLog(
            time=time[order],
            contact=rows[contact[order]],
            journey=codes[journey[order]],
            step=codes[step[order]],
            event=codes[event[order]],
            detail=codes[detail[order]],
            names=names,
        )

    def _sends(self, rows: RowsOf, names: tuple[str, ...], codes: Codes) -> Sends:
        time, due, contact, journey, step, held, way = (self.sends.column(i) for i in range(7))
        order = by_time_and_contact(time, contact)
        return Sends(
            time=time[order],
            due=due[order],
            contact=rows[contact[order]],
            journey=codes[journey[order]],
            step=codes[step[order]],
            held_by=codes[held[order]],
            way=codes[way[order]],
            names=names,
        )

    def _visits(self, rows: RowsOf, names: tuple[str, ...], codes: Codes) -> Visits:
        contact, journey, step, entered, left, port = (self.visits.column(i) for i in range(6))
        journeys = codes[journey]
        order = np.lexsort((journeys, entered, contact))
        return Visits(
            contact=rows[contact[order]],
            journey=journeys[order],
            step=codes[step[order]],
            entered=entered[order],
            left=left[order],
            port=codes[port[order]],
            names=names,
        )

    def _stays(self, rows: RowsOf, names: tuple[str, ...], codes: Codes) -> Stays:
        columns = [self.stays.column(i) for i in range(7)]
        contact, journey, number, entered, ended, end, goal_at = columns
        who, where, stay, when = (self.goals_after.column(i) for i in range(4))
        after, stays = _pairs((who, where, stay), (contact, journey, number))
        goal_at[stays] = when[after]
        journeys = codes[journey]
        order = np.lexsort((journeys, contact, entered))
        return Stays(
            contact=rows[contact[order]],
            journey=journeys[order],
            number=number[order].astype(np.int32),
            entered=entered[order],
            ended=ended[order],
            end=codes[end[order]],
            goal_at=goal_at[order],
            names=names,
        )


def by_time_and_contact(time: Ints, contact: Ints) -> Rows:
    """The order by time, then contact, then as they are.

    Where it fits, all three make one number, and sorting these is many times as fast.
    """
    if not len(time):
        return np.zeros(0, dtype=np.intp)
    times, contacts = time - time.min(), contact - contact.min()
    place_bits = len(time).bit_length()
    contact_bits = int(contacts.max()).bit_length()
    if int(times.max()).bit_length() + contact_bits + place_bits > 63:
        return np.lexsort((contact, time))
    keys = (times << (contact_bits + place_bits)) | (contacts << place_bits) | np.arange(len(time))
    keys.sort()
    order: Rows = keys & ((1 << place_bits) - 1)
    return order


def _pairs(some: tuple[Ints, ...], all_: tuple[Ints, ...]) -> tuple[Rows, Rows]:
    """Rows of some keys, and for each the row of the same key among all of them."""
    keys = [np.concatenate(columns) for columns in zip(some, all_, strict=True)]
    order = np.lexsort(keys[::-1])  # stable: of equal keys those of `some` come first
    first = np.flatnonzero(order[:-1] < len(some[0]))
    return order[first], order[first + 1] - len(some[0])

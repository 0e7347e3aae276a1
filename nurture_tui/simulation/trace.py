"""What happened, kept as columns while a run goes on, and put in order at its end."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from nurture_tui.simulation.result import Codes, EventLog, Ints, Sends, Stays, Visits

Rows = npt.NDArray[np.intp]


class Names:
    """Names as numbers; the empty name is 0."""

    def __init__(self) -> None:
        self.all: list[str] = [""]
        self.codes: dict[str, int] = {"": 0}

    def code(self, name: str) -> int:
        if name not in self.codes:
            self.codes[name] = len(self.all)
            self.all.append(name)
        return self.codes[name]

    def several(self, names: Sequence[str]) -> npt.NDArray[np.int32]:
        return np.array([self.code(name) for name in names], dtype=np.int32)


class Table:
    """Columns that grow by pieces; a single number stands for a whole piece."""

    def __init__(self, width: int) -> None:
        self.pieces: list[tuple[npt.ArrayLike, ...]] = []
        self.sizes: list[int] = []
        self.width = width

    def add(self, count: int, *values: npt.ArrayLike) -> None:
        if count:
            self.pieces.append(values)
            self.sizes.append(count)

    def column(self, place: int) -> Ints:
        """One column over all pieces, as int64."""
        total = np.empty(sum(self.sizes), dtype=np.int64)
        at = 0
        for size, piece in zip(self.sizes, self.pieces, strict=True):
            total[at : at + size] = piece[place]
            at += size
        return total


class Trace:
    """The tables of a run, in which a contact is its number: its place among all by id.

    That orders equal instants. What is put in order at the end names a contact by its row in the
    list: `rows` has the row of each number.
    """

    def __init__(self, names: Names) -> None:
        self.names = names
        self.log = Table(6)
        self.sends = Table(7)
        self.visits = Table(6)
        self.stays = Table(7)
        self.goals_after = Table(4)

    def log_order(self) -> Rows:
        """The rows of the log as they were written, in the order in which it is given out."""
        return np.lexsort((self.log.column(1), self.log.column(0)))

    def finish_log(self, rows: Codes) -> EventLog:
        time, contact, journey, step, event, detail = (self.log.column(i) for i in range(6))
        order = self.log_order()
        return EventLog(
            time=time[order],
            contact=rows[contact[order]],
            journey=_codes(journey[order]),
            step=_codes(step[order]),
            event=_codes(event[order]),
            detail=_codes(detail[order]),
            names=tuple(self.names.all),
        )

    def finish_sends(self, rows: Codes) -> Sends:
        time, due, contact, journey, step, held, way = (self.sends.column(i) for i in range(7))
        order = np.lexsort((contact, time))
        return Sends(
            time=time[order],
            due=due[order],
            contact=rows[contact[order]],
            journey=_codes(journey[order]),
            step=_codes(step[order]),
            held_by=_codes(held[order]),
            way=_codes(way[order]),
            names=tuple(self.names.all),
        )

    def finish_visits(self, rows: Codes) -> Visits:
        contact, journey, step, entered, left, port = (self.visits.column(i) for i in range(6))
        order = np.lexsort((journey, entered, contact))
        return Visits(
            contact=rows[contact[order]],
            journey=_codes(journey[order]),
            step=_codes(step[order]),
            entered=entered[order],
            left=left[order],
            port=_codes(port[order]),
            names=tuple(self.names.all),
        )

    def finish_stays(self, rows: Codes) -> Stays:
        columns = [self.stays.column(i) for i in range(7)]
        contact, journey, number, entered, ended, end, goal_at = columns
        who, where, stay, when = (self.goals_after.column(i) for i in range(4))
        after, stays = _pairs((who, where, stay), (contact, journey, number))
        goal_at[stays] = when[after]
        order = np.lexsort((journey, contact, entered))
        return Stays(
            contact=rows[contact[order]],
            journey=_codes(journey[order]),
            number=_codes(number[order]),
            entered=entered[order],
            ended=ended[order],
            end=_codes(end[order]),
            goal_at=goal_at[order],
            names=tuple(self.names.all),
        )


def _codes(column: Ints) -> Codes:
    return column.astype(np.int32)


def _pairs(some: tuple[Ints, ...], all_: tuple[Ints, ...]) -> tuple[Rows, Rows]:
    """Rows of some keys, and for each the row of the same key among all of them."""
    keys = [np.concatenate(columns) for columns in zip(some, all_, strict=True)]
    order = np.lexsort(keys[::-1])  # stable: of equal keys those of `some` come first
    first = np.flatnonzero(order[:-1] < len(some[0]))
    return order[first], order[first + 1] - len(some[0])

"""Rows in the order of time, sorted piece by piece on disk, so that memory does not grow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

import numpy as np
import numpy.typing as npt

from nurture_tui.simulation.view import Ints, Rows

Numbers = npt.NDArray[np.uint32]
Sorted = tuple[Numbers, Rows]
"""Rows as they lie, and the order that they are to have."""

HOUR = 3_600
MOST = 1 << 17
"""Rows that are put in order at once."""
_GIVEN = 1 << 16
"""Rows that are given out at once: what is made of them is small, and in the processor's cache."""
_STRIP = 1 << 16
_NUMBER = 4


class Spill:
    """Runs of rows, each in order, merged at the end into one.

    A row is so many numbers; the first is its second of the run. Rows of one second stay in the
    order in which they are added. Behind each run lies where in it each hour begins; in memory
    there are two numbers a run.
    """

    def __init__(self, file: IO[bytes], width: int, seconds: int) -> None:
        """The rows lie in a file of their own; `seconds` is how long the run lasts."""
        self.width = width
        self.size = 0
        self._file = file
        self._edges = np.arange(0, seconds + HOUR, HOUR, dtype=np.uint32)
        self._behind = np.zeros(len(self._edges), dtype=np.int64)
        self._begins: list[int] = []
        self._end = 0

    def add(self, rows: Numbers) -> None:
        """Add a run of rows, in the order of their seconds."""
        if len(rows):
            hours = np.searchsorted(rows[:, 0], self._edges)
            self._begins.append(self._end)
            self._behind += hours
            self._end = _write(self._file, self._end, hours.astype(np.uint32))
            self._end = _write(self._file, self._end, rows)
            self.size += len(rows)

    def columns(self) -> Iterator[Numbers]:
        """All rows in order, in small blocks with a row for each of their numbers."""
        for rows in self.blocks():
            yield np.ascontiguousarray(rows.T)

    def blocks(self, most: int = MOST) -> Iterator[Numbers]:
        """All rows in order, in small blocks; about `most` are sorted at once."""
        room = np.empty((most, self.width), dtype=np.uint32)  # one for all: else they leave holes
        for rows, order in self._sorted(room):
            for first in range(0, len(order), _GIVEN):
                yield rows.take(order[first : first + _GIVEN], axis=0)

    def _sorted(self, room: Numbers) -> Iterator[Sorted]:
        """All rows in turn: so many of them as there is room for."""
        indices = np.array(self._begins, dtype=np.int64)
        hours = _Places(self._file, indices, len(self._edges))
        runs = indices + len(self._edges) * _NUMBER
        for first, last in _spans(self._behind, len(room)):
            begins, ends = hours.before(first), hours.before(last)
            if self._behind[last] - self._behind[first] <= len(room):
                yield self._block(runs, begins, ends, room)
            else:
                yield from self._hour(runs, begins, ends, int(self._edges[first]), room)

    def _hour(
        self, runs: Ints, begins: Ints, ends: Ints, second: int, room: Numbers
    ) -> Iterator[Sorted]:
        """The rows of a full hour, second by second where it must be."""
        edges = np.arange(second, second + HOUR + 1, dtype=np.uint32)
        behind = np.zeros(len(edges), dtype=np.int64)
        end = self._end  # what is written there is that of this hour, until the next
        for run, begin, last in zip(runs.tolist(), begins.tolist(), ends.tolist(), strict=True):
            places = np.zeros(len(edges), dtype=np.int64)
            for at in range(begin, last, len(room)):
                part = self._rows(run, at, room[: min(last - at, len(room))])
                places += np.searchsorted(part[:, 0], edges)
            behind += places
            end = _write(self._file, end, places.astype(np.uint32))
        indices = self._end + np.arange(len(runs)) * (len(edges) * _NUMBER)
        seconds = _Places(self._file, indices, len(edges))
        for first, last in _spans(behind, len(room)):
            starts, stops = begins + seconds.before(first), begins + seconds.before(last)
            if behind[last] - behind[first] <= len(room):
                yield self._block(runs, starts, stops, room)
            else:
                yield from self._second(runs, starts, stops, room)

    def _second(self, runs: Ints, begins: Ints, ends: Ints, room: Numbers) -> Iterator[Sorted]:
        """The rows of a full second: the runs one after the other are in order."""
        behind = np.concatenate([[0], np.cumsum(ends - begins)])
        for part in range(0, int(behind[-1]), len(room)):
            until = min(part + len(room), int(behind[-1]))
            starts = begins + np.clip(part, behind[:-1], behind[1:]) - behind[:-1]
            stops = begins + np.clip(until, behind[:-1], behind[1:]) - behind[:-1]
            rows = self._together(runs, starts, stops, room)
            yield rows, np.arange(len(rows))

    def _block(self, runs: Ints, begins: Ints, ends: Ints, room: Numbers) -> Sorted:
        """The rows of all runs between these places, in order."""
        rows = self._together(runs, begins, ends, room)
        seconds = rows[:, 0] - rows[:, 0].min()
        if int(seconds.max()) < 1 << 16:
            seconds = seconds.astype(np.uint16)  # numpy counts these instead of comparing them
        return rows, np.argsort(seconds, kind="stable")

    def _together(self, runs: Ints, begins: Ints, ends: Ints, room: Numbers) -> Numbers:
        """The rows between these places of the runs, one run after the other."""
        sizes = ends - begins
        at = 0
        for run in np.flatnonzero(sizes).tolist():
            size = int(sizes[run])
            self._rows(int(runs[run]), int(begins[run]), room[at : at + size])
            at += size
        return room[:at]

    def _rows(self, run: int, first: int, into: Numbers) -> Numbers:
        """The rows of a run from its `first` on, as many as there is room for."""
        _read(self._file, run + first * self.width * _NUMBER, into)
        return into


class _Places:
    """Where in each run each cell of time begins: numbers in a file, read strip by strip."""

    def __init__(self, file: IO[bytes], indices: Ints, edges: int) -> None:
        """`indices` has for each run where in the file its `edges` numbers lie."""
        self._file = file
        self._indices = indices
        self._edges = edges
        self._at_once = max(2, _STRIP // max(1, len(indices)))
        self._first = 0
        self._strip = np.zeros((0, 0), dtype=np.uint32)

    def before(self, cell: int) -> Ints:
        """How many rows of each run come before a cell."""
        if not self._first <= cell < self._first + len(self._strip):
            self._first = cell
            width = min(self._at_once, self._edges - cell)
            strip = np.empty((len(self._indices), width), dtype=np.uint32)
            for row, index in zip(strip, self._indices.tolist(), strict=True):
                _read(self._file, index + cell * _NUMBER, row)
            self._strip = strip.T
        found: Ints = self._strip[cell - self._first].astype(np.int64)
        return found


def _read(file: IO[bytes], at: int, into: Numbers) -> None:
    """A file without a buffer gives a part of what is asked for now and then."""
    left = into.reshape(-1).view(np.uint8).data
    file.seek(at)
    while left:
        found = file.read(len(left))
        if not found:
            raise EOFError("rows that were written are not there")
        left[: len(found)] = found
        left = left[len(found) :]


def _write(file: IO[bytes], at: int, numbers: Numbers) -> int:
    """A file without a buffer takes a part, when the disk is nearly full or the piece is large."""
    left = np.ascontiguousarray(numbers).reshape(-1).view(np.uint8).data
    file.seek(at)
    end = at + len(left)
    while left:
        left = left[file.write(left) :]
    return end


def _spans(behind: Ints, most: int) -> Iterator[tuple[int, int]]:
    """Cells joined while they have no more than `most` rows; one alone may have more.

    `behind` is how many rows come before each cell, and before the end.
    """
    cells, first = len(behind) - 1, 0
    while first < cells:
        last = int(np.searchsorted(behind, behind[first] + most, side="right")) - 1
        last = min(max(last, first + 1), cells)
        if behind[last] > behind[first]:
            yield first, last
        first = last

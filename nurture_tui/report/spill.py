"""Rows in the order of time, sorted piece by piece on disk, so that memory does not grow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

import numpy as np
import numpy.typing as npt

from nurture_tui.simulation.view import Ints

Numbers = npt.NDArray[np.uint32]

HOUR = 3_600
MOST = 1 << 17
"""Rows that are put in order at once."""


class Spill:
    """Runs of rows, each in order, merged at the end into one.

    A row is so many numbers; the first is its second of the run. Rows of one second stay in the
    order in which they are added.
    """

    def __init__(self, file: IO[bytes], width: int, seconds: int) -> None:
        """The rows lie in a file of their own; `seconds` is how long the run lasts."""
        self.width = width
        self._edges = np.arange(0, seconds + HOUR, HOUR, dtype=np.int64)
        self._file = file
        self._begins: list[int] = []
        self._places: list[Numbers] = []
        self.size = 0

    def add(self, rows: Numbers) -> None:
        """Add a run of rows, in the order of their seconds."""
        if len(rows):
            self._begins.append(self.size)
            self._places.append(np.searchsorted(rows[:, 0], self._edges).astype(np.uint32))
            self._file.seek(self.size * self.width * 4)
            _write_all(self._file, np.ascontiguousarray(rows).tobytes())
            self.size += len(rows)

    def columns(self) -> Iterator[Numbers]:
        """All rows in order, in blocks with a row for each of their numbers."""
        for rows in self.blocks():
            yield np.ascontiguousarray(rows.T)

    def blocks(self, most: int = MOST) -> Iterator[Numbers]:
        """All rows in order, in blocks of about `most`."""
        if not self.size:
            return
        places = np.array(self._places)
        self._places = list(places)  # the same numbers, not twice
        for first, last in _spans(places, most):
            if int((places[:, last] - places[:, first]).sum()) <= most:
                yield self._block(places[:, first], places[:, last])
            else:
                yield from self._hour(
                    places[:, first], places[:, last], int(self._edges[first]), most
                )

    def _hour(self, begins: Numbers, ends: Numbers, second: int, most: int) -> Iterator[Numbers]:
        """The rows of a full hour, second by second where it must be."""
        edges = np.arange(second, second + HOUR + 1)
        places = np.empty((len(begins), HOUR + 1), dtype=np.uint32)
        for run, begin in enumerate(begins.tolist()):
            part = self._together(np.array([begin]), ends[run : run + 1], run)
            places[run] = begin + np.searchsorted(part[:, 0], edges)
        for first, last in _spans(places, most):
            if int((places[:, last] - places[:, first]).sum()) <= most:
                yield self._block(places[:, first], places[:, last])
            else:
                yield from self._second(
                    places[:, first].astype(np.int64), places[:, last].astype(np.int64), most
                )

    def _second(self, begins: Ints, ends: Ints, most: int) -> Iterator[Numbers]:
        """The rows of a full second: the runs one after the other are in order."""
        behind = np.concatenate([[0], np.cumsum(ends - begins)])
        for part in range(0, int(behind[-1]), most):
            until = min(part + most, int(behind[-1]))
            inside = np.clip([part, until], behind[:-1, None], behind[1:, None])
            places = begins[:, None] + inside - behind[:-1, None]
            yield self._together(places[:, 0], places[:, 1])

    def _block(self, begins: Numbers | Ints, ends: Numbers | Ints) -> Numbers:
        """The rows of all runs between these places, in order."""
        rows = self._together(begins, ends)
        seconds = rows[:, 0] - rows[:, 0].min()
        if int(seconds.max()) < 1 << 16:
            seconds = seconds.astype(np.uint16)  # numpy counts these instead of comparing them
        return rows.take(np.argsort(seconds, kind="stable"), axis=0)

    def _together(self, begins: Numbers | Ints, ends: Numbers | Ints, first: int = 0) -> Numbers:
        """The rows between these places of the runs from `first` on, one run after the other."""
        line = self.width * 4
        sizes = ends.astype(np.int64) - begins
        rows = np.empty((int(sizes.sum()), self.width), dtype=np.uint32)
        left = rows.reshape(-1).view(np.uint8).data
        for run in np.flatnonzero(sizes).tolist():
            size = int(sizes[run]) * line
            self._file.seek((self._begins[first + run] + int(begins[run])) * line)
            _read_all(self._file, left[:size])
            left = left[size:]
        return rows


def _read_all(file: IO[bytes], into: memoryview) -> None:
    """A file without a buffer gives a part of what is asked for now and then."""
    while into:
        found = file.read(len(into))
        if not found:
            raise EOFError("rows that were written are not there")
        into[: len(found)] = found
        into = into[len(found) :]


def _write_all(file: IO[bytes], content: bytes) -> None:
    """A file without a buffer takes a part, when the disk is nearly full or the piece is large."""
    left = memoryview(content)
    while left:
        left = left[file.write(left) :]


def _spans(places: Numbers | Ints, most: int) -> Iterator[tuple[int, int]]:
    """Cells joined while they have no more than `most` rows; one alone may have more."""
    behind = places.sum(axis=0, dtype=np.int64)
    cells, first = len(behind) - 1, 0
    while first < cells:
        last = int(np.searchsorted(behind, behind[first] + most, side="right")) - 1
        last = min(max(last, first + 1), cells)
        if behind[last] > behind[first]:
            yield first, last
        first = last

"""How long things took, to the second, in a memory that hardly grows with their number."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Seconds = npt.NDArray[np.int32]
Offsets = npt.NDArray[np.uint16]
Counts = npt.NDArray[np.unsignedinteger]

_FEW = 1 << 16
_HOUR = 3_600
_SPARSE = _HOUR // 2
_WIDTHS = (np.uint8, np.uint16, np.uint32, np.uint64)


class Durations:
    """Whole seconds (0 or more), added up: exact, and the same in any order.

    A few are kept as they are. Of more, each hour keeps the seconds that fell into it, in two bytes
    each, or the count of each of its seconds where that is shorter: at most 8 MB for 90 days, while
    no second has more than 255.
    """

    def __init__(self) -> None:
        self._few: list[Seconds] = []
        self._waiting = 0
        self._sparse: dict[int, Offsets] = {}
        self._dense: dict[int, Counts] = {}

    def __len__(self) -> int:
        counted = sum(int(counts.sum()) for counts in self._dense.values())
        return counted + sum(map(len, self._sparse.values())) + self._waiting

    def add(self, seconds: Ints) -> None:
        """Add the seconds of an array."""
        if len(seconds):
            self._few.append(seconds.astype(np.int32))
            self._waiting += len(seconds)
            if self._waiting > _FEW:
                self._sort_in()

    def extend(self, other: Durations) -> None:
        """Add all those of another."""
        for few in other._few:
            self.add(few.astype(np.int64))
        for hour, offsets in other._sparse.items():
            self._add_offsets(hour, offsets)
        for hour, counts in other._dense.items():
            self._add_counts(hour, counts.astype(np.int64))

    def median(self) -> float | None:
        """The middle one, or the mean of the two in the middle; None where there are none."""
        total = len(self)
        if not total:
            return None
        ranks = (total - 1) // 2, total // 2
        if total == self._waiting:
            ordered = np.sort(np.concatenate(self._few))
            return sum(int(ordered[rank]) for rank in ranks) / 2
        self._sort_in()
        return sum(self._at(rank) for rank in ranks) / 2

    def _at(self, rank: int) -> int:
        """The second at a rank, from 0, in order."""
        for hour in sorted({*self._sparse, *self._dense}):
            counts = self._counts(hour)
            inside = int(counts.sum())
            if rank < inside:
                return hour * _HOUR + int(np.searchsorted(np.cumsum(counts), rank, side="right"))
            rank -= inside
        raise IndexError(rank)

    def _counts(self, hour: int) -> Ints:
        """How many there are of each second of an hour."""
        if hour in self._dense:
            return self._dense[hour].astype(np.int64)
        return np.bincount(self._sparse[hour], minlength=_HOUR)

    def _sort_in(self) -> None:
        if self._few:
            for hour, seconds in _by_hour(np.sort(np.concatenate(self._few))):
                self._add_offsets(hour, (seconds - hour * _HOUR).astype(np.uint16))
        self._few, self._waiting = [], 0

    def _add_offsets(self, hour: int, offsets: Offsets) -> None:
        if hour in self._dense:
            self._add_counts(hour, np.bincount(offsets, minlength=_HOUR))
            return
        known = self._sparse.pop(hour, None)
        every = offsets if known is None else np.concatenate([known, offsets])
        if len(every) > _SPARSE:
            self._add_counts(hour, np.bincount(every, minlength=_HOUR))
        else:
            self._sparse[hour] = every

    def _add_counts(self, hour: int, counts: Ints) -> None:
        known = self._dense.get(hour)
        total = counts if known is None else counts + known.astype(np.int64)
        if hour in self._sparse:
            total = total + np.bincount(self._sparse.pop(hour), minlength=_HOUR)
        most = int(total.max())
        width = next(width for width in _WIDTHS if most <= np.iinfo(width).max)
        self._dense[hour] = total.astype(width)


def _by_hour(seconds: Seconds) -> Iterator[tuple[int, Seconds]]:
    """Sorted seconds in parts of one hour each, with its place."""
    hours = seconds // _HOUR
    begins = np.flatnonzero(np.diff(hours, prepend=-1))
    for begin, part in zip(begins.tolist(), np.split(seconds, begins[1:]), strict=True):
        yield int(hours[begin]), part

"""How long things took, in a memory that does not grow with their number."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Seconds = npt.NDArray[np.int32]
Counts = npt.NDArray[np.uint32]

MOST_KEPT = 1 << 16
"""So many durations are kept to the second."""
_MINUTE = 60


class Durations:
    """Whole seconds (0 or more), added up; the same in any order and in whatever parts.

    Up to MOST_KEPT of them are kept as they are. Of more it is counted how many took each minute:
    half a megabyte for 90 days, and what a minute is to the median of so many is less than luck.
    """

    def __init__(self) -> None:
        self._kept: list[Seconds] = []
        self._waiting = 0
        self._minutes: Counts = np.zeros(0, dtype=np.uint32)

    def __len__(self) -> int:
        return int(self._minutes.sum(dtype=np.int64)) + self._waiting

    def add(self, seconds: Ints) -> None:
        """Add the seconds of an array."""
        if len(seconds):
            self._keep(seconds.astype(np.int32))

    def extend(self, other: Durations) -> None:
        """Add all those of another."""
        if other._kept:
            self._keep(other._all_kept())
        self._count(other._minutes)

    def median(self) -> float | None:
        """The middle one, or the mean of the two in the middle; None where there are none.

        In seconds; of more than MOST_KEPT they are whole minutes, of which a part is left out.
        """
        total = len(self)
        if not total:
            return None
        ranks = (total - 1) // 2, total // 2
        if total <= MOST_KEPT:
            ordered = np.sort(self._all_kept())
            return sum(int(ordered[rank]) for rank in ranks) / 2
        self._count_kept()
        behind = np.cumsum(self._minutes, dtype=np.int64)
        return sum(int(np.searchsorted(behind, rank, side="right")) for rank in ranks) * _MINUTE / 2

    def _keep(self, seconds: Seconds) -> None:
        self._kept.append(seconds)
        self._waiting += len(seconds)
        if self._waiting > MOST_KEPT:
            self._count_kept()

    def _all_kept(self) -> Seconds:
        """Those that are not counted, which is all of them while they are few."""
        return np.concatenate(self._kept)

    def _count_kept(self) -> None:
        for seconds in self._kept:
            self._room(int(seconds.max()) // _MINUTE + 1)
            np.add.at(self._minutes, seconds // _MINUTE, 1)
        self._kept, self._waiting = [], 0

    def _count(self, minutes: Counts) -> None:
        self._room(len(minutes))
        self._minutes[: len(minutes)] += minutes

    def _room(self, minutes: int) -> None:
        """See that so many minutes can be counted."""
        known = len(self._minutes)
        if minutes > known:
            self._minutes = np.concatenate(
                [self._minutes, np.zeros(minutes - known, dtype=np.uint32)]
            )

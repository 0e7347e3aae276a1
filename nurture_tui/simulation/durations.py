"""How long things took, to the second, in a memory that does not grow with their number."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Counts = npt.NDArray[np.unsignedinteger]

_FEW = 1 << 18
_BLOCK = 3_600
_WIDTHS = (np.uint8, np.uint16, np.uint32, np.uint64)


class Durations:
    """Whole seconds (0 or more), added up: exact, and the same in any order.

    A few are kept as they are. Of more only the count of each second is, in blocks of an hour made
    where something fell: at most 8 MB for 90 days, while no second has more than 255.
    """

    def __init__(self) -> None:
        self._few: list[npt.NDArray[np.int32]] = []
        self._blocks: dict[int, Counts] = {}

    def __len__(self) -> int:
        counted = sum(int(block.sum()) for block in self._blocks.values())
        return counted + sum(len(few) for few in self._few)

    def add(self, seconds: Ints) -> None:
        """Add the seconds of an array."""
        if len(seconds):
            self._few.append(seconds.astype(np.int32))
            if sum(len(few) for few in self._few) > _FEW:
                self._count_few()

    def extend(self, other: Durations) -> None:
        """Add all those of another."""
        for few in other._few:
            self.add(few.astype(np.int64))
        for place, block in other._blocks.items():
            self._add_block(place, block.astype(np.int64))

    def median(self) -> float | None:
        """The middle one, or the mean of the two in the middle; None where there are none."""
        total = len(self)
        if not total:
            return None
        ranks = (total - 1) // 2, total // 2
        if not self._blocks:
            ordered = np.sort(np.concatenate(self._few))
            return sum(int(ordered[rank]) for rank in ranks) / 2
        self._count_few()
        return sum(self._at(rank) for rank in ranks) / 2

    def _at(self, rank: int) -> int:
        """The second at a rank, from 0, in order."""
        for place, block in sorted(self._blocks.items()):
            inside = int(block.sum())
            if rank < inside:
                behind = np.cumsum(block.astype(np.int64))
                return place * _BLOCK + int(np.searchsorted(behind, rank, side="right"))
            rank -= inside
        raise IndexError(rank)

    def _count_few(self) -> None:
        for place, seconds in _by_hour(np.sort(np.concatenate([*self._few, _NONE]))):
            self._add_block(place, np.bincount(seconds - place * _BLOCK, minlength=_BLOCK))
        self._few = []

    def _add_block(self, place: int, counts: Ints) -> None:
        known = self._blocks.get(place)
        total = counts if known is None else counts + known.astype(np.int64)
        most = int(total.max())
        width = next(width for width in _WIDTHS if most <= np.iinfo(width).max)
        self._blocks[place] = total.astype(width)


_NONE = np.zeros(0, dtype=np.int32)


def _by_hour(
    seconds: npt.NDArray[np.int32],
) -> Iterator[tuple[int, npt.NDArray[np.int32]]]:
    """Sorted seconds in parts of one hour each, with its place."""
    hours = seconds // _BLOCK
    begins = np.flatnonzero(np.diff(hours, prepend=-1))
    for begin, part in zip(begins.tolist(), np.split(seconds, begins[1:]), strict=False):
        yield int(hours[begin]), part

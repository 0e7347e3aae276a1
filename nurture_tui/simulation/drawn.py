"""Contacts drawn from a list with replacement, for planning beyond it: none is ever kept."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from nurture_tui.contacts.distinct import distinct
from nurture_tui.contacts.identity import U64, Codes, digits_of, drawn_hashes, drawn_ids
from nurture_tui.contacts.table import Contacts
from nurture_tui.errors import SimulationError
from nurture_tui.simulation.draws import keys_of, mix
from nurture_tui.simulation.population import Places, has_entered_at
from nurture_tui.simulation.view import Ints, Rows

MOST = 1 << 31
_ROW = np.uint64(0xD6E8FEB86659FD93)
_UPPER = np.uint64(32)
_BLOCK = 1 << 16


class Drawn:
    """`count` contacts, each a row of a list drawn by a hash of the seed and its number.

    They are in the order of their numbers, and of their ids. The first of them are the same however
    many are drawn.
    """

    def __init__(self, contacts: Contacts, count: int, seed: int) -> None:
        if not 0 <= count < MOST:
            raise SimulationError(f"a run has at most {MOST - 1:,} contacts, not {count:,}")
        if count and not len(contacts):
            raise SimulationError("there is nobody in the list to draw contacts from")
        self.contacts = contacts
        self.count = count
        self.seed = seed

    def __len__(self) -> int:
        return self.count

    @property
    def digits(self) -> int:
        """How many digits their ids have."""
        return digits_of(self.count)

    @property
    def in_list(self) -> Codes:
        return np.arange(self.count, dtype=np.int32)

    def rows(self, numbers: Ints) -> Rows:
        luck = mix(keys_of(drawn_hashes(numbers), self.seed) + _ROW) >> _UPPER
        found = (luck * np.uint64(len(self.contacts))) >> _UPPER
        return found.astype(np.intp)

    def listed(self, numbers: Ints) -> Rows:
        return self.rows(numbers)

    def hashes(self, numbers: Ints) -> U64:
        return drawn_hashes(numbers)

    def places(self, numbers: Ints) -> Places:
        rows = self.rows(numbers)
        return Places(rows, rows, self.hashes(numbers))

    def turns(self, journey: str, numbers: Ints) -> Ints:
        """In the order of their numbers, for those are drawn by luck (R4)."""
        before = self._waiting_before
        if before is None:
            return numbers
        turns = np.empty(len(numbers), dtype=np.int64)
        blocks = numbers // _BLOCK
        for block in distinct(blocks).tolist():
            mine = blocks == block
            earlier = np.cumsum(self._waits(block)) - 1
            turns[mine] = before[block] + earlier[numbers[mine] - block * _BLOCK]
        return turns

    @cached_property
    def _waiting_before(self) -> Ints | None:
        """How many before each block wait for their turn; None where all wait, or none does."""
        everybody = np.arange(len(self.contacts))
        known = has_entered_at(self.contacts, everybody)
        if known.all() or not known.any():
            return None
        blocks = range(-(-self.count // _BLOCK))
        waiting = [int(self._waits(block).sum()) for block in blocks]
        return np.cumsum([0, *waiting])

    def _waits(self, block: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Which contacts of a block have no `entered_at` of their own."""
        numbers = np.arange(block * _BLOCK, min((block + 1) * _BLOCK, self.count))
        return ~has_entered_at(self.contacts, self.rows(numbers))

    def whole(self) -> Drawn:
        return self

    def part(self, first: int, last: int) -> None:
        return None

    def taken(self) -> Contacts:
        """The contacts as a list, all in memory."""
        numbers = np.arange(self.count)
        taken = self.contacts.take(self.rows(numbers))
        return Contacts(
            drawn_ids(numbers, self.count),
            taken.columns,
            taken.kinds,
            taken.refused,
            taken.notes,
            taken.source,
            taken.mapping,
        )

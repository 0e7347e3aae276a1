"""When each contact leaves by the goal or an exit: with the first event that makes it (R5, R6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from nurture_tui.simulation.frontier.firsts import FOLLOWS, KEY_BITS, LOW, NEVER_KEY, Times
from nurture_tui.simulation.view import Flags, Ints, Rows, every

if TYPE_CHECKING:
    from nurture_tui.simulation.frontier.made import Rule


class Leaving:
    """For each contact the key and the rule of its leaving, as far as its events are known.

    `until` is the instant up to which it goes on: that of its leaving, or the end of the run.
    `turn` is that of the path in which the event came about at its very instant, 0 if it was drawn
    before; it is known where there `are_turns`.
    `unclear` are contacts for whom two events fall together so that their order does not show.
    """

    def __init__(
        self, n: int, end: int, rules: Sequence[Rule], times: Sequence[Times], *, are_turns: bool
    ) -> None:
        self.key = np.full(n, NEVER_KEY, dtype=np.int64)
        self.rule = np.full(n, -1, dtype=np.int16)
        self.until = np.full(n, end, dtype=np.int64)
        self.are_turns = are_turns
        self.turn = np.zeros(n if are_turns else 0, dtype=np.int64)
        self.unclear = np.zeros(n, dtype=np.bool_)
        self._rules = rules
        self._times = times

    def look(self, place: int, rows: Rows, keys: Ints, turn: Ints | int) -> None:
        """An event that a rule asks for happens to these contacts (each named once).

        A rule of several parts may begin with another event than this one, in another turn.
        """
        rule = self._rules[place]
        if not rule.plain:
            begins = self._times[place](rows)
            if self.are_turns:
                turn = np.where(begins >> KEY_BITS == keys >> KEY_BITS, turn, 0)
            keys = begins
        self.leave(rule.code, rows, keys, turn)

    def leave(self, code: int, rows: Rows, keys: Ints, turn: Ints | int) -> None:
        """These contacts leave by a rule with the event of this key, unless they left before it.

        Of rules that begin with one event the first in order counts.
        """
        known = self.key[rows]
        sooner = keys < known
        same = keys == known
        if np.count_nonzero(same):
            same &= keys < NEVER_KEY
            self.unclear[rows[same & (keys & FOLLOWS == 2)]] = True
            sooner |= same & (code < self.rule[rows])
        if not every(sooner):
            rows, keys = rows[sooner], keys[sooner]
            turn = turn[sooner] if isinstance(turn, np.ndarray) else turn
        self.key[rows] = keys
        self.rule[rows] = code
        self.until[rows] = keys >> KEY_BITS
        if self.are_turns:
            self.turn[rows] = turn

    def come_again(self, rows: Rows, keys: Ints) -> None:
        """Events of these keys are about to happen to contacts, some for the second time.

        One and the same event twice at an instant is logged on either side of the leaving that it
        makes, which keys do not show.
        """
        self.unclear[rows[keys == self.key[rows]]] = True

    def place(self, rows: Rows) -> Ints:
        """Where in the log their leaving goes: right after the event that makes it."""
        low = (self.key[rows] & LOW) + 1
        return self.turn[rows] | low if self.are_turns else low

    def goes_on(self, rows: Rows, time: Ints) -> Flags:
        """Who is still on the path at an instant, after its events (R6)."""
        going: Flags = time < self.until[rows]
        return going

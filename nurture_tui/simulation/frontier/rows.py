"""The log of a chunk of contacts, written by step and put in the order in which it happened."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nurture_tui.simulation.frontier.firsts import KEY_BITS
from nurture_tui.simulation.trace import Table, Trace
from nurture_tui.simulation.view import Flags, Ints, Rows

PARTS = 7


class LogRows:
    """Rows with a place among those of one contact and instant.

    A place is the turn on the path in which the row came about (0: an event that was drawn before
    the path came to this instant), and below it the low bits of an event's key.
    """

    def __init__(self) -> None:
        self.table = Table(PARTS, (), (), kept=True)
        self.turn = 0

    def next_turn(self) -> int:
        """A new turn: all its rows come after those of earlier turns at the same instant."""
        self.turn += 1
        return self.turn << KEY_BITS

    def add(
        self,
        contact: Rows,
        time: Ints,
        place: Ints | int,
        event: int,
        journey: int = 0,
        step: npt.ArrayLike = 0,
        detail: npt.ArrayLike = 0,
    ) -> None:
        self.table.add(len(contact), time, contact, journey, step, event, detail, place)

    def unclear(self, n: int) -> Flags:
        """The contacts of the chunk for whom two rows that follow an event at once have one place.

        Which of them comes first is not to be seen from their keys.
        """
        found = np.zeros(n, dtype=np.bool_)
        place = self.table.column(6)
        at_once = np.flatnonzero(place & 3 == 2)
        if len(at_once):
            contact, time = self.table.column(1)[at_once], self.table.column(0)[at_once]
            order = np.lexsort((place[at_once], time, contact))
            same = np.ones(len(order) - 1, dtype=np.bool_)
            for column in (contact, time, place[at_once]):
                ordered = column[order]
                same &= ordered[1:] == ordered[:-1]
            found[contact[order[1:][same]]] = True
        return found

    def write(self, trace: Trace, numbers: Ints) -> None:
        """Give the rows to a trace, in order; `numbers` are the contacts' places in the run."""
        time, contact, journey, step, event, detail, place = (
            self.table.column(part) for part in range(PARTS)
        )
        order = np.lexsort((place, time, contact))
        trace.log.add(
            len(order),
            time[order],
            numbers[contact[order]],
            journey[order],
            step[order],
            event[order],
            detail[order],
        )

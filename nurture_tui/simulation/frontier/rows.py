"""The log of a chunk of contacts, written step by step; places put it in the order of time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nurture_tui.simulation.frontier.firsts import FOLLOWS, KEY_BITS
from nurture_tui.simulation.trace import Trace
from nurture_tui.simulation.view import Flags, Ints, Rows


class LogRows:
    """Rows with a place among those of one contact and instant.

    A place is the turn on the path in which the row came about (0: an event that was drawn before
    the path came to this instant), and below it the low bits of an event's key.
    """

    def __init__(self) -> None:
        self.pieces: list[
            tuple[Rows, Ints, Ints | int, int, int, npt.ArrayLike, npt.ArrayLike]
        ] = []
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
        """An event of these contacts; one number stands for all of them."""
        if len(contact):
            self.pieces.append((contact, time, place, event, journey, step, detail))

    def unclear(self, n: int) -> Flags:
        """The contacts of the chunk for whom two rows that follow an event at once have one place.

        Which of them comes first is not to be seen from their keys.
        """
        found = np.zeros(n, dtype=np.bool_)
        at_once = [
            (contact[chosen], time[chosen], place[chosen])
            for contact, time, place, *_ in self.pieces
            if isinstance(place, np.ndarray) and (chosen := place & FOLLOWS == 2).any()
        ]
        if at_once:
            columns = [np.concatenate(parts) for parts in zip(*at_once, strict=True)]
            order = np.lexsort(columns)
            same = [column[order[1:]] == column[order[:-1]] for column in columns]
            found[columns[0][order[1:][np.logical_and.reduce(same)]]] = True
        return found

    def write(self, trace: Trace, numbers: Ints) -> None:
        """Give the rows to a trace; `numbers` are the contacts' places in the run."""
        for contact, time, place, event, journey, step, detail in self.pieces:
            trace.log.add(len(contact), time, numbers[contact], journey, step, event, detail, place)

"""Events of a chunk of contacts: counted, noted for who asks, and drawn on to what follows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from nurture_tui.simulation.delays import lognormal
from nurture_tui.simulation.frontier.firsts import FOLLOWS, KEY_BITS, Atom, Firsts
from nurture_tui.simulation.frontier.leaving import Leaving
from nurture_tui.simulation.frontier.luck import bits
from nurture_tui.simulation.frontier.rows import LogRows
from nurture_tui.simulation.view import Flags, Ints, Rows, every

if TYPE_CHECKING:
    from nurture_tui.simulation.draws import U64
    from nurture_tui.simulation.frontier.made import Follows, Happening

NOTHING_ENDS = -1
_AT_ONCE = 2
Turns = Ints | int
"""The turn on the path in which an event came about at its very instant, 0 if it was drawn before
(an array where that differs)."""


class Events:
    """Lets events happen to contacts of a chunk.

    `instants` is set when something happened at the very instant of a step, so that a contact may
    leave before the next. `blurred` are the contacts for whom what an atom stands for leaves
    unclear what follows other events.
    """

    def __init__(
        self,
        keys: U64,
        end: int,
        firsts: Firsts,
        leaving: Leaving,
        counts: Mapping[str, Ints],
        log: LogRows | None,
        holds: Callable[[Follows, Rows], Flags],
    ) -> None:
        self.keys = keys
        self.end = end
        self.firsts = firsts
        self.leaving = leaving
        self.counts = counts
        self.log = log
        self.holds = holds
        self.instants = False
        self.blurred: Mapping[Atom, Flags] = {}

    def happen(
        self,
        what: Happening,
        rows: Rows,
        time: Ints,
        low: Ints | int,
        turn: Turns,
        visit: Ints | None = None,
    ) -> None:
        """An event happens to these contacts (each named once), if the run lasts until then.

        `low` is its place at the instant, and `visit` that of its step where visits are counted.
        """
        if not len(rows):
            return
        soon = time < self.end
        if not every(soon):
            rows, time = rows[soon], time[soon]
            low = low[soon] if isinstance(low, np.ndarray) else low
            turn = turn[soon] if isinstance(turn, np.ndarray) else turn
            visit = visit[soon] if visit is not None else None
        if not len(rows):
            return
        if what.counts:
            self.counts[what.counts][what.step] += len(rows)
        self.write(what, rows, time, turn | low)
        if what.matters:
            self.note(what, rows, time, low, turn)
            for follows in what.follows:
                self.follow(follows, rows, time, low, turn, visit)

    def write(self, what: Happening, rows: Rows, time: Ints, place: Ints | int) -> None:
        """A row in the log for each of these contacts, if there is one."""
        if self.log is not None:
            self.log.add(rows, time, place, what.event, what.journey, what.step_code)

    def note(
        self,
        what: Happening,
        rows: Rows,
        time: Ints,
        low: Ints | int,
        turn: Turns,
        *,
        lasting: bool = True,
    ) -> None:
        """Keep an event for the conditions that ask for it, and see who leaves with it.

        `lasting` events happen whether or not the contact is still inside.
        """
        keys = (time << KEY_BITS) | low
        if self.log is not None:
            self.leaving.come_again(rows, keys)
        for atom in what.atoms:
            self.firsts.note(atom, rows, keys, lasting=lasting)
            if atom in self.blurred:
                self.leaving.unclear[rows[self.blurred[atom][rows]]] = True
        if what.ends != NOTHING_ENDS:
            self.leaving.leave(what.ends, rows, keys, turn)
        for rule in what.rules:
            self.leaving.look(rule, rows, keys, turn)
        if not self.instants and (what.rules or what.ends != NOTHING_ENDS):
            self.instants = bool(turn.any() if isinstance(turn, np.ndarray) else turn)

    def follow(
        self,
        follows: Follows,
        rows: Rows,
        time: Ints,
        low: Ints | int,
        turn: Turns,
        visit: Ints | None,
    ) -> None:
        """An assumed event that an event may cause: `if`, then `chance`, then the delay (R15)."""
        if follows.condition is not None:
            wanted = self.holds(follows, rows).nonzero()[0]
            rows, time, low, turn, visit = _some(wanted, rows, time, low, turn, visit)
        hit = follows.chance.hits(bits(self.keys[rows], follows.chance_draw, visit))
        if not len(hit):
            return
        rows, time, low, turn, visit = _some(hit, rows, time, low, turn, visit)
        drawn = bits(self.keys[rows], follows.delay_draw, visit)
        delay = lognormal(drawn, follows.assumed.delay, follows.assumed.spread)
        place: Ints | int = follows.what.low
        comes: Turns = 0
        if not follows.takes_time:
            place, comes = self._at_once(follows.what, rows, delay == 0, low, turn)
        self.happen(follows.what, rows, time + delay, place, comes)

    def _at_once(
        self, what: Happening, rows: Rows, at_once: Flags, low: Ints | int, turn: Turns
    ) -> tuple[Ints | int, Turns]:
        """The place and the turn of an event that follows another, some of them at its instant.

        One that by its name would come before its cause comes right after it. Where that happens
        twice over, the order does not show.
        """
        if not at_once.any():
            return what.low, 0
        behind = at_once & (what.low <= np.asarray(low))
        self.leaving.unclear[rows[behind & (np.asarray(low) & FOLLOWS != 0)]] = True
        place = np.where(behind, (np.asarray(low) & ~FOLLOWS) | _AT_ONCE, what.low)
        return place, np.where(at_once, turn, 0)


def _some(
    chosen: Rows, rows: Rows, time: Ints, low: Ints | int, turn: Turns, visit: Ints | None
) -> tuple[Rows, Ints, Ints | int, Turns, Ints | None]:
    return (
        rows[chosen],
        time[chosen],
        low[chosen] if isinstance(low, np.ndarray) else low,
        turn[chosen] if isinstance(turn, np.ndarray) else turn,
        visit[chosen] if visit is not None else None,
    )

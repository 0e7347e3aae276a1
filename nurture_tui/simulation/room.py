"""Who waits at the throttle and does nothing else: tried again without a turn (R10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nurture_tui.contacts.distinct import distinct
from nurture_tui.simulation.agenda import NOTHING, time_of
from nurture_tui.simulation.gaps import FAR
from nurture_tui.simulation.throttle import Throttle
from nurture_tui.simulation.view import Flags, Ints, Rows

if TYPE_CHECKING:
    from nurture_tui.simulation.spots import Here
    from nurture_tui.simulation.wave import Wave


class Room:
    """Contacts held at the throttle whose next try is at the instant `time`, in their order.

    Each of them is tried at the begin of every period, until one lets it go or something else
    comes first. As nothing happens to it, no other gate shuts and no rule looks at the clock, its
    try needs no turn of its own.
    """

    def __init__(self, contacts: int, throttle: Throttle) -> None:
        self.throttle = throttle
        self.time = FAR
        self.codes: Ints = np.zeros(0, dtype=np.int64)
        self.inside: Flags = np.zeros(contacts, dtype=np.bool_)
        self.leaving: dict[int, list[Ints]] = {}

    def admits(self, time: Ints, calm: Ints) -> Flags:
        """Who may wait here for a try at `time`; nothing happens to each before `calm`."""
        here = self.time if len(self.codes) else int(time.min(initial=FAR))
        admitted: Flags = (time == here) & (calm > time)
        return admitted

    def enter(self, codes: Ints, rows: Rows, time: int, calm: Ints) -> None:
        """These wait from now on, in the order of their codes."""
        self.time = time
        self.inside[rows] = True
        self.codes = np.sort(np.concatenate([self.codes, codes]), kind="stable")
        last = -(-calm // self.throttle.seconds)
        for period in distinct(last).tolist():
            self.leaving.setdefault(period, []).append(codes[last == period])

    def leave(self, codes: Ints, rows: Rows) -> None:
        """These wait no more."""
        if len(rows):
            self.inside[rows] = False
            self.codes = np.delete(self.codes, np.searchsorted(self.codes, np.sort(codes)))

    def advance(self) -> Ints:
        """All are tried again a period later; the codes of whom something else may come first.

        Who left before is not among them: it may be here again, at another place in the order.
        """
        self.time += self.throttle.seconds
        told = self.leaving.pop(self.time // self.throttle.seconds, [])
        found = np.sort(np.concatenate([*told, self.codes[:0]]))
        places = np.searchsorted(self.codes, found)
        inside = places < np.searchsorted(self.codes, found, side="right")
        inside[1:] &= found[1:] != found[:-1]
        left: Ints = found[inside]
        return left


class Calm:
    """How long nothing can happen to who is held at the throttle but the next try."""

    def __init__(self, wave: Wave) -> None:
        self.wave = wave

    def until(self, here: Here, time: Ints) -> Ints:
        """The instants before which nothing but tries can happen to contacts; `time`: their next.

        All tries before these instants are as the last one was, up to the throttle.
        """
        wave, stays, rows = self.wave, self.wave.stays, here.rows
        others = stays.by_journey.take(rows, axis=1)
        others[stays.spots.journey[here.spots], np.arange(len(rows))] = NOTHING
        until = time_of(np.minimum(wave.agenda.first[rows], others.min(axis=0)))
        for openings, part in wave.sends.gates.openings.parts(here.spots):
            if openings is not None:
                seats = here.seats[part]
                zone, variant = stays.zone[seats], stays.variant[seats]
                until[part] = np.minimum(
                    until[part], openings.open_until(zone, variant, time[part])
                )
        until[~wave.sends.stands_still[here.spots]] = 0
        return until

"""Sends that stand at the throttle, in the order in which it takes them (R10)."""

from __future__ import annotations

import numpy as np

from nurture_tui.errors import SimulationError
from nurture_tui.simulation.gaps import FAR
from nurture_tui.simulation.view import Flags, Ints, Rows

ROW_BITS = 24
MARKETING = 1 << ROW_BITS
TIME_BITS = ROW_BITS + 1
NEAR = 8_192


class Line:
    """Tries at the throttle by time, then service messages first, then by contact.

    A try is one number: its instant, whether it is marketing, and the contact's row, which rises
    with the contact's id. The earliest are kept sorted (`near`), the others as they came.
    """

    def __init__(self, contacts: int, start: int) -> None:
        if contacts > MARKETING:
            raise SimulationError(
                f"a run with a throttle has at most {MARKETING:,} contacts, not {contacts:,}"
            )
        self.start = start
        self.near: Ints = np.zeros(0, dtype=np.int64)
        self.limit = 0
        self.far: list[Ints] = []
        self.let_go: Ints = np.full(contacts, -1, dtype=np.int64)

    def __bool__(self) -> bool:
        """Whether anybody stands here; none of the parts that came is empty."""
        return bool(len(self.near) or self.far)

    def add(self, time: Ints, marketing: Flags | bool, rows: Rows) -> None:
        """These contacts stop at the throttle, at these instants.

        A try is not before the contact's last one that was let go: a service message that follows
        a marketing one at once stands where that one stood.
        """
        tries = (time - self.start << TIME_BITS) | self.codes(marketing, rows)
        tries = np.sort(np.maximum(tries, self.let_go[rows]))
        near = int(np.searchsorted(tries, self.limit))
        if near:
            places = np.searchsorted(self.near, tries[:near])
            self.near = np.insert(self.near, places, tries[:near])
        if near < len(tries):
            self.far.append(tries[near:])

    def known_until(self) -> int:
        """The instant before which all tries are among the near ones, which there are, if any."""
        if not len(self.near) and self.far:
            far = np.concatenate(self.far)
            place = min(NEAR, len(far) - 1)
            last = int(np.partition(far, place)[place])
            self.limit = (
                (last >> TIME_BITS) + 1
            ) << TIME_BITS  # all of an instant are near, or none
            self.near = np.sort(far[far < self.limit])
            later = far[far >= self.limit]
            self.far = [later] if len(later) else []
        return (self.limit >> TIME_BITS) + self.start if self.far else FAR

    def before(self, time: int) -> Ints:
        """The near tries before an instant, in order."""
        until = max(0, min(time - self.start, 1 << 37)) << TIME_BITS
        return self.near[: np.searchsorted(self.near, until)]

    def leave(self, gone: Flags) -> None:
        """Those of the first tries that are marked stand in line no more."""
        first = len(gone)
        self.near = np.concatenate([self.near[:first][~gone], self.near[first:]])

    def codes(self, marketing: Flags | bool, rows: Rows) -> Ints:
        """The order of contacts at one instant: service messages first, then by row."""
        return (marketing * MARKETING) | rows.astype(np.int64)

    def tries_at(self, time: int, codes: Ints) -> Ints:
        """The tries of contacts at an instant, by their codes."""
        return (time - self.start << TIME_BITS) | codes

    def code(self, tries: Ints) -> Ints:
        """The codes of tries."""
        return tries & (2 * MARKETING - 1)

    def time(self, tries: Ints) -> Ints:
        """The instants of tries, seconds UTC."""
        return (tries >> TIME_BITS) + self.start

    def rows(self, tries: Ints) -> Rows:
        """The contacts of tries."""
        return (tries & (MARKETING - 1)).astype(np.intp)

"""Sends that stand at the throttle, in the order in which it takes them (R10)."""

from __future__ import annotations

import numpy as np

from nurture_tui.errors import SimulationError
from nurture_tui.simulation.view import Flags, Ints, Rows

ROW_BITS = 24
MARKETING = 1 << ROW_BITS
TIME_BITS = ROW_BITS + 1
NEAR = 8_192
ALL = np.iinfo(np.int64).max


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

    def __len__(self) -> int:
        return len(self.near) + sum(len(tries) for tries in self.far)

    def add(self, time: Ints, marketing: Flags | bool, rows: Rows) -> None:
        """These contacts stop at the throttle, at these instants."""
        tries = np.sort((time - self.start << TIME_BITS) | (marketing * MARKETING) | rows)
        near = int(np.searchsorted(tries, self.limit))
        if near:
            places = np.searchsorted(self.near, tries[:near])
            self.near = np.insert(self.near, places, tries[:near])
        if near < len(tries):
            self.far.append(tries[near:])

    def before(self, time: int) -> Ints:
        """The first tries of all, in order: those earlier than an instant, or some of them."""
        if not len(self.near) and self.far:
            far = np.concatenate(self.far)
            self.limit = int(np.partition(far, NEAR)[NEAR]) if len(far) > NEAR else ALL
            self.near = np.sort(far[far < self.limit])
            later = far[far >= self.limit]
            self.far = [later] if len(later) else []
        until = max(0, min(time - self.start, 1 << 37)) << TIME_BITS
        return self.near[: np.searchsorted(self.near, until)]

    def leave(self, gone: Flags) -> None:
        """Those of the first tries that are marked stand in line no more."""
        first = len(gone)
        self.near = np.concatenate([self.near[:first][~gone], self.near[first:]])

    def time(self, tries: Ints) -> Ints:
        """The instants of tries, seconds UTC."""
        return (tries >> TIME_BITS) + self.start

    def rows(self, tries: Ints) -> Rows:
        """The contacts of tries."""
        return (tries & (MARKETING - 1)).astype(np.intp)

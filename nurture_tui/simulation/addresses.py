"""Where messages go: which addresses were written to, and which are dead (R11, R14)."""

from __future__ import annotations

import numpy as np

from nurture_tui.contacts.identity import U64
from nurture_tui.simulation.cohort import Cohort
from nurture_tui.simulation.draws import draw, purpose
from nurture_tui.simulation.view import Flags, Rows

EMAIL = "email"
BOUNCE = purpose("address", "bounce")


class Addresses:
    """The addresses of a chunk of contacts, one a contact and channel.

    An e-mail address has its luck from what it says, so that all contacts that have it share it;
    the addresses of other channels are not known, and have that of their contact.
    """

    def __init__(self, cohort: Cohort) -> None:
        self.cohort = cohort
        self.bounced = np.zeros(len(cohort), dtype=np.bool_)
        self._dead = {EMAIL: self.bounced}
        self._written_to: dict[str, Flags] = {}

    def first(self, channel: str, rows: Rows) -> Rows:
        """The places among these contacts of those who had no message by this channel yet.

        They have one now.
        """
        written_to = self._of(self._written_to, channel)
        first: Rows = (~written_to[rows]).nonzero()[0]
        written_to[rows[first]] = True
        return first

    def luck(self, channel: str, rows: Rows) -> U64:
        """What decides whether the first message to each of these addresses bounces."""
        if channel == EMAIL:
            return draw(self.cohort.addresses[rows], BOUNCE)
        return draw(self.cohort.keys[rows], purpose("address", "bounce", channel))

    def dead(self, channel: str, rows: Rows) -> Flags:
        """Of whom it is known that messages by this channel do not reach them."""
        if channel not in self._dead:
            return np.zeros(len(rows), dtype=np.bool_)
        return self._dead[channel][rows]

    def die(self, channel: str, rows: Rows) -> None:
        self._of(self._dead, channel)[rows] = True

    def _of(self, flags: dict[str, Flags], channel: str) -> Flags:
        if channel not in flags:
            flags[channel] = np.zeros(len(self.cohort), dtype=np.bool_)
        return flags[channel]

"""What a run is asked for: when it starts, how long it lasts, and its luck."""

from __future__ import annotations

from datetime import date, datetime

from nurture_tui.frozen import dataclass


@dataclass(frozen=True, slots=True)
class RunSettings:
    """A run from `start` (a day: 00:00 workspace time) over `days` wall-clock days (R3).

    `seed` decides every draw (R19). `chunk` is how many contacts are simulated at once (0: as
    many as suit); it changes memory and speed, never the result. With `without_messages` every
    marketing message is left out at the instant at which it would go (R20). `only_waves` has the
    wave scheduler do what a cheaper one could do, which changes speed, never the result.
    """

    start: date | datetime
    days: int = 90
    seed: int = 1
    chunk: int = 0
    without_messages: bool = False
    only_waves: bool = False

"""When sends may go: a window of the wall clock, and no closed day (R10)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from nurture_tui.model.clock import Days, Window
from nurture_tui.model.duration import DAY
from nurture_tui.simulation.calendar import NEVER, Clock, Horizon, weekday_of
from nurture_tui.simulation.closed_days import ClosedDays
from nurture_tui.simulation.lookup import Ints, StepIndex

OPEN, HOLIDAY, WINDOW = 0, 1, 2
GATE_NAMES = ("", "holiday", "window")


class Openings:
    """The gates `holiday` and `window` of a send, in each zone of a clock and each variant.

    Zones, variants and instants may be arrays of one length or single numbers; answers are arrays.
    What would open after the horizon opens NEVER.
    """

    def __init__(self, clock: Clock, window: Window, closed: ClosedDays, horizon: Horizon) -> None:
        """Compiles the window's spans from two days before the run to a week after it.

        Each span runs from the instant of its opening to that of its closing, both resolved by R2.
        """
        self._clock = clock
        self._closed = closed if closed.closed.any() else None
        self._dates = closed.open_days(Days())
        zones = range(0 if window.is_any else len(clock.zone_names))
        rows = [_spans(clock, zone, window, horizon) for zone in zones]
        self._spans = StepIndex(rows) if rows else None

    @property
    def closes(self) -> bool:
        """Whether days are closed at all."""
        return self._closed is not None

    @property
    def always(self) -> bool:
        """True if nothing is ever shut."""
        return self._closed is None and self._spans is None

    def is_open(
        self, zone: npt.ArrayLike, variant: npt.ArrayLike, t: npt.ArrayLike
    ) -> npt.NDArray[np.bool_]:
        """Whether both gates are open at an instant."""
        gate, _ = self.next_try(zone, variant, t)
        opened: npt.NDArray[np.bool_] = gate == OPEN
        return opened

    def next_try(
        self, zone: npt.ArrayLike, variant: npt.ArrayLike, t: npt.ArrayLike
    ) -> tuple[npt.NDArray[np.int8], Ints]:
        """The first gate that is shut at t (OPEN, HOLIDAY, WINDOW), and when it may be open (R10).

        The instant is t where neither is shut. The other gate may be shut at it.
        """
        zones, variants, instants = _together(zone, variant, t)
        until = self.next_in_window(zones, instants)
        gate = (until > instants) * np.int8(WINDOW)
        if self._closed is not None:
            shut = self._closed.is_closed(variants, self._clock.day(zones, instants))
            if shut.any():
                gate[shut] = HOLIDAY
                until[shut] = self.next_date(zones[shut], variants[shut], instants[shut])
        return gate, until

    def next_open(self, zone: npt.ArrayLike, variant: npt.ArrayLike, t: npt.ArrayLike) -> Ints:
        """The first instant at or after t at which both gates are open."""
        zones, variants, instants = _together(zone, variant, t)
        gate, found = self.next_try(zones, variants, instants)
        waiting = np.flatnonzero((gate != OPEN) & (found < NEVER))
        while len(waiting):
            gate, later = self.next_try(zones[waiting], variants[waiting], found[waiting])
            found[waiting] = later
            waiting = waiting[(gate != OPEN) & (later < NEVER)]
        return found

    def open_until(self, zone: npt.ArrayLike, variant: npt.ArrayLike, t: npt.ArrayLike) -> Ints:
        """An instant up to which both gates stay open from t on; t where one of them is shut.

        The end of the span of the window or, where some dates are closed, of the local date, if
        that comes first: a gate may be open longer.
        """
        zones, variants, instants = _together(zone, variant, t)
        until = np.full(len(instants), NEVER, dtype=np.int64)
        if self._spans is not None:
            place = self._spans.find(zones, instants)
            until = np.minimum(self._spans.points[place + 1], NEVER)
            until = np.where(place & 1 == 0, instants, until)
        if self._closed is not None:
            day = self._clock.day(zones, instants)
            until = np.minimum(until, self._clock.instant(zones, (day + 1) * DAY))
            until = np.where(self._closed.is_closed(variants, day), instants, until)
        return until

    def next_date(self, zone: npt.ArrayLike, variant: npt.ArrayLike, t: npt.ArrayLike) -> Ints:
        """The first instant at or after t whose local date is not closed."""
        zones, variants, found = _together(zone, variant, t)
        found = np.minimum(found, NEVER)
        if self._closed is None:
            return found
        # A clock change at midnight can bring a date back, so each stretch of one offset is
        # searched by itself.
        while True:
            offset, changes = self._clock.segment(zones, found)
            day = (found + offset) // DAY
            shut = self._closed.is_closed(variants, day)
            if not shut.any():
                return found
            opens = self._dates.next(variants, day) * DAY - offset
            found = np.minimum(np.where(shut, np.minimum(opens, changes), found), NEVER)

    def next_in_window(self, zone: npt.ArrayLike, t: npt.ArrayLike) -> Ints:
        """The first instant at or after t that lies in a span of the window, closed day or not."""
        instants = np.asarray(t, np.int64)
        if self._spans is None:
            return np.minimum(instants, NEVER)
        place = self._spans.find(zone, instants)
        shut = place & 1 == 0
        return np.minimum(np.where(shut, self._spans.points[place + 1], instants), NEVER)


@lru_cache(maxsize=64)
def openings_of(clock: Clock, window: Window, closed: ClosedDays, horizon: Horizon) -> Openings:
    """The gates of a window, compiled once for a clock and closed days that are compiled once."""
    return Openings(clock, window, closed, horizon)


def _together(
    zone: npt.ArrayLike, variant: npt.ArrayLike, t: npt.ArrayLike
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], Ints]:
    """All three as arrays of one length; arrays that are so already need not be spread."""
    zones, variants = np.asarray(zone, np.intp), np.asarray(variant, np.intp)
    instants = np.asarray(t, np.int64)
    if zones.ndim == 1 and zones.shape == variants.shape == instants.shape:
        return zones, variants, instants
    zones, variants, instants = np.broadcast_arrays(np.atleast_1d(zones), variants, instants)
    return zones, variants, instants


def _spans(clock: Clock, zone: int, window: Window, horizon: Horizon) -> Ints:
    """Opening, closing, opening ... of a window in one zone, in order and without overlaps.

    Rows of an even length keep openings at odd places of a StepIndex.
    """
    days = np.arange(horizon.start // DAY - 2, horizon.end // DAY + 9, dtype=np.int64)
    weekdays = weekday_of(days)
    opens, closes = [], []
    for span in window.spans:
        begins = days[np.isin(weekdays, span.days.numbers)]
        ends = begins + span.overnight
        opens.append(clock.instant(zone, begins * DAY + span.opens * 60))
        closes.append(clock.instant(zone, ends * DAY + span.closes * 60))
    return _merged(np.concatenate(opens), np.concatenate(closes))


def _merged(opens: Ints, closes: Ints) -> Ints:
    """Spans joined where they touch or overlap; a span that a clock change swallows is left out."""
    real = opens < closes
    order = np.argsort(opens[real], kind="stable")
    opens, closes = opens[real][order], closes[real][order]
    if not len(opens):
        return opens
    reached = np.maximum.accumulate(closes)
    starts = np.concatenate([[True], opens[1:] > reached[:-1]])
    ends = np.concatenate([starts[1:], [True]])
    return np.stack([opens[starts], reached[ends]], axis=1).ravel()

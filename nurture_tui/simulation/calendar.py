"""Wall time for many contacts at once: what the clocks show, and when a clock shows it (R1, R2)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from nurture_tui.frozen import dataclass
from nurture_tui.model.duration import DAY
from nurture_tui.simulation.lookup import Ints, StepIndex
from nurture_tui.simulation.zone_rules import zone_rules

NEVER = 1 << 60
_MARGIN_DAYS = 400


@dataclass(frozen=True, slots=True)
class Horizon:
    """What a calendar is compiled for: a run's instants, and some days on either side of it.

    The margin lets waits count right that begin at a date outside of the run: it has room for
    `business_days`, the most that any wait counts, and a year of closed days. What lies after the
    last day is NEVER; what lies before the first is past in any case.
    """

    start: int
    end: int
    business_days: int = 0

    @property
    def first_day(self) -> int:
        """The first compiled day, as days since 1970-01-01."""
        return self.start // DAY - _MARGIN_DAYS - 2 * self.business_days

    @property
    def last_day(self) -> int:
        """The last compiled day."""
        return self.end // DAY + _MARGIN_DAYS + 2 * self.business_days


class Clock:
    """The wall clocks of several zones; a zone is given by its place in `zone_names`.

    Instants are seconds UTC; wall times are what the clock shows, in seconds as if it were UTC;
    days are days of the wall clock since 1970-01-01. `zone` and the times may be arrays of one
    shape, or one of them a single number. Exact to the year 2200; NEVER stays NEVER.
    """

    def __init__(self, zone_names: Sequence[str]) -> None:
        """Reads the clock changes of the zones; refuses a name that is not of tzdata (R1)."""
        self.zone_names = tuple(zone_names)
        rules = [zone_rules(name) for name in self.zone_names]
        self._changes = StepIndex([rule.changes for rule in rules])
        self._walls = StepIndex([_wall_changes(r.changes, r.offsets) for r in rules])
        self._offsets = np.concatenate([[*rule.offsets, 0] for rule in rules]).astype(np.int64)

    def local(self, zone: npt.ArrayLike, t: npt.ArrayLike) -> Ints:
        """The wall time at an instant."""
        instants = np.asarray(t, np.int64)
        return instants + self._offsets[self._changes.find(zone, instants)]

    def day(self, zone: npt.ArrayLike, t: npt.ArrayLike) -> Ints:
        """The local date at an instant."""
        return self.local(zone, t) // DAY

    def weekday(self, zone: npt.ArrayLike, t: npt.ArrayLike) -> Ints:
        """The day of the week at an instant, Monday 0 to Sunday 6."""
        return weekday_of(self.day(zone, t))

    def hour(self, zone: npt.ArrayLike, t: npt.ArrayLike) -> Ints:
        """The hour that the clock shows, 0 to 23."""
        return self.local(zone, t) % DAY // 3_600

    def instant(self, zone: npt.ArrayLike, local: npt.ArrayLike) -> Ints:
        """The instant of a wall time (R2).

        One that a clock change skips becomes the instant of the change; of one that occurs twice
        it is the first.
        """
        walls = np.asarray(local, np.int64)
        place = self._walls.find(zone, walls)
        found = np.minimum(walls - self._offsets[place], self._changes.points[place + 1])
        return np.where(walls < NEVER // 2, found, NEVER)

    def segment(self, zone: npt.ArrayLike, t: npt.ArrayLike) -> tuple[Ints, Ints]:
        """The offset at an instant, and the next instant at which it changes."""
        place = self._changes.find(zone, t)
        return self._offsets[place], self._changes.points[place + 1]


@lru_cache(maxsize=16)
def clock_of(zone_names: tuple[str, ...]) -> Clock:
    """The clock of these zones, compiled once; refuses a name that is not of tzdata (R1)."""
    return Clock(zone_names)


def weekday_of(day: npt.ArrayLike) -> Ints:
    """The day of the week of a local date, Monday 0 to Sunday 6."""
    return (np.asarray(day, np.int64) + 3) % 7


def _wall_changes(changes: Ints, offsets: Ints) -> Ints:
    """The wall times from which on each change's new offset is the one to resolve with.

    After a change forward that is the first wall time after the gap; after one backward, the first
    that occurs but once.
    """
    return np.maximum.accumulate(changes + np.maximum(offsets[:-1], offsets[1:]))

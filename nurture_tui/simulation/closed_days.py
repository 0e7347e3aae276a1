"""Closed days: the public holidays of a country and the days that a journey names (R2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from nurture_tui.errors import SimulationError
from nurture_tui.frozen import dataclass
from nurture_tui.model.clock import ClosedSpan, Days
from nurture_tui.model.duration import DAY
from nurture_tui.simulation.calendar import NEVER, Horizon, weekday_of
from nurture_tui.simulation.lookup import Ints
from nurture_tui.simulation.public_holidays import country_code, public_holidays

CONTACT_COUNTRY = "contact"
_EPOCH = date(1970, 1, 1).toordinal()
WORKING_DAYS = Days((0, 1, 2, 3, 4))
NO_DAY = NEVER // DAY


@dataclass(frozen=True, eq=False)
class ClosedDays:
    """The closed days of one journey, in a variant for each country that its contacts live in.

    `countries[variant]` is the country, "" for none; `closed[variant, day - first_day]` is true on
    closed days; `codes` is the variant of each country that was asked for. `unknown` is true of
    those that no holidays are known of: they have none.
    """

    first_day: int
    countries: tuple[str, ...]
    closed: npt.NDArray[np.bool_]
    codes: npt.NDArray[np.int16]
    unknown: npt.NDArray[np.bool_]

    def dates(self) -> Mapping[str, tuple[str, ...]]:
        """The closed days by country, as ISO dates, for the record of the run."""
        return {
            country: tuple(_iso(self.first_day + int(day)) for day in np.flatnonzero(row))
            for country, row in zip(self.countries, self.closed, strict=True)
        }

    def is_closed(self, variant: npt.ArrayLike, day: npt.ArrayLike) -> npt.NDArray[np.bool_]:
        """Whether local dates are closed; dates outside of the compiled span are not."""
        places = np.asarray(day, np.int64) - (self.first_day - 1)
        last = self._padded.shape[1] - 1
        found: npt.NDArray[np.bool_] = self._padded[
            np.asarray(variant, np.intp), np.minimum(np.maximum(places, 0), last)
        ]
        return found

    @cached_property
    def _padded(self) -> npt.NDArray[np.bool_]:
        """`closed` with an open day before and after, for all the dates outside."""
        return np.pad(self.closed, ((0, 0), (1, 1)))

    def open_days(self, days: Days) -> OpenDays:
        """The dates that are on one of `days` and not closed, to move along."""
        length = self.closed.shape[1]
        weekdays = weekday_of(np.arange(self.first_day, self.first_day + length))
        wanted = np.isin(weekdays, days.numbers)
        return OpenDays(self.first_day, wanted & ~self.closed)


class OpenDays:
    """Some of the days of each variant: the next of them, and the n-th from a date (R2, R7)."""

    def __init__(self, first_day: int, is_open: npt.NDArray[np.bool_]) -> None:
        self._first = first_day
        variants, self._length = is_open.shape
        self._before = np.zeros((variants, self._length + 1), np.int64)
        np.cumsum(is_open, axis=1, out=self._before[:, 1:])
        self._count = self._before[:, -1]
        rows = [np.flatnonzero(row) + first_day for row in is_open]
        self._starts = np.cumsum([0, *(len(row) for row in rows)])[:-1]
        self._days: Ints = np.concatenate([*rows, [NO_DAY]]).astype(np.int64)

    def next(self, variant: npt.ArrayLike, day: npt.ArrayLike) -> Ints:
        """The first such date at or after `day`; NO_DAY after the compiled span."""
        rows, places = self._places(variant, day)
        return self._at(rows, self._before[rows, np.maximum(places, 0)])

    def moved(self, variant: npt.ArrayLike, day: npt.ArrayLike, number: int) -> Ints:
        """The date `number` such dates after `day` (before it, if negative); 0 leaves it.

        A date before the compiled span becomes one of its first; one after it NO_DAY.
        """
        days = np.asarray(day, np.int64)
        rows, places = self._places(variant, days)
        if number == 0:
            return days
        if number > 0:
            passed = self._before[rows, np.minimum(places + 1, self._length)]
            return self._at(rows, passed + number - 1)
        left = self._before[rows, np.maximum(places, 0)] + number
        found = self._at(rows, np.maximum(left, 0))
        return np.where(places < self._length, found, NO_DAY)

    def _places(
        self, variant: npt.ArrayLike, day: npt.ArrayLike
    ) -> tuple[npt.NDArray[np.intp], Ints]:
        places = np.clip(np.asarray(day, np.int64) - self._first, -1, self._length)
        return np.asarray(variant, np.intp), places

    def _at(self, rows: npt.NDArray[np.intp], number: Ints) -> Ints:
        """The `number`-th date of each row, NO_DAY if it has fewer."""
        known = number < self._count[rows]
        place = np.where(known, self._starts[rows] + number, len(self._days) - 1)
        return self._days[place]


def closed_days(
    holidays: str | None,
    closed: Sequence[ClosedSpan],
    horizon: Horizon,
    countries: Sequence[str] | npt.NDArray[np.object_] = (),
) -> ClosedDays:
    """The closed days of a journey over a horizon.

    `holidays` is a country (`FI`, `DE-BY`), "" or None for none, or `contact`: then `countries` are
    those of contacts, codes or English names. A country of the journey that is not known is
    refused; one of a contact means no holidays, and is told.
    """
    if holidays == CONTACT_COUNTRY:
        found, codes, unknown = _countries_of(countries)
    else:
        found, codes = (_checked(holidays or ""),), [0] * len(countries)
        unknown = [False] * len(countries)
    table = np.zeros((len(found), horizon.last_day - horizon.first_day + 1), np.bool_)
    named = [day.toordinal() for span in closed for day in span.days()]
    for row, country in enumerate(found):
        days = [*named, *(_holidays(country, horizon) if country else ())]
        places = np.array(days, np.int64) - _EPOCH - horizon.first_day
        table[row, places[(places >= 0) & (places < table.shape[1])]] = True
    return ClosedDays(
        horizon.first_day, found, table, np.array(codes, np.int16), np.array(unknown, np.bool_)
    )


@lru_cache(maxsize=64)
def closed_days_of(
    holidays: str | None,
    closed: tuple[ClosedSpan, ...],
    horizon: Horizon,
    countries: tuple[str, ...],
) -> ClosedDays:
    """The same, compiled once."""
    return closed_days(holidays, closed, horizon, countries)


def _countries_of(texts: Iterable[str]) -> tuple[tuple[str, ...], list[int], list[bool]]:
    """The countries that occur ("" first), the place of each text's, which are unknown."""
    found = {"": 0}
    places: dict[str, int] = {}
    codes: list[int] = []
    unknown: list[bool] = []
    for text in texts:
        if text not in places:
            code = country_code(text)
            places[text] = -1 if code is None else found.setdefault(code, len(found))
        unknown.append(places[text] < 0)
        codes.append(max(places[text], 0))
    return tuple(found), codes, unknown


def _checked(country: str) -> str:
    if not country:
        return ""
    code = country_code(country)
    if code is None:
        raise SimulationError(
            f"there are no holidays for “{country}”",
            fix='Write a country such as FI or DE-BY, or "" for none.',
        )
    return code


def _holidays(country: str, horizon: Horizon) -> tuple[int, ...]:
    first, last = (
        date.fromordinal(day + _EPOCH).year for day in (horizon.first_day, horizon.last_day)
    )
    return public_holidays(country, first, last)


def _iso(day: int) -> str:
    return date.fromordinal(day + _EPOCH).isoformat()

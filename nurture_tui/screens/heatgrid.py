"""Where weeks, days and hours stand on the heat map, and how strong each cell is tinted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from nurture_tui.report.calendar import Heat

HOURS_WIDTH = 9
HEAD_ROWS = 3
WEEKEND_WIDTH = 4
MOST_WEEKS = 8
STEPS = (0.0, 0.06, 0.13, 0.23, 0.36, 0.64)
"""The share of the fullest cell from which a tint begins."""


@dataclass(frozen=True, slots=True)
class Column:
    """A day on the map: its number in the heat, its first column, the cells for its numbers."""

    day: int
    x: int
    digits: int


@dataclass(frozen=True, slots=True)
class Week:
    """A week on the map: its number in the heat, its first column, the days shown with numbers.

    An empty weekend is two dots a row at `dots`; it is -1 where the weekend has sends.
    """

    number: int
    x: int
    days: tuple[Column, ...]
    dots: int
    width: int


@dataclass(frozen=True)
class Grid:
    """The weeks of one page."""

    weeks: tuple[Week, ...]

    def column(self, day: int) -> Column | None:
        """The column of a day, None where it is not on the page with numbers."""
        return next((c for week in self.weeks for c in week.days if c.day == day), None)

    def day_at(self, x: int) -> int | None:
        """The day under a column of cells."""
        for week in self.weeks:
            for column in week.days:
                if column.x <= x <= column.x + column.digits:
                    return column.day
        return None

    @property
    def days(self) -> tuple[int, ...]:
        """All days with numbers, in order."""
        return tuple(column.day for week in self.weeks for column in week.days)


def digits_of(heat: Heat) -> int:
    """The cells that the largest number takes, at least three."""
    return max(3, _digits(heat, slice(None)))


def weekend_digits(heat: Heat, week: int) -> int:
    """The cells that the numbers of a weekend take; 0 where it has no sends."""
    days = slice(week * 7 + 5, week * 7 + 7)
    return _digits(heat, days) if heat.counts[days].any() else 0


def _digits(heat: Heat, days: slice) -> int:
    return len(str(int(heat.counts[days].max(initial=0))))


def pages(heat: Heat, width: int, most: int = MOST_WEEKS) -> tuple[tuple[int, ...], ...]:
    """The weeks of each page: at most `most`, as many as the width holds, at least one."""
    found: list[list[int]] = []
    room = 0
    for week in range(heat.weeks):
        size = _week_width(heat, week)
        if not found or len(found[-1]) == most or size > room:
            found.append([])
            room = width - HOURS_WIDTH
        found[-1].append(week)
        room -= size
    return tuple(tuple(page) for page in found)


def grid(heat: Heat, weeks: Sequence[int]) -> Grid:
    """The places of these weeks, side by side; a weekend is as wide as its numbers."""
    digits, x = digits_of(heat), HOURS_WIDTH
    found = []
    for week in weeks:
        weekend, begins = weekend_digits(heat, week), x + 5 * (digits + 1)
        days = [Column(week * 7 + d, x + d * (digits + 1), digits) for d in range(5)]
        if weekend:
            saturday = week * 7 + 5
            days.append(Column(saturday, begins, weekend))
            days.append(Column(saturday + 1, begins + weekend + 1, weekend))
        width = _week_width(heat, week)
        found.append(Week(week, x, tuple(days), -1 if weekend else begins + 1, width))
        x += width
    return Grid(tuple(found))


def _week_width(heat: Heat, week: int) -> int:
    weekend = weekend_digits(heat, week)
    days = 5 * (digits_of(heat) + 1)
    return days + (2 * (weekend + 1) if weekend else WEEKEND_WIDTH) + 1


def tint(number: int, highest: int) -> str:
    """The style of a cell: one of six steps by its share of the fullest cell."""
    step = sum(number >= share * highest for share in STEPS) - 1
    return f"heat{step}"


def span_text(heat: Heat, weeks: Sequence[int], first: date, last: date) -> str:
    """The days of a page that the run has: `2 to 29 Nov 2026`, `30 Nov to 27 Dec 2026`."""
    begins = max(heat.day(weeks[0] * 7), first)
    ends = min(heat.day(weeks[-1] * 7 + 6), last)
    if begins > ends:
        begins, ends = heat.day(weeks[0] * 7), heat.day(weeks[-1] * 7 + 6)
    month = f" {begins:%b}" if (begins.year, begins.month) != (ends.year, ends.month) else ""
    year = f" {begins.year}" if begins.year != ends.year else ""
    return f"{begins.day}{month}{year} to {ends.day} {ends:%b} {ends.year}"


def weekend_text(heat: Heat, saturday: int) -> str:
    """Both dates of a weekend in five cells: `5 6`, `12–13`."""
    dates = [str(heat.day(saturday + more).day) for more in (0, 1)]
    return (" " if max(map(len, dates)) == 1 else "–").join(dates)


def week_number(heat: Heat, week: int) -> int:
    """The ISO number of a week."""
    return (heat.first + timedelta(days=week * 7)).isocalendar().week

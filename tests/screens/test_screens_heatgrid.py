"""The heat map's geometry: weeks on cells, weekends, tints."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from nurture_tui.report.calendar import Heat
from nurture_tui.screens.heatgrid import grid, pages, span_text, tint, week_number, weekend_text

MONDAY = date(2026, 11, 2)


def heat(weeks: int, *sends: tuple[int, int, int]) -> Heat:
    """A heat of weeks with (day, hour, number)."""
    counts = np.zeros((weeks * 7, 24), dtype=np.int64)
    for day, hour, number in sends:
        counts[day, hour] = number
    total = int(counts.sum())
    begins = np.concatenate([[0], np.cumsum(counts.ravel())])
    return Heat(MONDAY, counts, np.arange(total), begins)


def test_four_weeks_fit_where_weekends_are_empty():
    assert pages(heat(8, (0, 9, 999)), 109) == ((0, 1, 2, 3), (4, 5, 6, 7))


def test_a_weekend_with_few_sends_takes_no_more_room_than_an_empty_one():
    busy = heat(4, (0, 9, 999), (5, 9, 3), (13, 9, 9))
    assert pages(busy, 109) == ((0, 1, 2, 3),)


def test_a_weekend_with_many_sends_has_room_for_its_numbers():
    drawn = grid(heat(1, (0, 9, 999), (5, 9, 120)), [0])
    assert [column.day for column in drawn.weeks[0].days] == [0, 1, 2, 3, 4, 5, 6]
    assert drawn.weeks[0].days[5].digits == 3


def test_a_page_has_at_least_one_week():
    assert pages(heat(2), 10) == ((0,), (1,))


@pytest.mark.parametrize("numbers", [[], [(0, 9, 5)], [(3, 10, 12_345), (5, 3, 77)]])
def test_columns_never_overlap(numbers):
    made = heat(4, *numbers)
    drawn = grid(made, [0, 1, 2, 3])
    columns = [column for week in drawn.weeks for column in week.days]
    for one, other in pairwise(columns):
        assert one.x + one.digits < other.x
    for week, after in pairwise(drawn.weeks):
        assert week.x + week.width == after.x


def test_a_click_finds_the_day_it_is_on():
    drawn = grid(heat(2, (0, 9, 5)), [0, 1])
    for column in drawn.weeks[1].days:
        assert drawn.day_at(column.x) == column.day
        assert drawn.day_at(column.x + column.digits - 1) == column.day
    assert drawn.day_at(0) is None


def test_tints_rise_with_the_number():
    steps = [int(tint(number, 100)[4:]) for number in range(1, 101)]
    assert steps == sorted(steps)
    assert set(steps) == {0, 1, 2, 3, 4, 5}


def test_a_page_is_named_by_the_days_of_the_run_on_it():
    made = heat(8)
    assert span_text(made, [0, 1, 2, 3], date(2026, 11, 5), date(2026, 12, 24)) == (
        "5 to 29 Nov 2026"
    )
    assert span_text(made, [4, 5, 6, 7], date(2026, 11, 5), date(2026, 12, 24)) == (
        "30 Nov to 24 Dec 2026"
    )
    assert week_number(made, 0) == 45


def test_both_dates_of_a_narrow_weekend_stand_in_five_cells():
    made = heat(2, (5, 9, 1), (12, 9, 1))
    assert [weekend_text(made, saturday) for saturday in (5, 12)] == ["7 8", "14–15"]

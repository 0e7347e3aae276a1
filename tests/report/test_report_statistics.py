"""Differences of shares, their intervals, and how many contacts it takes to tell."""

from __future__ import annotations

from math import ceil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nurture_tui.report.statistics import (
    Takes,
    group_difference,
    group_needed,
    paired_difference,
    pairs_needed,
    smallest_told,
    spread,
    takes_for,
    takes_for_points,
    weeks_for,
)


def test_a_paired_interval_is_that_of_bonett_and_price() -> None:
    # 21 children, 1 and 7 of them differ: shares 2/23 and 8/23 after adjustment, so the middle is
    # 6/23 = 0.26087, and the half width 1.95996 * sqrt((10/23 - 0.26087 ** 2) / 23) = 0.24749.
    found = paired_difference(1, 7, 21)
    assert found.value == pytest.approx(6 / 21)
    assert (found.low, found.high) == pytest.approx((0.01338, 0.50836), abs=1e-5)
    assert found.tells
    turned = paired_difference(7, 1, 21)
    assert (turned.low, turned.high) == pytest.approx((-0.50836, -0.01338), abs=1e-5)


def test_contacts_who_are_the_same_both_ways_tell_nothing_but_leave_a_width() -> None:
    found = paired_difference(0, 0, 100)
    # 1.95996 * sqrt(2 / 102 / 102)
    assert (found.value, found.low, found.high) == pytest.approx((0, -0.02717, 0.02717), abs=1e-5)
    assert not found.tells


def test_two_groups_have_newcombes_interval() -> None:
    # 20 and 22 of 40: Wilson 35.2-64.8 and 39.8-69.3, so -16.2 to +25.6 points.
    found = group_difference(20, 40, 22, 40)
    assert found.value == pytest.approx(0.05)
    assert (found.low, found.high) == pytest.approx((-0.162, 0.256), abs=5e-4)
    assert not found.tells
    # Newcombe 1998, table II, case (a), method 10: 56/70 - 48/80 is 0.2, 0.0524 to 0.3339.
    found = group_difference(48, 80, 56, 70)
    assert (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=1e-4)


@pytest.mark.parametrize(
    ("first", "second", "each"),
    [
        (0.50, 0.55, 1_565),
        (0.30, 0.35, 1_377),
        (0.20, 0.25, 1_094),
        (0.03, 0.05, 1_506),
        (0.03, 0.04, 5_301),
        (0.05, 0.07, 2_213),
    ],
)
def test_two_groups_need_so_many_each(first: float, second: float, each: int) -> None:
    assert group_needed(first, second) == pytest.approx(each, abs=1)
    assert group_needed(second, first) == group_needed(first, second)


def test_pairs_need_fewer_the_less_the_rest_differs() -> None:
    # differ 0.2, gap 0.1: (1.95996 * 0.44721 + 0.84162 * 0.43589) ** 2 / 0.01 = 154.6
    assert pairs_needed(0.05, 0.15) == 155
    # differ 0.1, gap 0.1: (1.95996 * 0.31623 + 0.84162 * 0.3) ** 2 / 0.01 = 76.1
    assert pairs_needed(0, 0.1) == 77


def test_no_difference_cannot_be_told_by_any_number() -> None:
    assert pairs_needed(0.1, 0.1) is None
    assert group_needed(0.2, 0.2) is None


def test_forty_each_tell_no_less_than_almost_thirty_points() -> None:
    assert smallest_told(0.5, 40) == pytest.approx(0.295, abs=0.001)
    assert smallest_told(0.5, 1_565) == pytest.approx(0.05, abs=1e-4)
    assert smallest_told(0.99, 10) is None
    assert smallest_told(1.0, 1_000) is None


def test_fifteen_a_week_need_four_years_for_two_groups_of_1565() -> None:
    assert weeks_for(3_130, 15, 7) == 209
    assert weeks_for(3_130, 0, 90) is None


def test_what_three_points_take_hangs_on_the_share_alone() -> None:
    found = takes_for_points(0.3, 30, 14)
    assert found is not None
    assert (found.difference, found.each) == (pytest.approx(0.03), group_needed(0.3, 0.33))
    # 15 a week, half of them to each.
    assert found.weeks == ceil(2 * found.each / 15)
    down = takes_for_points(0.99, 30, 14)
    assert down is not None
    assert down.difference == pytest.approx(-0.03)
    assert takes_for(0.2, 0.2, 30, 14) is None
    assert takes_for(0.2, 0.3, 0, 14) == Takes(pytest.approx(0.1), 294, None)


def test_the_spread_keeps_what_can_happen_and_the_noise_of_the_mean_apart() -> None:
    found = spread([1.0, 2.0, 3.0, 4.0])
    assert found is not None
    assert (found.mean, found.least, found.most) == (2.5, 1, 4)
    assert found.sd == pytest.approx(1.29099, abs=1e-5)
    assert found.noise == pytest.approx(1.29099 / 2, abs=1e-5)
    assert found.usual == (1, 4)
    many = spread([float(n) for n in range(101)])
    assert many is not None
    assert many.usual == (5, 95)
    assert spread([]) is None


shares = st.floats(0.02, 0.6)
few = settings(max_examples=settings().max_examples * 5 // 8)


@few
@given(shares, shares, st.integers(30, 400), st.integers(0, 2**32 - 1))
def test_the_paired_interval_holds_the_true_difference_19_times_of_20(
    one: float, other: float, pairs: int, seed: int
) -> None:
    """Simulated pairs on common luck: the second way is reached by who is below its share."""
    luck = np.random.default_rng(seed)
    tries = 1_500
    base = luck.random((tries, pairs))
    own = np.where(luck.random((tries, pairs)) < 0.8, base, luck.random((tries, pairs)))
    first, second = base < one, own < other
    only_first = (first & ~second).sum(axis=1)
    only_second = (~first & second).sum(axis=1)
    holds = [
        (found := paired_difference(int(a), int(b), pairs)).low <= other - one <= found.high
        for a, b in zip(only_first, only_second, strict=True)
    ]
    assert np.mean(holds) > 0.92


@few
@given(shares, shares, st.integers(20, 300), st.integers(20, 300), st.integers(0, 2**32 - 1))
def test_the_interval_of_two_groups_holds_the_true_difference_19_times_of_20(
    one: float, other: float, first: int, second: int, seed: int
) -> None:
    luck = np.random.default_rng(seed)
    hits = luck.binomial(first, one, 1_500), luck.binomial(second, other, 1_500)
    holds = [
        (found := group_difference(int(a), first, int(b), second)).low <= other - one <= found.high
        for a, b in zip(*hits, strict=True)
    ]
    assert np.mean(holds) > 0.92


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 200))
def test_an_interval_holds_its_value_and_turns_with_the_order(a: int, b: int, rest: int) -> None:
    pairs = a + b + rest
    if not pairs:
        return
    found, turned = paired_difference(a, b, pairs), paired_difference(b, a, pairs)
    assert -1 <= found.low <= found.value <= found.high <= 1
    assert (found.low, found.high) == pytest.approx((-turned.high, -turned.low))

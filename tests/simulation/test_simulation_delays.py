"""Delays are exact laws, and the same second on every machine (R14, R16, R19)."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from math import exp, log
from statistics import NormalDist

import numpy as np
import pytest

from nurture_tui.simulation import delays
from nurture_tui.simulation.calendar import NEVER
from nurture_tui.simulation.delays import exact_exp, exponential, lognormal, normal

NORMAL = NormalDist()
N = 1 << 17
UNIFORM = (np.arange(N) + 0.5) / N
BITS = (np.arange(N, dtype=np.uint64) << np.uint64(15) | np.uint64(1 << 14)) << np.uint64(32)
HOUR = 3_600
LONGEST = 1 << 33


def distance(found: np.ndarray, law: Callable[[float], float]) -> float:
    """The largest difference between a law and the distribution of the delays found.

    A delay stands for the second around it, so the law is taken at both of its ends.
    """
    chosen = np.arange(0, N, 127)
    worst = 0.0
    for u, delay in zip(UNIFORM[chosen].tolist(), found[chosen].tolist(), strict=True):
        low = law(max(delay - 0.5, 0.0))
        high = law(delay + 0.5) if delay < LONGEST else 1.0
        worst = max(worst, low - u, u - high)
    return worst


@pytest.mark.parametrize(
    ("median", "sigma"),
    [(21_240, 2.27), (10_080, 2.45), (600, 1.0), (60, 0.3), (17 * 86_400, 1.55), (86_400, 5.0)],
)
def test_r14_delays_are_lognormal(median: int, sigma: float) -> None:
    def law(seconds: float) -> float:
        return NORMAL.cdf(log(seconds / median) / sigma) if seconds > 0 else 0.0

    assert distance(lognormal(BITS, median, sigma), law) < 2e-4


def test_r14_opens_come_as_fast_as_the_source_of_the_default_says() -> None:
    found = lognormal(BITS, 21_240, 2.27)
    shares = [float((found <= hours * HOUR).mean()) for hours in (1, 6, 24)]
    assert shares == pytest.approx([0.216, 0.502, 0.732], abs=0.002)


def test_r14_half_of_the_delays_are_below_the_median() -> None:
    assert (lognormal(BITS, 21_240, 2.27) < 21_240).mean() == pytest.approx(0.5, abs=1e-4)


def test_r14_a_spread_of_0_is_exact() -> None:
    assert set(lognormal(BITS[:100], 600, 0).tolist()) == {600}
    assert set(lognormal(BITS[:100], 0, 1.0).tolist()) == {0}


@pytest.mark.parametrize(("chance", "days"), [(0.02, 30), (0.5, 1), (0.999, 7), (1e-6, 365)])
def test_r16_a_constant_hazard_gives_its_chance_in_its_time(chance: float, days: int) -> None:
    found = exponential(BITS, chance, days * 86_400)
    rate = -log(1 - chance) / (days * 86_400)
    assert (found <= days * 86_400).mean() == pytest.approx(chance, abs=2e-5)
    assert distance(found, lambda seconds: 1 - exp(-rate * seconds)) < 2e-4


def test_r16_what_is_rare_is_not_lumped_together() -> None:
    # One in a thousand in a year: those of the first year happen at instants of their own.
    found = exponential(BITS, 0.001, 365 * 86_400)
    early = found[found <= 365 * 86_400]
    assert len(early) == pytest.approx(131, abs=1)
    assert np.diff(early).min() > 200_000
    assert np.diff(early).max() < 300_000


def test_r16_a_chance_of_0_is_never_and_of_1_at_once() -> None:
    assert set(exponential(BITS[:10], 0.0, 86_400).tolist()) == {NEVER}
    assert set(exponential(BITS[:10], 1.0, 86_400).tolist()) == {0}


def test_r17_normal_numbers_are_normal() -> None:
    found = normal(BITS)
    assert float(found.mean()) == pytest.approx(0, abs=1e-5)
    assert float(found.std()) == pytest.approx(1, abs=1e-3)
    assert NORMAL.cdf(float(found[N // 5])) == pytest.approx(0.2, abs=1e-4)


def test_r19_more_luck_is_a_longer_delay() -> None:
    ends = np.array([0, 1, 2**20, 2**32 - 2**20, 2**32 - 2, 2**32 - 1], np.uint64)
    bits = np.sort(np.concatenate([BITS, ends << np.uint64(32)]))
    for found in (lognormal(bits, 21_240, 2.27), exponential(bits, 0.02, 86_400)):
        assert (np.diff(found) >= 0).all()
        assert found[0] >= 0
        assert found[-1] < NEVER


def test_r19_only_the_upper_half_of_a_draw_counts() -> None:
    low = np.uint64(0xFFFF_FFFF)
    assert (lognormal(BITS, 600, 1.0) == lognormal(BITS | low, 600, 1.0)).all()
    assert (exponential(BITS, 0.1, 600) == exponential(BITS | low, 0.1, 600)).all()


def test_r19_delays_are_these_on_every_machine() -> None:
    found = np.concatenate(
        [
            lognormal(BITS, 21_240, 2.27),
            lognormal(BITS, 600, 1.0),
            exponential(BITS, 0.02, 30 * 86_400),
        ]
    )
    digest = sha256(found.astype("<i8").tobytes()).hexdigest()
    assert digest == "a97ddbdbd30d47d98f962ae436c0b6583f2d6f904777ab0456d69ed51b269ec8"


def test_r19_no_quantile_lies_where_libraries_could_round_it_apart() -> None:
    cells = 4_096

    def margin(quantile: float) -> float:
        units = quantile / delays._QUANTILE_UNIT
        return abs(units % 1 - 0.5) / max(1.0, abs(units))

    inverse, least = NORMAL.inv_cdf, delays._LEAST
    shares = [i / cells for i in range(cells // 2 + 1)] + [i / cells**2 for i in range(cells + 1)]
    # A library is right to about 2e-16 of the number; this is a hundred times that.
    assert min(margin(inverse(max(share, least))) for share in shares) > 2e-14
    assert min(margin(-log(max(share, least))) for share in shares) > 2e-14
    upper = [1 - share for share in shares]
    assert min(margin(-log(share)) for share in upper) > 2e-14


def test_r19_the_exact_exponential_is_that_of_the_library() -> None:
    x = np.linspace(-60, 60, 2_001)
    assert np.abs(exact_exp(x) / np.exp(x) - 1).max() < 1e-12
    assert exact_exp(0.0) == 1.0

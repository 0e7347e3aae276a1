"""What is remembered of events: how often of late and in a stay, and no more than is asked for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import CERTAIN, run
from test_simulation_behaviour import ENTRY

from nurture_tui.simulation.memory import Memory
from nurture_tui.simulation.recent import Recent

HOUR, DAY = 3_600, 86_400
ONE = np.array([0])


def times(*of: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(of, dtype=np.int64)


@given(
    st.integers(1, 50),
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 20)), max_size=60),
)
def test_what_is_kept_of_late_counts_as_all_times_would(
    span: int, happens: list[tuple[int, int]]
) -> None:
    recent, all_times, now = Recent(3, span), [list[int](), list[int](), list[int]()], 0
    for who, later in happens:
        now += later
        recent.remember(np.array([who]), times(now))
        all_times[who].append(now)
        for ago in (1, span):
            found = recent.count(np.arange(3), times(*[now - ago + 1] * 3))
            assert found.tolist() == [sum(t > now - ago for t in mine) for mine in all_times]


def test_what_is_kept_does_not_grow_with_the_length_of_a_run() -> None:
    recent = Recent(1, DAY)
    for hour in range(2_000):
        recent.remember(ONE, times(hour * HOUR))
    assert recent.times.shape[0] <= 32
    assert recent.count(ONE, times(1_999 * HOUR - DAY + 1)).tolist() == [24]


def test_times_are_kept_where_they_are_asked_for_only() -> None:
    memory = Memory(1)
    memory.remember(ONE, times(5))
    assert memory.recent is None
    memory = Memory(1)
    memory.keep(HOUR)
    memory.keep(DAY)
    memory.keep(HOUR)
    assert memory.recent is not None
    assert memory.recent.span == DAY


def test_what_happened_before_the_run_is_known_of_late_too() -> None:
    memory = Memory(2)
    memory.keep(DAY)
    memory.load(np.array([0, 0, 0, 1]), times(-5 * DAY, -3 * HOUR, -HOUR, -2 * DAY))
    assert memory.total.tolist() == [3, 1]
    assert memory.last.tolist() == [-HOUR, -2 * DAY]
    assert memory.recent is not None
    assert memory.recent.count(np.arange(2), times(-DAY, -DAY)).tolist() == [2, 0]


LOOP = """
[steps.first]
type = "action"
do = [ { emit = "told" } ]
next = "rest"
[steps.rest]
type = "wait"
for = "1h"
next = "check"
[steps.check]
type = "branch"
cases = [ { if = "CONDITION", label = "enough", next = "end" } ]
else = "first"
[steps.end]
type = "exit"
"""


@pytest.mark.parametrize(
    ("condition", "first_stay", "second_stay"),
    [
        ("count('told', within='stay') == 3", 3, 6),
        ("count('told') >= 3", 3, 4),
        ("count('told', within='4h') == 3", 3, 4),  # two of the first stay are not over yet
        ("count('asked', within='stay') == 1 and count('told', within='stay') >= 2", 2, 4),
    ],
)
def test_a_stay_counts_what_happened_in_it_from_the_event_that_began_it(
    condition: str, first_stay: int, second_stay: int
) -> None:
    entry = ENTRY.replace('event = "asked"', 'event = "asked"\nagain = "always"')
    comes_again = '\n[[assume.events]]\nevent = "asked"\ndate = "renews"\nchance = 1\n'
    made = run(
        entry + CERTAIN + comes_again + LOOP.replace("CONDITION", condition),
        "contact,renews\nada,2026-11-23T03:30",
    )
    assert made.journey.entered == 2
    ends = made.times("exit")
    told = made.times("told")
    assert [sum(time < end for time in told) for end in ends] == [first_stay, second_stay]

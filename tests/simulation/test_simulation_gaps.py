"""How soon and how often a journey can send: bounds that the throttle's order rests on."""

from __future__ import annotations

import numpy as np
import pytest
from small import CERTAIN, HEAD, MONDAY, workspace

from nurture_tui.contacts.table import Contacts
from nurture_tui.simulation.gaps import FAR, Gaps, gaps_of
from nurture_tui.simulation.pace import most_clock_change
from nurture_tui.simulation.plan import RunPlan
from nurture_tui.simulation.settings import RunSettings

HOUR, DAY = 3_600, 86_400
ENTRY_HEAD = HEAD + '[entry]\nevent = "asked"\nstart = "first"\n' + CERTAIN


def gaps(steps: str, seconds: int = HOUR, slack: int = HOUR) -> tuple[Gaps, dict[str, int]]:
    space = workspace("", test=ENTRY_HEAD + steps)
    people = Contacts(np.array(["ada"], dtype=object), {}, {})
    plan = RunPlan(space, tuple(space.journeys.values()), people, RunSettings(MONDAY, 9))
    return gaps_of(plan.journeys[0], seconds, 50, slack), dict(plan.journeys[0].places)


SEND = '[steps.first]\ntype = "send"\nsubject = "x"\nnext = "pause"\n'
LAST = '[steps.last]\ntype = "send"\nsubject = "y"\n'


@pytest.mark.parametrize(
    ("wait", "least"),
    [
        ('for = "3h"', 3 * HOUR),
        ('for = "3d"', 3 * DAY - HOUR),  # the clocks may go forward meanwhile
        ('for = "1bd"', DAY - HOUR),
        ('for = "2d"\nat = "09:00"', DAY - HOUR),  # from the evening to the morning after the next
        ('for = "0d"\nat = "09:00"', 0),
        ('for = "36h"\non = "Mon-Fri"', 36 * HOUR - HOUR),
        ('date = "renews"', 0),
        ('until = "did(\'x\')"\ntimeout = "5h"', 0),
    ],
)
def test_the_least_time_to_the_next_send(wait: str, least: int) -> None:
    found, places = gaps(SEND + f'[steps.pause]\ntype = "wait"\n{wait}\nnext = "last"\n' + LAST)
    assert found.beyond[places["first"]] == least
    assert found.on[places["last"]] == 0
    assert found.beyond[places["last"]] == FAR


def test_a_time_out_takes_its_time_and_the_event_may_come_at_once() -> None:
    wait = '[steps.pause]\ntype = "wait"\nuntil = "did(\'x\')"\ntimeout = "5h"\nnext = "end"\n'
    steps = SEND + wait + 'else = "last"\n[steps.end]\ntype = "exit"\n' + LAST
    found, places = gaps(steps)
    assert found.beyond[places["first"]] == 5 * HOUR
    assert found.by_next[places["pause"]] == FAR
    assert found.by_else[places["pause"]] == 0


def test_the_most_sends_in_a_period() -> None:
    wait = '[steps.pause]\ntype = "wait"\nfor = "{}"\nnext = "last"\n'
    for pause, most in (("20min", 2), ("60min", 1), ("2h", 1)):
        found, places = gaps(SEND + wait.format(pause) + LAST)
        assert found.most[places["first"]] == most
        assert found.most_beyond[places["first"]] == 1
    by_day, places = gaps(SEND + wait.format("2h") + LAST, DAY)
    assert by_day.most[places["first"]] == 2


def test_a_loop_is_counted_round_by_round_and_one_of_no_time_without_end() -> None:
    back = '[steps.pause]\ntype = "wait"\nfor = "{}"\nnext = "first"\n'
    assert gaps(SEND + back.format("6h"), DAY)[0].most[0] == 4
    assert gaps(SEND + back.format("1min"), DAY)[0].most[0] == 50


def test_the_clocks_of_a_run_are_turned_by_so_much() -> None:
    summer, autumn = 1_782_864_000, 1_790_812_800  # 2026-07-01, 2026-10-01
    assert most_clock_change(["Europe/Helsinki"], summer, autumn) == 0
    assert most_clock_change(["UTC", "Europe/Helsinki"], summer, autumn + 60 * DAY) == HOUR

"""The player: what the keys of the Simulate screen do to instant and speed."""

from __future__ import annotations

import numpy as np
import pytest

from nurture_tui.report.timeline import Timeline, midnights
from nurture_tui.screens.player import SPEEDS, Player

DAY = 86_400
START = 1_793_570_400  # Mon 2 Nov 2026, 00:00 in Helsinki
END = START + 10 * DAY


@pytest.fixture
def player() -> Player:
    nothing = np.empty(0, dtype=np.int64)
    line = Timeline(
        journey="j",
        zone="Europe/Helsinki",
        start=START,
        end=END,
        midnights=midnights(START, END, "Europe/Helsinki"),
        entered=nothing,
        ended=nothing,
        ends={},
        sent=nothing,
        goal_entered=None,
        goal_reached=nothing,
        goal_after=nothing,
        steps={},
        ports={},
    )
    return Player(line, START)


def test_one_second_is_a_day_at_first(player):
    assert player.words == "1 s = 1 day, paused"
    assert player.toggled().ran(1).instant == START + DAY


def test_speeds_stop_at_the_slowest_and_the_fastest(player):
    assert player.faster(-99).words.startswith(f"1 s = {SPEEDS[0][1]}")
    assert player.faster(99).seconds_a_second == SPEEDS[-1][0]


def test_playing_stops_at_the_end_and_begins_again_from_the_start(player):
    ended = player.toggled().ran(1_000)
    assert ended.instant == END
    assert not ended.playing
    again = ended.toggled()
    assert again.playing
    assert again.instant == START


def test_pausing_keeps_the_instant(player):
    paused = player.toggled().ran(2).toggled()
    assert (paused.playing, paused.instant) == (False, START + 2 * DAY)


def test_a_day_on_keeps_the_time_of_day(player):
    noon = player.at(START + DAY // 2)
    assert noon.days_on(1).instant == START + DAY + DAY // 2
    assert noon.days_on(-3).instant == START
    assert noon.days_on(99).instant == END


def test_without_animation_days_are_shown(player):
    assert player.at(START + 3 * DAY + 7_777).on_day_steps().instant == START + 3 * DAY
    assert player.at(END).on_day_steps().instant == END


def test_a_dot_takes_the_same_display_time_at_every_speed(player):
    for by in range(-2, 4):
        faster = player.faster(by)
        assert faster.travel / faster.seconds_a_second == pytest.approx(0.4)


def test_the_end_of_a_run_is_midnight_of_its_last_day(player):
    assert player.at(END).date_text == "Day 10, Wed 11 Nov 2026, 24:00"
    assert player.at(END - 60).date_text == "Day 10, Wed 11 Nov 2026, 23:59"
    assert player.date_text == "Day 1, Mon 2 Nov 2026, 00:00"

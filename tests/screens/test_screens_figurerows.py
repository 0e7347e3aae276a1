"""The figures beside the path in little room: which stay, and that they still add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from nurture_tui.report.timeline import GoalSoFar, Standing
from nurture_tui.screens.cells import Part
from nurture_tui.screens.figurerows import LEAST_VIEW, Extent, extent_in, figure_rows
from nurture_tui.screens.kpis import TIGHT
from nurture_tui.simulation.result import GoalResult, JourneyResult

DAYS = 60
ENDS = {"goal": 30, "bought": 7, "unsubscribed": 2, "bounced": 0, "series over": 50, "lost": 3}
END = Standing(0, DAYS, 100, 8, 300, GoalSoFar(30, 100, 0.3, 0.22, 0.39), ENDS)
GOAL = GoalResult(30, 0, 100, 0, 0.3, 0.22, 0.39, 0.25, 9.0)
OUTCOME = JourneyResult(100, 100, {}, GOAL, ENDS, 0, 8, 300, {}, {}, {}, {})


def texts(rows: Sequence[Sequence[Part]]) -> list[str]:
    return [" ".join("".join(text for text, _ in row).split()) for row in rows]


def shown(extent: Extent, standing: Standing = END) -> list[str]:
    return texts(figure_rows(standing, OUTCOME, DAYS, None, TIGHT, extent))


def extent(room: int, view: int) -> Extent | None:
    return extent_in(room, view, END, OUTCOME, DAYS, None, TIGHT)


def test_where_there_is_room_all_ends_stand_there():
    found = extent(40, 16)
    assert found is not None
    assert found.whole
    assert "bounced 0" in shown(found)


def test_ends_at_which_nobody_is_go_first():
    all_rows = extent(40, 16)
    found = extent(all_rows.rows + 15, 16)
    assert found is not None
    assert not found.whole
    assert found.ends is None
    told = shown(found)
    assert "bounced 0" not in told
    assert "unsubscribed 2.0% 2" in told


def test_then_the_fullest_keep_a_row_and_the_others_share_one():
    some = extent(extent(40, 16).rows + 15, 16).rows
    found = extent(some + 15, 16)
    assert found is not None
    assert found.ends == {"series over", "bought"}
    assert shown(found)[-3:] == ["bought 7.0% 7", "series over 50.0% 50", "2 other ends 5.0% 5"]


def test_an_end_that_is_left_over_alone_has_its_name():
    found = extent(extent(extent(40, 16).rows + 15, 16).rows + 15, 16)
    early = replace(END, ended=ENDS | {"lost": 0})
    assert shown(found, early)[-1] == "unsubscribed 2.0% 2"


@pytest.mark.parametrize("view", [7, 10, 16])
def test_no_room_is_promised_twice_and_no_instant_has_more_rows(view):
    for room in range(10, 44):
        found = extent(room, view)
        if found is None:
            continue
        assert found.rows <= room - min(view, LEAST_VIEW)
        for standing in (END, replace(END, day=3, ended=dict.fromkeys(ENDS, 0))):
            assert len(shown(found, standing)) < found.rows


def test_where_even_the_fewest_are_too_many_they_make_room():
    assert extent(LEAST_VIEW + 4, 16) is None

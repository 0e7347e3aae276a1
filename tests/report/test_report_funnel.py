"""The funnel and the occupancy of a run at any instant agree with what the run counted."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from nurture_tui.contacts.read import read_contacts
from nurture_tui.files.workspace import read_workspace
from nurture_tui.report.funnel import Funnel, funnel
from nurture_tui.report.occupancy import occupancy_cells
from nurture_tui.report.timeline import timeline
from nurture_tui.simulation import Result, RunSettings, simulate

ROOT = Path(__file__).parents[2]
IDS = ("hr-guide", "webinar", "hand-to-sales")


@lru_cache
def ran(id_: str) -> tuple[Result, Funnel]:
    """A sample journey on the sample contacts, with machines that open some of its mail."""
    space = read_workspace(ROOT / "journeys").workspace
    journey = space.journeys[id_]
    assume = journey.assume.model_copy(update={"machine_opens": 0.2})
    space = space.with_journey(journey.model_copy(update={"assume": assume}))
    contacts = read_contacts(ROOT / "sample_contacts" / "leads.csv", space)
    result = simulate(space, [id_], contacts, RunSettings(date(2026, 11, 23), 60))
    goal = journey.goal
    within = goal.within.elapsed if goal is not None and goal.within is not None else None
    return result, funnel(result, space.journeys[id_], timeline(result, id_, within))


@pytest.mark.parametrize("id_", IDS)
def test_at_the_end_the_funnel_has_the_numbers_of_the_run(id_: str) -> None:
    result, found = ran(id_)
    counted, at_end = result.journeys[id_], found.at(result.run.end)
    assert (at_end.considered, at_end.let_in) == (counted.considered, counted.entered)
    assert dict(at_end.refused) == {why: n for why, n in counted.not_entered.items() if n}
    assert at_end.reached == (None if counted.goal is None else counted.goal.reached)
    told = {each.step: (each.sent, each.opened, each.clicked) for each in at_end.messages}
    assert told == {
        step: (each.sent, each.opened, each.clicked)
        for step, each in counted.steps.items()
        if each.type == "send"
    }


def test_the_funnel_only_grows_and_opens_never_come_before_sends() -> None:
    result, found = ran("webinar")
    before = found.at(result.run.start - 1)
    assert before.considered == before.let_in == 0
    for instant in np.linspace(result.run.start, result.run.end, 40).astype(int).tolist():
        now = found.at(instant)
        assert now.let_in >= before.let_in
        for one, other in zip(before.messages, now.messages, strict=True):
            assert one.sent <= other.sent
            assert other.clicked <= other.opened <= other.sent
        before = now


@pytest.mark.parametrize("cells", [1, 7, 60])
def test_the_occupancy_of_a_cell_is_that_of_its_last_instant(cells: int) -> None:
    _, found = ran("hr-guide")
    line = found.line
    shown = occupancy_cells(line, cells)
    assert len(shown.ends) == cells
    assert shown.ends[-1] == line.end
    for cell, end in enumerate(shown.ends.tolist()):
        assert shown.total[cell] == line.standing(end).inside
        assert shown.cell(end) == cell
        for step, inside in shown.steps.items():
            assert inside[cell] == line.step(step, end).inside
    assert line.standing(shown.most_at).inside == shown.most >= shown.total.max()

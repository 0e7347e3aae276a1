"""What the screens derive from the trace of a run agrees with what the run itself counts."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from nurture_tui.contacts.read import read_contacts
from nurture_tui.files.workspace import read_workspace
from nurture_tui.model.zones import zone_info
from nurture_tui.report.calendar import heat, send_calendar
from nurture_tui.report.moves import moves, traffic, whereabouts
from nurture_tui.report.pressure import over_cap
from nurture_tui.report.story import story
from nurture_tui.report.timeline import timeline
from nurture_tui.simulation import simulate
from nurture_tui.simulation.settings import RunSettings

ROOT = Path(__file__).parents[2]
IDS = sorted(path.stem for path in (ROOT / "journeys").glob("*.toml") if path.stem != "nurture")


@lru_cache
def workspace():
    return read_workspace(ROOT / "journeys").workspace


@lru_cache
def run(id_: str):
    contacts = read_contacts(ROOT / "sample_contacts" / "leads.csv", workspace())
    return simulate(workspace(), [id_], contacts, RunSettings(date(2026, 11, 23)))


def line_of(id_: str):
    goal = workspace().journeys[id_].goal
    return timeline(run(id_), id_, goal.within.elapsed if goal and goal.within else None)


@pytest.mark.parametrize("id_", IDS)
def test_the_end_of_the_timeline_is_the_result(id_):
    result, line = run(id_), line_of(id_)
    outcome, now = result.journeys[id_], line.standing(result.run.end)
    assert (now.let_in, now.inside, now.sent) == (outcome.entered, outcome.inside, outcome.sends)
    assert now.ended["finished"] == outcome.finished
    for name, number in outcome.exits.items():
        assert now.ended[name] == number
    for step, found in outcome.steps.items():
        seen = line.step(step, result.run.end)
        assert (seen.entered, seen.sent, seen.inside) == (found.entered, found.sent, found.inside)


@pytest.mark.parametrize("id_", IDS)
def test_the_goal_rate_at_the_end_is_the_results(id_):
    goal = run(id_).journeys[id_].goal
    now = line_of(id_).goal(run(id_).run.end)
    if goal is None:
        assert now is None
    else:
        assert (now.of, now.rate, now.low, now.high) == (goal.of, goal.rate, goal.low, goal.high)


@pytest.mark.parametrize("id_", IDS)
def test_sends_a_day_are_the_results(id_):
    expected = [sends for _, sends, _ in run(id_).per_day]
    assert line_of(id_).sends_a_day().tolist() == expected


@pytest.mark.parametrize("id_", IDS)
def test_inside_at_the_end_of_each_day_is_the_results(id_):
    line = line_of(id_)
    ends = line.midnights[1:].tolist()
    seen = [line.standing(t if t == line.end else t - 1).inside for t in ends]
    assert seen == [inside for _, _, inside in run(id_).per_day]


@pytest.mark.parametrize("id_", IDS)
def test_shares_at_the_end_are_the_results(id_):
    shares = line_of(id_).shares(run(id_).run.end)
    for step, found in run(id_).journeys[id_].steps.items():
        for port, left in found.out.items():
            if left:
                assert shares[(step, port)] == left / found.entered


@pytest.mark.parametrize("id_", IDS)
def test_every_visit_was_reached_by_a_known_line(id_):
    moved = moves(run(id_), workspace().journeys[id_])
    assert (moved.into >= 0).all()


@pytest.mark.parametrize("id_", IDS)
def test_a_contact_that_is_inside_is_at_its_last_step(id_):
    result = run(id_)
    moved = moves(result, workspace().journeys[id_])
    inside = np.unique(result.stays.contact[result.stays.ended == result.run.end])
    for contact in inside[:20].tolist():
        assert whereabouts(moved, contact, result.run.end, 1).step != ""


@pytest.mark.parametrize("id_", IDS)
def test_no_line_is_crowded_at_any_instant(id_):
    result = run(id_)
    dots = traffic(moves(result, workspace().journeys[id_]), 34_560)
    for instant in np.linspace(result.run.start, result.run.end, 400).astype(int).tolist():
        assert all(len(on_line) <= 6 for on_line in dots.dots(instant).values())


@pytest.mark.parametrize("id_", IDS)
def test_the_calendar_has_every_send_on_the_contacts_own_clock(id_):
    result = run(id_)
    calendar = send_calendar(result)
    found = heat(calendar)
    assert found.total == len(result.sends)
    for row in range(0, len(result.sends), 97):
        name = result.contacts.text("timezone", int(result.sends.contact[row]))
        try:
            zone = zone_info(name)
        except ValueError:
            zone = zone_info(result.run.timezone)
        from_zone = zone.utcoffset(datetime.fromtimestamp(int(result.sends.time[row]), zone))
        assert int(calendar.wall[row] - result.sends.time[row]) == from_zone.total_seconds()


@pytest.mark.parametrize("id_", IDS)
def test_the_caps_of_the_samples_hold(id_):
    found = over_cap(run(id_), workspace(), id_)
    assert found is None or found[1] == 0


@pytest.mark.parametrize("id_", IDS)
def test_every_story_begins_with_the_entry_and_is_in_order(id_):
    result = run(id_)
    journey = workspace().journeys[id_]
    for contact in np.unique(result.stays.contact)[:15].tolist():
        lines = story(result, workspace(), journey, contact)
        assert [line.time for line in lines] == sorted(line.time for line in lines)
        assert any(line.tone == "enter" for line in lines)
        sends = int((result.sends.contact == contact).sum())
        assert sum(line.tone == "send" for line in lines) == sends

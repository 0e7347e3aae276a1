"""Two variants on the same contacts and the same luck."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from math import ceil
from pathlib import Path

import numpy as np
import pytest

from nurture_tui.contacts.read import read_contacts
from nurture_tui.contacts.table import Contacts
from nurture_tui.edit.rename import rename
from nurture_tui.errors import SimulationError
from nurture_tui.files.workspace import read_workspace
from nurture_tui.model.assume import Assume
from nurture_tui.model.duration import parse_duration
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.compared import compared_record
from nurture_tui.report.comparison import FEW, Comparison, compare
from nurture_tui.report.statistics import group_needed
from nurture_tui.report.variants import Variant, matched
from nurture_tui.simulation import RunSettings

ROOT = Path(__file__).parents[2]
SETTINGS = RunSettings(date(2026, 11, 23), 60)


@lru_cache
def space() -> Workspace:
    return read_workspace(ROOT / "journeys").workspace


@lru_cache
def people() -> Contacts:
    return read_contacts(ROOT / "sample_contacts" / "leads.csv", space())


def guide() -> Journey:
    return space().journeys["hr-guide"]


def variant(journey: Journey) -> Variant:
    return Variant(space().with_journey(journey), (journey.id,), people())


def with_step(journey: Journey, id_: str, **changes: object) -> Journey:
    steps = {**journey.steps, id_: journey.steps[id_].model_copy(update=changes)}
    return journey.model_copy(update={"steps": steps})


def opened(share: float) -> Journey:
    """The guide with another open rate of the offer."""
    offer = guide().steps["offer-guide"]
    return with_step(guide(), "offer-guide", assume=offer.assume.model_copy(update={"open": share}))


def held(second: Journey, **more: object) -> Comparison:
    return compare(variant(guide()), variant(second), SETTINGS, **more)


def test_a_variant_under_another_name_that_is_the_same_has_the_same_luck() -> None:
    found = held(guide().model_copy(update={"id": "the-copy", "name": "Copy"}))
    assert found.was == {"hr-guide": "the-copy"}
    goal = found.journeys["hr-guide"].goal
    assert goal is not None
    assert (goal.pairs.only_first, goal.pairs.only_second) == (0, 0)
    assert goal.verdict == "cannot tell"
    assert (goal.pairs_to_tell, goal.runs_to_tell, goal.test) == (None, None, None)
    assert (found.schedule.moves.moved, found.schedule.only_first) == (0, 0)
    assert found.first.log.time.tolist() == found.second.log.time.tolist()


def test_a_step_that_only_has_another_id_keeps_its_luck() -> None:
    found = held(rename(guide(), "offer-guide", "the-offer").journey)
    assert [change.kind for change in found.journeys["hr-guide"].changes] == ["renamed"]
    assert np.array_equal(found.first.sends.time, found.second.sends.time)


def test_a_better_open_rate_only_helps_on_the_same_luck_and_is_told() -> None:
    found = held(opened(1.0), runs=4)
    goal = found.journeys["hr-guide"].goal
    assert goal is not None
    assert goal.pairs.only_first <= goal.pairs.only_second / 4
    assert goal.verdict == "B"
    assert goal.difference is not None
    assert goal.difference.low > 0
    turned = compare(variant(opened(1.0)), variant(guide()), SETTINGS, runs=4)
    other = turned.journeys["hr-guide"].goal
    assert other is not None
    assert other.verdict == "A"


def test_a_small_difference_cannot_be_told_and_says_what_it_would_take() -> None:
    # The offer gains what its reminder loses, so many differ, one way or the other.
    found = held(with_step(opened(0.45), "last-offer", assume=Assume(open=0.02)), runs=3)
    goal = found.journeys["hr-guide"].goal
    assert goal is not None
    assert goal.verdict == "cannot tell"
    assert goal.pairs.only_first + goal.pairs.only_second >= FEW
    assert goal.test is not None
    rates = goal.pairs.first_rate, goal.pairs.second_rate
    assert goal.test.each == group_needed(*rates)
    assert goal.runs_to_tell == ceil(goal.pairs_to_tell * 3 / goal.pairs.of)
    # All first stays of 60 days, in weeks, of which both variants take half.
    first = found.first.journeys["hr-guide"].goal
    assert goal.coming == pytest.approx((first.of + first.too_early) * 7 / 60)
    assert goal.test.weeks == pytest.approx(2 * goal.test.each / goal.coming, abs=1)
    # On common luck it takes far fewer than two groups do.
    assert goal.pairs_to_tell * 3 < 2 * goal.test.each


def test_what_a_handful_of_contacts_do_is_not_stretched_into_a_number() -> None:
    goal = held(opened(0.45)).journeys["hr-guide"].goal
    assert goal is not None
    assert 0 < goal.pairs.only_second < FEW
    assert (goal.pairs_to_tell, goal.test) == (None, None)
    # As many runs as show some thirty that differ; and what three points would take.
    assert goal.runs_to_tell == ceil(30 / (goal.pairs.only_first + goal.pairs.only_second))
    assert goal.points is not None
    assert goal.points.difference == pytest.approx(0.03)
    assert goal.points.each == group_needed(goal.pairs.first_rate, goal.pairs.first_rate + 0.03)


def test_more_runs_make_the_noise_smaller_and_keep_what_luck_can_do_apart() -> None:
    one, more = held(opened(0.45)), held(opened(0.45), runs=6)
    first, pooled = one.journeys["hr-guide"].goal, more.journeys["hr-guide"].goal
    assert first is not None
    assert pooled is not None
    assert first.each_run is None
    assert pooled.each_run is not None
    assert pooled.pairs.of > 5 * first.pairs.of
    width = first.difference.high - first.difference.low
    assert pooled.difference.high - pooled.difference.low < width * 0.6
    assert pooled.each_run.least <= pooled.difference.value <= pooled.each_run.most
    journey = more.journeys["hr-guide"]
    assert journey.shifts["sends"].runs == 6
    means = journey.second_runs.sends.mean - journey.first_runs.sends.mean
    assert journey.shifts["sends"].mean == pytest.approx(means)


def test_a_shorter_wait_moves_sends_and_is_told_in_the_graph() -> None:
    found = held(with_step(guide(), "pause-2", for_=parse_duration("3d")))
    changes = found.journeys["hr-guide"].changes
    assert [change.sentence for change in changes] == ["step “pause-2”: waits 3d instead of 6d"]
    assert found.schedule.moves.earlier > 50
    moved = {step.step for step in found.schedule.steps if step.later or step.earlier}
    assert moved == {"offer-guide", "last-offer"}


def test_a_window_that_is_any_moves_sends_out_of_hours() -> None:
    sending = guide().sending.model_copy(update={"window": None})
    settings = space().settings
    anytime = settings.model_copy(
        update={"sending": settings.sending.model_copy(update={"window": None})}
    )
    second = Workspace(anytime, space().journeys)
    second = second.with_journey(guide().model_copy(update={"sending": sending}))
    found = compare(variant(guide()), Variant(second, ("hr-guide",), people()), SETTINGS)
    assert found.schedule.first.at["weekend"] < found.schedule.second.at["weekend"]
    assert [change.sentence for change in found.settings] == [
        'nurture.toml: sending.window is no longer set, was "Mon-Fri 08:00-17:00"'
    ]


def test_of_several_journeys_those_of_one_name_are_compared() -> None:
    first = Variant(space(), ("hr-guide", "trial"), people())
    second = Variant(space(), ("hr-guide", "webinar"), people())
    found = compare(first, second, replace(SETTINGS, days=20))
    assert list(found.journeys) == ["hr-guide"]
    assert (found.only_first, found.only_second) == (("trial",), ("webinar",))


def test_the_lift_of_each_is_there_when_asked_for() -> None:
    found = held(opened(0.45), lift=True)
    journey = found.journeys["hr-guide"]
    assert journey.first.goal.lift is not None
    assert journey.second.goal.lift.value >= journey.first.goal.lift.value
    assert held(opened(0.45)).journeys["hr-guide"].first.goal.lift is None


def test_different_contacts_are_refused() -> None:
    other = replace(people(), ids=people().ids[::-1])
    with pytest.raises(SimulationError, match="different contacts"):
        matched(variant(guide()), replace(variant(guide()), contacts=other))


def test_the_record_says_what_the_comparison_says() -> None:
    found = held(opened(0.45))
    record = compared_record(found)
    assert record["run"]["simulated"] is True
    goal = record["journeys"]["hr-guide"]["goal"]
    assert goal["verdict"] == "cannot tell"
    assert set(goal["to_tell"]) == {"pairs", "runs", "test", "test_of_points"}
    assert goal["pairs"]["of"] == found.journeys["hr-guide"].goal.pairs.of
    schedule = record["schedule"]
    assert sum(row["first"] for row in schedule["per_day"]) == schedule["first"]["sends"]
    assert sum(map(sum, schedule["second"]["by_hour"])) == schedule["second"]["sends"]

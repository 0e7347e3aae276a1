"""What nothing in a run asks for is left out where no log is kept, and only that."""

from __future__ import annotations

import numpy as np
import pytest
from agreement import figures
from small import CERTAIN, HEAD, MONDAY, workspace

from nurture_tui.contacts.table import Contacts, TextColumn
from nurture_tui.model.fields import TEXT
from nurture_tui.model.journey import Goal
from nurture_tui.simulation import RunSettings, count, simulate
from nurture_tui.simulation.lean import without_unasked
from nurture_tui.simulation.plan import RunPlan

IDS = np.array([f"c{number}" for number in range(60)], dtype=object)
PEOPLE = Contacts(ids=IDS, columns={"contact": TextColumn(IDS)}, kinds={"contact": TEXT})

NURTURE = """
[scoring]
viewed = 10
clicked = 5
[scoring.reached]
hot = 20

[[assume.events]]
event = "viewed"
chance = "60% per 2d"
repeat = true

[[assume.events]]
event = "bought"
chance = "30% per 3d"
if = "not owns_it"
set = { owns_it = true }
"""
PATH = """
[entry]
event = "asked"
start = "first"

[[assume.events]]
event = "called"
after = "did('hot')"
chance = 1.0
delay = "1d"

[steps.first]
type = "send"
subject = "x"
next = "rest"

[steps.rest]
type = "wait"
for = "4d"
next = "last"

[steps.last]
type = "send"
subject = "y"
"""
LAST = '[steps.last]\ntype = "send"\n'
EVENTS_KEPT = {
    "": set(),
    "owns_it": {"bought"},
    "did('bought')": {"bought"},
    "score >= 20": {"viewed"},
    "did('hot')": {"viewed"},
    "did('called')": {"viewed", "called"},
    "count('viewed') >= 2": {"viewed"},
}


def plan_of(asks: str, hold: str = "") -> RunPlan:
    """The plan of a run whose last message goes only if a condition holds."""
    path = PATH.replace(LAST, LAST + (f'only_if = "{asks}"\n' if asks else ""))
    certain = CERTAIN.replace("[sending]", f"[sending]\n{hold}")
    space = workspace(NURTURE, test=HEAD + certain + path)
    return RunPlan(space, (space.journeys["test"],), PEOPLE, RunSettings(MONDAY))


@pytest.mark.parametrize("asks", EVENTS_KEPT)
def test_what_is_asked_for_is_kept_with_all_that_it_hangs_on(asks: str) -> None:
    plan = plan_of(asks)
    bare = without_unasked(plan)
    kept = {one.name for one in (*bare.shared_own, *bare.journeys[0].assumed)}
    assert kept == EVENTS_KEPT[asks]
    assert bool(bare.scoring.points) == ("viewed" in kept and "count" not in asks)
    space = plan.workspace
    counted = count(space, ["test"], PEOPLE, RunSettings(MONDAY))
    assert figures(counted) == figures(simulate(space, ["test"], PEOPLE, RunSettings(MONDAY)))


HOLD = "hold_if = \"did('called', within='1d')\"\n"


def test_events_that_nobody_asks_for_are_kept_for_held_sends_without_a_turn() -> None:
    plan = plan_of("", HOLD)
    bare = without_unasked(plan)
    assert [plan.assumed[place].name for place in bare.unheard.look] == ["bought"]  # viewed scores
    assert bare.unheard.holds
    assert not bare.sees_all_events


@pytest.mark.parametrize("goal", ["since(entered_at) > '1d'", "done('first')"])
def test_where_more_than_held_sends_looks_at_each_event_all_have_their_turns(goal: str) -> None:
    plan = plan_of("", HOLD)
    journey = plan.workspace.journeys["test"]
    watched = Goal(name="Goal", when=goal)
    space = plan.workspace.with_journey(journey.model_copy(update={"goal": watched}))
    other = RunPlan(space, (space.journeys["test"],), PEOPLE, RunSettings(MONDAY))
    assert without_unasked(other) is other


CALLED = '[[assume.events]]\nevent = "called"\nchance = "90% per 1d"\nrepeat = true\n'
WAITED = PATH.replace('for = "4d"', 'for = "5h"').partition("[[assume")[0]
STEPS = WAITED + CALLED + "[steps.first]" + PATH.replace("4d", "5h").partition("[steps.first]")[2]


@pytest.mark.parametrize("hold", ["did('called', within='6h')", "did('called', within='1d')"])
def test_held_sends_are_tried_with_opens_and_own_events_that_have_no_turn(hold: str) -> None:
    opened = CERTAIN.replace("open = 0", "open = 1", 1)
    held = opened.replace("[sending]", f'[sending]\nhold_if = "{hold}"')
    space = workspace(test=HEAD + held + STEPS)
    journey, settings = space.journeys["test"], RunSettings(MONDAY)
    bare = without_unasked(RunPlan(space, (journey,), PEOPLE, settings))
    assert bare.unheard.holds
    assert len(bare.unheard.noted) == 1
    counted = count(space, ["test"], PEOPLE, settings)
    assert counted.journeys["test"].steps["last"].held["hold_if"] > 15
    assert figures(counted) == figures(simulate(space, ["test"], PEOPLE, settings))


@pytest.mark.parametrize(
    "asks",
    ["did('called', within='6h')", "did('called')", "count('called', within='stay') >= 2"],
)
def test_own_events_that_only_a_branch_asks_for_are_found_there(asks: str) -> None:
    path = STEPS.replace('next = "last"', 'next = "which"')
    path += f'[steps.which]\ntype = "branch"\ncases = [{{ if = "{asks}", next = "last" }}]\n'
    space = workspace(test=HEAD + CERTAIN + path + 'else = "over"\n[steps.over]\ntype = "exit"\n')
    settings = RunSettings(MONDAY, only_waves=True)
    bare = without_unasked(RunPlan(space, (space.journeys["test"],), PEOPLE, settings))
    assert len(bare.unheard.noted) == 1
    counted = count(space, ["test"], PEOPLE, settings)
    assert counted.journeys["test"].steps["which"].out["else"] > 5
    assert figures(counted) == figures(simulate(space, ["test"], PEOPLE, settings))

"""The frontier does what it can do exactly, and leaves the rest to waves."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from agreement import figures, story_of
from small import CERTAIN, HEAD, MONDAY, run, workspace

from nurture_tui.contacts.table import Contacts, TextColumn, YesNoColumn
from nurture_tui.model.fields import TEXT, YES_NO
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings, Workspace
from nurture_tui.simulation import RunSettings, simulate
from nurture_tui.simulation.frontier.covers import why_not
from nurture_tui.simulation.plan import RunPlan
from nurture_tui.simulation.run import count

ENTRY = '[entry]\nevent = "asked"\nstart = "first"\n'
STEPS = """
[steps.first]
type = "send"
subject = "x"
next = "rest"

[steps.rest]
type = "wait"
for = "3d"
"""
REFERENCE = Path(__file__).parent / "reference.toml"


def exit_when(condition: str) -> str:
    return f'[[exits]]\nname = "out"\nwhen = "{condition}"\n'


def after(event: str, cause: str, more: str = "") -> str:
    return f'[[assume.events]]\nevent = "{event}"\nafter = "{cause}"\nchance = 1.0\n{more}\n'


def people(n: int) -> Contacts:
    ids = np.array([f"c{number}" for number in range(n)], dtype=object)
    return Contacts(ids=ids, columns={"contact": TextColumn(ids)}, kinds={"contact": TEXT})


ONWARD = exit_when("did('bought')") + CERTAIN + after("bought", "clicked()")
OWNED = after("bought", "clicked()", "set = { owns_it = true }")
REASONS = {
    "contacts come in when a condition begins to hold": ENTRY.replace(
        'event = "asked"', 'when = "owns_it"'
    )
    + CERTAIN,
    "sends are held by a condition": ENTRY
    + CERTAIN.replace("[sending]", "[sending]\nhold_if = \"did('called')\""),
    "the entry event can happen again": ENTRY + CERTAIN + after("asked", "sent()"),
    "what is watched joins events of messages that go at one instant": ENTRY.replace(
        '"first"', '"zero"'
    )
    + exit_when("sent('zero') and clicked('first')")
    + CERTAIN
    + '[steps.zero]\ntype = "send"\nsubject = "y"\nnext = "first"\n',
    "time alone can change what is watched": ENTRY + exit_when("since(renews) >= '1d'") + CERTAIN,
    "what is watched can cease to hold": ENTRY + exit_when("not did('bought')") + CERTAIN,
    "what is watched begins to hold with a step": ENTRY + exit_when("done('first')") + CERTAIN,
    "an assumed event changes a field that is asked for at steps": ENTRY
    + CERTAIN
    + OWNED
    + '[steps.more]\ntype = "send"\nsubject = "y"\nonly_if = "owns_it"\n',
    "an assumed event changes a field that is watched, not always to the same": ENTRY
    + exit_when("seats >= 5")
    + CERTAIN
    + after("bought", "clicked()", "add = { seats = 5 }"),
    "what is watched joins events with fields that assumed events change": ENTRY
    + exit_when("did('bought') and owns_it")
    + CERTAIN
    + OWNED,
    "an assumed event asks for what may change": ENTRY
    + exit_when("owns_it")
    + CERTAIN
    + OWNED
    + after("told", "sent()", 'if = "not owns_it"'),
    "an assumed event follows another": ENTRY
    + CERTAIN
    + after("bought", "clicked()")
    + after("told", "did('bought')"),
    "a condition counts events, or the time since one": ENTRY
    + exit_when("count('bought') >= 2")
    + CERTAIN,
    "fatigue makes each message depend on others": ENTRY + CERTAIN + "fatigue = 0.9\n",
}


@pytest.mark.parametrize("reason", REASONS)
def test_what_hangs_on_the_order_of_events_is_left_to_waves(reason: str) -> None:
    space = workspace(test=HEAD + REASONS[reason] + STEPS)
    plan = RunPlan(space, (space.journeys["test"],), people(2), RunSettings(MONDAY))
    assert why_not(plan, with_log=True) == reason
    assert simulate(space, ["test"], people(2), RunSettings(MONDAY)).run.scheduler == "wave"


def test_a_path_that_goes_on_with_events_is_done_by_the_frontier() -> None:
    assert run(ENTRY + ONWARD + STEPS).result.run.scheduler == "frontier"


READERS = ("{ copy = { from = 'FIELD', to = 'seats' } }",
           "{ map = { field = 'note', by = 'FIELD', to = {}, else = 'x' } }")  # fmt: skip


@pytest.mark.parametrize("verb", READERS)
@pytest.mark.parametrize(
    ("field", "kind", "reason"),
    [
        ("score", "lead", "a step asks for the score"),
        ("consent", "service", "who unsubscribes stays, and a step asks for consent"),
    ],
)
def test_a_step_that_reads_what_messages_change_is_left_to_waves(
    verb: str, field: str, kind: str, reason: str
) -> None:
    work = f'[steps.work]\ntype = "action"\ndo = [{verb.replace("FIELD", field)}]\n'
    text = HEAD.replace("lead", kind) + ENTRY + "[assume]\nbounce = 0\n" + STEPS + work
    text = text.replace("seats", "owns_it") if field == "consent" else text
    space = workspace("[scoring]\nopened = 5\n", test=text)
    plan = RunPlan(space, (space.journeys["test"],), people(2), RunSettings(MONDAY))
    assert why_not(plan, with_log=True) == reason


@pytest.mark.parametrize("only_waves", [False, True])
def test_a_message_without_a_basis_needs_consent(only_waves: bool) -> None:
    text = HEAD + ENTRY + "[assume]\nbounce = 0\nunsubscribe = 0\n" + STEPS
    answers = people(3)
    consent = YesNoColumn(np.array([1, 0, -1], dtype=np.int8))
    answers = replace(
        answers,
        columns={**answers.columns, "consent": consent},
        kinds={**answers.kinds, "consent": YES_NO},
    )
    settings = RunSettings(MONDAY, only_waves=only_waves)
    first = count(workspace(test=text), ["test"], answers, settings).journeys["test"].steps["first"]
    assert (first.sent, first.skipped["no_permission"]) == (1, 2)


@pytest.mark.parametrize("only_waves", [False, True])
def test_a_service_journey_goes_on_but_writes_no_more_to_a_dead_address(only_waves: bool) -> None:
    last = 'next = "last"\n[steps.last]\ntype = "send"\nsubject = "y"\n'
    text = HEAD.replace("lead", "service") + ENTRY + CERTAIN + STEPS + last
    text = text.replace("consent", "service").replace("bounce = 0", "bounce = 1", 1)
    settings = RunSettings(MONDAY, only_waves=only_waves)
    made = simulate(workspace(test=text), ["test"], people(3), settings)
    assert made.run.scheduler == ("wave" if only_waves else "frontier")
    assert made.journeys["test"].steps["first"].bounced == 3
    assert made.journeys["test"].steps["last"].skipped == {"bounced": 3}


CLICKS = CERTAIN.replace("open = 0", "open = 1").replace("to_open = 0", "to_open = 1")
LUCK = 'delay = "2d"\n'
ALONE = '[[assume.events]]\nevent = "left"\nchance = "50% per 2d"\nset = { owns_it = false }\n'


@pytest.mark.parametrize("watched", ["owns_it", "not owns_it", "did('told') or note == 'HR'"])
def test_fields_that_events_change_are_watched_as_waves_watch_them(watched: str) -> None:
    text = HEAD + ENTRY + exit_when(watched) + CLICKS + ALONE + STEPS
    text += after("bought", "clicked()", LUCK + 'set = { owns_it = true, note = "HR" }')
    space, settings = workspace(test=text), RunSettings(MONDAY)
    answers = people(200)
    owns = YesNoColumn(np.array(50 * [-1, 0, 1, 0], dtype=np.int8))
    answers = replace(
        answers,
        columns={**answers.columns, "owns_it": owns},
        kinds={**answers.kinds, "owns_it": YES_NO},
    )
    walked = simulate(space, ["test"], answers, settings)
    waves = simulate(space, ["test"], answers, replace(settings, only_waves=True))
    assert (walked.run.scheduler, waves.run.scheduler) == ("frontier", "wave")
    assert 0 < walked.journeys["test"].exits["out"] < 200
    assert figures(walked) == figures(waves)
    assert story_of(walked) == story_of(waves)


@pytest.mark.parametrize("goal", [True, False])
def test_who_may_change_what_an_event_asks_for_goes_by_waves(goal: bool) -> None:
    """Unless the change makes the goal hold: nothing that is told in counts comes after it."""
    text = HEAD + ENTRY + CLICKS + ALONE + STEPS + 'next = "last"\n'
    text += '[steps.last]\ntype = "send"\nsubject = "y"\n'
    text += '[goal]\nname = "Told"\nwhen = "did(\'told\')' + (' or owns_it"\n' if goal else '"\n')
    text += after("bought", "clicked()", LUCK + "set = { owns_it = true }")
    text += after("told", "clicked('last')", LUCK + 'if = "not owns_it"')
    space, settings = workspace(test=text), RunSettings(MONDAY)
    counts = count(space, ["test"], people(300), settings)
    assert counts.run.scheduler == "frontier"
    assert figures(counts) == figures(simulate(space, ["test"], people(300), settings))


def test_who_leaves_with_a_click_that_the_send_is_joined_to_leaves_before_other_events() -> None:
    """The opening of the same second is logged after the exit, as events come by their names."""
    text = HEAD + ENTRY + exit_when("clicked('first') and sent('first')") + CLICKS + STEPS
    text = text.replace(
        "bounce = 0\nsoft", 'click_delay = "0min"\nopen_spread = 0\nbounce = 0\nsoft'
    )
    space, settings = workspace(test=text), RunSettings(MONDAY)
    walked = simulate(space, ["test"], people(3), settings)
    waves = simulate(space, ["test"], people(3), replace(settings, only_waves=True))
    assert (walked.run.scheduler, waves.run.scheduler) == ("frontier", "wave")
    assert story_of(walked) == story_of(waves)


def test_several_journeys_are_left_to_waves() -> None:
    one, other = (HEAD.replace("Test", name) + ENTRY + CERTAIN + STEPS for name in ("a", "b"))
    result = simulate(workspace(a=one, b=other), ["a", "b"], people(2), RunSettings(MONDAY))
    assert result.run.scheduler == "wave"


def test_a_score_that_nobody_asks_for_matters_only_to_the_log() -> None:
    scoring = "[scoring]\nopened = 5\n[scoring.reached]\nhot = 40\n"
    space = workspace(scoring, test=HEAD + ENTRY + ONWARD + STEPS)
    settings = RunSettings(MONDAY)
    assert count(space, ["test"], people(2), settings).run.scheduler == "frontier"
    assert simulate(space, ["test"], people(2), settings).run.scheduler == "wave"


def test_events_that_fall_together_so_that_their_order_does_not_show_are_left_to_waves() -> None:
    """Two events that follow a click at once come by their names, after it and before others."""
    both = after("about", "clicked()", 'delay = "0min"\nspread = 0') + after(
        "booked", "clicked()", 'delay = "0min"\nspread = 0'
    )
    certain = CERTAIN.replace("open = 0", "open = 1").replace("to_open = 0", "to_open = 1")
    text = HEAD + ENTRY + exit_when("did('booked')") + certain + both + STEPS
    space, settings = workspace(test=text), RunSettings(MONDAY)
    result = simulate(space, ["test"], people(3), settings)
    assert result.run.scheduler == "frontier"
    waves = simulate(space, ["test"], people(3), replace(settings, only_waves=True))
    assert story_of(result) == story_of(waves)


def test_reference_journey_is_walked_as_waves_walk_it() -> None:
    journey = Journey(id="reference", **tomllib.loads(REFERENCE.read_text(encoding="utf-8")))
    space, settings = Workspace(Settings(), {}).with_journey(journey), RunSettings(date(2026, 3, 2))
    walked = simulate(space, ["reference"], people(500), settings)
    waves = simulate(space, ["reference"], people(500), replace(settings, only_waves=True))
    assert (walked.run.scheduler, waves.run.scheduler) == ("frontier", "wave")
    assert story_of(walked) == story_of(waves)
    assert walked.per_day == waves.per_day


def test_counts_are_those_of_a_run_that_keeps_everything() -> None:
    space, settings = workspace(test=HEAD + ENTRY + ONWARD + STEPS), RunSettings(MONDAY)
    counts = count(space, ["test"], people(400), settings)
    assert counts.journeys == simulate(space, ["test"], people(400), settings).journeys


def test_sends_that_meet_an_overnight_window_and_a_cap_are_held_as_waves_hold_them() -> None:
    """The window opens and the cap ends at odd minutes, within an hour of what would pass too."""
    gates = CERTAIN.replace(
        "[sending]", '[sending]\nwindow = "Mon-Fri 20:10-04:05"\ncap = "1 per 50h"'
    )
    steps = STEPS.replace('for = "3d"', 'for = "49h 30min"\nnext = "last"')
    last = '[steps.last]\ntype = "send"\nsubject = "y"\n'
    space, settings = workspace(test=HEAD + ENTRY + gates + steps + last), RunSettings(MONDAY)
    walked = simulate(space, ["test"], people(3), settings)
    waves = simulate(space, ["test"], people(3), replace(settings, only_waves=True))
    assert (walked.run.scheduler, waves.run.scheduler) == ("frontier", "wave")
    found = walked.journeys["test"].steps
    assert found["first"].held["window"] == found["last"].held["cap"] == 3
    assert story_of(walked) == story_of(waves)


def test_one_event_twice_at_an_instant_stands_on_either_side_of_the_goal_that_it_meets() -> None:
    """What follows a wait and the step after it, each six hours later, happens at one second."""
    twice = after("bought", "done('pause') or done('told')", 'delay = "6h"\nspread = 0')
    goal = "[goal]\nname = 'Bought'\nwhen = \"did('bought')\"\n"
    steps = """
    [steps.first]
    type = "send"
    subject = "x"
    next = "pause"
    [steps.pause]
    type = "wait"
    for = "1h"
    next = "told"
    [steps.told]
    type = "action"
    do = [{{ notify = "sales" }}]
    next = "rest"
    [steps.rest]
    type = "wait"
    for = "{}"
    """
    for rest, end in (("3h", "goal_after"), ("9h", "goal")):
        space = workspace(test=HEAD + ENTRY + goal + CERTAIN + twice + steps.format(rest))
        result = simulate(space, ["test"], people(2), RunSettings(MONDAY))
        waves = simulate(space, ["test"], people(2), RunSettings(MONDAY, only_waves=True))
        told = [event for _, contact, _, _, event, _ in story_of(result).rows if contact == "c0"]
        assert result.run.scheduler == "frontier"
        assert told[-3:] == ["bought", end, "bought"]
        assert story_of(result) == story_of(waves)

"""The lift over no messages (R20): paired by contact, over first stays that can tell."""

from __future__ import annotations

import tempfile
import tomllib
from pathlib import Path

import pytest

from nurture_tui.contacts.read import read_contacts
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings, Workspace
from nurture_tui.report.lift import lift_pairs, with_lift
from nurture_tui.report.pairs import Pairs, first_stays, together
from nurture_tui.report.record import as_record
from nurture_tui.report.statistics import paired_difference
from nurture_tui.simulation import Result, RunSettings, simulate

JOURNEY = """
format = 1
name = "Test"
kind = "lead"
[entry]
event = "signed_up"
arrivals = "20 per day"
start = "one"
[goal]
name = "Bought"
when = "did('bought')"
within = "10d"
[sending]
basis = "consent"
window = "any"
[assume]
bounce = 0
soft_bounce = 0
unsubscribe = 0
open = 0.8
click_to_open = 0.8
[[assume.events]]
event = "bought"
after = "clicked('one')"
chance = 0.5
delay = "1h"
[[assume.events]]
event = "bought"
chance = "15% per 10d"
[steps.one]
type = "send"
subject = "One"
next = "pause"
[steps.pause]
type = "wait"
for = "12d"
"""


def runs(journey: str = JOURNEY, people: int = 300) -> tuple[Workspace, Result, Result]:
    space = Workspace(Settings(timezone="Europe/Helsinki"), {})
    space = space.with_journey(Journey(id="j", **tomllib.loads(journey)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contacts.csv"
        path.write_text("contact\n" + "\n".join(f"c{i}" for i in range(people)) + "\n")
        contacts = read_contacts(path, space)
    start = tomllib.loads("d = 2026-11-23")["d"]
    return (
        space,
        simulate(space, ["j"], contacts, RunSettings(start, 20)),
        simulate(space, ["j"], contacts, RunSettings(start, 20, without_messages=True)),
    )


def test_the_lift_is_the_goal_rate_with_messages_less_the_one_without() -> None:
    space, result, without = runs()
    held = with_lift(space, result, without).journeys["j"].goal
    assert held is not None
    assert held.lift is not None
    with_them, alone = result.journeys["j"].goal, without.journeys["j"].goal
    assert with_them is not None
    assert alone is not None
    assert with_them.rate is not None
    assert alone.rate is not None
    # Who comes in does not hang on messages here, so all first stays are pairs.
    assert held.lift.of == with_them.of == alone.of < 300
    assert held.lift.without == alone.rate
    assert held.lift.value == pytest.approx(with_them.rate - alone.rate)
    assert held.lift.low < held.lift.value < held.lift.high
    assert 0.15 < held.lift.value < 0.35


def test_on_common_luck_nobody_is_kept_from_the_goal_by_a_message_that_can_only_help() -> None:
    space, result, without = runs()
    found = lift_pairs(space, result, without)["j"]
    assert found.only_first == 0
    assert found.both > 0
    assert found.only_second > 0


def test_without_a_way_from_message_to_goal_the_lift_is_nothing() -> None:
    space, result, without = runs(
        JOURNEY.replace(
            "after = \"clicked('one')\"\nchance = 0.5", "after = \"clicked('one')\"\nchance = 0"
        )
    )
    found = lift_pairs(space, result, without)["j"]
    assert (found.only_first, found.only_second) == (0, 0)


def test_a_run_alone_has_no_lift_and_one_held_against_has_it_in_its_record() -> None:
    space, result, without = runs()
    assert as_record(result)["journeys"]["j"]["goal"]["lift"] is None
    held = as_record(with_lift(space, result, without))["journeys"]["j"]["goal"]
    assert set(held["lift"]) == {"value", "low", "high", "of", "without"}


def test_first_stays_that_came_too_late_to_tell_are_left_out() -> None:
    space, result, _ = runs()
    goal = result.journeys["j"].goal
    stays = first_stays(result, space.journeys["j"])
    assert goal is not None
    assert goal.too_early > 0
    assert len(stays.contact) == goal.of
    assert int(stays.reached.sum()) == round((goal.rate or 0) * goal.of)


def test_pairs_of_several_runs_add_up() -> None:
    found = together([Pairs(1, 2, 3, 4, 5, 6), Pairs(10, 20, 30, 40, 50, 60)])
    assert found == Pairs(11, 22, 33, 44, 55, 66)
    assert found.of == 110
    assert Pairs(0, 0, 0, 0).difference() is None


OPENED = """
format = 1
name = "Test"
kind = "lead"
[entry]
event = "signed_up"
start = "one"
[goal]
name = "Read"
when = "opened('one')"
within = "10d"
[sending]
basis = "consent"
window = "any"
[assume]
bounce = 0
soft_bounce = 0
unsubscribe = 0
open = {open}
open_delay = "1h"
open_spread = 0
[steps.one]
type = "send"
subject = "One"
next = "rest"
[steps.rest]
type = "wait"
for = "12d"
"""


def test_the_interval_of_simulated_pairs_holds_the_true_difference_19_times_of_20() -> None:
    """Two open rates on the same luck; each batch of 60 contacts is a sample of its own."""
    stays = []
    for share in (0.3, 0.4):
        space, result, _ = runs(OPENED.format(open=share), people=12_000)
        stays.append(first_stays(result, space.journeys["j"]))
    batches = 12_000 // 60
    first, second = (each.reached.reshape(batches, 60) for each in stays)
    found = [
        paired_difference(int((a & ~b).sum()), int((~a & b).sum()), 60)
        for a, b in zip(first, second, strict=True)
    ]
    holds = sum(each.low <= 0.1 <= each.high for each in found) / batches
    assert 0.91 < holds <= 1.0
    # On the same luck nobody who opens at 30 % does not at 40 %.
    assert not (first & ~second).any()

"""Which assumption the result hangs on, and the range in which each may lie."""

from __future__ import annotations

import tempfile
import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest

from nurture_tui.contacts.read import read_contacts
from nurture_tui.files.workspace import read_workspace
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings, Workspace
from nurture_tui.report.answers import sensitivity_record
from nurture_tui.report.sensitivity import Sensitivity, sensitivity
from nurture_tui.report.uncertain import Uncertain, moved, uncertainties
from nurture_tui.simulation import RunSettings, simulate
from nurture_tui.simulation.assume import effective_assume
from nurture_tui.simulation.defaults import BOUNCES, RATES

ROOT = Path(__file__).parents[2]
JOURNEY = """
format = 1
name = "Test"
kind = "lead"
[entry]
event = "signed_up"
start = "one"
[goal]
name = "Bought"
when = "did('bought')"
within = "20d"
[sending]
basis = "consent"
window = "any"
[assume]
soft_bounce = 0
unsubscribe = 0
click_to_open = 0.5
source = "own data: spring"
[[assume.events]]
event = "bought"
after = "clicked('two')"
chance = 0.5
delay = "2h"
source = "guess: half of them"
[[assume.events]]
event = "came_by"
chance = "10% per 10d"
source = "own data: the site"
[steps.one]
type = "send"
subject = "One"
next = "pause"
[steps.pause]
type = "wait"
for = "3d"
next = "two"
[steps.two]
type = "send"
subject = "Two"
assume = { open = 0.4 }
next = "rest"
[steps.rest]
type = "wait"
for = "20d"
"""


def workspace() -> Workspace:
    settings = Settings(assume={"events": [{"event": "called", "chance": "5% per 30d"}]})
    return Workspace(settings, {}).with_journey(Journey(id="j", **tomllib.loads(JOURNEY)))


def by_name() -> dict[tuple[str, str], Uncertain]:
    return {(u.what, u.level): u for u in uncertainties(workspace(), ["j"])}


@lru_cache
def found() -> Sensitivity:
    space = workspace()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contacts.csv"
        path.write_text("contact\n" + "".join(f"c{i}\n" for i in range(300)))
        contacts = read_contacts(path, space)
    return sensitivity(space, ["j"], contacts, RunSettings(date(2026, 11, 23), 40), runs=2)


# Ranges


def test_a_default_has_the_range_of_its_sources_and_the_figure_itself_in_it() -> None:
    opened = by_name()["open", "default of confirmation messages"]
    assert (opened.low, opened.value, opened.high) == (0.44, 0.65, 0.84)
    assert (opened.basis, opened.guess, opened.sends) == ("sources", False, (("j", "one"),))
    for figures in (*RATES.values(), BOUNCES):
        for figure in figures.values():
            if figure.low is not None and figure.high is not None:
                assert figure.low <= figure.value <= figure.high


def test_a_number_that_the_journey_states_is_one_for_all_its_sends() -> None:
    clicked = by_name()["click_to_open", "journey j"]
    assert clicked.sends == (("j", "one"), ("j", "two"))
    # Own data: odds of 1 to 1 go from 1/1.25 to 1.25.
    assert (clicked.low, clicked.high) == pytest.approx((1 / 2.25, 1.25 / 2.25))


def test_a_guess_is_moved_farther_than_what_has_a_source() -> None:
    guess = by_name()["chance of bought after clicked('two')", "journey j"]
    assert (guess.low, guess.high) == pytest.approx((1 / 3, 2 / 3))
    assert guess.guess
    unsourced = by_name()["open", "step two of j"]
    assert unsourced.basis == "unsourced"
    assert (unsourced.low, unsourced.high) == pytest.approx((0.4 / 1.3, 0.6 / 1.2))
    own = by_name()["chance of came_by per 10d", "journey j"]
    assert own.low == pytest.approx(0.08 / 0.98)
    shared = by_name()["chance of called per 30d", "nurture.toml"]
    assert shared.guess


def test_a_delay_is_halved_and_doubled() -> None:
    delay = by_name()["delay of bought after clicked('two')", "journey j"]
    assert (delay.low, delay.value, delay.high) == (3_600, 7_200, 14_400)


def test_what_is_stated_as_nothing_is_left_alone() -> None:
    assert "soft_bounce" not in {what for what, _ in by_name()}
    assert "unsubscribe" not in {what for what, _ in by_name()}


def test_a_modifier_that_is_off_goes_from_off_to_what_is_suggested() -> None:
    fatigue = by_name()["fatigue", "default of all e-mails"]
    assert (fatigue.low, fatigue.value, fatigue.high) == (0.93, 1.0, 1.0)
    assert (fatigue.off, fatigue.basis, fatigue.unit) == (1.0, "sources", "factor")
    spread = by_name()["contact_spread", "default of all e-mails"]
    assert (spread.low, spread.high, spread.guess) == (0.0, 0.8, True)
    assert by_name()["bounce", "default of all e-mails"].off is None


def test_a_modifier_that_is_set_is_moved_about_what_it_is() -> None:
    text = JOURNEY.replace("click_to_open = 0.5", "click_to_open = 0.5\nfatigue = 0.9")
    space = Workspace(Settings(), {}).with_journey(Journey(id="j", **tomllib.loads(text)))
    found = {u.what: u for u in uncertainties(space, ["j"])}["fatigue"]
    # Own data: to the power of 1.25 and of 1/1.25.
    assert (found.low, found.value, found.high) == pytest.approx((0.9**1.25, 0.9, 0.9**0.8))


def test_every_number_of_the_samples_that_a_run_lists_has_a_range_or_is_nothing() -> None:
    space = read_workspace(ROOT / "journeys").workspace
    for id_, journey in space.journeys.items():
        covered = {
            (step, each.what) for each in uncertainties(space, [id_]) for _, step in each.sends
        }
        for step, send in journey.steps.items():
            if send.type == "send":
                for name in ("open", "click_to_open", "unsubscribe", "bounce"):
                    value = getattr(effective_assume(space, journey, step), name)
                    assert ((step, name) in covered) == (value > 0), (id_, step, name)


# Moving


@pytest.mark.parametrize("each", uncertainties(workspace(), ["j"]), ids=lambda u: u.what[:30])
def test_moving_a_number_moves_it_alone(each: Uncertain) -> None:
    there = moved(workspace(), each, each.high)
    changed = [
        (before.what, before.level)
        for before, after in zip(
            uncertainties(workspace(), ["j"]), uncertainties(there, ["j"]), strict=False
        )
        if before.value != after.value
    ]
    if each.event is not None:
        assert changed == [(each.what, each.level)]
    for id_, step in each.sends:
        assumed = effective_assume(there, there.journeys[id_], step)
        assert getattr(assumed, each.what) == each.high
    others = [name for name in ("open", "click_to_open", "bounce") if name != each.what]
    for step in ("one", "two"):
        before = effective_assume(workspace(), workspace().journeys["j"], step)
        after = effective_assume(there, there.journeys["j"], step)
        assert [getattr(before, n) for n in others] == [getattr(after, n) for n in others]


# Effects


def test_what_the_goal_hangs_on_comes_first_and_is_above_the_noise() -> None:
    first = found().effects["j"][0]
    assert first.assumption.what == "chance of bought after clicked('two')"
    assert first.tells
    assert first.low.rate is not None
    assert first.high.rate is not None
    base = found().rates["j"]
    assert base is not None
    assert first.low.rate < base < first.high.rate
    assert first.swing == pytest.approx(first.high.rate - first.low.rate)


def test_what_has_no_way_to_the_goal_does_nothing_to_it() -> None:
    by_what = {effect.assumption.what: effect for effect in found().effects["j"]}
    assert by_what["chance of came_by per 10d"].swing == 0
    assert not by_what["chance of called per 30d"].tells
    assert by_what["bounce"].sends_swing > 0


def test_effects_are_ranked_by_what_they_do_to_the_goal() -> None:
    swings = [effect.swing for effect in found().effects["j"]]
    assert swings == sorted(swings, reverse=True)


def test_the_record_has_both_ends_of_each() -> None:
    record = sensitivity_record(found())
    assert record["runs"] == 2
    first = record["journeys"]["j"]["assumptions"][0]
    assert (first["guess"], first["range_from"], first["above_noise"]) == (True, "guess", True)
    assert set(first["low"]) == {"value", "rate", "change", "sends"}


def test_a_journey_without_a_goal_is_ranked_by_its_sends() -> None:
    text = JOURNEY.replace("[goal]", "[nothing]")
    data = tomllib.loads(text)
    del data["nothing"]
    space = Workspace(Settings(), {}).with_journey(Journey(id="j", **data))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contacts.csv"
        path.write_text("contact\n" + "".join(f"c{i}\n" for i in range(200)))
        contacts = read_contacts(path, space)
    settings = RunSettings(date(2026, 11, 23), 10)
    without = sensitivity(space, ["j"], contacts, settings)
    assert without.rates["j"] is None
    assert without.sends["j"] == simulate(space, ["j"], contacts, settings).journeys["j"].sends
    swings = [effect.sends_swing for effect in without.effects["j"]]
    assert swings == sorted(swings, reverse=True)
    assert swings[0] > 0

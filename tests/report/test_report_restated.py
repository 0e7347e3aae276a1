"""An assumption stated anew: where it is put, what becomes of its source, what is refused."""

from __future__ import annotations

import tomllib

import pytest

from nurture_tui.edit.change import EditError
from nurture_tui.edit.history import Edit, SharedEdit
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings, Workspace
from nurture_tui.report.restated import nudged, range_text, restated, value_text
from nurture_tui.report.uncertain import Uncertain, taken, uncertainties

JOURNEY = """
format = 1
name = "Test"
kind = "lead"
[entry]
event = "signed_up"
start = "one"
[sending]
basis = "consent"
[assume]
unsubscribe = 0
[[assume.events]]
event = "bought"
after = "clicked('two')"
chance = 0.45
delay = "2d"
source = "own data: shop 2025"
[[assume.events]]
event = "asked"
chance = "3% per 30d"
[steps.one]
type = "send"
subject = "One"
next = "two"
[steps.two]
type = "send"
subject = "Two"
assume = { open = 0.35, click_to_open = 0.2, source = "own data: guide 2025" }
next = "three"
[steps.three]
type = "send"
subject = "Three"
assume = { open = 0.4, source = "own data: last 2025" }
"""
SHARED = '[[assume.events]]\nevent = "left"\nchance = "5% per 30d"\nsource = "own data: 2026"\n'
SPACE = Workspace(
    Settings(**tomllib.loads(SHARED)), {"test": Journey(id="test", **tomllib.loads(JOURNEY))}
)


def one(what: str, step: str = "") -> Uncertain:
    """The number of this name, of a step if one is named."""
    found = [u for u in taken(SPACE, ["test"]) if u.what.startswith(what)]
    return next(u for u in found if not step or ("test", step) in u.sends)


def made(found: Uncertain, text: str) -> Journey:
    edit = restated(SPACE, "test", found, text)
    assert isinstance(edit, Edit)
    return edit.journey


def test_what_a_step_states_is_changed_there_and_its_source_says_which_number_is_a_guess():
    step = made(one("open", "two"), "40%").steps["two"]
    assert (step.assume.open, step.assume.click_to_open) == (0.4, 0.2)
    assert step.assume.source == "own data: guide 2025; open a guess, was 35%"


def test_a_number_alone_under_its_source_becomes_a_guess_that_says_what_it_was():
    step = made(one("open", "three"), "0.5").steps["three"]
    assert step.assume.open == 0.5
    assert step.assume.source == "guess: open was 40% (own data: last 2025)"


def test_a_source_is_typed_behind_the_number():
    step = made(one("open", "two"), "41 % own data: autumn 2026").steps["two"]
    assert (step.assume.open, step.assume.source) == (0.41, "own data: autumn 2026")


def test_a_default_of_all_mail_is_stated_in_the_journey_and_of_some_in_these():
    assert made(one("bounce"), "1%").assume.bounce == 0.01
    first = made(one("open", "one"), "50%")
    assert first.assume.open is None
    assert first.steps["one"].assume.open == 0.5


def test_the_chance_and_the_delay_of_an_event_keep_their_form():
    events = made(one("chance of bought"), "30%").assume.events
    assert events[0].chance == 0.3
    assert events[0].source == "guess: chance was 45% (own data: shop 2025)"
    assert str(made(one("delay of bought"), "36h").assume.events[0].delay) == "36h"
    assert str(made(one("chance of asked"), "4%").assume.events[1].chance) == "4% per 30d"


def test_an_event_of_all_journeys_is_changed_for_all():
    edit = restated(SPACE, "test", one("chance of left"), "6%")
    assert isinstance(edit, SharedEdit)
    event = edit.workspace.settings.assume.events[0]
    assert str(event.chance) == "6% per 30d"
    assert edit.workspace.journeys == SPACE.journeys


def test_left_empty_a_number_is_inherited_again():
    step = made(one("open", "three"), "").steps["three"]
    assert step.assume is None
    with pytest.raises(EditError, match="inherited already"):
        restated(SPACE, "test", one("bounce"), "")
    with pytest.raises(EditError, match="needs its number"):
        restated(SPACE, "test", one("chance of asked"), "")


@pytest.mark.parametrize("text", ["many", "-3", "250%"])
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(EditError):
        restated(SPACE, "test", one("open", "two"), text)


def test_a_modifier_is_turned_on_and_off():
    on = made(one("fatigue"), "0,9")
    assert on.assume.fatigue == 0.9
    space = SPACE.with_journey(on)
    found = next(u for u in taken(space, ["test"]) if u.what == "fatigue")
    edit = restated(space, "test", found, "off")
    assert isinstance(edit, Edit)
    assert edit.journey.assume.fatigue == 1.0


def test_what_is_certain_is_taken_as_given_and_has_no_range():
    found = one("unsubscribe")
    assert (found.value, found.low, found.high) == (0, 0, 0)
    assert found not in uncertainties(SPACE, ["test"])
    assert set(uncertainties(SPACE, ["test"])) < set(taken(SPACE, ["test"]))


def test_small_steps_stay_on_round_numbers_and_what_is_shown_can_be_typed():
    for found in taken(SPACE, ["test"]):
        for by in (-1, 1):
            text = value_text(found, nudged(found, by))
            edit = restated(SPACE, "test", found, text)
            assert edit.name.endswith(text)
    assert value_text(one("open", "two"), nudged(one("open", "two"), 1)) == "36%"
    assert value_text(one("delay"), nudged(one("delay"), 1)) == "49h"
    assert range_text(one("open", "two")) == "30% to 40%"

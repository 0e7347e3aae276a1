"""The guess that a goal hangs on most, as the brief says it."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from nurture_tui.contacts.read import read_contacts
from nurture_tui.files.workspace import read_workspace
from nurture_tui.model.clock import parse_rate
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Workspace
from nurture_tui.report import weighs
from nurture_tui.report.brief import brief
from nurture_tui.report.sensitivity import sensitivity
from nurture_tui.report.weighs import Weighs, weightiest_guess
from nurture_tui.simulation import RunSettings, simulate
from nurture_tui.simulation.result import Result

ROOT = Path(__file__).parents[2]
SETTINGS = RunSettings(date(2026, 11, 23), 90)


@lru_cache
def run() -> tuple[Workspace, Result, Weighs]:
    """The webinar of the samples, whose goal hangs on guesses."""
    space = read_workspace(ROOT / "journeys").workspace
    contacts = read_contacts(ROOT / "sample_contacts" / "leads.csv", space)
    result = simulate(space, ["webinar"], contacts, SETTINGS)
    found = weightiest_guess(space, "webinar", result)
    assert found is not None
    return space, result, found


def test_it_is_the_first_guess_of_the_ranking_that_moves_the_goal() -> None:
    space, result, found = run()
    ranking = sensitivity(space, ["webinar"], result.contacts, SETTINGS).effects["webinar"]
    first = next(
        e for e in ranking if e.assumption.guess and e.assumption.unit == "share" and e.tells
    )
    assert found.guess == first.assumption
    assert (found.value, found.rate) in {(end.value, end.rate) for end in (first.low, first.high)}
    assert found.value != found.guess.value


def test_the_brief_says_what_the_goal_would_be() -> None:
    space, result, found = run()
    journey = space.journeys["webinar"]
    said = brief(space, journey, result, weighs=found).guesses
    assert "are guesses. The one that weighs most: " in said
    assert said.endswith(f"the goal would be at {found.rate * 100:.1f}%.")
    finnish = brief(space, journey, result, language="fi", weighs=found).guesses
    assert "Eniten painaa tämä: " in finnish
    assert "weighs" not in brief(space, journey, result).guesses


def test_of_a_long_list_some_contacts_tell_how_far_the_goal_moves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    space, result, _ = run()
    monkeypatch.setattr(weighs, "MOST_CONTACTS", 300)
    found = weightiest_guess(space, "webinar", result)
    assert found is not None
    rows = np.linspace(0, len(result.contacts) - 1, 300).astype(int)
    some = sensitivity(space, ["webinar"], result.contacts.take(rows), SETTINGS)
    effect = next(e for e in some.effects["webinar"] if e.assumption == found.guess)
    end = next(end for end in (effect.low, effect.high) if end.value == found.value)
    goal = result.journeys["webinar"].goal
    assert found.rate == pytest.approx(goal.rate + end.change.value)
    throttle = space.settings.limits.model_copy(update={"throttle": parse_rate("500 per hour")})
    settings = space.settings.model_copy(update={"limits": throttle})
    assert weightiest_guess(replace(space, settings=settings), "webinar", result) is None


def test_where_nobody_is_let_in_no_message_is_said_to_come_never() -> None:
    space, result, _ = run()
    empty = simulate(space, ["webinar"], result.contacts.take(np.arange(0)), SETTINGS)
    told = brief(space, space.journeys["webinar"], empty)
    assert {one.when for one in told.gets} <= {"", "1 day before “webinar”", "At “webinar”"}
    assert {one.when for one in told.told} <= {""}
    assert "Nobody is let in" in " ".join(told.intro)
    never = brief(space, space.journeys["webinar"], result).gets
    assert all(one.when for one in never)


def test_nothing_weighs_without_a_goal_or_a_guess() -> None:
    space, result, _ = run()
    aimless = space.journeys["webinar"].model_copy(update={"goal": None})
    assert weightiest_guess(space.with_journey(aimless), "webinar", result) is None
    sure = Journey(
        id="sure",
        **tomllib.loads("""
format = 1
name = "Sure"
kind = "internal"
entry = { when = "customer", start = "end" }
goal = { name = "Here", when = "customer", within = "3d" }
[steps.end]
type = "exit"
reason = "over"
"""),
    )
    alone = space.with_journey(sure)
    told = simulate(alone, ["sure"], result.contacts, SETTINGS)
    assert weightiest_guess(alone, "sure", told) is None

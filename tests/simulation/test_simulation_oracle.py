"""The engine agrees with exact expectations of the reference journey, cell by cell."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
from exact_oracle import P_CLICK, P_OPEN, Expected, expected

from nurture_tui.contacts.table import Contacts, DateColumn, TextColumn
from nurture_tui.model.fields import DATE, TEXT
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings, Workspace
from nurture_tui.simulation import Result, RunSettings, simulate

PEOPLE = 200_000
ZONES = ["America/New_York", "Europe/Berlin", "Asia/Tokyo"]
FIRST = datetime(2026, 3, 2, tzinfo=UTC)  # the clocks change on 8 March (US) and 29 March (EU)
ENTRY_DAYS = 28
SENDS = ("guide", "for-readers", "for-others", "offer", "facts", "story", "farewell")


@pytest.fixture(scope="module")
def exact() -> Expected:
    return expected(ZONES, FIRST, ENTRY_DAYS)


@pytest.fixture(scope="module")
def result() -> Result:
    path = Path(__file__).with_name("reference.toml")
    journey = Journey(id="reference", **tomllib.loads(path.read_text(encoding="utf-8")))
    numbers = np.arange(PEOPLE)
    luck = np.random.Generator(np.random.PCG64(7))
    entered = int(FIRST.timestamp()) + luck.integers(0, ENTRY_DAYS * 86_400, PEOPLE)
    zones = np.array(ZONES, dtype=object)[luck.integers(0, 3, PEOPLE)]
    contacts = Contacts(
        ids=np.array([f"c-{number:06d}" for number in numbers], dtype=object),
        columns={
            "timezone": TextColumn(zones),
            "entered_at": DateColumn(entered, np.zeros(PEOPLE, dtype=np.bool_)),
        },
        kinds={"timezone": TEXT, "entered_at": DATE},
    )
    workspace = Workspace(Settings(), {}).with_journey(journey)
    return simulate(workspace, ["reference"], contacts, RunSettings(date(2026, 3, 2), seed=11))


def z_score(count: int, share: float, of: int = PEOPLE) -> float:
    if share in (0.0, 1.0):
        return 0.0 if count == share * of else float("inf")
    return abs(count - of * share) / np.sqrt(of * share * (1 - share))


def test_as_many_come_to_each_step_as_expected(exact: Expected, result: Result) -> None:
    steps = result.journeys["reference"].steps
    scores = {id_: z_score(steps[id_].entered, exact.entered[id_]) for id_ in steps}
    assert max(scores.values()) < 4, scores


def test_as_many_reach_the_goal_at_each_step_as_expected(exact: Expected, result: Result) -> None:
    scores = {
        step: z_score(_left(result, step, "goal"), share) for step, share in exact.by_goal.items()
    }
    assert max(scores.values()) < 4, scores


def test_as_many_unsubscribe_at_each_step_as_expected(exact: Expected, result: Result) -> None:
    scores = {
        step: z_score(_left(result, step, "unsubscribed"), share)
        for step, share in exact.by_unsubscribe.items()
    }
    assert max(scores.values()) < 4, scores


@pytest.mark.parametrize("step", SENDS)
def test_each_message_is_sent_opened_and_clicked_as_expected(
    exact: Expected, result: Result, step: str
) -> None:
    counts = result.journeys["reference"].steps[step]
    assert counts.sent == counts.entered
    assert z_score(counts.opened, P_OPEN, counts.sent) < 4
    assert z_score(counts.clicked, P_OPEN * P_CLICK, counts.sent) < 4


def _left(result: Result, step: str, end: str) -> int:
    """How many left the journey by `end` while they were at this step."""
    visits, stays, names = result.visits, result.stays, result.visits.names
    at_step = (visits.step == names.index(step)) & (visits.port == 0)
    ended = np.zeros(PEOPLE, dtype=np.bool_)
    ended[stays.contact[stays.end == names.index(end)]] = True
    return int(ended[visits.contact[at_step]].sum())

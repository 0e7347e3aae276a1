"""The ways of a split: two groups, and whether they can be told apart."""

from __future__ import annotations

import tempfile
import tomllib
from datetime import date
from pathlib import Path

import pytest

from nurture_tui.commands.splits import in_weeks, split_lines
from nurture_tui.contacts.read import read_contacts
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings, Workspace
from nurture_tui.report.answers import splits_record
from nurture_tui.report.statistics import group_needed
from nurture_tui.report.ways import SplitVerdict, split_verdicts
from nurture_tui.simulation import Result, RunSettings, simulate

JOURNEY = """
format = 1
name = "Test"
kind = "lead"
[entry]
event = "signed_up"
start = "ab"
[goal]
name = "Bought"
when = "did('bought')"
within = "10d"
[[assume.events]]
event = "bought"
after = "done('a')"
chance = {a}
delay = "1h"
[[assume.events]]
event = "bought"
after = "done('b')"
chance = {b}
delay = "1h"
[steps.ab]
type = "split"
ways = [{{ name = "short", next = "a" }}, {{ name = "long", next = "b" }}]
[steps.a]
type = "action"
do = [{{ notify = "Anna" }}]
next = "rest"
[steps.b]
type = "action"
do = [{{ notify = "Anna" }}]
next = "rest"
[steps.rest]
type = "wait"
for = "20d"
"""


def made(a: float, b: float, people: int, days: int = 30) -> tuple[Result, Journey]:
    space = Workspace(Settings(), {})
    journey = Journey(id="j", **tomllib.loads(JOURNEY.format(a=a, b=b)))
    space = space.with_journey(journey)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contacts.csv"
        path.write_text("contact\n" + "".join(f"c{i}\n" for i in range(people)))
        contacts = read_contacts(path, space)
    return simulate(space, ["j"], contacts, RunSettings(date(2026, 11, 23), days)), journey


def verdict(a: float, b: float, people: int, days: int = 30) -> SplitVerdict:
    return split_verdicts(*made(a, b, people, days))["ab"]


def test_each_way_has_the_rate_of_the_contacts_that_went_it() -> None:
    result, journey = made(0.5, 0.2, 400)
    found = split_verdicts(result, journey)["ab"]
    goal = result.journeys["j"].goal
    assert goal is not None
    assert [way.name for way in found.ways] == ["short", "long"]
    assert sum(way.of for way in found.ways) == goal.of == 400
    assert sum(way.reached for way in found.ways) == goal.reached
    out = result.journeys["j"].steps["ab"].out
    assert {way.name: way.came for way in found.ways} == out


def test_a_clear_winner_is_named() -> None:
    found = verdict(0.5, 0.2, 400)
    assert (found.verdict, found.best, found.next_best) == ("short", "short", "long")
    assert found.difference is not None
    assert found.difference.low > 0
    assert "short does better than long" in split_lines(found)[-1]


def test_a_small_sample_cannot_tell_and_says_what_it_would_take() -> None:
    found = verdict(0.30, 0.25, 40)
    assert found.verdict == "cannot tell"
    by_name = {way.name: way for way in found.ways}
    best, other = by_name[found.best], by_name[found.next_best]
    assert best.rate is not None
    assert other.rate is not None
    assert found.test is not None
    assert found.test.each == group_needed(other.rate, best.rate)
    # The way that fewer go takes longest: contacts of 30 days, in weeks.
    fewest = min(best.came, other.came)
    assert found.test.weeks == pytest.approx(found.test.each * 30 / 7 / fewest, abs=1)
    words = f"takes {found.test.each} contacts each way, {found.test.weeks} weeks"
    assert words in split_lines(found)[-1]


def test_a_tiny_sample_does_not_say_what_its_own_difference_would_take() -> None:
    found = verdict(0.30, 0.25, 8)
    assert (found.verdict, found.test) == ("cannot tell", None)
    assert found.points is not None
    assert found.points.each > 200
    assert "Too few reached the goal" in split_lines(found)[-1]


def test_equal_ways_cannot_be_told_by_any_number() -> None:
    found = verdict(0, 0, 40)
    assert (found.verdict, found.test) == ("cannot tell", None)
    assert split_lines(found)[-1].strip() == "cannot tell: both do the same here"


def test_contacts_who_came_too_late_belong_to_no_rate() -> None:
    found = verdict(0.5, 0.2, 40, days=5)
    assert [way.of for way in found.ways] == [0, 0]
    assert sum(way.came for way in found.ways) == 40
    assert found.difference is None
    assert "fewer than two ways" in split_lines(found)[-1]


def test_the_record_has_each_way_the_verdict_and_what_it_takes() -> None:
    record = splits_record({"ab": verdict(0.3, 0.25, 40)})["ab"]
    assert set(record) == {"ways", "verdict", "difference", "between", "to_tell"}
    assert set(record["ways"]["short"]) == {"came", "of", "reached", "rate", "low", "high"}
    assert set(record["to_tell"]["test"]) == {"difference", "contacts_each", "weeks"}


def test_what_takes_longer_than_a_marketer_stays_is_said_so() -> None:
    assert in_weeks(1) == "1 week at the present inflow"
    assert in_weeks(521) == "more than 10 years at the present inflow"
    assert in_weeks(None) == "and nobody comes in this run"

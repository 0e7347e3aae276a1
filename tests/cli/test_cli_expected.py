"""`nurture simulate --expected`: what is expected without luck, beside what was drawn."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nurture_tui.cli import main

JOURNEYS = Path(__file__).parents[2] / "journeys"
WEBINAR = [str(JOURNEYS / "webinar.toml"), "--start", "2026-11-23", "--expected"]
Captured = pytest.CaptureFixture[str]


def test_expected_numbers_stand_beside_the_simulated_ones(capsys: Captured) -> None:
    assert main(["simulate", *WEBINAR]) == 0
    text = capsys.readouterr().out.split("Expected, exact")[1]
    assert "under the same assumptions, without luck" in text
    assert "goal rate" in text
    assert "181.3" in text  # those who did not come


def test_a_program_gets_all_that_is_expected(capsys: Captured) -> None:
    assert main(["simulate", *WEBINAR, "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    expected, drawn = record["expected"], record["journeys"]["webinar"]
    assert (expected["reason"], list(expected["journeys"])) == (None, ["webinar"])
    assert 0 <= expected["error"] < 1e-3
    found = expected["journeys"]["webinar"]
    assert found["not_entered"] == drawn["not_entered"]
    assert found["steps"].keys() == drawn["steps"].keys()
    sends = sum(day["sends"] for day in expected["per_day"])
    assert sends == pytest.approx(found["sends"], abs=0.01)


def test_it_says_why_nothing_is_expected(capsys: Captured) -> None:
    both = [str(JOURNEYS / "webinar.toml"), str(JOURNEYS / "hr-guide.toml")]
    assert main(["simulate", *both, "--start", "2026-11-23", "--days", "3", "--expected"]) == 0
    assert "not worked out, for it has several journeys" in capsys.readouterr().out

"""Several runs of the same contacts: what can happen, and how sure their mean is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from math import sqrt
from pathlib import Path
from statistics import stdev

import pytest

from nurture_tui.contacts.read import read_contacts
from nurture_tui.files.workspace import read_workspace
from nurture_tui.report.answers import runs_record
from nurture_tui.report.runs import Outcome, Runs, spread_over
from nurture_tui.simulation import RunSettings, simulate

ROOT = Path(__file__).parents[2]
SEEDS = tuple(range(1, 9))


@lru_cache
def outcomes() -> tuple[Outcome, ...]:
    space = read_workspace(ROOT / "journeys").workspace
    contacts = read_contacts(ROOT / "sample_contacts" / "leads.csv", space)
    settings = RunSettings(date(2026, 11, 23), 60)
    runs = (replace(settings, seed=seed) for seed in SEEDS)
    return tuple(simulate(space, ["hr-guide"], contacts, run).journeys for run in runs)


@lru_cache
def runs() -> Runs:
    return spread_over(SEEDS, outcomes())


def test_each_figure_has_its_mean_and_its_extremes() -> None:
    found = runs().journeys["hr-guide"]
    sends = [outcome["hr-guide"].sends for outcome in outcomes()]
    assert found.sends.mean == pytest.approx(sum(sends) / len(sends))
    assert (found.sends.least, found.sends.most) == (min(sends), max(sends))
    assert found.sends.sd == pytest.approx(stdev(sends))
    over = [outcome["hr-guide"].exits["series over"] for outcome in outcomes()]
    assert found.exits["series over"].mean == pytest.approx(sum(over) / len(over))


def test_more_runs_make_the_noise_smaller_and_leave_what_can_happen() -> None:
    found = runs().journeys["hr-guide"].rate
    few = spread_over(SEEDS[:2], outcomes()[:2]).journeys["hr-guide"].rate
    assert found is not None
    assert few is not None
    assert found.noise == pytest.approx(found.sd / sqrt(len(SEEDS)))
    assert found.least <= few.least <= few.most <= found.most


def test_the_ends_of_a_mean_run_still_add_up() -> None:
    found = runs().journeys["hr-guide"]
    after = [o["hr-guide"].goal.after_last_step for o in outcomes() if o["hr-guide"].goal]
    assert found.goal is not None
    ended = found.goal.mean - sum(after) / len(after) + found.finished.mean + found.inside.mean
    ended += sum(each.mean for each in found.exits.values())
    assert ended == pytest.approx(found.entered.mean)


def test_the_record_names_seeds_and_keeps_noise_and_spread_apart() -> None:
    record = runs_record(runs())
    assert (record["runs"], record["first_seed"]) == (8, 1)
    rate = record["journeys"]["hr-guide"]["rate"]
    assert set(rate) == {"mean", "noise", "sd", "least", "low", "high", "most", "runs"}
    assert rate["least"] <= rate["low"] <= rate["mean"] <= rate["high"] <= rate["most"]


def test_no_runs_say_nothing() -> None:
    with pytest.raises(ValueError, match="at least one"):
        spread_over([], [])

"""Answers to questions about a result as plain values, ready for JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nurture_tui.report.runs import JourneySpread, Runs
from nurture_tui.report.sensitivity import Effect, End, Sensitivity
from nurture_tui.report.statistics import Difference, Spread, Takes
from nurture_tui.report.ways import SplitVerdict, Way
from nurture_tui.text import half_up

Record = dict[str, Any]
SHARE, DAYS, COUNT = 4, 1, 2
"""Decimals of a rate, of days and of the mean of a count."""


def splits_record(verdicts: Mapping[str, SplitVerdict]) -> Record:
    """The ways of each split by step, `splits` of a journey in `nurture simulate --json`."""
    return {step: _split(found) for step, found in verdicts.items()}


def _split(found: SplitVerdict) -> Record:
    return {
        "ways": {way.name: _way(way) for way in found.ways},
        "verdict": found.verdict,
        "difference": difference_record(found.difference),
        "between": [found.best, found.next_best] if found.difference is not None else [],
        "to_tell": {
            "test": takes_record(found.test),
            "test_of_points": takes_record(found.points),
        },
    }


def _way(way: Way) -> Record:
    return {
        "came": way.came,
        "of": way.of,
        "reached": way.reached,
        "rate": rounded(way.rate, SHARE),
        "low": rounded(way.low, SHARE),
        "high": rounded(way.high, SHARE),
    }


def difference_record(found: Difference | None) -> Record | None:
    """A difference of two rates with its interval."""
    if found is None:
        return None
    return {
        "value": rounded(found.value, SHARE),
        "low": rounded(found.low, SHARE),
        "high": rounded(found.high, SHARE),
    }


def takes_record(found: Takes | None) -> Record | None:
    """What a test of two groups takes to tell a difference."""
    if found is None:
        return None
    difference = rounded(found.difference, SHARE)
    return {"difference": difference, "contacts_each": found.each, "weeks": found.weeks}


def runs_record(runs: Runs) -> Record:
    """The spread over runs, `runs` in `nurture simulate --json`.

    Of each figure: `mean`, `noise` (how far the mean may be off for want of runs), `sd`, `least`,
    `low`, `high` and `most` (what can happen: the middle nine of ten runs, and all of them).
    """
    return {
        "runs": len(runs.seeds),
        "first_seed": runs.seeds[0],
        "journeys": {id_: spreads_record(found) for id_, found in runs.journeys.items()},
    }


def spreads_record(found: JourneySpread) -> Record:
    """The figures of one journey over runs."""
    return {
        "rate": spread_record(found.rate, SHARE),
        "median_days": spread_record(found.median_days, COUNT),
        "entered": spread_record(found.entered),
        "goal": spread_record(found.goal),
        "sends": spread_record(found.sends),
        "exits": {name: spread_record(each) for name, each in found.exits.items()},
        "finished": spread_record(found.finished),
        "inside": spread_record(found.inside),
    }


def sensitivity_record(found: Sensitivity) -> Record:
    """The effects of each assumption, `sensitivity` in `nurture simulate --json`; largest first."""
    return {
        "runs": found.runs,
        "journeys": {
            id_: {
                "rate": rounded(found.rates[id_], SHARE),
                "sends": rounded(found.sends[id_], COUNT),
                "assumptions": [_effect(effect) for effect in effects],
            }
            for id_, effects in found.effects.items()
        },
    }


def _effect(effect: Effect) -> Record:
    assumption = effect.assumption
    return {
        "what": assumption.what,
        "level": assumption.level,
        "sends": [{"journey": journey, "step": step} for journey, step in assumption.sends],
        "value": assumption.value,
        "unit": assumption.unit,
        "source": assumption.source,
        "guess": assumption.guess,
        "range_from": assumption.basis,
        "low": _end(effect.low),
        "high": _end(effect.high),
        "swing": rounded(effect.swing, SHARE),
        "sends_swing": rounded(effect.sends_swing, COUNT),
        "above_noise": effect.tells,
    }


def _end(end: End) -> Record:
    return {
        "value": rounded(end.value, 6),
        "rate": rounded(end.rate, SHARE),
        "change": difference_record(end.change),
        "sends": rounded(end.sends, COUNT),
    }


def spread_record(found: Spread | None, digits: int = COUNT) -> Record | None:
    """One figure over runs; None where no run had it."""
    if found is None:
        return None
    names = ("mean", "noise", "sd", "least", "low", "high", "most")
    figures = {name: rounded(getattr(found, name), digits) for name in names}
    return {**figures, "runs": found.runs}


def rounded(value: float | None, digits: int) -> float | None:
    """A number half up to so many decimals; None stays."""
    return None if value is None else float(half_up(value, digits))

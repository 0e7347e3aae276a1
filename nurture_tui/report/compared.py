"""A comparison as plain values, in the shape of `nurture compare --json`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nurture_tui.report.answers import (
    SHARE,
    difference_record,
    rounded,
    spread_record,
    spreads_record,
    takes_record,
)
from nurture_tui.report.comparison import Comparison, GoalComparison, JourneyComparison
from nurture_tui.report.difference import Change
from nurture_tui.report.pressure import Pressure
from nurture_tui.report.record import journey_record, run_record
from nurture_tui.report.shift import ScheduleShift, Timetable
from nurture_tui.report.shift_words import shift_sentences

Record = dict[str, Any]


def compared_record(found: Comparison) -> Record:
    """A comparison ready for JSON; shares to four decimals, `first` is A and `second` is B."""
    return {
        "run": {
            **run_record(found.first.run),
            "runs": len(found.seeds),
            "first_seed": found.seeds[0],
        },
        "settings": _changes(found.settings),
        "journeys": {id_: _journey(each) for id_, each in found.journeys.items()},
        "only_first": list(found.only_first),
        "only_second": list(found.only_second),
        "was": dict(found.was),
        "schedule": schedule_record(found.schedule),
    }


def _changes(changes: Iterable[Change]) -> list[Record]:
    return [
        {
            "kind": change.kind,
            "where": change.where,
            "words": change.words,
            "path": list(change.path),
        }
        for change in changes
    ]


def _journey(found: JourneyComparison) -> Record:
    return {
        "changes": _changes(found.changes),
        "goal": None if found.goal is None else _goal(found.goal),
        "first_runs": spreads_record(found.first_runs),
        "second_runs": spreads_record(found.second_runs),
        "shifts": {name: spread_record(each) for name, each in found.shifts.items()},
        "exits": {name: spread_record(each) for name, each in found.exits.items()},
        "first": journey_record(found.first),
        "second": journey_record(found.second),
    }


def _goal(found: GoalComparison) -> Record:
    pairs = found.pairs
    return {
        "verdict": found.verdict,
        "difference": difference_record(found.difference),
        "pairs": {
            "of": pairs.of,
            "both": pairs.both,
            "only_first": pairs.only_first,
            "only_second": pairs.only_second,
            "neither": pairs.neither,
            "alone_first": pairs.alone_first,
            "alone_second": pairs.alone_second,
        },
        "first_rate": rounded(pairs.first_rate, SHARE) if pairs.of else None,
        "second_rate": rounded(pairs.second_rate, SHARE) if pairs.of else None,
        "each_run": spread_record(found.each_run, SHARE),
        "to_tell": {
            "pairs": found.pairs_to_tell,
            "runs": found.runs_to_tell,
            "test": takes_record(found.test),
            "test_of_points": takes_record(found.points),
        },
        "coming_a_week": rounded(found.coming, 1),
        "smallest_told": rounded(found.smallest, SHARE),
    }


def schedule_record(shift: ScheduleShift) -> Record:
    """The schedule of both, what moves, and the sentences that say it."""
    moves, pressure = shift.moves, shift.pressure
    return {
        "sentences": list(shift_sentences(shift)),
        "first": _timetable(shift.first),
        "second": _timetable(shift.second),
        "only_first": shift.only_first,
        "only_second": shift.only_second,
        "both": moves.both,
        "later": moves.later,
        "earlier": moves.earlier,
        "half_by_seconds": moves.half_by,
        "into": dict(moves.into),
        "out_of": dict(moves.out_of),
        "steps": [
            {
                "journey": step.journey,
                "step": step.step,
                "first": step.first,
                "second": step.second,
                "later": step.later,
                "earlier": step.earlier,
            }
            for step in shift.steps
        ],
        "per_day": [
            {"date": day, "first": first, "second": second} for day, first, second in shift.per_day
        ],
        "pressure": {
            "first": _pressure(pressure.first),
            "second": _pressure(pressure.second),
            "more": pressure.more,
            "fewer": pressure.fewer,
        },
    }


def _timetable(table: Timetable) -> Record:
    return {
        "sends": table.sends,
        "at": dict(table.at),
        "by_weekday": list(table.by_weekday()),
        "by_hour": table.by_hour.tolist(),
    }


def _pressure(found: Pressure) -> list[int]:
    """Contacts by the most messages in 7 days: 0, 1, 2 ..."""
    return list(found.contacts)

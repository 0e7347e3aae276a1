"""`nurture simulate`: a run, its summary on stdout, its log and schedule as files."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from typing import TYPE_CHECKING

from nurture_tui.commands.arguments import Parser, a_table_path
from nurture_tui.commands.output import working, write_json
from nurture_tui.commands.runs import (
    Prepared,
    add_number_of_runs,
    add_run_arguments,
    drawn,
    prepare_run,
)
from nurture_tui.commands.streams import write_streams
from nurture_tui.commands.workers import add_workers, workers
from nurture_tui.errors import NurtureError
from nurture_tui.files.targets import same_file

if TYPE_CHECKING:
    from nurture_tui.model.workspace import Workspace
    from nurture_tui.report.coverage import Coverage
    from nurture_tui.report.expectation import Expectation
    from nurture_tui.report.runs import Runs
    from nurture_tui.report.sensitivity import Sensitivity
    from nurture_tui.simulation.heard import Heard
    from nurture_tui.simulation.result import Counts, Ends

MOST_TO_TELL = 20_000
"""Of so many people drawn it is asked why nobody came somewhere."""


def run(arguments: list[str]) -> int:
    """Simulate journeys; 0 if it ran."""
    options = _parser().read(arguments)
    log, schedule = options.log, options.schedule
    if log is not None and schedule is not None and same_file(log, schedule):
        raise NurtureError("the log and the schedule cannot be one file", where=str(log))
    prepared = prepare_run(options, log, schedule)
    people = f"{prepared.size:,} contacts"
    with workers(options) as executor:
        prepared = replace(prepared, executor=executor)
        with working(f"Simulating {people}") as heard:
            result = _remarked(prepared, _make(replace(prepared, heard=heard), options))
        with working(f"Simulating {people} {options.runs:,} times") as heard:
            runs = _several(replace(prepared, heard=heard), result, options.runs)
        with working("Moving each assumption") as heard:
            hangs_on = _sensitivity(prepared, options, heard) if options.sensitivity else None
        with working("Looking for what nobody came to"):
            missed = _missed(prepared, result)
        with working("Working out what is expected"):
            without_luck = _expectation(
                prepared, lift=options.without_messages, asked=options.expected
            )
    if options.json:
        _write_record(prepared.workspace, result, missed, runs, hangs_on, without_luck)
    else:
        from nurture_tui.commands.nobody import show_nobody
        from nurture_tui.commands.summary import show_summary

        show_summary(prepared.workspace, result, runs, hangs_on)
        show_nobody(prepared.workspace, missed)
        if without_luck is not None:
            from nurture_tui.commands.expectation import show_expectation

            show_expectation(without_luck, result)
    return 0


def _make(prepared: Prepared, options: Namespace) -> Counts:
    """The counts of the run; its log and schedule go to the files that are asked for."""
    found = None
    if options.log is not None or options.schedule is not None:
        found = write_streams(prepared, options.log, options.schedule)
    if options.without_messages:
        return _with_lift(prepared)
    return prepared.count() if found is None else found


def _remarked(prepared: Prepared, result: Counts) -> Counts:
    """The result with what its reader must know first."""
    from nurture_tui.report.remarks import with_remarks

    return with_remarks(
        result, prepared.workspace, prepared.chosen, prepared.contacts, prepared.people
    )


def _missed(prepared: Prepared, result: Counts) -> Coverage:
    """What nobody came to, and why.

    To tell it takes a run that keeps all; of many people drawn, the first of them tell, but not
    with a history, which is of the contacts that they were drawn from.
    """
    from nurture_tui.report.coverage import Coverage, coverage
    from nurture_tui.report.gaps import gaps
    from nurture_tui.simulation.result import Result

    nothing = not gaps(prepared.workspace.journeys, result.journeys)
    if nothing or (prepared.people is not None and prepared.events is not None):
        return Coverage(())
    if not isinstance(result, Result):
        few = None if prepared.people is None else min(prepared.people, MOST_TO_TELL)
        kept = replace(prepared, people=few).run()
        result = replace(kept, journeys=result.journeys)
    drawn_from = None if prepared.people is None else prepared.contacts
    return coverage(prepared.workspace, result, prepared.settings, prepared.events, drawn_from)


def _with_lift(prepared: Prepared) -> Ends:
    """The run held against the same contacts without messages (R20)."""
    from nurture_tui.report.lift import with_lift

    without = prepared.part(0, 2).ends(without_messages=True)
    return with_lift(prepared.workspace, prepared.part(1, 2).ends(), without)


def _several(prepared: Prepared, first: Counts, runs: int) -> Runs | None:
    """What so many runs say together, the first of them made already; None for one alone."""
    if runs == 1:
        return None
    from nurture_tui.report.runs import spread_over

    seeds = prepared.seeds(runs)
    others = [
        prepared.part(place, runs - 1).count(seed=seed).journeys
        for place, seed in enumerate(seeds[1:])
    ]
    return spread_over(seeds, [first.journeys, *others])


def _sensitivity(prepared: Prepared, options: Namespace, heard: Heard | None) -> Sensitivity:
    """What the result hangs on: each assumption moved through its range."""
    from nurture_tui.report.sensitivity import sensitivity

    contacts = drawn(options, prepared.contacts)
    return sensitivity(
        prepared.workspace,
        prepared.chosen,
        contacts,
        prepared.settings,
        runs=options.runs,
        events=prepared.events,
        heard=heard,
    )


def _expectation(prepared: Prepared, *, lift: bool, asked: bool) -> Expectation | None:
    """What the run expects, worked out without drawing; None if it was not asked for."""
    if not asked:
        return None
    from nurture_tui.report.expectation import expectation

    return expectation(
        prepared.workspace,
        prepared.chosen,
        prepared.contacts,
        prepared.settings,
        people=prepared.people,
        events=prepared.events,
        lift=lift,
    )


def _write_record(
    workspace: Workspace,
    result: Counts,
    missed: Coverage,
    runs: Runs | None,
    hangs_on: Sensitivity | None,
    without_luck: Expectation | None,
) -> None:
    from nurture_tui.report.answers import runs_record, sensitivity_record
    from nurture_tui.report.coveragerecord import coverage_record
    from nurture_tui.report.record import as_record

    record = as_record(result, workspace)
    record["coverage"] = coverage_record(missed)
    if runs is not None:
        record["runs"] = runs_record(runs)
    if hangs_on is not None:
        record["sensitivity"] = sensitivity_record(hangs_on)
    if without_luck is not None:
        from nurture_tui.report.expectation import expectation_record

        record["expected"] = expectation_record(without_luck)
    write_json(record)


def _parser() -> Parser:
    parser = Parser(
        "simulate",
        "A run: who gets what, when, and where each path ends. All of it is simulated, from the\n"
        "contacts and the assumptions at hand; the same seed gives the same run.",
    )
    add_run_arguments(parser)
    parser.add_argument(
        "--without-messages",
        action="store_true",
        help="hold the run against the same contacts without marketing messages: the lift",
    )
    add_workers(parser)
    add_number_of_runs(parser)
    parser.add_argument(
        "--sensitivity",
        action="store_true",
        help="which assumption the result hangs on: each moved through its range (many runs)",
    )
    parser.add_argument(
        "--expected",
        action="store_true",
        help="what is expected under the same assumptions without luck, where that can be told",
    )
    parser.add_argument(
        "--log", type=a_table_path, metavar="FILE", help="all that happened, as .csv or .parquet"
    )
    parser.add_argument(
        "--schedule", type=a_table_path, metavar="FILE", help="the sends, as .csv or .parquet"
    )
    parser.add_argument("--json", action="store_true", help="the summary for a program")
    return parser

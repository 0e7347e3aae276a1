"""`nurture simulate`: a run, its summary on stdout, its log and schedule as files."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from nurture_tui.commands.arguments import Parser, a_csv_path
from nurture_tui.commands.output import note, working, write_json
from nurture_tui.commands.runs import Ran, add_run_arguments, prepare_run
from nurture_tui.errors import NurtureError
from nurture_tui.files.targets import in_place_of_another, same_file


def run(arguments: list[str]) -> int:
    """Simulate journeys; 0 if it ran."""
    options = _parser().parse_args(arguments)
    log, schedule = options.log, options.schedule
    if log is not None and schedule is not None and same_file(log, schedule):
        raise NurtureError("the log and the schedule cannot be one file", where=str(log))
    ran = _make(options, log, schedule)
    _write_files(log, schedule, ran)
    if options.json:
        from nurture_tui.report.record import as_record

        write_json(as_record(ran.result))
    else:
        from nurture_tui.commands.summary import show_summary

        show_summary(ran.workspace, ran.result)
    return 0


def _make(options: Namespace, log: Path | None, schedule: Path | None) -> Ran:
    """The run, held against the one without messages if that is asked for (R20)."""
    prepared = prepare_run(options, log, schedule)
    with working(f"Simulating {len(prepared.contacts):,} contacts"):
        result = prepared.run()
        if options.without_messages:
            from nurture_tui.report.lift import with_lift

            without = prepared.run(without_messages=True)
            result = with_lift(prepared.workspace, result, without)
    return Ran(prepared.workspace, prepared.chosen, result)


def _write_files(log: Path | None, schedule: Path | None, ran: Ran) -> None:
    from nurture_tui.report.log import LOG_COLUMNS, log_rows
    from nurture_tui.report.rows import write_csv
    from nurture_tui.report.schedule import SCHEDULE_COLUMNS, schedule_rows

    if log is not None:
        replaced = in_place_of_another(log)
        with working("Writing the log"):
            rows = write_csv(log, LOG_COLUMNS, log_rows(ran.result))
        note(f"{rows:,} simulated events in {log}{replaced}")
    if schedule is not None:
        replaced = in_place_of_another(schedule)
        with working("Writing the schedule"):
            found = schedule_rows(ran.result, ran.workspace)
            rows = write_csv(schedule, SCHEDULE_COLUMNS, found)
        note(f"{rows:,} simulated sends in {schedule}{replaced}")


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
    parser.not_yet("--runs", "--sensitivity")
    parser.add_argument("--log", type=a_csv_path, metavar="FILE", help="all that happened, as CSV")
    parser.add_argument("--schedule", type=a_csv_path, metavar="FILE", help="the sends, as CSV")
    parser.add_argument("--json", action="store_true", help="the summary for a program")
    return parser

"""`nurture schedule`: the send calendar of a run as a CSV file."""

from __future__ import annotations

import sys

from nurture_tui.commands.arguments import Parser, a_csv_path
from nurture_tui.commands.output import note, working
from nurture_tui.commands.runs import add_run_arguments, make_run
from nurture_tui.commands.workers import add_workers
from nurture_tui.files.targets import in_place_of_another


def run(arguments: list[str]) -> int:
    """Simulate journeys and write their sends; to stdout without --out."""
    options = _parser().parse_args(arguments)
    ran = make_run(options, options.out)
    from nurture_tui.report.rows import write_csv, write_rows
    from nurture_tui.report.schedule import SCHEDULE_COLUMNS, schedule_rows

    rows = schedule_rows(ran.result, ran.workspace)
    if options.out is None:
        write_rows(sys.stdout, SCHEDULE_COLUMNS, rows)
        return 0
    replaced = in_place_of_another(options.out)
    with working("Writing the schedule"):
        count = write_csv(options.out, SCHEDULE_COLUMNS, rows)
    note(f"{count:,} simulated sends in {options.out}{replaced}")
    return 0


def _parser() -> Parser:
    parser = Parser(
        "schedule",
        "The sends of a simulated run, a row each, ordered by time: when, to whom, what, from\n"
        "whom, when it would have gone and what held it. A cell that a spreadsheet would run as\n"
        "a formula begins with '.",
    )
    add_run_arguments(parser)
    add_workers(parser)
    parser.add_argument(
        "--out", type=a_csv_path, metavar="FILE", help="a .csv file (stdout if none is named)"
    )
    parser.not_yet("--by")
    return parser

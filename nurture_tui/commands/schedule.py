"""`nurture schedule`: the send calendar of a run as a CSV or Parquet file."""

from __future__ import annotations

import sys
from dataclasses import replace

from nurture_tui.commands.arguments import Parser, a_table_path
from nurture_tui.commands.output import working
from nurture_tui.commands.runs import add_run_arguments, make_run, prepare_run
from nurture_tui.commands.streams import write_streams
from nurture_tui.commands.workers import add_workers, workers


def run(arguments: list[str]) -> int:
    """Simulate journeys and write their sends; to stdout without --out."""
    options = _parser().read(arguments)
    if options.out is not None:
        prepared = prepare_run(options, options.out)
        with (
            workers(options) as executor,
            working(f"Simulating {prepared.size:,} contacts") as heard,
        ):
            write_streams(replace(prepared, executor=executor, heard=heard), None, options.out)
        return 0
    ran = make_run(options)
    from nurture_tui.report.rows import write_rows
    from nurture_tui.report.schedule import SCHEDULE_COLUMNS, schedule_rows

    write_rows(sys.stdout, SCHEDULE_COLUMNS, schedule_rows(ran.result, ran.workspace))
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
        "--out",
        type=a_table_path,
        metavar="FILE",
        help="a .csv or .parquet file (CSV on stdout if none)",
    )
    parser.not_yet("--by")
    return parser

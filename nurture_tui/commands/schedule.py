"""`nurture schedule`: the send calendar of a run, for programs and for calendars of people."""

from __future__ import annotations

import sys
from argparse import Namespace
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from nurture_tui.commands.arguments import Parser, a_schedule_path
from nurture_tui.commands.inputs import contacts_path, one_workspace
from nurture_tui.commands.output import note, working
from nurture_tui.commands.runs import add_run_arguments, make_run, prepare_run
from nurture_tui.commands.streams import write_streams
from nurture_tui.commands.workers import add_workers, workers
from nurture_tui.errors import NurtureError
from nurture_tui.files.targets import in_place_of_another, refuse_inputs

BYS = ("journey", "owner", "contact")


def run(arguments: list[str]) -> int:
    """Simulate journeys and write their sends; to stdout without --out."""
    options = _parser().read(arguments)
    if options.by is not None and options.out is None:
        raise NurtureError("--by needs a file to write to", fix="Name one with --out.")
    if options.by is None and (options.out is None or _is_table(options.out)):
        _stream(options)
    else:
        _write_plan(options)
    return 0


def _stream(options: Namespace) -> None:
    """A row a send, written while the run goes on."""
    prepared = prepare_run(options, options.out)
    with (
        workers(options) as executor,
        working(f"Simulating {prepared.size:,} contacts") as heard,
    ):
        target = sys.stdout if options.out is None else options.out
        write_streams(replace(prepared, executor=executor, heard=heard), None, target)


def _write_plan(options: Namespace) -> None:
    """The sends put together by day and message, in one file or one for each owner."""
    ran = make_run(options, options.out)
    from nurture_tui.exchange.schedulefile import parts, write_part
    from nurture_tui.exchange.sendplan import send_plan

    plan = send_plan(ran.result, ran.workspace, options.by or "journey")
    found = parts(options.out, plan)
    files = one_workspace(options.paths)
    contacts = contacts_path(files, options.contacts)
    refuse_inputs([part.path for part in found], files, contacts, options.events)
    for part in found:
        replaced = in_place_of_another(part.path)
        sends = write_part(part, datetime.now(UTC), mailings=options.by is not None)
        told = 0 if _is_table(part.path) else len(part.plan.tasks)
        tasks = f" and {told:,} {'task' if told == 1 else 'tasks'}" if told else ""
        note(f"{sends:,} simulated sends{tasks} in {part.path}{replaced}")


def _is_table(path: Path) -> bool:
    """Whether a file has rows, of sends alone, and not the words of a calendar or a page."""
    return path.suffix.lower() not in (".ics", ".md", ".html")


def _parser() -> Parser:
    parser = Parser(
        "schedule",
        "The sends of a simulated run: as a table (.csv, .parquet) a row each, ordered by time:\n"
        "when, to whom, what, from whom, when it would have gone and what held it; as a calendar\n"
        "(.ics), a page (.html) or text (.md) an entry for each day and message, with how many\n"
        "get it. In .csv a cell that a spreadsheet would run as a formula begins with '.",
    )
    add_run_arguments(parser)
    add_workers(parser)
    parser.add_argument(
        "--out",
        type=a_schedule_path,
        metavar="FILE",
        help="a .csv, .parquet, .ics, .md or .html file (CSV on stdout if none)",
    )
    parser.add_argument(
        "--by",
        choices=BYS,
        help="together by journey (the default), by owner of the contact, with their tasks\n"
        "(.ics: a file each), or by contact (.ics: an event a send); a table then has numbers a\n"
        "day and message",
    )
    return parser

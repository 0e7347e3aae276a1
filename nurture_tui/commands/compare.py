"""`nurture compare`: two variants on the same contacts and the same luck."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from nurture_tui.commands.arguments import Parser, a_path
from nurture_tui.commands.inputs import (
    contacts_path,
    one_workspace,
    read_contacts_at,
    read_run_events,
    refuse_blocked,
    refuse_unread,
)
from nurture_tui.commands.output import working, write_json
from nurture_tui.commands.runs import add_number_of_runs, add_run_options, drawn, run_settings
from nurture_tui.errors import NurtureError

if TYPE_CHECKING:
    from nurture_tui.report.comparison import Comparison
    from nurture_tui.report.variants import Variant


def run(arguments: list[str]) -> int:
    """Compare two journeys, or two folders of them; 0 whichever does better."""
    options = _parser().read(arguments)
    found = _compare(options)
    if options.json:
        from nurture_tui.report.compared import compared_record

        write_json(compared_record(found))
    else:
        from nurture_tui.commands.compared import show_comparison

        show_comparison(found, str(options.first), str(options.second))
    return 0


def _compare(options: Namespace) -> Comparison:
    from nurture_tui.report.comparison import compare

    files = one_workspace([options.first])
    contacts = contacts_path(files, options.contacts)
    events = read_run_events(files, options.events)
    first, second = (_variant(path, contacts, options) for path in (options.first, options.second))
    _refuse_file_with_folder(options, first, second)
    settings = run_settings(options, first.workspace)
    with working(f"Simulating {len(first.contacts):,} contacts twice"):
        return compare(
            first,
            second,
            settings,
            runs=options.runs,
            lift=options.without_messages,
            events=events,
        )


def _refuse_file_with_folder(options: Namespace, first: Variant, second: Variant) -> None:
    """Refuse one journey against several: what the others do would pass for a change in it."""
    sides = ((options.first, first), (options.second, second))
    for (path, one), (folder, several) in (sides, sides[::-1]):
        if path.is_file() and folder.is_dir() and len(one.journeys) < len(several.journeys):
            raise NurtureError(
                f"one journey ({path}) cannot be compared with the {len(several.journeys)} "
                "of a folder",
                where=str(folder),
                fix="Name two journey files, or two folders.",
            )


def _variant(path: Path, contacts: Path, options: Namespace) -> Variant:
    """The journeys of a path and the contacts as their workspace reads them, all of it sound."""
    from nurture_tui.report.variants import Variant

    files = one_workspace([path])
    refuse_unread(files)
    people = read_contacts_at(contacts, files)
    refuse_blocked(files, people)
    people = drawn(options, people)
    return Variant(files.workspace, tuple(files.chosen), people)


def _parser() -> Parser:
    parser = Parser(
        "compare",
        "Two variants of a journey, or of a folder of journeys, on the same contacts and the\n"
        "same luck: what changed, what becomes of the schedule, which brings more to the goal.\n"
        "Both are simulated. The contacts are those of A, unless --contacts names others.",
    )
    parser.add_argument("first", type=a_path, metavar="A", help="a journey file, or a folder")
    parser.add_argument("second", type=a_path, metavar="B", help="another, held against A")
    add_run_options(parser)
    add_number_of_runs(parser)
    parser.add_argument(
        "--without-messages",
        action="store_true",
        help="hold each of them against no marketing messages too: their lifts",
    )
    parser.add_argument("--json", action="store_true", help="the comparison for a program")
    return parser

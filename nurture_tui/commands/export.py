"""`nurture export`: a journey in another format, or a report of it and its run."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from nurture_tui.commands.arguments import Parser, a_path
from nurture_tui.commands.inputs import one_journey
from nurture_tui.commands.journeyrun import add_journey_arguments, run_journey
from nurture_tui.commands.output import note, write
from nurture_tui.exchange.export import EXPORTS, REPORT, export
from nurture_tui.exchange.exported import Exported
from nurture_tui.files.targets import in_place_of_another, refuse_inputs


def run(arguments: list[str]) -> int:
    """Write a journey in a format; what the format cannot hold is said on stderr."""
    options = _parser().read(arguments)
    exported = _report(options) if options.to == REPORT else _exported(options)
    if options.out is None:
        write(exported.text)
    else:
        _save(options.out, exported.text)
    for lost in exported.lost:
        note(f"{options.to} does not hold: {lost}")
    return 0


def _exported(options: Namespace) -> Exported:
    """The journey alone, in one of the formats that hold no run."""
    files = one_journey(options.path)
    refuse_inputs([options.out], files)
    journey = files.journeys[files.chosen[0]].journey
    assert journey is not None
    return export(journey, files.workspace, options.to)


def _report(options: Namespace) -> Exported:
    """The page of the journey and its run."""
    made = run_journey(options, options.out)
    from nurture_tui.exchange.report import to_report

    return Exported(to_report(made.journey, made.workspace, made.result, made.findings))


def _save(path: Path, text: str) -> None:
    from nurture_tui.files.writing import write_atomically

    replaced = in_place_of_another(path)
    write_atomically(path, text)
    note(f"{path} is written{replaced}")


def _parser() -> Parser:
    parser = Parser(
        "export",
        "A journey in another format, with what that format cannot hold. html is a page of the\n"
        "journey and its run: picture, sends, who comes how far, assumptions and findings; the\n"
        "options of a run are for it alone.",
    )
    add_journey_arguments(parser)
    parser.add_argument(
        "--to", required=True, metavar="FORMAT", help=f"{', '.join(EXPORTS)}, {REPORT}"
    )
    parser.add_argument("--out", type=a_path, metavar="FILE", help="a file (stdout if none)")
    return parser

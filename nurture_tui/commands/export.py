"""`nurture export`: a journey in another format."""

from __future__ import annotations

from nurture_tui.commands.arguments import Parser, a_path
from nurture_tui.commands.inputs import one_journey
from nurture_tui.commands.output import note, write
from nurture_tui.exchange.export import EXPORTS, export
from nurture_tui.files.targets import in_place_of_another, refuse_inputs


def run(arguments: list[str]) -> int:
    """Write a journey in a format; what the format cannot hold is said on stderr."""
    options = _parser().read(arguments)
    files = one_journey(options.path)
    refuse_inputs([options.out], files)
    journey = files.journeys[files.chosen[0]].journey
    assert journey is not None
    exported = export(journey, files.workspace, options.to)
    if options.out is None:
        write(exported.text)
    else:
        from nurture_tui.files.writing import write_atomically

        replaced = in_place_of_another(options.out)
        write_atomically(options.out, exported.text)
        if replaced:
            note(f"{options.out} is written{replaced}")
    for lost in exported.lost:
        note(f"{options.to} does not hold: {lost}")
    return 0


def _parser() -> Parser:
    parser = Parser("export", "A journey in another format, with what that format cannot hold.")
    parser.add_argument("path", type=a_path, metavar="PATH", help="a journey file")
    parser.add_argument("--to", required=True, metavar="FORMAT", help=", ".join(EXPORTS))
    parser.add_argument("--out", type=a_path, metavar="FILE", help="a file (stdout if none)")
    return parser

"""`nurture brief`: a journey in plain language, in English or Finnish."""

from __future__ import annotations

import argparse
from pathlib import Path

from nurture_tui.commands.arguments import Parser, a_path
from nurture_tui.commands.journeyrun import add_journey_arguments, run_journey
from nurture_tui.commands.output import note, write
from nurture_tui.files.targets import in_place_of_another

SUFFIXES = (".md", ".html", ".txt")
LANGUAGES = ("en", "fi")


def run(arguments: list[str]) -> int:
    """Write the brief of a journey; its numbers are simulated where there are contacts."""
    options = _parser().read(arguments)
    made = run_journey(options, options.out)
    from nurture_tui.report.brief import Problem, brief

    problems = [Problem(one.code, one.severity, one.step, one.message) for one in made.findings]
    weighs = None
    if made.result is not None and options.events is None:
        from nurture_tui.report.weighs import weightiest_guess

        weighs = weightiest_guess(made.workspace, made.journey.id, made.result)
    told = brief(made.workspace, made.journey, made.result, problems, options.language, weighs)
    if options.out is None:
        from nurture_tui.report.brief.page import plain_text

        write(plain_text(told))
        return 0
    from nurture_tui.exchange.brieffile import write_brief

    replaced = in_place_of_another(options.out)
    write_brief(options.out, told)
    note(f"the brief is in {options.out}{replaced}")
    return 0


def _parser() -> Parser:
    parser = Parser(
        "brief",
        "A journey in plain language, for colleagues: what contacts get and when, why it ends,\n"
        "who is told, what is to prepare, what is assumed, and what is still open. What stands\n"
        "in the files is not translated.",
    )
    add_journey_arguments(parser)
    parser.add_argument(
        "--language", choices=LANGUAGES, default="en", help="English or Finnish (default: en)"
    )
    parser.add_argument(
        "--out", type=_a_brief, metavar="FILE", help="a .md, .html or .txt file (stdout if none)"
    )
    return parser


def _a_brief(text: str) -> Path:
    path = a_path(text)
    if path.suffix.lower() not in SUFFIXES:
        raise argparse.ArgumentTypeError(f"“{text}” ends in none of .md, .html and .txt")
    return path

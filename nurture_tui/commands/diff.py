"""`nurture diff`: the difference of two journeys, as changes to the journey."""

from __future__ import annotations

from pathlib import Path

from nurture_tui.commands.arguments import Parser, a_path
from nurture_tui.commands.inputs import one_journey
from nurture_tui.commands.output import write, write_json
from nurture_tui.model.journey import Journey
from nurture_tui.report.difference import difference
from nurture_tui.text import safe

SIGNS = {"added": "+", "removed": "-", "changed": "~", "renamed": "~"}


def run(arguments: list[str]) -> int:
    """Say what has to change to make the second journey of the first; 0, different or not."""
    options = _parser().read(arguments)
    first, second = _journey(options.first), _journey(options.second)
    changes = difference(first, second)
    if options.json:
        write_json(
            {
                "changes": [
                    {
                        "kind": change.kind,
                        "where": change.where,
                        "words": change.words,
                        "path": list(change.path),
                    }
                    for change in changes
                ]
            }
        )
        return 0
    lines = [safe(f"{SIGNS.get(change.kind, '~')} {change.sentence}") for change in changes]
    write("\n".join(lines or ["The two journeys are equal."]) + "\n")
    return 0


def _journey(path: Path) -> Journey:
    files = one_journey(path)
    journey = files.journeys[files.chosen[0]].journey
    assert journey is not None  # one_journey refuses what could not be read
    return journey


def _parser() -> Parser:
    parser = Parser(
        "diff",
        "What has to change to make the second journey of the first: the journey, not the text.\n"
        "+ is new, - is gone, ~ is different.",
    )
    parser.add_argument("first", type=a_path, metavar="A", help="a journey file")
    parser.add_argument("second", type=a_path, metavar="B", help="another")
    parser.add_argument("--json", action="store_true", help="the changes for a program")
    return parser

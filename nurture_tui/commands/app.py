"""`nurture [PATH] [--plain SCREEN]`: the app."""

from __future__ import annotations

from pathlib import Path

from nurture_tui.commands.arguments import Parser, a_path
from nurture_tui.errors import NurtureError
from nurture_tui.model.vocabulary import suggestion

SCREENS = ("journeys", "design", "simulate", "schedule")


def run(arguments: list[str]) -> int:
    """Open the app on a path, or print one of its screens as text."""
    parser = Parser("", "The app, on a folder of journeys or one journey file.")
    parser.add_argument("path", nargs="?", type=a_path, default=Path(), metavar="PATH")
    parser.add_argument("--plain", metavar="SCREEN", help="print a screen as text")
    options = parser.parse_args(arguments)
    path: Path = options.path
    if options.plain is not None and options.plain not in SCREENS:
        raise NurtureError(
            f"There is no screen “{options.plain}”.", fix=suggestion(options.plain, SCREENS)
        )
    if not _exists(path):
        raise NurtureError(
            "there is no such file, folder or command",
            where=str(path),
            fix="nurture --help shows the commands.",
        )
    from nurture_tui.screens.app import run_app

    return run_app(path, options.plain)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name that is too long, a folder that may not be looked into
        return False

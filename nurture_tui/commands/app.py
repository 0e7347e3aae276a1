"""`nurture [PATH] [--plain SCREEN]`: the app."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

from nurture_tui.cli import COMMANDS
from nurture_tui.commands.arguments import Parser, a_path
from nurture_tui.errors import NurtureError
from nurture_tui.model.vocabulary import nearest


def run(arguments: list[str]) -> int:
    """Open the app on a path, or print one of its screens as text."""
    parser = Parser("", "The app, on a folder of journeys or one journey file.")
    parser.add_argument("path", nargs="?", type=a_path, default=Path(), metavar="PATH")
    parser.add_argument("--plain", metavar="SCREEN", help="print a screen as text")
    if arguments and not arguments[0].startswith("-"):
        # Before its arguments are: those of a misspelt command are no mistake.
        _refuse_unknown(arguments[0])
    options = parser.read(arguments)
    path: Path = options.path
    _refuse_unknown(str(path))
    if options.plain is None and not _on_a_screen():
        raise NurtureError(
            "the app needs a terminal.", fix="nurture PATH --plain SCREEN prints a screen as text."
        )
    from nurture_tui.screens.memory import without_openssl

    without_openssl()
    from nurture_tui.config import config_path, keep_theme, read_config
    from nurture_tui.screens.app import run_app

    config = config_path()
    preferences = read_config(config)
    if preferences.keymap:
        from nurture_tui.screens.bindings import check_keymap

        check_keymap(preferences.keymap, str(config))
    return run_app(
        path,
        options.plain,
        today=datetime.now().astimezone().date(),
        preferences=preferences,
        keep_theme=lambda theme: keep_theme(config, theme),
    )


def _on_a_screen() -> bool:
    """A terminal, or a browser, for which Textual sets its own driver.

    Textual draws on stderr: with that in a file there would be nothing to see.
    """
    streams = (sys.stdin, sys.stdout, sys.stderr)
    return "TEXTUAL_DRIVER" in os.environ or all(stream.isatty() for stream in streams)


def _refuse_unknown(name: str) -> None:
    """Refuse what is neither a path nor a command, and name the nearest command."""
    if not _exists(Path(name)):
        close = nearest(name, tuple(COMMANDS))
        raise NurtureError(
            "there is no such file, folder or command",
            where=name,
            fix=f"Did you mean nurture {close}?" if close else "nurture --help shows the commands.",
        )


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name that is too long, a folder that may not be looked into
        return False

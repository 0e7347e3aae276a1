"""`nurture serve PATH`: the app in a browser on this machine."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from nurture_tui.commands.arguments import Parser, a_path
from nurture_tui.commands.output import note
from nurture_tui.errors import NurtureError

PORT = 8000


def run(arguments: list[str]) -> int:
    """Serve the app on the loopback address until Ctrl+C; each window runs one of its own."""
    options = _parser().read(arguments)
    path: Path = options.path
    if not path.exists():
        raise NurtureError("there is no such file or folder", where=str(path))
    if not 1 <= options.port <= 65_535:
        raise NurtureError("the port is a number from 1 to 65535", fix=f"Leave it out for {PORT}.")
    try:
        from nurture_tui.screens.served import serve
    except ImportError:
        raise NurtureError(
            "textual-serve, which brings the app to a browser, is not installed",
            fix="Install nurture-tui[serve].",
        ) from None
    command = shlex.join([sys.executable, "-m", "nurture_tui", str(path.resolve())])
    serve(command, options.port, note)
    return 0


def _parser() -> Parser:
    parser = Parser(
        "serve",
        "The app in a browser, on this machine only. The address that is printed lets in whoever\n"
        "has it; docs/browser.md says what is protected and what is not.",
    )
    parser.add_argument("path", nargs="?", type=a_path, default=Path(), metavar="PATH")
    parser.add_argument("--port", type=int, default=PORT, metavar="N", help=f"default {PORT}")
    return parser

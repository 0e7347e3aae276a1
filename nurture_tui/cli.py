"""The command line: which command is meant, and one sentence for whatever goes wrong."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module

from nurture_tui import __version__
from nurture_tui.errors import NurtureError

FINE, FOUND, WRONG = 0, 1, 2
STOPPED = 130  # as a shell counts Ctrl+C
PIPE_CLOSED = 141  # as a shell counts a reader that went away

COMMANDS: dict[str, str] = {
    "check": "what is wrong with journeys, where, and how to mend it",
    "simulate": "a run: who gets what, when, and where each path ends",
    "explain": "one contact's story: what it got, what it did not get, and why",
    "schedule": "the send calendar of a run, as a table, a calendar or a page",
    "brief": "a journey in plain language, for colleagues",
    "compare": "two variants on the same luck: the graph, the schedule, the result",
    "contacts": "what a contact file holds, and what the journeys need of it",
    "new": "a new journey from a template",
    "export": "a journey as JSON, a drawing or canonical TOML, or a page with its run",
    "diff": "the difference of two journeys, as changes to the journey",
    "fmt": "journey files in their canonical form",
    "rule": "a check explained",
    "config": "the config file, its path, and all keys",
    "serve": "the app in a browser on this machine",
}
NOT_YET = ("import",)

HELP = """\
usage: nurture [PATH] [--plain SCREEN]
       nurture COMMAND ...

Design nurture journeys in the terminal, prove that goals and exits hold, and simulate
the send schedule before anything is built.

Without a command the app opens PATH: a folder of journeys, or one journey file. It is
the current folder if none is given. --plain prints a screen as text in its place:
journeys, design, simulate, schedule or brief.

commands:
{commands}

nurture COMMAND --help says more about each.

options:
  -h, --help       this text
  --version        the version
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line; the exit status is 0, 1 (found something) or 2 (wrong input)."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _never_fail_on_a_letter()
    try:
        status = _run(arguments)
        sys.stdout.flush()
        return status
    except NurtureError as error:
        _say(f"nurture: {error}")
        return WRONG
    except KeyboardInterrupt:
        _say("Stopped.")
        return STOPPED
    except BrokenPipeError:
        _close_stdout()
        return PIPE_CLOSED
    except MemoryError:
        _say("nurture: there is not enough memory for this.")
        return WRONG
    except Exception as error:
        if os.environ.get("NURTURE_DEBUG"):
            raise
        _say(
            f"nurture: a fault of Nurture TUI itself ({type(error).__name__}: {error}). "
            "Run it again with NURTURE_DEBUG=1 to see where, and please report it."
        )
        return WRONG


def _run(arguments: list[str]) -> int:
    first = arguments[0] if arguments else ""
    if first in ("-h", "--help", "help"):
        sys.stdout.write(HELP.format(commands=_listed()))
        return FINE
    if first == "--version":
        sys.stdout.write(f"nurture {__version__}\n")
        return FINE
    if first in NOT_YET:
        raise NurtureError(f"nurture {first} is not there yet.")
    if first in COMMANDS:
        command = import_module(f"nurture_tui.commands.{first}")
        status: int = command.run(arguments[1:])
        return status
    from nurture_tui.commands import app

    return app.run(arguments)


def _listed() -> str:
    return "\n".join(f"  {name:<16} {text}" for name, text in COMMANDS.items())


def _say(text: str) -> None:
    """One harmless line on stderr."""
    from nurture_tui.text import safe

    with suppress(OSError):  # nobody listens
        sys.stderr.write(f"{safe(text)}\n")
        sys.stderr.flush()


def _never_fail_on_a_letter() -> None:
    """A terminal without the letter for a name shows `?` there, and the command goes on."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _close_stdout() -> None:
    """Leave nothing that Python would try to write at its end to a reader that went away."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

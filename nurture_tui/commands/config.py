"""`nurture config`: the config file and its path, and the keys that it can change."""

from __future__ import annotations

from collections.abc import Mapping

from nurture_tui.commands.arguments import Parser
from nurture_tui.commands.output import note, write
from nurture_tui.config import as_toml, config_path, read_config


def run(arguments: list[str]) -> int:
    """Print what the config says as TOML, under a comment that names its file.

    With `--keys` every command of the app and its keys, as a [keymap] to take lines from.
    """
    parser = Parser("config", "The config file's path, and what it says.")
    parser.add_argument("--keys", action="store_true", help="every command of the app and its keys")
    options = parser.read(arguments)
    path = config_path()
    config = read_config(path)
    if options.keys:
        write(_keys(config.keymap))
        return 0
    there = "" if path.exists() else " (not there: these are the defaults)"
    write(f"# {path}{there}\n")
    write(as_toml(config))
    note(
        "The keys are theme, ascii (true: no box characters) and [keymap] (a command: its keys). "
        "nurture config --keys lists the commands."
    )
    return 0


def _keys(keymap: Mapping[str, str]) -> str:
    """All commands as the lines of a [keymap], each with what it does behind it."""
    from nurture_tui.screens.bindings import all_bound

    known = all_bound().values()
    lines = [
        (f'"{bound.id}" = "{keymap.get(bound.id, ",".join(bound.keys))}"', bound) for bound in known
    ]
    room = max(len(line) for line, _ in lines)
    said = [f"{line:<{room}}  # {bound.words} ({bound.where})" for line, bound in lines]
    return "\n".join(["[keymap]", *said]) + "\n"

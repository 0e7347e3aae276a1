"""`nurture config`: the config file and its path."""

from __future__ import annotations

from nurture_tui.commands.arguments import Parser
from nurture_tui.commands.output import note, write
from nurture_tui.config import as_toml, config_path, read_config


def run(arguments: list[str]) -> int:
    """Print what the config says as TOML, under a comment that names its file."""
    Parser("config", "The config file's path, and what it says.").read(arguments)
    path = config_path()
    config = read_config(path)
    there = "" if path.exists() else " (not there: these are the defaults)"
    write(f"# {path}{there}\n")
    write(as_toml(config))
    note("The keys are theme, ascii (true: no box characters) and [keymap] (a command: its keys).")
    return 0

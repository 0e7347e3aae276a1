"""Arguments of commands: what is wrong with them is an expected error like any other."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn

from nurture_tui.errors import NurtureError
from nurture_tui.model.clock import parse_fixed_date

MOST_DAYS = 3_660
MOST_RUNS = 10_000


class Parser(argparse.ArgumentParser):
    """A parser of one command that raises a NurtureError instead of leaving the program."""

    def __init__(self, command: str, description: str) -> None:
        super().__init__(
            prog=f"nurture {command}".strip(),
            description=description,
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )

    def read(self, arguments: Sequence[str]) -> argparse.Namespace:
        """The arguments; an option may stand between a contact and the paths, or between paths."""
        return self.parse_intermixed_args(arguments)

    def error(self, message: str) -> NoReturn:
        raise NurtureError(f"{message}.", fix=f"{self.prog} --help shows what there is.")


def a_path(text: str) -> Path:
    """A path, which names something."""
    if not text or "\0" in text:
        raise argparse.ArgumentTypeError(f"“{text}” is not the name of a file or folder")
    return Path(text)


def a_table_path(text: str) -> Path:
    """A path that ends in .csv or .parquet, or is a device such as /dev/stdout."""
    path = a_path(text)
    if path.suffix.lower() not in (".csv", ".parquet") and not text.startswith("/dev/"):
        raise argparse.ArgumentTypeError(
            f"“{text}” ends neither in .csv nor in .parquet: nurture schedule writes other formats"
        )
    return path


def a_schedule_path(text: str) -> Path:
    """A path that ends as one of the formats of a schedule does, or is a device."""
    path = a_path(text)
    known = (".csv", ".parquet", ".ics", ".md", ".html")
    if path.suffix.lower() not in known and not text.startswith("/dev/"):
        raise argparse.ArgumentTypeError(
            f"“{text}” ends in none of {', '.join(known[:-1])} and {known[-1]}"
        )
    return path


def a_start(text: str) -> date | datetime:
    """A day, or a moment of it, in ISO 8601."""
    try:
        start = parse_fixed_date(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    if not 1971 <= start.year <= 2190:
        raise argparse.ArgumentTypeError(f"“{text}” lies outside of 1971 to 2190")
    return start


def some_days(text: str) -> int:
    """A whole number of days, from 1 to ten years."""
    return _between(text, 1, MOST_DAYS)


def some_people(text: str) -> int:
    """How many contacts to draw, from 1 to two thousand million."""
    return _between(text, 1, 2_000_000_000)


def some_processes(text: str) -> int:
    """How many processes share the work."""
    return _between(text, 1, 1_024)


def a_seed(text: str) -> int:
    """A whole number that decides the luck of a run."""
    return _between(text, 0, 2**63 - 1)


def some_runs(text: str) -> int:
    """How many runs: a whole number from 1 on."""
    return _between(text, 1, MOST_RUNS)


def _between(text: str, least: int, most: int) -> int:
    plain = text.isascii() and text.isdigit() and len(text) < 20
    if not plain or not least <= int(text) <= most:
        raise argparse.ArgumentTypeError(
            f"“{text}” is not a whole number from {least:,} to {most:,}"
        )
    return int(text)

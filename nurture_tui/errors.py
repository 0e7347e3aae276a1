"""The one exception family: every expected error is a sentence for the user."""

from __future__ import annotations


def joined(message: str, fix: str) -> str:
    """What is wrong and how to mend it, with an end of a sentence between the two."""
    message, fix = message.rstrip(), fix.strip()
    stop = "" if not fix or not message or message.endswith((".", "!", "?", "…")) else "."
    return f"{message}{stop} {fix}".strip()


class NurtureError(Exception):
    """An expected error: what is wrong, where, and how to mend it, in words for a planner.

    `where` is a file with line and column (`x.toml:3:1`) or another place; it may be empty.
    """

    def __init__(self, message: str, *, where: str = "", fix: str = "") -> None:
        self.message = message
        self.where = where
        self.fix = fix
        place = f"{where}: " if where else ""
        super().__init__(f"{place}{joined(message, fix)}")


class FileError(NurtureError):
    """A file that cannot be read or written."""


class ConditionError(NurtureError):
    """A condition that cannot be parsed; `at` is the character (from 0) where it goes wrong."""

    def __init__(self, message: str, *, where: str = "", fix: str = "", at: int = 0) -> None:
        super().__init__(message, where=where, fix=fix)
        self.at = at


class ContactsError(NurtureError):
    """A contact file that cannot be used."""


class SimulationError(NurtureError):
    """A run that cannot be made, or that broke one of its own invariants."""


class ExchangeError(NurtureError):
    """A format that is unknown or cannot hold what was asked of it."""

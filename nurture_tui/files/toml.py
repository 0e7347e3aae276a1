"""From a file on disk to the values of TOML, or to the reason why there are none."""

from __future__ import annotations

import re
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from nurture_tui.files.positions import Places, Position, find_places
from nurture_tui.files.problems import Problem, unplaced
from nurture_tui.frozen import dataclass

LARGEST = 2_000_000
MOST_PARTS = 50
_WHERE = re.compile(r"^(.*) \(at (?:line (\d+), column (\d+)|end of document)\)$", re.S)
_PART = r"(?:[\w-]++|\"[^\"\n]*+\"|'[^'\n]*+')"
_LONG_KEY = re.compile(rf"(?<![\w-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{MOST_PARTS}}}")


@dataclass(frozen=True)
class TomlText:
    """A TOML file as read: its text as on disk, its values and their places, or its problem."""

    text: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    places: Places = field(default_factory=Places)
    problem: Problem | None = None


def read_toml(path: Path) -> TomlText:
    """Read and parse a file; whatever is wrong with it comes back as a problem F001."""
    raw = _read_bytes(path)
    if isinstance(raw, Problem):
        return TomlText(problem=raw)
    if b"\x00" in raw:
        return TomlText(problem=_unreadable("this is not a text file", "Is it the right file?"))
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        position = Position(before.count("\n") + 1, len(before) - before.rfind("\n"))
        fix = "Save the file as UTF-8."
        return TomlText(problem=_unreadable("the file is not written in UTF-8", fix, position))
    return parse_toml(text)


def parse_toml(text: str) -> TomlText:
    """Parse a text, with or without byte order mark, LF or CRLF; a problem F001 if it is none."""
    flat = text.removeprefix("\ufeff")
    if _LONG_KEY.search(flat):
        message = f"a key has more than {MOST_PARTS} parts"
        return TomlText(text, problem=_unreadable(message, "Is it the right file?"))
    try:
        data = tomllib.loads(flat)
        return TomlText(text, data, find_places(text))
    except tomllib.TOMLDecodeError as error:
        return TomlText(text, problem=_not_toml(flat, str(error)))
    except RecursionError:
        return TomlText(text, problem=_unreadable("lists or tables are nested too deeply", ""))
    except ValueError:
        # Python refuses to read a number of more than 4,300 digits.
        return TomlText(text, problem=_unreadable("a number in this file is far too long", ""))


def _read_bytes(path: Path) -> bytes | Problem:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            return _unreadable("this is a folder, not a file", "Name a file inside it.")
        if not stat.S_ISREG(status.st_mode):
            return _unreadable("this is not a regular file", "Is it the right file?")
        with path.open("rb") as stream:
            raw = stream.read(LARGEST + 1)
    except FileNotFoundError:
        return _unreadable("there is no such file", "Check the name and the folder.")
    except PermissionError:
        return _unreadable("the file may not be read", "Ask for permission to read it.")
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        return _unreadable(f"the file cannot be read: {reason.lower()}", "Is it the right file?")
    if len(raw) > LARGEST:
        size = f"{LARGEST // 1_000_000} MB"
        return _unreadable(f"the file is larger than {size}", "Is it the right file?")
    return raw


def _unreadable(message: str, fix: str, position: Position | None = None) -> Problem:
    return unplaced("F001", message, fix, (), position)


def _not_toml(text: str, said: str) -> Problem:
    """tomllib's message as a problem: its words, line and column."""
    match = _WHERE.match(said)
    reason = match[1] if match else said
    if match and match[2]:
        position = Position(int(match[2]), int(match[3]))
    else:
        position = Position(text.count("\n") + 1, len(text) - text.rfind("\n"))
    line = text.split("\n")[position.line - 1]
    message, fix = _as_typed(line, position.column - 1) or _in_plain_words(reason)
    return _unreadable(message, fix, position)


def _as_typed(line: str, at: int) -> tuple[str, str] | None:
    """What word processors and habits put where TOML wants another sign."""
    if line[at : at + 1] in _CURLY:
        return "these quotation marks are curly", 'Write straight ones: "…".'
    decimal = _DECIMAL_COMMA.search(line)
    if decimal and decimal.start("comma") == at:
        point = decimal[0].replace(",", ".")
        return "a decimal comma cannot be read", f"Write a point: {point.lstrip('= ')}."
    return None


_CURLY = ("“", "”", "„", "‘", "’")
_DECIMAL_COMMA = re.compile(r"=\s*-?\d+(?P<comma>,)\d+")
_PLAIN_WORDS = {
    "Invalid value": ("there is no value here that can be read", 'Write text in quotes: "…".'),
    "Expected '=' after a key in a key/value pair": (
        "a key is not followed by =",
        'Write key = "value", each on a line of its own.',
    ),
    "Invalid statement": (
        "this line is neither a key nor a [heading]",
        'Write key = "value", and put # before a remark.',
    ),
    "Expected newline or end of document after a statement": (
        "something follows the value on this line",
        "Write each key on a line of its own, and text in one pair of quotes.",
    ),
    "Unclosed array": ("a list is not closed", "Close it with ], and put a comma between items."),
    "Unclosed inline table": (
        "a { is not closed, or a comma is missing after what stands before this",
        "Put a comma between its parts, and close it with } on its line.",
    ),
    "Unterminated string": ("a text is not closed", 'Close it with the quote it began with: ".'),
    "Cannot overwrite a value": ("this key stands in the file twice", "Leave one of them out."),
    "Invalid initial character for a key part": (
        "a key is missing or begins with a character that keys do not have",
        "Keys have letters, digits, - and _; put others in quotes.",
    ),
    "Unescaped '\\' in a string": (
        "a backslash stands in a text by itself",
        "Write it twice, or put the text in single quotes: '…'.",
    ),
    "Expected ']' at the end of a table declaration": (
        "a heading such as [steps.pause] is not closed",
        "Close it with ].",
    ),
    "Expected ']]' at the end of an array declaration": (
        "a heading such as [steps.pause] is not closed",
        "Close it with ]].",
    ),
    "Invalid date or datetime": ("there is no such date", "Write 2026-12-10 or a time with it."),
}


def _in_plain_words(reason: str) -> tuple[str, str]:
    for said, plain in _PLAIN_WORDS.items():
        if reason.startswith(said):
            return plain
    if reason.startswith(("Cannot declare", "Cannot redefine", "Cannot mutate")):
        return (
            "this heading stands in the file twice",
            "Give one of the two steps another id, or put the keys together under one heading.",
        )
    if reason.startswith("Duplicate inline table key"):
        return _PLAIN_WORDS["Cannot overwrite a value"]
    if reason.startswith("Illegal character"):
        return (
            "a text is broken by a line end or a character that cannot stand here",
            "Close the text on its line, or put it between three quotes.",
        )
    return "the file cannot be read as TOML", f"The reader says: {reason}."

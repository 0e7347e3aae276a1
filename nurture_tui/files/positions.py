"""Where each key and value of a TOML text stands, for findings that point at a line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

TomlPath = tuple[str | int, ...]

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*+")
_SPACE = re.compile(r"[ \t]*+")
_BASIC = re.compile(r'"(?:[^"\\]++|\\.)*+"', re.S)
_LITERAL = re.compile(r"'[^']*+'")
_LONG_BASIC = re.compile(r'"""(?:[^"\\]++|\\.|"(?!""))*+"{3,5}', re.S)
_LONG_LITERAL = re.compile(r"'''(?:[^']++|'(?!''))*+'{3,5}", re.S)
_PLAIN = re.compile(r"[^\s,\]}#]+")
_DAY_AND_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:[^\s,\]}#]+")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([btnfr\"\\e/])|[ \t]*\n\s*)")
_PLAIN_ESCAPES = dict(zip('btnfre"\\/', '\b\t\n\f\r\x1b"\\/', strict=True))


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a text: line and column, both from 1, in characters."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Place:
    """Offsets into the text: of the key, and of the value from `start` to before `end`.

    The value of a `[table]` is its header. An item of an array has the place of its value as key.
    """

    key: int
    start: int
    end: int


@dataclass(frozen=True)
class Places:
    """The places of all keys and values of a text, by path: `('exits', 0, 'when')`.

    `text` has line ends of one character; a byte order mark counts as no character.
    """

    text: str = ""
    by_path: Mapping[TomlPath, Place] = field(default_factory=dict)
    lines: tuple[int, ...] = (0,)

    def position(self, offset: int) -> Position:
        """Line and column of an offset into the text."""
        line = bisect_right(self.lines, offset)
        return Position(line, offset - self.lines[line - 1] + 1)

    def of_value(self, path: TomlPath) -> Position:
        """Where the value of a path is written; of its nearest parent if it is not in the file."""
        place = self._nearest(path)
        return self.position(place.start) if place else Position()

    def of_key(self, path: TomlPath) -> Position:
        """Where the key of a path is written; of its nearest parent if it is not in the file."""
        place = self._nearest(path)
        return self.position(place.key) if place else Position()

    def within(self, path: TomlPath, character: int) -> Position:
        """Where a character (from 0) of a text value stands, escapes and folded lines counted."""
        place = self.by_path.get(path)
        if place is None or self.text[place.start : place.start + 1] not in ('"', "'"):
            return self.of_value(path)
        return self.position(_offset_in_string(self.text, place, character))

    def _nearest(self, path: TomlPath) -> Place | None:
        for length in range(len(path), 0, -1):
            if path[:length] in self.by_path:
                return self.by_path[path[:length]]
        return None


def find_places(text: str) -> Places:
    """The places of all keys and values of a valid TOML text (what tomllib has accepted).

    Of a text that is not valid TOML the result is unspecified; a ValueError may be raised, or a
    RecursionError where values nest too deeply.
    """
    flat = text.removeprefix("\ufeff").replace("\r\n", "\n")
    scanner = _Scanner(flat)
    scanner.document()
    starts = (0, *(match.end() for match in re.finditer("\n", flat)))
    return Places(flat, scanner.places, starts)


class _Scanner:
    """Walks over a valid TOML text once, and notes where it comes by a key or a value."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.places: dict[TomlPath, Place] = {}
        self.counts: dict[TomlPath, int] = {}

    def document(self) -> None:
        table: TomlPath = ()
        self.skip(_BLANK)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.pair(table)
            self.skip(_BLANK)

    def skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self.text, self.at)
        if match:
            self.at = match.end()

    def take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if not match:
            raise ValueError(f"no TOML at offset {self.at}")
        self.at = match.end()
        return match[0]

    def header(self) -> TomlPath:
        """`[a.b]` or `[[a.b]]`: the path of the table that begins here."""
        start = self.at
        brackets = 2 if self.text.startswith("[[", start) else 1
        self.at += brackets
        parts = self.key()
        self.at += brackets
        path: TomlPath = ()
        for name, place in parts[:-1]:
            path = self.newest((*path, name))
            self.places.setdefault(path, Place(place, start, self.at))
        name, place = parts[-1]
        path = (*path, name)
        here = Place(place, start, self.at)
        if brackets == 2:
            self.places.setdefault(path, here)
            self.counts[path] = self.counts.get(path, 0) + 1
            path = (*path, self.counts[path] - 1)
        self.places[path] = here
        return path

    def newest(self, path: TomlPath) -> TomlPath:
        """Inside an array of tables, its newest table."""
        return (*path, self.counts[path] - 1) if path in self.counts else path

    def key(self) -> list[tuple[str, int]]:
        """The parts of a dotted key, each with its offset; stands after it when done."""
        parts: list[tuple[str, int]] = []
        while True:
            self.skip(_SPACE)
            start = self.at
            match self.text[start : start + 1]:
                case '"':
                    name = _unescaped(self.take(_BASIC)[1:-1])
                case "'":
                    name = self.take(_LITERAL)[1:-1]
                case _:
                    name = self.take(_BARE_KEY)
            parts.append((name, start))
            self.skip(_SPACE)
            if not self.text.startswith(".", self.at):
                return parts
            self.at += 1

    def pair(self, table: TomlPath) -> None:
        """`a.b = value` in the table of this path."""
        parts = self.key()
        self.at += 1
        self.skip(_SPACE)
        start = self.at
        path = table
        implied = []
        for name, place in parts[:-1]:
            path = (*path, name)
            implied.append((path, place))
        name, place = parts[-1]
        self.value((*path, name), place)
        for parent, key in implied:
            self.places.setdefault(parent, Place(key, start, self.at))

    def value(self, path: TomlPath, key: int) -> None:
        start = self.at
        match self.text[start : start + 1]:
            case "[":
                self.array(path)
            case "{":
                self.inline_table(path)
            case '"':
                long = self.text.startswith('"""', start)
                self.take(_LONG_BASIC if long else _BASIC)
            case "'":
                long = self.text.startswith("'''", start)
                self.take(_LONG_LITERAL if long else _LITERAL)
            case _:
                spaced = _DAY_AND_TIME.match(self.text, start)
                self.take(_DAY_AND_TIME if spaced else _PLAIN)
        self.places[path] = Place(key, start, self.at)

    def array(self, path: TomlPath) -> None:
        self.at += 1
        index = 0
        while True:
            self.skip(_BLANK)
            if self.text.startswith("]", self.at):
                break
            self.value((*path, index), self.at)
            index += 1
            self.skip(_BLANK)
            if self.text.startswith(",", self.at):
                self.at += 1
        self.at += 1

    def inline_table(self, path: TomlPath) -> None:
        self.at += 1
        while True:
            self.skip(_BLANK)
            if self.text.startswith("}", self.at):
                break
            self.pair(path)
            self.skip(_BLANK)
            if self.text.startswith(",", self.at):
                self.at += 1
        self.at += 1


def _unescaped(raw: str) -> str:
    return _ESCAPE.sub(_escaped_character, raw)


def _escaped_character(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    if code:
        return chr(int(code, 16))
    return _PLAIN_ESCAPES[match[3]] if match[3] else ""


def _offset_in_string(text: str, place: Place, character: int) -> int:
    """The offset at which the character of a string value is written, at most its last quote."""
    quote = text[place.start]
    width = 3 if text.startswith(quote * 3, place.start) and place.end - place.start > 5 else 1
    at, end = place.start + width, place.end - width
    if width == 3 and text.startswith("\n", at):
        at += 1
    while at < end:
        escape = _ESCAPE.match(text, at) if quote == '"' else None
        length = len(_escaped_character(escape)) if escape else 1
        if length > character:
            break
        character -= length
        at = escape.end() if escape else at + 1
    return at

"""One walk over a valid TOML text that notes where each key and value stands."""

from __future__ import annotations

import re

from nurture_tui.frozen import dataclass

TomlPath = tuple[str | int, ...]

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*+")
_SPACE = re.compile(r"[ \t]*+")
_REST_OF_LINE = re.compile(r"[^\n]*+\n?")
_BASIC = re.compile(r'"(?:[^"\\]++|\\.)*+"', re.S)
_LITERAL = re.compile(r"'[^']*+'")
_LONG_BASIC = re.compile(r'"""(?:[^"\\]++|\\.|"(?!""))*+"{3,5}', re.S)
_LONG_LITERAL = re.compile(r"'''(?:[^']++|'(?!''))*+'{3,5}", re.S)
_PLAIN = re.compile(r"[^\s,\]}#]+")
_DAY_AND_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:[^\s,\]}#]+")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([btnfr\"\\])|[ \t]*\r?\n\s*)")
_PLAIN_ESCAPES = dict(zip('btnfr"\\', '\b\t\n\f\r"\\', strict=True))


@dataclass(frozen=True, slots=True)
class Place:
    """Offsets into the text: of the key, and of the value from `start` to before `end`.

    The value of a `[table]` is its header. An item of an array has the place of its value as key.
    """

    key: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class KeyPart:
    """One part of a dotted key, as read, and the offsets at which it is written."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A `key = value`, a `[table]` or an `[[item]]` (a new table of an array).

    It is written from `start` to before `end`; its line, with a remark behind it, goes on to
    before `line_end`. `path` of an item ends in its number; `table` is the path of the table in
    which a pair stands.
    """

    kind: str
    path: TomlPath
    table: TomlPath
    parts: tuple[KeyPart, ...]
    start: int
    end: int
    line_end: int


class Scanner:
    """Walks over a valid TOML text (what tomllib has accepted, LF or CRLF) once.

    Of another text the result is unspecified; a ValueError may be raised, or a RecursionError
    where values nest too deeply.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.places: dict[TomlPath, Place] = {}
        self.statements: list[Statement] = []
        self.counts: dict[TomlPath, int] = {}

    def scan(self) -> Scanner:
        """Walk to the end; `places` and `statements` are complete then."""
        table: TomlPath = ()
        self.skip(_BLANK)
        while self.at < len(self.text):
            start, owner = self.at, table
            if self.text[start] == "[":
                kind = "item" if self.text.startswith("[[", start) else "table"
                parts, path = self.header()
                owner = table = path
            else:
                kind = "pair"
                parts, path = self.pair(table)
            end = self.at
            self.skip(_REST_OF_LINE)
            self.statements.append(Statement(kind, path, owner, parts, start, end, self.at))
            self.skip(_BLANK)
        return self

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

    def header(self) -> tuple[tuple[KeyPart, ...], TomlPath]:
        """`[a.b]` or `[[a.b]]`: its key, and the path of the table that begins here."""
        start = self.at
        brackets = 2 if self.text.startswith("[[", start) else 1
        self.at += brackets
        parts = self.key()
        self.at += brackets
        path: TomlPath = ()
        for part in parts[:-1]:
            path = self.newest((*path, part.name))
            self.places.setdefault(path, Place(part.start, start, self.at))
        path = (*path, parts[-1].name)
        here = Place(parts[-1].start, start, self.at)
        if brackets == 2:
            self.places.setdefault(path, here)
            self.counts[path] = self.counts.get(path, 0) + 1
            path = (*path, self.counts[path] - 1)
        self.places[path] = here
        return parts, path

    def newest(self, path: TomlPath) -> TomlPath:
        """Inside an array of tables, its newest table."""
        return (*path, self.counts[path] - 1) if path in self.counts else path

    def key(self) -> tuple[KeyPart, ...]:
        """The parts of a dotted key; stands after it, and after the space behind it, when done."""
        parts: list[KeyPart] = []
        while True:
            self.skip(_SPACE)
            start = self.at
            match self.text[start : start + 1]:
                case '"':
                    name = _ESCAPE.sub(_escaped_character, self.take(_BASIC)[1:-1])
                case "'":
                    name = self.take(_LITERAL)[1:-1]
                case _:
                    name = self.take(_BARE_KEY)
            parts.append(KeyPart(name, start, self.at))
            self.skip(_SPACE)
            if not self.text.startswith(".", self.at):
                return tuple(parts)
            self.at += 1

    def pair(self, table: TomlPath) -> tuple[tuple[KeyPart, ...], TomlPath]:
        """`a.b = value` in the table of this path: its key, and the path of its value."""
        parts = self.key()
        self.at += 1
        self.skip(_SPACE)
        start = self.at
        path: TomlPath = table
        implied = []
        for part in parts[:-1]:
            path = (*path, part.name)
            implied.append((path, part.start))
        path = (*path, parts[-1].name)
        self.value(path, parts[-1].start)
        for parent, key in implied:
            self.places.setdefault(parent, Place(key, start, self.at))
        return parts, path

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


def offset_in_string(text: str, place: Place, character: int) -> int:
    """The offset at which a character (from 0) of a string value stands, at most its last quote."""
    quote = text[place.start]
    width = 3 if text.startswith(quote * 3, place.start) and place.end - place.start > 5 else 1
    at, end = place.start + width, place.end - width
    if width == 3:
        at += next((len(eol) for eol in ("\r\n", "\n") if text.startswith(eol, at)), 0)
    while at < end:
        escape = _ESCAPE.match(text, at) if quote == '"' else None
        length = len(_escaped_character(escape)) if escape else 1
        if length > character:
            break
        character -= length
        if escape:
            at = escape.end()
        else:
            at += 2 if text.startswith("\r\n", at) else 1
    return at


def _escaped_character(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    if code:
        return chr(int(code, 16))
    return _PLAIN_ESCAPES[match[3]] if match[3] else ""

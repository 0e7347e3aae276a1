"""Where each key and value of a TOML text stands, for findings that point at a line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

from nurture_tui.files.scanner import Place, Scanner, Statement, TomlPath, offset_in_string

BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a text: line and column, both from 1, in characters."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True)
class Places:
    """The places of all keys and values of a text, by path: `('exits', 0, 'when')`.

    `text` is the file's without a byte order mark, which counts as no character; `statements` are
    its lines in their order.
    """

    text: str = ""
    by_path: Mapping[TomlPath, Place] = field(default_factory=dict)
    statements: tuple[Statement, ...] = ()
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
        return self.position(offset_in_string(self.text, place, character))

    def _nearest(self, path: TomlPath) -> Place | None:
        for length in range(len(path), 0, -1):
            if path[:length] in self.by_path:
                return self.by_path[path[:length]]
        return None


def find_places(text: str) -> Places:
    """The places of all keys and values of a valid TOML text (what tomllib has accepted).

    Of another text the result is unspecified; a ValueError may be raised, or a RecursionError
    where values nest too deeply.
    """
    plain = text.removeprefix(BYTE_ORDER_MARK)
    scanner = Scanner(plain).scan()
    starts = (0, *(match.end() for match in re.finditer("\n", plain)))
    return Places(plain, scanner.places, tuple(scanner.statements), starts)

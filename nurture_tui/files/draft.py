"""A TOML text under the pen: lines are put in, taken out and changed; the rest stays as it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from nurture_tui.files.canonical import Line
from nurture_tui.files.positions import BYTE_ORDER_MARK, Places, find_places
from nurture_tui.files.scanner import Statement, TomlPath

_REMARK_LINE = re.compile(r"[ \t]*#[^\n]*(?:\n|\Z)")
_BLANK_LINE = re.compile(r"[ \t\r]*\n")


class Draft:
    """The text of a file while it is edited; places are found anew after every change."""

    def __init__(self, text: str) -> None:
        self.mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
        self.text = text.removeprefix(BYTE_ORDER_MARK)
        first = self.text.find("\n")
        self.newline = "\r\n" if first > 0 and self.text[first - 1] == "\r" else "\n"
        self.places: Places = find_places(self.text)

    @property
    def whole(self) -> str:
        """The text as it goes to disk."""
        return self.mark + self.text

    def replace(self, start: int, end: int, text: str) -> None:
        """Write `text`, whose line ends are LF, in place of what stands from start to end."""
        self.text = self.text[:start] + text.replace("\n", self.newline) + self.text[end:]
        self.places = find_places(self.text)

    def rearrange(self, text: str) -> None:
        """Take another order of the same lines."""
        self.text = text
        self.places = find_places(text)

    def under(self, path: TomlPath) -> list[Statement]:
        """The statements that make up the value at a path, in file order."""
        return [s for s in self.places.statements if s.path[: len(path)] == path]

    def pair(self, path: TomlPath) -> Statement | None:
        """The `key = value` that holds the value at a path, as all of it or inside."""
        for statement in self.places.statements:
            if statement.kind == "pair" and statement.path == path[: len(statement.path)]:
                return statement
        return None

    def first_line(self, statement: Statement) -> int:
        """Where the statement begins, with the remarks directly above it."""
        return _above(self.text, self.line_start(statement))

    def line_start(self, statement: Statement) -> int:
        return self.text.rfind("\n", 0, statement.start) + 1

    def last_line(self, statement: Statement) -> int:
        """Where the statement ends, with remarks directly below it that lead to nothing else."""
        at = statement.line_end
        while match := _REMARK_LINE.match(self.text, at):
            at = match.end()
        free = at == len(self.text) or _BLANK_LINE.match(self.text, at)
        return at if free else statement.line_end

    def take_out(self, path: TomlPath) -> None:
        """Remove all statements of a path with the remarks that belong to them."""
        for first, last in reversed(self.runs(path)):
            start, end = self.first_line(first), self.last_line(last)
            if first.kind != "pair":
                start = _blank_above(self.text, start, end)
            self.text = self.text[:start] + self.text[end:]
        self.places = find_places(self.text)

    def runs(self, path: TomlPath) -> list[tuple[Statement, Statement]]:
        """The first and last of each run of statements of a path that follow one another."""
        found: list[tuple[Statement, Statement]] = []
        before: Statement | None = None
        for statement in self.places.statements:
            if statement.path[: len(path)] == path:
                if found and before is found[-1][1]:
                    found[-1] = (found[-1][0], statement)
                else:
                    found.append((statement, statement))
            before = statement
        return found

    def put_lines(self, at: int, lines: Iterable[str]) -> None:
        """Write whole lines at an offset, which is the start of a line or the end of the text."""
        text = "".join(f"{line}\n" for line in lines)
        if at and self.text[at - 1] != "\n":
            text = f"\n{text}"
        self.replace(at, at, text)

    def put_sections(self, at: int, text: str) -> None:
        """Write sections at an offset, with a blank line between them and their neighbours."""
        before = "\n" if at and not _ends_blank(self.text[:at]) else ""
        after = "\n" if at < len(self.text) and not _BLANK_LINE.match(self.text, at) else ""
        if at and self.text[at - 1] != "\n":
            before = f"\n{before}"
        self.replace(at, at, f"{before}{text}{after}")

    def after_sections(self, statement: Statement) -> int:
        """The nearest offset behind a statement at which a new [heading] takes no key of another's.

        That is before the next heading with its remarks, or at the end.
        """
        statements = self.places.statements
        last = statement
        for following in statements[statements.index(statement) + 1 :]:
            if following.kind != "pair":
                break
            last = following
        return self.last_line(last)

    def key_column(self, table: TomlPath) -> int:
        """How wide most keys of a table are written, if its = stand in a column; else 0."""
        columns = Counter(filled for _, filled in self._keys(table))
        if not columns or not (self.in_a_column(table) or len(columns) == 1):
            return 0
        return columns.most_common(1)[0][0]

    def in_a_column(self, table: TomlPath) -> bool:
        """True if keys of a table are filled up with blanks, so that its = form a column."""
        return any(filled > length for length, filled in self._keys(table))

    def aligned(self) -> bool:
        """True if most tables with keys of several lengths have their = in a column."""
        tables = {s.table for s in self.places.statements if s.kind == "pair"}
        mixed = [t for t in tables if len({length for length, _ in self._keys(t)}) > 1]
        return sum(map(self.in_a_column, mixed)) * 2 > len(mixed)

    def _keys(self, table: TomlPath) -> list[tuple[int, int]]:
        """Of each key of a table: its length, and how many characters stand before ` = `."""
        return [
            (s.parts[-1].end - s.start, self.text.index("=", s.parts[-1].end) - s.start - 1)
            for s in self.places.statements
            if s.kind == "pair" and s.table == table
        ]


def written_lines(lines: Iterable[Line], column: int) -> list[str]:
    """The lines as text, their keys filled up to a column."""
    return [line.with_key(line.key.ljust(column) if line.key else "") for line in lines]


def _above(text: str, at: int) -> int:
    """The start of the remark lines directly above the line that starts at an offset."""
    while at:
        previous = text.rfind("\n", 0, at - 1) + 1
        match = _REMARK_LINE.match(text, previous)
        if not match or match.end() != at:
            break
        at = previous
    return at


def _blank_above(text: str, start: int, end: int) -> int:
    """Where to cut so that no two blank lines meet: the blank lines above go with what they led."""
    if end < len(text) and not _BLANK_LINE.match(text, end):
        return start
    while start:
        previous = text.rfind("\n", 0, start - 1) + 1
        match = _BLANK_LINE.match(text, previous)
        if not match or match.end() != start:
            break
        start = previous
    return start


def _ends_blank(text: str) -> bool:
    lines = text.split("\n")
    return len(lines) < 2 or (lines[-1] == "" and lines[-2].strip() == "")

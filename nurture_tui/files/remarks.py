"""The remarks of a file (what stands behind #), each with the key, table or item it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from nurture_tui.files.arrays import taken_apart
from nurture_tui.files.canonical import INDENT, Line
from nurture_tui.files.draft import Draft
from nurture_tui.files.scanner import TomlPath
from nurture_tui.model.shape import value_at


@dataclass(slots=True)
class Remarks:
    """Remarks by path: lines above (an empty one for a blank line), one beside, lines at an end.

    Above () are those of the file as a whole. `ends` stand before the bracket that closes a list,
    under () at the file's end; `closing` stand behind that bracket.
    """

    above: dict[TomlPath, list[str]] = field(default_factory=dict)
    beside: dict[TomlPath, str] = field(default_factory=dict)
    ends: dict[TomlPath, list[str]] = field(default_factory=dict)
    closing: dict[TomlPath, str] = field(default_factory=dict)

    def about(self, data: Mapping[str, Any]) -> Remarks:
        """Those about what the values of a file still have: its tables, its steps."""

        def there(path: TomlPath) -> bool:
            known = path[:2] if path[:1] == ("steps",) else path[:1]
            return value_at(data, known) is not None

        return Remarks(
            {path: lines for path, lines in self.above.items() if there(path)},
            {path: remark for path, remark in self.beside.items() if there(path)},
            {path: lines for path, lines in self.ends.items() if there(path)},
            {path: remark for path, remark in self.closing.items() if there(path)},
        )


def remarks_of(draft: Draft) -> Remarks:
    """All remarks of a text, and the blank lines between its statements."""
    found = Remarks()
    before = 0
    for statement in draft.places.statements:
        lead = _lines(draft.text[before : draft.line_start(statement)])
        if not before and "" in lead[1:]:
            cut = len(lead) - lead[::-1].index("")
            found.above[()], lead = lead[: cut - 1], lead[cut:]
        found.above[statement.path] = lead
        beside = draft.text[statement.end : statement.line_end].strip()
        before = statement.line_end
        value = draft.text[draft.places.by_path[statement.path].start : statement.end]
        is_list = statement.kind == "pair" and value.startswith("[") and "\n" in value
        (found.closing if is_list else found.beside)[statement.path] = beside
        if statement.kind == "pair" and "#" in value:
            _inside(draft, statement.path, found)
    found.ends[()] = _lines(draft.text[before:])
    return found


def _inside(draft: Draft, path: TomlPath, found: Remarks) -> None:
    """The remarks inside the lists of a value."""
    for inner, place in list(draft.places.by_path.items()):
        if inner[: len(path)] != path or draft.text[place.start] != "[":
            continue
        count = sum(p[:-1] == inner for p in draft.places.by_path if p)
        opening, items, closing, _ = taken_apart(draft.places, inner, count)
        found.beside[inner] = opening[1:].strip()
        found.ends[inner] = _lines(closing[:-1])
        for number, item in enumerate(items):
            found.above[(*inner, number)] = _lines(item.lead)
            found.beside[(*inner, number)] = item.remark.strip()


def _lines(text: str) -> list[str]:
    """The remarks of what stands between two statements, with one empty line for blank ones."""
    found: list[str] = []
    for line in (piece.strip() for piece in text.split("\n")[:-1] if text):
        if line or not found or found[-1]:
            found.append(line)
    rest = text.rpartition("\n")[2].strip()
    return [*found, rest] if rest else found


def woven(lines: list[Line], remarks: Remarks, column: Callable[[TomlPath], bool]) -> str:
    """The lines of a canonical text with the remarks of another text of the same values.

    A remark about what has no line of its own goes above the nearest line. `column` says of a
    table whether its = stand below one another.
    """
    spots = _Spots(lines)
    above: dict[int, list[str]] = {}
    beside: dict[int, str] = {}
    for path, remark in remarks.closing.items():
        number = spots.closing.get(path)
        if remark and number is not None:
            beside[number] = remark
        elif remark:
            above.setdefault(spots.of(path)[0], []).append(remark)
    for path in dict.fromkeys(path for path in (*remarks.above, *remarks.beside) if path):
        number, exact = spots.of(path)
        above.setdefault(number, []).extend(remarks.above.get(path, []))
        remark = remarks.beside.get(path, "")
        if remark and exact and number not in beside:
            beside[number] = remark
        elif remark:
            above[number].append(remark)
    for path, ends in remarks.ends.items():
        if path and path not in spots.closing:
            above.setdefault(spots.of(path)[0], []).extend(line for line in ends if line)
    text = _trimmed(remarks.above.get((), []))
    text += [""] if text and lines and lines[0].kind != "heading" else []
    widths = _widths(lines, column)
    for number, line in enumerate(lines):
        indent = INDENT if line.kind == "entry" else ""
        lead = above.get(number, [])
        if line.kind == "close":
            lead = remarks.ends.get(line.path, [])
            indent = INDENT
        if line.kind in ("entry", "close"):
            lead = [remark for remark in lead if remark]
        text += _led(lead, indent, bool(text), line.kind, number and lines[number - 1].kind)
        filled = line.with_key(line.key.ljust(widths[number]) if line.key else "")
        text.append(f"{filled}  {beside[number]}" if number in beside else filled)
    tail = _trimmed(remarks.ends.get((), []))
    blank = [""] if tail and text and remarks.ends[()][0] == "" else []
    return "".join(f"{line}\n" for line in [*text, *blank, *tail])


class _Spots:
    """Which line a remark about a path goes to."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = [(n, line.path) for n, line in enumerate(lines) if line.kind != "close"]
        self.exact = {path: number for number, path in reversed(self.lines)}
        self.closing = {line.path: n for n, line in enumerate(lines) if line.kind == "close"}

    def of(self, path: TomlPath) -> tuple[int, bool]:
        """The number of the line, and whether it is the path's own."""
        if path in self.exact:
            return self.exact[path], True
        for length in range(len(path), -1, -1):
            parent = path[:length]
            if parent in self.exact:
                return self.exact[parent], False
            for number, other in self.lines:
                if parent and other[:length] == parent:
                    return number, False
        return 0, False


def _led(lead: list[str], indent: str, further: bool, kind: str, before: object) -> Iterator[str]:
    """Blank lines and remarks before a line: a heading always has a blank line above it."""
    wanted = _trimmed(lead)
    if further and (kind == "heading" or (before and before != "heading" and lead[:1] == [""])):
        yield ""
    for remark in wanted:
        yield f"{indent}{remark}" if remark else ""
    if kind == "heading" and wanted and lead[-1] == "":
        yield ""


def _trimmed(lines: list[str]) -> list[str]:
    """Without blank lines at either end, and one at most where several meet."""
    lines = [line for at, line in enumerate(lines) if line or not at or lines[at - 1]]
    start, end = 0, len(lines)
    while start < end and not lines[start]:
        start += 1
    while end > start and not lines[end - 1]:
        end -= 1
    return lines[start:end]


def _widths(lines: list[Line], column: Callable[[TomlPath], bool]) -> list[int]:
    """For each line how wide its key is written: as the widest of its table, where it is wanted."""
    widths = [0] * len(lines)
    tables: dict[int, list[int]] = {}
    table = -1
    for number, line in enumerate(lines):
        if line.kind == "heading":
            table = number
        elif line.key:
            tables.setdefault(table, []).append(number)
    for heading, members in tables.items():
        path = lines[heading].path if heading >= 0 else ()
        if column(path):
            widest = max(len(lines[number].key) for number in members)
            for number in members:
                widths[number] = widest
    return widths

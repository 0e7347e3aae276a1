"""The canonical text of a journey: one way to write it, made to be read in a pull request."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nurture_tui.files.layout import JOURNEY, Layout, plain
from nurture_tui.files.scanner import TomlPath
from nurture_tui.files.values import folded_text, key_text, value_text
from nurture_tui.model.journey import Journey
from nurture_tui.model.values import written

WIDTH = 100
INDENT = "  "


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the canonical text, about the value at `path`.

    `kind` is `heading`, `pair` (`key = value`), `open` (`key = [`), `entry` (of a list that has a
    line for each), or `close`. A pair may hold a text of several lines.
    """

    kind: str
    path: TomlPath
    key: str = ""
    value: str = ""

    @property
    def text(self) -> str:
        return self.with_key(self.key)

    def with_key(self, key: str) -> str:
        """The line with its key written so, for example with blanks behind it."""
        return f"{key} = {self.value}" if key else self.value


def canonical(journey: Journey) -> str:
    """The journey's file: keys in the order of the format, steps in theirs.

    Each of several tables in a list has a line of its own. Reading it gives an equal journey.
    """
    return text_of(lines(journey_data(journey), JOURNEY))


def journey_data(journey: Journey) -> dict[str, Any]:
    """The journey as its file's plain values; empty tables that say nothing are left out."""
    data: dict[str, Any] = plain(written(journey))
    if not data.get("assume", {}).get("events", True):
        del data["assume"]["events"]
    for key in ("dates", "exits", "sending", "assume", "steps"):
        if key in data and not data[key]:
            del data[key]
    return data


def text_of(found: Iterator[Line]) -> str:
    """The lines as one text, a blank line before each heading."""
    text: list[str] = []
    for line in found:
        if line.kind == "heading" and text:
            text.append("")
        text.append(line.text)
    return "".join(f"{line}\n" for line in text)


def lines(
    data: Mapping[str, Any], layout: Layout, spread: Collection[TomlPath] = ()
) -> Iterator[Line]:
    """The lines of the canonical text of a file's plain values.

    Lists at the paths `spread` are written on several lines, however short.
    """
    return table_lines(data, data, (), layout, spread)


def table_lines(
    data: Mapping[str, Any],
    table: Mapping[str, Any],
    path: TomlPath,
    layout: Layout,
    spread: Collection[TomlPath] = (),
) -> Iterator[Line]:
    """The lines of the table at a path of `data`: its own keys first, then what has headings."""
    names = layout.ordered(data, path, table)
    headed = [name for name in names if layout.has_heading((*path, name), table[name])]
    own = [name for name in names if name not in headed]
    if path and (own or not headed):
        yield Line("heading", path, value=heading(path))
    for name in own:
        here = (*path, name)
        yield from pair_lines(here, table[name], layout, data, spread=here in spread)
    for name in headed:
        inner = table[name]
        if isinstance(inner, Mapping):
            yield from table_lines(data, inner, (*path, name), layout, spread)
        else:
            for number, item in enumerate(inner):
                yield from table_lines(data, item, (*path, name, number), layout, spread)


def heading(path: TomlPath) -> str:
    """`[steps.deliver]` for a table, `[[exits]]` for an item of a list."""
    dotted = ".".join(key_text(key) for key in path if isinstance(key, str))
    return f"[[{dotted}]]" if isinstance(path[-1], int) else f"[{dotted}]"


def pair_lines(
    path: TomlPath, value: Any, layout: Layout, data: Mapping[str, Any], *, spread: bool = False
) -> Iterator[Line]:
    """The lines of a `key = value`: several for a list of tables, or one that is too long.

    `spread` writes any list on several lines.
    """
    key = key_text(str(path[-1]))
    value = in_order(data, path, value, layout)
    is_list = isinstance(value, Sequence) and not isinstance(value, str)
    if is_list and value:
        tables = all(isinstance(item, Mapping) for item in value)
        flat = value_text(value)
        if spread or tables or len(key) + len(flat) + 3 > WIDTH:
            yield Line("open", path, key, "[")
            for number, item in enumerate(value):
                yield Line("entry", (*path, number), value=f"{INDENT}{value_text(item)},")
            yield Line("close", path, value="]")
            return
    text = folded_text(value) if isinstance(value, str) else value_text(value)
    yield Line("pair", path, key, text)


def in_order(data: Mapping[str, Any], path: TomlPath, value: Any, layout: Layout) -> Any:
    """The value with the keys of its tables, however deep, in the order of the format."""
    if isinstance(value, Mapping):
        names = layout.ordered(data, path, value)
        return {name: in_order(data, (*path, name), value[name], layout) for name in names}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [in_order(data, (*path, n), item, layout) for n, item in enumerate(value)]
    return value

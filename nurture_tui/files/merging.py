"""From the old values of a file to the new ones, in its text, touching only what differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nurture_tui.files.arrays import edited_list, opcodes
from nurture_tui.files.canonical import heading, in_order, pair_lines, table_lines
from nurture_tui.files.draft import Draft, written_lines
from nurture_tui.files.layout import Layout
from nurture_tui.files.scanner import Statement, TomlPath
from nurture_tui.files.values import key_text, value_text
from nurture_tui.model.shape import value_at

Table = Mapping[str, Any]


class Merge:
    """Brings the text of a draft from its old values to `data`, the new ones of the whole file."""

    def __init__(self, draft: Draft, data: Table, layout: Layout) -> None:
        self.draft = draft
        self.data = data
        self.layout = layout
        self.aligned = draft.aligned()

    def table(self, path: TomlPath, old: Table, new: Table) -> None:
        """The table at a path, which is written as lines and not inline."""
        for name in old:
            if name not in new:
                self.draft.take_out((*path, name))
        names = self.layout.ordered(self.data, path, new)
        for number, name in enumerate(names):
            here = (*path, name)
            if name in old:
                self.value(here, old[name], new[name])
            elif here in self.draft.places.by_path and isinstance(new[name], Mapping):
                self.table(here, {}, new[name])
            else:
                self.add(here, new[name], names[:number])

    def value(self, path: TomlPath, old: Any, new: Any) -> None:
        """The value at a path, which was there before and is there now."""
        if old == new and repr(old) == repr(new):
            return
        inline = self.draft.pair(path) is not None
        if isinstance(old, Mapping) and isinstance(new, Mapping) and not inline:
            self.table(path, old, new)
        elif isinstance(old, Mapping) and list(old) == list(new) and inline:
            for name in old:
                self.value((*path, name), old[name], new[name])
        elif isinstance(old, list) and isinstance(new, list) and not inline:
            self.items(path, old, new)
        elif isinstance(old, list) and isinstance(new, list) and _pairwise(old, new):
            for number in range(len(old)):
                self.value((*path, number), old[number], new[number])
        else:
            self.rewrite(path, old, new)

    def rewrite(self, path: TomlPath, old: Any, new: Any) -> None:
        """A value that stands behind an =, or inside of one that does."""
        new = in_order(self.data, path, new, self.layout)
        place = self.draft.places.by_path[path]
        written = self.draft.text[place.start : place.end]
        pair = self.draft.pair(path)
        if isinstance(old, list) and isinstance(new, list) and new and "\n" in written:
            text = edited_list(self.draft.places, path, old, new)
            text = text.replace("\r\n", "\n")
        elif pair is not None and pair.path == path:
            found = pair_lines(path, new, self.layout, self.data)
            text = "\n".join(line.with_key("") for line in found)
        else:
            text = value_text(new)
        if isinstance(new, str) and written.startswith("'") and _fits_single_quotes(new):
            text = f"'{new}'"
        self.draft.replace(place.start, place.end, text)

    def items(self, path: TomlPath, old: Sequence[Table], new: Sequence[Table]) -> None:
        """A list of tables that is written as `[[headings]]`; from the last, so numbers hold."""
        for _, i1, i2, j1, j2 in reversed(opcodes(old, new)):
            common = min(i2 - i1, j2 - j1)
            for number in reversed(range(i1 + common, i2)):
                self.draft.take_out((*path, number))
            if j2 - j1 > common:
                self.insert_items(path, i1 + common, new[j1 + common : j2])
            for number in reversed(range(common)):
                self.value((*path, i1 + number), old[i1 + number], new[j1 + number])

    def insert_items(self, path: TomlPath, number: int, new: Sequence[Table]) -> None:
        if number:
            at = self.draft.after_sections(self.draft.under((*path, number - 1))[-1])
        else:
            at = self.draft.first_line(self.draft.under(path)[0])
        text = "\n".join(self.section((*path, number), item) for item in new)
        self.draft.put_sections(at, text)

    def add(self, path: TomlPath, value: Any, before: list[str]) -> None:
        """A key that was not there; `before` are the keys of its table that come before it."""
        parent = path[:-1]
        siblings = [s for name in reversed(before) for s in self.draft.under((*parent, name))[-1:]]
        if self.layout.has_heading(path, value) and not self.inline_beside(parent, before):
            at = self.after_neighbour(parent, siblings)
            self.draft.put_sections(at, self.sections(path, value))
            return
        pairs = [s for s in siblings if s.kind == "pair"]
        neighbour = next((s for s in pairs if s.table == parent[: len(s.table)]), None)
        headed = next((s for s in self.draft.under(parent) if s.path == parent), None)
        if neighbour is None and headed is None and parent:
            self.open_table(parent, path, value)
            return
        table = neighbour.table if neighbour else parent
        at = self.after_pair(neighbour or headed)
        found = list(pair_lines(path, value, self.layout, self.data))
        key = ".".join(key_text(str(name)) for name in path[len(table) :])
        text = written_lines(found, 0)
        column = self.draft.key_column(table) if self.aligned else 0
        text[0] = found[0].with_key(key.ljust(column))
        self.draft.put_lines(at, text)

    def inline_beside(self, parent: TomlPath, names: list[str]) -> bool:
        """True if tables that could have a heading are written inline in this table."""
        return any(
            self.draft.pair((*parent, name)) is not None
            and self.layout.has_heading((*parent, name), value_at(self.data, (*parent, name)))
            for name in names
        )

    def after_pair(self, statement: Statement | None) -> int:
        """Behind a statement; at the start of the head if there is none."""
        if statement is not None:
            return statement.line_end
        statements = self.draft.places.statements
        return self.draft.line_start(statements[0]) if statements else len(self.draft.text)

    def after_neighbour(self, parent: TomlPath, siblings: list[Statement]) -> int:
        """Behind the nearest sibling; else behind what its parent table has."""
        neighbour = siblings[0] if siblings else next(iter(self.draft.under(parent)[-1:]), None)
        return self.draft.after_sections(neighbour) if neighbour else len(self.draft.text)

    def open_table(self, parent: TomlPath, path: TomlPath, value: Any) -> None:
        """A table that had no heading so far, only tables inside of it, gets one for its key."""
        text = [heading(parent), *written_lines(pair_lines(path, value, self.layout, self.data), 0)]
        inside = self.draft.under(parent)
        at = self.draft.first_line(inside[0]) if inside else len(self.draft.text)
        self.draft.put_sections(at, "".join(f"{line}\n" for line in text))

    def sections(self, path: TomlPath, value: Any) -> str:
        """The text of a table or of a list of tables, with headings."""
        if isinstance(value, Mapping):
            return self.section(path, value)
        return "\n".join(self.section((*path, n), item) for n, item in enumerate(value))

    def section(self, path: TomlPath, table: Table) -> str:
        groups: list[list[Any]] = []
        for line in table_lines(self.data, table, path, self.layout):
            if line.kind == "heading":
                groups.append([])
            groups[-1].append(line)
        text = []
        for group in groups:
            column = max((len(line.key) for line in group), default=0) if self.aligned else 0
            text.append("".join(f"{line}\n" for line in written_lines(group, column)))
        return "\n".join(text)


def merge(draft: Draft, old: Table, new: Table, layout: Layout) -> None:
    """Write into a draft, whose values are the old ones, those of the new that differ."""
    Merge(draft, new, layout).table((), old, new)


def _pairwise(old: Sequence[Any], new: Sequence[Any]) -> bool:
    """True if items were changed, and none put in or taken out."""
    return len(old) == len(new) and all(
        i2 - i1 == j2 - j1 for _, i1, i2, j1, j2 in opcodes(old, new)
    )


def _fits_single_quotes(text: str) -> bool:
    return "'" not in text and text.isprintable()

"""Which tables of a file have a heading of their own, and in which order keys stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nurture_tui.files.scanner import TomlPath
from nurture_tui.model.journey import Journey
from nurture_tui.model.shape import keys, part_at
from nurture_tui.model.values import Part
from nurture_tui.model.workspace import Settings

ANY = "*"


@dataclass(frozen=True)
class Layout:
    """The canonical form of one kind of file: the tables with headings, `*` for any name."""

    root: type[Part]
    headed: frozenset[tuple[str, ...]]

    def has_heading(self, path: TomlPath, value: object) -> bool:
        """True if the value is written under a `[heading]`, or as `[[headings]]` if a list."""
        names = tuple(key for key in path if isinstance(key, str))
        if isinstance(value, Sequence) and not isinstance(value, str):
            tables = bool(value) and all(isinstance(item, Mapping) for item in value)
            return tables and names in self.headed
        if not isinstance(value, Mapping):
            return False
        return names in self.headed or (*names[:-1], ANY) in self.headed

    def ordered(self, data: object, path: TomlPath, names: Iterable[str]) -> list[str]:
        """Keys of the table at a path in the order of the format; free ones stay as they are."""
        part = part_at(self.root, data, path)
        if part is None:
            return list(names)
        place = {key: number for number, key in enumerate(keys(part))}
        return sorted(names, key=lambda name: place.get(name, len(place)))


JOURNEY = Layout(
    Journey,
    frozenset(
        [
            ("dates",),
            ("entry",),
            ("goal",),
            ("exits",),
            ("sending",),
            ("assume",),
            ("assume", "events"),
            ("steps",),
            ("steps", ANY),
        ]
    ),
)
SETTINGS = Layout(
    Settings,
    frozenset(
        [
            ("fields",),
            ("personas",),
            ("personas", ANY),
            ("definitions",),
            ("scoring",),
            ("scoring", "reached"),
            ("dates",),
            ("assets",),
            ("assets", ANY),
            ("sending",),
            ("assume",),
            ("assume", "events"),
            ("limits",),
        ]
    ),
)


def plain(value: Any) -> Any:
    """Plain TOML values: lists for tuples, and without what is None."""
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(inner) for inner in value]
    return value

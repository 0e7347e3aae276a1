"""Texts that stand in fields of a form without being in the journey, since they are wrong."""

from __future__ import annotations

from nurture_tui.edit.change import Path
from nurture_tui.edit.sharedform import TABLES, names_in
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings

Drafts = dict[tuple[str, Path], tuple[str, str]]
"""By journey ("" for nurture.toml) and path of the field: the text, and why it was refused."""


def drafts_of(drafts: Drafts, file: Journey | Settings) -> list[tuple[Path, str]]:
    """The paths and texts of a file's drafts, of the parts that it still has."""
    id_ = file.id if isinstance(file, Journey) else ""
    return [
        (path, text) for (of, path), (text, _) in drafts.items() if of == id_ and _has(file, path)
    ]


def field_in_words(path: Path) -> str:
    """A field of the file as it is called: `for of “wait-2”`, `purpose`."""
    *before, key = [part for part in path if isinstance(part, str)]
    if len(before) > 1 and before[0] in ("steps", *TABLES):
        return f"{key} of “{before[1]}”"
    return f"{key} of {before[0]}" if before else key


def _has(file: Journey | Settings, path: Path) -> bool:
    """Whether the part that a field belongs to is still there."""
    if isinstance(file, Settings):
        match path:
            case ("scoring", "reached", str(name)):
                return name in names_in(file, "scoring.reached")
            case (str(table), str(name), *_) if table in TABLES:
                return name in names_in(file, table)
        return True
    match path:
        case ("steps", str(step), *_):
            return step in file.steps
        case ("exits", int(number), *_):
            return number < len(file.exits)
        case ("goal", *_):
            return file.goal is not None
    return True

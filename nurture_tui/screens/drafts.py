"""Texts that stand in fields of a form without being in the journey, since they are wrong."""

from __future__ import annotations

from nurture_tui.edit.change import Path
from nurture_tui.model.journey import Journey

Drafts = dict[tuple[str, Path], tuple[str, str]]
"""By journey and path of the field: the text, and why it was refused."""


def drafts_of(drafts: Drafts, journey: Journey) -> list[tuple[Path, str]]:
    """The paths and texts of a journey's drafts, of the parts that it still has."""
    return [
        (path, text)
        for (of, path), (text, _) in drafts.items()
        if of == journey.id and _has(journey, path)
    ]


def field_in_words(path: Path) -> str:
    """A field of the file as it is called: `for of “wait-2”`, `purpose`."""
    *before, key = [part for part in path if isinstance(part, str)]
    if before[:1] == ["steps"]:
        return f"{key} of “{before[1]}”"
    return f"{key} of {before[0]}" if before else key


def _has(journey: Journey, path: Path) -> bool:
    """Whether the part that a field belongs to is still there."""
    match path:
        case ("steps", str(step), *_):
            return step in journey.steps
        case ("exits", int(number), *_):
            return number < len(journey.exits)
        case ("goal", *_):
            return journey.goal is not None
    return True

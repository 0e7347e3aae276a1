"""G110: where a proof would have taken too long, and what may therefore go unsaid."""

from __future__ import annotations

from collections.abc import Iterator

from nurture_tui.checks.finding import Mark, Path
from nurture_tui.checks.rule import Rule
from nurture_tui.checks.subject import Subject

SHOWN = 3


def _unproved(subject: Subject) -> Iterator[Mark]:
    effort = subject.known.effort
    if effort.gave_up:
        first = next(iter(effort.gave_up))
        message = (
            f"Too much is asked at {_places(subject, list(effort.gave_up))} to try every mix of "
            "answers: that nobody goes a way there, or that an exit takes nobody out, may go "
            "unsaid."
        )
        fix = "Ask less in one condition, or spread the cases over several branches."
        step = str(first[1]) if first[:1] == ("steps",) else ""
        yield Mark(first, message, fix, step)
    if effort.unfollowed:
        message = (
            "This journey has more paths than are followed: ways that nobody goes, and messages "
            "too close to each other or too many, may go unsaid."
        )
        yield Mark(("steps",), message, "Make two journeys of it, with a hand-off between them.")


def _places(subject: Subject, paths: list[Path]) -> str:
    names = [_place(subject, path) for path in paths]
    if len(names) > SHOWN:
        names = [*names[: SHOWN - 1], f"{len(names) - SHOWN + 1} more places"]
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _place(subject: Subject, path: Path) -> str:
    match path:
        case ("steps", str() as step):
            return f"“{step}”"
        case ("exits", int() as number):
            return f"the exit “{subject.journey.exits[number].name}”"
    return "the entry"


NOT_PROVED = Rule(
    "G110",
    "not-proved",
    "note",
    "A place where conditions are so many, or so tangled, that to prove all about them would take "
    "too long; or a journey with too many paths to follow each. What the checks say is true all "
    "the same, but here they may be silent about something. How much is looked at is counted in "
    "parts of conditions and of paths, not in time: the same file always has the same findings.",
    "S18, S22: points where the path changes; find the broken parts",
    journey=(_unproved,),
)

"""`ignore = ["N703: agreed with sales"]`: which findings a journey or a step switches off."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from nurture_tui.checks.finding import Mark, Path
from nurture_tui.checks.rule import Rule
from nurture_tui.checks.subject import Subject
from nurture_tui.model.journey import Journey

_IGNORE = re.compile(r"\s*([A-Z]\d{3})\s*:\s*(\S.*)", re.S)
_CODE = re.compile(r"\s*([A-Z]\d{3})\s*:?\s*")

CANNOT_BE_IGNORED = frozenset(
    {"F001", "F002", "F003", "F004", "F005", "F006", "G101", "G104", "T408", "M501", "D601", "D602"}
)
"""Findings without whose mending a journey cannot be run, reason or not."""


def ignored(journey: Journey) -> frozenset[tuple[str, str]]:
    """What is switched off: (code, step), step "" for the whole journey.

    An entry without a reason, or for a code that cannot be switched off, switches off nothing.
    """
    found = set()
    for text, _, step in _entries(journey):
        match = _IGNORE.fullmatch(text)
        if match and match[1] not in CANNOT_BE_IGNORED:
            found.add((match[1], step))
    return frozenset(found)


def malformed_ignores(subject: Subject) -> Iterator[Mark]:
    """F004: an ignore without a code or a reason, or of what cannot be ignored."""
    for text, path, step in _entries(subject.journey):
        match = _IGNORE.fullmatch(text)
        alone = _CODE.fullmatch(text)
        if match is None and alone is not None:
            message = f"To ignore {alone[1]} a reason is needed."
            yield Mark(path, message, f'Write "{alone[1]}: agreed with sales 2026-11".', step)
        elif match is None:
            message = f"“{text}” does not name a check to ignore."
            yield Mark(path, message, 'Write the code and the reason: "N703: agreed".', step)
        elif match[1] in CANNOT_BE_IGNORED:
            message = f"{match[1]} cannot be ignored: the journey cannot run with it."
            yield Mark(path, message, "Mend what it finds, and take this line out.", step)


def unused_ignores(
    journey: Journey, used: Collection[tuple[str, str]], silent: Collection[str]
) -> Iterator[Mark]:
    """N706: ignores, with a reason, of what was not found; `used` are those that were needed.

    `silent` are the codes of rules that did not look, since the contacts or the start that they
    need were not given.
    """
    for text, path, step in _entries(journey):
        match = _IGNORE.fullmatch(text)
        if match is None or match[1] in CANNOT_BE_IGNORED or match[1] in silent:
            continue
        if (match[1], step) not in used:
            where = f"in “{step}”" if step else "in this journey"
            message = f"{match[1]} is ignored {where}, and the check finds nothing to ignore."
            yield Mark(path, message, "Take this line out, or it would hide the next one.", step)


UNUSED_IGNORE = Rule(
    "N706",
    "unused-ignore",
    "note",
    "An ignore of something that is not found any more, or was never there. It would hide the next "
    "finding of its kind, which nobody has agreed to.",
    "S30: what is agreed is written down, and nothing else",
)


def _entries(journey: Journey) -> Iterator[tuple[str, Path, str]]:
    for i, text in enumerate(journey.ignore):
        yield text, ("ignore", i), ""
    for id_, step in journey.steps.items():
        for i, text in enumerate(step.ignore):
            yield text, ("steps", id_, "ignore", i), id_

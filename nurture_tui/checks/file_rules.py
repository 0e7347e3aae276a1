"""F001-F006: what keeps a file from being read as a journey."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nurture_tui.checks.finding import Mark, Path
from nurture_tui.checks.ignores import malformed_ignores
from nurture_tui.checks.parts import texts
from nurture_tui.checks.rule import Rule
from nurture_tui.checks.sending import wrong_sending, wrong_settings
from nurture_tui.checks.subject import SettingsSubject, Subject
from nurture_tui.model.vocabulary import suggestion


def _wrong_values(subject: Subject | SettingsSubject) -> Iterator[Mark]:
    return (mark for code, mark in subject.problems if code == "F004")


def _wrong_conditions(subject: Subject | SettingsSubject) -> Iterator[Mark]:
    return (mark for code, mark in subject.problems if code == "F006")


def _unseen_signs(subject: Subject) -> Iterator[Mark]:
    """Control signs in what people read: left behind by a copy, and shown by no program alike."""
    for placed in texts(subject.journey):
        found = _UNSEEN.search(placed.part)
        if found:
            message = f"There is a sign here that cannot be seen (U+{ord(found[0]):04X})."
            fix = "Write the text anew; it came along with something that was copied."
            yield Mark(placed.path, message, fix, placed.step, severity="warning")


_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def _unknown_persona(subject: Subject) -> Iterator[Mark]:
    persona, known = subject.journey.persona, tuple(subject.workspace.settings.personas)
    if persona is not None and known and persona not in known:
        message = f"There is no persona “{persona}” in nurture.toml."
        yield Mark(("persona",), message, suggestion(persona, known))


def _unknown_priority(subject: SettingsSubject) -> Iterator[Mark]:
    known = tuple(subject.vocabulary.journeys)
    for i, id_ in enumerate(subject.settings.limits.priority):
        if id_ not in known:
            path: Path = ("limits", "priority", i)
            message = f"There is no journey “{id_}” that could go first."
            yield Mark(path, message, suggestion(id_, known))


NOT_TOML = Rule(
    "F001",
    "not-toml",
    "error",
    "The file cannot be read as TOML, or not as text at all. Until it can be, nothing else can be "
    "said of the journey: it is missing from every run.",
    "journey file",
)
UNKNOWN_KEY = Rule(
    "F002",
    "unknown-key",
    "error",
    "A key that the journey file does not have, often a slip of the pen. It would be passed over "
    "in silence, and what it was meant to do would never happen.",
    "journey file",
)
MISSING_KEY = Rule(
    "F003",
    "missing-key",
    "error",
    "A key without which the part says nothing, such as the type of a step.",
    "journey file",
)
WRONG_VALUE = Rule(
    "F004",
    "wrong-value",
    "error",
    "A value of the wrong kind, or outside the choices: text where a number is needed, a time zone "
    "or a country that does not exist, a persona that nurture.toml does not have.",
    "journey file",
    journey=(_unseen_signs, _wrong_values, _unknown_persona, wrong_sending, malformed_ignores),
    settings=(_wrong_values, _unknown_priority, wrong_settings),
)
BAD_DURATION = Rule(
    "F005",
    "bad-duration",
    "error",
    "A duration, time, window or cap that cannot be read. Write 3d, 2w, 4h 30min or 2bd; a bare m "
    "is refused, for it could be minutes or months.",
    "journey file",
)
BAD_CONDITION = Rule(
    "F006",
    "bad-condition",
    "error",
    "A condition that cannot be parsed, compares what cannot be compared, or names a step or a "
    "journey that is not there. A condition that is not understood decides nothing.",
    "journey file",
    journey=(_wrong_conditions,),
    settings=(_wrong_conditions,),
)

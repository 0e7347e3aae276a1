"""D601 and D602: fields that are not known, values that can never be."""

from __future__ import annotations

from collections.abc import Iterator

from nurture_tui.checks.finding import Mark
from nurture_tui.checks.rule import Rule
from nurture_tui.checks.subject import SettingsSubject, Subject


def _unknown_fields(subject: Subject | SettingsSubject) -> Iterator[Mark]:
    return (mark for code, mark in subject.problems if code == "D601")


def _impossible_values(subject: Subject | SettingsSubject) -> Iterator[Mark]:
    return (mark for code, mark in subject.problems if code == "D602")


UNKNOWN_FIELD = Rule(
    "D601",
    "unknown-field",
    "error",
    "A field or a date that nurture.toml does not know. A condition on it would never hold, and a "
    "message would show a gap where it stands.",
    "S36: an e-mail address is not enough; gather the data that the journey needs",
    journey=(_unknown_fields,),
    settings=(_unknown_fields,),
)
IMPOSSIBLE_VALUE = Rule(
    "D602",
    "impossible-value",
    "error",
    "A value that the field can never have, since it is not among its choices: the case would "
    "never be taken, the change never be made.",
    "S32: sales and marketing use the same definitions",
    journey=(_impossible_values,),
    settings=(_impossible_values,),
)

"""A rule: its code, its explanation, and the functions that look for what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from nurture_tui.checks.finding import Finding, Mark, Severity
from nurture_tui.checks.subject import SettingsSubject, Subject

Marks = Iterable[Mark]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, declared once: the list, `nurture rule` and the pages are made from this.

    `explanation` says what it finds and why that matters to a planner; `source` is where the rule
    comes from (S and L numbers are the field and law rules of the domain research, R numbers those
    of the simulation). `journey` and `settings` look at a journey and at nurture.toml; `closing`
    looks at what the others found. A rule with none of them is found while a file is read.
    """

    code: str
    name: str
    severity: Severity
    explanation: str
    source: str
    journey: tuple[Callable[[Subject], Marks], ...] = ()
    settings: tuple[Callable[[SettingsSubject], Marks], ...] = ()
    closing: Callable[[Subject, list[Finding]], Marks] | None = None

"""A rule: its code, its explanation, and the functions that look for what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from nurture_tui.checks.finding import Finding, Mark, Severity
from nurture_tui.checks.planned import Planned
from nurture_tui.checks.subject import SettingsSubject, Subject

Marks = Iterable[Mark]
Need = Literal["contacts", "start"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, declared once: the list, `nurture rule` and the pages are made from this.

    `explanation` says what it finds and why that matters to a planner; `source` is where the rule
    comes from (S and L numbers are the field and law rules of the domain research, R numbers those
    of the simulation). `journey` and `settings` look at a journey and at nurture.toml; `closing`
    looks at what the others found. A rule with none of them is found while a file is read.
    `planned` and `planned_settings` look at what the rule `needs` besides the files: the contacts
    at hand, the start of a run.
    """

    code: str
    name: str
    severity: Severity
    explanation: str
    source: str
    journey: tuple[Callable[[Subject], Marks], ...] = ()
    settings: tuple[Callable[[SettingsSubject], Marks], ...] = ()
    needs: tuple[Need, ...] = ()
    planned: tuple[Callable[[Subject, Planned], Marks], ...] = ()
    planned_settings: tuple[Callable[[SettingsSubject, Planned], Marks], ...] = ()
    closing: Callable[[Subject, list[Finding]], Marks] | None = None

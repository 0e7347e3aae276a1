"""The checks: what is wrong with a journey, where, and how to mend it."""

from __future__ import annotations

from nurture_tui.checks.finding import Finding, Severity, as_record
from nurture_tui.checks.planned import Given
from nurture_tui.checks.rule import Rule
from nurture_tui.checks.rules import BLOCKING, RULES, explain
from nurture_tui.checks.run import blocking, check_journey, check_settings, check_workspace

__all__ = [
    "BLOCKING",
    "RULES",
    "Finding",
    "Given",
    "Rule",
    "Severity",
    "as_record",
    "blocking",
    "check_journey",
    "check_settings",
    "check_workspace",
    "explain",
]

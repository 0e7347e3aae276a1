"""The list of all rules, in the order of their codes."""

from __future__ import annotations

from nurture_tui.checks import (
    data_rules,
    file_rules,
    loop_rules,
    reach_rules,
    step_rules,
)
from nurture_tui.checks.rule import Rule
from nurture_tui.errors import NurtureError
from nurture_tui.model.vocabulary import suggestion

RULES: tuple[Rule, ...] = (
    file_rules.NOT_TOML,
    file_rules.UNKNOWN_KEY,
    file_rules.MISSING_KEY,
    file_rules.WRONG_VALUE,
    file_rules.BAD_DURATION,
    file_rules.BAD_CONDITION,
    step_rules.UNKNOWN_STEP,
    reach_rules.UNREACHABLE_STEP,
    reach_rules.NO_WAY_OUT,
    loop_rules.LOOP_WITHOUT_WAIT,
    reach_rules.NOTHING_SENT,
    step_rules.UNKNOWN_JOURNEY,
    data_rules.UNKNOWN_FIELD,
    data_rules.IMPOSSIBLE_VALUE,
)

BLOCKING = frozenset(
    rule.code for rule in RULES if rule.severity == "error" and rule.code[0] in "FG"
) | {"T408", "M501", "D601", "D602"}
"""Codes of the findings with which a journey is not run: the finding is the message."""

_BY_CODE = {rule.code: rule for rule in RULES}


def explain(code: str) -> Rule:
    """The rule of a code, by any case; a NurtureError names the nearest for an unknown one."""
    rule = _BY_CODE.get(code.strip().upper())
    if rule is None:
        known = tuple(_BY_CODE)
        raise NurtureError(f"There is no rule {code}.", fix=suggestion(code.upper(), known))
    return rule

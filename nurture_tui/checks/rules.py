"""The list of all rules, family by family."""

from __future__ import annotations

from nurture_tui.checks import (
    asset_rules,
    branch_rules,
    data_rules,
    date_rules,
    dead_rules,
    density_rules,
    event_rules,
    exit_rules,
    file_rules,
    goal_rules,
    ignores,
    late_rules,
    loop_rules,
    message_rules,
    moment_rules,
    name_rules,
    people_rules,
    permission_rules,
    reach_rules,
    run_rules,
    stage_rules,
    step_rules,
    unproved,
    wait_rules,
    workspace_rules,
)
from nurture_tui.checks.rule import Rule
from nurture_tui.errors import NurtureError
from nurture_tui.model.vocabulary import nearest

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
    loop_rules.UNBOUNDED_LOOP,
    dead_rules.SHADOWED_CASE,
    dead_rules.DEAD_BRANCH,
    branch_rules.POINTLESS_BRANCH,
    reach_rules.NOTHING_SENT,
    goal_rules.NO_GOAL,
    goal_rules.GOAL_CANNOT_HAPPEN,
    goal_rules.NO_TARGET,
    goal_rules.GOAL_ON_ENTRY,
    goal_rules.WAIT_OUTLASTS_GOAL,
    goal_rules.CTA_OFF_GOAL,
    exit_rules.NO_CUSTOMER_EXIT,
    step_rules.UNKNOWN_JOURNEY,
    exit_rules.EXIT_CANNOT_FIRE,
    exit_rules.UNGUARDED_SEND,
    exit_rules.EXIT_TOO_LATE,
    moment_rules.NO_POSSIBLE_MOMENT,
    date_rules.PAST_DATE,
    wait_rules.WAIT_BEFORE_NOTHING,
    density_rules.THINNING_REMINDERS,
    density_rules.TOO_DENSE,
    density_rules.CAP_BY_DESIGN,
    wait_rules.SLOW_FIRST_MESSAGE,
    wait_rules.WAIT_WITHOUT_TIMEOUT,
    date_rules.CLOCK_CHANGE,
    wait_rules.SAME_TIMEOUT,
    late_rules.LATE_REMINDER,
    wait_rules.PAST_DATE_AT_ONCE,
    event_rules.ASKED_TOO_EARLY,
    permission_rules.NO_BASIS,
    permission_rules.NO_PERMISSION_CHECK,
    message_rules.GENERIC_SENDER,
    message_rules.NO_CTA,
    message_rules.BRANCH_ON_OPEN,
    permission_rules.OFFER_IN_SERVICE,
    message_rules.NO_SUBJECT,
    message_rules.FALSE_REPLY,
    asset_rules.SAME_MESSAGE_TWICE,
    asset_rules.ASSET_NOT_READY,
    data_rules.UNKNOWN_FIELD,
    data_rules.IMPOSSIBLE_VALUE,
    people_rules.MERGE_WITHOUT_DEFAULT,
    people_rules.EMAIL_IS_NOT_ENOUGH,
    stage_rules.STAGE_BACKWARDS,
    event_rules.MISTYPED_EVENT,
    name_rules.NAME_PATTERN,
    name_rules.DUPLICATE_NAME,
    name_rules.TOO_COMPLEX,
    name_rules.SEVERAL_USE_CASES,
    people_rules.SAMPLE_TOO_SMALL,
    branch_rules.SAME_ARMS,
    workspace_rules.HAND_OFF_LOOP,
    workspace_rules.TWO_WRITERS,
    workspace_rules.STAGE_GAP,
    workspace_rules.NOBODY_ENTERS,
    run_rules.BROKEN_PART,
    run_rules.COLLISION,
    run_rules.OVER_CAPACITY,
    run_rules.GOAL_BELOW_TARGET,
    unproved.NOT_PROVED,  # looks at where the others gave up
    name_rules.NOT_AGREED,  # looks at what the others found
    ignores.UNUSED_IGNORE,  # last, for it looks at what was found to ignore
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
        close = nearest(code.upper(), tuple(_BY_CODE))
        fix = f"The nearest is “{close}”." if close else f"nurture rule lists all {len(RULES)}."
        raise NurtureError(f"There is no rule {code}.", fix=fix)
    return rule

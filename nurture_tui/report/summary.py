"""What the counts of a run say in a word: who never came to an entry, whether a goal is met."""

from __future__ import annotations

from nurture_tui.simulation.result import Counts, GoalResult


def never_came(counts: Counts, journey: str) -> int:
    """The contacts that were not considered for a journey even once (R4; others may be often).

    They turned up neither at its event nor by its `when`, and no journey handed them over.
    """
    return counts.run.contacts - counts.journeys[journey].contacts


def verdict(goal: GoalResult) -> str:
    """`above target` or `below target` where the whole interval is, else `cannot tell`."""
    if goal.low is None or goal.high is None or goal.target is None:
        return ""
    if goal.low > goal.target:
        return "above target"
    return "below target" if goal.high < goal.target else "cannot tell"

"""The one drawing of a rate: a light scale, a heavy interval, the estimate, the target."""

from __future__ import annotations

from itertools import groupby

from nurture_tui.screens.cells import Part
from nurture_tui.simulation.result import GoalResult
from nurture_tui.text import interval, rate, share

SPREAD = 0.3
WIDTH = 21


def drawing(goal: GoalResult, size: int = WIDTH) -> list[Part]:
    """The rate of a goal against its target on a scale of `size` cells (look.md rule 26).

    The scale runs from 30 % under to 30 % over the target, so that the targets of a table stand
    in one line. Without a rate or a target there is nothing to draw: spaces.
    """
    if goal.rate is None or goal.low is None or goal.high is None or not goal.target:
        return [(" " * size, "")]
    target = goal.target

    def place(value: float) -> int:
        return round((value / target - 1 + SPREAD) / (2 * SPREAD) * (size - 1))

    low, middle, high, aim = (place(v) for v in (goal.low, goal.rate, goal.high, target))
    drawn = [("─", "line")] * size
    for at in range(max(low, 0), min(high, size - 1) + 1):
        drawn[at] = ("━", "text")
    inside = goal.low < target < goal.high
    drawn[aim] = ("╋" if inside else "┃", "bold")
    if low < 0:
        drawn[0] = ("‹", "text")
    if high >= size:
        drawn[-1] = ("›", "text")
    if 0 <= middle < size:
        drawn[middle] = ("◆", "bold")
    else:
        drawn[0 if middle < 0 else -1] = ("‹" if middle < 0 else "›", "bold")
    return [
        ("".join(glyph for glyph, _ in run), style)
        for style, run in groupby(drawn, key=lambda cell: cell[1])
    ]


def verdict(goal: GoalResult | None) -> Part:
    """The word behind a rate (look.md rule 27), with its style."""
    if goal is None:
        return ("no goal", "muted")
    if goal.rate is None or goal.low is None or goal.high is None:
        # Nobody came, or nobody's time was up by the end of the run.
        return ("run too short" if goal.too_early else "nobody came", "muted")
    if goal.target is None:
        return ("no target", "muted")
    if goal.high < goal.target:
        return ("below target", "warning")
    if goal.low > goal.target:
        return ("above target", "ok")
    return ("cannot tell", "muted")


def figures(goal: GoalResult, *, stale: bool = False, with_interval: bool = True) -> list[Part]:
    """`13.4% (12.7–14.1)  target 15%`: the rate in numbers, all of it muted when stale."""
    parts: list[Part] = []
    if goal.rate is not None and goal.low is not None and goal.high is not None:
        parts.append((rate(goal.rate), "muted" if stale else "bold"))
        if with_interval:
            parts.append((f" ({interval(goal.low, goal.high)})", "muted"))
    if goal.target is not None:
        parts.append((f"{'  ' if parts else ''}target {share(goal.target)}", "muted"))
    return parts

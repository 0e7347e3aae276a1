"""Which of two versions brings more to the goal, and what it takes to tell, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from nurture_tui.report.comparison import GoalComparison
from nurture_tui.report.statistics import NINE_OF_TEN, Spread, Takes
from nurture_tui.text import count, half_up, signed_points

THREE_POINTS = "3 points (such as 10% and 13%)"
"""A difference worth a test, whatever was seen; points are the difference of two rates."""
LONG = 520
"""Weeks; what takes longer than ten years is said so."""


def verdict_sentence(goal: GoalComparison, a: str = "A", b: str = "B") -> str:
    """The first sentence of a comparison; the versions are called `a` and `b`."""
    match goal.verdict:
        case "cannot tell":
            return "Cannot tell which of them brings more to the goal."
        case better:
            more, less = (b, a) if better == "B" else (a, b)
            words = f"{more} brings more to the goal than {less}, as simulated."
            return words[:1].upper() + words[1:]


def luck_sentence(each: Spread) -> str:
    """What luck alone makes of the difference at this number of contacts."""
    low, high = each.usual
    where = "in 9 of 10 runs" if each.runs >= NINE_OF_TEN else f"in all {each.runs} runs"
    return (
        f"Luck alone makes it {signed_points(low)} to {signed_points(high)} with these contacts "
        f"({where}), however many runs are made"
    )


def what_it_takes(goal: GoalComparison, a: str = "A", b: str = "B") -> Iterator[str]:
    """What it would take to tell them apart, simulated and in a test with real contacts."""
    gap, differ = goal.difference, goal.pairs.only_first + goal.pairs.only_second
    if gap is not None and gap.value == 0 and not differ:
        yield f"Nobody does otherwise in {b} than in {a}, so there is no difference to be told."
    elif goal.few and goal.verdict == "cannot tell":
        more = "" if goal.runs_to_tell is None else f": try --runs {goal.runs_to_tell}"
        who = "1 contact differs" if differ == 1 else f"{count(differ)} contacts differ"
        yield f"Only {who}, too few to say more of the difference{more}."
    elif goal.verdict == "cannot tell" and goal.pairs_to_tell is not None:
        yield (
            f"The simulation could tell a difference of this size with --runs {goal.runs_to_tell}: "
            f"{count(goal.pairs_to_tell)} contacts on the same luck."
        )
    yield from test_sentences(goal)


def test_sentences(goal: GoalComparison) -> Iterator[str]:
    """What a test with real contacts takes, half of them to each version."""
    if goal.test is not None:
        yield f"A test with real contacts, half to each, takes {_takes(goal.test, goal.coming)}."
    if goal.points is not None and goal.test is not None:
        # So many in a week has just been said.
        each, time = count(goal.points.each), _time(goal.points.weeks)
        yield f"For a difference of {THREE_POINTS} it takes {each} a variant: {time}."
    elif goal.points is not None:
        words = f"A test with real contacts, half to each, takes for a difference of {THREE_POINTS}"
        yield f"{words} {_takes(goal.points, goal.coming)}."
    if goal.smallest is not None:
        yield (
            "With as many contacts as these, half to each, such a test could tell no less than "
            f"{half_up(goal.smallest * 100, 1)} points."
        )


def in_weeks(weeks: int | None) -> str:
    """How long contacts take to come, at the pace of the run."""
    return _time(weeks) if weeks is None else f"{_time(weeks)} at the present inflow"


def _time(weeks: int | None) -> str:
    if weeks is None:
        return "and nobody comes in this run"
    if weeks > LONG:
        return "more than 10 years"
    return f"{count(weeks)} week{'' if weeks == 1 else 's'}"


def _takes(found: Takes, coming: float) -> str:
    return (
        f"{count(found.each)} contacts a variant: {in_weeks(found.weeks)}, "
        f"{half_up(coming, 1 if coming < 100 else 0):,} let in a week"
    )

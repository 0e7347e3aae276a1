"""The ways of a split in words: how each does, and whether that is more than luck."""

from __future__ import annotations

from nurture_tui.report.statistics import Takes
from nurture_tui.report.verdict_words import THREE_POINTS, in_weeks
from nurture_tui.report.ways import SplitVerdict, Way
from nurture_tui.text import count, interval, points, rate, signed_interval


def split_lines(found: SplitVerdict) -> list[str]:
    """A line for the split, one for each way, and one for the verdict."""
    lines = [f"Split {found.step}: the goal by way, two groups of different contacts"]
    lines += [f"  {way.name}  {_way(way)}" for way in found.ways]
    return [*lines, f"  {_verdict(found)}"]


def _way(way: Way) -> str:
    if way.rate is None or way.low is None or way.high is None:
        return "nobody yet who can tell"
    return f"{rate(way.rate)} ({interval(way.low, way.high)}) of {count(way.of)}"


def _verdict(found: SplitVerdict) -> str:
    if found.difference is None:
        return "cannot tell: fewer than two ways have contacts who can tell"
    gap = found.difference
    if found.tells:
        shown = f"{points(gap.value)} ({signed_interval(gap.low, gap.high)})"
        return f"{found.best} does better than {found.next_best}: {shown}"
    if gap.value == 0:
        return "cannot tell: both do the same here"
    shown = f"{points(gap.value)} ({signed_interval(gap.low, gap.high)}) for {found.best}"
    return f"cannot tell: {shown}. {_needed(found)}"


def _needed(found: SplitVerdict) -> str:
    if found.test is not None:
        return f"{_takes('To tell a difference of this size', found.test)}."
    if found.points is None:
        return ""
    few = "Too few reached the goal to say what that difference would take; to tell one of"
    return f"{_takes(f'{few} {THREE_POINTS}', found.points)}."


def _takes(what: str, found: Takes) -> str:
    return f"{what} takes {count(found.each)} contacts each way, {in_weeks(found.weeks)}"

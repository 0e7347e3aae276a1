"""Exact expectations of the reference journey, without random numbers.

Each send instant follows from the entry instant, the zone and the branch, so the chance to be
still on the path is a product over earlier sends of (1 - p F(age)). Numeric are only one
convolution (open delay + goal delay) and a midpoint rule over the entry instant.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import erf
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
DAY = 86_400
P_OPEN, P_CLICK, P_UNSUBSCRIBE, P_GOAL = 0.25, 0.2, 0.002, 0.3
OPEN_MEDIAN, GOAL_MEDIAN, SIGMA, MINUTE = 6 * 3_600, 24 * 3_600, 1.0, 60
GRID = 120


@dataclass(frozen=True)
class Expected:
    """Per step: the shares of entrants that come, and that leave here by goal or unsubscribing."""

    entered: dict[str, float]
    by_goal: dict[str, float]
    by_unsubscribe: dict[str, float]


def nine_o_clocks(zone: str, first: datetime, days: int) -> Floats:
    """Instants of 09:00 on Monday to Friday in a zone, by plain zoneinfo."""
    found = []
    for i in range(-2, days):
        day = (first + timedelta(days=i)).date()
        if day.weekday() < 5:
            nine = datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo(zone))
            found.append(nine.astimezone(UTC).timestamp())
    return np.array(found)


def _log_normal(age: Floats, median: float) -> Floats:
    share = np.zeros_like(age)
    later = age > 0
    z = np.log(age[later] / median) / SIGMA
    share[later] = 0.5 * (1 + np.vectorize(erf)(z / np.sqrt(2.0)))
    return share


def expected(zones: list[str], first: datetime, entry_days: int) -> Expected:
    """Shares for entries spread evenly over `entry_days` and equally over `zones`."""
    age = np.arange(0, 30 * DAY + GRID, GRID, dtype=np.float64)
    goal_by_age = P_OPEN * P_CLICK * P_GOAL * _open_then_goal(age)
    gone_by_age = P_UNSUBSCRIBE * _log_normal(age - MINUTE, OPEN_MEDIAN)
    log_goal, log_gone = np.log1p(-goal_by_age), np.log1p(-gone_by_age)

    def of_goal(span: Floats) -> Floats:
        return np.interp(span, age, log_goal, left=0.0)

    def of_gone(span: Floats) -> Floats:
        return np.interp(span, age, log_gone, left=0.0)

    sums: dict[tuple[str, str], float] = {}

    def add(what: str, step: str, share: float) -> None:
        sums[what, step] = sums.get((what, step), 0.0) + share / len(zones)

    def leave(step: str, begin: Floats, end: Floats, sends: list[Floats]) -> Floats:
        """Who leaves while waiting, split by cause in small parts; returns who is left."""
        instants = begin + (end - begin) * np.linspace(0, 1, 49)[:, None]
        goal = sum(of_goal(instants - send) for send in sends)
        gone = sum(of_gone(instants - send) for send in sends)
        left = np.exp(goal + gone)
        lost = left[:-1] - left[1:]
        by_goal, by_gone = goal[:-1] - goal[1:], gone[:-1] - gone[1:]
        both = np.maximum(by_goal + by_gone, 1e-300)
        add("by_goal", step, float((lost * by_goal / both).sum(0).mean()))
        add("by_unsubscribe", step, float((lost * by_gone / both).sum(0).mean()))
        return left[-1]

    start = first.timestamp()
    entry = start + 300 * (np.arange(entry_days * DAY // 300) + 0.5)
    clicked_3d = _clicked_and_here(entry, age, goal_by_age, of_gone)
    for zone in zones:
        opens = nine_o_clocks(zone, first, entry_days + 40)
        third, seventh = entry + 3 * DAY, entry + 7 * DAY
        nine = opens[np.searchsorted(opens, seventh)]
        here = np.ones_like(entry)
        add("entered", "guide", 1.0)
        add("entered", "pause", 1.0)
        here = leave("pause", entry, third, [entry])
        add("entered", "read-it", float(here.mean()))
        add("entered", "for-readers", float(clicked_3d.mean()))
        add("entered", "for-others", float((here - clicked_3d).mean()))
        add("entered", "pause-2", float(here.mean()))
        here = leave("pause-2", third, seventh, [entry, third])
        add("entered", "morning", float(here.mean()))
        here = leave("morning", seventh, nine, [entry, third])
        for step in ("offer", "angle", "last"):
            add("entered", step, float(here.mean()))
        for step in ("facts", "story"):
            add("entered", step, float(here.mean()) / 2)
        here = leave("last", nine, nine + 7 * DAY, [entry, third, nine, nine])
        add("entered", "farewell", float(here.mean()))
        add("entered", "over", float(here.mean()))
    parts = {what: {} for what in ("entered", "by_goal", "by_unsubscribe")}
    for (what, step), share in sums.items():
        parts[what][step] = share
    return Expected(**parts)


def _open_then_goal(age: Floats) -> Floats:
    """The law of open delay + 1 min + goal delay, by averaging over quantiles of the open delay."""
    quantiles = (np.arange(3_000) + 0.5) / 3_000
    x = np.exp(np.linspace(-6, 6, 24_001))
    opened = np.interp(quantiles, _log_normal(x, 1.0), x) * OPEN_MEDIAN
    grid = np.exp(np.linspace(0.0, np.log(40 * DAY), 40_001))
    goal = _log_normal(grid, GOAL_MEDIAN)
    total = np.zeros_like(age)
    for delay in opened:
        total += np.interp(age - MINUTE - delay, grid, goal, left=0.0)
    return total / len(opened)


def _clicked_and_here(entry: Floats, age: Floats, goal_by_age: Floats, of_gone) -> Floats:  # type: ignore[no-untyped-def]
    """After 3 days: clicked the first message, and neither at the goal nor unsubscribed."""
    three = np.array([3.0 * DAY])
    clicked = P_OPEN * P_CLICK * _log_normal(three - MINUTE, OPEN_MEDIAN)
    reached = np.interp(three, age, goal_by_age)
    return (clicked - reached) * np.exp(of_gone(three)) * np.ones_like(entry)

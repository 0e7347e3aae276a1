"""What the run asks of limits that people and systems have: tasks for sales, sends an hour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from nurture_tui.simulation.result import Result, Tasks
from nurture_tui.text import count

SHOWN = 3
HOUR = 3_600


def tasks_record(tasks: Tasks) -> dict[str, Any]:
    """The tasks as plain values: the limit, the fullest day, the days over it, and all rows."""
    return {
        "limit": tasks.limit,
        "most": tasks.most,
        "over": [{"date": day, "tasks": number} for day, number in tasks.over.items()],
        "per_day": [
            {"date": day, "owner": whose, "tasks": number} for day, whose, number in tasks.per_day
        ],
    }


def task_lines(tasks: Tasks) -> tuple[str, ...]:
    """The tasks in a few lines of text; none without tasks and limit.

    How many, the fullest day, whose they are, and the days on which there are more than the limit.
    """
    if not tasks.per_day:
        return (
            () if tasks.limit is None else (f"Tasks for sales: none (limit {tasks.limit} a day)",)
        )
    totals, whose = tasks.totals, Counter[str]()
    for _, name, number in tasks.per_day:
        whose[name] += number
    limit = "" if tasks.limit is None else f", limit {count(tasks.limit)}"
    fullest = max(totals, key=totals.__getitem__)
    lines = [
        f"Tasks for sales: {count(sum(totals.values()))}, "
        f"at most {count(tasks.most)} a day ({_day(fullest)}{limit})",
        f"  {_named(whose)}",
    ]
    over = tasks.over
    if over:
        days = "1 day" if len(over) == 1 else f"{count(len(over))} days"
        lines.append(f"  more than {count(tasks.limit or 0)} on {days}:")
        for day in [*over][:SHOWN]:
            lines.append(f"    {_day(day)} {count(over[day])}: {_of(tasks, day)}")
        if len(over) > SHOWN:
            lines.append(f"    and on {count(len(over) - SHOWN)} more")
    return tuple(lines)


def _of(tasks: Tasks, day: str) -> str:
    return _named({whose: number for date_, whose, number in tasks.per_day if date_ == day})


def _named(numbers: Mapping[str, int]) -> str:
    """`anna@example.com 12, sami@example.com 11`: most first."""
    ordered = sorted(numbers.items(), key=lambda row: (-row[1], row[0]))
    return ", ".join(f"{whose or 'no owner'} {count(number)}" for whose, number in ordered)


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day:%a} {day.day} {day:%b %Y}"


def most_sends(result: Result, seconds: int = HOUR) -> int:
    """The most sends of all journeys in a clock hour in UTC, as the throttle counts them (R10).

    Or in another period of so many seconds, which begin at 00:00.
    """
    if not len(result.sends):
        return 0
    period = result.sends.time // seconds
    return int(np.bincount(period - period.min()).max())

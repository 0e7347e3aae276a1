"""What the run asks of limits that people and systems have: tasks for sales, sends an hour."""

from __future__ import annotations

import numpy as np

from nurture_tui.report.timeline import code_of, midnights
from nurture_tui.simulation.result import Result


def most_tasks_a_day(result: Result) -> int:
    """The most tasks that are given on one day of the workspace's clock."""
    log, run = result.log, result.run
    given = np.sort(log.time[log.event == code_of(log.names, "task")])
    days = np.searchsorted(given, midnights(run.start, run.end, run.timezone))
    return int(np.diff(days).max(initial=0))


def most_sends_an_hour(result: Result) -> int:
    """The most sends of all journeys in a clock hour in UTC, as the throttle counts them (R10)."""
    if not len(result.sends):
        return 0
    hour = result.sends.time // 3_600
    return int(np.bincount(hour - hour.min()).max())

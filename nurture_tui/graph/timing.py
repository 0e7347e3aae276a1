"""The least time that must pass before a step can be reached."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

from nurture_tui.model.duration import DAY, Duration
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Wait

if TYPE_CHECKING:
    from nurture_tui.graph.build import StepGraph


def least_seconds(journey: Journey, graph: StepGraph) -> dict[str, int]:
    """For each step that can be reached: seconds that surely pass before a contact is there.

    A bound from below: waits count with the least they can take, held sends and conditions with
    nothing. A step has the least over all paths to it.
    """
    start = journey.entry.start
    if start not in journey.steps:
        return {}
    least: dict[str, int] = {}
    heap = [(0, start)]
    while heap:
        seconds, id_ = heapq.heappop(heap)
        if id_ in least:
            continue
        least[id_] = seconds
        for after, ways in graph.adj[id_].items():
            for port in ways if after not in least else ():
                heapq.heappush(heap, (seconds + least_wait(journey, id_, port), after))
    return least


def least_wait(journey: Journey, id_: str, port: str) -> int:
    """Seconds that a step surely takes before a contact leaves it by this port (R7)."""
    step = journey.steps[id_]
    if not isinstance(step, Wait):
        return 0
    if step.for_ is not None:
        return _least_of(step.for_, step.at is not None)
    if step.until is not None and port == "else" and step.timeout is not None:
        return step.timeout.elapsed
    return 0


def _least_of(duration: Duration, at_a_time: bool) -> int:
    """A wall-clock day may be 23 hours long, and with `at` the first one nearly nothing."""
    days = duration.calendar_days + duration.business_days
    if not days:
        return duration.seconds
    whole = (days - 1) * DAY if at_a_time else days * DAY - 3 * 3_600
    return whole + duration.seconds

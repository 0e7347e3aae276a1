"""How soon and how often a journey can send, from each of its steps: bounds that always hold."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush

import numpy as np

from nurture_tui.frozen import dataclass
from nurture_tui.model.duration import DAY
from nurture_tui.model.step import Send, Step, Wait
from nurture_tui.simulation.order import step_order
from nurture_tui.simulation.plan import JourneyPlan
from nurture_tui.simulation.view import Ints

FAR = 1 << 50
"""Later than any run; seconds."""
PARTS = 24
"""A period is counted in so many parts; a wait is rounded down to whole ones."""


@dataclass(frozen=True)
class Gaps:
    """Bounds for the steps of a journey; one entry a step, and one more for the end of the path.

    `on[step]`: the least seconds from the arrival at it to a try of a send; `beyond[step]`: from
    leaving it. `by_next` and `by_else` are the same from leaving it by the first and the last port.
    `most[step]`: the most sends in any period (a span of `seconds`) from the arrival on, and
    `most_beyond` from leaving it on; no more than `limit` is told apart.
    """

    on: Ints
    beyond: Ints
    by_next: Ints
    by_else: Ints
    most: Ints
    most_beyond: Ints


def gaps_of(plan: JourneyPlan, seconds: int, limit: int, slack: int) -> Gaps:
    """The bounds of a journey.

    `slack` is the most by which the clocks of the run are turned, which can shorten a wait that
    moves the date.
    """
    steps = [step.step for step in plan.steps]
    targets = [step.port_targets.tolist() for step in plan.steps]
    waits = [least_waits(step, len(to), slack) for step, to in zip(steps, targets, strict=True)]
    sends = [isinstance(step, Send) for step in steps]
    on = [*_soonest(sends, targets, waits), FAR]
    within = [*_most_within(sends, targets, waits, seconds, limit), 0]
    most = _downstream(within, targets)
    return Gaps(
        on=np.array(on),
        beyond=np.array([min((on[t] for t in to), default=FAR) for to in targets] + [FAR]),
        by_next=np.array([on[to[0]] if to else FAR for to in targets] + [FAR]),
        by_else=np.array([on[to[-1]] if to else FAR for to in targets] + [FAR]),
        most=np.array(most),
        most_beyond=np.array([max((most[t] for t in to), default=0) for to in targets] + [0]),
    )


def least_waits(step: Step, ports: int, slack: int) -> list[int]:
    """The least seconds from the arrival at a step to leaving it by each port (R7)."""
    if not isinstance(step, Wait):
        return [0] * ports
    if step.for_ is not None:
        days = step.for_.calendar_days + step.for_.business_days
        least = days * DAY + step.for_.seconds
        if days and step.at is not None:
            least -= DAY
        if days or step.at is not None or step.on is not None:
            least -= slack
        return [max(0, least)] * ports
    if step.timeout is not None and ports > 1:
        return [0] * (ports - 1) + [step.timeout.elapsed]
    return [0] * ports


def _soonest(
    sends: Sequence[bool], targets: Sequence[Sequence[int]], waits: Sequence[Sequence[int]]
) -> list[int]:
    """The least seconds from the arrival at each step to a try of a send (Dijkstra, backwards)."""
    into: list[list[tuple[int, int]]] = [[] for _ in sends]
    for step, to in enumerate(targets):
        for target, wait in zip(to, waits[step], strict=True):
            if target >= 0:
                into[target].append((step, wait))
    found = [0 if send else FAR for send in sends]
    heap = [(0, step) for step, send in enumerate(sends) if send]
    while heap:
        soon, step = heappop(heap)
        if soon > found[step]:
            continue
        for source, wait in into[step]:
            if soon + wait < found[source]:
                found[source] = soon + wait
                heappush(heap, (soon + wait, source))
    return found


def _most_within(
    sends: Sequence[bool],
    targets: Sequence[Sequence[int]],
    waits: Sequence[Sequence[int]],
    seconds: int,
    limit: int,
) -> list[int]:
    """The most sends on any way from each step on that takes less than `seconds`.

    A loop whose waits may all be shorter than a part of the period counts as `limit`.
    """
    parts = [[wait * PARTS // seconds for wait in of_step] for of_step in waits]
    at_once = [
        [t if part == 0 else -1 for t, part in zip(to, of_step, strict=True)]
        for to, of_step in zip(targets, parts, strict=True)
    ]
    order = step_order(at_once)
    place = {step: i for i, step in enumerate(order)}
    most = [[0] * len(sends) for _ in range(PARTS)]
    for left in range(PARTS):
        for step in reversed(order):
            best = 0
            for target, part in zip(targets[step], parts[step], strict=True):
                if target < 0 or part > left:
                    continue
                if part == 0 and place[target] <= place[step]:
                    best = limit
                else:
                    best = max(best, most[left - part][target])
            most[left][step] = min(limit, best + sends[step])
    return most[-1]


def _downstream(counts: list[int], targets: Sequence[Sequence[int]]) -> list[int]:
    """The largest of the counts of each step and all that it leads to."""
    found = list(counts)
    order = list(reversed(step_order(targets)))
    changed = True
    while changed:
        changed = False
        for step in order:
            best = max([found[step], *(found[t] for t in targets[step])])
            changed |= best > found[step]
            found[step] = best
    return found

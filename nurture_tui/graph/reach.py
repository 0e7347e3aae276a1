"""Where paths lead: steps that can be reached, and steps from which an end can be."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from nurture_tui.model.step import Send, Step, Wait

if TYPE_CHECKING:
    from nurture_tui.graph.build import StepGraph


def reached_from(graph: StepGraph, starts: Iterable[str]) -> frozenset[str]:
    """The steps that paths from `starts` visit, the starts included; unknown starts are none."""
    return reached_past(graph, starts, lambda _: False)


def reached_past(
    graph: StepGraph, starts: Iterable[str], stops: Callable[[str], bool]
) -> frozenset[str]:
    """The steps that paths from `starts` visit, where no path goes on behind a step that stops it.

    A step that stops the path is itself visited.
    """
    return _spread(graph.successors, (step for step in starts if step in graph), stops)


def leading_to(graph: StepGraph, ends: Iterable[str]) -> frozenset[str]:
    """The steps from which a path leads to one of `ends`, the ends included."""
    known = (step for step in ends if step in graph)
    return _spread(graph.predecessors, known, lambda _: False)


def last_waits(graph: StepGraph, steps: Mapping[str, Step], id_: str) -> list[str]:
    """The waits that a contact at a step has been through last, back to the message before it."""
    before = _spread(
        graph.predecessors,
        graph.predecessors(id_) if id_ in graph else (),
        lambda other: isinstance(steps[other], Wait | Send),
    )
    return [step for step in steps if step in before and isinstance(steps[step], Wait)]


def path_between(graph: StepGraph, starts: Iterable[str], ends: Iterable[str]) -> list[str]:
    """A path of the fewest steps from one of `starts` to one of `ends`; empty if there is none."""
    goals = frozenset(ends)
    came: dict[str, str | None] = {step: None for step in starts if step in graph}
    queue = deque(came)
    while queue:
        step = queue.popleft()
        if step in goals:
            return _walk_back(came, step)
        for after in graph.successors(step):
            if after not in came:
                came[after] = step
                queue.append(after)
    return []


def _walk_back(came: dict[str, str | None], step: str | None) -> list[str]:
    path = []
    while step is not None:
        path.append(step)
        step = came[step]
    return path[::-1]


def _spread(
    neighbours: Callable[[str], Iterable[str]], starts: Iterable[str], stops: Callable[[str], bool]
) -> frozenset[str]:
    seen = set(starts)
    queue = deque(seen)
    while queue:
        step = queue.popleft()
        if stops(step):
            continue
        for other in neighbours(step):
            if other not in seen:
                seen.add(other)
                queue.append(other)
    return frozenset(seen)

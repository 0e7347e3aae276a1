"""From message to message: the least time between those that follow each other on some path."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from nurture_tui.graph.passing import AT_ENTRY, Passing, Position
from nurture_tui.model.step import Step, ports

MOST_POSITIONS = 6  # at a step; where there are more, nothing is known of the time there
MOST_LOOKED_AT = 20_000

Node = tuple[str, Position]
Clock = Callable[[Step, str, Position], Passing | None]


@dataclass(frozen=True)
class Hops:
    """The least seconds from each mark to the marks that follow it next, by step and position.

    `cut` is true where there were too many ways to look at all of them.
    """

    nexts: Mapping[Node, Mapping[Node, int]]
    cut: bool


@dataclass(frozen=True)
class Ways:
    """The ways of a journey that contacts go: steps, start, a clock, and the ports left out."""

    steps: Mapping[str, Step]
    start: str
    clock: Clock
    closed: Container[tuple[str, str]] = ()
    _onward: dict[Node, tuple[tuple[Node, int | None], ...]] = field(default_factory=dict)

    def on_from(self, node: Node) -> tuple[tuple[Node, int | None], ...]:
        """The steps to which contacts go on, and the seconds that it takes."""
        found = self._onward.get(node)
        if found is None:
            found = self._onward[node] = tuple(self._on_from(*node))
        return found

    def _on_from(self, id_: str, here: Position) -> Iterator[tuple[Node, int | None]]:
        step = self.steps[id_]
        for label, target in ports(step):
            if target is None or target not in self.steps or (id_, label) in self.closed:
                continue
            passed = self.clock(step, label, here)
            if passed is not None:
                yield (target, passed.position), passed.seconds

    @cached_property
    def places(self) -> list[Node]:
        """The steps that contacts come to, each with what can be known of the time there."""
        if self.start not in self.steps:
            return []
        found: dict[str, dict[Position, None]] = {self.start: {AT_ENTRY: None}}
        queue = deque([(self.start, AT_ENTRY)])
        while queue:
            for (target, position), _ in self.on_from(queue.popleft()):
                known = found.setdefault(target, {})
                if len(known) >= MOST_POSITIONS:
                    position = Position()
                if position not in known:
                    known[position] = None
                    queue.append((target, position))
        return [(id_, position) for id_, positions in found.items() for position in positions]


def hops(ways: Ways, marks: Container[str], within: int | None = None) -> Hops:
    """How long it is from each mark to the next ones, at the least (and less than `within`)."""
    left = MOST_LOOKED_AT
    nexts: dict[Node, dict[Node, int]] = {}
    for source in ways.places:
        if source[0] not in marks:
            continue
        nexts[source] = found = {}
        least: dict[Node, int] = {}
        heap = [(0, n, node, seconds) for n, (node, seconds) in enumerate(ways.on_from(source))]
        heap = [(s, n, node, s) for _, n, node, s in heap if s is not None]
        heapq.heapify(heap)
        number = len(heap)
        while heap:
            if left == 0:
                return Hops(nexts, True)
            left -= 1
            total, _, node, _ = heapq.heappop(heap)
            if node in least or (within is not None and total >= within):
                continue
            least[node] = total
            if node[0] in marks:
                found[node] = total
                continue
            for target, seconds in ways.on_from(node):
                if seconds is not None and target not in least:
                    number += 1
                    heapq.heappush(heap, (total + seconds, number, target, seconds))
    return Hops(nexts, False)

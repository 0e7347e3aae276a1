"""Who comes to a step: the last decisions that lead there, told from the graph alone."""

from __future__ import annotations

from dataclasses import dataclass

from nurture_tui.graph.build import journey_graph
from nurture_tui.graph.reach import reached_from
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Wait, ports


@dataclass(frozen=True, slots=True)
class Way:
    """A port of a step that decides."""

    step: str
    port: str


@dataclass(frozen=True)
class Paths:
    """The steps of a journey in walking order, and the last decisions on the way to each."""

    order: tuple[str, ...]
    ways: dict[str, tuple[Way, ...]]

    def to(self, step: str) -> tuple[Way, ...]:
        """The last decisions before a step; none where all come to it who are still there."""
        return self.ways.get(step, ())


def paths(journey: Journey) -> Paths:
    """A decision leads to a step if it can be reached by some of its ports and not by others.

    Of those, the last ones on the way are told: from them no further decision lies before the
    step. A wait that goes on in any case decides nothing.
    """
    graph = journey_graph(journey)
    if journey.entry.start not in graph:
        return Paths((), {})
    order = _walking_order(journey)
    behind: dict[tuple[str, str], frozenset[str]] = {}
    deciding: dict[str, list[str]] = {}
    for id_ in order:
        leaving = ports(journey.steps[id_])
        if len(leaving) < 2:
            continue
        for port, target in leaving:
            there = reached_from(graph, [target] if target is not None else [])
            behind[id_, port] = there
        deciding[id_] = [port for port, _ in leaving]
    found = {step: _last(step, deciding, behind) for step in order}
    return Paths(order, found)


def _walking_order(journey: Journey) -> tuple[str, ...]:
    """The steps that can be reached, each after those before it, loops aside; first ports first."""
    done: list[str] = []
    seen = {journey.entry.start}
    trail = [(journey.entry.start, _next_of(journey, journey.entry.start))]
    while trail:
        id_, ahead = trail[-1]
        after = next((one for one in ahead if one not in seen), None)
        if after is None:
            done.append(id_)
            trail.pop()
        else:
            seen.add(after)
            trail.append((after, _next_of(journey, after)))
    return tuple(reversed(done))


def _next_of(journey: Journey, id_: str) -> list[str]:
    """The steps behind the ports of a step, the last port first."""
    targets = [target for _, target in ports(journey.steps[id_])]
    return [target for target in reversed(targets) if target in journey.steps]


def _last(
    step: str,
    deciding: dict[str, list[str]],
    behind: dict[tuple[str, str], frozenset[str]],
) -> tuple[Way, ...]:
    controlling = [
        Way(id_, port)
        for id_, leaving in deciding.items()
        if id_ != step and not all(step in behind[id_, other] for other in leaving)
        for port in leaving
        if step in behind[id_, port]
    ]
    # A decision that another one can still follow is not the last.
    deciders = {way.step for way in controlling}
    return tuple(
        way
        for way in controlling
        if not any(other != way.step and other in behind[way.step, way.port] for other in deciders)
    )


def is_date_wait(journey: Journey, way: Way) -> bool:
    """Whether it is decided by a date that may be past."""
    step = journey.steps[way.step]
    return isinstance(step, Wait) and step.date is not None

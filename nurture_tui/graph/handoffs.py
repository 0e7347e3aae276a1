"""Which journeys hand contacts to which: the graph of a workspace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from nurture_tui.graph.reach import path_between
from nurture_tui.model.action import EnterJourney, Verb
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Action, Exit

if TYPE_CHECKING:
    import networkx as nx

    HandoffGraph: TypeAlias = nx.MultiDiGraph[str]


@dataclass(frozen=True, slots=True)
class Handoff:
    """One place where a journey sends contacts to another.

    `path` is where the file names it; `step` is "" for the goal and exit rules; `leaves` is false
    for the verb `enter`, which starts the other journey without leaving this one.
    """

    target: str
    path: tuple[str | int, ...]
    step: str
    leaves: bool


def handoffs(journey: Journey) -> Iterator[Handoff]:
    """All hand-offs of a journey in file order, also to journeys that do not exist."""
    if journey.goal is not None:
        yield from _of_rule(journey.goal.enter, journey.goal.do, ("goal",))
    for i, rule in enumerate(journey.exits):
        yield from _of_rule(rule.enter, rule.do, ("exits", i))
    for id_, step in journey.steps.items():
        if isinstance(step, Exit) and step.enter is not None:
            yield Handoff(step.enter, ("steps", id_, "enter"), id_, True)
        if isinstance(step, Action):
            yield from _of_verbs(step.do, ("steps", id_), id_)


def _of_rule(
    enter: str | None, do: tuple[Verb, ...], path: tuple[str | int, ...]
) -> Iterator[Handoff]:
    yield from _of_verbs(do, path, "")
    if enter is not None:
        yield Handoff(enter, (*path, "enter"), "", True)


def _of_verbs(do: tuple[Verb, ...], path: tuple[str | int, ...], step: str) -> Iterator[Handoff]:
    for i, verb in enumerate(do):
        if isinstance(verb, EnterJourney):
            yield Handoff(verb.journey, (*path, "do", i, "enter"), step, False)


def handoff_graph(journeys: Mapping[str, Journey]) -> HandoffGraph:
    """Journeys as nodes, and an edge for each hand-off to a journey that exists.

    An edge's `handoff` says where it is.
    """
    import networkx as nx  # here, so that a command which checks nothing does not wait for it

    graph: HandoffGraph = nx.MultiDiGraph()
    graph.add_nodes_from(journeys)
    for id_, journey in journeys.items():
        for handoff in handoffs(journey):
            if handoff.target in journeys:
                graph.add_edge(id_, handoff.target, handoff=handoff)
    return graph


def handoff_circle(journeys: Mapping[str, Journey], start: str) -> list[str]:
    """The shortest way by hand-offs from a journey through at least one other and back to it.

    Ids in order, the start first; empty if there is no such way, or no such journey.
    """
    graph = handoff_graph(journeys)
    if start not in graph:
        return []
    others = [id_ for id_ in graph.successors(start) if id_ != start]
    back = path_between(graph, others, [start])
    return [start, *back[:-1]] if back else []

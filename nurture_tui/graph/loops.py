"""Loops: strongly connected steps, and those among them in which no time need pass."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from nurture_tui.graph.build import part_of
from nurture_tui.graph.reach import path_between

if TYPE_CHECKING:
    from nurture_tui.graph.build import StepGraph


def loops(graph: StepGraph) -> list[list[str]]:
    """The sets of steps that all lead back to each other, each in file order, in file order.

    A step that leads to itself is a loop of one.
    """
    import networkx as nx  # here, so that a command which checks nothing does not wait for it

    place = {step: i for i, step in enumerate(graph)}
    found = [
        sorted(component, key=place.__getitem__)
        for component in nx.strongly_connected_components(graph)
        if len(component) > 1 or graph.has_edge(*(next(iter(component)),) * 2)
    ]
    return sorted(found, key=lambda component: place[component[0]])


def timeless_loops(graph: StepGraph) -> list[list[str]]:
    """A way round for each set of steps that can go round without any time passing (R6).

    Each is a list of steps in the order in which they are gone through, first step in file order
    first; the last leads back to the first.
    """
    quick = part_of(graph, graph, timeless=True)
    return [_way_round(part_of(quick, component)) for component in loops(quick)]


def circles(ways: Iterable[tuple[str, str]]) -> list[list[str]]:
    """A way round for each set of names that lead back to each other, by ways from name to name."""
    import networkx as nx  # here, so that a command which checks nothing does not wait for it

    graph: StepGraph = nx.MultiDiGraph()
    graph.add_edges_from((source, target, "", {"takes_time": False}) for source, target in ways)
    return timeless_loops(graph)


def _way_round(loop: StepGraph) -> list[str]:
    """The shortest way from the first step of a strongly connected graph back to it."""
    first = next(iter(loop))
    back = path_between(loop, loop.successors(first), [first])
    return [first, *back[:-1]]

"""Loops: strongly connected steps, and those among them in which no time need pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    quick = graph.edge_subgraph(
        [edge for *edge, slow in graph.edges(keys=True, data="takes_time") if not slow]
    )
    return [_way_round(quick, component) for component in loops(_in_order(graph, quick))]


def _in_order(graph: StepGraph, part: StepGraph) -> StepGraph:
    """The part as a graph of its own, its steps in the order of the whole."""
    ordered: StepGraph = type(graph)()
    ordered.add_nodes_from(step for step in graph if step in part)
    ordered.add_edges_from(part.edges(keys=True))
    return ordered


def _way_round(graph: StepGraph, component: list[str]) -> list[str]:
    """The shortest way from the first step of a strongly connected set back to it."""
    first = component[0]
    inside = graph.subgraph(component)
    back = path_between(inside, inside.successors(first), [first])
    return [first, *back[:-1]]

"""A journey as a networkx graph: steps are nodes, ports are edges."""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING, TypeAlias

from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Exit, Step, Wait, ports

if TYPE_CHECKING:
    import networkx as nx

    StepGraph: TypeAlias = nx.MultiDiGraph[str]


def journey_graph(journey: Journey) -> StepGraph:
    """The steps of a journey with an edge for each port that leads to a step.

    An edge's key is the port's label, so two ports to one step stay two edges; its `takes_time`
    says whether time surely passes between arriving at the step and leaving by that port. Ports
    that end the path, and ports to steps that do not exist, are no edges.
    """
    import networkx as nx  # here, so that a command which checks nothing does not wait for it

    graph: StepGraph = nx.MultiDiGraph()
    graph.add_nodes_from(journey.steps)
    for id_, step in journey.steps.items():
        for label, target in ports(step):
            if target in journey.steps:
                graph.add_edge(id_, target, key=label, takes_time=takes_time(step, label))
    return graph


def part_of(graph: StepGraph, steps: Container[str], *, timeless: bool = False) -> StepGraph:
    """These steps and the edges between them, in the order of the whole; itself if that is all.

    With `timeless`, only edges on which no time need pass. (A view of networkx would give the steps
    in the order of a set, which differs from run to run.)
    """
    kept = [id_ for id_ in graph if id_ in steps]
    if len(kept) == len(graph) and not timeless:
        return graph
    part: StepGraph = graph.__class__()
    part.add_nodes_from(kept)
    for source in kept:
        for target, ways in graph.adj[source].items():
            if target not in part:
                continue
            for port, data in ways.items():
                if not (timeless and data["takes_time"]):
                    part.add_edge(source, target, port, **data)
    return part


def takes_time(step: Step, port: str) -> bool:
    """True if time surely passes before a contact leaves the step by this port (R6, R7).

    A wait `for` more than nothing takes time; so does the time-out of `until`, if it has a port of
    its own. `at` or `on` alone may be met on arrival, `until` may hold at once, a date may be past.
    """
    if not isinstance(step, Wait):
        return False
    if step.for_ is not None:
        return step.for_.elapsed > 0
    if step.until is not None and port == "else":
        return step.timeout is not None and step.timeout.elapsed > 0
    return False


def ending_steps(journey: Journey) -> tuple[str, ...]:
    """Steps at which a path can end, in file order: exits, and steps with a port to nowhere.

    A port to a step that does not exist counts too: what is meant there is not known.
    """
    return tuple(id_ for id_, step in journey.steps.items() if _ends(step, journey))


def _ends(step: Step, journey: Journey) -> bool:
    return isinstance(step, Exit) or any(t not in journey.steps for _, t in ports(step))

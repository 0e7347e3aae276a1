"""How steps lie on the paths from the start: in which order, and which come before each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nurture_tui.graph.build import StepGraph


def in_walking_order(graph: StepGraph, start: str) -> list[str]:
    """The steps that paths from the start visit, each after those before it; loops aside."""
    import networkx as nx  # here, so that a command which checks nothing does not wait for it

    return list(reversed(list(nx.dfs_postorder_nodes(graph, start))))


def ways_here(
    graph: StepGraph, start: str, bits: Mapping[str, int]
) -> tuple[dict[str, int], dict[str, int]]:
    """For each step that paths from the start visit, which steps come before it, as bits.

    First those that some path may have visited (itself, where it lies on a loop), then those that
    every path has (its dominators, itself left out).
    """
    import networkx as nx  # here, so that a command which checks nothing does not wait for it

    order = in_walking_order(graph, start)
    reached: nx.DiGraph[str] = nx.DiGraph()
    reached.add_nodes_from(order)
    reached.add_edges_from((step, after) for step in order for after in graph.successors(step))
    loop_of: dict[str, set[str]] = {}
    for loop in nx.strongly_connected_components(reached):
        loop_of.update(dict.fromkeys(loop, loop))
    been: dict[str, int] = {}
    for step in order:
        # The step that a walk leaves last is the first of its loop here, so that all loops from
        # which ways lead to this one have had their turn.
        if step in been:
            continue
        loop = loop_of[step]
        before = 0
        for one in loop:
            for other in reached.predecessors(one):
                if other not in loop:
                    before |= been[other] | bits[other]
        around = len(loop) > 1 or step in reached.succ[step]
        been.update(dict.fromkeys(loop, before | _bits(bits, loop) if around else before))
    nearest = nx.immediate_dominators(reached, start)
    left = {start: 0}
    for step in order[1:]:
        left[step] = left[nearest[step]] | bits[nearest[step]]
    return been, left


def _bits(bits: Mapping[str, int], steps: set[str]) -> int:
    found = 0
    for step in steps:
        found |= bits[step]
    return found

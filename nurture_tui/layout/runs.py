"""Long runs folded: steps that only follow each other become one box."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace

from nurture_tui.layout.sketch import Edge, Node, Sketch

LEAST = 3
_FOLDED = {"send", "action", "wait"}


def fold_runs(sketch: Sketch, keep: Collection[str] = ()) -> Sketch:
    """The sketch with each run of LEAST steps or more as one node with its first step's id.

    A run is a chain of messages, actions and waits with one way in and one way out. Runs with a
    step in `keep` (the selected one, those with findings) stay as they are.
    """
    nodes = {node.id: node for node in sketch.nodes}
    into = Counter(edge.target for edge in sketch.edges)
    leaving: dict[str, list[Edge]] = {node.id: [] for node in sketch.nodes}
    for edge in sketch.edges:
        leaving[edge.source].append(edge)

    def follows(id_: str) -> str | None:
        """The step that a step alone leads to, and that it alone leads to."""
        if nodes[id_].kind not in _FOLDED or len(leaving[id_]) != 1:
            return None
        target = leaving[id_][0].target
        alone = into[target] == 1 and len(leaving[target]) < 2
        return target if alone and nodes[target].kind in _FOLDED and target != id_ else None

    inner = {target for id_ in nodes if (target := follows(id_)) is not None}
    run_of: dict[str, list[str]] = {}
    for id_ in nodes:
        if id_ in inner:
            continue
        run = [id_]
        while (target := follows(run[-1])) is not None:
            run.append(target)
        if len(run) >= LEAST and not set(run) & set(keep):
            run_of[id_] = run
    gone = {id_ for run in run_of.values() for id_ in run[1:]}
    last_of = {run[-1]: first for first, run in run_of.items()}
    return Sketch(
        tuple(
            _as_one([nodes[id_] for id_ in run_of[node.id]]) if node.id in run_of else node
            for node in sketch.nodes
            if node.id not in gone
        ),
        tuple(
            replace(edge, source=last_of.get(edge.source, edge.source))
            for edge in sketch.edges
            if edge.target not in gone
        ),
    )


def _as_one(run: list[Node]) -> Node:
    """The node of a run: how many steps, and the first by name."""
    mark = next((node.mark for node in run if node.mark), "")
    word, first, last = f"{len(run)} steps", run[0], run[-1]
    return Node(first.id, "run", word, f"{first.title} …", last.ends, mark, last.foot)

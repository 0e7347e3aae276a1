"""Two versions of a journey in one picture: what was added, taken away and changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from nurture_tui.layout.sketch import Edge, Node, Sketch
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.difference import Change
from nurture_tui.report.sketch import ENTRY, sketch
from nurture_tui.text import cut

ADDED, REMOVED, CHANGED = "+", "−", "~"
ASIDE = 18


def both(
    first: tuple[Journey, Workspace], second: tuple[Journey, Workspace], changes: Sequence[Change]
) -> Sketch:
    """The picture of the second version with what only the first has drawn as gone.

    `first` has the names of the second (as `matched` gives them), `changes` lead from one to the
    other. A step that differs says how beside it.
    """
    told = told_of(changes)
    concerned = set(told) - {ENTRY}
    before = sketch(first[0], first[1], unfolded=concerned)
    after = sketch(second[0], second[1], unfolded=concerned)
    known = {node.id for node in after.nodes}
    kept = {node.id for node in before.nodes}
    nodes = [_marked(node, told, new=node.id not in kept) for node in after.nodes]
    gone = [node for node in before.nodes if node.id not in known]
    for node in gone:
        at = _behind(node.id, [one.id for one in before.nodes], [one.id for one in nodes])
        nodes.insert(
            at, replace(node, kind="removed", word=f"{REMOVED} {node.word}", aside="removed")
        )
    leads = {(edge.source, edge.port): edge.target for edge in after.edges}
    lines = list(after.edges)
    for edge in before.edges:
        if leads.get(edge.key) != edge.target:
            lines.append(replace(edge, port=f"{edge.port} {REMOVED}", removed=True))
    return Sketch(tuple(nodes), _without_doubles(lines))


def told_of(changes: Sequence[Change]) -> dict[str, str]:
    """What is said beside each step (ENTRY for the entry): the first change, and how many more."""
    by_step: dict[str, list[Change]] = {}
    for change in changes:
        step = step_of(change)
        if step:
            by_step.setdefault(step, []).append(change)
    told = {}
    for step, found in by_step.items():
        more = f" +{len(found) - 1}" if len(found) > 1 else ""
        told[step] = _short(found[0].words, ASIDE - len(more)) + more
    return told


def _short(words: str, room: int) -> str:
    """The change in few words: what it was, or only what is different where that is too long."""
    _, _, before = words.partition(" instead of ")
    if before and len(before) + 4 <= room:
        return f"was {before}"
    subject, _, values = words.partition(" is ")
    return cut(f"{subject} changed" if values else words, room)


def step_of(change: Change) -> str:
    """The step that a change is about, ENTRY for the entry, "" for the journey."""
    match change.path:
        case ("steps", str(step), *_):
            return step
        case ("entry", *_):
            return ENTRY
    return ""


def _marked(node: Node, told: Mapping[str, str], *, new: bool) -> Node:
    if new:
        return replace(node, word=f"{ADDED} {node.word}", aside="added")
    if node.id in told:
        return replace(node, word=f"{CHANGED} {node.word}", aside=told[node.id])
    return node


def _behind(id_: str, order: Sequence[str], placed: Sequence[str]) -> int:
    """The place behind the nearest step before it that is placed."""
    for before in reversed(order[: order.index(id_)]):
        if before in placed:
            return placed.index(before) + 1
    return len(placed)


def _without_doubles(lines: Sequence[Edge]) -> tuple[Edge, ...]:
    found = {edge.key: edge for edge in reversed(lines)}
    return tuple(edge for edge in lines if found[edge.key] is edge)

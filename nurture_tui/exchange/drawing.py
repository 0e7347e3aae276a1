"""A journey as nodes and edges for the drawing formats: steps, entry, goal, exits, hand-offs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nurture_tui.exchange.exported import said_by, title_of
from nurture_tui.model.action import EnterJourney
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Action, Exit, ports

NodeKind = Literal[
    "entry", "send", "wait", "branch", "split", "action", "exit", "goal", "watched", "journey"
]

LOST = (
    "conditions of branches, goal and exits beyond their names",
    "sending rules, assumptions, notes and what actions set",
)


@dataclass(frozen=True, slots=True)
class Node:
    """A box: `id` is unique in the drawing, `lines` are what stands in it."""

    id: str
    kind: NodeKind
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """A line from node to node; `hand_off` where the contact goes on in another journey."""

    source: str
    target: str
    label: str = ""
    hand_off: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """The path, and what is watched everywhere beside it (nodes without edges but hand-offs)."""

    nodes: tuple[Node, ...]
    watched: tuple[Node, ...]
    edges: tuple[Edge, ...]


def drawing(journey: Journey) -> Drawing:
    """The nodes and edges of a journey, in the order of the file.

    Edges to steps that do not exist are left out; the checks report them (G101).
    """
    nodes = [_entry(journey)]
    edges = [Edge("entry", f"step:{journey.entry.start}")]
    targets: dict[str, None] = {}
    for id_, step in journey.steps.items():
        said = said_by(step)
        title = title_of(id_, step)
        nodes.append(Node(f"step:{id_}", step.type, (title, said) if said else (title,)))
        for label, target in ports(step):
            shown = "" if label == "next" else label
            if target is not None:
                edges.append(Edge(f"step:{id_}", f"step:{target}", shown))
        if isinstance(step, Exit) and step.enter:
            targets[step.enter] = None
            edges.append(Edge(f"step:{id_}", f"journey:{step.enter}", "", True))
        if isinstance(step, Action):
            entered = [verb.journey for verb in step.do if isinstance(verb, EnterJourney)]
            targets.update(dict.fromkeys(entered))
            edges += [Edge(f"step:{id_}", f"journey:{other}", "starts", True) for other in entered]
    watched: list[Node] = []
    if journey.goal is not None:
        watched.append(Node("goal", "goal", ("goal", journey.goal.name)))
        if journey.goal.enter:
            targets[journey.goal.enter] = None
            edges.append(Edge("goal", f"journey:{journey.goal.enter}", "", True))
    for rule in journey.exits:
        watched.append(Node(f"exit:{rule.name}", "watched", ("exit", rule.name)))
        if rule.enter:
            targets[rule.enter] = None
            edges.append(Edge(f"exit:{rule.name}", f"journey:{rule.enter}", "", True))
    nodes += [Node(f"journey:{id_}", "journey", ("journey", id_)) for id_ in targets]
    known = {node.id for node in (*nodes, *watched)}
    real = [edge for edge in edges if edge.source in known and edge.target in known]
    return Drawing(tuple(nodes), tuple(watched), tuple(real))


def _entry(journey: Journey) -> Node:
    entry = journey.entry
    if entry.event is not None:
        return Node("entry", "entry", ("enter", entry.event))
    if entry.when is not None:
        return Node("entry", "entry", ("enter", f"when {entry.when}"))
    return Node("entry", "entry", ("enter", "by hand-off"))

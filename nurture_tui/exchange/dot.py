"""A journey as a DOT graph, as Graphviz draws it."""

from __future__ import annotations

from nurture_tui.exchange.drawing import LOST, Edge, Node, NodeKind, drawing
from nurture_tui.exchange.exported import Exported
from nurture_tui.model.journey import Journey

_LOOKS: dict[NodeKind, str] = {
    "entry": "shape=oval",
    "send": 'shape=box, style="rounded"',
    "wait": 'shape=box, style="dashed"',
    "branch": "shape=diamond",
    "split": 'shape=diamond, style="dashed"',
    "action": "shape=box",
    "exit": "shape=box, peripheries=2",
    "goal": "shape=box, peripheries=2, penwidth=2",
    "watched": "shape=box, peripheries=2",
    "journey": "shape=folder",
}


def to_dot(journey: Journey) -> Exported:
    """The graph; node ids are `step:<id>`, labels are text and nothing else."""
    picture = drawing(journey)
    lines = [
        *(f"// not in this picture: {lost}" for lost in LOST),
        f"digraph {quoted(journey.id)} {{",
        f"  graph [label={quoted(journey.name)}, labelloc=t, rankdir=TB];",
        '  node [fontname="Helvetica"];',
        *(f"  {_node(node)}" for node in picture.nodes),
        "  subgraph cluster_watched {",
        '    label="Watched everywhere";',
        *(f"    {_node(node)}" for node in picture.watched),
        "  }",
        *(f"  {_edge(edge)}" for edge in picture.edges),
        "}",
    ]
    return Exported("\n".join(lines) + "\n", LOST)


def _node(node: Node) -> str:
    text = "\\n".join(escaped(line) for line in node.lines)
    return f'{quoted(node.id)} [label="{text}", {_LOOKS[node.kind]}];'


def _edge(edge: Edge) -> str:
    said = [f"label={quoted(edge.label)}"] if edge.label else []
    said += ["style=dashed"] if edge.hand_off else []
    looks = f" [{', '.join(said)}]" if said else ""
    return f"{quoted(edge.source)} -> {quoted(edge.target)}{looks};"


def quoted(text: str) -> str:
    """Text as a quoted DOT string; Graphviz reads neither its escapes nor its entities in it."""
    return f'"{escaped(text)}"'


def escaped(text: str) -> str:
    clean = "".join(char if char.isprintable() else " " for char in " ".join(text.split()))
    return clean.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")

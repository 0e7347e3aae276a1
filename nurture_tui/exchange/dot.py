"""A journey as a DOT graph, as Graphviz draws it."""

from __future__ import annotations

from nurture_tui.exchange.drawing import LOST, Edge, Node, NodeKind, drawing
from nurture_tui.exchange.exported import Exported
from nurture_tui.model.journey import Journey

_LOOKS: dict[NodeKind, str] = {
    "entry": 'shape=oval, color="#66676a"',
    "send": 'shape=box, style="rounded", color="#1d5fae"',
    "wait": 'shape=box, style="dashed", color="#66676a"',
    "branch": 'shape=diamond, color="#7442a6"',
    "split": 'shape=diamond, style="dashed", color="#7442a6"',
    "action": 'shape=box, color="#26282c"',
    "exit": 'shape=box, peripheries=2, color="#66676a"',
    "goal": 'shape=box, peripheries=2, color="#1f7338"',
    "watched": 'shape=box, peripheries=2, color="#66676a"',
    "journey": 'shape=folder, color="#26282c"',
}
_FONT = 'fontname="Helvetica,Arial,sans-serif", fontcolor="#26282c"'


def to_dot(journey: Journey) -> Exported:
    """The graph; node ids are `step:<id>`, labels are text and nothing else."""
    picture = drawing(journey)
    lines = [
        *(f"// not in this picture: {lost}" for lost in LOST),
        f"digraph {quoted(journey.id)} {{",
        f"  graph [label={quoted(journey.name)}, labelloc=t, rankdir=TB, ranksep=0.4, {_FONT}];",
        f'  node [fontsize=12, margin="0.18,0.08", {_FONT}];',
        f'  edge [fontsize=11, color="#8b8a84", arrowsize=0.8, {_FONT}];',
        *(f"  {_node(node)}" for node in picture.nodes),
        "  subgraph cluster_watched {",
        '    label="Watched everywhere"; color="#d9d6cc";',
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
    clean = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return clean.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")

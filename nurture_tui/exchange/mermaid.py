"""A journey as a Mermaid flowchart, as wikis and pull requests draw it."""

from __future__ import annotations

import json
import re

from nurture_tui.exchange.drawing import LOST, Drawing, Node, NodeKind, drawing
from nurture_tui.exchange.exported import Exported
from nurture_tui.model.journey import Journey

_SHAPES: dict[NodeKind, tuple[str, str]] = {
    "entry": ("([", "])"),
    "send": ("[", "]"),
    "wait": ("(", ")"),
    "branch": ("{", "}"),
    "split": ("{{", "}}"),
    "action": ("[[", "]]"),
    "exit": ("([", "])"),
    "goal": ("(((", ")))"),
    "watched": ("([", "])"),
    "journey": ("[/", "/]"),
}
# What Mermaid, its Markdown or the page's HTML could read as more than a letter. A colon is
# among them: Mermaid takes the semicolon from an escape that follows the word style and a colon.
_SPECIAL = re.compile(r"[^\w .,?!'()+=/%@–-]")


def to_mermaid(journey: Journey) -> Exported:
    """The flowchart; what stands in a box is text and nothing else, whatever it says."""
    picture = drawing(journey)
    names = {node.id: f"n{i}" for i, node in enumerate((*picture.nodes, *picture.watched))}
    lines = [
        "---",
        f"title: {json.dumps(_one_line(journey.name))}",
        "---",
        "flowchart TD",
        *(f"  %% not in this picture: {lost}" for lost in LOST),
        *(f"  {_node(node, names)}" for node in picture.nodes),
        *_watched(picture, names),
        *(f"  {_edge(picture, i, names)}" for i in range(len(picture.edges))),
    ]
    return Exported("\n".join(lines) + "\n", LOST)


def _watched(picture: Drawing, names: dict[str, str]) -> list[str]:
    if not picture.watched:
        return []
    nodes = [f"    {_node(node, names)}" for node in picture.watched]
    return ['  subgraph watched["Watched everywhere"]', *nodes, "  end"]


def _node(node: Node, names: dict[str, str]) -> str:
    before, after = _SHAPES[node.kind]
    text = "<br/>".join(label(line) for line in node.lines)
    return f'{names[node.id]}{before}"{text}"{after}'


def _edge(picture: Drawing, number: int, names: dict[str, str]) -> str:
    edge = picture.edges[number]
    arrow = "-.->" if edge.hand_off else "-->"
    said = f'|"{label(edge.label)}"|' if edge.label else ""
    return f"{names[edge.source]} {arrow}{said} {names[edge.target]}"


def label(text: str) -> str:
    """Text for a quoted label: every sign that could mean something is written by its number."""
    escaped = _SPECIAL.sub(lambda match: f"#{ord(match[0])};", _one_line(text))
    # `1. x` and `- x` at the start of a label would be read as a Markdown list.
    return re.sub(r"^(\d+)\.(?=\s)|^([-+])(?=\s)", _list_sign, escaped)


def _list_sign(match: re.Match[str]) -> str:
    return f"{match[1]}#46;" if match[1] else f"#{ord(match[2])};"


def _one_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())

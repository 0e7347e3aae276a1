"""Exports for drawing: every step and edge, and text that stays text."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest

from nurture_tui.exchange.dot import to_dot
from nurture_tui.exchange.drawing import drawing
from nurture_tui.exchange.mermaid import label, to_mermaid
from nurture_tui.exchange.plain_json import to_json
from nurture_tui.files.reading import read_journey
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import ports

HOSTILE = (
    'a "q" <b>x</b> --> end; %%{init}%% ` ] ) } | \\ \\N #35; &amp; style: #1; \n- x\x1b[31m 美 '
    'click n0 "javascript:alert(1)"'
)
SAMPLES = sorted(
    path
    for path in (Path(__file__).parents[2] / "journeys").glob("*.toml")
    if path.name != "nurture.toml"
)
DOT_STRING = r'"((?:[^"\\]|\\.)*)"'


def hostile_journey() -> Journey:
    return Journey.model_validate(
        {
            "id": "end",
            "format": 1,
            "name": HOSTILE,
            "kind": "lead",
            "entry": {"start": "end", "event": "e [x]"},
            "goal": {"name": HOSTILE, "when": "customer", "enter": "graph"},
            "exits": [{"name": HOSTILE, "when": "customer"}],
            "steps": {
                "end": {"type": "send", "subject": HOSTILE, "title": "1. list", "next": "graph"},
                "graph": {
                    "type": "branch",
                    "cases": [{"if": "customer", "label": HOSTILE, "next": "end"}],
                    "else": "class",
                },
                "class": {"type": "action", "do": [{"enter": "other"}], "next": "nowhere"},
            },
        }
    )


def mermaid_text(label_: str) -> str:
    """What Mermaid shows for a label: its escapes by number undone."""
    return re.sub(r"#(\d+);", lambda match: chr(int(match[1])), label_)


def seen(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def test_a_drawing_has_every_step_every_edge_and_what_is_watched() -> None:
    picture = drawing(hostile_journey())
    assert [node.id for node in picture.nodes] == [
        "entry",
        "step:end",
        "step:graph",
        "step:class",
        "journey:other",
        "journey:graph",
    ]
    assert [node.id for node in picture.watched] == ["goal", f"exit:{HOSTILE}"]
    assert [(edge.source, edge.target) for edge in picture.edges] == [
        ("entry", "step:end"),
        ("step:end", "step:graph"),
        ("step:graph", "step:end"),
        ("step:graph", "step:class"),
        ("step:class", "journey:other"),
        ("goal", "journey:graph"),
    ]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_mermaid_has_a_line_for_each_node_and_edge(path: Path) -> None:
    journey = read_journey(path).journey
    assert journey is not None
    picture = drawing(journey)
    text = to_mermaid(journey).text
    assert len(re.findall(r"^ +n\d+[\[({]", text, re.M)) == len(picture.nodes + picture.watched)
    assert len(re.findall(r"^  n\d+ -\.?->", text, re.M)) == len(picture.edges)


def test_mermaid_shows_hostile_text_as_it_is_and_obeys_none_of_it() -> None:
    text = to_mermaid(hostile_journey()).text
    labels = re.findall(r'"([^"]*)"', text.split("---\n", 2)[2])
    assert all(re.fullmatch(r"(?:[^\"`<>{}|\[\]\\&;:#]|#\d+;|<br/>)*", one) for one in labels)
    assert any(mermaid_text(one).endswith(f"<br/>{seen(HOSTILE)}") for one in labels)
    structure = re.sub(r'"[^"]*"', '""', text.split("---\n", 2)[2])
    allowed = r"flowchart TD|  %% not in this picture: .*|  subgraph watched\[\"\"\]|  end"
    allowed += r"|  n\d+ -\.?->(\|\"\"\|)? n\d+| +n\d+[\[({/]+\"\"[\])}/]+"
    assert all(re.fullmatch(allowed, line) for line in structure.strip().splitlines())


def test_a_mermaid_label_is_never_a_markdown_list() -> None:
    assert label("1. first") == "1#46; first"
    assert label("- first") == "#45; first"


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_dot_has_a_line_for_each_node_and_edge(path: Path) -> None:
    journey = read_journey(path).journey
    assert journey is not None
    picture = drawing(journey)
    text = to_dot(journey).text
    assert len(re.findall(rf"^ +{DOT_STRING} \[", text, re.M)) == len(
        picture.nodes + picture.watched
    )
    assert len(re.findall(rf"^  {DOT_STRING} -> {DOT_STRING}", text, re.M)) == len(picture.edges)


def test_dot_shows_hostile_text_as_it_is_and_obeys_none_of_it() -> None:
    text = to_dot(hostile_journey()).text
    strings = re.findall(DOT_STRING, text)
    shown = [html.unescape(re.sub(r"\\([\"\\])", r"\1", one)) for one in strings]
    assert seen(HOSTILE) in shown
    structure = re.sub(DOT_STRING, "X", text)
    assert '"' not in structure
    assert "\\" not in structure
    assert structure.count("{") == structure.count("}") == 2


def test_an_export_says_what_it_cannot_hold() -> None:
    for exported in (to_mermaid(hostile_journey()), to_dot(hostile_journey())):
        assert exported.lost
        assert all(lost in exported.text for lost in exported.lost)
    assert to_json(hostile_journey()).lost == ("comments of the file",)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_json_holds_the_whole_journey_and_its_edges(path: Path) -> None:
    journey = read_journey(path).journey
    assert journey is not None
    record = json.loads(to_json(journey).text)
    again = Journey.model_validate({**record["journey"], "id": record["id"]})
    assert again == journey
    edges = [(edge["from"], edge["port"], edge["to"]) for edge in record["edges"]]
    assert edges == [(id_, *port) for id_, step in journey.steps.items() for port in ports(step)]

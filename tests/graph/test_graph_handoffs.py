"""The graph of a workspace: which journeys hand contacts to which."""

from __future__ import annotations

from typing import Any

from nurture_tui.graph.handoffs import handoff_circle, handoff_graph, handoffs
from nurture_tui.model.journey import Journey


def journey(id_: str, **parts: Any) -> Journey:
    return Journey.model_validate(
        {"id": id_, "format": 1, "name": id_, "kind": "lead", "entry": {"start": "a"}} | parts
    )


def to(id_: str, target: str) -> Journey:
    return journey(id_, steps={"a": {"type": "exit", "enter": target}})


def test_goal_exits_exit_steps_and_the_verb_enter_hand_over() -> None:
    all_ways = journey(
        "x",
        goal={"name": "g", "when": "consent", "do": [{"enter": "one"}], "enter": "two"},
        exits=[{"name": "e", "when": "consent", "enter": "three"}],
        steps={
            "a": {"type": "action", "do": [{"emit": "e"}, {"enter": "four"}], "next": "b"},
            "b": {"type": "exit", "enter": "five"},
        },
    )
    assert [(h.target, h.path, h.step, h.leaves) for h in handoffs(all_ways)] == [
        ("one", ("goal", "do", 0, "enter"), "", False),
        ("two", ("goal", "enter"), "", True),
        ("three", ("exits", 0, "enter"), "", True),
        ("four", ("steps", "a", "do", 1, "enter"), "a", False),
        ("five", ("steps", "b", "enter"), "b", True),
    ]


def test_a_hand_off_to_a_journey_that_is_not_there_is_no_edge() -> None:
    graph = handoff_graph({"x": to("x", "y"), "y": to("y", "z")})
    assert list(graph.edges()) == [("x", "y")]


def test_a_circle_comes_back_to_where_it_began() -> None:
    ring = {"x": to("x", "y"), "y": to("y", "z"), "z": to("z", "x")}
    assert handoff_circle(ring, "y") == ["y", "z", "x"]


def test_a_line_and_a_journey_that_hands_over_to_itself_are_no_circle() -> None:
    assert handoff_circle({"x": to("x", "y"), "y": to("y", "y")}, "x") == []
    assert handoff_circle({"y": to("y", "y")}, "y") == []
    assert handoff_circle({}, "y") == []

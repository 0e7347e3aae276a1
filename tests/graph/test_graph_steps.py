"""The graph of a journey: reach, loops, least times, and graphs that are out of the ordinary."""

from __future__ import annotations

import time
from typing import Any

import pytest

from nurture_tui.graph.build import ending_steps, journey_graph, part_of
from nurture_tui.graph.loops import loops, timeless_loops
from nurture_tui.graph.reach import leading_to, path_between, reached_from, reached_past
from nurture_tui.graph.timing import least_seconds
from nurture_tui.model.journey import Journey

DAY = 86_400


def journey(start: str = "a", **steps: dict[str, Any]) -> Journey:
    return Journey.model_validate(
        {"format": 1, "name": "x", "kind": "lead", "entry": {"start": start}, "steps": steps}
    )


def act(next_: str | None = None) -> dict[str, Any]:
    return {"type": "action", "do": [{"emit": "e"}]} | ({"next": next_} if next_ else {})


def wait(next_: str | None = None, **keys: str) -> dict[str, Any]:
    return {"type": "wait", **(keys or {"for": "1d"})} | ({"next": next_} if next_ else {})


def branch(first: str, second: str) -> dict[str, Any]:
    return {"type": "branch", "cases": [{"if": "consent", "next": first}], "else": second}


EXIT: dict[str, Any] = {"type": "exit"}


def test_each_port_is_an_edge_with_its_label() -> None:
    graph = journey_graph(journey(a=branch("b", "b"), b=EXIT))
    assert list(graph.edges(keys=True)) == [("a", "b", "case 1"), ("a", "b", "else")]


def test_a_way_to_an_unknown_step_is_no_edge_and_may_be_an_end() -> None:
    odd = journey(a=act("nowhere"))
    assert list(journey_graph(odd).edges()) == []
    assert ending_steps(odd) == ("a",)


def test_ends_are_exits_and_ports_to_nowhere() -> None:
    assert ending_steps(journey(a=act("b"), b=branch("c", "d"), c=EXIT, d=wait())) == ("c", "d")


def test_reach_goes_along_the_ports_and_not_against_them() -> None:
    graph = journey_graph(journey(a=act("b"), b=act(), c=act("b")))
    assert reached_from(graph, ["a"]) == {"a", "b"}
    assert leading_to(graph, ["b"]) == {"a", "b", "c"}


def test_an_unknown_start_reaches_nothing() -> None:
    assert reached_from(journey_graph(journey(a=act())), ["z"]) == frozenset()


def test_reach_can_stop_at_a_step_which_it_still_visits() -> None:
    graph = journey_graph(journey(a=act("b"), b=act("c"), c=act()))
    assert reached_past(graph, ["a"], lambda id_: id_ == "b") == {"a", "b"}


def test_a_path_has_the_fewest_steps() -> None:
    graph = journey_graph(journey(a=branch("b", "c"), b=act("d"), c=act("b"), d=act()))
    assert path_between(graph, ["a"], ["d"]) == ["a", "b", "d"]
    assert path_between(graph, ["d"], ["a"]) == []


def test_steps_that_lead_back_to_each_other_are_a_loop_in_file_order() -> None:
    graph = journey_graph(journey(a=act("b"), b=act("c"), c=branch("b", "d"), d=act("d")))
    assert loops(graph) == [["b", "c"], ["d"]]


@pytest.mark.parametrize(
    "pause",
    [
        wait("a", **{"for": "0d"}),
        wait("a", at="09:00"),
        wait("a", on="Mon"),
        wait("a", until="consent", timeout="3d"),
        wait("a", date="entered_at + 3d"),
    ],
)
def test_a_loop_in_which_no_time_need_pass_is_timeless(pause: dict[str, Any]) -> None:
    graph = journey_graph(journey(a=branch("b", "c"), b=pause, c=EXIT))
    assert timeless_loops(graph) == [["a", "b"]]


@pytest.mark.parametrize(
    "pause",
    [
        wait("a", **{"for": "1min"}),
        wait("a", **{"for": "1bd", "at": "15:00"}),
        {"type": "wait", "until": "consent", "timeout": "3d", "next": "c", "else": "a"},
    ],
)
def test_a_loop_through_a_wait_that_surely_takes_time_is_not_timeless(
    pause: dict[str, Any],
) -> None:
    graph = journey_graph(journey(a=branch("b", "c"), b=pause, c=EXIT))
    assert loops(graph) == [["a", "b"]]
    assert timeless_loops(graph) == []


def test_a_timeless_loop_is_given_in_the_order_of_going_round() -> None:
    graph = journey_graph(journey(a=act("c"), b=act("a"), c=act("b")))
    assert timeless_loops(graph) == [["a", "c", "b"]]


def test_a_part_keeps_the_order_of_the_whole() -> None:
    steps = {f"s{i}": act(f"s{i + 1}") for i in range(30)} | {"s30": EXIT}
    part = part_of(journey_graph(journey("s0", **steps)), {f"s{i}" for i in range(20, -1, -1)})
    assert list(part) == [f"s{i}" for i in range(21)]
    assert part.number_of_edges() == 20


def test_the_least_time_is_that_of_the_quickest_path() -> None:
    slow = journey(
        a=branch("b", "c"), b=wait("d", **{"for": "90min"}), c=wait("d", **{"for": "2h"}), d=EXIT
    )
    assert least_seconds(slow, journey_graph(slow)) == {"a": 0, "b": 0, "c": 0, "d": 5_400}


def test_a_day_until_a_time_of_day_may_be_nearly_nothing() -> None:
    night = journey(a=wait("b", **{"for": "2d", "at": "09:00"}), b=EXIT)
    assert least_seconds(night, journey_graph(night))["b"] == DAY


def test_the_time_out_counts_on_its_own_port_only() -> None:
    asked = journey(
        a={"type": "wait", "until": "consent", "timeout": "3d", "next": "b", "else": "c"},
        b=EXIT,
        c=EXIT,
    )
    assert least_seconds(asked, journey_graph(asked)) == {"a": 0, "b": 0, "c": 3 * DAY}


def test_a_journey_without_steps_has_an_empty_graph() -> None:
    empty = journey("a")
    graph = journey_graph(empty)
    assert (len(graph), loops(graph), least_seconds(empty, graph)) == (0, [], {})


def test_a_step_that_leads_to_itself_is_a_timeless_loop_of_one() -> None:
    assert timeless_loops(journey_graph(journey(a=act("a")))) == [["a"]]


@pytest.mark.parametrize("back", [None, "s0"])
def test_a_thousand_steps_in_a_row_or_a_ring_take_no_time_to_speak_of(back: str | None) -> None:
    steps = {f"s{i}": act(f"s{i + 1}") for i in range(999)} | {"s999": act(back)}
    long = journey("s0", **steps)
    began = time.process_time()
    graph = journey_graph(long)
    assert len(reached_from(graph, ["s0"])) == 1_000
    assert len(loops(graph)) == len(timeless_loops(graph)) == (1 if back else 0)
    assert time.process_time() - began < 2


def test_a_thousand_branches_that_all_lead_everywhere_do_not_hang() -> None:
    steps = {
        f"s{i}": branch(f"s{(i * 7 + 1) % 1000}", f"s{(i * 13 + 5) % 1000}") for i in range(1000)
    }
    graph = journey_graph(journey("s0", **steps))
    began = time.process_time()
    assert timeless_loops(graph)
    assert time.process_time() - began < 2

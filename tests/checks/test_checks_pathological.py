"""Journeys out of the ordinary neither break nor hang the checks, and checking is quick."""

from __future__ import annotations

import time
import tomllib
from typing import Any

import pytest

from nurture_tui.checks import check_journey
from nurture_tui.checks.example import example_text
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings, Workspace

OK = tomllib.loads(example_text("O201", "ok.toml"))


def journey(steps: dict[str, Any], start: str = "s0", id_: str = "x") -> Journey:
    entry = {"event": "came", "start": start}
    return Journey.model_validate({**OK, "id": id_, "entry": entry, "assume": {}, "steps": steps})


def codes(subject: Journey) -> set[str]:
    return {found.code for found in check_journey(Workspace(), subject)}


def long(count: int) -> dict[str, Any]:
    """Sends, waits and branches in turn, with a way back now and then."""
    steps: dict[str, Any] = {}
    for i in range(count):
        after = f"s{i + 1}"
        steps[f"s{i}"] = [
            {"type": "send", "subject": f"Hello {i}", "asset": f"mail/{i}", "next": after},
            {"type": "wait", "for": "2d", "at": "09:00", "next": after},
            {
                "type": "branch",
                "cases": [{"if": f"clicked('s{i - 2}') and not customer", "next": after}],
                "else": f"s{max(i - 4, 0)}",
            },
        ][i % 3]
    return steps | {f"s{count}": {"type": "exit"}}


def test_a_journey_without_steps_lacks_its_start() -> None:
    assert "G101" in codes(journey({}))


@pytest.mark.parametrize("type_", ["exit", "action"])
def test_a_journey_of_one_step_is_no_trouble(type_: str) -> None:
    step = {"type": type_} | ({"do": [{"emit": "e"}]} if type_ == "action" else {})
    assert not {code for code in codes(journey({"s0": step})) if code[0] in "FG"} - {"G109"}


def test_a_step_that_leads_to_itself_is_a_loop() -> None:
    found = codes(journey({"s0": {"type": "send", "subject": "Hi", "next": "s0"}}))
    assert {"G103", "G104", "M509"} & found == {"G103", "G104"}


def test_islands_are_unreachable_one_by_one() -> None:
    steps = {f"s{i}": {"type": "wait", "for": "1d", "next": f"s{i}"} for i in range(50)}
    found = check_journey(Workspace(), journey(steps))
    assert len([f for f in found if f.code == "G102"]) == 49


def test_a_split_of_two_thousand_step_rings_that_are_alike_is_seen_through() -> None:
    ring = {
        f"{arm}{i}": {"type": "wait", "for": "1d", "next": f"{arm}{(i + 1) % 500}"}
        for arm in "ab"
        for i in range(500)
    }
    ways = [{"name": "a", "next": "a0"}, {"name": "b", "next": "b0"}]
    assert "X802" in codes(journey({"s0": {"type": "split", "ways": ways}} | ring))


def test_a_thousand_steps_are_checked_in_a_second_or_two() -> None:
    subject = journey(long(1_000))
    began = time.process_time()
    found = check_journey(Workspace(), subject)
    assert time.process_time() - began < 4
    assert "N703" in {f.code for f in found}


def test_sixty_steps_among_twenty_journeys_are_checked_between_two_keystrokes() -> None:
    others = {f"j{i}": journey(long(30), id_=f"j{i}") for i in range(20)}
    workspace = Workspace(Settings(), others)
    subject = journey(long(60))
    check_journey(workspace, subject)
    spent = []
    for _ in range(5):
        began = time.process_time()
        check_journey(workspace, subject)
        spent.append(time.process_time() - began)
    assert min(spent) < 0.03


def test_two_to_the_hundredth_paths_are_seen_through() -> None:
    steps: dict[str, Any] = {}
    for i in range(0, 400, 4):
        asked = {"if": f"did('e{i}') or company == 'c{i}'", "next": f"s{i + 1}"}
        noted = {"set": {"plan": f"p{i}"}}
        steps[f"s{i}"] = {"type": "branch", "cases": [asked], "else": f"s{i + 2}"}
        steps[f"s{i + 1}"] = {"type": "send", "subject": f"No. {i}", "next": f"s{i + 3}"}
        steps[f"s{i + 2}"] = {"type": "action", "do": [noted], "next": f"s{i + 3}"}
        steps[f"s{i + 3}"] = {"type": "wait", "for": "2d", "next": f"s{i + 4}"}
    began = time.process_time()
    codes(journey(steps | {"s400": {"type": "exit"}}))
    assert time.process_time() - began < 4


def test_a_net_in_which_every_step_leads_to_every_other_is_seen_through() -> None:
    steps: dict[str, Any] = {}
    for i in range(40):
        cases = [{"if": f"score == {j} and did('e{i}')", "next": f"s{j}"} for j in range(40)]
        steps[f"s{i}"] = {"type": "branch", "cases": cases, "else": f"w{i}"}
        steps[f"w{i}"] = {"type": "wait", "for": "1d", "next": f"s{(i + 7) % 40}"}
    began = time.process_time()
    assert "G104" in codes(journey(steps))
    assert time.process_time() - began < 8


def test_a_condition_of_many_choices_is_given_up_and_not_hung_on() -> None:
    tangle = " and ".join(f"(did('a{i}') or did('a{i * 7 % 30}') or n{i} > {i})" for i in range(30))
    case = {"if": tangle, "next": "s1"}
    steps = {
        "s0": {"type": "branch", "cases": [case, case], "else": "s1"},
        "s1": {"type": "exit"},
    }
    subject = journey(steps)
    began = time.process_time()
    assert "G106" in codes(subject)
    assert time.process_time() - began < 2

"""Journeys out of the ordinary neither break nor hang the checks, and checking is quick."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import tomllib
from pathlib import Path
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
    for _ in range(12):  # other work on the machine takes the caches away now and then
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


FIELDS = {f"f{i}": "yes/no" for i in range(60)} | {f"n{i}": "number" for i in range(60)}
SETTINGS = Settings.model_validate({"fields": {**FIELDS, "job": "text", "born": "date"}})


def branch(asked: list[str]) -> dict[str, Any]:
    cases = [{"if": text, "next": "s1"} for text in asked]
    return {
        "s0": {"type": "branch", "cases": cases, "else": "end"},
        "s1": {"type": "send", "subject": "Hello", "next": "end"},
        "end": {"type": "exit"},
    }


def tangle(number: int) -> str:
    """Six choices of three that all must hold, not the same for any two numbers."""
    n = [(number * 31 + place * 17) % 60 for place in range(18)]
    parts = [f"(f{n[i]} or n{n[i + 1]} > {i} or not f{n[i + 2]})" for i in range(0, 18, 3)]
    return " and ".join(parts)


BRANCHES = {
    "numbers": [f"n0 == {i}" for i in range(300)],
    "numbers or not": [f"n0 == {i} or f{i % 60}" for i in range(1_000)],
    "both": [f"f{i % 60} and n{i % 59} > {i} and not f{i * 7 % 60}" for i in range(300)],
    "texts": [f"job == 'j{i}' or contains(job, 'x{i}')" for i in range(300)],
    "lists": [f"n0 not in [{', '.join(map(str, range(i, i + 60)))}]" for i in range(60)],
    "tangles": [tangle(i) for i in range(300)],
    "definitions": [f"d{i % 6} and n{i % 60} > 3" for i in range(100)],
}


@pytest.mark.parametrize("kind", BRANCHES)
def test_a_branch_of_hundreds_of_cases_is_checked_in_a_second_or_two(kind: str) -> None:
    many = " or ".join(f"n{i} > {i} and f{i}" for i in range(60))
    nested = {"d0": many} | {f"d{i + 1}": f"d{i} and not f{i}" for i in range(5)}
    settings = Settings.model_validate({"fields": {**FIELDS, "job": "text"}, "definitions": nested})
    subject = journey(branch(BRANCHES[kind]))
    began = time.process_time()
    check_journey(Workspace(settings), subject)
    assert time.process_time() - began < 4


def test_of_three_hundred_cases_the_one_that_is_never_taken_is_found() -> None:
    asked = [f"n0 == {i} or f{i % 60} and not f{(i + 1) % 60}" for i in range(300)]
    asked.insert(200, "n0 in [150, 17, 3]")
    found = check_journey(Workspace(SETTINGS), journey(branch(asked)))
    assert [f.path for f in found if f.code == "G106"] == [("steps", "s0", "cases", 200, "if")]


def test_where_a_proof_would_take_too_long_that_is_said() -> None:
    found = check_journey(Workspace(SETTINGS), journey(branch(BRANCHES["tangles"])))
    (told,) = [f for f in found if f.code == "G110"]
    assert (told.severity, told.step, told.path) == ("note", "s0", ("steps", "s0"))
    assert told.message.startswith("Too much is asked at “s0”")


def test_where_paths_are_too_many_to_follow_that_is_said() -> None:
    found = check_journey(Workspace(SETTINGS), journey(net(40)))
    assert "more paths than are followed" in next(f for f in found if f.code == "G110").message


def test_a_billion_paths_through_thirty_diamonds_are_all_seen_through() -> None:
    steps: dict[str, Any] = {}
    for i in range(0, 90, 3):
        case = {"if": f"f{i % 60} or n{i % 60} > {i}", "next": f"s{i + 1}"}
        steps[f"s{i}"] = {"type": "branch", "cases": [case], "else": f"s{i + 2}"}
        steps[f"s{i + 1}"] = {"type": "send", "subject": f"No. {i}", "next": f"s{i + 3}"}
        steps[f"s{i + 2}"] = {"type": "wait", "for": f"{i + 1}h", "next": f"s{i + 3}"}
    steps["s90"] = {"type": "branch", "cases": [{"if": "f0 and not f0", "next": None}], "else": "x"}
    found = check_journey(Workspace(SETTINGS), journey(steps | {"x": {"type": "exit"}}))
    assert "G110" not in {f.code for f in found}
    assert [f.step for f in found if f.code == "G107"] == ["s90"]


def net(count: int) -> dict[str, Any]:
    """Reminders each of which can follow any other, each after a time of its own."""
    steps: dict[str, Any] = {}
    for i in range(count):
        ways = [{"name": f"w{j}", "next": f"w{j}"} for j in range(count)]
        steps[f"s{i}"] = {"type": "split", "ways": ways}
        steps[f"w{i}"] = {"type": "wait", "for": f"{i + 1}h", "next": f"m{i}"}
        steps[f"m{i}"] = {"type": "send", "subject": "x", "role": "remind", "next": f"s{i}"}
    return steps


def told(steps: dict[str, Any]) -> str:
    return "\n".join(map(str, check_journey(Workspace(SETTINGS), journey(steps))))


def test_the_same_journey_has_the_same_findings_in_any_process() -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from test_checks_pathological import BRANCHES, branch, net, told\n"
        "print(told(net(20)) + told(branch(BRANCHES['tangles'][:60])), end='')"
    )
    there = subprocess.run(
        [sys.executable, "-c", script, str(Path(__file__).parent)],
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert there.stdout == told(net(20)) + told(branch(BRANCHES["tangles"][:60]))

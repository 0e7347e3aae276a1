"""What is proved of paths holds in the simulation: nobody goes where a check says nobody can."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from paths_generated import SETTINGS, run, workspaces

from nurture_tui.checks import blocking, check_journey, known
from nurture_tui.checks.causes import Causes
from nurture_tui.checks.knowledge import Knowledge
from nurture_tui.checks.ranges import FALSE
from nurture_tui.checks.steady import Steady
from nurture_tui.checks.subject import Subject
from nurture_tui.errors import SimulationError
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import ports
from nurture_tui.model.workspace import Workspace, vocabulary
from nurture_tui.simulation.result import Result


def contradictions(workspace: Workspace, result: Result) -> Iterator[str]:
    """What the simulation shows although the checks hold it for impossible."""
    for id_, journey in workspace.journeys.items():
        subject = Subject(workspace, journey, vocabulary(workspace, journey), Causes(workspace))
        proved, shown = subject.known, result.journeys[id_]
        if proved.entering is None and shown.entered:
            yield f"{shown.entered} came into {id_}"
        for step in journey.steps:
            if step not in proved.arrivals and shown.steps[step].entered:
                yield f"{shown.steps[step].entered} came to {id_}/{step}"
        for step, port in proved.dead_ports():
            label = ports(journey.steps[step])[port][0]
            if shown.steps[step].out.get(label):
                yield f"{shown.steps[step].out[label]} left {id_}/{step} by {label}"
        for found in check_journey(workspace, journey):
            nobody_gets_it = found.code == "G107" and found.path[-1] == "only_if"
            if nobody_gets_it and shown.steps[found.step].sent:
                yield f"{shown.steps[found.step].sent} got {id_}/{found.step}"
            if found.code == "E303":
                name = journey.exits[int(found.path[1])].name
                if shown.exits.get(name):
                    yield f"{shown.exits[name]} left {id_} by the exit {name}"


@given(workspaces())
@settings(suppress_health_check=list(HealthCheck))
def test_nobody_goes_where_a_check_says_that_nobody_can(workspace: Workspace) -> None:
    found = [f for j in workspace.journeys.values() for f in check_journey(workspace, j)]
    assume(not {f.code for f in blocking(found)} - {"G102", "G103"})
    try:
        result = run(workspace)
    except SimulationError:
        assume(False)
    assert list(contradictions(workspace, result)) == []


def asked_twice(condition: str, between: dict[str, Any], do: list[dict[str, Any]]) -> Workspace:
    """A journey that asks the same before a step and after it; whom it holds for at first ends."""
    journey = {
        "id": "x",
        "format": 1,
        "name": "x",
        "kind": "service",
        "entry": {"event": "came", "start": "before"},
        "assume": {"events": [{"event": "bought", "chance": "90% per 1d", "set": SOLD}]},
        "steps": {
            "before": {"type": "branch", "cases": [{"if": condition}], "else": "between"},
            "between": {**between, "next": "work"},
            "work": {"type": "action", "do": do, "next": "after"},
            "after": {"type": "branch", "cases": [{"if": condition, "next": "end"}], "else": "end"},
            "end": {"type": "exit"},
        },
    }
    return Workspace(SETTINGS).with_journey(Journey.model_validate(journey))


SOLD = {"lifecycle": "customer"}
WAIT = {"type": "wait", "for": "3d"}
SEND = {"type": "send", "subject": "Hi"}
NOTED = [{"notify": "sales"}]


@pytest.mark.parametrize(
    ("workspace", "target", "name", "broken"),
    [
        # A field that an event writes is taken to stay as it was.
        (asked_twice("customer", WAIT, NOTED), Steady, "_by_others", lambda *_: False),
        # What has not happened is taken never to happen.
        (asked_twice("did('bought')", WAIT, NOTED), Steady, "later", lambda _, key, values: values),
        # Time is taken to stand still.
        (
            asked_twice("since(entered_at) > '1d'", WAIT, NOTED),
            Knowledge,
            "later",
            lambda _, state: state,
        ),
        # A message that was sent is taken not to be.
        (asked_twice("sent('between')", SEND, NOTED), Knowledge, "_flag", lambda *_: FALSE),
        # What an action does is overlooked.
        (
            asked_twice("tries >= 1", WAIT, [{"add": {"tries": 1}}]),
            known,
            "after_verbs",
            lambda state, *_: state,
        ),
    ],
)
def test_a_proof_that_overlooks_something_is_found_out(
    workspace: Workspace,
    target: object,
    name: str,
    broken: Callable[..., object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    result = run(workspace)
    assert list(contradictions(workspace, result)) == []
    monkeypatch.setattr(target, name, broken)
    assert any("by case 1" in said for said in contradictions(workspace, result))

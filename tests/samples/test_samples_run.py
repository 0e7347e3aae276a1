"""Each sample journey has no findings, and alone, on the sample contacts, uses every part of it."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from nurture_tui.checks import check_workspace
from nurture_tui.contacts.read import read_contacts
from nurture_tui.contacts.table import Contacts
from nurture_tui.files.workspace import WorkspaceFiles, read_workspace
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Exit, Send, ports
from nurture_tui.simulation.result import JourneyResult
from nurture_tui.simulation.run import simulate
from nurture_tui.simulation.settings import RunSettings

ROOT = Path(__file__).parents[2]
NAMES = sorted(path.stem for path in (ROOT / "journeys").glob("*.toml") if path.stem != "nurture")
SETTINGS = RunSettings(start=date(2026, 11, 23), days=90, seed=1)


@cache
def files() -> WorkspaceFiles:
    return read_workspace(ROOT / "journeys")


@cache
def people() -> Contacts:
    return read_contacts(ROOT / "sample_contacts" / "leads.csv", files().workspace)


@cache
def alone(name: str) -> JourneyResult:
    """What becomes of the contacts in a run of this journey and no other."""
    return simulate(files().workspace, [name], people(), SETTINGS).journeys[name]


def journey(name: str) -> Journey:
    return files().workspace.journeys[name]


def test_no_sample_has_a_finding() -> None:
    found = check_workspace(files(), fields=people().kinds)
    assert [(f.file, f.code, f.step, f.message) for f in found] == []


def test_every_row_of_the_contact_file_is_read() -> None:
    assert len(people()) == 400
    assert people().refused == ()
    assert people().notes == ()


@pytest.mark.parametrize("name", NAMES)
def test_every_contact_is_accounted_for(name: str) -> None:
    result = alone(name)
    after = result.goal.after_last_step if result.goal else 0
    reached = result.goal.reached - after if result.goal else 0
    assert result.considered == result.entered + sum(result.not_entered.values())
    assert result.entered == reached + sum(result.exits.values()) + result.finished + result.inside
    assert result.entered >= 60


@pytest.mark.parametrize("name", NAMES)
def test_each_message_is_sent_and_clicked_by_somebody(name: str) -> None:
    sends = [id_ for id_, step in journey(name).steps.items() if isinstance(step, Send)]
    steps = alone(name).steps
    assert [id_ for id_ in sends if steps[id_].sent == 0] == []
    assert [id_ for id_ in sends if steps[id_].clicked == 0] == []


@pytest.mark.parametrize("name", NAMES)
def test_each_port_is_taken_by_somebody(name: str) -> None:
    result = alone(name)
    taken = {
        (id_, label): result.steps[id_].out.get(label, 0)
        for id_, step in journey(name).steps.items()
        for label, _ in ports(step)
    }
    assert [port for port, contacts in taken.items() if contacts == 0] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_goal_and_each_exit_are_used_by_somebody(name: str) -> None:
    result, steps = alone(name), journey(name).steps.values()
    ends = [rule.name for rule in journey(name).exits]
    ends += [step.reason for step in steps if isinstance(step, Exit) and step.reason]
    assert [end for end in ends if result.exits.get(end, 0) == 0] == []
    assert (result.goal is None) == (name == "hand-to-sales")
    assert result.goal is None or result.goal.reached > 0


@pytest.mark.parametrize("name", [name for name in NAMES if name != "hand-to-sales"])
def test_the_run_is_long_enough_for_the_target_to_be_met(name: str) -> None:
    goal = alone(name).goal
    assert goal is not None
    assert goal.target is not None
    assert goal.of >= 50
    assert goal.high is not None
    assert goal.target <= goal.high

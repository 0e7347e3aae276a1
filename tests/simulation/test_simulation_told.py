"""What a file tells to people alone is not given to a run, and changes none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from agreement import story_of
from generated import Case, cases
from generated_words import EVENTS
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from nurture_tui.checks.run import what_blocks
from nurture_tui.contacts.read import read_contacts
from nurture_tui.contacts.table import Contacts
from nurture_tui.errors import SimulationError
from nurture_tui.files.workspace import read_workspace
from nurture_tui.model.asrun import as_run
from nurture_tui.model.shape import choices_of, members
from nurture_tui.model.values import Part, Told
from nurture_tui.model.workspace import Workspace
from nurture_tui.simulation import RunSettings, count, simulate

JOURNEYS = Path(__file__).parents[2] / "journeys"
NAMES = [path.stem for path in sorted(JOURNEYS.glob("*.toml")) if path.stem != "nurture"]


def told_in(part: Part) -> dict[str, Any]:
    """The fields of a part that are told, each with what the model says of it."""
    fields = type(part).model_fields.items()
    return {n: i for n, i in fields if any(isinstance(said, Told) for said in i.metadata)}


def retold(value: Any, text: str) -> Any:
    """A value in which all that is told says something else."""
    if isinstance(value, dict):
        return {key: retold(inner, text) for key, inner in value.items()}
    if isinstance(value, tuple):
        return tuple(retold(inner, text) for inner in value)
    if not isinstance(value, Part):
        return value
    told = {name: _another(info.annotation, text) for name, info in told_in(value).items()}
    rest = {n: retold(getattr(value, n), text) for n in type(value).model_fields if n not in told}
    return value.model_copy(update={**rest, **told})


def _another(holds: Any, text: str) -> Any:
    if choices := choices_of(holds):
        return choices[-1]
    return text if str in members(holds) else (text, text)


def workspace_retold(workspace: Workspace, text: str) -> Workspace:
    journeys = {id_: retold(journey, text) for id_, journey in workspace.journeys.items()}
    return replace(workspace, settings=retold(workspace.settings, text), journeys=journeys)


@cache
def samples() -> tuple[Workspace, Contacts]:
    workspace = read_workspace(JOURNEYS).workspace
    people = read_contacts(JOURNEYS.parent / "sample_contacts" / "leads.csv", workspace)
    return workspace, people.take(np.arange(0, len(people), 4))


@settings(suppress_health_check=list(HealthCheck), max_examples=settings().max_examples // 6)
@given(cases(most=2, people=2) | cases(onward=True), st.sampled_from(EVENTS))
def test_any_run_is_the_same_whatever_is_told_to_people(case: Case, text: str) -> None:
    plain, other = case.workspace, workspace_retold(case.workspace, text)
    for id_ in case.journeys:
        plain = as_run(plain, id_)
    runs = []
    for workspace in (plain, other):
        try:
            runs.append(
                simulate(workspace, case.journeys, case.contacts, case.settings, events=case.events)
            )
        except SimulationError as error:
            if "takes no time" not in str(error):
                raise
            reject()
    first, second = runs
    assert story_of(first) == story_of(second)
    assert first.journeys == second.journeys
    assert (first.assumptions, first.tasks) == (second.assumptions, second.tasks)


@pytest.mark.parametrize("id_", NAMES)
def test_a_sample_counts_the_same_as_it_is_run(id_: str) -> None:
    workspace, people = samples()
    run = RunSettings(date(2026, 11, 23), days=40)
    whole = count(workspace, [id_], people, run)
    assert whole.journeys[id_].entered
    bare = count(as_run(workspace, id_), [id_], people, run)
    assert whole.journeys == bare.journeys
    assert whole.per_day == bare.per_day
    assert (whole.run, whole.assumptions, whole.tasks) == (bare.run, bare.assumptions, bare.tasks)


@pytest.mark.parametrize("id_", NAMES)
def test_nothing_but_what_is_told_is_kept_from_a_run(id_: str) -> None:
    workspace, _ = samples()

    def compare(whole: Any, left: Any) -> None:
        if isinstance(whole, Part):
            told = told_in(whole)
            for name, info in type(whole).model_fields.items():
                value = getattr(left, name)
                if name in told:
                    assert value == (
                        "" if info.is_required() else info.get_default(call_default_factory=True)
                    )
                else:
                    compare(getattr(whole, name), value)
        elif isinstance(whole, dict):
            assert list(whole) == list(left)
            for key, value in whole.items():
                compare(value, left[key])
        elif isinstance(whole, tuple):
            assert len(whole) == len(left)
            for one, other in zip(whole, left, strict=True):
                compare(one, other)
        else:
            assert whole == left

    run = as_run(workspace, id_)
    compare(workspace.journeys[id_], run.journeys[id_])
    compare(workspace.settings, run.settings)
    again = as_run(workspace_retold(workspace, "else"), id_)
    assert again.journeys[id_] == run.journeys[id_]
    assert again.settings == run.settings


@pytest.mark.parametrize("id_", NAMES)
def test_what_is_told_decides_for_no_sample_whether_it_is_run(id_: str) -> None:
    workspace, people = samples()
    broken = workspace.journeys[id_]
    first = next(iter(broken.steps))
    lost = {**broken.steps}
    lost[first] = lost[first].model_copy(update={"next": "nowhere"})
    for journey in (broken, broken.model_copy(update={"steps": lost})):
        whole = workspace.with_journey(journey)
        found = [
            what_blocks(each, each.journeys[id_], people.kinds)
            for each in (whole, as_run(whole, id_), workspace_retold(whole, "else"))
        ]
        assert found[0] == found[1] == found[2]

"""What journeys share is renamed in every file that names it, and nothing else is touched."""

from __future__ import annotations

import pytest
from edit_journeys import JOURNEYS, SAMPLES

from nurture_tui.edit.change import EditError, value_at
from nurture_tui.edit.history import Edit, SharedEdit
from nurture_tui.edit.rename import rename_shared, rename_step, users_of
from nurture_tui.files.reading import read_settings
from nurture_tui.model.condition import parse_condition
from nurture_tui.model.journey import ExitRule, Journey
from nurture_tui.model.workspace import Settings, Workspace

SETTINGS = read_settings(SAMPLES / "nurture.toml").settings
ALL = {id_: journey for id_, journey in JOURNEYS.items() if id_ != "guide"}
WORKSPACE = Workspace(SETTINGS, ALL)


def test_a_persona_is_renamed_in_the_journeys_of_it() -> None:
    edit = rename_shared(WORKSPACE, "personas:hr-director", "hr-head")
    assert "hr-head" in edit.workspace.settings.personas
    assert edit.workspace.journeys["hr-guide"].persona == "hr-head"
    assert edit.selected == "personas:hr-head"
    untouched = [id_ for id_, j in ALL.items() if j is edit.workspace.journeys[id_]]
    assert untouched
    assert set(untouched).isdisjoint(id_ for id_, _ in users_of(WORKSPACE, "personas:hr-director"))


def test_a_definition_is_followed_by_conditions_and_other_definitions() -> None:
    after = rename_shared(WORKSPACE, "definitions:mql", "marketing_lead").workspace
    assert str(after.settings.definitions["sql"]).startswith("marketing_lead and ")
    assert next(iter(after.settings.definitions)) == "marketing_lead"


def test_a_field_is_followed_by_conditions_merges_actions_and_waits() -> None:
    after = rename_shared(WORKSPACE, "fields:trial_ends", "ends_on").workspace
    trial = after.journeys["trial"]
    assert not any("trial_ends" in str(value_at(trial, ("steps", id_))) for id_ in trial.steps)
    assert any("ends_on" in str(value_at(trial, ("steps", id_))) for id_ in trial.steps)
    assert after.settings.assets["email/trial-confirmation"].fields[1] == "ends_on|in 30 days"


def test_an_event_is_followed_by_entry_goal_messages_and_assumptions() -> None:
    name = "selection_guide_downloaded"
    after = rename_shared(WORKSPACE, f"scoring:{name}", "guide_taken").workspace
    journey = after.journeys["hr-guide"]
    assert journey.goal is not None
    assert str(journey.goal.when) == "did('guide_taken')"
    assert value_at(journey, ("steps", "offer-guide", "cta")) == "guide_taken"
    assert journey.assume.events[0].event == "guide_taken"
    assert after.settings.scoring.points["guide_taken"] == 20


@pytest.mark.parametrize(
    ("part", "new"),
    [
        ("definitions:mql", "two words"),
        ("definitions:mql", "score"),
        ("definitions:mql", "sql"),
        ("fields:score", "customer"),
        ("fields:score", "did"),
        ("personas:hr-director", ""),
        ("sending", "x"),
    ],
)
def test_a_name_that_cannot_be_is_refused(part: str, new: str) -> None:
    with pytest.raises(EditError):
        rename_shared(WORKSPACE, part, new)


def keen(**journeys: Journey) -> Workspace:
    """A workspace with a definition that asks of the step `deliver`, and one that is made of it."""
    asking = {
        "keen": parse_condition("clicked('deliver') and score > 3"),
        "very_keen": parse_condition("keen and score > 9"),
    }
    return Workspace(Settings(definitions=asking), journeys)


def test_a_definition_that_asks_of_a_step_follows_when_it_is_renamed() -> None:
    guide = JOURNEYS["guide"]
    edit = rename_step(keen(guide=guide), guide, "deliver", "first")
    assert isinstance(edit, SharedEdit)
    assert (edit.journey, edit.selected) == ("guide", "first")
    after = edit.workspace
    assert str(after.definitions["keen"]) == "clicked('first') and score > 3"
    assert str(after.definitions["very_keen"]) == "keen and score > 9"
    assert "first" in after.journeys["guide"].steps
    other = rename_step(keen(guide=guide), guide, "offer-guide", "offer")
    assert isinstance(other, Edit)


def test_a_definition_by_which_another_journey_asks_of_its_own_step_is_left() -> None:
    guide = JOURNEYS["guide"]
    rule = ExitRule(name="keen", when=parse_condition("very_keen"))
    other = guide.model_copy(update={"id": "other", "exits": (rule,)})
    assert isinstance(rename_step(keen(guide=guide, other=other), guide, "deliver", "a"), Edit)
    silent = other.model_copy(update={"exits": ()})
    edit = rename_step(keen(guide=guide, other=silent), guide, "deliver", "a")
    assert isinstance(edit, SharedEdit)
    assert edit.workspace.journeys["other"] is silent

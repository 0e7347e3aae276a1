"""A goal is called impossible only where nothing in the workspace can bring it about (O202)."""

from __future__ import annotations

from typing import Any

import pytest

from nurture_tui.checks import check_journey
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings, Workspace

SEND: dict[str, Any] = {"type": "send", "subject": "Hello", "next": "close"}
STEPS: dict[str, Any] = {"hello": SEND, "close": {"type": "exit"}}


def journey(id_: str = "x", goal: str = "did('bought')", **parts: Any) -> Journey:
    data = {
        "id": id_,
        "format": 1,
        "name": id_,
        "kind": "lead",
        "entry": {"event": "came", "start": "hello"},
        "goal": {"name": "Goal", "when": goal},
        "steps": STEPS,
    }
    return Journey.model_validate(data | parts)


def impossible(subject: Journey, *others: Journey, **settings: Any) -> bool:
    workspace = Workspace(Settings.model_validate(settings), {other.id: other for other in others})
    return any(found.code == "O202" for found in check_journey(workspace, subject))


def assumed(event: str, **keys: Any) -> dict[str, Any]:
    how = {} if "after" in keys else {"chance": "2% per 30d"}
    return {"events": [{"event": event, **how, **keys}]}


def doing(*verbs: dict[str, Any]) -> dict[str, Any]:
    return {"hello": {"type": "action", "do": list(verbs)}}


def test_an_event_that_nothing_causes_cannot_happen() -> None:
    assert impossible(journey())


def test_a_call_to_action_alone_makes_nothing_happen() -> None:
    assert impossible(journey(steps=STEPS | {"hello": SEND | {"cta": "bought"}}))


@pytest.mark.parametrize(
    "parts",
    [
        {"assume": assumed("bought")},
        {"assume": assumed("bought", after="clicked('hello')", chance=0.2)},
        {"steps": doing({"emit": "bought"})},
        {"entry": {"event": "bought", "start": "hello"}},
    ],
    ids=["by themselves", "after a click", "emitted", "the entry's event"],
)
def test_an_event_that_something_causes_can_happen(parts: dict[str, Any]) -> None:
    assert not impossible(journey(**parts))


def test_another_journey_or_the_workspace_may_cause_it() -> None:
    assert not impossible(journey(), journey("y", steps=doing({"emit": "bought"})))
    assert not impossible(journey(), assume=assumed("bought"))
    assert not impossible(journey(), scoring={"clicked": 5, "reached": {"bought": 10}})


def test_an_assumption_with_no_chance_or_no_cause_does_not_help() -> None:
    assert impossible(journey(assume=assumed("bought", chance="0% per 30d")))
    assert impossible(journey(assume=assumed("bought", after="did('signed')", chance=0.5)))


def test_a_chain_of_assumptions_helps_from_its_first_cause_on() -> None:
    chain = {
        "events": [
            {"event": "bought", "after": "did('signed')", "chance": 0.5},
            {"event": "signed", "after": "clicked('hello')", "chance": 0.5},
        ]
    }
    assert not impossible(journey(assume=chain))


def test_events_that_only_cause_each_other_never_happen() -> None:
    circle = {
        "events": [
            {"event": "bought", "after": "did('signed')", "chance": 0.5},
            {"event": "signed", "after": "did('bought')", "chance": 0.5},
        ]
    }
    assert impossible(journey(assume=circle))


def test_a_field_that_nothing_changes_is_met_at_entry_or_never() -> None:
    assert impossible(journey(goal="lifecycle == 'customer'"))
    changed = assumed("signed", set={"lifecycle": "customer"})
    assert not impossible(journey(goal="lifecycle == 'customer'", assume=changed))
    action = doing({"set": {"lifecycle": "customer"}})
    assert not impossible(journey(goal="lifecycle == 'customer'"), journey("y", steps=action))


@pytest.mark.parametrize(
    "goal",
    [
        "clicked('hello')",
        "opened()",
        "done('hello')",
        "since(entered_at) > '7d'",
        "weekday() == 'Fri'",
        "not consent",
        "inside('x')",
        "not did('bought', within='7d')",
        "count('clicked') >= 2",
        "did('bought') or clicked('hello')",
    ],
)
def test_what_time_or_the_contact_can_bring_is_possible(goal: str) -> None:
    assert not impossible(journey(goal=goal))


@pytest.mark.parametrize(
    "goal",
    [
        "count('bought') >= 1",
        "1 <= count('bought')",
        "since('bought') < '7d'",
        "did('bought') and clicked('hello')",
        "done('lost')",
        "clicked('lost')",
        "false",
    ],
)
def test_what_hangs_on_something_that_never_is_cannot_happen(goal: str) -> None:
    lost = STEPS | {"lost": SEND}
    assert impossible(journey(goal=goal, steps=lost))


def test_a_letter_is_never_clicked() -> None:
    assert impossible(journey(goal="clicked()", steps={"hello": SEND | {"channel": "letter"}}))


def test_a_count_of_nothing_is_zero() -> None:
    assert not impossible(journey(goal="count('bought') == 0 and clicked('hello')"))
    assert impossible(journey(goal="count('bought') > 0 and clicked('hello')"))


def test_lists_and_scores_change_where_something_changes_them() -> None:
    assert impossible(journey(goal="in_list('vip')"))
    assert not impossible(journey(goal="in_list('vip')", steps=doing({"add_to_list": "vip"})))
    assert impossible(journey(goal="score >= 40"))
    assert not impossible(journey(goal="score >= 40"), scoring={"clicked": 5})

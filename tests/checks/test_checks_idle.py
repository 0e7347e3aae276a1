"""A loop is called endless only where a contact who does nothing surely never leaves it (G105)."""

from __future__ import annotations

from typing import Any

import pytest

from nurture_tui.checks import check_journey
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings, Workspace


def endless(leaves_if: str, settings: dict[str, Any] | None = None, **parts: Any) -> bool:
    """Whether a weekly reminder that ends if the condition holds goes on for ever."""
    loop = {
        "remind": {"type": "send", "subject": "Hello", "next": "week"},
        "week": {"type": "wait", "for": "7d", "next": "enough"},
        "enough": {
            "type": "branch",
            "cases": [{"if": leaves_if, "next": "close"}],
            "else": "remind",
        },
        "close": {"type": "exit"},
    }
    data = {
        "format": 1,
        "name": "Weekly",
        "kind": "lead",
        "entry": {"event": "came", "start": "remind"},
        "goal": {"name": "Bought", "when": "did('bought')"},
        "exits": [{"name": "customer", "when": "customer"}],
        "assume": {"events": [{"event": "bought", "chance": "3% per 30d"}]},
        "steps": loop,
    }
    subject = Journey.model_validate(data | parts)
    workspace = Workspace(Settings.model_validate(settings or {}))
    return any(found.code == "G105" for found in check_journey(workspace, subject))


@pytest.mark.parametrize(
    "leaves_if",
    [
        "clicked('remind')",
        "opened()",
        "did('bought')",
        "count('clicked') >= 2",
        "since('bought') < '7d'",
        "clicked('remind') or country == 'FI'",
        "missing(company)",
    ],
)
def test_a_loop_that_only_a_contact_can_end_is_endless(leaves_if: str) -> None:
    assert endless(leaves_if)


@pytest.mark.parametrize(
    "leaves_if",
    [
        "count('sent', within='stay') >= 5",
        "since(entered_at) > '60d'",
        "not clicked('remind')",
        "sent('remind')",
        "today() > '2027-01-01'",
        "in_list('enough')",
        "did('never') or true",
        "country == 'FI' or country != 'FI'",
        "score >= 1",
    ],
)
def test_a_loop_that_may_end_by_itself_is_not_called_endless(leaves_if: str) -> None:
    assert not endless(leaves_if, {"scoring": {"sent": 1}})


def test_what_others_do_may_end_it() -> None:
    assumed = {"events": [{"event": "called", "after": "sent('remind')", "chance": 0.3}]}
    assert not endless("did('called')", assume=assumed)
    assert endless("did('called')", assume={"events": [{"event": "called", "chance": "1% per 7d"}]})


def test_a_goal_or_an_exit_that_comes_by_itself_ends_it() -> None:
    late = [{"name": "too long", "when": "since(entered_at) > '60d'"}]
    assert not endless("clicked()", exits=late)
    assert not endless("clicked()", goal={"name": "Stayed", "when": "left(due) < '1d'"})


def test_a_loop_that_only_clickers_come_to_is_not_meant() -> None:
    steps: dict[str, Any] = {
        "remind": {"type": "send", "subject": "Hello", "next": "keen"},
        "keen": {"type": "branch", "cases": [{"if": "clicked()", "next": "week"}], "else": "close"},
        "week": {"type": "wait", "for": "7d", "next": "more"},
        "more": {
            "type": "branch",
            "cases": [{"if": "did('bought')", "next": "close"}],
            "else": "week",
        },
        "close": {"type": "exit"},
    }
    assert not endless("", steps=steps)


def test_a_wait_for_something_goes_on_by_its_time_out() -> None:
    steps: dict[str, Any] = {
        "remind": {"type": "send", "subject": "Hello", "next": "read"},
        "read": {
            "type": "wait",
            "until": "clicked()",
            "timeout": "7d",
            "next": "close",
            "else": "remind",
        },
        "close": {"type": "exit"},
    }
    assert endless("", steps=steps)
    steps["read"]["until"] = "done('remind')"
    assert not endless("", steps=steps)


FIELDS = {
    "fields": {
        "email": "text",
        "country": "text",
        "size": "number",
        "lifecycle": {"choice": ["lead", "mql", "sql", "customer"], "ordered": True},
    }
}


def entering(only_if: str) -> dict[str, Any]:
    return {"event": "came", "start": "remind", "only_if": only_if}


@pytest.mark.parametrize(
    ("leaves_if", "only_if"),
    [
        ("lifecycle == 'sql'", "email != ''"),  # the exit asks for the lifecycle too
        ("country == 'FI'", "country != '' and email != ''"),
        ("size >= 50 or size < 10", "size > 5"),
        ("lifecycle >= 'mql' or did('bought')", "lifecycle in ['lead', 'mql']"),
        ("did('bought')", "email != '' and not did('bought')"),
    ],
)
def test_who_stays_may_be_asked_for_the_same_field_elsewhere(leaves_if: str, only_if: str) -> None:
    assert endless(leaves_if, FIELDS, entry=entering(only_if))


@pytest.mark.parametrize(
    ("leaves_if", "only_if"),
    [
        ("country == 'FI'", "country == 'FI'"),
        ("size >= 50 or size < 10", "size > 60"),
        ("lifecycle >= 'mql' or missing(lifecycle)", "lifecycle > 'lead'"),
        ("did('called')", "did('called')"),
        ("size >= 50", "count('called') >= 2 and did('called') and size >= 50"),
    ],
)
def test_where_nobody_who_comes_in_could_stay_nothing_is_said(leaves_if: str, only_if: str) -> None:
    assert not endless(leaves_if, FIELDS, entry=entering(only_if))


def test_the_way_to_the_loop_counts_too() -> None:
    steps: dict[str, Any] = {
        "remind": {
            "type": "branch",
            "cases": [{"if": "country == 'SE'", "next": "close"}],
            "else": "mail",
        },
        "mail": {"type": "send", "subject": "Hello", "next": "week"},
        "week": {"type": "wait", "for": "7d", "next": "enough"},
        "enough": {
            "type": "branch",
            "cases": [{"if": "country == 'FI'", "next": "close"}],
            "else": "mail",
        },
        "close": {"type": "exit"},
    }
    assert endless("", FIELDS, steps=steps)
    steps["remind"]["cases"][0]["if"] = "country != 'FI'"
    assert not endless("", FIELDS, steps=steps)

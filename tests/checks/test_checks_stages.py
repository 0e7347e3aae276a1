"""D605: who a stage is set back for, by set, by a table, by a copy; and who surely is not."""

from __future__ import annotations

from typing import Any

import pytest

from nurture_tui.checks import Finding, check_journey, known
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings, Workspace

STAGES = {"choice": ["lead", "mql", "sql", "customer"], "ordered": True}
SETTINGS = {
    "fields": {
        "stage": STAGES,
        "deal.stage": STAGES,
        "size": {"choice": ["small", "large"]},
        "country": "text",
    }
}


def found(do: list[dict[str, Any]], only_if: str = "true", code: str = "D605") -> list[Finding]:
    """What is found where an action does this for those whom a branch lets through."""
    journey = {
        "format": 1,
        "name": "x",
        "kind": "internal",
        "entry": {"event": "came", "start": "asked"},
        "steps": {
            "asked": {"type": "branch", "cases": [{"if": only_if, "next": "mark"}], "else": "end"},
            "mark": {"type": "action", "do": do, "next": "end"},
            "end": {"type": "exit"},
        },
    }
    workspace = Workspace(Settings.model_validate(SETTINGS))
    return [
        one for one in check_journey(workspace, Journey.model_validate(journey)) if one.code == code
    ]


def places(do: list[dict[str, Any]], only_if: str = "true") -> list[tuple[str | int, ...]]:
    return [one.path[3:] for one in found(do, only_if)]


def test_a_value_of_a_table_sets_back_who_gets_it() -> None:
    by_size = {
        "map": {"field": "stage", "by": "size", "to": {"small": "lead", "large": "customer"}}
    }
    assert places([by_size]) == [(0, "map", "to", "small")]
    assert places([by_size], "size == 'large'") == []
    assert places([by_size], "stage == 'lead'") == []


def test_the_else_of_a_table_is_for_the_others() -> None:
    table = {"field": "stage", "by": "country", "to": {"FI": "customer"}, "else": "mql"}
    assert places([{"map": table}]) == [(0, "map", "else")]
    assert places([{"map": table}], "country == 'FI'") == []
    assert places([{"map": table}], "stage < 'sql' and not missing(stage)") == []


def test_a_table_by_the_stage_itself_is_looked_at_value_by_value() -> None:
    on = {"map": {"field": "stage", "by": "stage", "to": {"lead": "mql", "mql": "sql"}}}
    assert places([on]) == []
    back = {"map": {"field": "stage", "by": "stage", "to": {"sql": "mql"}}}
    assert places([back]) == [(0, "map", "to", "sql")]


def test_a_copy_sets_back_whose_own_stage_is_further() -> None:
    copy = {"copy": {"from": "stage", "to": "deal.stage"}}
    assert places([copy]) == [(0, "copy", "to")]
    assert places([copy], "stage == 'customer'") == []
    assert places([copy], "deal.stage == 'lead'") == []


def test_what_was_set_before_in_the_same_action_counts() -> None:
    assert places([{"set": {"stage": "sql"}}, {"set": {"stage": "mql"}}], "stage == 'lead'") == [
        (1, "set", "stage")
    ]


def test_where_ways_are_too_many_to_follow_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found([{"notify": "sales"}], "stage == 'lead' and stage == 'mql'", "G107") != []
    monkeypatch.setattr(known, "MOST_VISITS", 0)
    (one,) = found([{"notify": "sales"}], code="G110")
    assert one.severity == "note"
    assert "more paths than are followed" in one.message

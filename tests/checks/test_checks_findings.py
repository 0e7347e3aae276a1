"""Findings: records, order, ignoring with a reason, and what keeps a journey from being run."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from nurture_tui.checks import (
    BLOCKING,
    RULES,
    as_record,
    blocking,
    check_journey,
    check_workspace,
    explain,
)
from nurture_tui.checks.example import example_text
from nurture_tui.checks.finding import SEVERITIES
from nurture_tui.errors import NurtureError
from nurture_tui.files.workspace import read_workspace
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Workspace

OK = example_text("O201", "ok.toml")
SAMPLES = Path(__file__).parents[2] / "journeys"


def journey(**changes: Any) -> Journey:
    return Journey.model_validate({**tomllib.loads(OK), "id": "x", **changes})


def codes(subject: Journey) -> list[str]:
    return [found.code for found in check_journey(Workspace(), subject)]


@pytest.mark.parametrize("name", sorted(path.stem for path in SAMPLES.glob("*.toml")))
def test_a_sample_has_no_finding(name: str) -> None:
    assert check_workspace(read_workspace(SAMPLES / f"{name}.toml")) == []


def test_the_folder_of_samples_has_no_finding() -> None:
    assert check_workspace(read_workspace(SAMPLES)) == []


def test_a_record_has_the_keys_of_the_command_line_and_null_for_no_step() -> None:
    found = check_journey(Workspace(), journey(goal=None))[0]
    record = as_record(found)
    assert list(record) == [
        "code",
        "name",
        "severity",
        "file",
        "line",
        "column",
        "journey",
        "step",
        "message",
        "fix",
        "source",
    ]
    assert (record["code"], record["journey"], record["step"]) == ("M501", "x", "deliver")
    assert as_record(check_journey(Workspace(), journey(goal=None))[-1])["step"] is None


def test_without_a_file_there_is_no_line_but_a_path() -> None:
    found = check_journey(Workspace(), journey())[0]
    assert (found.file, found.line, found.column, found.path) == ("", 0, 0, ("steps", "deliver"))


def test_an_ignore_with_a_reason_switches_a_finding_off() -> None:
    steps = tomllib.loads(OK)["steps"]
    assert "O203" in codes(journey(goal={"name": "g", "when": "clicked()"}))
    ignored = ["O203: no figures yet"]
    assert "O203" not in codes(journey(goal={"name": "g", "when": "clicked()"}, ignore=ignored))
    del steps["remind"]["cta"]
    assert "M504" in codes(journey(steps=steps))
    steps["remind"]["ignore"] = ["M504: a plain greeting"]
    assert "M504" not in codes(journey(steps=steps))


def test_an_ignore_of_one_step_leaves_the_others() -> None:
    steps = tomllib.loads(OK)["steps"]
    for id_ in ("deliver", "remind"):
        del steps[id_]["cta"]
    steps["remind"]["ignore"] = ["M504: a plain greeting"]
    found = check_journey(Workspace(), journey(steps=steps))
    assert [f.step for f in found if f.code == "M504"] == ["deliver"]


@pytest.mark.parametrize("text", ["O203", "O203:", "O203:  ", "no target", "", "M501: later"])
def test_an_ignore_without_a_reason_is_itself_a_finding_and_ignores_nothing(text: str) -> None:
    found = codes(journey(ignore=[text], goal={"name": "g", "when": "clicked()"}))
    assert {"F004", "O203", "M501"} <= set(found)


def test_errors_of_file_and_graph_and_a_few_more_keep_a_journey_from_being_run() -> None:
    assert blocking(check_journey(Workspace(), journey())) != []
    sending = {"basis": "b2b-role", "sender": "anna@example.com"}
    assert blocking(check_journey(Workspace(), journey(sending=sending))) == []
    assert {"F001", "F006", "G101", "G103", "G104", "T408", "M501", "D601", "D602"} <= BLOCKING
    assert not {"G108", "G109", "O201", "O202", "N705"} & BLOCKING


def test_an_edited_journey_is_checked_in_place_of_its_old_self() -> None:
    workspace = Workspace(journeys={"x": journey(name="Old"), "y": journey(id="y", name="Same")})
    assert "N702" in codes_in(workspace, journey(name="Same"))
    assert "N702" not in codes_in(workspace, journey(name="Old"))


def test_a_name_that_many_journeys_have_is_one_finding_of_each() -> None:
    workspace = Workspace(journeys={id_: journey(id=id_, name="Same") for id_ in "abcx"})
    found = [one for one in check_journey(workspace, journey(name="Same")) if one.code == "N702"]
    assert [one.message.split(",")[0] for one in found] == ["“a” and 2 more have this name too"]


def codes_in(workspace: Workspace, subject: Journey) -> list[str]:
    return [found.code for found in check_journey(workspace, subject)]


def test_control_characters_of_a_file_never_stand_in_a_finding() -> None:
    hostile = journey(name="\x1b[31mred\x07\nline", goal={"name": "\x1b]0;x", "when": "did('y')"})
    for found in check_journey(Workspace(), hostile):
        assert found.message.isprintable()
        assert found.fix.isprintable()


def test_a_journey_that_cannot_be_read_is_still_one_to_hand_over_to(tmp_path: Path) -> None:
    handing = OK.replace('reason = "series over"', 'reason = "series over"\nenter = "broken"')
    (tmp_path / "whole.toml").write_text(handing, encoding="utf-8")
    (tmp_path / "broken.toml").write_text("[", encoding="utf-8")
    found = check_workspace(read_workspace(tmp_path))
    assert "F001" in {f.code for f in found if f.journey == "broken"}
    assert "E302" not in {f.code for f in found}


def test_findings_come_by_file_and_line(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.toml").write_text(OK, encoding="utf-8")
    found = check_workspace(read_workspace(tmp_path))
    places = [(f.file, f.line, f.column) for f in found]
    assert len({f.file for f in found}) == 2
    assert places == sorted(places)


def test_every_rule_explains_itself() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.severity in SEVERITIES
        assert rule.explanation.endswith(".")
        assert rule.source
        assert explain(rule.code.lower()) is rule


def test_an_unknown_code_is_refused_with_the_nearest() -> None:
    with pytest.raises(NurtureError, match="O206"):
        explain("O210")

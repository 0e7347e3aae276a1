"""What is done about a finding of what is being edited: the edit that `--fix` makes, an ignore."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from nurture_tui.checks import Finding, check_journey, check_settings
from nurture_tui.checks.again import look_again
from nurture_tui.checks.answers import ignored, may_be_ignored, may_be_mended, mended
from nurture_tui.checks.edits import MENDS
from nurture_tui.checks.example import example_files, example_text
from nurture_tui.edit.change import EditError
from nurture_tui.files.reading import parse_journey, parse_settings
from nurture_tui.files.workspace import WorkspaceFiles
from nurture_tui.model.workspace import Workspace

OK = example_text("O201", "ok.toml")
SETTINGS = example_text("", "nurture.toml")


def opened(text: str = OK, shared: str = SETTINGS) -> WorkspaceFiles:
    read = parse_settings(shared, Path("nurture.toml"))
    return WorkspaceFiles(Path(), read, {"x": parse_journey(text, Path("x.toml"))}, ("x",))


def found(files: WorkspaceFiles, workspace: Workspace, code: str, id_: str = "x") -> Finding:
    return next(f for f in look_again(files, workspace).findings[id_] if f.code == code)


@pytest.mark.parametrize("code", [code for code in MENDS if code[0] not in "F" and code != "N701"])
def test_a_finding_is_mended_in_the_journey_that_is_open(code: str) -> None:
    files = example_files(code, "bad")
    workspace = files.workspace
    finding = found(files, workspace, code, "bad")
    answer = mended(finding, files, workspace)
    if code == "D602" and answer is None:
        return  # the first of them is a number that could be meant as several things
    assert answer is not None
    assert answer.name.startswith(f"mend {code}: ")
    left = look_again(files, answer.workspace).findings["bad"]
    assert (finding.code, finding.path, finding.message) not in [
        (f.code, f.path, f.message) for f in left
    ]
    assert workspace == files.workspace, "what was there is not touched"


def test_what_was_edited_before_is_kept_by_a_mend() -> None:
    files = opened(OK.replace('next    = "pause"', 'next    = "paus"'))
    journey = files.workspace.journeys["x"].model_copy(update={"purpose": "typed a moment ago"})
    workspace = files.workspace.with_journey(journey)
    answer = mended(found(files, workspace, "G101"), files, workspace)
    assert answer is not None
    after = answer.workspace.journeys["x"]
    assert after.purpose == "typed a moment ago"
    assert check_journey(answer.workspace, after) == []


def test_a_definition_of_the_settings_is_mended_too() -> None:
    shared = SETTINGS + '\n[definitions]\nlarge = "compny_size > 50"\n'
    files = opened(shared=shared)
    finding = found(files, files.workspace, "D601", "")
    assert not may_be_ignored(finding)
    answer = mended(finding, files, files.workspace)
    assert answer is not None
    assert str(answer.workspace.settings.definitions["large"]) == "company_size > 50"
    assert check_settings(answer.workspace) == []


def test_what_has_more_than_one_answer_is_not_mended() -> None:
    text = OK.replace('next    = "pause"', 'next    = "elsewhere"').replace("target = 0.1\n", "")
    files = opened(text)
    finding = found(files, files.workspace, "G101")
    assert may_be_mended(finding)
    assert mended(finding, files, files.workspace) is None
    no_target = found(files, files.workspace, "O203")
    assert not may_be_mended(no_target)
    assert mended(no_target, files, files.workspace) is None


def test_a_finding_is_ignored_at_its_step_or_else_in_the_head_of_the_journey() -> None:
    text = OK.replace('cta     = "demo_requested"\n', "", 1).replace("target = 0.1\n", "")
    files = opened(text)
    workspace = files.workspace
    for code, where in (("M504", "deliver"), ("O203", "")):
        finding = found(files, workspace, code)
        assert finding.step == where
        answer = ignored(finding, workspace, " agreed\nwith sales ")
        after = answer.workspace.journeys["x"]
        texts = after.steps[where].ignore if where else after.ignore
        assert texts == (f"{code}: agreed with sales",)
        assert answer.name == (f"ignore {code} of “{where}”" if where else f"ignore {code}")
        assert code not in [f.code for f in check_journey(answer.workspace, after)]


def test_an_ignore_without_a_reason_or_of_what_cannot_be_ignored_is_refused() -> None:
    files = opened(OK.replace('next    = "pause"', 'next    = "paus"').replace("target = 0.1", ""))
    workspace = files.workspace
    cannot = found(files, workspace, "G101")
    assert not may_be_ignored(cannot)
    with pytest.raises(EditError, match="G101 cannot be ignored"):
        ignored(cannot, workspace, "later")
    no_target = found(files, workspace, "O203")
    assert may_be_ignored(no_target)
    with pytest.raises(EditError, match="a reason is needed"):
        ignored(no_target, workspace, "  \n")
    with pytest.raises(EditError, match=r"nurture\.toml"):
        ignored(replace(no_target, journey=""), workspace, "later")

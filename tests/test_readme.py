"""What the README shows is true: its commands run, its journey is sound, its links lead there."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from nurture_tui.checks import check_workspace
from nurture_tui.cli import main
from nurture_tui.files.workspace import read_workspace

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("**/*.md"))]


def lines_that_begin_with(program: str) -> list[str]:
    lines = [line.partition("#")[0].strip() for _, text in BLOCKS for line in text.splitlines()]
    return [line for line in lines if line.split(" ")[0] == program]


@pytest.fixture
def beside_the_samples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for folder in ("journeys", "sample_contacts"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("line", lines_that_begin_with(".venv/bin/nurture"))
def test_a_command_of_the_readme_runs(
    line: str, beside_the_samples: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(shlex.split(line)[1:])
    shown = capsys.readouterr()
    assert status == 0, shown.err
    assert shown.out or shown.err


def test_the_readme_shows_commands() -> None:
    assert len(lines_that_begin_with(".venv/bin/nurture")) > 5


def test_what_make_is_asked_for_is_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    asked = {line.split()[1] for line in lines_that_begin_with("make")}
    asked |= set(re.findall(r"`make (\w+)`", README))
    assert {"run", "test"} <= asked <= targets


@pytest.mark.parametrize("beside_others", [False, True])
def test_the_readmes_journey_has_neither_errors_nor_warnings_and_runs(
    beside_others: bool, beside_the_samples: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (text,) = (text for kind, text in BLOCKS if kind == "toml")
    folder = beside_the_samples / ("journeys" if beside_others else "alone")
    folder.mkdir(exist_ok=True)
    path = folder / "from-the-readme.toml"
    path.write_text(text, encoding="utf-8")
    findings = check_workspace(read_workspace(path))
    assert [finding.message for finding in findings if finding.severity != "note"] == []
    contacts = str(beside_the_samples / "sample_contacts" / "leads.csv")
    assert main(["simulate", str(path), "--contacts", contacts]) == 0, capsys.readouterr().err


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_within_the_repository_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)\s]+)\)|(?:src|srcset|href)=\"([^\"]+)\"", text)
    inside = [one or other for one, other in links if "://" not in (one or other)]
    missing = [link for link in inside if not (page.parent / link.partition("#")[0]).exists()]
    assert missing == []


def test_every_file_and_folder_that_the_readme_names_is_there() -> None:
    named = re.findall(r"`((?:journeys|sample_contacts|docs)/[\w./-]*)`", README)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []

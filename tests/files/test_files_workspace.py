"""A folder of journeys is read as a whole, and a single file with what lies beside it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from nurture_tui.errors import FileError
from nurture_tui.files.workspace import read_workspace

JOURNEY = 'format = 1\nname = "x"\nkind = "lead"\n[entry]\nstart = "a"\n[steps.a]\ntype = "exit"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b", "a", "c"):
        (tmp_path / f"{name}.toml").write_text(JOURNEY)
    (tmp_path / "nurture.toml").write_text('name = "Acme"\n[limits]\npriority = ["c"]\n')
    (tmp_path / ".hidden.toml").write_text("broken")
    (tmp_path / "notes.txt").write_text("")
    return tmp_path


def test_a_folder_holds_its_journeys_by_id(folder: Path) -> None:
    files = read_workspace(folder)
    assert list(files.journeys) == ["a", "b", "c"]
    assert files.chosen == ("a", "b", "c")
    assert files.problems == ()
    assert files.settings.settings.name == "Acme"


def test_the_workspace_has_them_in_their_order_of_precedence(folder: Path) -> None:
    workspace = read_workspace(folder).workspace
    assert list(workspace.journeys) == ["c", "a", "b"]
    assert workspace.folder == str(folder)


def test_one_file_is_chosen_and_knows_those_beside_it(folder: Path) -> None:
    files = read_workspace(folder / "b.toml")
    assert files.chosen == ("b",)
    assert list(files.journeys) == ["a", "b", "c"]
    assert files.settings.settings.name == "Acme"


def test_the_settings_file_chooses_no_journey(folder: Path) -> None:
    files = read_workspace(folder / "nurture.toml")
    assert files.chosen == ()
    assert list(files.journeys) == ["a", "b", "c"]


def test_problems_are_those_of_the_settings_and_of_what_was_chosen(folder: Path) -> None:
    (folder / "a.toml").write_text("broken")
    (folder / "b.toml").write_text("broken")
    (folder / "nurture.toml").write_text("format = 3\n")
    found = [(path.name, problem.code) for path, problem in read_workspace(folder).problems]
    assert found == [("nurture.toml", "F004"), ("a.toml", "F001"), ("b.toml", "F001")]
    files = read_workspace(folder / "b.toml")
    assert [path.name for path, _ in files.problems] == ["nurture.toml", "b.toml"]
    assert list(files.workspace.journeys) == ["c"]


def test_settings_that_are_not_there_are_empty(folder: Path) -> None:
    (folder / "nurture.toml").unlink()
    files = read_workspace(folder)
    assert files.problems == ()
    assert not files.settings.exists


def test_a_file_of_another_kind_can_be_chosen_and_is_a_problem(folder: Path) -> None:
    files = read_workspace(folder / "notes.txt")
    assert files.chosen == ("notes.txt",)
    assert "the file's name" in files.problems[0][1].message


def test_an_empty_folder_has_no_journeys(tmp_path: Path) -> None:
    assert read_workspace(tmp_path).journeys == {}


def test_names_relative_to_the_folder_one_stands_in(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    assert read_workspace("b.toml").chosen == ("b",)
    assert read_workspace(".").chosen == ("a", "b", "c")


@pytest.mark.parametrize("name", ["missing", "missing/x.toml", "notes.txt/x.toml", "null\0"])
def test_what_is_not_there_is_said_in_words(folder: Path, name: str) -> None:
    with pytest.raises(FileError, match="there is no such file or folder"):
        read_workspace(folder / name)


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may read everything")
def test_a_folder_that_may_not_be_read_is_said_in_words(folder: Path) -> None:
    folder.chmod(0)
    with pytest.raises(FileError, match="cannot be read"):
        read_workspace(folder)
    folder.chmod(0o700)


@pytest.mark.parametrize(
    ("name", "text", "ours"),
    [
        ("pyproject", '[project]\nname = "shop"\n[tool.ruff]\nline-length = 100\n', False),
        ("netlify", '[build]\ncommand = "make"\n', False),
        ("named", 'name = "Lead > MQL"\n', True),
        ("begun", "format = 1\nstepps = {}\n", True),
        ("broken", "[project\n", True),
        ("empty", "", True),
    ],
)
def test_files_of_other_programs_are_passed_over_in_a_folder(
    folder: Path, name: str, text: str, ours: bool
) -> None:
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    assert (name in read_workspace(folder).journeys) is ours
    asked_for = read_workspace(path)
    assert asked_for.chosen == (name,)
    assert ("no journey" in asked_for.problems[0][1].message) is not ours

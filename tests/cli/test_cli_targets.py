"""What commands write never takes the place of what they read."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from nurture_tui.cli import main

ROOT = Path(__file__).parents[2]
RUN = ["journeys/trial.toml", "--start", "2026-11-23", "--days", "3"]

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def beside_the_samples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for folder in ("journeys", "sample_contacts"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def everything(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.glob("**/*") if path.is_file()}


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["schedule", *RUN, "--out", "sample_contacts/leads.csv"], "the contact list of this run"),
        (["simulate", *RUN, "--log", "./sample_contacts/leads.csv"], "the contact list of this"),
        (["simulate", *RUN, "--schedule", "journeys/../sample_contacts/leads.csv"], "the contact"),
        (["export", "journeys/trial.toml", "--to", "toml", "--out", "journeys/trial.toml"], "a jo"),
        (["export", "journeys/trial.toml", "--to", "dot", "--out", "journeys/webinar.toml"], "a j"),
        (
            ["export", "journeys/trial.toml", "--to", "json", "--out", "journeys/nurture.toml"],
            "the nurture.toml of this workspace",
        ),
        (
            ["export", "journeys/trial.toml", "--to", "json", "--out", "sample_contacts/leads.csv"],
            "the contact list of this workspace",
        ),
    ],
    ids=lambda value: value[-1] if isinstance(value, list) else "",
)
def test_a_file_that_was_read_is_not_written_over(
    arguments: list[str], what: str, beside_the_samples: Path, capsys: Captured
) -> None:
    before = everything(beside_the_samples)
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"nurture: {Path(arguments[-1])}: is {what}")
    assert err.endswith(", which would be lost. Name another file to write to.\n")
    assert everything(beside_the_samples) == before


@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_a_link_to_a_file_that_was_read_is_that_file(
    link: object, beside_the_samples: Path, capsys: Captured
) -> None:
    assert callable(link)
    link(beside_the_samples / "sample_contacts" / "leads.csv", "mine.csv")
    before = everything(beside_the_samples)
    assert main(["schedule", *RUN, "--out", "mine.csv"]) == 2
    assert "mine.csv: is the contact list" in capsys.readouterr().err
    assert everything(beside_the_samples) == before


def test_contacts_given_by_hand_are_kept_too(capsys: Captured) -> None:
    people = Path("people.csv")
    people.write_text("email,consent\na@x.fi,yes\n")
    assert main(["simulate", *RUN, "--contacts", "people.csv", "--log", "people.csv"]) == 2
    assert "people.csv: is the contact list of this run" in capsys.readouterr().err
    assert people.read_text() == "email,consent\na@x.fi,yes\n"


def test_the_log_and_the_schedule_are_not_one_file_by_another_name(capsys: Captured) -> None:
    assert main(["simulate", *RUN, "--log", "x.csv", "--schedule", "journeys/../x.csv"]) == 2
    assert "cannot be one file" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["schedule", *RUN, "--out", "x.csv"],
        ["simulate", *RUN, "--log", "x.csv"],
        ["simulate", *RUN, "--schedule", "x.csv"],
        ["export", "journeys/trial.toml", "--to", "dot", "--out", "x.csv"],
    ],
    ids=lambda arguments: f"{arguments[0]} {arguments[-2]}",
)
def test_another_file_is_replaced_and_that_is_said(arguments: list[str], capsys: Captured) -> None:
    assert main(arguments) == 0
    assert "in place of" not in capsys.readouterr().err
    Path("x.csv").write_text("old")
    assert main(arguments) == 0
    assert "x.csv" in (err := capsys.readouterr().err)
    assert ", in place of the file that was there\n" in err
    assert Path("x.csv").read_text() != "old"


def test_a_device_is_not_replaced(capsys: Captured) -> None:
    assert main(["schedule", *RUN, "--out", "/dev/null"]) == 0
    assert "in place of" not in capsys.readouterr().err

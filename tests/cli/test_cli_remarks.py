"""What a run says first, so that nobody takes an empty table for a fault."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nurture_tui.cli import main

ROOT = Path(__file__).parents[2]
GUIDE = str(ROOT / "journeys" / "hr-guide.toml")
WEBINAR = str(ROOT / "journeys" / "webinar.toml")
HISTORY = ["--events", str(ROOT / "sample_contacts" / "history.csv")]

Captured = pytest.CaptureFixture[str]


def told(capsys: Captured, *arguments: str) -> str:
    assert main(["simulate", *arguments]) == 0
    return " ".join(capsys.readouterr().out.split())


def test_a_run_from_the_last_day_of_the_history_says_why_nobody_comes(capsys: Captured) -> None:
    text = told(capsys, GUIDE, *HISTORY, "--start", "2026-11-22", "--days", "5")
    assert "history ends on Sun 22 Nov 2026, the first day of the run" in text
    assert "start earlier with --start" in text


def test_a_run_after_the_history_says_that_contacts_turn_up_as_assumed(capsys: Captured) -> None:
    text = told(capsys, GUIDE, *HISTORY, "--start", "2026-11-23", "--days", "5")
    assert "before the run starts: contacts turn up as assumed" in text


def test_a_run_inside_the_history_has_no_such_note(capsys: Captured) -> None:
    assert "history ends" not in told(
        capsys, GUIDE, *HISTORY, "--start", "2026-09-07", "--days", "5"
    )


def test_people_drawn_keep_the_day_that_the_file_gives_them(capsys: Captured) -> None:
    run = [GUIDE, "--start", "2026-11-23", "--days", "5"]
    note = "have an entered_at, which the people drawn keep"
    assert note in told(capsys, *run, "--people", "100")
    assert note not in told(capsys, *run)


def test_a_run_of_several_journeys_begins_with_a_row_for_each(capsys: Captured) -> None:
    assert main(["simulate", GUIDE, WEBINAR, "--start", "2026-11-23", "--days", "60"]) == 0
    lines = capsys.readouterr().out.splitlines()
    head = next(number for number, line in enumerate(lines) if line.startswith("journey "))
    rows = lines[head + 2 : head + 4]
    assert [row.split()[0] for row in rows] == ["hr-guide", "webinar"]
    assert all(len(row.rstrip()) <= 80 for row in rows)
    later = next(line for line in lines[head + 4 :] if line.startswith("Goal "))
    assert rows[0].split()[2] in later


def test_columns_that_the_file_lacks_are_told_first(tmp_path: Path, capsys: Captured) -> None:
    few = tmp_path / "few.csv"
    few.write_text("id,email,timezone\na,a@example.com,Europe/Helsinki\n", encoding="utf-8")
    run = [GUIDE, "--start", "2026-11-23", "--days", "5", "--contacts", str(few)]
    assert main(["simulate", *run]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("  the contact file has no column for ")
    assert main(["simulate", *run, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["run"]["notes"][0].startswith(lines[1].strip())


def test_the_contacts_command_says_before_its_table_what_the_file_lacks(
    tmp_path: Path, capsys: Captured
) -> None:
    few = tmp_path / "few.csv"
    few.write_text("id,email,timezone\na,a@example.com,Europe/Helsinki\n", encoding="utf-8")
    assert main(["contacts", str(few), "--journeys", GUIDE]) == 0
    out = capsys.readouterr().out
    assert out.index("No column for ") < out.index("needed by")


def test_one_journey_is_not_compared_with_a_folder_of_several(capsys: Captured) -> None:
    folder = str(ROOT / "journeys")
    for sides in ((GUIDE, folder), (folder, GUIDE)):
        assert main(["compare", *sides, "--start", "2026-11-23", "--days", "3"]) == 2
        assert "Name two journey files, or two folders." in capsys.readouterr().err


def test_a_run_too_short_for_a_rate_tells_no_median(capsys: Captured) -> None:
    assert main(["simulate", GUIDE, "--start", "2026-11-23", "--days", "25"]) == 0
    out = capsys.readouterr().out
    assert "run too short" in out
    assert "half of those" not in out


def test_holds_are_counted_as_times(capsys: Captured) -> None:
    assert main(["simulate", GUIDE, "--start", "2026-11-23", "--days", "25"]) == 0
    out = capsys.readouterr().out
    assert "times held" in out
    sends = next(line for line in out.splitlines() if line.startswith("Sends "))
    assert " times" in sends.split("held: ")[1].split("skipped")[0]


def test_an_expected_rate_stands_beside_a_simulated_one_of_so_many(capsys: Captured) -> None:
    assert main(["simulate", WEBINAR, "--start", "2026-11-23", "--expected"]) == 0
    text = capsys.readouterr().out
    of = next(line for line in text.splitlines() if line.startswith("Goal ")).split(" of ")[1]
    assert f"goal rate (simulated: of {of.split()[0]})" in text

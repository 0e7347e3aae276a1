"""`nurture explain` as people and programs use it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from nurture_tui.cli import main

ROOT = Path(__file__).parents[2]
GUIDE = str(ROOT / "journeys" / "hr-guide.toml")
RUN = [GUIDE, "--start", "2026-11-23", "--days", "60"]
Captured = pytest.CaptureFixture[str]


def out_of(capsys: Captured, *arguments: str) -> str:
    assert main(["explain", *arguments]) == 0
    return capsys.readouterr().out


def test_a_contact_is_explained_to_a_person(capsys: Captured) -> None:
    told = " ".join(out_of(capsys, "a-0110", *RUN).split())
    assert "a-0110 Heikki Kettunen heikki.kettunen@nordvikrobotics.example.net" in told
    assert "Simulated: 60 days from Mon 23 Nov 2026, seed 1." in told
    assert "Times are of Europe/Helsinki, the contact's own clock." in told
    assert "email HR guide: “Your HR guide, Heikki”, from sami@example.com" in told
    assert "branch Opened the guide? → else: had not clicked “HR guide”" in told
    assert "What it did not get, and why" in told
    assert "took “numbers” at “Stories or numbers?”" in told


def test_one_step_is_asked_for_by_id_or_title(capsys: Captured) -> None:
    by_id = out_of(capsys, "a-0110", *RUN, "--step", "stories")
    assert "“Three stories”: took “numbers” at “Stories or numbers?”" in by_id
    assert out_of(capsys, "a-0110", *RUN, "--step", "three stories") == by_id
    assert out_of(capsys, "a-0110", *RUN, "--step", "hr-guide/stories") == by_id


def test_an_option_may_stand_between_the_contact_and_the_path(capsys: Captured) -> None:
    after = out_of(capsys, "a-0110", *RUN, "--step", "stories")
    assert out_of(capsys, "a-0110", "--step", "stories", *RUN) == after


def test_where_nobody_came_the_goal_and_the_reason_say_so(capsys: Captured, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("contact,email\nada,\n", encoding="utf-8")
    assert main(["simulate", GUIDE, "--contacts", str(people), "--days", "5"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "within 45d nobody came" in told
    assert "nobody can be: email is known of no contact of the list" in told
    assert "run too short" not in told


def test_a_contact_is_explained_to_a_program(capsys: Captured) -> None:
    told = json.loads(out_of(capsys, "heikki.kettunen@NORDVIKROBOTICS.example.net", *RUN, "--json"))
    assert list(told) == ["run", "contact", "account", "at_end", "why_not"]
    assert told["contact"]["id"] == "a-0110"
    [branch] = [line for line in told["account"] if line["what"] == "branch"]
    assert branch["time"] == "2026-12-14T09:00:00+02:00"
    assert branch["decisions"] == [
        {
            "name": "clicked",
            "condition": "clicked('deliver')",
            "holds": False,
            "because": "had not clicked “HR guide”",
        }
    ]
    assert branch["log"] == {"event": "went", "detail": "else"}
    [missed] = told["why_not"]
    assert (missed["step"], missed["kind"], missed["at"]) == ("stories", "went", "angle")


def test_who_or_what_is_not_there_is_one_clear_sentence(capsys: Captured) -> None:
    assert main(["explain", "heiki kettunen", *RUN]) == 2
    assert "there is no contact “heiki kettunen”. Near to it: a-0110" in capsys.readouterr().err
    assert main(["explain", "a-0110", *RUN, "--step", "storys"]) == 2
    err = capsys.readouterr().err
    assert err == "nurture: there is no step “storys”. Near to it: stories.\n"
    assert main(["explain"]) == 2
    assert "CONTACT" in capsys.readouterr().err


def test_what_files_say_cannot_harm_the_terminal(tmp_path: Path, capsys: Captured) -> None:
    people = tmp_path / "p.csv"
    people.write_text(
        "contact,email,first_name,consent\nada,a@x.example,\x1b]0;evil\x07[red]Ada,yes\n",
        encoding="utf-8",
    )
    told = out_of(capsys, "ada", *RUN, "--contacts", str(people))
    assert "\x1b" not in told
    assert "[red]Ada" in told


def rows_told(capsys: Captured, *arguments: str) -> list[tuple[str, str, str, str]]:
    told = json.loads(out_of(capsys, *arguments, "--json"))["account"]
    return [
        (line["journey"], line["step"], line["log"]["event"], line["log"]["detail"])
        for line in told
        if line["log"] is not None
    ]


def rows_logged(tmp_path: Path, contact: str, *arguments: str) -> list[tuple[str, str, str, str]]:
    log = tmp_path / "log.csv"
    assert main(["simulate", *arguments, "--log", str(log), "--json"]) == 0
    with log.open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["contact"] == contact]
    return [(row["journey"], row["step"], row["event"], row["detail"]) for row in rows]


@pytest.mark.parametrize(
    ("contact", "options"),
    [
        ("c-000003", ["--people", "60"]),
        ("a-0110", ["--events", str(ROOT / "sample_contacts" / "history.csv")]),
    ],
)
def test_a_story_is_the_log_also_of_people_drawn_and_with_a_history(
    contact: str, options: list[str], tmp_path: Path, capsys: Captured
) -> None:
    told = rows_told(capsys, contact, *RUN, *options)
    assert told
    assert told == rows_logged(tmp_path, contact, *RUN, *options)

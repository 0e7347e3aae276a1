"""The schedule of real runs: subjects and senders as they are known at the moment of the send."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from nurture_tui.contacts.read import read_contacts
from nurture_tui.files.workspace import read_workspace
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings, Workspace
from nurture_tui.report.record import as_record
from nurture_tui.report.schedule import SCHEDULE_COLUMNS, schedule_block, schedule_rows
from nurture_tui.report.written import write_blocks
from nurture_tui.simulation import Result, RunSettings, simulate

SAMPLES = Path(__file__).parents[2] / "journeys"
MESSAGE = {"type": "send", "subject": "{trial_ends|unknown} {segment|none}"}


def run(tmp_path: Path, do: list[dict[str, object]]) -> list[dict[str, str]]:
    """Two messages with an action between them; the schedule's rows."""
    journey = Journey.model_validate(
        {
            "id": "j",
            "format": 1,
            "name": "J",
            "kind": "service",
            "dates": {"webinar": "2026-12-10T14:00:00"},
            "entry": {"event": "e", "start": "before"},
            "sending": {"sender": "owner", "sender_fallback": "anna@x.fi", "timezone": "UTC"},
            "steps": {
                "before": {**MESSAGE, "next": "act"},
                "act": {"type": "action", "do": do, "next": "after"},
                "after": MESSAGE,
            },
        }
    )
    fields = {"trial_ends": "date", "segment": "text", "industry": "text"}
    workspace = Workspace(Settings.model_validate({"fields": fields}), {"j": journey})
    people = tmp_path / "people.csv"
    people.write_text(
        "email,owner,country,trial_ends,industry\n"
        "a@x.fi,,FI,2026-12-24,retail\n"
        "b@x.fi,sami@x.fi,NO,,\n"
    )
    contacts = read_contacts(people, workspace)
    result = simulate(workspace, ["j"], contacts, RunSettings(date(2026, 11, 27)))
    return [
        dict(zip(SCHEDULE_COLUMNS, row, strict=True)) for row in schedule_rows(result, workspace)
    ]


def said(rows: list[dict[str, str]], column: str) -> dict[str, list[str]]:
    return {
        who: [row[column] for row in rows if row["contact"] == who] for who in ("a@x.fi", "b@x.fi")
    }


def test_an_owner_given_by_country_sends_from_then_on(tmp_path: Path) -> None:
    to = {"FI": "fi@x.fi", "SE": "se@x.fi"}
    rows = run(tmp_path, [{"map": {"field": "owner", "by": "country", "to": to}}])
    assert said(rows, "sender") == {
        "a@x.fi": ["anna@x.fi", "fi@x.fi"],
        "b@x.fi": ["sami@x.fi", "sami@x.fi"],
    }


@pytest.mark.parametrize(
    ("value", "first", "second"),
    [
        ("now + 30d", "2026-12-27", "2026-12-27"),
        ("now + 2bd", "2026-12-01", "2026-12-01"),
        ("trial_ends - 3d", "2026-12-21", "trial_ends - 3d"),
        ("2027-01-01", "2027-01-01", "2027-01-01"),
        ("webinar + 1d", "2026-12-11", "2026-12-11"),
    ],
)
def test_a_date_that_was_set_is_the_one_that_the_message_shows(
    tmp_path: Path, value: str, first: str, second: str
) -> None:
    rows = run(tmp_path, [{"set": {"trial_ends": value}}])
    shown = said(rows, "subject")
    assert shown["a@x.fi"] == ["2026-12-24 none", f"{first} none"]
    if value.startswith("trial_ends"):
        second = "unknown"
    assert shown["b@x.fi"] == ["unknown none", f"{second} none"]


def test_what_was_copied_is_shown_and_the_last_word_counts(tmp_path: Path) -> None:
    do = [{"set": {"segment": "large"}}, {"copy": {"from": "industry", "to": "segment"}}]
    assert said(run(tmp_path, do), "subject") == {
        "a@x.fi": ["2026-12-24 none", "2026-12-24 retail"],
        "b@x.fi": ["unknown none", "unknown none"],
    }


def real(id_: str) -> tuple[Workspace, Result]:
    workspace = read_workspace(SAMPLES).workspace
    contacts = read_contacts(SAMPLES / (workspace.settings.contacts or ""), workspace)
    return workspace, simulate(workspace, [id_], contacts, RunSettings(date(2026, 11, 23)))


@pytest.mark.parametrize("id_", ["hr-guide", "trial", "contact-request"])
def test_the_schedule_of_a_sample_has_a_row_for_each_send_in_order(
    id_: str, tmp_path: Path
) -> None:
    workspace, result = real(id_)
    path = tmp_path / "schedule.csv"
    block = schedule_block(result, workspace)
    assert write_blocks(path, SCHEDULE_COLUMNS, [block], block) > 100
    with path.open(encoding="utf-8", newline="") as stream:
        rows = [*csv.DictReader(stream)]
    record = as_record(result)["journeys"][id_]
    assert len(rows) == record["sends"]
    assert [(r["send_at_utc"], r["contact"]) for r in rows] == sorted(
        (r["send_at_utc"], r["contact"]) for r in rows
    )
    for id_of_step, step in record["steps"].items():
        assert sum(row["step"] == id_of_step for row in rows) == step["sent"]
    assert all(row["subject"] and "{" not in row["subject"] and row["sender"] for row in rows)
    held = sum("window" in row["held_by"].split() for row in rows)
    assert held <= record["held"]["window"]
    assert held > 0 or id_ != "hr-guide"


def test_every_contact_of_a_run_is_accounted_for_in_its_record() -> None:
    _, result = real("hr-guide")
    found = as_record(result)["journeys"]["hr-guide"]
    goal = found["goal"]["reached"] - found["goal"]["after_last_step"]
    ended = goal + sum(found["exits"].values()) + found["finished"] + found["inside"]
    assert found["entered"] == ended
    assert found["considered"] == found["entered"] + sum(found["not_entered"].values())

"""Which fields journeys need, and how much of them a file has."""

from __future__ import annotations

from pathlib import Path

import pytest

from nurture_tui.contacts.coverage import coverage
from nurture_tui.contacts.needs import needed_fields
from nurture_tui.contacts.read import read_contacts
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings, Workspace

SETTINGS = Settings.model_validate(
    {
        "definitions": {"sql": "big and score >= 40", "big": "company_size > 50"},
        "dates": {"webinar": "2026-12-10"},
        "assets": {"email/x": {"fields": ["job_title|you"]}},
        "sending": {"hold_if": "in_list('quiet')", "sender": "owner"},
    }
)
JOURNEY = Journey.model_validate(
    {
        "id": "j",
        "format": 1,
        "name": "J",
        "kind": "lead",
        "entry": {"event": "e", "start": "a", "only_if": "sql and did('x', within='7d')"},
        "sending": {"basis": "consent", "timezone": "UTC"},
        "steps": {
            "a": {"type": "send", "asset": "email/x", "subject": "{first_name|a}", "next": "b"},
            "b": {"type": "wait", "date": "webinar - 1d", "next": "c"},
            "c": {"type": "wait", "date": "trial_ends", "next": "d"},
            "d": {
                "type": "action",
                "do": [
                    {"map": {"field": "region", "by": "country", "to": {"FI": "north"}}},
                    {"copy": {"from": "industry", "to": "company.industry"}},
                    {"set": {"mql_since": "now"}},
                ],
            },
        },
    }
)
WORKSPACE = Workspace(SETTINGS, {"j": JOURNEY})


def test_needed_fields_are_those_that_are_read_not_those_that_are_written() -> None:
    assert needed_fields(WORKSPACE, JOURNEY) == {
        "company_size",
        "score",
        "job_title",
        "lists",
        "first_name",
        "trial_ends",
        "country",
        "industry",
        "email",
        "owner",
        "consent",
    }


@pytest.mark.parametrize("clock", [None, "contact"])
def test_the_contacts_own_clock_needs_its_timezone(clock: str | None) -> None:
    sending = JOURNEY.sending.model_copy(update={"timezone": clock, "holidays": "contact"})
    journey = JOURNEY.model_copy(update={"sending": sending})
    assert {"timezone", "country"} <= needed_fields(WORKSPACE, journey)


def test_coverage_has_the_needed_fields_first_and_those_that_are_missing_too(
    tmp_path: Path,
) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Mail,nick,score,trial_ends,consent\na@x.fi,a,1,2026-01-01,yes\nb@x.fi,,,,\n")
    rows = coverage(read_contacts(path, WORKSPACE), WORKSPACE)
    found = {row.field: (row.column, row.kind, row.have, row.share) for row in rows}
    assert found["email"] == ("Mail", "text", 2, 1.0)
    assert found["score"] == ("score", "number", 1, 0.5)
    assert found["trial_ends"] == ("trial_ends", "date", 1, 0.5)
    assert found["consent"] == ("consent", "yes/no", 1, 0.5)
    assert found["company_size"] == ("", "", 0, 0.0)
    needed = [bool(row.needed_by) for row in rows]
    assert needed == sorted(needed, reverse=True)
    assert [row.field for row in rows if not row.needed_by] == ["nick", "contact"]

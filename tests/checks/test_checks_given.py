"""What the checks say of contacts and of a run, only where these are given."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from nurture_tui.checks import Finding, Given, check_workspace
from nurture_tui.checks.date_rules import clock_changes
from nurture_tui.checks.example import example_folder, example_text
from nurture_tui.contacts.read import read_contacts
from nurture_tui.contacts.table import Contacts
from nurture_tui.files.reading import parse_journey, parse_settings
from nurture_tui.files.workspace import WorkspaceFiles, read_workspace

ROOT = Path(__file__).parents[2]
OK = example_text("O201", "ok.toml")
SETTINGS = example_text("", "nurture.toml")
START = date(2026, 11, 23)
Change = tuple[str, str]


def workspace(*changes: Change, settings: str = SETTINGS) -> WorkspaceFiles:
    text = OK
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    read = parse_settings(settings, "nurture.toml")
    return WorkspaceFiles(Path(), read, {"x": parse_journey(text, "x.toml")}, ("x",))


@cache
def people() -> Contacts:
    return read_contacts(example_folder("") / "contacts.csv", workspace().workspace)


def found(
    *changes: Change, start: date | None = None, days: int = 30, settings: str = SETTINGS
) -> list[Finding]:
    given = Given(people(), start, days)
    return check_workspace(workspace(*changes, settings=settings), given=given)


def codes(findings: list[Finding]) -> list[str]:
    return [one.code for one in findings]


def branch(condition: str) -> tuple[Change, Change]:
    return (
        ('next    = "pause"', 'next    = "who"'),
        (
            "\n[steps.pause]",
            f'\n[steps.who]\ntype = "branch"\ncases = [{{ if = "{condition}", next = "pause" }}]\n'
            'else = "close"\n\n[steps.pause]',
        ),
    )


@cache
def samples() -> tuple[WorkspaceFiles, Contacts]:
    files = read_workspace(ROOT / "journeys")
    return files, read_contacts(ROOT / "sample_contacts" / "leads.csv", files.workspace)


def test_the_samples_have_no_finding_with_their_contacts_and_a_start() -> None:
    files, contacts = samples()
    assert check_workspace(files, given=Given(contacts)) == []
    assert check_workspace(files, given=Given(contacts, START, 90)) == []


def test_the_samples_have_no_past_date_and_no_lost_hour() -> None:
    files, _ = samples()
    assert check_workspace(files, given=Given(None, START, 180)) == []


def test_without_the_ignore_the_test_of_the_sample_is_too_small() -> None:
    files, contacts = samples()
    guide = files.journeys["hr-guide"]
    text = "".join(row for row in guide.text.splitlines(True) if "X801" not in row)
    journeys = {**files.journeys, "hr-guide": parse_journey(text, guide.path)}
    said = check_workspace(replace(files, journeys=journeys), given=Given(contacts))
    assert codes(said) == ["X801"]
    assert "882 each way, 26 weeks at this inflow" in said[0].message


def test_a_journey_that_cannot_run_is_not_looked_at_with_contacts() -> None:
    assert codes(found(('next    = "pause"', 'next    = "paus"'))) == ["G101"]


def test_contacts_that_cannot_come_in_lack_nothing() -> None:
    assert codes(found(*branch("contains(job_title, 'HR')"))) == ["D604"]
    only = ("only_if = \"consent and email != ''\"", "only_if = \"consent and job_title != ''\"")
    assert codes(found(only, *branch("contains(job_title, 'HR')"))) == []


@pytest.mark.parametrize("asked", ["missing(job_title)", "job_title == ''", "not job_title != ''"])
def test_a_field_that_is_asked_whether_it_is_missing_has_a_plan(asked: str) -> None:
    assert codes(found(*branch(f"contains(job_title, 'HR') or {asked}"))) == []


def test_a_message_that_only_those_with_a_name_get_needs_no_fallback() -> None:
    bare = ("{first_name|there}", "{first_name}")
    assert codes(found(bare)) == ["D603"]
    guarded = (
        'cta     = "demo_requested"',
        'cta = "demo_requested"\nonly_if = "first_name != \'\'"',
    )
    assert codes(found(bare, guarded)) == []


def test_a_list_without_a_word_of_consent_is_told_where_the_journey_goes_by_it() -> None:
    whole = people()
    columns = {name: column for name, column in whole.columns.items() if name != "consent"}
    given = Given(replace(whole, columns=columns))
    (one,) = [f for f in check_workspace(workspace(), given=given) if f.code == "D604"]
    assert one.path == ("entry",)
    assert "everybody counts as having given it" in one.message
    # Nobody is asked, and the ground is another: then it does not matter.
    asks_not = ("consent and email", "email")
    settings = SETTINGS.replace('= "consent"', '= "b2b-role"')
    assert settings != SETTINGS
    other = workspace(asks_not, settings=settings)
    assert "D604" not in codes(check_workspace(other, given=given))
    # With the column nothing is said, whatever the cells are: a missing one is no.
    assert codes(found()) == []


def test_a_field_in_an_asset_is_a_field_in_the_message() -> None:
    settings = SETTINGS.replace(
        '[assets."email/guide"]', '[assets."email/guide"]\nfields = ["first_name"]'
    )
    (one,) = found(settings=settings)
    assert (one.code, one.path) == ("D603", ("steps", "deliver", "asset"))


def test_an_ignore_of_what_was_not_looked_for_is_not_unused() -> None:
    ignore = ("\n[entry]", 'ignore = ["X801: for a year", "W004: agreed"]\n\n[entry]')
    assert codes(check_workspace(workspace(ignore))) == []
    assert codes(found(ignore)) == ["N706"]
    assert codes(found(ignore, start=START)) == ["N706", "N706"]


def test_an_ignore_that_is_used_is_not_reported_and_one_of_another_step_is() -> None:
    without = ('cta     = "demo_requested"\nnext    = "close"', 'next = "close"')
    here = ('type   = "exit"', 'type   = "exit"\nignore = ["M504: only a greeting"]')
    assert codes(check_workspace(workspace(without, here))) == ["M504", "N706"]
    there = (without[0], 'next = "close"\nignore = ["M504: only a greeting"]')
    assert codes(check_workspace(workspace(there))) == []


def test_messages_that_a_throttle_holds_are_over_capacity() -> None:
    limited = f'{SETTINGS}\n[limits]\nthrottle = "20 per hour"\n'
    said = [one for one in found(start=START, settings=limited) if one.code == "W003"]
    assert [one.path for one in said] == [("limits", "throttle")]


def test_a_clock_change_is_known_to_the_minute_in_either_direction() -> None:
    days = date(2026, 1, 1), date(2027, 1, 1)
    helsinki = clock_changes("Europe/Helsinki", *days)
    assert [(c.day, c.first, c.last, c.twice) for c in helsinki] == [
        (date(2026, 3, 29), 180, 240, False),
        (date(2026, 10, 25), 180, 240, True),
    ]
    lord_howe = clock_changes("Australia/Lord_Howe", *days)
    assert [(c.day, c.first, c.last, c.twice) for c in lord_howe] == [
        (date(2026, 4, 5), 90, 120, True),
        (date(2026, 10, 4), 120, 150, False),
    ]
    assert clock_changes("Asia/Tokyo", *days) == []


def test_a_reminder_is_late_by_holidays_or_a_cap_where_the_window_alone_is_not() -> None:
    wait = (
        'for  = "3d"\nnext = "remind"',
        'date = "trial_ends - 3d"\nnext = "remind"\nelse = "close"',
    )
    assert codes(check_workspace(workspace(wait))) == []
    for more in ('holidays = "FI"', 'cap = "1 per 7d"'):
        said = check_workspace(workspace(wait, settings=f"{SETTINGS}{more}\n"))
        assert codes(said) == ["T411"]
    wide = ('window          = "Mon-Fri 08:00-17:00"', 'window          = "any"')
    assert codes(check_workspace(workspace(wait, settings=SETTINGS.replace(*wide)))) == []

"""Events by a wrong name or asked about too soon, signs nobody sees, and what mends them."""

from __future__ import annotations

from pathlib import Path

import pytest

from nurture_tui.checks import check_workspace
from nurture_tui.checks.example import example_text
from nurture_tui.checks.finding import Finding
from nurture_tui.checks.mend import mend
from nurture_tui.files.reading import parse_journey, parse_settings
from nurture_tui.files.workspace import WorkspaceFiles

OK = example_text("O201", "ok.toml")
SETTINGS = example_text("", "nurture.toml")
TOO_EARLY = example_text("T413", "bad.toml")
Change = tuple[str, str]


def workspace(text: str) -> WorkspaceFiles:
    read = parse_settings(SETTINGS, "nurture.toml")
    return WorkspaceFiles(Path(), read, {"x": parse_journey(text, "x.toml")}, ("x",))


def changed(*changes: Change, text: str = OK) -> str:
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def found(*changes: Change, text: str = OK) -> list[Finding]:
    return check_workspace(workspace(changed(*changes, text=text)))


def said(*changes: Change, text: str = OK) -> list[tuple[str, str, str]]:
    return [(f.code, f.step, f.fix) for f in found(*changes, text=text)]


FIRST_CTA = 'cta     = "demo_requested"'
ALSO = """[[assume.events]]
event  = "demo_requested"
chance = "2% per 30d"

[[assume.events]]"""


@pytest.mark.parametrize(
    ("changes", "step", "fix"),
    [
        ([(FIRST_CTA, 'cta     = "demo_reqested"')], "deliver", 'Write "demo_requested".'),
        ([("[[assume.events]]", ALSO), ('"demo_requested"\nafter', '"demo-requested"\nafter')], "",
         'Write "demo_requested".'),
        ([(FIRST_CTA, FIRST_CTA + "\nonly_if = \"not did('demo_reqested')\"")], "deliver",
         "Write 'demo_requested'."),
    ],
)  # fmt: skip
def test_an_event_by_a_name_that_is_a_slip_is_told_and_mended(
    changes: list[Change], step: str, fix: str
) -> None:
    assert said(*changes) == [("D606", step, fix)]
    after = mend(workspace(changed(*changes)))
    assert check_workspace(after.files) == []
    assert "demo_requested" in after.done[0].said


def test_events_of_their_own_names_and_goals_that_are_misspelt_are_told_once() -> None:
    assert said((FIRST_CTA, 'cta     = "price_list_read"')) == []
    goal = ("when   = \"did('demo_requested')\"", "when   = \"did('demo_reqested')\"")
    assert [code for code, _, _ in said(goal)] == ["O202"]


def test_who_is_asked_behind_the_date_or_on_a_way_without_it_is_asked_in_time() -> None:
    assert [f.code for f in found(text=TOO_EARLY)] == ["T413"]
    by_others = changed(
        ('date   = "webinar + 5min"', "after  = \"clicked('deliver')\""), text=TOO_EARLY
    )
    assert "T413" not in {f.code for f in check_workspace(workspace(by_others))}
    for_days = changed(
        ('date = "webinar + 1d"', 'for  = "3d"'),
        ('\nelse = "close"\n\n[steps.remind]', "\n\n[steps.remind]"),
        text=TOO_EARLY,
    )
    assert "T413" not in {f.code for f in check_workspace(workspace(for_days))}


@pytest.mark.parametrize("sign", ["\\u0007", "\\u001b", "\\u0000", "\\u202e"])
@pytest.mark.parametrize(
    ("place", "step"),
    [
        ("Lead > MQL | ", ""),
        ("Asked for", ""),
        ("became-", ""),
        ("Shall we", "remind"),
        ("series", "close"),
    ],
)
def test_signs_that_nobody_sees_are_told_where_they_stand(place: str, step: str, sign: str) -> None:
    told = found((place, place + sign))
    assert [(f.code, f.severity, f.step) for f in told if "cannot be seen" in f.message] == [
        ("F004", "warning", step)
    ]


@pytest.mark.parametrize(
    ("value", "fix"),
    [("3", 'Write "3d" for days, "3h" for hours or "3min".'), ("true", 'Write it in quotes: "…".')],
)
def test_a_duration_without_a_unit_is_asked_for_one(value: str, fix: str) -> None:
    assert said(('for  = "3d"', f"for  = {value}")) == [("F004", "pause", fix)]


def test_the_time_out_that_is_named_is_the_one_that_is_written() -> None:
    until = ('for  = "3d"', "until = \"clicked('deliver')\"")
    (told,) = found(until)
    assert told.fix == 'Add timeout = "30d", as long as the goal counts.'
    assert 'timeout = "30d"' in mend(workspace(changed(until))).texts[Path("x.toml")]


def test_a_message_that_two_waits_make_late_is_told_once() -> None:
    late = changed(
        ('for  = "3d"', 'date = "trial_ends - 1d"\nelse = "again"'),
        ("[steps.remind]", '[steps.again]\ntype = "wait"\ndate = "trial_ends - 2h"\n'
         'next = "remind"\nelse = "close"\n\n[steps.remind]'),
    )  # fmt: skip
    assert [f.code for f in found(text=late)].count("T411") == 1

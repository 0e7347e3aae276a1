"""`--fix` mends what has one right answer, leaves the rest of the file alone, and never guesses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nurture_tui.checks import RULES, check_workspace
from nurture_tui.checks.edits import MENDS
from nurture_tui.checks.example import example_files, example_text
from nurture_tui.checks.mend import Mend, edit_of, mend
from nurture_tui.checks.neighbours import distance, obvious
from nurture_tui.cli import main
from nurture_tui.files.reading import parse_journey, parse_settings
from nurture_tui.files.toml import parse_toml
from nurture_tui.files.workspace import WorkspaceFiles

OK = example_text("O201", "ok.toml")
SETTINGS = example_text("", "nurture.toml")
BRANCH = """
[steps.who]
type  = "branch"   # who asked?
cases = [{ if = "company_size >= 50", next = "pause" }]
%s

[steps.pause]"""
TO_BRANCH = ('next    = "pause"', 'next    = "who"')


def workspace(text: str, shared: str = SETTINGS) -> WorkspaceFiles:
    read = parse_settings(shared, "nurture.toml")
    return WorkspaceFiles(Path(), read, {"x": parse_journey(text, "x.toml")}, ("x",))


def changed(*changes: tuple[str, str]) -> str:
    text = OK
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def mended(text: str) -> str:
    return mend(workspace(text)).files.journeys["x"].text


SLIPS = [
    ('next    = "pause"', 'nxt     = "pause"'),
    ('next    = "pause"', 'next    = "paus"'),
    ('next    = "pause"', 'next    = "Pause"'),
    ("[goal]", "[gaol]"),
    ("[steps.deliver]\ntype    =", "[steps.deliver]\ntpye    ="),
    ('type = "wait"', 'type = "wiat"'),
    ('kind   = "lead"', 'kind   = "laed"'),
    ("target = 0.1", 'target = "0.1"'),
    ("target = 0.1", 'target = "10 %"'),
    ("format = 1", 'format = "1"'),
    ('for  = "3d"', 'for  = "3 days"'),
    ('for  = "3d"', 'for  = "1 week, 2 days"'),
    ("{first_name|there}", "{fist_name|there}"),
    ('only_if = "consent and', 'only_if = "concent and'),
    ("clicked('deliver')", "clicked('delivr')"),
    ("clicked('deliver')", "cliked('deliver')"),
    ('when = "customer"', 'when = "custommer"'),
    ("[[exits]]\nname = ", "[[exits]]\nnaem = "),
    ("Lead > MQL | readers of the guide", "lead -> MQL | readers of the guide"),
]


@pytest.mark.parametrize(("right", "slip"), SLIPS)
def test_a_slip_of_the_pen_is_mended_and_nothing_else_is_touched(right: str, slip: str) -> None:
    wrong = changed((right, slip))
    assert check_workspace(workspace(wrong)) != []
    after = mended(wrong)
    assert check_workspace(workspace(after)) == []
    differ = [a for a, b in zip(OK.splitlines(), after.splitlines(), strict=True) if a != b]
    assert len(differ) <= 1, "only the line with the slip may look other than before"


def test_comments_line_ends_and_a_byte_order_mark_stay() -> None:
    wrong = "\ufeff" + changed(('next    = "pause"', 'next    = "paus"  # then a pause'))
    wrong = wrong.replace("\n", "\r\n")
    assert mended(wrong) == wrong.replace('"paus"', '"pause"')


GUESSES = [
    ('for  = "3d"', 'for  = "3m"'),
    ('for  = "3d"', 'for  = "three days"'),
    ('next    = "pause"', 'next    = "elsewhere"'),
    ('next    = "pause"', 'next    = "p"'),
    ("consent and", "permission and"),
    ('kind   = "lead"', 'kind   = "prospect"'),
    ("Lead > MQL | readers of the guide", "Newsletter 3"),
    ("[goal]", "[target]"),
]


@pytest.mark.parametrize(("right", "unclear"), GUESSES)
def test_what_could_mean_several_things_is_left_to_the_planner(right: str, unclear: str) -> None:
    wrong = changed((right, unclear))
    assert mended(wrong) == wrong


def test_a_step_that_is_as_near_to_two_is_not_mended() -> None:
    two = (
        '[steps.pause]\ntype = "wait"',
        '[steps.pauseb]\ntype = "exit"\n\n[steps.pause]\ntype = "wait"',
    )
    wrong = changed(two, ('next    = "pause"', 'next    = "pausec"'))
    assert obvious("pausec", ["pause", "pauseb"]) == ""
    assert mended(wrong) == wrong


def test_the_else_of_a_branch_by_another_name_is_its_else() -> None:
    wrong = changed(TO_BRANCH, ("\n[steps.pause]", BRANCH % 'default = "close"'))
    after = mended(wrong)
    assert 'else = "close"' in after
    assert "# who asked?" in after
    assert check_workspace(workspace(after)) == []


def test_the_one_step_that_nothing_leads_to_is_the_missing_else() -> None:
    other = '\n[steps.lost]\ntype = "exit"\nreason = "no"\n'
    wrong = changed(TO_BRANCH, ("\n[steps.pause]", BRANCH % "")) + other
    assert 'else  = "lost"' in mended(wrong)
    without = changed(TO_BRANCH, ("\n[steps.pause]", BRANCH % ""))
    assert mended(without) == without


def test_a_wait_ends_when_the_goal_does_not_count_any_more_and_not_without_that_time() -> None:
    until = ('for  = "3d"', "until = \"clicked('deliver')\"")
    assert 'timeout = "30d"' in mended(changed(until))
    timeless = changed(until, ('within = "30d"\n', ""))
    assert mended(timeless) == timeless


def test_several_slips_are_mended_one_after_the_other() -> None:
    wrong = changed(*SLIPS[0:1], *SLIPS[3:6], *SLIPS[10:11])
    done = mend(workspace(wrong))
    assert check_workspace(done.files) == []
    assert len(done.done) == 5


def test_the_edit_of_one_finding_can_be_had_alone() -> None:
    files = workspace(changed(SLIPS[1], SLIPS[12]))
    found = {one.code: one for one in check_workspace(files)}
    edit = edit_of(found["D601"], files)
    assert edit is not None
    assert edit.said == 'subject = "Your guide, {first_name|there}"'
    assert '"paus"' in edit.text
    assert edit_of(found["G101"], workspace(OK)) is None


def whole(done: Mend) -> None:
    """The mended files can be read as far as before, and nothing that was mended is there."""
    after = check_workspace(done.files)
    for one in done.done:
        finding = one.finding
        assert replace(finding, line=0, column=0) not in [
            replace(other, line=0, column=0) for other in after
        ]
    again = mend(done.files)
    assert not again.done
    assert not again.texts


@pytest.mark.parametrize("code", [rule.code for rule in RULES if not rule.needs])
def test_mending_an_example_takes_the_finding_away_and_has_an_end(code: str) -> None:
    files = example_files(code, "bad")
    done = mend(files)
    whole(done)
    assert set(done.texts) <= {file.path for file in files.journeys.values()} | {
        files.settings.path
    }
    assert {one.finding.code for one in done.done} <= set(MENDS)


@st.composite
def scribbled(draw: st.DrawFn) -> str:
    """The ok journey with a few letters of its words left out, doubled or swapped."""
    text = OK
    for _ in range(draw(st.integers(1, 3))):
        letters = [i for i, letter in enumerate(text) if letter.isalpha() and i + 1 < len(text)]
        at = draw(st.sampled_from(letters))
        kind = draw(st.sampled_from(["out", "twice", "swap"]))
        new = {"out": "", "twice": text[at] * 2, "swap": text[at + 1] + text[at]}[kind]
        text = text[:at] + new + text[at + 1 + (kind == "swap") :]
    return text


@given(scribbled())
@settings(max_examples=40, deadline=None)
def test_however_a_file_is_scribbled_on_mending_keeps_it_readable(text: str) -> None:
    files = workspace(text)
    was = check_workspace(files)
    done = mend(files)
    whole(done)
    after = done.files.journeys["x"]
    if parse_toml(text).problem is None:
        assert parse_toml(after.text).problem is None
    if files.journeys["x"].journey is not None:
        assert after.journey is not None
    if not was:
        assert after.text == text


def test_the_command_writes_the_file_and_says_what_it_did(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "nurture.toml").write_text(SETTINGS, encoding="utf-8")
    journey = tmp_path / "x.toml"
    journey.write_text(changed(SLIPS[1]), encoding="utf-8")
    assert main(["check", str(journey), "--fix"]) == 0
    out, err = capsys.readouterr()
    assert err.endswith('x.toml:31:11: mended G101 unknown-step [deliver]: next = "pause"\n')
    assert out == "1 journey checked: 0 errors, 0 warnings, 0 notes\n"
    assert journey.read_text(encoding="utf-8") == OK
    before = journey.stat().st_mtime_ns
    assert main(["check", str(journey), "--fix"]) == 0
    assert capsys.readouterr().err == ""
    assert journey.stat().st_mtime_ns == before


def test_numbers_are_no_slips_and_short_words_have_few_neighbours() -> None:
    assert obvious("mail-3", ["mail-2", "pause"]) == ""
    assert obvious("mial-2", ["mail-2", "mail-3"]) == "mail-2"
    assert obvious("an", ["a", "at"]) == ""
    assert obvious("first name", ["first_name"]) == "first_name"
    assert distance("abcd", "abdc", 2) == 1
    assert distance("abcdef", "x", 2) == 3

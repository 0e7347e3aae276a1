"""`--fix` mends what has one right answer, leaves the rest of the file alone, and never guesses."""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from hypothesis import given
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
from nurture_tui.model.step import Branch, ports

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
    ("format = 1\n", ""),
    ('kind   = "lead"', 'kind   = "lead"\nignore = ["G101: the step comes later"]'),
    ("consent and email != ''", "consent && email <> ''"),
    ("consent and email != ''", "consent AND email != ’’"),
    ("consent and email != ''", "consent = True and email != ''"),
]


@pytest.mark.parametrize(("right", "slip"), SLIPS)
def test_a_slip_of_the_pen_is_mended_and_nothing_else_is_touched(right: str, slip: str) -> None:
    wrong = changed((right, slip))
    assert check_workspace(workspace(wrong)) != []
    after = mended(wrong)
    assert check_workspace(workspace(after)) == []
    differ = [
        op
        for op in SequenceMatcher(a=OK.split("\n"), b=after.split("\n")).get_opcodes()
        if op[0] != "equal"
    ]
    assert len(differ) <= 1, "only the line with the slip may look other than before"


def test_comments_line_ends_and_a_byte_order_mark_stay() -> None:
    wrong = "\ufeff" + changed(('next    = "pause"', 'next    = "paus"  # then a pause'))
    wrong = wrong.replace("\n", "\r\n")
    assert mended(wrong) == wrong.replace('"paus"', '"pause"')


def test_each_rule_that_is_mended_is_so_in_a_test_and_passes_then() -> None:
    by_slips = {"format = 1\n", "target = 0.1", 'for  = "3d"', "Lead > MQL | readers of the guide"}
    done = [mend(workspace(changed(slip))) for slip in SLIPS if slip[0] in by_slips]
    done += [mend(example_files(code, "bad")) for code in MENDS if code[0] != "F"]
    done.append(mend(example_files("F002", "bad")))
    done.append(mend(example_files("F006", "bad")))
    assert {one.finding.code for mended_ in done for one in mended_.done} == set(MENDS)


AMENDED = {
    "E301": '[[exits]]\nname = "became-customer"\nwhen = "customer"\n',
    "T411": "only_if = \"left(trial_ends) > '0h'\"\n",
    "M508": 'subject = "your guide, {first_name|there}"\n',
    "M510": 'asset   = "email/guide"\n',
    "D605": '[steps.branch]\ntype  = "branch"\n',
}


@pytest.mark.parametrize(("code", "text"), AMENDED.items())
def test_what_has_one_right_answer_is_written_where_it_belongs(code: str, text: str) -> None:
    files = example_files(code, "bad")
    before = files.journeys["bad"].text
    after = mend(files).files.journeys["bad"]
    assert text not in before
    assert text in after.text
    assert after.journey is not None
    kept = [line for line in before.splitlines() if line in after.text.splitlines()]
    assert len(kept) >= len(before.splitlines()) - 2, "the rest of the file is as it was"


def test_a_stage_is_set_for_all_who_are_not_further_and_nobody_loses_the_way() -> None:
    journey = mend(example_files("D605", "bad")).files.journeys["bad"].journey
    assert journey is not None
    branch = journey.steps["branch"]
    assert isinstance(branch, Branch)
    assert str(branch.cases[0].condition) == "missing(lifecycle) or lifecycle < 'mql'"
    assert (branch.cases[0].next, branch.else_) == ("mark", journey.steps["mark"].next)
    assert [id_ for id_, s in journey.steps.items() if "mark" in [to for _, to in ports(s)]] == [
        "branch"
    ]


def test_an_action_that_does_more_than_set_a_stage_is_left_to_the_planner() -> None:
    bad = example_text("D605", "bad.toml")
    both = bad.replace("do   = [", 'do   = [{ notify = "sales" }, ', 1)
    assert both != bad
    found = [one.code for one in check_workspace(workspace(both))]
    assert "D605" in found
    assert mended(both) == both


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
    late = changed(until, ('next = "remind"', 'next = "close"\nelse = "remind"'))
    assert mended(late) == late, "a message after the time in which the goal counts helps nobody"
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

"""Ten mistakes that beginners make: each is found, where it is, in words that say what to do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nurture_tui.checks import Given, check_workspace
from nurture_tui.checks.example import example_folder, example_text
from nurture_tui.contacts.read import read_contacts
from nurture_tui.contacts.table import Contacts
from nurture_tui.files.reading import parse_journey, parse_settings
from nurture_tui.files.workspace import WorkspaceFiles

Change = tuple[str, str]
OK = example_text("O201", "ok.toml")
SETTINGS = example_text("", "nurture.toml")
ON = 'next    = "pause"'
BRANCH = """
[steps.who]
type  = "branch"
cases = [{ if = "clicked('deliver')", next = "pause" }]

[steps.pause]"""
SPLIT = """
[steps.test]
type = "split"
ways = [{ name = "a", next = "pause" }, { name = "b", next = "remind" }]

[steps.pause]"""
BY_DATE = 'date = "trial_ends - 1d"\nnext = "remind"\nelse = "close"'

MISTAKES: list[tuple[str, str, tuple[Change, ...], int, str]] = [
    ("a way to a step that is not there", "G101", ((ON, 'next    = "wait-3-days"'),), 31,
     "There is no step “wait-3-days” to go on to. There are: close, pause, remind."),
    ("a branch without else", "F003",
     ((ON, 'next    = "who"'), ("\n[steps.pause]", BRANCH)), 33,
     "“else” is missing: nothing says where contacts go for whom no case holds. "
     'Write else = "…", the step that they go to. The steps are deliver, pause, remind, close.'),
    ("m for minutes", "F005", (('for  = "3d"', 'for  = "30m"'),), 35,
     "“30m” could mean minutes or months. Write min for minutes, as in 30min, or 30d for a month."),
    ("nobody is asked for consent", "M502",
     (("only_if = \"consent and email", "only_if = \"email"),), 7,
     "Consent is the ground of “deliver”, and nobody without it is kept out. "
     "Let the entry ask for it: only_if = \"email != '' and consent\" in [entry]."),
    ("a goal that nobody can reach", "O202",
     (("when   = \"did('demo_requested')\"", "when   = \"did('demo_booked')\""),), 12,
     "Nothing in the workspace can make the goal “Asked for a demo” come true. "
     "Did you mean did('demo_requested')? Else add to [[assume.events]] what makes contacts do it, "
     "such as event = \"demo_booked\", "
     "after = \"clicked('remind')\" and chance = 0.1."),
    ("two mails on one morning", "T405", (('for  = "3d"', 'for  = "2h"'),), 38,
     "Somebody can get “remind” 2h after “deliver”: too close, 20h are wanted between messages. "
     'Let the wait “pause” last longer, such as for = "1d".'),
    ("a reminder after the deadline", "T411", (('for  = "3d"\nnext = "remind"', BY_DATE),), 39,
     "The window can hold this message for 2d 15h, and it is due only 1d before “trial_ends”: "
     "some get it when that is over. Give “remind” only_if = \"left(trial_ends) > '0h'\"."),
    ("a reminder that counts on from the deadline", "T411",
     (('for  = "3d"\nnext = "remind"', BY_DATE.replace("- 1d", "+ 1d")),
      ('"Shall we show you?"', '"Your trial ends"\nrole    = "remind"')), 39,
     "“remind” is to remind of “trial_ends”, and comes when that is over. "
     'Let the wait “pause” count back from it, as in date = "trial_ends - 1d", and give “remind” '
     "only_if = \"left(trial_ends) > '0h'\"; or write role = \"inform\"."),
    ("a reminder after the deadline that asks whether it is still to come", "T411",
     (('for  = "3d"\nnext = "remind"', BY_DATE.replace("- 1d", "+ 1d")),
      ('"Shall we show you?"', '"Your trial ends"\nonly_if = "left(trial_ends) > \'0h\'"')), 43,
     "“remind” comes when “trial_ends” is over, and its only_if asks that it is still to come: "
     'nobody gets it. Let the wait “pause” count back from it, as in date = "trial_ends - 1d", or '
     "take that out of only_if."),
    ("a lead who bought is still written to", "E301",
     (('[[exits]]\nname = "became-customer"\nwhen = "customer"\n', ""),), 1,
     "Whoever becomes a customer stays in this lead journey and is written to. "
     'Add an exit rule ([[exits]]): name = "became-customer", when = "customer".'),
    ("a test of two ways on 40 contacts", "X801",
     ((ON, 'next    = "test"'), ("\n[steps.pause]", SPLIT)), 33,
     "At most 20 contacts go each way, and so few can show only a rise as large as from 10% to "
     "49%: to tell 10% from 15% takes 686 each way. Take the better guess and leave the test out, "
     "or say in ignore how long it will run."),
    ("a name that says nothing", "N701", (("Lead > MQL | readers of the guide", "Campaign 2"),), 2,
     "The name “Campaign 2” is not of the form agreed on, “from > to | audience”. "
     "Call it something like “… > … | Campaign 2”, with words in place of the dots."),
]  # fmt: skip


AS_TOLD: dict[str, list[tuple[str, str, str]]] = {
    "a way to a step that is not there": [("pause", "wait-3-days", "pause")],
    "a branch without else": [("else = ", '[steps.pause]', 'else = "close"\n\n[steps.pause]')],
    "m for minutes": [("30min", '"30m"', '"30min"')],
    "nobody is asked for consent": [
        ("only_if = \"email != '' and consent\"", "only_if = \"email != ''\"",
         "only_if = \"email != '' and consent\"")],
    "a goal that nobody can reach": [
        ('after = "clicked(\'remind\')"', "[[assume.events]]",
         '[[assume.events]]\nevent = "demo_booked"\nafter = "clicked(\'remind\')"\n'
         "chance = 0.1\n\n[[assume.events]]"),
    ],
    "two mails on one morning": [('for = "1d"', 'for  = "2h"', 'for = "1d"')],
    "a reminder after the deadline": [
        ("only_if = \"left(trial_ends) > '0h'\"", '[steps.remind]\ntype    = "send"',
         "[steps.remind]\ntype    = \"send\"\nonly_if = \"left(trial_ends) > '0h'\"")],
    "a reminder that counts on from the deadline": [
        ('date = "trial_ends - 1d"', 'date = "trial_ends + 1d"', 'date = "trial_ends - 1d"'),
        ("only_if = \"left(trial_ends) > '0h'\"", '[steps.remind]\ntype    = "send"',
         "[steps.remind]\ntype    = \"send\"\nonly_if = \"left(trial_ends) > '0h'\""),
    ],
    "a reminder after the deadline that asks whether it is still to come": [
        ('date = "trial_ends - 1d"', 'date = "trial_ends + 1d"', 'date = "trial_ends - 1d"')],
    "a lead who bought is still written to": [
        ("[[exits]]", "[[assume.events]]",
         '[[exits]]\nname = "became-customer"\nwhen = "customer"\n\n[[assume.events]]'),
    ],
    "a test of two ways on 40 contacts": [("leave the test out", 'next    = "test"', ON)],
    "a name that says nothing": [
        ("“… > … | Campaign 2”", '"Campaign 2"', '"Lead > MQL | Campaign 2"')],
}  # fmt: skip
"""For each mistake what the message says literally, and doing just that: these words by those."""

BROUGHT_TO_LIGHT = {
    "m for minutes": ["T405"],  # half an hour between two messages
    "a goal that nobody can reach": ["O206"],  # the messages still ask for something else
    "a test of two ways on 40 contacts": ["G102"],  # the step of the test is still there
}


@pytest.mark.parametrize(
    ("what", "changes", "told"),
    [(what, changes, told) for what, _, changes, _, told in MISTAKES],
    ids=[row[0] for row in MISTAKES],
)
def test_doing_just_what_the_message_says_mends_it(
    what: str, changes: tuple[Change, ...], told: str
) -> None:
    assert all(said in told for said, _, _ in AS_TOLD[what])
    files = workspace((*changes, *((old, new) for _, old, new in AS_TOLD[what])))
    found = check_workspace(files, given=Given(few() if "40 contacts" in what else None))
    assert [one.code for one in found] == BROUGHT_TO_LIGHT.get(what, [])


def few() -> Contacts:
    everybody = read_contacts(example_folder("") / "contacts.csv", workspace(()).workspace)
    return everybody.take(np.arange(40))


def workspace(changes: tuple[Change, ...]) -> WorkspaceFiles:
    text = OK
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    read = parse_settings(SETTINGS, "nurture.toml")
    return WorkspaceFiles(Path(), read, {"x": parse_journey(text, "x.toml")}, ("x",))


@pytest.mark.parametrize(
    ("what", "code", "changes", "line", "told"), MISTAKES, ids=[row[0] for row in MISTAKES]
)
def test_a_beginner_is_told_what_is_wrong_and_what_to_do(
    what: str, code: str, changes: tuple[Change, ...], line: int, told: str
) -> None:
    files = workspace(changes)
    contacts = few() if code == "X801" else None
    first, *others = check_workspace(files, given=Given(contacts))
    found = [one for one in (first, *others) if one.code == code]
    assert [one.line for one in found] == [line]
    assert f"{found[0].message} {found[0].fix}" == told
    assert len(others) <= 2, "one mistake, and not a page of what follows from it"


def test_where_no_pattern_is_agreed_a_name_of_empty_words_is_told_too() -> None:
    named = workspace((("Lead > MQL | readers of the guide", "Uutiskirje 3 (copy)"),))
    bare = replace(named, settings=parse_settings("format = 1", "nurture.toml"))
    told = [f"{one.message} {one.fix}" for one in check_workspace(bare) if one.code == "N701"]
    assert told == [
        "The name “Uutiskirje 3 (copy)” does not say from where to where it brings whom. "
        "Call it something like “Lead > MQL | HR directors”."
    ]
    assert "N701" not in {
        one.code
        for one in check_workspace(
            replace(workspace(()), settings=parse_settings("format = 1", "nurture.toml"))
        )
    }

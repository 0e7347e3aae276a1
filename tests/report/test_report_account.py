"""The account of a contact: what happened, in plain words, with the values decided on."""

from __future__ import annotations

import tempfile
import tomllib
from pathlib import Path

import pytest
from followed import CERTAIN, FIELDS, HEAD, MONDAY, follow

from nurture_tui.contacts.read import read_contacts
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings, Workspace
from nurture_tui.report.account import Accounts, story_in, watched_contact
from nurture_tui.report.story import story
from nurture_tui.simulation import Result, RunSettings, simulate

ENTRY = '[entry]\nevent = "signed_up"\nstart = "a"\n'
END = '[steps.z]\ntype = "exit"\nreason = "over"\n'


def branch(condition: str) -> str:
    return (
        ENTRY + f'[steps.a]\ntype = "branch"\ntitle = "Fork"\nelse = "z"\n'
        f'cases = [{{ if = "{condition}", label = "yes", next = "z" }}]\n' + END
    )


PEOPLE = (
    "contact,plan,seats,owns_it,renews,job,consent,lists\n"
    "ada,basic,12,yes,2026-12-01,Head of HR,yes,vip;old\n"
    "bob,,,,,,,\n"
)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("seats > 20", "Fork → else: seats is 12, not over 20"),
        ("seats > 10", "Fork → yes: seats is 12, over 10"),
        ("seats >= 12", "Fork → yes: seats is 12, 12 or more"),
        ("seats == 12", "Fork → yes: seats is 12"),
        ("seats == 13", "Fork → else: seats is 12, not 13"),
        ("seats != 12", "Fork → else: seats is 12"),
        ("seats in [1, 2]", "Fork → else: seats is 12, not one of 1 or 2"),
        ("plan < 'pro'", "Fork → yes: plan is basic, before pro"),
        ("plan == 'pro'", "Fork → else: plan is basic, not pro"),
        ("owns_it", "Fork → yes: owns it is yes"),
        ("not owns_it", "Fork → else: owns it is yes"),
        ("missing(seats)", "Fork → else: seats is 12"),
        ("contains(job, 'hr')", "Fork → yes: job “Head of HR” contains “hr”"),
        ("contains(job, 'IT')", "Fork → else: job “Head of HR” does not contain “IT”"),
        ("in_list('vip')", "Fork → yes: is on the list “vip”"),
        ("in_list('new')", "Fork → else: is not on the list “new”"),
        ("did('signed_up')", "Fork → yes: “signed_up” happened on Mon 23 Nov 00:00"),
        ("did('gone')", "Fork → else: “gone” had not happened"),
        ("count('signed_up') >= 2", "Fork → else: “signed_up” happened 1 time, not 2 or more"),
        ("left(renews) < '3d'", "Fork → else: renews is 8 days ahead, not under 3 days"),
        ("renews > '2026-12-24'", "Fork → else: renews is Tue 1 Dec, not after Thu 24 Dec 2026"),
        ("weekday() == 'Tue'", "Fork → else: the day of the week is Mon, not Tue"),
        ("hour() < 8", "Fork → yes: the hour is 0, under 8"),
        ("reached('test')", "Fork → else: has not reached the goal of “Test”"),
        (
            "seats > 20 and plan == 'pro' and owns_it",
            "Fork → else: seats is 12, not over 20 and plan is basic, not pro",
        ),
        ("seats > 20 or owns_it", "Fork → yes: owns it is yes"),
    ],
)
def test_a_decision_is_told_with_the_values_it_was_taken_on(condition, words):
    assert follow(branch(condition), PEOPLE).told("branch") == [words]


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("seats > 20", "Fork → else: seats is not known, not over 20"),
        ("owns_it", "Fork → else: owns it is not known"),
        ("missing(seats)", "Fork → yes: seats is not known"),
        ("since(renews) > '1d'", "Fork → else: renews is not known, not over 1 day"),
        ("contains(job, 'x')", "Fork → else: job is not known"),
    ],
)
def test_a_value_that_is_missing_is_called_not_known(condition, words):
    assert follow(branch(condition), PEOPLE, who="bob").told("branch") == [words]


def test_of_several_cases_each_says_why_not():
    cases = (
        'cases = [{ if = "seats > 20", label = "large", next = "z" },'
        ' { if = "plan == \'pro\'", next = "z" }]\n'
    )
    found = follow(ENTRY + '[steps.a]\ntype = "branch"\nelse = "z"\n' + cases + END, PEOPLE)
    assert found.told("branch") == [
        "a → else: not large: seats is 12, not over 20; not case 2: plan is basic, not pro"
    ]
    [line] = [line for line in found.account.lines if line.word == "branch"]
    assert [(one.name, one.holds, one.condition) for one in line.decisions] == [
        ("large", False, "seats > 20"),
        ("case 2", False, "plan == 'pro'"),
    ]


SEND = '[steps.b]\ntype = "send"\ntitle = "Hello"\nsubject = "Hi {first_name|you}"\nnext = "z"\n'


def test_a_message_is_told_with_its_subject_and_sender():
    text = (
        ENTRY.replace('"a"', '"b"')
        + SEND
        + END
        + CERTAIN.replace("[assume]", 'sender = "owner"\n[assume]')
    )
    people = "contact,first_name,owner\nada,Ada,sami@example.com"
    assert follow(text, people).told("email") == ["Hello: “Hi Ada”, from sami@example.com"]


def test_a_wait_is_told_with_its_end_and_its_rule():
    wait = '[steps.a]\ntype = "wait"\nfor = "3d"\non = "Mon-Fri"\nat = "09:00"\nnext = "z"\n'
    assert follow(ENTRY + wait + END).told("wait") == [
        "3d, then Mon-Fri 09:00: until Thu 26 Nov 09:00"
    ]


def test_a_wait_for_a_date_names_the_date_and_says_when_it_is_past_or_not_known():
    wait = '[steps.a]\ntype = "wait"\ndate = "renews - 3d"\nat = "09:00"\nnext = "z"\n'
    ahead = follow(ENTRY + wait + END, "contact,renews\nada,2026-12-01")
    assert ahead.told("wait") == ["renews - 3d, 09:00: until Sat 28 Nov 09:00, renews is Tue 1 Dec"]
    past = follow(ENTRY + wait + END, "contact,renews\nada,2026-11-24")
    assert past.told("wait") == [
        "renews - 3d, 09:00: was over Sat 21 Nov 09:00, renews is Tue 24 Nov"
    ]
    unknown = follow(ENTRY + wait + END, "contact,renews\nada,")
    assert unknown.told("wait") == ["renews - 3d, 09:00: renews is not known"]


def test_a_wait_for_a_condition_says_until_when_at_most_and_how_it_ended():
    wait = (
        '[steps.a]\ntype = "wait"\ntitle = "Looks?"\nuntil = "did(\'looked\')"\n'
        'timeout = "2d"\nnext = "z"\nelse = "z"\n'
    )
    event = '[[assume.events]]\nevent = "looked"\nafter = "did(\'signed_up\')"\nchance = {}\n'
    event += 'delay = "1d"\nspread = 0\n'
    late = follow(ENTRY + wait + END + event.format("0.0"))
    assert late.told("wait") == [
        "Looks?: until Wed 25 Nov 00:00 at the latest, “looked” had not happened",
        "timed out: “looked” had not happened",
    ]
    seen = follow(ENTRY + wait + END + event.format("1.0"))
    assert seen.told("wait")[1] == "in time: “looked” happened on Tue 24 Nov 00:00"


def test_what_came_too_late_for_a_decision_is_told_with_when_it_came():
    text = branch("did('looked')") + (
        '[[assume.events]]\nevent = "looked"\nafter = "did(\'signed_up\')"\nchance = 1.0\n'
        'delay = "2h"\nspread = 0\n'
    )
    assert follow(text).told("branch") == [
        "Fork → else: “looked” had not happened (it did on Mon 23 Nov 02:00)"
    ]


def test_a_held_send_says_by_what_and_until_when():
    text = ENTRY.replace('"a"', '"b"') + SEND + END
    text += CERTAIN.replace("[assume]", 'window = "Mon-Fri 08:00-17:00"\n[assume]')
    found = follow(text)
    assert found.words() == ["event", "enter", "due", "held", "email", "exit"]
    assert found.told("held") == ["window: until Mon 23 Nov 08:00: messages go Mon-Fri 08:00-17:00"]
    assert found.told("email") == ["Hello: “Hi you”, held by window from Mon 23 Nov 00:00 on"]


TWO = (
    ENTRY.replace('"a"', '"b"')
    + SEND.replace('"z"', '"c"')
    + '[steps.c]\ntype = "send"\nnext = "z"\n'
    + END
)


def test_a_cap_says_which_messages_used_it_up():
    held = follow(TWO + CERTAIN.replace("[assume]", 'cap = "1 per 2d"\n[assume]'))
    assert held.told("held") == [
        "cap 1 per 2d: until Wed 25 Nov 00:00: messages went on Mon 23 Nov 00:00"
    ]
    sending = 'cap = "1 per 2d"\ncapped = "skip"\n[assume]'
    assert follow(TWO + CERTAIN.replace("[assume]", sending)).told("skipped") == [
        "cap 1 per 2d: messages went on Mon 23 Nov 00:00"
    ]


def test_a_hold_says_on_which_values():
    sending = "hold_if = \"plan == 'basic'\"\n[assume]"
    text = ENTRY.replace('"a"', '"b"') + SEND + END + CERTAIN.replace("[assume]", sending)
    assert follow(text, PEOPLE).told("held") == ["hold rule: plan is basic"]


def test_a_skipped_send_says_why():
    text = ENTRY.replace('"a"', '"b"') + SEND.replace("title", 'only_if = "seats > 20"\ntitle')
    only_if = follow(text + END + CERTAIN, PEOPLE)
    assert only_if.told("skipped") == ["only_if does not hold: seats is 12, not over 20"]
    text = ENTRY.replace('"a"', '"b"') + SEND + END + CERTAIN
    assert follow(text, "contact,consent\nada,no").told("skipped") == [
        "no permission: consent is no"
    ]
    assert follow(text, "contact,consent\nada,").told("skipped") == [
        "no permission: consent is not known"
    ]


def test_a_refusal_says_why():
    gate = ENTRY.replace("start", 'only_if = "seats > 20"\nstart')
    wait = '[steps.a]\ntype = "wait"\nfor = "3d"\nnext = "z"\n'
    assert follow(gate + wait + END, PEOPLE).told("not in") == [
        "only_if does not hold: seats is 12, not over 20"
    ]
    goal = '[goal]\nname = "Done"\nwhen = "owns_it"\n'
    assert follow(ENTRY + wait + END + goal, PEOPLE).told("not in") == [
        "has reached the goal already: owns it is yes"
    ]
    rule = '[[exits]]\nname = "has-plan"\nwhen = "plan == \'basic\'"\n'
    assert follow(ENTRY + wait + END + rule, PEOPLE).told("not in") == [
        "the exit “has-plan” holds: plan is basic"
    ]


def test_goals_and_exits_are_told_with_the_values_that_met_them():
    action = '[steps.a]\ntype = "action"\ndo = [{ set = { plan = "pro" } }]\nnext = "z"\n'
    goal = '[goal]\nname = "Upgraded"\nwhen = "plan == \'pro\'"\n'
    assert follow(ENTRY + action + END + goal, PEOPLE).told("goal") == ["Upgraded: plan is pro"]
    rule = '[[exits]]\nname = "rich"\nwhen = "plan == \'pro\'"\n'
    assert follow(ENTRY + action + END + rule, PEOPLE).told("exit") == ["rich: plan is pro"]


def test_what_an_action_changes_is_told_from_and_to():
    action = (
        '[steps.a]\ntype = "action"\nnext = "z"\ndo = [\n'
        '{ set = { plan = "pro", renews = "2027-01-04" } }, { add = { seats = 3 } },\n'
        '{ add_to_list = "new" }, { task = { title = "Call" } }]\n'
    )
    found = follow(ENTRY + action + END, PEOPLE)
    assert found.told("set") == [
        "plan = pro, renews = 2027-01-04: plan basic → pro, renews Tue 1 Dec → Mon 4 Jan 2027",
        "seats +3: seats 12 → 15",
    ]
    assert found.told("list") == ["on new"]
    assert found.told("task") == ["Call, for owner"]


def test_points_are_told_with_the_event_that_gave_them():
    wait = '[steps.a]\ntype = "wait"\nfor = "3d"\nnext = "z"\n'
    found = follow(ENTRY + wait + END, settings="[scoring]\nsigned_up = 10\n")
    assert found.told("event") == ["signed_up: score nothing → 10"]


def test_a_hand_off_is_told_with_what_came_of_it():
    exit_ = '[steps.z]\ntype = "exit"\nenter = "next"\n'
    other = '[entry]\nonly_if = "seats > 20"\nstart = "z"\n' + END
    found = follow(ENTRY.replace('"a"', '"z"') + exit_, PEOPLE, next=other)
    assert found.told("hand-off") == ["to next (Test)"]
    assert found.told("not in") == ["only_if does not hold: seats is 12, not over 20"]


def test_the_end_says_where_the_contact_is_and_until_when():
    wait = '[steps.a]\ntype = "wait"\nfor = "90d"\nnext = "z"\n'
    assert follow(ENTRY + wait + END).at_end == ["Test: waits at “90d” until Sun 21 Feb 2027 00:00"]


def test_times_are_of_the_contacts_own_clock():
    wait = '[steps.a]\ntype = "wait"\nfor = "1d"\nat = "09:00"\nnext = "z"\n'
    found = follow(ENTRY + wait + END, "contact,timezone\nada,Asia/Tokyo")
    assert found.account.clock.zone == "Asia/Tokyo"
    assert found.told("wait") == ["1d, then 09:00: until Tue 24 Nov 09:00"]


def run_of(text: str, settings: str = "") -> tuple[Result, Workspace]:
    journey = Journey(id="test", **tomllib.loads(HEAD + text))
    space = Workspace(Settings(**tomllib.loads(settings + FIELDS)), {"test": journey})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contacts.csv"
        path.write_text(PEOPLE, encoding="utf-8")
        people = read_contacts(path, space)
    return simulate(space, ["test"], people, RunSettings(MONDAY, 30)), space


def test_the_story_of_the_app_has_the_values_of_the_account():
    result, space = run_of(branch("seats > 20"))
    watched = watched_contact(result, space, space.journeys["test"], 0)
    assert watched is not None
    told = story_in(Accounts(watched, space).of(0), "test")
    assert [(line.word, line.why) for line in told] == [
        ("enter", ""),
        ("branch", "seats is 12, not over 20"),
        ("exit", ""),
    ]
    plain = story(result, space, space.journeys["test"], 0)
    assert [(line.time, line.word, line.text) for line in plain] == [
        (line.time, line.word, line.text) for line in told
    ]


def test_a_contact_that_a_throttle_couples_with_others_is_not_watched():
    result, space = run_of(branch("seats > 20"), '[limits]\nthrottle = "1 per 1h"\n')
    assert watched_contact(result, space, space.journeys["test"], 0) is None


def test_a_contact_drawn_from_a_list_is_watched_as_it_was_drawn():
    result, space = run_of(branch("seats > 20"))
    drawn = simulate(space, ["test"], result.contacts, RunSettings(MONDAY, 30), people=9)
    for row in range(9):
        watched = watched_contact(drawn, space, space.journeys["test"], row, result.contacts)
        assert watched is not None
        told = story_in(Accounts(watched, space).of(row), "test")
        plain = story(drawn, space, space.journeys["test"], row)
        assert [(line.time, line.word) for line in plain] == [(o.time, o.word) for o in told]

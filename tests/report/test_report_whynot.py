"""Why a contact did not come to a step: the first thing that kept it away, in words."""

from __future__ import annotations

import numpy as np
import pytest
from followed import CERTAIN, follow

from nurture_tui.contacts.table import Contacts, TextColumn
from nurture_tui.errors import ContactsError
from nurture_tui.model.fields import TEXT
from nurture_tui.report.whois import contact_called

PEOPLE = "contact,plan,seats,owns_it\nada,basic,12,yes\nbob,,,\n"
GATE = '[entry]\nevent = "signed_up"\nonly_if = "seats > {}"\nstart = "first"\n'
FIRST = '[steps.first]\ntype = "wait"\nfor = "{}"\nnext = "fork"\n'
FORK = (
    '[steps.fork]\ntype = "branch"\ntitle = "Fork"\nelse = "small"\n'
    'cases = [{ if = "seats > 100", label = "large", next = "draw" }]\n'
)
DRAW = (
    '[steps.draw]\ntype = "split"\nways = [\n'
    '{ name = "facts", weight = 1, next = "text" },\n'
    '{ name = "story", weight = 1, next = "tale" }]\n'
)
SENDS = "".join(
    f'[steps.{id_}]\ntype = "send"\ntitle = "{id_.title()}"\n' for id_ in ("small", "text", "tale")
)
ALONE = '[steps.alone]\ntype = "send"\n'


def path(seats: int = 0, wait: str = "1d", rules: str = "") -> str:
    return GATE.format(seats) + rules + FIRST.format(wait) + FORK + DRAW + SENDS + ALONE + CERTAIN


def test_it_was_not_let_in():
    answer = follow(path(seats=20), PEOPLE).answer("small")
    assert (answer.kind, answer.at) == ("refused", "")
    assert answer.text == (
        "was not let in on Mon 23 Nov 00:00: only_if does not hold, seats is 12, not over 20"
    )
    assert [(one.condition, one.holds) for one in answer.decisions] == [("seats > 20", False)]


def test_it_took_another_way_at_a_branch():
    answer = follow(path(), PEOPLE).answer("text")
    assert (answer.kind, answer.at) == ("went", "fork")
    assert answer.text == (
        "took “else” at “Fork” on Tue 24 Nov 00:00, not “large”: seats is 12, not over 100"
    )


def test_it_was_drawn_to_another_way_of_a_split():
    found = follow(path(), "contact,seats\nada,200")
    other = "tale" if found.answer("text").kind == "got" else "text"
    taken, missed = ("facts", "story") if other == "tale" else ("story", "facts")
    assert found.why_not(other) == (
        f"took “{taken}” at “draw” on Tue 24 Nov 00:00, not “{missed}”, by the draw "
        "(1 of 2 go there)"
    )


def test_it_left_by_an_exit_before_the_step():
    rule = '[[exits]]\nname = "gone"\nwhen = "did(\'left_us\')"\n'
    event = '[[assume.events]]\nevent = "left_us"\nafter = "did(\'signed_up\')"\nchance = 1.0\n'
    event += 'delay = "2h"\nspread = 0\n'
    answer = follow(path(rules=rule) + event, PEOPLE).answer("small")
    assert (answer.kind, answer.at) == ("left", "first")
    assert answer.text == (
        "left by the exit “gone” on Mon 23 Nov 02:00, at “1d”, "
        "because “left_us” happened on Mon 23 Nov 02:00"
    )


def test_it_reached_the_goal_before_the_step():
    goal = '[goal]\nname = "Bought"\nwhen = "since(entered_at) > \'10h\'"\n'
    assert follow(path(wait="9d", rules=goal), PEOPLE).why_not("small") == (
        "reached the goal “Bought” on Tue 24 Nov 06:00, at “9d”, "
        "because entered at was 1 day 6 hours before, over 10 hours"
    )


def test_the_run_ended_while_it_waited():
    answer = follow(path(wait="90d"), PEOPLE).answer("small")
    assert (answer.kind, answer.at) == ("waiting", "first")
    assert answer.text == "waits at “90d” until Sun 21 Feb 2027 00:00; the run ends before"


def test_nobody_can_come_there():
    answer = follow(path(), PEOPLE).answer("alone")
    assert answer.kind == "no_path"
    assert answer.text == "no path leads there from the entry, for nobody"


def test_it_was_skipped_or_held_at_the_step_itself():
    text = '[entry]\nevent = "signed_up"\nstart = "a"\n[steps.a]\ntype = "send"\n'
    skipped = follow(text + 'only_if = "seats > 20"\n' + CERTAIN, PEOPLE).answer("a")
    assert (skipped.kind, skipped.text) == (
        "skipped",
        "was left out on Mon 23 Nov 00:00: only_if does not hold, seats is 12, not over 20",
    )
    hold = CERTAIN.replace("[assume]", 'hold_if = "owns_it"\n[assume]')
    held = follow(text + hold, PEOPLE).answer("a")
    assert (held.kind, held.text) == (
        "held",
        "the run ended while it was held by hold rule, owns it is yes",
    )


def test_it_left_while_its_message_was_held():
    text = '[entry]\nevent = "signed_up"\nstart = "a"\n[steps.a]\ntype = "send"\n'
    rule = '[[exits]]\nname = "late"\nwhen = "since(entered_at) > \'1d\'"\n'
    hold = CERTAIN.replace("[assume]", 'hold_if = "owns_it"\n[assume]')
    assert follow(text + rule + hold, PEOPLE).why_not("a") == (
        "left by the exit “late” on Tue 24 Nov 06:00 while it was held by hold rule, owns it is yes"
    )


def test_it_got_it_or_came_there():
    found = follow(path(), PEOPLE)
    assert found.answer("small").kind == "got"
    assert found.why_not("fork") == "came to it on Tue 24 Nov 00:00"


EXIT = '[steps.z]\ntype = "exit"\n'


def test_its_entry_event_never_happened():
    text = '[entry]\nevent = "signed_up"\narrivals = "none"\nstart = "z"\n' + EXIT
    assert follow(text).why_not("z") == (
        "never came to the entry: “signed_up” did not happen to it"
    )


def test_it_turns_up_after_the_run():
    text = '[entry]\nevent = "signed_up"\nstart = "z"\n' + EXIT
    assert follow(text, "contact,entered_at\nada,2027-05-01").why_not("z") == (
        "turns up only on Sat 1 May 2027 00:00, after the end of the run"
    )


def test_the_condition_of_its_entry_never_came_true():
    text = '[entry]\nwhen = "seats > 20"\nstart = "z"\n' + EXIT
    assert follow(text, PEOPLE).why_not("z") == (
        "never came to the entry: seats is 12, not over 20 (last looked at on Tue 22 Dec 06:00)"
    )


def test_nobody_handed_it_over():
    text = '[entry]\nstart = "z"\n' + EXIT
    assert follow(text).why_not("z") == (
        "comes in only by hand-off, and no journey hands anybody over"
    )
    other = '[entry]\nevent = "e"\narrivals = "none"\nstart = "z"\n' + EXIT + 'enter = "test"\n'
    assert follow(text, other=other).why_not("z") == (
        "comes in only by hand-off, and was not handed over by “Test”"
    )


def test_every_message_that_it_did_not_get_is_answered():
    found = follow(path(), PEOPLE)
    assert {answer.step for answer in found.answers.every_send(found.account)} == {
        "text",
        "tale",
        "alone",
    }


def _list() -> Contacts:
    def column(*cells: str) -> TextColumn:
        return TextColumn(np.array(cells, dtype=object))

    return Contacts(
        ids=np.array(["c-1", "c-2", "c-3"], dtype=object),
        columns={
            "email": column("ann@example.com", "bo@example.com", ""),
            "first_name": column("Ann", "Bo", "Ann"),
            "last_name": column("Lee", "Ek", "Ek"),
        },
        kinds={"email": TEXT, "first_name": TEXT, "last_name": TEXT},
        source="leads.csv",
    )


@pytest.mark.parametrize(
    ("text", "row"),
    [("c-2", 1), ("C-2", 1), ("ANN@example.com", 0), ("ann lee", 0), ("bo", 1), (" c-3 ", 2)],
)
def test_a_contact_is_found_by_id_address_or_part_of_its_name(text, row):
    assert contact_called(_list(), text) == row


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ek", "leads.csv: 2 contacts answer to “ek”: c-2 (Bo Ek), c-3 (Ann Ek)."),
        ("anna lee", "leads.csv: there is no contact “anna lee”. Near to it: c-1 (Ann Lee)"),
        ("zzz", "leads.csv: there is no contact “zzz”. nurture contacts FILE shows"),
        (" ", "no contact is named"),
    ],
)
def test_who_is_not_one_contact_is_refused_with_those_who_are_near(text, words):
    with pytest.raises(ContactsError) as refused:
        contact_called(_list(), text)
    assert str(refused.value).startswith(words)

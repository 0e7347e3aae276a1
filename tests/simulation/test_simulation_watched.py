"""A run watched from inside: the same run, with notes of what was decided on."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from small import CERTAIN, HEAD, MONDAY, rows_of, workspace

from nurture_tui.contacts.read import read_contacts
from nurture_tui.contacts.table import Contacts
from nurture_tui.model.workspace import Limits, Workspace
from nurture_tui.simulation import RunSettings, simulate
from nurture_tui.simulation.probe import Answer, Changed, Note, Permission, Waits
from nurture_tui.simulation.watched import watch_run

FORK = """
[entry]
event = "signed_up"
start = "fork"
[steps.fork]
type = "branch"
cases = [{ if = "seats > 20 or plan == 'pro'", label = "large", next = "mark" }]
else = "rest"
[steps.mark]
type = "action"
do = [{ set = { plan = "basic" } }, { add = { seats = 2 } }]
next = "hello"
[steps.rest]
type = "wait"
for = "1d"
at = "09:00"
next = "hello"
[steps.hello]
type = "send"
"""
PEOPLE = "contact,seats,plan,consent\nada,12,free,yes\nbob,40,,no\ncleo,,pro,yes"


def made(text: str, people: str) -> tuple[Workspace, Contacts]:
    space = workspace("", test=HEAD + text + CERTAIN)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contacts.csv"
        path.write_text(people + "\n", encoding="utf-8")
        return space, read_contacts(path, space)


def noted(text: str, people: str = PEOPLE, row: int = 0) -> list[Note]:
    space, contacts = made(text, people)
    return watch_run(space, ["test"], contacts, RunSettings(MONDAY, 30), [row]).notes.of(row)


def test_a_watched_run_of_some_contacts_is_their_part_of_the_whole_run():
    space, contacts = made(FORK.replace("start =", 'arrivals = "2 per day"\nstart ='), PEOPLE)
    settings = RunSettings(MONDAY, 30)
    whole = rows_of(simulate(space, ["test"], contacts, settings))
    for row, name in enumerate(["ada", "bob", "cleo"]):
        part = rows_of(watch_run(space, ["test"], contacts, settings, [row]).result)
        assert part == tuple(one for one in whole if one.contact == name)


def test_a_decision_is_noted_with_the_values_of_its_parts():
    [answer] = [note.fact for note in noted(FORK) if isinstance(note.fact, Answer)]
    assert (answer.question.what, answer.question.name, answer.holds) == ("case", "fork", False)
    seats, plan = answer.seen.items
    assert (seats.holds, seats.left, seats.right) == (False, 12, 20)
    assert (plan.holds, plan.left, plan.right) == (False, "free", "pro")


def test_a_value_that_is_missing_is_noted_as_not_known():
    [answer] = [note.fact for note in noted(FORK, row=2) if isinstance(note.fact, Answer)]
    assert answer.holds
    assert [(part.holds, part.left) for part in answer.seen.items] == [(False, None), (True, "pro")]


def test_a_wait_is_noted_with_its_end():
    [wait] = [note for note in noted(FORK) if isinstance(note.fact, Waits)]
    assert wait.fact.step == "rest"
    assert np.datetime64(wait.fact.until, "s") == np.datetime64("2026-11-24T09:00")


def test_a_change_of_a_field_is_noted_with_its_values_before_and_after():
    changes = [note.fact for note in noted(FORK, row=1) if isinstance(note.fact, Changed)]
    assert [(c.field, c.before, c.after) for c in changes] == [
        ("plan", None, "basic"),
        ("seats", 40, 42),
    ]


def test_a_want_of_permission_is_noted_with_what_was_known():
    [fact] = [note.fact for note in noted(FORK, row=1) if isinstance(note.fact, Permission)]
    assert (fact.step, fact.unsubscribed, fact.consent) == ("hello", False, False)


def test_a_note_stands_where_it_happened_among_the_rows_of_the_log():
    space, contacts = made(FORK, PEOPLE)
    watched = watch_run(space, ["test"], contacts, RunSettings(MONDAY, 30), [1])
    events = [row.event for row in rows_of(watched.result)]
    change = next(n for n in watched.notes.of(1) if isinstance(n.fact, Changed))
    before = [e for e, place in zip(events, watched.written, strict=True) if place < change.place]
    assert before[-1] == "set"


def test_only_the_contacts_asked_for_are_run_and_noted():
    space, contacts = made(FORK, PEOPLE)
    watched = watch_run(space, ["test"], contacts, RunSettings(MONDAY, 30), [1])
    assert {row.contact for row in rows_of(watched.result)} == {"bob"}
    assert not watched.notes.of(0)


def test_where_a_throttle_couples_contacts_each_is_watched_in_the_whole_run():
    space, contacts = made(FORK, PEOPLE.replace("40,,no", "40,,yes"))
    limits = Limits.model_validate({"throttle": "1 per 1h"})
    shared = space.settings.model_copy(update={"limits": limits})
    space = Workspace(shared, space.journeys)
    settings = RunSettings(MONDAY, 30)
    whole = rows_of(simulate(space, ["test"], contacts, settings))
    held = set()
    for row, name in enumerate(["ada", "bob", "cleo"]):
        watched = watch_run(space, ["test"], contacts, settings, [row])
        part = [one for one in rows_of(watched.result) if one.contact == name]
        assert part == [one for one in whole if one.contact == name]
        facts = [note.fact for note in watched.notes.of(row)]
        held |= {fact.gate for fact in facts if isinstance(fact, Waits)}
        assert not watched.notes.of((row + 1) % 3)
    assert "throttle" in held


def test_of_people_drawn_from_a_list_each_is_watched_as_in_their_run():
    space, contacts = made(FORK.replace("start =", 'arrivals = "2 per day"\nstart ='), PEOPLE)
    settings = RunSettings(MONDAY, 30)
    whole = rows_of(simulate(space, ["test"], contacts, settings, people=20))
    for row in (0, 7, 19):
        watched = watch_run(space, ["test"], contacts, settings, [row], people=20)
        name = str(watched.result.contacts.ids[row])
        assert rows_of(watched.result) == tuple(one for one in whole if one.contact == name)
        assert watched.notes.of(row)

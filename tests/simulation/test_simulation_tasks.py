"""Tasks for sellers, counted by the workspace's day and by whose they are."""

from __future__ import annotations

from small import CERTAIN, run

ENTRY = '[entry]\nevent = "asked"\nstart = "call"\n' + CERTAIN
CALL = """[steps.call]
type = "action"
do = [ { task = { title = "Call" } }, { notify = "owner" } ]
"""


def test_a_task_is_its_contacts_owners_and_a_notice_is_no_task() -> None:
    made = run(ENTRY + CALL, "contact,owner\na,anna\nb,anna\nc,sami\nd,")
    assert made.result.tasks.per_day == (
        ("2026-11-23", "", 1),
        ("2026-11-23", "anna", 2),
        ("2026-11-23", "sami", 1),
    )


def test_a_task_can_name_whose_it_is() -> None:
    made = run(ENTRY + CALL.replace('"Call"', '"Call", for = "sami"'), "contact,owner\na,anna")
    assert made.result.tasks.per_day == (("2026-11-23", "sami", 1),)


def test_the_owner_is_who_it_is_at_that_instant() -> None:
    first = CALL.replace("do = [ ", 'do = [ { set = { owner = "sami" } }, ')
    made = run(ENTRY + first, "contact,owner\na,anna")
    assert made.result.tasks.per_day == (("2026-11-23", "sami", 1),)


def test_a_day_is_the_workspaces() -> None:
    contacts = "contact,owner,entered_at\na,anna,2026-11-23T23:30:00Z"
    made = run(ENTRY + CALL, contacts, settings='timezone = "Europe/Helsinki"\n')
    assert made.result.tasks.per_day == (("2026-11-24", "anna", 1),)


def test_tasks_are_held_against_the_limit() -> None:
    limit = "[limits]\ntasks_per_day = 1\n"
    made = run(ENTRY + CALL, "contact\na\nb", settings=limit)
    assert (made.result.tasks.limit, made.result.tasks.over) == (1, {"2026-11-23": 2})


def test_chunks_do_not_change_the_tasks() -> None:
    contacts = "contact,owner\na,anna\nb,anna\nc,sami"
    whole = run(ENTRY + CALL, contacts).result.tasks
    assert run(ENTRY + CALL, contacts, chunk=1).result.tasks == whole

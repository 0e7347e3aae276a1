"""After an edit what is found is what looking anew finds, and only what may differ is looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from nurture_tui.checks import Given, check_workspace
from nurture_tui.checks.again import look_again
from nurture_tui.checks.example import example_text
from nurture_tui.checks.run import blocking, check_journey, what_blocks
from nurture_tui.contacts.read import read_contacts
from nurture_tui.contacts.table import Contacts
from nurture_tui.files.reading import parse_journey, parse_settings
from nurture_tui.files.workspace import WorkspaceFiles
from nurture_tui.model.journey import Journey

SETTINGS = """
format = 1
[fields]
email = "text"
consent = "yes/no"
plan = "text"
lifecycle = { choice = ["lead", "mql", "customer"], ordered = true }
[personas.hr]
title = "HR"
[sending]
basis = "consent"
cap = "1 per 7d"
"""
LEAD = """
format = 1
name = "Lead"
kind = "lead"
persona = "hr"
stage = "awareness"
[dates]
fair = 2026-12-10
[entry]
event = "came"
only_if = "consent"
again = "always"
start = "a"
[goal]
name = "Bought"
when = "did('bought') or clicked('a')"
enter = "welcome"
[[exits]]
name = "gone"
when = "plan == 'none'"
[steps.a]
type = "send"
subject = "A"
cta = "bought"
next = "b"
[steps.b]
type = "wait"
for = "3d"
next = "c"
[steps.c]
type = "action"
do = [{ emit = "told" }, { set = { plan = "free", lifecycle = "mql" } }]
next = "d"
[steps.d]
type = "exit"
enter = "welcome"
[[assume.events]]
event = "bought"
after = "clicked('a')"
chance = 0.1
"""
WELCOME = """
format = 1
name = "Welcome"
kind = "customer"
persona = "hr"
[entry]
only_if = "consent and lifecycle < 'customer'"
again = "always"
start = "a"
[goal]
name = "Told"
when = "did('told') and reached('lead') and inside('lead')"
[[exits]]
name = "left"
when = "did('bought', within='stay')"
[steps.a]
type = "wait"
date = "fair - 1d"
next = "b"
[steps.b]
type = "send"
subject = "B"
cta = "bought"
next = "c"
[steps.c]
type = "branch"
cases = [{ if = "plan == 'free'", next = "d" }]
else = "e"
[steps.d]
type = "action"
do = [{ set = { lifecycle = "lead" } }]
next = "e"
[steps.e]
type = "exit"
enter = "lead"
"""
SERVICE = """
format = 1
name = "Service"
kind = "service"
[entry]
event = "told"
arrivals = "none"
start = "a"
[sending]
basis = "service"
[dates]
fair = 2026-12-10
[steps.a]
type = "wait"
date = "fair - 1d"
next = "b"
[steps.b]
type = "send"
subject = "S"
cta = "bought"
[steps.c]
type = "action"
do = [{ set = { plan = "x" } }]
"""


def _files() -> WorkspaceFiles:
    texts = {"lead": LEAD, "welcome": WELCOME, "service": SERVICE}
    read = {id_: parse_journey(text, Path(f"{id_}.toml")) for id_, text in texts.items()}
    assert all(file.journey is not None for file in read.values())
    settings = parse_settings(SETTINGS, Path("nurture.toml"))
    return WorkspaceFiles(Path("."), settings, read, tuple(read))


def _without_steps(type_: str) -> Callable[[Journey], Journey]:
    def edit(journey: Journey) -> Journey:
        kept = {id_: step for id_, step in journey.steps.items() if step.type != type_}
        return journey.model_copy(update={"steps": kept})

    return edit


def _with(**update: Any) -> Callable[[Journey], Journey]:
    return lambda journey: journey.model_copy(update=update)


def _with_entry(**update: Any) -> Callable[[Journey], Journey]:
    return lambda j: j.model_copy(update={"entry": j.entry.model_copy(update=update)})


def _on_another_ground(journey: Journey) -> Journey:
    steps = {
        id_: step.model_copy(update={"basis": "service"}) if step.type == "send" else step
        for id_, step in journey.steps.items()
    }
    return journey.model_copy(update={"steps": steps})


def _with_texts(journey: Journey) -> Journey:
    steps = {id_: s.model_copy(update={"notes": "new"}) for id_, s in journey.steps.items()}
    return journey.model_copy(update={"steps": steps, "purpose": "new"})


def _renamed(journey: Journey) -> Journey:
    return journey.model_copy(update={"steps": {f"{k}-2": v for k, v in journey.steps.items()}})


EDITS: dict[str, Callable[[Journey], Journey]] = {
    "texts": _with_texts,
    "step names": _renamed,
    "name": _with(name="Service"),
    "kind": _with(kind="internal"),
    "persona": _with(persona=None, stage=None),
    "goal": _with(goal=None),
    "exits": _with(exits=()),
    "dates": _with(dates={}),
    "ground": _on_another_ground,
    "event": _with_entry(event="told"),
    "again": _with_entry(again="never"),
    "actions": _without_steps("action"),
    "messages": _without_steps("send"),
    "ends": _without_steps("exit"),
    "waits": _without_steps("wait"),
    "assumed": lambda journey: journey.model_copy(
        update={"assume": journey.assume.model_copy(update={"events": ()})}
    ),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_what_is_found_after_an_edit_is_what_looking_anew_finds(
    edit: Callable[[Journey], Journey],
) -> None:
    files = _files()
    workspace = files.workspace
    first = look_again(files, workspace)
    for journey in workspace.journeys.values():
        edited = workspace.with_journey(edit(journey))
        again = look_again(files, edited, before=first)
        assert again.findings == look_again(files, edited).findings
        back = look_again(files, workspace, before=again)
        assert back.findings == first.findings


def test_what_one_journey_asks_for_is_looked_at_again_for_the_others() -> None:
    slip = LEAD.replace('cta = "bought"', 'cta = "price_list_raed"')
    asks = (
        WELCOME.replace("plan == 'free'", "did('price_list_read')")
        + """
[[assume.events]]
event = "price_list_read"
chance = "5% per 30d"
"""
    )
    read = {
        "lead": parse_journey(slip, Path("lead.toml")),
        "welcome": parse_journey(asks, Path("welcome.toml")),
    }
    settings = parse_settings(SETTINGS, Path("nurture.toml"))
    files = WorkspaceFiles(Path("."), settings, read, tuple(read))
    workspace = files.workspace
    first = look_again(files, workspace)
    assert "D606" in {found.code for found in first.findings["lead"]}
    silent = _without_steps("branch")(workspace.journeys["welcome"])
    again = look_again(files, workspace.with_journey(silent), before=first)
    assert "D606" not in {found.code for found in again.findings["lead"]}


def test_a_text_or_a_wait_of_one_journey_leaves_the_others_as_they_were() -> None:
    files = _files()
    workspace = files.workspace
    first = look_again(files, workspace)
    edited = workspace.with_journey(_with_texts(workspace.journeys["lead"]))
    again = look_again(files, edited, before=first)
    assert again.findings["welcome"] is first.findings["welcome"]
    assert again.findings["lead"] is not first.findings["lead"]


def test_other_settings_or_fields_are_looked_at_anew() -> None:
    files = _files()
    workspace = files.workspace
    first = look_again(files, workspace)
    shared = workspace.settings.model_copy(update={"personas": {}})
    other = replace(workspace, settings=shared)
    assert look_again(files, other, before=first).findings == look_again(files, other).findings
    assert (
        look_again(files, workspace, fields={}, before=first).findings["lead"]
        is not (first.findings["lead"])
    )


@pytest.mark.parametrize("id_", ["lead", "welcome", "service"])
def test_what_blocks_a_run_is_among_what_is_found(id_: str) -> None:
    workspace = _files().workspace
    journey = workspace.journeys[id_]
    assert what_blocks(workspace, journey) == blocking(check_journey(workspace, journey))


SPLIT = """
[steps.test]
type = "split"
ways = [{ name = "a", next = "pause" }, { name = "b", next = "remind" }]

[steps.pause]"""


def test_a_test_on_too_few_contacts_is_found_with_the_contacts_and_after_each_edit() -> None:
    text = example_text("O201", "ok.toml").replace("\n[steps.pause]", SPLIT)
    split = text.replace('next    = "pause"', 'next    = "test"')
    file = parse_journey(split, Path("lead.toml"))
    settings = parse_settings(example_text("", "nurture.toml"), Path("nurture.toml"))
    files = WorkspaceFiles(Path("."), settings, {"lead": file}, ("lead",))
    workspace, contacts = files.workspace, _people(files, 40)
    few = look_again(files, workspace, contacts=contacts)
    assert "X801" in {found.code for found in few.findings["lead"]}
    anew = check_workspace(files, given=Given(contacts))
    assert {*few.findings["lead"], *few.findings[""]} == {*anew}
    noted = workspace.with_journey(_with(notes="seen")(workspace.journeys["lead"]))
    again = look_again(files, noted, contacts=contacts, before=few)
    assert again.findings == look_again(files, noted, contacts=contacts).findings
    many = look_again(files, workspace, contacts=_people(files, 2000), before=few)
    assert "X801" not in {found.code for found in many.findings["lead"]}


def test_a_journey_that_is_not_run_is_looked_at_without_the_contacts() -> None:
    files = _files()
    lost = _with(entry=files.workspace.journeys["lead"].entry.model_copy(update={"start": "gone"}))
    broken = files.workspace.with_journey(lost(files.workspace.journeys["lead"]))
    found = look_again(files, broken, contacts=_people(files, 40)).findings["lead"]
    assert blocking(found)
    assert not {"D603", "D604", "X801"} & {one.code for one in found}


def _people(files: WorkspaceFiles, count: int) -> Contacts:
    head = "email,consent\n"
    rows = "".join(f"p{at}@example.org,yes\n" for at in range(count))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "contacts.csv"
        path.write_text(head + rows)
        return read_contacts(path, files.workspace)

"""Names that would be markup, escape sequences or formulas do no harm on any screen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from sampled import copied, running
from screens_app import shown, until
from textual.pilot import Pilot
from textual.widgets import Input

from nurture_tui.contacts.table import TextColumn
from nurture_tui.edit.change import set_value
from nurture_tui.edit.history import Edit
from nurture_tui.model.action import AddToList, GiveTask, Notify, Verb
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Action, Branch, Exit, Send, Split, Step
from nurture_tui.model.workspace import Workspace
from nurture_tui.screens.comparetext import sections_of, to_markdown, to_text
from nurture_tui.screens.opening import open_path

EVIL = "[bold red]\x1b[31mEve\x1b]0;x\x07\u202e\r\n=HYPERLINK(1)"
SHOWN = "[bold red]"
NEVER = {"\x1b", "\x07", "\u202e", "\r"}


@pytest.fixture
def folder(tmp_path):
    return copied(tmp_path, "hr-guide", "hand-to-sales")


def hostile(workspace: Workspace) -> Workspace:
    """The workspace with a hostile name wherever a planner can write one."""
    made = workspace
    for journey in workspace.journeys.values():
        made = made.with_journey(renamed(journey))
    settings = made.settings
    personas = {
        id_: one.model_copy(update={"title": EVIL}) for id_, one in settings.personas.items()
    }
    assets = {
        id_: one.model_copy(update={"title": EVIL, "owner": EVIL})
        for id_, one in settings.assets.items()
    }
    changed = settings.model_copy(update={"name": EVIL, "personas": personas, "assets": assets})
    return replace(made, settings=changed)


def renamed(journey: Journey) -> Journey:
    steps = {id_: changed(one) for id_, one in journey.steps.items()}
    changes = {"name": EVIL, "purpose": EVIL, "owner": EVIL, "steps": steps}
    if journey.goal is not None:
        changes["goal"] = journey.goal.model_copy(update={"name": EVIL})
    changes["exits"] = tuple(one.model_copy(update={"name": EVIL}) for one in journey.exits)
    return journey.model_copy(update=changes)


def changed(step: Step) -> Step:
    """The step with hostile texts: title, labels, names of ways, subject, tasks and notices."""
    changes: dict[str, Any] = {"title": EVIL}
    match step:
        case Send():
            changes["subject"] = EVIL
        case Branch(cases=cases):
            labels = [f"{EVIL}{n}" for n in range(len(cases))]
            changes["cases"] = tuple(
                case.model_copy(update={"label": label})
                for case, label in zip(cases, labels, strict=True)
            )
        case Split(ways=ways):
            changes["ways"] = tuple(
                way.model_copy(update={"name": f"{EVIL}{n}"}) for n, way in enumerate(ways)
            )
        case Action(do=do):
            changes["do"] = tuple(map(verb, do))
        case Exit():
            changes["reason"] = f"{EVIL} at the end"
    return step.model_copy(update=changes)


def verb(one: Verb) -> Verb:
    match one:
        case GiveTask(task=task):
            whose = task.for_ if task.for_ == "owner" else EVIL
            return GiveTask(task=task.model_copy(update={"title": EVIL, "for_": whose}))
        case Notify():
            return Notify(notify=EVIL, message=EVIL)
        case AddToList():
            return AddToList(add_to_list=EVIL)
    return one


def harmless(pilot: Pilot) -> str:
    text = shown(pilot.app)
    assert not NEVER & set(text)
    assert SHOWN[:6] in text
    return text


@pytest.mark.each_frame
async def test_hostile_names_are_shown_as_they_are_and_do_nothing(folder):
    (folder / "[bold red]\x1b[31m\u202eEve.toml").write_text("this is no journey", "utf-8")
    opened = open_path(folder)
    people = opened.contacts.take(np.arange(80))
    for name in ("first_name", "last_name", "company", "owner"):
        evil = TextColumn(np.array([EVIL] * len(people), dtype=object))
        people.columns[name].coded = evil.coded
    people = replace(people, ids=np.array([f"{EVIL}{n}" for n in range(80)], dtype=object))
    workspace = hostile(opened.workspace)
    async with running(folder / "hr-guide.toml", contacts=people, workspace=workspace) as pilot:
        app = pilot.app
        await pilot.press("0")
        await until(pilot, lambda: app.screen.whole.found is not None)
        await until(pilot, lambda: "[31m·Eve" in shown(app))  # a file that cannot be read
        harmless(pilot)
        await pilot.press("m")
        harmless(pilot)
        await pilot.press("m", "r")
        await until(pilot, lambda: "Rename" in shown(app))
        harmless(pilot)
        app.screen.query_one("#name", Input).value = EVIL  # as if it were pasted
        await pilot.pause(0.1)
        harmless(pilot)
        await pilot.press("escape", "x")
        await until(pilot, lambda: "Remove a journey" in shown(app))
        harmless(pilot)
        await pilot.press("escape", "3")
        await until(pilot, lambda: getattr(app.screen, "heat", None) is not None)
        harmless(pilot)
        await pilot.press("m", "enter")
        harmless(pilot)
        await pilot.press("slash", "down", "enter")
        await until(pilot, lambda: "Filter: owner" in shown(app))
        harmless(pilot)
        await pilot.press("escape", "escape", "a")
        await until(pilot, lambda: app.screen.data.several)
        await pilot.press("home")
        await until(pilot, lambda: "task, " in shown(app))
        harmless(pilot)
        await pilot.press("e")
        await until(pilot, lambda: "Save the schedule" in shown(app))
        await pilot.press("escape", "a")
        edited = set_value(app.session.journey, ("steps", "pause", "for"), "9d")
        app.session.apply(Edit(EVIL, set_value(edited, ("name",), f"{EVIL}2")))
        await pilot.press("4")
        await until(pilot, lambda: app.screen.versus.fresh)
        harmless(pilot)
        sections = sections_of(app.screen.versus, app.screen.changes)
        for written in (to_text(EVIL, sections), to_markdown(EVIL, sections)):
            assert not NEVER & set(written)
        assert "\\[bold" in to_markdown(EVIL, sections)
        await pilot.press("v")
        await until(pilot, lambda: "Compare with" in shown(app))
        harmless(pilot)
        await pilot.press("escape", "u", "ctrl+z")
        await pilot.pause()
        harmless(pilot)
        await pilot.press("5")
        await until(pilot, lambda: getattr(app.screen, "made", None) is not None)
        await until(pilot, lambda: not app.session.stale)
        harmless(pilot)
        await pilot.press("l")
        await until(pilot, lambda: "Mitä he saavat" in shown(app))
        harmless(pilot)
        await pilot.press("2")
        await until(pilot, lambda: getattr(app.screen, "played", None) is not None)
        app.screen.follow_contact(int(app.screen.played.let_in()[0]))
        for key in ("s", "f", "o", "a", "m", "w"):
            await pilot.press(key)
            await pilot.pause(0.05)
            harmless(pilot)
        for key in ("1", "W"):
            await pilot.press(key)
            await until(pilot, lambda key=key: app.current_mode in ("design", "workspace"))
            await pilot.pause(0.05)
            harmless(pilot)

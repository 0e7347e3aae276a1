"""The Journeys screen: the map of hand-offs, what journeys do together, and their files."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from sampled import ROOT, SETTINGS, copied, running
from screens_app import shown, until
from textual.widgets import Input

from nurture_tui.files.workspace import read_workspace
from nurture_tui.report.together import CUSTOMERS, handed_by, served, together_of
from nurture_tui.screens.handmap import HandMap
from nurture_tui.screens.journeylist import JourneyList
from nurture_tui.screens.opening import ROOMS, open_path, run_together
from nurture_tui.screens.outline import journeys_text
from nurture_tui.screens.plain import AtOnce
from nurture_tui.screens.session import Session
from nurture_tui.simulation import simulate


@pytest.fixture
def folder(tmp_path):
    return copied(tmp_path, "hr-guide", "hand-to-sales")


FEW = 60


def few(folder):
    """The first contacts of the list, so that the run is quick."""
    return open_path(folder).contacts.take(np.arange(FEW))


async def whole(pilot) -> None:
    await until(pilot, lambda: pilot.app.screen.whole.fresh)


async def test_the_map_shows_who_hands_whom_to_which_journey(folder):
    opened = replace(open_path(folder), contacts=few(folder))
    run = simulate(opened.workspace, list(opened.workspace.journeys), opened.contacts, SETTINGS)
    handed = run.journeys["hr-guide"].handed_off["hand-to-sales"]
    let_in = run.journeys["hr-guide"].entered
    assert handed
    async with running(folder, contacts=few(folder)) as pilot:
        await whole(pilot)
        text = shown(pilot.app)
        assert f"│ hr-guide  {let_in} ├── goal {handed} ─→┃ hand-to-sales" in text
        assert "contacts in 60 days" in text
        assert "Messages in each contact's worst week" in text
        table = pilot.app.screen.query_one(JourneyList)
        assert table.selected == "hand-to-sales"
        await pilot.press("tab")
        await pilot.press("left")
        assert table.selected == "hr-guide"
        box = pilot.app.screen.query_one(HandMap)._picture.boxes["hand-to-sales"]
        await pilot.click(HandMap, offset=(box.x + 4, box.y + 1))
        assert table.selected == "hand-to-sales"
        await pilot.press("m")
        await pilot.pause()
        assert "Hand-offs" in shown(pilot.app).splitlines()[3]
        await pilot.press("m", "up", "enter")
        await until(pilot, lambda: pilot.app.session.current is not None)


async def test_from_110_columns_on_the_map_is_whole_and_together_takes_what_it_leaves(tmp_path):
    ids = sorted(path.stem for path in (ROOT / "journeys").glob("*.toml"))
    folder = copied(tmp_path, *(id_ for id_ in ids if id_ != "nurture"))
    async with running(folder, size=(110, 36), contacts=few(folder)) as pilot:
        await whole(pilot)
        page = pilot.app.screen
        drawn, pane = page.query_one(HandMap), page.query_one("#together-pane")
        for across in (110, 140):
            await pilot.resize_terminal(across, 36)
            await until(pilot, lambda across=across: page.size.width == across)
            wanted = min(across - drawn.least - 1, 46)
            await until(pilot, lambda wanted=wanted: pane.size.width == wanted)
            await until(pilot, lambda: drawn.virtual_size.width <= drawn.size.width)
            assert "worst week" in shown(pilot.app)


async def test_on_a_small_screen_the_map_comes_by_key(folder):
    async with running(folder, size=(80, 24), contacts=few(folder)) as pilot:
        assert "Hand-offs" not in shown(pilot.app)
        await pilot.press("m")
        await whole(pilot)
        assert "hand-to-sales" in shown(pilot.app)
        assert "Together" in shown(pilot.app)


async def test_a_journey_is_copied_renamed_and_removed_and_each_is_undone(folder):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    async with running(folder, contacts=few(folder)) as pilot:
        app, table = pilot.app, pilot.app.screen.query_one(JourneyList)
        table.rebuild("hand-to-sales")
        await pilot.press("y")
        await pilot.press("enter")
        await until(pilot, lambda: table.selected == "hand-to-sales-2")
        made = app.session.workspace.journeys["hand-to-sales-2"]
        assert (made.name, made.status) == ("Internal: hand a lead to sales (copy)", "draft")
        assert "# All criteria have to hold" in (folder / "hand-to-sales-2.toml").read_text("utf-8")

        table.rebuild("hand-to-sales")
        await pilot.press("r", "tab")
        app.screen.query_one("#id", Input).value = "to-sales"
        await pilot.press("enter")
        await until(pilot, lambda: "to-sales" in app.session.workspace.journeys)
        assert app.session.workspace.journeys["hr-guide"].goal.enter == "to-sales"
        assert 'enter  = "to-sales"' in (folder / "hr-guide.toml").read_text("utf-8")
        assert not (folder / "hand-to-sales.toml").exists()

        table.rebuild("hr-guide")
        await pilot.press("x", "x")
        assert sorted(app.session.workspace.journeys) == ["hand-to-sales-2", "to-sales"]
        assert (folder / ".trash" / "hr-guide.toml").exists()

        for undone in ("remove “hr-guide”", "rename “hand-to-sales” to “to-sales”"):
            assert app.screen.on_files.undo_name == undone
            await pilot.press("ctrl+z")
        await pilot.press("ctrl+z")
        assert not app.session.changed()
        await pilot.press("ctrl+y", "ctrl+z")
    after = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    assert after == before


async def test_what_cannot_be_is_said_and_changes_nothing(folder):
    async with running(folder, contacts=few(folder)) as pilot:
        pilot.app.screen.query_one(JourneyList).rebuild("hand-to-sales")
        await pilot.press("r", "tab")
        field = pilot.app.screen.query_one("#id", Input)
        for wrong, words in (
            ("hr-guide", "There is a journey “hr-guide” already."),
            ("a b", "cannot be an id"),
        ):
            field.value = wrong
            await pilot.press("enter")
            await pilot.pause()
            assert words in shown(pilot.app)
        await pilot.press("escape")
        assert "hand-to-sales" in pilot.app.session.workspace.journeys


def test_together_counts_what_the_run_has(folder):
    opened = replace(open_path(folder), contacts=few(folder))
    run = simulate(opened.workspace, list(opened.workspace.journeys), opened.contacts, SETTINGS)
    found = together_of(run_together(opened.workspace, opened.contacts, SETTINGS), opened.workspace)
    assert found == together_of(run, opened.workspace)
    assert found.entered == {id_: one.entered for id_, one in run.journeys.items()}
    handed = run.journeys["hr-guide"].handed_off["hand-to-sales"]
    assert found.handed["hr-guide", "hand-to-sales"] == handed


def test_who_is_served_is_counted_by_stage_and_persona():
    workspace = read_workspace("journeys").workspace
    table = served(workspace)
    journeys = [one for one in workspace.journeys.values() if one.kind != "internal"]
    assert sum(sum(row.values()) for row in table.values()) == len(
        [one for one in journeys if one.stage or one.kind == "customer"]
    )
    assert table["hr-user"][CUSTOMERS] == 2


def test_each_pair_of_journeys_is_one_line_of_the_map():
    found = handed_by(read_workspace("journeys").workspace.journeys)
    assert Counter((one.source, one.target) for one in found).most_common(1)[0][1] == 1
    assert ("hr-guide", "hand-to-sales", "goal", 0) in [
        (one.source, one.target, one.by, one.more) for one in found
    ]


def test_the_map_and_what_stands_beside_it_can_be_printed(folder):
    opened = replace(open_path(folder), contacts=few(folder))
    text = journeys_text(Session(opened, SETTINGS, AtOnce(), ROOMS))
    assert "  hr-guide to hand-to-sales: goal" in text
    assert "  hr-director: awareness 1" in text
    assert "Messages in each contact's worst week" in text

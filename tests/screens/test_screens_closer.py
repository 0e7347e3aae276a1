"""Looking closer at a run in Simulate: its views, what is assumed, why not, long runs."""

from __future__ import annotations

import json
import re
import time
from contextlib import redirect_stdout
from dataclasses import replace
from datetime import date
from io import StringIO

import numpy as np
import pytest
import stillness
from sampled import ROOT, copied, running, simulate_screen
from screens_app import shown, until

from nurture_tui.cli import main
from nurture_tui.contacts.table import TextColumn
from nurture_tui.report.uncertain import taken
from nurture_tui.screens.assumedview import AssumedView
from nurture_tui.screens.closerpane import TypedValue
from nurture_tui.screens.inquiry import Inquiry
from nurture_tui.screens.mattersview import MattersView
from nurture_tui.screens.opening import open_path
from nurture_tui.screens.plain import AtOnce
from nurture_tui.screens.played import follow
from nurture_tui.screens.simulate import Simulate
from nurture_tui.screens.timeline import LEFT, TimeLine
from nurture_tui.screens.whyview import WhyView
from nurture_tui.text import interval, rate, signed_points


@pytest.fixture
def folder(tmp_path):
    return copied(tmp_path, "hr-guide", "hand-to-sales")


@pytest.fixture
def webinar(tmp_path):
    return copied(tmp_path, "webinar") / "webinar.toml"


async def opened(pilot) -> Simulate:
    page = await simulate_screen(pilot)
    await until(pilot, lambda: not page.questions.working)
    return page


def recorded(id_: str, *arguments: str) -> dict:
    """What the command line says of the same run of one sample journey."""
    out = StringIO()
    with redirect_stdout(out):
        assert main(["simulate", str(ROOT / "journeys" / f"{id_}.toml"), *arguments, "--json"]) == 0
    return json.loads(out.getvalue())["journeys"][id_]


async def test_figures_and_views_have_the_numbers_of_simulate_json(folder):
    run = ["--start", "2026-11-23", "--days", "60", "--without-messages"]
    said = recorded("hr-guide", *run)
    async with running(folder / "hr-guide.toml", size=(160, 56)) as pilot:
        page = await opened(pilot)
        text = " ".join(shown(pilot.app).split())
        goal, lift = said["goal"], said["goal"]["lift"]
        assert f"goal {rate(goal['rate'])} ({interval(goal['low'], goal['high'])})" in text
        assert f"lift {signed_points(lift['value'])} " in text
        assert f"over no messages at all: {rate(lift['without'])}" in text
        assert f"messages sent {said['sends']:,}" in text
        assert f"in the path now {said['inside']}" in text
        side, wide = page.query_one("#side"), page.query_one("#side").styles.width
        side.styles.width = 44  # the figures follow the cells they have, whenever these come
        await until(pilot, lambda: re.search(r"in the path +\d", shown(pilot.app)))
        side.styles.width = wide
        await until(pilot, lambda: re.search(r"in the path now +\d", shown(pilot.app)))
        for name, number in said["exits"].items():
            assert (
                re.search(rf"{re.escape(name[:9])}[^%]* [\d.]+% {number:,}\b", text) or not number
            )
        await pilot.click("#view-menu", offset=(8, 1))  # one click opens what it says
        await until(pilot, lambda: "tried to come in" in shown(pilot.app))
        rows = shown(pilot.app)
        assert re.search(rf"tried to come in +{said['considered']}\b", rows)
        assert re.search(rf"let in +▆+ +{said['entered']}\b", rows)
        for step in said["steps"].values():
            if step["type"] == "send" and step["sent"]:
                assert re.search(rf"▆ +{step['sent']}\b", rows)
                clicked = f"{rate(step['clicked'] / step['sent'])} {step['clicked']}"
                assert f"clicked {clicked}" in rows
        await pilot.press("o")
        await until(pilot, lambda: "Where contacts are" in shown(pilot.app))
        assert re.search(rf"in the path .* {said['inside']}\b", shown(pilot.app))
        assert page.played.outcome.sends == said["sends"]


async def test_every_view_opens_by_its_key_and_esc_puts_it_away_with_hostile_names_too(folder):
    async with running(folder / "hr-guide.toml", size=(80, 24)) as pilot:
        page = await opened(pilot)
        people = page.played.result.contacts
        evil = np.array(["[bold red]\x1b[31mEve[/]\u202e"] * len(people), dtype=object)
        people.columns["first_name"].coded = TextColumn(evil).coded
        page.selected = "last-offer"
        page.follow_contact(int(page.played.let_in()[3]))
        await pilot.press("v")
        await until(pilot, lambda: "which assumption matters most" in shown(pilot.app))
        await pilot.press("f")
        await until(pilot, lambda: "━━ Funnel" in shown(pilot.app))
        await pilot.press("escape")
        await until(pilot, lambda: "━━ Path" in shown(pilot.app))
        keys = {"s": "[bold red]·", "o": "Where contacts", "a": "What is", "w": "Why not"}
        for key, title in keys.items():
            await pilot.press(key)
            await until(pilot, lambda title=title: f"━━ {title}" in shown(pilot.app))
            assert not {"\x1b", "\u202e"} & set(shown(pilot.app))
        await until(pilot, lambda: "[bold red]·[31mEve[/]·" in shown(pilot.app))
        await pilot.press("w")
        await until(pilot, lambda: "━━ Path" in shown(pilot.app))
        assert not page.has_class("closer")


@pytest.mark.each_frame
async def test_a_jump_neither_lays_the_screen_out_nor_repaints_all_of_it(folder, monkeypatch):
    async with running(folder / "hr-guide.toml", size=(140, 44)) as pilot:
        page = await opened(pilot)
        bars, row = page.query_one(TimeLine), 2
        page.follow_contact(int(page.played.let_in()[0]))
        await pilot.press("f")
        await until(pilot, lambda: "tried to come in" in shown(pilot.app))
        await pilot.click(bars, offset=(LEFT, row))  # takes the focus
        await until(pilot, lambda: page.player.instant == page.player.line.start)
        laid_out, repainted = [], []
        page.screen_layout_refresh_signal.subscribe(page, laid_out.append)
        monkeypatch.setattr(page, "refresh", lambda *parts, **_: repainted.append(parts))
        # No row of the funnel comes or goes; those of a story do.
        for view, cells in (("funnel", (9, 90, 30)), ("story", (90, 110))):
            page.beside.open(view)
            await until(pilot, lambda view=view: view == page.beside.name_shown)
            await pilot.click(bars, offset=(LEFT + cells[0] - 1, row))
            await until(pilot, lambda: page.beside.stage.instant == page.player.instant)
            laid_out.clear(), repainted.clear()
            for cell in cells:
                await pilot.click(bars, offset=(LEFT + cell, row))
                await until(pilot, lambda cell=cell: page.player.instant == bars.instant_at(cell))
            assert not laid_out, view
            assert not repainted, view


async def test_an_assumption_is_nudged_typed_undone_and_says_where_it_stands(folder):
    async with running(folder / "hr-guide.toml") as pilot:
        page = await opened(pilot)
        session = pilot.app.session
        before = page.played
        await pilot.press("a")
        view = page.query_one(AssumedView)
        found = next(u for u in taken(session.workspace, ["hr-guide"]) if u.place == "step")
        page.beside.to_assumption(found)
        await pilot.press("right")
        step = found.sends[0][1]
        assert getattr(session.journey.steps[step].assume, found.what) == pytest.approx(
            found.value + 0.01
        )
        await until(pilot, lambda: page.played is not before and not session.stale)
        assert view.about.what == found.what
        assert view.about.value == pytest.approx(found.value + 0.01)
        await pilot.press("enter")
        await pilot.press(*"250%", "enter")
        await until(pilot, lambda: "× " in shown(pilot.app))
        assert page.query_one(TypedValue).has_focus
        await pilot.press(*"55%", "space", *"own", "enter")
        assert session.journey.steps[step].assume.source == "own"
        assert view.has_focus
        await pilot.press("ctrl+z")
        await until(pilot, lambda: session.workspace == session.opened.workspace)


async def test_the_run_is_changed_here_and_says_where_its_settings_come_from(folder):
    async with running(folder / "hr-guide.toml") as pilot:
        page = await opened(pilot)
        session = pilot.app.session
        await pilot.press("r")
        await until(pilot, lambda: re.search(r"length +▏ +60 days +default", shown(pilot.app)))
        assert re.search(r"contacts +▏ +400 +leads.csv", shown(pilot.app))
        await pilot.press("enter", *"1.12.2026", "enter")
        assert session.first_day == date(2026, 12, 1)
        await pilot.press("down", "down", "enter", *"1000", "enter")
        assert session.settings.people == 1_000
        await until(pilot, lambda: not session.stale and page.played.result is session.result)
        assert session.result.run.contacts == 1_000
        run = ["--start", "2026-12-01", "--days", "60", "--people", "1000"]
        said = recorded("hr-guide", *run)
        assert page.played.outcome.sends == said["sends"]
        assert page.played.outcome.entered == said["entered"]
        row = int(page.played.let_in()[0])
        assert follow(page.played, row).lines[0].word == "enter"
        await until(pilot, lambda: "1,000 drawn" in shown(pilot.app))
        assert "typed here" in shown(pilot.app)
        await pilot.press("backspace")
        assert session.settings.people is None


async def test_what_matters_is_ranked_and_leads_to_the_assumption(tmp_path):
    path = copied(tmp_path, "contact-request") / "contact-request.toml"
    people = open_path(path).contacts.take(np.arange(40))
    async with running(path, contacts=people) as pilot:
        page = await opened(pilot)
        await pilot.press("m")
        view = page.query_one(MattersView)
        await until(pilot, lambda: len(view) > 4)
        ranked = page.questions.hangs_on(page.played).effects["contact-request"]
        assert "goal as assumed" in shown(pilot.app)
        view.chosen = 2
        await pilot.press("enter")
        about = page.query_one(AssumedView).about
        assert about == ranked[0].assumption


async def test_why_not_answers_for_a_step_and_for_the_followed_contact(webinar):
    async with running(webinar) as pilot:
        page = await opened(pilot)
        await pilot.press("w")
        view = page.query_one(WhyView)
        await until(pilot, lambda: len(view) > 0 and not page.questions.working)
        steps = page.played.outcome.steps
        step = [id_ for id_, each in steps.items() if each.type == "send" and each.entered][-1]
        came = page.played.result.visits
        there = came.names.index(step)
        gone = set(came.contact[came.step == there].tolist())
        row = next(int(row) for row in page.played.let_in() if int(row) not in gone)
        page.selected = step
        page.follow_contact(row)
        await pilot.pause()
        why = page.followed.why_not(step)
        assert why.kind not in ("got", "came")
        assert page.followed.name in shown(pilot.app)
        assert why.text.split()[0] in shown(pilot.app)
        page.action_unfollow()
        await until(pilot, lambda: "came here. Press p to follow" in shown(pilot.app))


async def test_the_nearest_is_followed_by_enter_and_by_a_click_from_any_row(folder):
    path = folder / "hr-guide.toml"
    text = path.read_text(encoding="utf-8")
    rare = text.replace("clicked('deliver')", "clicked('deliver') and score > 999", 1)
    assert rare != text
    path.write_text(rare, encoding="utf-8")
    async with running(path) as pilot:
        page = await opened(pilot)
        await pilot.press("w")
        view = page.query_one(WhyView)
        await until(pilot, lambda: "Nobody came here" in shown(pilot.app))
        await until(pilot, lambda: "enter follow the nearest" in shown(pilot.app))
        row = shown(pilot.app).splitlines()[-1]
        await pilot.click(offset=(row.index("follow the nearest"), pilot.app.size.height - 1))
        await until(pilot, lambda: page.followed is not None)
        assert page.followed.id == view.row_at(0).contact


async def test_where_nobody_is_let_in_the_screen_says_why(folder):
    path = folder / "hr-guide.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"only_if +=.*", "only_if = \"country == 'ZZ'\"", text), "utf-8")
    async with running(path) as pilot:
        await opened(pilot)
        await until(pilot, lambda: "Nobody came here" in shown(pilot.app))
        assert "tried and nobody" in shown(pilot.app)
        assert "p follow" not in shown(pilot.app).splitlines()[-1]


async def test_a_long_run_shows_how_far_it_is_and_is_cancelled(folder, monkeypatch):
    async with running(folder / "hr-guide.toml") as pilot:
        page = await opened(pilot)
        session = pilot.app.session
        rooms = session.rooms

        def slowly(workspace, id_, contacts, settings):
            for part in range(1, 400):  # a slow machine, so that esc comes in time
                settings.heard(part * 500, 250_000)
                time.sleep(0.05)
            return rooms.simulate(workspace, id_, contacts, settings)

        # The other journeys, counted at the same time, would be what is under way.
        session.rooms = replace(rooms, simulate=slowly, count=None)
        monkeypatch.setattr(stillness, "LONGEST", 0.3)  # the run goes on until esc ends it
        session.set_run(session.settings.typed("people", 250_000))
        await until(pilot, lambda: session.upkeep.progress is not None)
        await until(pilot, lambda: re.search(r"Simulating 250,000 .* \d+ %", shown(pilot.app)))
        await pilot.press("escape")
        await until(pilot, lambda: session.outcome.problem is not None)
        monkeypatch.undo()
        assert session.upkeep.progress is None
        assert "cancelled" in session.outcome.problem.message
        assert session.stale
        session.rooms = rooms
        session.set_run(replace(session.settings, people=None))
        await until(pilot, lambda: not session.stale)
        assert page.played is not None


def test_an_answer_that_is_no_longer_wanted_is_not_taken():
    runner, told = AtOnce(), []
    asking: Inquiry[str] = Inquiry(runner, lambda: told.append("changed"))
    run = object()
    assert asking.ask(run, lambda _: "late") is None
    asking.cancel()
    runner.finish()
    assert (asking.answer, asking.problem, asking.working, told) == (None, "cancelled", False, [])
    asking.forget()
    asking.ask(run, lambda _: "asked again")
    runner.finish()
    assert (asking.answer, asking.problem, told) == ("asked again", "", ["changed"])

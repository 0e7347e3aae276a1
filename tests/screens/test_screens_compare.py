"""The Compare screen: the edited journey against its saved version or another journey."""

from __future__ import annotations

import numpy as np
import pytest
from sampled import SETTINGS, copied, running
from screens_app import shown, until

from nurture_tui.edit.change import set_value
from nurture_tui.edit.history import Edit
from nurture_tui.report.comparison import compare
from nurture_tui.report.difference import Change
from nurture_tui.report.sketch import sketch
from nurture_tui.report.variants import Variant
from nurture_tui.screens.bothfit import fitted
from nurture_tui.screens.changelist import ChangeLines, told_whole
from nurture_tui.screens.compare import compare_text
from nurture_tui.screens.opening import ROOMS, open_path
from nurture_tui.screens.plain import AtOnce
from nurture_tui.screens.session import Session
from nurture_tui.text import count, rate


@pytest.fixture
def folder(tmp_path):
    return copied(tmp_path, "hr-guide", "hand-to-sales")


def edited(session: Session) -> None:
    journey = set_value(session.journey, ("steps", "pause-2", "for"), "1d")
    session.apply(Edit("wait less", set_value(journey, ("name",), "[b]Bold\x1b[31m")))


async def test_an_edit_is_held_against_the_saved_version(folder):
    opened = open_path(folder / "hr-guide.toml")
    async with running(folder / "hr-guide.toml") as pilot:
        app = pilot.app
        await pilot.press("4")
        await pilot.pause()
        assert "Nothing has changed since this journey was saved." in shown(app)
        edited(app.session)
        await until(pilot, lambda: app.screen.versus.fresh)
        text = shown(app)
        found = compare(
            Variant(opened.workspace, ("hr-guide",), opened.contacts),
            Variant(app.session.workspace, ("hr-guide",), opened.contacts),
            SETTINGS,
        ).journeys["hr-guide"]
        assert "~ step “pause-2”: waits 1d instead of 6d" in text
        assert "[b]Bold" in text
        assert "was 6d" in text
        for name, outcome in (("saved", found.first), ("now", found.second)):
            assert f" {name}  " in text
            assert rate(outcome.goal.rate) in text
            assert count(outcome.sends) in text
        assert "saved against now" in text
        # A key brings what becomes of the schedule into view, and is offered while there is more.
        assert "pgdn schedule" in text
        right = app.screen.query_one("#right")
        while right.scroll_y < right.max_scroll_y:
            before = right.scroll_y
            await pilot.press("pagedown")
            await until(pilot, lambda before=before: right.scroll_y > before)
        assert "messages that both send" in shown(app)
        await pilot.press("pageup")
        await until(pilot, lambda: right.scroll_y < right.max_scroll_y)

        await pilot.press("]")
        assert app.screen.query_one(ChangeLines).chosen == 1
        await pilot.press("u")
        assert not app.session.changed()
        await pilot.press("ctrl+z")
        assert app.session.changed()


async def test_a_journey_is_held_against_another_and_pictured_on_a_small_screen(folder):
    async with running(folder / "hr-guide.toml", size=(80, 24)) as pilot:
        app = pilot.app
        edited(app.session)
        await pilot.press("4")
        await until(pilot, lambda: app.screen.changes)
        assert "was 6d" not in shown(app)
        await pilot.press("p")
        await until(pilot, lambda: "~ wait  1d" in shown(app))
        assert "was 6d" in shown(app)  # beside the step, whose chip is in view
        assert "step “pause-2”: waits 1d instead of 6d" in shown(app)
        await pilot.press("p")
        await until(pilot, lambda: "was 6d" not in shown(app))
        # Beside the figures, where it would be cut, the picture can have their place too.
        await pilot.resize_terminal(100, 30)
        await until(pilot, lambda: "p picture" in shown(app))
        await pilot.press("p")
        await until(pilot, lambda: "was 6d" in shown(app))
        assert not app.screen.query_one("#right").display
        await pilot.press("p")
        await until(pilot, lambda: app.screen.query_one("#right").display)
        await pilot.resize_terminal(80, 24)
        await pilot.press("4", "v", *"hand", "enter")
        await until(pilot, lambda: app.screen.versus.fresh)
        text = shown(app)
        assert "hand-to-sales against hr-guide" in text
        assert "Not both have a goal" in text


@pytest.mark.parametrize("id_", ["onboarding", "open-deal", "webinar"])
def test_steps_give_way_where_the_picture_would_be_cut(tmp_path, id_):
    opened = open_path(copied(tmp_path, id_) / f"{id_}.toml")
    drawn = sketch(opened.workspace.journeys[id_], opened.workspace)
    assert fitted(drawn, "boxes", 64).width <= 64 < fitted(drawn, "boxes", 120).width


def test_a_change_that_its_row_cuts_is_told_whole():
    words = "subject is “Another subject” instead of “How to choose without regretting it”"
    change = Change("changed", "step “offer”", words, ("steps", "offer", "subject"))
    assert told_whole(change, 120) == []
    rows = told_whole(change, 64)
    assert " ".join(rows) == change.sentence
    assert max(map(len, rows)) <= 60
    few = told_whole(change, 24)
    assert len(few) == 3
    assert few[-1].endswith("…")


def test_the_comparison_can_be_printed(folder):
    opened = open_path(folder / "hr-guide.toml")
    few = opened.contacts.take(np.arange(60))
    runner = AtOnce()
    opened = type(opened)(**{**opened.__dict__, "contacts": few})
    session = Session(opened, SETTINGS, runner, ROOMS, only_current=True)
    assert "Nothing has changed" in compare_text(session)
    edited(session)
    text = compare_text(session)
    assert "step “pause-2”: waits 1d instead of 6d" in text
    assert "messages sent" in text
    assert "\x1b" not in text

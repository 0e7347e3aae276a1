"""Forms on the Design screen: conditions as rows, items of lists, what can be typed, menus."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from screens_app import checked, picture, shown, the_app, typed, until, workspace
from textual.widgets import Input

from nurture_tui.edit.change import set_value
from nurture_tui.edit.history import Edit
from nurture_tui.model.step import Action, Branch, Wait
from nurture_tui.model.values import written
from nurture_tui.screens.app import NurtureApp
from nurture_tui.screens.conditionsheet import ConditionSheet
from nurture_tui.screens.dialogs import Choose, TypeWord
from nurture_tui.screens.fieldinput import FieldInput
from nurture_tui.screens.inspector import Inspector

WIDE = (140, 40)


async def test_a_condition_is_edited_as_rows_and_as_text_each_following_the_other(
    tmp_path: Path,
) -> None:
    app = the_app(workspace(tmp_path) / "guide.toml")
    async with app.run_test(size=WIDE) as pilot:
        await checked(pilot)
        app.session.select("read")
        app.screen.query_one(Inspector).go_to(("steps", "read", "cases", 0, "if"))
        await pilot.pause()
        assert any("nobody meets it yet" in row for row in picture(app))
        await pilot.press("f2")
        assert isinstance(app.screen, ConditionSheet)
        cell = app.screen.query_one("#cell", Input)
        await pilot.press("down")
        await typed(pilot, "score")
        await pilot.press("tab", "tab")
        cell.value = "3"
        await pilot.pause()
        assert any("clicked('deliver') and score >= 3" in row for row in picture(app))
        await pilot.press("up", "up")
        cell.value = "consent or score > 5"
        await pilot.pause()
        rows = picture(app)
        assert any("or" in row and "score" in row and "over" in row for row in rows)
        assert any("contacts meet it now" in row for row in rows)
        cell.value = "consent or scor > 5"
        await pilot.pause()
        assert any("The nearest is “score”" in row for row in picture(app))
        cell.value = "consent or score > 5"
        await pilot.pause()
        await pilot.press("down", "down", "f6", "enter")
        await pilot.pause()
        assert app.session.journey is not None
        step = app.session.journey.steps["read"]
        assert isinstance(step, Branch)
        assert str(step.cases[0].condition) == "consent"
        assert any("32 of 40 contacts meet it now, 80.0%" in row for row in picture(app))
        await pilot.press("ctrl+z")
        assert app.session.journey.steps["read"] != step


def set_by_event(app: NurtureApp) -> Mapping[str, object]:
    assert app.session.journey is not None
    return app.session.journey.assume.events[1].values


async def test_a_form_says_what_fits_completes_it_and_works_on_items(tmp_path: Path) -> None:
    app = the_app(workspace(tmp_path) / "guide.toml")
    async with app.run_test(size=WIDE) as pilot:
        await checked(pilot)
        app.session.select("offer")
        inspector = app.screen.query_one(Inspector)
        inspector.go_to(("steps", "offer", "role"))
        await pilot.pause()
        assert any("activate · remind · inform · ask" in row for row in picture(app))
        await typed(pilot, "rem")
        await pilot.press("ctrl+@")  # what most terminals send for ctrl+space
        assert app.session.journey is not None
        assert app.session.journey.steps["offer"].role == "remind"  # type: ignore[union-attr]
        inspector.go_to(("steps", "offer", "window"))
        await pilot.pause()
        rows = picture(app)
        assert any("for example" in row for row in rows)
        assert any("Fri 18:00" in row and "Mon 30 Nov 08:00" in row for row in rows)
        await pilot.press("escape")
        await pilot.press("g", "a", "pagedown")
        assert inspector.edited == ("assume", "events", 0, "event")
        await pilot.press("f6")
        assert app.session.journey is not None
        assert [event.event for event in app.session.journey.assume.events] == ["bought"]
        await pilot.press("escape", "ctrl+z")
        assert len(app.session.journey.assume.events) == 2
        inspector.go_to(("assume", "events", 1, "set"))
        await until(pilot, lambda: "sets   ┃lifecycle" in shown(app))
        await pilot.press("tab", "m", "q", "l", "escape")
        await until(pilot, lambda: set_by_event(app) == {"lifecycle": "mql"})
        # Enter goes on to the next field, and out of the last one; tab goes round.
        paths = [row.field.path for _, row in inspector._fields()]
        inspector.go_to(paths[-2])
        await pilot.press("enter")
        await until(pilot, lambda: inspector.edited == paths[-1])
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.focused, FieldInput))
        inspector.go_to(paths[-1])
        await pilot.press("tab")
        await until(pilot, lambda: inspector.edited == paths[0])


async def test_an_action_is_made_row_by_row_without_a_word_of_the_file(tmp_path: Path) -> None:
    app = the_app(workspace(tmp_path) / "guide.toml")

    def done() -> Any:
        assert app.session.journey is not None
        steps = app.session.journey.steps.values()
        action = next((step for step in steps if isinstance(step, Action)), None)
        return list(written(action)["do"]) if action is not None else []

    async with app.run_test(size=(80, 24)) as pilot:
        await checked(pilot)
        await pilot.press("a", "t")
        await until(pilot, lambda: "notify somebody" in shown(app))
        await typed(pilot, "give")
        await pilot.press("enter")
        await until(pilot, lambda: bool(done()))
        assert done() == [{"task": {"title": "Call", "for": "owner", "due": "2d"}}]
        inspector = app.screen.query_one(Inspector)
        do = ("steps", app.session.selected, "do")
        # Through the rows by enter, a value typed over, one that is refused with its reason.
        await pilot.press("enter", "tab", "tab")
        await until(pilot, lambda: inspector.edited == (*do, 0, "task", "title"))
        await typed(pilot, "Ring")
        await pilot.press("enter")
        await until(pilot, lambda: inspector.edited == (*do, 0, "task", "for"))
        await until(pilot, lambda: "Whose task it is" in shown(app))
        await pilot.press("enter")
        await typed(pilot, "soon")
        await until(pilot, lambda: "is not a duration" in shown(app))
        await pilot.press("ctrl+u", "1", "d", "enter")
        await until(pilot, lambda: inspector.edited == (*do, 1))
        # One more action: a few letters of its kind, then its values.
        await typed(pilot, "put")
        await until(pilot, lambda: "There are: put on a" in shown(app))
        await typed(pilot, " on")
        await pilot.press("enter")
        await until(pilot, lambda: inspector.edited == (*do, 1, "add_to_list"))
        await typed(pilot, "hot")
        task = {"task": {"title": "Ring", "for": "owner", "due": "1d"}}
        await until(pilot, lambda: done() == [task, {"add_to_list": "hot"}])
        # All of it as text, where that is wanted.
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(app.screen, TypeWord))
        await typed(pilot, "emit = ")
        await pilot.press("quotation_mark", "h", "quotation_mark", "enter")
        await until(pilot, lambda: done() == [task, {"emit": "h"}])
        await until(pilot, lambda: isinstance(app.focused, FieldInput))
        # By mouse: a click on a row of the other, and its key in the footer.
        row = next(y for y, line in enumerate(picture(app)) if "▏Ring" in line)
        await pilot.click(inspector, offset=(24, row - inspector.region.y))
        await until(pilot, lambda: inspector.edited == (*do, 0, "task", "title"))
        await pilot.press("f6")
        await until(pilot, lambda: done() == [{"emit": "h"}])
        await pilot.press("escape", "ctrl+z", "ctrl+z")
        await until(pilot, lambda: done() == [task, {"add_to_list": "hot"}])


async def test_steps_are_moved_changed_and_lines_ended_by_keys(tmp_path: Path) -> None:
    app = the_app(workspace(tmp_path) / "guide.toml")
    async with app.run_test(size=WIDE) as pilot:
        await checked(pilot)
        app.session.select("again")
        await pilot.press("t", "w")
        assert app.session.journey is not None
        assert isinstance(app.session.journey.steps["again"], Wait)
        await pilot.press("d")
        assert app.session.journey.steps["again"].next is None  # type: ignore[union-attr]
        await pilot.press("ctrl+z", "ctrl+z", "m", "slash")
        await typed(pilot, "the guide deliver")
        await pilot.press("enter")
        assert app.session.journey.steps["deliver"].next == "again"  # type: ignore[union-attr]
        await pilot.press("semicolon")
        assert isinstance(app.screen, Choose)
        words = [option.words for option in app.screen.options]
        assert {"make it another type", "let the path end after this step"} <= set(words)
        await pilot.press("escape", "g", "1")
        await pilot.pause()
        assert app.session.selected == "exit:bought"
        await pilot.press("escape", "x")
        assert app.session.journey.exits == ()
        assert app.session.history.undo_name == "remove the exit rule “bought”"


async def test_a_zone_that_does_not_exist_leaves_the_form_as_it_is(tmp_path: Path) -> None:
    app = the_app(workspace(tmp_path) / "guide.toml")
    async with app.run_test(size=WIDE) as pilot:
        await checked(pilot)
        assert app.session.journey is not None
        edit = set_value(app.session.journey, ("sending", "timezone"), "Nowhere")
        app.session.apply(Edit("zone", edit, "deliver"))
        await pilot.pause()
        assert not any("Fri 18:00" in row for row in picture(app))


async def test_a_form_that_opens_over_the_path_shows_the_field_it_goes_to(tmp_path: Path) -> None:
    app = the_app(workspace(tmp_path) / "guide.toml")
    async with app.run_test(size=(80, 24)) as pilot:
        await checked(pilot)
        for key, label in (("e", "event "), ("s", "window "), ("a", "open ")):
            await pilot.press("g", key)
            inspector = app.screen.query_one(Inspector)
            await until(pilot, lambda: inspector.query_one(Input).has_focus)  # noqa: B023
            await until(pilot, lambda: f" {label}" in shown(app))  # noqa: B023  # called at once
            await pilot.press("escape")

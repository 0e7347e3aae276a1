"""At 80 by 24 the mouse reaches all there is: the last row of dialogs, keys in rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from screens_app import picture, shown, the_app, until, workspace
from textual import events
from textual.pilot import Pilot

from nurture_tui.screens.askstep import AskStep
from nurture_tui.screens.chooser import Choice, Chooser
from nurture_tui.screens.closerpane import Beside
from nurture_tui.screens.conditionsheet import ConditionSheet
from nurture_tui.screens.dialogs import Choose, Dialog, DialogBody, Option, Rows, Say, TypeWord
from nurture_tui.screens.exportdialog import Button, Export, Form
from nurture_tui.screens.help import Help, HelpLines
from nurture_tui.screens.lane import Lane
from nurture_tui.screens.lines import Lines
from nurture_tui.screens.pane import Rule
from nurture_tui.screens.renaming import Rename
from nurture_tui.screens.shares import Shares

LOW = (80, 24)
LONG = "A sentence that is long enough to need two rows of the sheet, where it is told. " * 12
OPTIONS = [Option(key, f"what {key} does", key) for key in "abcdefghijkl"]
MANY = [Choice(str(n), ((f"choice {n}", "text"),)) for n in range(40)]


async def wheel_to_the_end(pilot: Pilot[Any]) -> None:
    """Turn the wheel over the middle of the dialog until nothing moves any more."""
    body = pilot.app.screen.query_one(DialogBody)
    for _ in range(60):
        before = [widget.scroll_offset for widget in (body, *body.query("*"))]
        at = (body.region.x + 20, body.region.y + body.region.height // 2)
        await pilot._post_mouse_events([events.MouseScrollDown] * 12, offset=at)
        await pilot.pause()
        if before == [widget.scroll_offset for widget in (body, *body.query("*"))]:
            return
    raise AssertionError("the wheel has no end")


async def assert_last_row_is_reached(pilot: Pilot[Any]) -> None:
    """The sheet is on the screen; the wheel brings its last row, and that of its list."""
    await pilot.pause()
    dialog = pilot.app.screen
    assert isinstance(dialog, Dialog)
    await wheel_to_the_end(pilot)
    body = dialog.query_one(DialogBody)
    name = type(dialog).__name__
    assert dialog.region.contains_region(body.region), name
    last = next(one for one in reversed(body.children) if one.display and one.size.height)
    assert body.content_region.y <= last.region.bottom <= body.content_region.bottom, name
    assert dialog.query_one(Rule).region.y == body.region.y, name  # the title stays
    for lines in dialog.query(Lines):
        assert lines.scroll_offset.y + lines.size.height >= len(lines), name
        assert lines.region.bottom <= body.content_region.bottom, name


async def test_the_wheel_brings_the_last_row_of_every_dialog(tmp_path: Path) -> None:
    app = the_app(workspace(tmp_path) / "guide.toml")
    forms = [
        Form(name, "one for each owner", lambda path: f"Saved to {path} {LONG}")
        for name in ("a.csv", "a.md", "a.ics")
    ]
    dialogs: list[Dialog[Any]] = [
        Say("Said", LONG, LONG, LONG),
        Choose("Chosen", OPTIONS),
        Choose("Chosen", OPTIONS, LONG, LONG),
        Choose("Chosen", OPTIONS * 2, LONG),
        TypeWord("Typed", "word", LONG, LONG),
        Rename("guide", "Guide", lambda _id, _name: None),
        Chooser("Which", lambda _: MANY),
        Export("Export", LONG, forms, tmp_path),
    ]
    async with app.run_test(size=LOW) as pilot:
        for dialog in dialogs:
            app.push_screen(dialog)
            await pilot.pause()
            await assert_last_row_is_reached(pilot)
            if isinstance(dialog, Export):
                await pilot.press("enter")
                await until(pilot, lambda: dialog._saved)  # noqa: B023  # called at once
                await pilot.pause()
                close = dialog.query_one("#do", Button)
                assert dialog.region.contains_region(close.region)
                await assert_last_row_is_reached(pilot)
                await pilot.click(close)
            elif isinstance(dialog, Choose):
                await pilot.click(dialog.query(Rows).last(), offset=(4, len(dialog.options) - 1))
            else:
                await pilot.press("escape")
            await until(pilot, lambda: not isinstance(app.screen, Dialog))
        await pilot.press("down", "a", "e")
        await until(pilot, lambda: isinstance(app.screen, AskStep))
        await assert_last_row_is_reached(pilot)
        await pilot.press("escape")
        app.push_screen(sheet_of(app))
        await pilot.pause()
        await assert_last_row_is_reached(pilot)


def sheet_of(app: Any) -> ConditionSheet:
    """The conditions of the entry."""
    return ConditionSheet("only if", "consent", app.session, Shares(app.session), True)


async def test_help_shows_its_last_command_on_every_screen(tmp_path: Path) -> None:
    app = the_app(workspace(tmp_path) / "guide.toml")
    async with app.run_test(size=LOW) as pilot:
        for key in "012345W":
            await pilot.press(key)
            await pilot.pause()
            await app.run_action("help")
            await until(pilot, lambda: isinstance(app.screen, Help))
            await assert_last_row_is_reached(pilot)
            lines = app.screen.query_one(HelpLines)
            await pilot.press(*["pagedown"] * (len(lines) // 10 + 1))
            last = lines.chosen - lines.scroll_offset.y
            assert lines.chosen == len(lines) - 1
            assert 0 <= last < lines.size.height
            await pilot.press("escape")
            await until(pilot, lambda: not isinstance(app.screen, Help))


async def test_a_key_that_a_rule_names_is_clicked_there(tmp_path: Path) -> None:
    app = the_app(workspace(tmp_path) / "guide.toml", simulated=True)
    async with app.run_test(size=LOW) as pilot:
        await until(pilot, lambda: app.session.counts is not None)
        await click_on_rule(pilot, "L goal and exits")
        await until(pilot, lambda: app.screen.query_one(Lane).is_on_screen)
        assert app.screen.query_one(Lane).has_focus
        await pilot.press("L", "2")
        await until(pilot, lambda: "v look closer" in shown(app))
        await click_on_rule(pilot, "v look closer")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        await pilot.press("escape", "p")
        await until(pilot, lambda: isinstance(app.screen, Chooser))
        await pilot.press("enter")
        await until(pilot, lambda: "s story of" in shown(app))
        await click_on_rule(pilot, "s story of")
        beside = app.screen.query_one(Beside)
        await until(pilot, lambda: beside.name_shown == "story" and beside.is_on_screen)


async def click_on_rule(pilot: Pilot[Any], words: str) -> None:
    """Click the words where they stand on the screen."""
    rows = picture(pilot.app)
    y = next(y for y, row in enumerate(rows) if words in row)
    await pilot.click(offset=(rows[y].index(words), y))


async def test_the_schedule_names_its_export_in_the_footer_of_each_of_its_lists(
    tmp_path: Path,
) -> None:
    app = the_app(workspace(tmp_path) / "guide.toml", simulated=True)
    async with app.run_test(size=LOW) as pilot:
        await until(pilot, lambda: app.session.counts is not None)
        await pilot.press("3")
        await until(pilot, lambda: "e export" in picture(app)[-1])
        await pilot.press("tab")
        await until(pilot, lambda: "follow in Simulate" in picture(app)[-1])
        assert "e export" in picture(app)[-1]
        await pilot.press("shift+tab", "m")
        await until(pilot, lambda: "arrows day" in picture(app)[-1])
        assert "e export" in picture(app)[-1]

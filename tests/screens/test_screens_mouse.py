"""Whatever a key does, the mouse does too: by the footer, the header, a note, or a row of help."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from screens_app import checked, the_app, until, workspace
from textual.pilot import Pilot

from nurture_tui.model.step import Send
from nurture_tui.screens.app import NurtureApp
from nurture_tui.screens.askstep import AnswerInput, AskStep
from nurture_tui.screens.commands import commands_of
from nurture_tui.screens.conditiongrid import Grid
from nurture_tui.screens.dialogs import Choose, Rows
from nurture_tui.screens.header import Header
from nurture_tui.screens.help import Help, HelpLines
from nurture_tui.screens.inspector import Inspector
from nurture_tui.screens.keybar import KeyBar
from nurture_tui.screens.pane import Rule
from nurture_tui.screens.places import PLACES

WIDE = (140, 36)


async def click_on_note(pilot: Pilot[Any], key: str) -> None:
    """Click the part of a rule's note that names a key."""
    for rule in pilot.app.screen.query(Rule):
        at = "".join(str(rule.render())).find(f"{key} ")
        if at > 0:
            await pilot.click(rule, offset=(at, 0))
            return
    raise AssertionError(f"no rule names {key}")


async def test_every_command_of_every_screen_can_be_given_by_clicks_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = the_app(workspace(tmp_path) / "guide.toml", simulated=True)
    given: list[str] = []
    run = app.run_action

    async def noted(action: Any, *rest: Any) -> bool:
        given.append(str(action))
        return await run(action, *rest) if action in ("help", *goes) else True

    goes = {f"go('{place.id}')" for place in PLACES}
    monkeypatch.setattr(Help, "dismiss", lambda _, command=None: app.call_next(command))
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: app.session.counts is not None)
        await pilot.press("y", "y", "ctrl+z")  # something to undo, to do again, to save
        monkeypatch.setattr(app, "run_action", noted)
        for number, place in enumerate(PLACES):
            header = app.screen.query_one(Header)
            x = next(start + 1 for start, _, id_ in header._tabs if id_ == place.id)
            await pilot.click(header, offset=(x, 0))
            await until(pilot, lambda: app.current_mode == place.id)  # noqa: B023  # called at once
            await pilot.pause(0.1)
            await _by_the_footer(pilot, app, given)
            await _by_help(pilot, app, given, rows=(0, 7, -1) if number == 1 else (-1,))


async def _by_the_footer(pilot: Pilot[Any], app: NurtureApp, given: list[str]) -> None:
    """Each key that the footer shows is clicked, and gives its command."""
    footer = app.screen.query_one(KeyBar)
    shown = [(start, active) for start, _, active in footer._places if active is not None]
    assert shown
    for start, active in shown:
        given.clear()
        if active.binding.action.startswith("go("):
            continue  # the header's are clicked
        await pilot.click(footer, offset=(start, 0))
        assert given == [active.binding.action]


async def _by_help(
    pilot: Pilot[Any], app: NurtureApp, given: list[str], rows: tuple[int, ...]
) -> None:
    """All are in Help, which the footer always opens: a row of these that is clicked is given."""
    footer = app.screen.query_one(KeyBar)
    commands = commands_of(app, app.screen)
    await pilot.click(footer, offset=(footer.size.width - 4, 0))
    assert isinstance(app.screen, Help)
    assert [command.action for command in app.screen.shown] == [c.action for c in commands]
    lines = app.screen.query_one(HelpLines)
    for at in (row % len(commands) for row in rows):
        command = commands[at]
        lines.scroll_to(y=at, animate=False, force=True)
        await pilot.pause()
        given.clear()
        await pilot.click(lines, offset=(6, at - lines.scroll_offset.y))
        await pilot.pause()
        if command.action not in ("help", *(f"go('{place.id}')" for place in PLACES)):
            assert given == [command.action]
    app.pop_screen()
    await pilot.pause()


async def test_a_step_is_added_and_its_condition_made_by_clicks_and_typed_names(
    tmp_path: Path,
) -> None:
    app = the_app(workspace(tmp_path) / "guide.toml")
    async with app.run_test(size=(140, 40)) as pilot:
        await checked(pilot)
        footer = app.screen.query_one(KeyBar)
        at = next(s for s, _, a in footer._places if a and a.binding.action == "add")
        await pilot.click(footer, offset=(at, 0))
        menu = app.screen
        assert isinstance(menu, Choose)
        await pilot.click(menu.query(Rows).last(), offset=(8, 0))
        assert isinstance(app.screen, AskStep)
        for field in list(app.screen.query(AnswerInput))[:2]:
            await pilot.click(field, offset=(1, 0))
            field.value = "Tip"
        await click_on_note(pilot, "enter")
        await pilot.pause()
        added = app.session.selected
        inspector = app.screen.query_one(Inspector)
        rows = {row.field.label: y for y, row in inspector._fields()}
        await pilot.click(inspector, offset=(4, rows["role"]))
        await pilot.pause()
        number, line = next(
            (n, text)
            for n, row in enumerate(inspector.help)
            if "remind" in (text := "".join(t for t, _ in row))
        )
        spot = (line.index("remind") + 1, inspector._help_from(inspector.size.height) + number)
        await pilot.click(inspector, offset=spot)
        await pilot.click(inspector, offset=(4, rows["only if"]))
        await pilot.press("f2")
        grid = app.screen.query_one(Grid)
        await pilot.pause()
        offered = next(
            (y, text.index("opened('deliver')"))
            for y in range(grid.size.height)
            if "opened('deliver')" in (text := "".join(t for t, _ in grid._parts(y)))
        )
        await pilot.click(grid, offset=(offered[1] + 2, offered[0]))
        await click_on_note(pilot, "enter")
        await pilot.pause()
        journey = app.session.journey
        assert journey is not None
        step = journey.steps[added]
        assert isinstance(step, Send)
        assert (step.role, str(step.only_if)) == ("remind", "opened('deliver')")

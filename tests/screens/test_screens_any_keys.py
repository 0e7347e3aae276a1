"""Whatever keys are pressed, in whatever order, the app goes on, and undo gives the files back."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings
from screens_app import checked, the_app, workspace
from textual.screen import ModalScreen

from nurture_tui.edit.history import same
from nurture_tui.files.saving import save_journey

LONG = settings().max_examples > 100
RUNS, KEYS = (200, 400) if LONG else (1, 100)
# What plans press, and what they do not mean to; not what quits, or leaves the folder.
PRESSED = (
    *("up", "down", "left", "right", "tab", "shift+tab", "enter", "enter", "escape", "escape"),
    *("a", "A", "c", "d", "x", "y", "r", "m", "t", "g", "slash", "semicolon", "z", "n", "N", "L"),
    *("P", "f8", "shift+f8", "f2", "f6", "f7", "ctrl+z", "ctrl+y", "ctrl+space", "space", "minus"),
    *("e", "w", "u", "b", "s", "1", "2", "W", "delete", "backspace", "ctrl+u", "pagedown"),
    *("shift+up", "shift+down", "question_mark", "apostrophe", "left_parenthesis", "home", "end"),
)


@pytest.mark.each_frame
@pytest.mark.parametrize("seed", range(RUNS))
async def test_any_keys_can_be_pressed_and_undone(tmp_path: Path, seed: int) -> None:
    app = the_app(workspace(tmp_path) / "guide.toml")
    drawn = random.Random(seed)
    size = drawn.choice([(140, 40), (80, 24), (110, 30)])
    # The help is searched and runs what it finds, a save among it, which no undo takes back.
    app.session.rooms = replace(app.session.rooms, save=None, write_over=None, save_as=None)
    async with app.run_test(size=size) as pilot:
        await checked(pilot)
        before = app.session.workspace
        for key in drawn.choices(PRESSED, k=KEYS):
            await pilot.press(key)
        while isinstance(app.screen, ModalScreen):
            await pilot.press("escape")
        while app.session.undo():
            pass
        await pilot.pause()
        assert same(app.session.workspace, before)
        file = app.session.opened.files.journeys["guide"]
        journey = app.session.workspace.journeys["guide"]
        assert save_journey(file, journey).text == file.text == file.path.read_text("utf-8")

"""Keys typed faster than the app draws come to where they would have come slowly."""

from __future__ import annotations

from pathlib import Path

from screens_app import the_app, until, workspace
from textual import events
from textual.keys import _character_to_key

from nurture_tui.model.step import Send, Wait
from nurture_tui.screens.app import NurtureApp


def burst(app: NurtureApp, *keys: str) -> None:
    """All keys in one go, as a terminal hands on what was typed ahead; `=text` is its letters."""
    for key in keys:
        letters = key[1:] if key.startswith("=") else ""
        for name in letters or [key]:
            named = _character_to_key(name) if letters else name
            character = name if letters or len(name) == 1 else None
            app.post_message(events.Key(named, character))


async def test_a_chain_of_steps_is_typed_without_waiting_for_the_app(tmp_path: Path) -> None:
    app = the_app(workspace(tmp_path) / "guide.toml")
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        burst(app, "slash", "=deliver", "enter", "a", "w", "=1d", "enter")
        burst(app, "a", "e", "=Tip one", "tab", "=Three tips", "enter", "a", "w", "enter")
        await until(pilot, lambda: app.session.selected == "wait-2")
        journey = app.session.journey
        assert journey is not None
        wait = journey.steps[str(journey.steps["deliver"].next)]
        assert isinstance(wait, Wait)
        tip = journey.steps[str(wait.next)]
        assert isinstance(tip, Send)
        assert (tip.title, tip.subject, tip.next) == ("Tip one", "Three tips", "wait-2")
        # A form has the focus a frame after Enter; what follows at once is for it all the same.
        burst(app, "enter", "=2d", "tab", "escape", "down", "enter", "=9d", "escape")
        await pilot.pause()
        await until(pilot, lambda: app._keys.at_rest)
        await pilot.pause()
        assert app.session.journey is not None
        steps = app.session.journey.steps
        assert [str(steps[id_].for_) for id_ in ("wait-2", "pause")] == ["2d", "9d"]


HASTY = [
    ("a", "escape", "escape", "escape"),
    ("a", "w", "a", "i", "t", "escape", "escape"),
    ("question_mark", "enter", "enter", "escape", "escape"),
    ("slash", "enter", "enter", "escape"),
    ("c", "escape", "escape", "x", "escape", "escape", "ctrl+z", "ctrl+z"),
    ("0", "n", "escape", "escape", "n", "down", "enter", "escape", "escape", "1"),
]


async def test_a_dialog_is_left_once_however_fast_its_keys_come(tmp_path: Path) -> None:
    app = the_app(workspace(tmp_path) / "guide.toml")
    async with app.run_test(size=(100, 30)) as pilot:
        for keys in HASTY:
            await pilot.pause()
            burst(app, *keys, "escape", "escape", "1")
            await pilot.pause()
            await until(pilot, lambda: app._keys.at_rest)
            assert len(app.screen_stack) == 1, keys

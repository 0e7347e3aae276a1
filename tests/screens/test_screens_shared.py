"""The Workspace screen: what journeys share is edited, renamed everywhere, undone and saved."""

from __future__ import annotations

from pathlib import Path

from screens_app import checked, picture, the_app, typed, until, workspace
from textual.widgets import Input

from nurture_tui.screens.completion import lists_in
from nurture_tui.screens.shared import Shared


async def test_what_journeys_share_is_added_edited_renamed_undone_and_saved(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    app = the_app(folder / "guide.toml")
    async with app.run_test(size=(120, 36)) as pilot:
        await checked(pilot)
        await pilot.press("W")
        assert isinstance(app.screen, Shared)
        await pilot.press("slash")
        await typed(pilot, "director")
        await pilot.press("enter")
        assert app.session.part == "personas:director"
        assert any("used by guide" in row for row in picture(app))
        await pilot.press("r")
        app.screen.query_one("#word", Input).value = "hr-head"
        await pilot.press("enter")
        assert app.session.workspace.journeys["guide"].persona == "hr-head"
        await pilot.press("a")
        await typed(pilot, "user")
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen.query_one("#field", Input).has_focus
        await pilot.press("end")
        await typed(pilot, " of HR")
        assert app.session.workspace.settings.personas["user"].title == "user of HR"
        assert app.session.changed("")
        await pilot.press("escape", "ctrl+z", "ctrl+z")
        assert list(app.session.workspace.settings.personas) == ["hr-head"]
        await pilot.press("ctrl+z")
        assert app.session.workspace.journeys["guide"].persona == "director"
        assert not app.session.changed()
        await pilot.press("ctrl+y", "ctrl+s")
        await until(pilot, lambda: not app.session.changed())
        assert "[personas.hr-head]" in (folder / "nurture.toml").read_text("utf-8")
        assert 'persona = "hr-head"' in (folder / "guide.toml").read_text("utf-8")
        # A text that is refused here too is marked, told at a save and asked about at the end.
        await pilot.press("home", "down", "down", "enter")
        await until(pilot, lambda: app.screen.query_one("#field", Input).has_focus)
        assert app.session.part == "limits"
        app.screen.query_one("#field", Input).value = "many"
        await until(pilot, lambda: app.session.refused("") == ["many"])
        await until(pilot, lambda: "* not saved" in picture(app)[0])
        await pilot.press("ctrl+s")
        left_out = "Not right yet, so in no file: “many” (throttle of limits)."
        await until(pilot, lambda: left_out in [one.message for one in app._notifications])
        await pilot.press("escape", "ctrl+q")
        await until(pilot, lambda: any("Typed in “nurture.toml”" in row for row in picture(app)))


def test_lists_of_contacts_are_offered_from_folders_too_and_histories_last(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    for name, head in (
        ("lists/b.csv", "sähköposti;etunimi"),
        ("a.csv", '"contact","time","event"'),
        ("lists/.c.csv", "email"),
        ("lists/d.xlsx", ""),
        ("e.txt", "email"),
    ):
        (tmp_path / name).write_text(head, "utf-8")
    assert lists_in(tmp_path) == ["lists/b.csv", "lists/d.xlsx", "a.csv"]

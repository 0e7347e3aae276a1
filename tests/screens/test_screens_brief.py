"""The Brief screen: what it says, its languages, the way to a step, its files."""

from __future__ import annotations

from sampled import copied, running
from screens_app import shown, until
from textual.widgets import Input

from nurture_tui.edit.history import Edit
from nurture_tui.screens.brief import Brief
from nurture_tui.screens.design import Design
from nurture_tui.screens.exportdialog import Export
from nurture_tui.text import half_up


async def brief_screen(pilot) -> Brief:
    await pilot.press("5")
    await until(pilot, lambda: isinstance(pilot.app.screen, Brief))
    await until(pilot, lambda: pilot.app.screen.made is not None)
    await until(pilot, lambda: pilot.app.screen.made.result is not None)
    await pilot.pause()
    return pilot.app.screen


async def test_it_tells_the_journey_in_two_languages_and_leads_to_its_steps(tmp_path):
    folder = copied(tmp_path, "hr-guide", "hand-to-sales")
    async with running(folder / "hr-guide.toml", (140, 60)) as pilot:
        app, page = pilot.app, await brief_screen(pilot)
        counts = app.session.counts
        text = shown(app)
        assert "It begins when “hr guide downloaded” happens." in text
        assert f"In the simulation {half_up(counts.goal.rate * 100, 0)} of 100 do" in text
        sent = counts.steps["offer-guide"].sent / counts.entered
        assert f"{half_up(sent * 100, 0)} of 100" in text
        assert "To prepare" in text
        assert "? guess" in text

        await pilot.press("l")
        await until(pilot, lambda: "Mitä he saavat" in shown(app))
        assert "? arvaus" in shown(app)
        assert "Three HR directors on what takes their time" in shown(app)

        await pilot.press("g")
        await until(pilot, lambda: "Valmisteltavaa" not in shown(app))
        assert "own data" not in shown(app)
        await pilot.press("g", "c")
        assert app.clipboard.startswith("Lead > MQL | HR directors")
        assert "Mitä he saavat" in app.clipboard

        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, Export))
        assert app.screen.query_one(Input).value == str(tmp_path / "hr-guide-brief.md")
        await pilot.press("enter")
        await until(pilot, lambda: "Saved" in shown(app))
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is page)
        assert "## Mitä he saavat" in (tmp_path / "hr-guide-brief.md").read_text(encoding="utf-8")

        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, Export))
        await pilot.press("down", "down", "down", "enter")
        await until(pilot, lambda: "Saved" in shown(app))
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is page)
        report = (tmp_path / "hr-guide-report.html").read_text(encoding="utf-8")
        assert "<h2>Who comes how far</h2>" in report

        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, Design))
        assert app.session.selected == "stories"


async def test_it_fits_a_small_terminal_and_an_edit_changes_it(tmp_path):
    folder = copied(tmp_path, "hr-guide")
    async with running(folder / "hr-guide.toml", (80, 24)) as pilot:
        page = await brief_screen(pilot)
        rows = shown(pilot.app).splitlines()
        assert all(len(row) <= 80 for row in rows)
        await pilot.press("end")
        await until(pilot, lambda: "not yet" in shown(pilot.app))
        before = page.made
        session = pilot.app.session
        changed = session.journey.model_copy(update={"purpose": "Something else."})
        session.apply(Edit("another purpose", changed))
        await until(pilot, lambda: page.made is not before)
        assert page.made.brief.intro[0] == "Something else."

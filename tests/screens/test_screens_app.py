"""What holds on every screen: keys, help, palette, quitting, text as text, glyphs."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from screens_app import GUIDE, START, checked, picture, the_app, typed, until, workspace
from textual.command import CommandPalette

from nurture_tui.files.workspace import read_workspace
from nurture_tui.screens import newjourney
from nurture_tui.screens import path as path_module
from nurture_tui.screens.app import run_app
from nurture_tui.screens.bindings import all_bound, bindings
from nurture_tui.screens.commands import commands_elsewhere, commands_of
from nurture_tui.screens.dialogs import Choose
from nurture_tui.screens.help import Help, HelpLines
from nurture_tui.screens.journeylist import JourneyList
from nurture_tui.screens.journeys import Journeys
from nurture_tui.screens.keybar import KeyBar
from nurture_tui.screens.lane import Lane
from nurture_tui.screens.places import PLACES
from nurture_tui.screens.preferences import Preferences
from nurture_tui.screens.rate import verdict
from nurture_tui.screens.unreadable import Unreadable, by_command
from nurture_tui.text import rate

# A line in hand, a map of several journeys, a field that is edited, something to undo, and so on.
WHEN_IT_CAN_BE_DONE = {
    *(
        "canvas.let-go",
        "canvas.map",
        "compare.picture",
        "changes.less",
        "changes.more",
        "problems.mend",
        "simulate.story",
        "simulate.unfollow",
    ),
    *("form.complete", "form.earlier", "form.later", "form.remove", "form.rows", "form.text"),
    *("journeys.redo", "journeys.others", "journeys.undo"),
    *("shared.add", "shared.remove", "shared.rename"),
}
GLYPHS = set("▁▂▃▄▅▆▇█▏●○◆▼▲→×·…–−‹›“”") | {chr(code) for code in range(0x2500, 0x2580)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return workspace(tmp_path)


async def test_a_folder_opens_on_its_journeys_and_enter_opens_one(folder: Path) -> None:
    app = the_app(folder)
    async with app.run_test(size=(120, 36)) as pilot:
        await checked(pilot)
        assert isinstance(app.screen, Journeys)
        rows = picture(app)
        assert any("Lead > MQL | HR directors" in row and "HR director" in row for row in rows)
        await pilot.press("enter")
        await pilot.pause()
        assert app.current_mode == "design"
        assert app.session.current == "guide"
        await pilot.press("0")
        assert app.current_mode == "journeys"


async def test_a_key_of_a_screen_shows_the_selected_journey(folder: Path) -> None:
    app = the_app(folder)
    async with app.run_test(size=(120, 36)) as pilot:
        await checked(pilot)
        await pilot.press("down", "1")
        await pilot.pause()
        assert app.session.current == "thanks"
        assert "thanks.toml" in picture(app)[0]


async def test_a_double_click_opens_a_journey_and_a_click_on_a_screen_goes_there(
    folder: Path,
) -> None:
    app = the_app(folder)
    async with app.run_test(size=(120, 36)) as pilot:
        await checked(pilot)
        await pilot.click(JourneyList, offset=(10, 4), times=2)
        await pilot.pause()
        assert app.session.current == "thanks"
        assert app.current_mode == "design"
        await pilot.click("Header", offset=(4, 0))
        await pilot.pause()
        assert app.current_mode == "journeys"


async def test_the_table_is_filtered_and_sorted(folder: Path) -> None:
    app = the_app(folder)
    async with app.run_test(size=(120, 36)) as pilot:
        await checked(pilot)
        await pilot.press("slash")
        await typed(pilot, "than")
        await until(pilot, lambda: app.screen.query_one(JourneyList).ids == ["thanks"])
        await until(pilot, lambda: any("1 of 2, by name" in row for row in picture(app)))
        await pilot.press("escape")
        await until(pilot, lambda: len(app.screen.query_one(JourneyList).ids) == 2)
        await pilot.press("s")
        await until(pilot, lambda: any("2, by kind" in row for row in picture(app)))


async def test_a_new_journey_is_made_from_a_template_and_opened(folder: Path) -> None:
    app = the_app(folder)
    async with app.run_test(size=(120, 36)) as pilot:
        await checked(pilot)
        await pilot.press("n")
        await pilot.pause()
        assert any("New journey" in row for row in picture(app))
        await pilot.press("enter")
        await typed(pilot, "mine")
        await pilot.press("enter")
        await pilot.pause()
        assert (folder / "mine.toml").exists()
        assert app.session.current == "mine"
        assert app.current_mode == "design"


async def test_an_empty_folder_names_the_next_key(tmp_path: Path) -> None:
    app = the_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert any("n makes one from a template" in row for row in picture(app))
        assert any("o opens the samples" in row for row in picture(app))
        await pilot.press("o")
        await pilot.pause()
    assert app.return_value is not None
    assert (app.return_value / "nurture.toml").exists()


async def test_a_click_on_the_words_that_no_list_is_named_leads_to_where_it_is(
    tmp_path: Path,
) -> None:
    app = the_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("n")
        await typed(pilot, "Mine")
        await pilot.press("enter")
        await until(pilot, lambda: "no list of contacts is named yet" in picture(app)[-2])
        await pilot.click(offset=(10, 22))
        await until(pilot, lambda: "Shared by all journeys" in "\n".join(picture(app)))


async def test_the_footer_names_at_most_eight_keys_that_do_something(folder: Path) -> None:
    app = the_app(folder / "guide.toml")
    async with app.run_test(size=(140, 40)) as pilot:
        await checked(pilot)
        bar = app.screen.query_one(KeyBar)
        assert [key for key, *_ in bar.shown()][:3] == ["enter", "a", "c"]
        assert "undo" not in [word for _, word, _ in bar.shown()]
        assert len(bar.shown()) <= 8
        await pilot.press("x")
        assert ("ctrl+z", "undo") in [(key, word) for key, word, _ in bar.shown()]
        assert picture(app)[-1].endswith("? help")


async def test_a_click_on_a_key_of_the_footer_does_what_the_key_does(folder: Path) -> None:
    app = the_app(folder / "guide.toml")
    async with app.run_test(size=(140, 40)) as pilot:
        await checked(pilot)
        await pilot.click(KeyBar, offset=(picture(app)[-1].index("remove"), 0))
        await pilot.pause()
        assert app.session.changed("guide")


async def test_help_is_searched_and_run(folder: Path) -> None:
    app = the_app(folder / "guide.toml")
    async with app.run_test(size=(140, 40)) as pilot:
        await checked(pilot)
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(app.screen, Help)
        await typed(pilot, "zoom")
        assert len(app.screen.query_one(HelpLines)) == 1
        before = app.screen_stack[0].query_one(path_module.PathCanvas).zoom_now
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen.query_one(path_module.PathCanvas).zoom_now != before


async def test_the_palette_has_every_command(folder: Path) -> None:
    app = the_app(folder / "guide.toml")
    async with app.run_test(size=(140, 40)) as pilot:
        await checked(pilot)
        words = {command.words for command in commands_of(app, app.screen)}
        assert {"add a step after this one", "zoom", "quit", "Journeys", "find a step"} <= words
        canvas = app.screen.query_one(path_module.PathCanvas)
        before = canvas.zoom_now
        next(pane for pane in app.screen.focus_chain if pane is not canvas).focus()
        await pilot.pause()
        assert "zoom" not in {command.words for command in commands_of(app, app.screen)}
        listed = commands_elsewhere(app, app.screen, {"canvas.zoom": "f9,f10"})
        zoom = {command.words: command for command in listed}["zoom"]
        assert (zoom.key, zoom.where) == ("f9", "path")
        await zoom.run()
        await pilot.pause()
        assert canvas.has_focus
        assert canvas.zoom_now != before
        await pilot.press("ctrl+p")
        await pilot.pause()
        assert isinstance(app.screen, CommandPalette)


def test_every_binding_has_an_id_and_words() -> None:
    found = list(bindings())
    assert len(found) > 150
    for owner, binding in found:
        assert binding.id, (owner.__name__, binding.key)
        assert binding.description, (owner.__name__, binding.key)
        assert all_bound()[binding.id].words


async def test_every_command_is_given_by_its_key_and_listed_in_help_and_palette(
    folder: Path,
) -> None:
    app = the_app(folder / "guide.toml", simulated=True)
    reached: set[str] = set()
    whole: dict[str, set[str]] = {}  # the palette of a screen, wherever the focus is
    there: set[type] = set()
    async with app.run_test(size=(180, 50)) as pilot:
        await until(pilot, lambda: app.session.counts is not None)
        await pilot.press("y", "y", "ctrl+z")  # something to undo, to do again, to save
        for place in PLACES:
            await pilot.press(place.key)
            await until(pilot, lambda: app.current_mode == place.id)  # noqa: B023  # called at once
            await until(pilot, lambda: not app.session.stale)
            await pilot.pause(0.1)
            for node in (app, app.screen, *app.screen.focus_chain):
                there.update(type(node).__mro__)
            for pane in app.screen.focus_chain:
                pane.focus()
                await pilot.pause()
                listed = {command.action: command for command in commands_of(app, app.screen)}
                said = {command.words for command in listed.values()}
                elsewhere = list(commands_elsewhere(app, app.screen, {}))
                said |= {command.words for command in elsewhere}
                if not isinstance(pane, Lane):  # there nothing may be selected to edit
                    assert whole.setdefault(place.id, said) == said, place.id
                for active in app.screen.active_bindings.values():
                    reached.add(active.binding.id or "")
                    if active.binding.id and active.enabled:
                        # Help and the palette are made of this list, and run what is chosen there.
                        assert listed[active.binding.action].words
                        assert listed[active.binding.action].key
    # What stands on a screen can be given there, but for what needs something to be done first.
    standing = {binding.id for owner, binding in bindings() if owner in there}
    assert len(standing) > 100
    assert standing - reached <= WHEN_IT_CAN_BE_DONE


async def test_a_key_can_be_given_another_place_by_the_config(folder: Path) -> None:
    preferences = Preferences(keymap={"design.remove": "f4", "design.lane": "f7", "go.brief": "f9"})
    app = the_app(folder / "guide.toml", preferences=preferences)
    async with app.run_test(size=(110, 36)) as pilot:
        await checked(pilot)
        await pilot.press("x")
        assert not app.session.changed("guide")
        await pilot.press("f4")
        assert app.session.changed("guide")
        # What names a key names the one that does it now, and a click there still does it.
        await until(pilot, lambda: " f9 Brief " in picture(app)[0])
        await until(pilot, lambda: "f7 goal and exits" in picture(app)[3])
        await pilot.click(offset=(picture(app)[3].index("f7 goal"), 3))
        await until(pilot, lambda: app.screen.query_one(Lane).is_on_screen)


async def test_quitting_asks_only_when_something_would_be_lost(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = the_app(folder / "guide.toml")
    said: list[str] = []
    monkeypatch.setattr(app, "say", said.append)
    async with app.run_test(size=(120, 36)) as pilot:
        await checked(pilot)
        await pilot.press("x", "ctrl+q")
        assert isinstance(app.screen, Choose)
        await pilot.press("escape", "ctrl+z")
        # The keys of other programs name the one that quits here.
        for key in ("q", "ctrl+c"):
            said.clear()
            await pilot.press(key)
            await until(pilot, lambda: said == ["ctrl+q quits."])
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert not app.is_running


async def test_save_and_quit_saves(folder: Path) -> None:
    app = the_app(folder / "guide.toml")
    async with app.run_test(size=(120, 36)) as pilot:
        await checked(pilot)
        app.session.select("again")
        await pilot.press("x", "ctrl+q", "s")
        await pilot.pause()
    assert "[steps.again]" not in (folder / "guide.toml").read_text("utf-8")


HOSTILE = "[b]bold[/b] [@click=app.quit]x[/] \\u001b[31mred\\u202e \\\\[/]"


async def test_text_of_a_file_is_text_on_every_screen(tmp_path: Path) -> None:
    text = GUIDE
    for said in (
        "Lead > MQL | HR directors",
        "Took the offer",
        "The guide",
        "series over",
        "Read it?",
    ):
        text = text.replace(f'"{said}"', f'"{HOSTILE}"')
    folder = workspace(tmp_path, guide=text, thanks="")
    (folder / "thanks.toml").unlink()
    app = the_app(folder)
    async with app.run_test(size=(140, 40)) as pilot:
        await checked(pilot)
        assert any("[b]bold[/b] [@click=app.quit]x" in row for row in picture(app))
        await pilot.press("enter")
        await pilot.pause()
        rows = picture(app)
        assert any("[b]bold[/b]" in row for row in rows)
        assert not any("\x1b" in row or "\u202e" in row for row in rows)
        await pilot.press("question_mark")
        await pilot.pause()
        await pilot.press("escape", "ctrl+p")
        await pilot.pause()
        await pilot.press("escape")


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 36), (200, 60)])
async def test_no_glyph_is_drawn_that_fonts_may_draw_two_cells_wide(
    folder: Path, size: tuple[int, int]
) -> None:
    app = the_app(folder, simulated=True)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: len(app.session.outcomes) == 2)
        for key in ("", "enter", "down", "enter", "escape"):
            if key:
                await pilot.press(key)
            await pilot.pause(0.05)
            rows = picture(app)
            assert len(rows) == size[1]
            for row in rows:
                strange = {c for c in row if not c.isascii() and c not in GLYPHS}
                assert all(unicodedata.category(c).startswith("L") for c in strange), strange


async def test_ascii_draws_nothing_else_on_any_screen(folder: Path) -> None:
    app = the_app(folder / "guide.toml", simulated=True, preferences=Preferences(ascii=True))
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: app.session.counts is not None)
        assert picture(app)[3].startswith("== Path ==")
        for keys in (*([place.key] for place in PLACES), ["ctrl+p"], ["escape", "f1"]):
            await pilot.press(*keys)
            await pilot.pause(0.2)
            assert not GLYPHS & set("".join(picture(app))), keys


async def test_without_colour_words_and_weights_still_tell(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = the_app(folder / "guide.toml", simulated=True)
    async with app.run_test(size=(140, 40)) as pilot:
        await until(pilot, lambda: app.session.counts is not None)
        await pilot.pause()
        text = "\n".join(picture(app))
        for word in ("email", "branch", "exit rule", "goal", "target 30%", "┏━ email"):
            assert word in text


@pytest.mark.parametrize(
    "theme", ["nurture-dark", "nurture-light", "textual-dark", "dracula", "ansi-light"]
)
async def test_every_theme_draws(folder: Path, theme: str) -> None:
    app = the_app(folder / "guide.toml", preferences=Preferences(theme=theme))
    async with app.run_test(size=(120, 36)) as pilot:
        await checked(pilot)
        assert app.theme == theme
        assert any("Read it?" in row for row in picture(app))


async def test_the_choice_of_a_theme_is_kept(folder: Path) -> None:
    kept: list[str] = []
    app = the_app(folder, keep_theme=kept.append)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert kept == []
        app.theme = "nurture-light"
        await pilot.pause()
        assert kept == ["nurture-light"]


async def test_what_is_wrong_with_nurture_toml_stands_below_the_journeys(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    settings = folder / "nurture.toml"
    settings.write_text(settings.read_text("utf-8") + '[definitions]\nmql = "scor > 3"\n', "utf-8")
    app = the_app(folder)
    async with app.run_test(size=(120, 36)) as pilot:
        await checked(pilot)
        rows = picture(app)
        assert any("nurture.toml" in row and "1 error" in row for row in rows)
        assert any("× D601 definitions" in row for row in rows)


async def test_without_contacts_the_screens_say_why_nothing_is_simulated(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    (folder / "leads.csv").unlink()
    app = the_app(folder / "guide.toml", simulated=True)
    async with app.run_test(size=(140, 40)) as pilot:
        await checked(pilot)
        assert "no contacts to simulate" in picture(app)[2]
        app.session.select("close")
        await pilot.press("0")
        await pilot.pause()
        assert any("leads.csv" in row for row in picture(app))


async def test_a_journey_that_cannot_be_read_does_not_hide_the_others(tmp_path: Path) -> None:
    folder = workspace(tmp_path, broken="format = \n")
    app = the_app(folder)
    async with app.run_test(size=(120, 36)) as pilot:
        await checked(pilot)
        rows = picture(app)
        assert any("broken.toml" in row and "× 1" in row and "unreadable" in row for row in rows)
        assert any("Service: thanks" in row for row in rows)
        await pilot.press("end", "enter")
        assert any("broken.toml:1:10" in row for row in picture(app))


def test_a_screen_is_printed_as_plain_text(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_app(folder, "journeys", today=START) == 0
    assert "Lead > MQL | HR directors" in capsys.readouterr().out
    assert run_app(folder / "guide.toml", "design", today=START) == 0
    out = capsys.readouterr().out
    assert "deliver, email: The guide, 32 came" in out
    assert "else" in out
    assert "\x1b" not in out
    for place in PLACES:
        assert run_app(folder / "guide.toml", place.id, today=START) == 0
        out = capsys.readouterr().out
        assert len(out) > 40, place.id
        assert not set("│╭╰┏┗║") & set(out), place.id  # words, not a picture


@pytest.mark.parametrize("columns", [60, 80, 100, 120])
async def test_goal_rate_target_and_verdict_stay_in_the_header_at_every_size(
    tmp_path: Path, columns: int
) -> None:
    app = the_app(workspace(tmp_path) / "guide.toml", simulated=True)
    async with app.run_test(size=(columns, 30)) as pilot:
        await until(pilot, lambda: app.session.counts is not None)
        await pilot.pause(0.1)
        assert app.session.counts is not None
        goal = app.session.counts.goal
        assert goal is not None
        assert goal.rate is not None
        shown = picture(app)
        assert shown[2].startswith("  goal Took the offer ")
        assert f"{rate(goal.rate)}" in shown[2]
        assert "target 30%" in shown[2]
        assert f"  {verdict(goal)[0]}" in shown[2]
        assert ("2 Simulate" in shown[0]) == (columns >= 80)
        assert ("Bring a reader" in shown[1]) == (columns >= 100)


async def test_contacts_named_while_the_app_runs_are_taken_and_simulated(tmp_path: Path) -> None:
    guide = workspace(tmp_path) / "guide.toml"
    settings = tmp_path / "nurture.toml"
    named = settings.read_text("utf-8")
    settings.unlink()
    app = the_app(guide, simulated=True)
    async with app.run_test(size=(200, 40)) as pilot:
        await checked(pilot)
        await pilot.press("2")
        await pilot.pause(0.1)
        told = "".join("".join(picture(app)).split())
        assert "PressWfortheworkspace" in told
        assert f"into{settings}" in told
        assert 'contacts="leads.csv"' in told
        settings.write_text(named, "utf-8")
        await until(pilot, lambda: app.session.counts is not None)
        assert app.session.workspace.settings.name == "Acme HR"
        assert app.session.contacts is not None


async def test_an_empty_folder_offers_no_journey_to_open(tmp_path: Path) -> None:
    app = the_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.1)
        assert "enter open" not in picture(app)[-1]
        assert "n new" in picture(app)[-1]


async def test_a_file_that_cannot_be_read_is_said_at_once_if_the_app_is_started_on_it(
    folder: Path,
) -> None:
    slip = GUIDE.replace('subject = "Your guide"', 'subjct = "Your guide"', 1)
    two = slip.replace('type = "wait"', 'type = "rest"', 1)
    (folder / "slip.toml").write_text(slip, "utf-8")
    (folder / "two.toml").write_text(two, "utf-8")
    (folder / "none.toml").write_text(GUIDE.replace('type = "wait"', 'type = "rest"', 1), "utf-8")
    files = read_workspace(folder)
    assert by_command(files, "slip") == "Or nurture check --fix slip.toml mends it."
    assert by_command(files, "two") == "Or nurture check --fix two.toml mends one of these."
    assert by_command(files, "none") == ""
    app = the_app(folder / "two.toml")
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Unreadable))
        said = "two.toml mends one of these."
        await until(pilot, lambda: said in " ".join(" ".join(picture(app)).split()))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Journeys))
        # Its row is the one that is selected.
        row = next(row for row in picture(app) if "two" in row and "unreadable" in row)
        assert row.startswith("┃")


async def test_all_that_is_wrong_with_an_unreadable_file_is_said(folder: Path) -> None:
    broken = GUIDE.replace('type = "wait"', 'type = "rest"').replace('"inform"', '"shout"')
    (folder / "broken.toml").write_text(broken, "utf-8")
    app = the_app(folder)
    async with app.run_test(size=(120, 40)) as pilot:
        await checked(pilot)
        assert "2 journeys, 1 unreadable" in picture(app)[1]
        await pilot.press("end", "enter")
        await pilot.pause()
        problems = app.session.opened.files.journeys["broken"].problems
        assert len(problems) > 1
        shown = picture(app)
        assert any("This file cannot be read" in row for row in shown)
        for problem in problems:
            assert any(f"broken.toml:{problem.line}:{problem.column} " in row for row in shown)

        half = broken.replace('"shout"', '"inform"')
        for text, left in ((half, 1), (half.replace('type = "rest"', 'type = "wait"'), 0)):
            (folder / "broken.toml").write_text(text, "utf-8")
            while app.session.opened.files.journeys["broken"].text != text:
                app.watch_files.look()
                await pilot.pause(0.02)
            await pilot.pause()
            assert sum("broken.toml:" in row for row in picture(app)) == left
        assert isinstance(app.screen, Journeys)
        assert "broken" in app.session.workspace.journeys


async def test_help_lists_only_what_this_app_calls_by_name(folder: Path) -> None:
    app = the_app(folder / "guide.toml")
    async with app.run_test(size=(120, 40)) as pilot:
        await checked(pilot)
        await pilot.press("L")
        await pilot.pause()
        words = [command.words for command in commands_of(app, app.screen)]
        assert "watched everywhere" in words
        assert not any("scroll" in word.casefold() for word in words)
        assert "add a step after this one" not in words


async def test_what_is_said_in_passing_replaces_what_was_said_before(folder: Path) -> None:
    app = the_app(folder / "guide.toml")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await checked(pilot)
        await pilot.press("y", "y")
        await pilot.press("ctrl+z", "ctrl+z")
        await pilot.pause(0.2)
        await until(pilot, lambda: sum("Undid" in row for row in picture(app)) == 1)
        assert "Undid" in picture(app)[-1]
        # The keys of the footer make room for it whole: none is cut in two.
        footer = picture(app)[-1].partition("Undid")[0]
        assert footer.rstrip().endswith("? help")
        assert "enter edit" in footer
        # What is longer has the row above to itself, from side to side, and the keys stay.
        app.say(
            "Much has gone along with this step, and all of it is told here in a row of its own."
        )
        said = (
            "  Much has gone along with this step, and all of it is told here in a row of its own."
        )
        await until(pilot, lambda: picture(app)[-2] == said)
        keys = "  enter edit   a add   c connect   x remove"
        await until(pilot, lambda: picture(app)[-1].startswith(keys))


async def test_an_id_that_cannot_be_is_said_below_the_field_and_the_text_stays(
    folder: Path,
) -> None:
    app = the_app(folder)
    async with app.run_test(size=(120, 40)) as pilot:
        await checked(pilot)
        await pilot.press("n", "enter")
        await pilot.pause()
        assert any("× Type a short name" in row for row in picture(app))
        await typed(pilot, "guide")
        assert not any("×" in row for row in picture(app))
        await pilot.press("enter")
        await pilot.pause()
        assert any("× There is such a file already. Choose" in row for row in picture(app))
        assert app.screen.query_one(newjourney.IdInput).value == "guide"
        await typed(pilot, "-two")
        await pilot.press("enter")
        await until(pilot, lambda: app.session.current == "guide-two")
        assert (folder / "guide-two.toml").exists()

"""The Simulate screen, played by keys and by mouse."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest
import stillness
from sampled import copied, running, simulate_screen
from screens_app import shown, until

from nurture_tui.contacts.table import TextColumn
from nurture_tui.layout import Show
from nurture_tui.model.zones import zone_info
from nurture_tui.screens.canvas import Canvas
from nurture_tui.screens.played import follow
from nurture_tui.screens.story import StoryLine, StoryLines, rows_of
from nurture_tui.screens.timeline import LEFT, TimeLine, scale_for

DAY = 86_400


@pytest.fixture
def folder(tmp_path):
    return copied(tmp_path, "hr-guide", "hand-to-sales")


@pytest.fixture
def webinar(tmp_path):
    return copied(tmp_path, "webinar") / "webinar.toml"


async def test_it_opens_on_the_end_of_the_run_with_its_counts(folder):
    async with running(folder / "hr-guide.toml") as pilot:
        page = await simulate_screen(pilot)
        outcome = page.played.outcome
        assert page.player.at_end
        over: Show = page.query_one(Canvas).over
        for id_, step in outcome.steps.items():
            if id_ in over.counts:
                assert over.counts[id_] == str(step.entered)
        assert re.search(rf"messages sent +{outcome.sends}\b", shown(pilot.app))


async def test_the_goal_after_the_last_step_is_told_below_the_ends(webinar):
    async with running(webinar) as pilot:
        page = await simulate_screen(pilot)
        goal = page.played.outcome.goal
        assert goal.after_last_step
        text = shown(pilot.app)
        assert re.search(rf"later at (?:the )?goal +[\d.]+% {goal.after_last_step}\b", text)
        assert re.search(rf"rate of {goal.of}; too early for {goal.too_early}\b", text)


async def test_the_rate_is_said_once_where_now_is_the_end(webinar):
    async with running(webinar) as pilot:
        page = await simulate_screen(pilot)
        end = f"day {page.player.line.days}\n"
        assert shown(pilot.app).count(end) == 1
        await pilot.press("home", "full_stop")
        assert shown(pilot.app).count(end) == 1
        assert "day 2\n" in shown(pilot.app)


@pytest.fixture
def _waits_end_while_it_plays(monkeypatch):
    """On a slow machine frame follows frame; a wait for the last would play the run to its end."""
    monkeypatch.setattr(stillness, "LONGEST", 1.0)


@pytest.mark.usefixtures("_waits_end_while_it_plays")
@pytest.mark.each_frame
async def test_space_plays_from_the_start_and_pauses(folder):
    async with running(folder / "hr-guide.toml") as pilot:
        page = await simulate_screen(pilot)
        await pilot.press("left_square_bracket", "left_square_bracket", "space")
        await until(pilot, lambda: page.player.instant > page.player.line.start)
        assert page.player.playing
        await pilot.press("space")
        stopped = page.player.instant
        await pilot.pause(0.2)
        assert page.player.instant == stopped
        assert "paused" in shown(pilot.app)


async def test_keys_go_day_by_day_to_the_edges_and_change_the_speed(folder):
    async with running(folder / "hr-guide.toml") as pilot:
        page = await simulate_screen(pilot)
        await pilot.press("home")
        assert page.player.instant == page.player.line.start
        await pilot.press("full_stop", "full_stop", "comma")
        assert page.player.instant == page.player.line.start + DAY
        assert "Day 2, Tue 24 Nov 2026, 00:00" in shown(pilot.app)
        await pilot.press("right_square_bracket")
        assert "1 s = 2 days" in shown(pilot.app)
        await pilot.press("left_square_bracket", "left_square_bracket")
        assert "1 s = 6 h" in shown(pilot.app)
        await pilot.press("end")
        assert page.player.at_end


async def test_a_click_and_a_drag_on_the_time_line_jump(folder):
    async with running(folder / "hr-guide.toml") as pilot:
        page = await simulate_screen(pilot)
        line = page.query_one(TimeLine)
        await pilot.click(TimeLine, offset=(LEFT + 20, line.size.height - 2))
        assert page.player.instant == page.player.line.start + 10 * DAY
        await pilot.mouse_down(TimeLine, offset=(LEFT + 20, 1))
        await pilot.hover(TimeLine, offset=(LEFT + 40, 1))
        await pilot.mouse_up(TimeLine, offset=(LEFT + 40, 1))
        assert page.player.instant == page.player.line.start + 20 * DAY


async def test_counts_so_far_never_exceed_those_of_the_end(webinar):
    async with running(webinar) as pilot:
        page = await simulate_screen(pilot)
        final = page.query_one(Canvas).over.counts
        await pilot.press("home")
        for _ in range(5):
            await pilot.press("pagedown", "full_stop")
            now = page.query_one(Canvas).over.counts
            assert all(int(now[step]) <= int(final[step]) for step in final)


async def test_dots_stand_on_lines_alone(webinar):
    async with running(webinar) as pilot:
        page = await simulate_screen(pilot)
        seen = 0
        for day in range(40):
            page.jump(page.player.line.start + day * DAY + 9 * 3_600 + 1_800)
            layout = page.query_one(Canvas).layout_shown
            for x, y in page.query_one(Canvas).over.dots:
                seen += 1
                assert x in layout.strokes[y]
        assert seen > 10


async def test_a_contact_is_found_by_typing_and_followed(folder):
    async with running(folder / "hr-guide.toml") as pilot:
        page = await simulate_screen(pilot)
        row = int(page.played.let_in()[3])
        surname = page.played.result.contacts.text("last_name", row)
        await pilot.press("p")
        for letter in surname[:3].lower():
            await pilot.press(letter)
        await pilot.press("enter")
        await until(pilot, lambda: page.followed is not None)
        name = page.followed.name
        assert surname[:3].lower() in name.lower()
        text = shown(pilot.app)
        assert f"── {name} ─" in text
        assert "enter" in text
        assert page.query_one(StoryLines).told == page.followed.lines
        # After a dialog lay over the path, its numbers are those of the instant too.
        entered = re.compile(r"○ enter +\S+ +([\d,]+)")
        assert entered.search(shown(pilot.app))[1] != "0"
        await pilot.press("home")
        await pilot.pause()
        assert entered.search(shown(pilot.app))[1] == "0"


async def test_the_story_ends_at_the_instant_shown_and_enter_jumps_into_it(folder):
    async with running(folder / "hr-guide.toml") as pilot:
        page = await simulate_screen(pilot)
        page.follow_contact(int(page.played.let_in()[3]))
        first = page.followed.lines[0]
        page.jump(first.time)
        await pilot.pause()
        story = page.query_one(StoryLines)
        assert all(line.time <= first.time for line in story.told)
        await pilot.press("end")
        story.focus()
        await pilot.press("home", "enter")
        assert page.player.instant == first.time


async def test_a_story_is_told_by_the_contacts_own_clock_and_names_its_zone(folder):
    async with running(folder / "hr-guide.toml") as pilot:
        page = await simulate_screen(pilot)
        zones = page.played.result.contacts
        rows = page.played.let_in().tolist()
        page.follow_contact(next(r for r in rows if zones.text("timezone", r) == "Asia/Tokyo"))
        first = page.followed.lines[0]
        page.jump(first.time)
        await pilot.pause()
        text = shown(pilot.app)
        at = datetime.fromtimestamp(first.time, zone_info("Asia/Tokyo"))
        assert re.search(rf"{at.day} {at:%b} (?:{at:%a} )?{at:%H:%M}  enter", text)
        assert f"{page.followed.id}, Asia/Tokyo ──" in text
        assert re.search(rf"{at.day} {at:%b} (?:{at:%a} )?{at:%H:%M}  now ", text)


async def test_a_row_of_the_story_that_is_cut_shows_it(folder):
    async with running(folder / "hr-guide.toml") as pilot:
        page = await simulate_screen(pilot)
        rows = page.played.let_in().tolist()
        page.follow_contact(next(r for r in rows if len(follow(page.played, r).lines) > 21))
        await pilot.pause()
        text = shown(pilot.app)
        assert page.query_one(StoryLines).show_vertical_scrollbar
        assert re.search(r"hand-off to hand-to-sa\w*…", text) or "hand-off to hand-to-sales" in text
        assert re.search(r"event +selection_guide\w*…", text)


async def test_who_is_followed_stays_followed_after_an_edit(folder):
    async with running(folder / "hr-guide.toml") as pilot:
        page = await simulate_screen(pilot)
        page.follow_contact(int(page.played.let_in()[3]))
        before, known = page.played, page.followed.id
        session = pilot.app.session
        session.set_run(replace(session.settings, days=80))
        await until(pilot, lambda: page.played is not before)
        assert page.followed.id == known
        assert page.player.line.days == 80


@pytest.mark.usefixtures("_waits_end_while_it_plays")
async def test_without_animations_it_goes_by_whole_days(folder):
    async with running(folder / "hr-guide.toml") as pilot:
        page = await simulate_screen(pilot)
        pilot.app.animation_level = "none"
        await pilot.press("right_square_bracket", "space")
        seen = set()
        await until(pilot, lambda: seen.add(page.query_one(TimeLine).instant) or len(seen) > 2)
        await pilot.press("space")
        assert seen <= {*page.player.line.midnights.tolist()}


async def test_leaving_the_screen_pauses(folder):
    async with running(folder / "hr-guide.toml") as pilot:
        page = await simulate_screen(pilot)
        await pilot.press("space", "1")
        await until(pilot, lambda: not page.player.playing)


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (200, 60)])
async def test_it_fits_every_size(webinar, size):
    async with running(webinar, size) as pilot:
        page = await simulate_screen(pilot)
        page.follow_contact(int(page.played.let_in()[0]))
        await pilot.press("home", "full_stop")
        await until(pilot, lambda: "Day 2" in shown(pilot.app))
        text = shown(pilot.app)
        assert "sent" in text
        assert "● =" in text
        assert max(len(row) for row in text.splitlines()) <= size[0]


async def test_on_a_small_screen_the_story_comes_by_key(webinar):
    async with running(webinar, (80, 24)) as pilot:
        page = await simulate_screen(pilot)
        page.follow_contact(int(page.played.let_in()[0]))
        await pilot.press("s")
        await until(pilot, lambda: f"━━ {page.followed.name} ━" in shown(pilot.app))
        await pilot.press("s")
        await until(pilot, lambda: "━━ Path" in shown(pilot.app))


async def test_a_path_that_would_be_cut_stands_alone_until_something_is_looked_at(folder):
    async with running(folder / "hr-guide.toml", (100, 30)) as pilot:
        page = await simulate_screen(pilot)
        await until(pilot, lambda: re.search(r"email  212 answers +\)  +\d+ *$", path(pilot)))
        assert page.query_one(TimeLine).scale.days == 1  # 90 days in 100 cells, a bar a day
        await pilot.press("f")
        await until(pilot, lambda: "━━ Funnel" in shown(pilot.app))
        assert "── Path" in shown(pilot.app)
        await pilot.press("escape")
        await until(pilot, lambda: re.search(r"email  212 answers +\)  +\d+ *$", path(pilot)))


def path(pilot) -> str:
    rows = shown(pilot.app).splitlines()
    return next((row for row in rows if "212 answers" in row), "")


async def test_without_contacts_a_sentence_says_what_to_do(folder):
    async with running(folder / "hr-guide.toml", contacts=None) as pilot:
        await pilot.press("2")
        await until(pilot, lambda: "There are no contacts to simulate" in shown(pilot.app))
        assert "nurture.toml" in shown(pilot.app)


async def test_a_journey_with_errors_says_why_it_does_not_run(folder):
    path = folder / "hr-guide.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r'start( *)= "\w+"', r'start\1= "nowhere"', text), encoding="utf-8")
    async with running(path) as pilot:
        await pilot.press("2")
        await until(pilot, lambda: "This journey does not run" in shown(pilot.app))
        assert "Press 1 to mend it" in " ".join(shown(pilot.app).split())


async def test_a_name_is_never_markup(folder):
    async with running(folder / "hr-guide.toml") as pilot:
        page = await simulate_screen(pilot)
        row = int(page.played.let_in()[3])
        column = page.played.result.contacts.columns["first_name"]
        names = column.values
        names[row] = "[bold red]\x1b[31mEve[/]"
        column.coded = TextColumn(names).coded
        page.follow_contact(row)
        await pilot.pause()
        text = shown(pilot.app)
        assert "[bold red]·[31mEve[/]" in text
        assert "\x1b" not in text


def test_the_time_line_has_two_cells_a_day_where_they_fit():
    assert (scale_for(60, 126).cells, scale_for(60, 126).days) == (2, 1)
    assert (scale_for(90, 126).cells, scale_for(90, 126).days) == (1, 1)
    year = scale_for(365, 126)
    assert (year.cells, year.days) == (1, 3)
    assert year.width <= 126


async def test_every_instant_of_the_time_line_is_in_its_cell(folder):
    async with running(folder / "hr-guide.toml") as pilot:
        page = await simulate_screen(pilot)
        line = page.query_one(TimeLine)
        cells = [line.cell_of(line.instant_at(cell)) for cell in range(line.scale.width)]
        assert cells == list(range(line.scale.width))
        instants = np.linspace(line.line.start, line.line.end, 500).astype(int)
        assert all(0 <= line.cell_of(int(t)) < line.scale.width for t in instants)


async def test_each_row_of_a_story_knows_its_line_and_why_stands_under_it(folder):
    async with running(folder / "hr-guide.toml") as pilot:
        page = await simulate_screen(pilot)
        page.follow_contact(int(page.played.let_in()[3]))
        story = page.query_one(StoryLines)
        await until(pilot, lambda: len(story) > 1)
        lines = [story.line_at(number) for number in range(len(story))]
        assert lines[-1] is None
        assert list(dict.fromkeys(lines[:-1])) == list(story.told)
        assert len(lines) > len(story.told) + 1


def test_why_stands_beside_what_happened_or_under_it_where_there_is_no_room():
    at, why = datetime(2026, 12, 7, 9, tzinfo=zone_info("UTC")), "had not clicked “HR guide”"
    line = StoryLine(0, "branch", "branch", "Opened the guide? → else", why=why)

    def shown_in(room: int) -> list[str]:
        rows = rows_of(at, line, "2026-12-07", False, room)
        return ["".join(text for text, _ in row) for row in rows]

    assert shown_in(90) == ["       09:00  branch   Opened the guide? → else: " + why]
    assert shown_in(50) == ["       09:00  branch   Opened the guide? → else", " " * 14 + why]
    assert shown_in(40) == [
        "       09:00  branch   Opened the guide?",
        "                       → else",
        "              had not clicked “HR guide”",
    ]

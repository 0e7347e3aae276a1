"""The Schedule screen, by keys and by mouse, to a saved file."""

from __future__ import annotations

import csv
import re
import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from icalendar import Calendar
from sampled import SETTINGS, copied, running
from screens_app import shown, until
from textual.widgets import Input

from nurture_tui.edit.history import Edit
from nurture_tui.model.duration import parse_duration
from nurture_tui.report.calendar import Filter, Heat
from nurture_tui.report.collisions import collisions
from nurture_tui.report.timeline import code_of
from nurture_tui.screens.design import Design
from nurture_tui.screens.exportdialog import Button, Export, Words
from nurture_tui.screens.filterform import FilterForm
from nurture_tui.screens.heatmap import HeatMap
from nurture_tui.screens.monthmap import MonthMap
from nurture_tui.screens.opening import open_path
from nurture_tui.screens.schedule import Schedule
from nurture_tui.screens.scheduled import kept_cell, opening_cell
from nurture_tui.screens.sendlist import SendLines, SendRows, head_rows, widths
from nurture_tui.screens.simulate import Simulate
from nurture_tui.simulation import simulate


@pytest.fixture
def folder(tmp_path):
    return copied(tmp_path, "hr-guide", "hand-to-sales")


@pytest.fixture
def webinar(tmp_path):
    return copied(tmp_path, "webinar")


async def schedule_screen(pilot) -> Schedule:
    await pilot.press("3")
    await until(pilot, lambda: isinstance(pilot.app.screen, Schedule))
    await until(pilot, lambda: pilot.app.screen.heat is not None)
    await pilot.pause()
    return pilot.app.screen


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


async def test_it_opens_on_the_first_weeks_and_says_what_was_held_and_when_sundays_are(folder):
    async with running(folder / "hr-guide.toml") as pilot:
        page = await schedule_screen(pilot)
        view = page.query_one(HeatMap)
        sends = int(page.heat.counts[:14].max())
        assert page.heat.counts[view.day, view.hour] == sends > 1
        assert view.page_of[0] == 1
        await until(pilot, lambda: f"page 1 of {view.page_of[1]}" in shown(pilot.app))
        text = shown(pilot.app)
        assert f"[{sends:>3}]" in text
        assert len(page.query_one(SendLines)) == sends
        # Of the hours around it, those with most sends are in view, whenever the map has its size.
        hours, by_hour = view._hours_in_view(), page.heat.counts.sum(axis=0)
        room = len(hours)
        fullest = max(by_hour[top : top + room].sum() for top in range(25 - room))
        assert by_hour[hours.start : hours.stop].sum() == fullest
        # What was held is said of sends and of the journey's window.
        assert re.search(r"Held, then sent   .*window \d+  ", text)
        assert "window Mon-Fri 08:00-17:00; some steps differ" in text
        # Every weekend names its Sunday.
        dates = text.splitlines()[6][: view.size.width]
        days = [page.heat.day(week * 7 + d).day for week in view.weeks for d in range(7)]
        assert [int(found) for found in re.findall(r"\d+", dates)] == days


async def test_an_edit_shows_what_each_week_was_and_the_map_stays_where_it_was(folder):
    async with running(folder / "hr-guide.toml") as pilot:
        page = await schedule_screen(pilot)
        session, view = pilot.app.session, page.query_one(HeatMap)
        saved, was, saved_sends = session.workspace, page.heat, page.data.result.sends
        await pilot.press("greater_than_sign")
        await pilot.pause()
        week, there = view.weeks[0], page.heat.day(view.day)
        assert "was" not in shown(pilot.app).splitlines()[4]
        pause = session.journey.steps["pause"].model_copy(update={"for_": parse_duration("10d")})
        steps = {**session.journey.steps, "pause": pause}
        longer = session.journey.model_copy(update={"steps": steps})
        session.apply(Edit("wait longer", longer))
        await until(pilot, lambda: view.was is not None and page.data.journey is longer)
        # The week that was shown is shown, and says what it has now and what it had.
        assert view.weeks[0] == week
        assert (page.heat.day(view.day) - there).days < 7
        now = page.heat.week_total(week)
        assert now != was.week_total(week)
        await until(pilot, lambda: f"{now}, was {was.week_total(week)}" in shown(pilot.app))
        assert [view.was.week_total(n) for n in range(was.weeks)] == [
            was.week_total(n) for n in range(was.weeks)
        ]
        # The filter holds for both; without edits nothing is said of before.
        figures = [shown(pilot.app).splitlines()[n] for n in range(40)]
        sends = next(row for row in figures if re.search(r"  sends +\d+ +\d+", row))
        assert [int(n) for n in sends.split()[-2:]] == [was.total, page.heat.total]
        await pilot.press("slash", "right")
        await until(pilot, lambda: page.filter.step != "")
        step = code_of(saved_sends.names, page.filter.step)
        assert view.was.total == (saved_sends.step == step).sum() < was.total
        session.undo()
        await until(pilot, lambda: view.was is None)
        assert session.workspace == saved


def test_the_cell_is_kept_or_the_nearest_with_sends_takes_its_place():
    counts = np.zeros((28, 24), dtype=np.int64)
    counts[1, 9], counts[1, 15], counts[20, 10], counts[21, 8] = 4, 9, 30, 2
    rows = np.arange(int(counts.sum()))
    begins = np.concatenate([[0], np.cumsum(counts.ravel())])
    found = Heat(date(2026, 11, 23), counts, rows, begins)

    def kept(day, hour):
        return kept_cell(found, found.day(day), hour)

    assert opening_cell(found) == (1, 15)  # not the fullest of all, two weeks on
    assert kept(1, 9) == (1, 9)
    assert kept(1, 12) == (1, 15)  # the fullest of its day
    assert kept(4, 12) == (1, 15)  # of its week
    assert kept(11, 12) == (1, 15)  # of the nearest week with sends, the earlier of equals
    assert kept(15, 12) == (20, 10)
    assert kept_cell(found, date(2027, 5, 1), 9) == (1, 15)  # a day that the run does not have
    assert found.sends_from(date(2026, 12, 7)) == 30
    assert found.sends_from(date(2027, 5, 3)) == 0


async def test_the_map_is_gone_over_by_a_click_arrows_and_weeks_and_escape_leads_back(folder):
    async with running(folder / "hr-guide.toml") as pilot:
        page = await schedule_screen(pilot)
        view = page.query_one(HeatMap)
        column = view._grid().weeks[0].days[2]
        await pilot.click(HeatMap, offset=(column.x + 1, 4))
        assert view.day == column.day
        assert view.hour == view._hours_in_view()[1]
        # The list follows the arrows.
        for key in ("left", "down", "right", "right", "up", "up"):
            await pilot.press(key)
            await pilot.pause()
            assert len(page.query_one(SendLines)) == page.heat.counts[view.day, view.hour]
            assert page.heat.day(view.day).day == int(
                page.query_one("#sends-pane").title_text.split()[1]
            )
        # Escape leads back to the map.
        for there in ("enter", "slash"):
            await pilot.press(there)
            await until(pilot, lambda: not view.has_focus)
            await pilot.press("escape")
            await until(pilot, lambda: view.has_focus)
        # Every week can be reached.
        await pilot.press("home")
        seen = set(view.weeks)
        for _ in range(page.heat.weeks):
            await pilot.press("greater_than_sign")
            seen |= set(view.weeks)
        assert seen == set(range(page.heat.weeks))
        await pilot.press("pageup")
        assert view.weeks[-1] < page.heat.weeks - 1


async def test_enter_goes_to_the_sends_and_from_there_to_the_contact(folder):
    async with running(folder / "hr-guide.toml") as pilot:
        page = await schedule_screen(pilot)
        await pilot.press("enter")
        assert page.query_one(SendLines).has_focus
        view = page.query_one(HeatMap)
        row = int(page.heat.cell(view.day, view.hour)[1])
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Simulate))
        await until(pilot, lambda: pilot.app.screen.followed is not None)
        sends = page.data.result.sends
        assert pilot.app.screen.followed.row == int(sends.contact[row])
        assert pilot.app.screen.player.instant == int(sends.time[row])


async def test_filters_of_step_clock_and_contact_change_what_is_counted_and_listed(folder):
    async with running(folder / "hr-guide.toml") as pilot:
        page = await schedule_screen(pilot)
        everything = page.heat.total
        await pilot.press("slash", "right")
        await pilot.pause()
        assert page.filter.step
        assert 0 < page.heat.total < everything
        await pilot.press("backspace")
        await pilot.pause()
        assert page.heat.total == everything
        last = page.query_one(FilterForm).row("step").options[-1]
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press(*last.name[:5].lower().replace(" ", ""), "enter")
        await until(pilot, lambda: page.filter.step == last.value)
        assert page.heat.total < everything
        await pilot.press("backspace")
        await until(pilot, lambda: page.heat.total == everything)
        # Up and down lead from filter to filter.
        form = page.query_one(FilterForm)
        for key, name in (("down", "owner"), ("up", "step"), ("up", "journey")):
            await pilot.press(key)
            await until(pilot, lambda name=name: page.focused is form.row(name))
        # The workspace's clock.
        before = page.heat.counts.copy()
        form.row("clock").action_change(1)
        await until(pilot, lambda: page.filter.clock == "workspace")
        assert page.heat.counts.sum() == before.sum()
        assert (page.heat.counts != before).any()
        # A contact is typed.
        form.query_one(Input).focus()
        await pilot.press(*"zzz-nobody")
        await until(pilot, lambda: page.heat.total == 0)
        assert "nothing is sent then" in shown(pilot.app)


async def test_by_keyboard_alone_from_the_folder_to_a_saved_schedule(webinar, tmp_path):
    async with running(webinar) as pilot:
        await until(pilot, lambda: len(pilot.app.session.outcomes) > 0)
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.session.result is not None)
        page = await schedule_screen(pilot)
        await pilot.press("e")
        await until(pilot, lambda: isinstance(pilot.app.screen, Export))
        await pilot.press("enter")
        await until(pilot, lambda: "Saved" in shown(pilot.app))
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is page)
        await pilot.press("e")
        await until(pilot, lambda: "will be replaced" in shown(pilot.app))
        await pilot.press("enter")
        await until(pilot, lambda: "Saved" in shown(pilot.app))
        # Nothing is left to type, so the key of a screen leads there at once.
        await pilot.press("1")
        await until(pilot, lambda: isinstance(pilot.app.screen, Design))
        assert len(rows_of(tmp_path / "webinar-schedule.csv")) == len(page.data.result.sends)


async def test_by_mouse_alone_from_the_folder_to_a_saved_schedule(webinar, tmp_path):
    async with running(webinar) as pilot:
        await until(pilot, lambda: len(pilot.app.session.outcomes) == 1)
        text = shown(pilot.app).splitlines()
        at = next(y for y, row in enumerate(text) if "webinar reg" in row)
        await pilot.click(offset=(8, at), times=2)
        await until(pilot, lambda: pilot.app.session.journey is not None)
        await until(pilot, lambda: pilot.app.session.result is not None)
        tabs = shown(pilot.app).splitlines()[0]
        await pilot.click(offset=(tabs.index("3 Schedule"), 0))
        await until(pilot, lambda: isinstance(pilot.app.screen, Schedule))
        await until(pilot, lambda: pilot.app.screen.heat is not None)
        page, footer = pilot.app.screen, shown(pilot.app).splitlines()[-1]
        await pilot.click(offset=(footer.index("export"), pilot.app.size.height - 1))
        await until(pilot, lambda: isinstance(pilot.app.screen, Export))
        await pilot.click("#do")
        await until(pilot, lambda: "Saved" in shown(pilot.app))
        await pilot.click("#do")
        await until(pilot, lambda: pilot.app.screen is page)
        assert len(rows_of(tmp_path / "webinar-schedule.csv")) == len(page.data.result.sends)


async def test_the_export_has_what_the_filter_shows_and_says_so(folder, tmp_path):
    async with running(folder / "hr-guide.toml") as pilot:
        page = await schedule_screen(pilot)
        await pilot.press("slash", "right", "escape", "e")
        await until(pilot, lambda: isinstance(pilot.app.screen, Export))
        assert "those that the filter shows" in shown(pilot.app)
        pilot.app.screen.query_one(Input).value = str(tmp_path / "part.csv")
        await pilot.press("enter")
        await until(pilot, lambda: "Saved" in shown(pilot.app))
        found = rows_of(tmp_path / "part.csv")
        assert len(found) == page.heat.total
        assert {row["step"] for row in found} == {page.filter.step}


async def test_nothing_is_written_over_unasked_and_what_cannot_be_written_is_said(folder, tmp_path):
    refused = {
        "sample_contacts/leads.csv": "contact list of this workspace",
        "journeys/hr-guide.toml": "a journey of this workspace",
        "journeys/../journeys/nurture.toml": "nurture.toml of this workspace",
    }
    before = {name: (tmp_path / name).read_bytes() for name in refused}
    (tmp_path / "hr-guide-schedule.csv").write_text("old")
    async with running(folder / "hr-guide.toml") as pilot:
        page = await schedule_screen(pilot)
        # A file that is there is replaced only knowingly.
        await pilot.press("e")
        await until(pilot, lambda: "will be replaced" in shown(pilot.app))
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is page)
        assert (tmp_path / "hr-guide-schedule.csv").read_text() == "old"
        # The files of the workspace are never written over.
        await pilot.press("e")
        await until(pilot, lambda: isinstance(pilot.app.screen, Export))
        name = pilot.app.screen.query_one(Input)
        said = pilot.app.screen.query_one("#said", Words)
        for file, words in refused.items():
            name.value = str(tmp_path / file)
            await pilot.pause()
            assert "replaced" not in shown(pilot.app)
            await pilot.press("enter")
            await until(pilot, lambda words=words: words in said.words)
            assert said.words.startswith("× Not saved")
            assert "Name another file" in said.words
        # One that cannot be written is said, and another name can be given.
        name.value = str(tmp_path / "no" / "such" / "folder.csv")
        await until(pilot, lambda: "Not saved" not in shown(pilot.app))
        await pilot.press("enter")
        await until(pilot, lambda: "Not saved" in shown(pilot.app))
        name.value = str(tmp_path / "yes.csv")
        await pilot.press("enter")
        await until(pilot, lambda: (tmp_path / "yes.csv").exists())
    assert {name: (tmp_path / name).read_bytes() for name in refused} == before
    assert (tmp_path / "hr-guide-schedule.csv").read_text() == "old"


async def test_each_owner_gets_a_calendar_and_all_a_page_in_one_visit(folder, tmp_path):
    # On a low screen what was saved does not leave room for all, and the arrows choose even so.
    async with running(folder / "hr-guide.toml", (80, 24)) as pilot:
        page = await schedule_screen(pilot)
        await pilot.press("e")
        await until(pilot, lambda: isinstance(pilot.app.screen, Export))
        await pilot.press("down", "down")
        name = pilot.app.screen.query_one(Input)
        assert name.value == str(tmp_path / "hr-guide-schedule.ics")
        assert "6 files" in shown(pilot.app)
        await pilot.press("enter")
        await until(pilot, lambda: "Saved" in shown(pilot.app))
        found = [*tmp_path.glob("hr-guide-schedule-*.ics")]
        assert len(found) == 6
        told = [str(event["DESCRIPTION"]) for path in found for event in events_of(path)]
        people = sum(len(text.split("\n\n")[1].splitlines()) for text in told)
        assert people == len(page.data.result.sends)
        # The page is chosen and saved without closing the dialog; what was saved stays said.
        await pilot.press("down", "down")
        await until(pilot, lambda: name.value == str(tmp_path / "hr-guide-schedule.html"))
        assert "to 6 files" in shown(pilot.app)
        await pilot.press("enter")
        await until(pilot, lambda: (tmp_path / "hr-guide-schedule.html").exists())
        await until(pilot, lambda: "enter closes" in shown(pilot.app))
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is page)


async def test_files_go_where_the_app_was_started(folder, tmp_path, monkeypatch):
    # In the folder of journeys itself, as `nurture` alone does, they go there and not above it.
    monkeypatch.chdir(folder)
    async with running(Path("hr-guide.toml")) as pilot:
        await schedule_screen(pilot)
        await pilot.press("e")
        await until(pilot, lambda: isinstance(pilot.app.screen, Export))
        value = pilot.app.screen.query_one(Input).value
        assert value == str(folder / "hr-guide-schedule.csv")


def events_of(path):
    return Calendar.from_ical(path.read_bytes()).walk("VEVENT")


async def test_a_journey_that_sends_nothing_says_so(folder):
    (folder / "quiet.toml").write_text(
        'format = 1\nname = "Quiet"\nkind = "internal"\n'
        '[entry]\nevent = "asked"\nstart = "end"\n[steps.end]\ntype = "exit"\n'
    )
    async with running(folder / "quiet.toml") as pilot:
        await pilot.press("3")
        wanted = ("Nothing is sent", "Nobody is let in")
        await until(pilot, lambda: any(words in shown(pilot.app) for words in wanted))


async def test_only_the_rows_in_view_are_built(folder):
    async with running(folder / "hr-guide.toml", (140, 24)) as pilot:
        page = await schedule_screen(pilot)
        lines = page.query_one(SendLines)
        built = []
        real = SendRows._row
        SendRows._row = lambda rows, row: built.append(row) or real(rows, row)
        try:
            lines.refresh()
            await pilot.pause()
            await pilot.pause()
        finally:
            SendRows._row = real
        assert 0 < len(set(built)) <= lines.size.height < len(lines)


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (200, 60)])
async def test_it_fits_every_size(folder, size):
    async with running(folder / "hr-guide.toml", size) as pilot:
        page = await schedule_screen(pilot)
        text = shown(pilot.app)
        assert f"[{page.heat.counts[:14].max():>3}]" in text
        assert "sent    contact" in text
        assert max(len(row) for row in text.splitlines()) <= size[0]
        await pilot.press("slash")
        await pilot.pause()
        assert "held by" in shown(pilot.app)
        # The chosen day is in view also where another was chosen while the map was hidden.
        await pilot.resize_terminal(80, 19)
        await pilot.press("escape", "m", "slash", "right")
        await until(pilot, lambda: page.filter.step != "")
        await pilot.press("escape")
        month = page.query_one(MonthMap)
        await until(pilot, lambda: f"[{page.heat.day(month.day).day}" in shown(pilot.app))


async def test_a_filter_is_forgotten_with_another_journey(folder):
    shutil.copy(folder / "hr-guide.toml", folder / "second.toml")
    async with running(folder / "hr-guide.toml") as pilot:
        page = await schedule_screen(pilot)
        await pilot.press("slash", "right")
        await until(pilot, lambda: page.filter.step != "")
        pilot.app.session.open("second")
        await until(pilot, lambda: page.data.journey.id == "second")
        assert page.filter == Filter()
        assert page.heat.total == len(page.data.result.sends)


def test_a_button_says_its_word():
    assert Button("Save", "screen.save").render().plain == "Save"


async def test_the_calendar_by_day_has_the_sends_and_the_tasks_of_each_day(folder):
    async with running(folder / "hand-to-sales.toml") as pilot:
        page = await schedule_screen(pilot)
        result = pilot.app.session.result
        assert result.tasks.per_day
        assert not len(result.sends)  # an internal journey: what it has are tasks
        month = page.query_one(MonthMap)
        assert page.monthly
        assert month.heat is page.heat
        by_day = {}
        for text, _, tasks in result.tasks.per_day:
            day = date.fromisoformat(text)
            by_day[day] = by_day.get(day, 0) + tasks
        assert page.data.task_clock.by_date(page.data.given) == by_day
        week = next(n for n in range(page.heat.weeks) if by_day.get(page.heat.day(n * 7)))
        drawn = "".join(text for text, _ in month._tasks_row(week))
        tasks = [by_day.get(page.heat.day(week * 7 + n), 0) for n in range(7)]
        assert [int(n) for n in re.findall(r"\d+", drawn)] == [*filter(None, tasks), sum(tasks)]
        before = month.day
        await pilot.press("right", "down")
        assert month.day == before + 8
        await pilot.press("m")
        assert page.query_one(HeatMap).day == before + 8


async def test_the_calendar_of_an_owner_has_their_tasks_and_leads_to_their_contacts(folder):
    async with running(folder / "hand-to-sales.toml", (140, 50)) as pilot:
        page = await schedule_screen(pilot)
        found = Counter(task.whose for task in page.data.given)
        owner = min(found)
        await pilot.press("slash", "down", "right")
        await until(pilot, lambda: page.filter.owner == owner)
        assert {task.whose for task in page.tasks} == {owner}
        said = Schedule.plain(pilot.app.session).partition("tasks of sellers")[2]
        told = re.findall(rf"{re.escape(owner)} (\d+)", said)
        assert sum(map(int, told)) == found[owner]  # also for screen readers
        assert len(page.tasks) == found[owner]
        first = page.tasks[0]
        day = (page.data.task_clock.given(first).date() - page.heat.first).days
        await pilot.press("escape", *["right"] * (day - page.query_one(MonthMap).day))
        await until(pilot, lambda: first in page.cell.tasks)
        await until(pilot, lambda: first.task.title in shown(pilot.app))
        # What is agreed is of all tasks, so it stands beside no part of them.
        await until(pilot, lambda: not re.search(r"tasks a day +\d+ of", shown(pilot.app)))
        await pilot.press("enter", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Simulate))
        simulated = pilot.app.screen
        await until(pilot, lambda: simulated.followed is not None)
        assert simulated.followed.id == str(page.data.result.contacts.ids[first.contact])


def test_of_several_journeys_each_send_says_whose_it_is_where_there_is_room():
    assert widths(66, several=True) == widths(66)  # of a screen of 80 columns
    for room in (86, 106):  # of 120 and of 140 columns
        wide = widths(room, several=True)
        assert wide.journey
        assert wide.contact + wide.message >= 32
        assert "journey" in head_rows(room, wide)[0][0][0]
        assert not widths(room).journey


async def test_all_journeys_together_show_who_meets_on_a_day(folder):
    few = open_path(folder).contacts.take(np.arange(80))
    async with running(folder / "hr-guide.toml", contacts=few) as pilot:
        page = await schedule_screen(pilot)
        alone = page.heat.total
        await pilot.press("a")
        await until(pilot, lambda: page.data.several)
        session = pilot.app.session
        run = simulate(session.workspace, list(session.workspace.journeys), few, SETTINGS)
        assert page.heat.total == len(run.sends)
        assert page.data.collisions == collisions(run, session.workspace)
        assert "Sends by day and hour of all journeys" in shown(pilot.app)
        assert re.search("two journeys on one day|no journeys meet", shown(pilot.app))
        await pilot.press("a")
        await until(pilot, lambda: not page.data.several)
        assert page.heat.total == alone
        # Where a day has room for the name of its month, it stands apart from the sends.
        await pilot.press("m")
        await pilot.resize_terminal(200, 60)
        await until(pilot, lambda: " 1 Dec" in shown(pilot.app))
        assert not re.search(r"(Nov|Dec|Jan)\d", shown(pilot.app))


async def test_a_rule_is_chosen_by_key(folder):
    async with running(folder / "hr-guide.toml") as pilot:
        page = await schedule_screen(pilot)
        await pilot.press("r", *"window", "enter")
        await pilot.pause()
        assert page.filter.held_by == "window"
        assert 0 < page.heat.total < len(page.data.result.sends)

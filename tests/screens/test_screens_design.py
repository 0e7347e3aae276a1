"""The Design screen: walking, editing, undo, problems, mouse."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from screens_app import checked, picture, shown, the_app, typed, until, workspace
from textual.pilot import Pilot
from textual.widgets import Input

from nurture_tui.edit.change import set_value
from nurture_tui.edit.fields import Field
from nurture_tui.edit.history import Edit
from nurture_tui.edit.removal import remove
from nurture_tui.edit.steps import add_before
from nurture_tui.layout import Layout
from nurture_tui.model.step import Exit, Send, Wait
from nurture_tui.screens.app import NurtureApp
from nurture_tui.screens.design import Design
from nurture_tui.screens.dialogs import Choose
from nurture_tui.screens.formrows import FieldRow, TextRow, near
from nurture_tui.screens.here import simulated_here
from nurture_tui.screens.inspector import Inspector
from nurture_tui.screens.lane import Lane, lane_rows
from nurture_tui.screens.path import PathCanvas
from nurture_tui.screens.problems import Problems, why_it_does_not_run
from nurture_tui.screens.walk import spots
from nurture_tui.simulation.result import Counts

WIDE = (140, 40)


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    return workspace(tmp_path) / "guide.toml"


def canvas(app: NurtureApp) -> PathCanvas:
    return app.screen.query_one(PathCanvas)


def layout(app: NurtureApp) -> Layout:
    shown = canvas(app).layout_shown
    assert shown is not None
    return shown


def said(app: NurtureApp) -> str:
    """What is said in passing."""
    return " ".join(one.message for one in app._notifications)


def place(app: NurtureApp, id_: str) -> tuple[int, int]:
    """Where a step stands on the screen."""
    (x, y), (left, top) = spots(layout(app))[id_], canvas(app).origin
    return x + left, y + top


async def test_a_journey_file_opens_on_its_path_with_the_first_step_selected(guide: Path) -> None:
    app = the_app(guide)
    async with app.run_test(size=WIDE) as pilot:
        await checked(pilot)
        assert isinstance(app.screen, Design)
        assert app.session.selected == "deliver"
        assert canvas(app).has_focus


async def test_the_arrows_follow_the_lines_and_stop_at_folded_waits(guide: Path) -> None:
    app = the_app(guide)
    async with app.run_test(size=WIDE) as pilot:
        await checked(pilot)
        assert "pause" not in layout(app).boxes
        folded = layout(app)
        await pilot.press("down")
        assert app.session.selected == "pause"
        assert "pause" in layout(app).boxes
        await pilot.press("down")
        assert app.session.selected == "read"
        assert layout(app) is folded  # kept, not made anew
        await pilot.press("down")
        assert app.session.selected in ("again", "offer")
        await pilot.press("k", "k", "k", "k")
        assert app.session.selected == "entry:"


async def test_typing_edits_the_journey_and_undo_gives_it_back(guide: Path) -> None:
    app = the_app(guide)
    async with app.run_test(size=WIDE) as pilot:
        await checked(pilot)
        before = app.session.journey
        await pilot.press("enter", "tab", "tab")
        await pilot.press("end")
        await typed(pilot, " now")
        assert app.session.journey is not None
        step = app.session.journey.steps["deliver"]
        assert isinstance(step, Send)
        assert step.subject == "Your guide now"
        assert "* not saved" in picture(app)[0]
        await pilot.press("ctrl+z")
        assert app.session.journey == before
        assert "not saved" not in picture(app)[0]
        await pilot.press("ctrl+y")
        assert app.session.changed("guide")


async def test_enter_begins_at_the_first_field_or_where_the_step_was_last_typed_into(
    guide: Path,
) -> None:
    app = the_app(guide)
    async with app.run_test(size=WIDE) as pilot:
        await checked(pilot)
        inspector, title = app.screen.query_one(Inspector), ("steps", "deliver", "title")
        # A field that was only looked at is not come back to: typing would replace what is in it.
        await pilot.press("enter", "tab", "tab", "tab", "escape", "enter")
        await until(pilot, lambda: inspector.edited == title)
        await pilot.press("tab", "tab", *"Hi", "tab", "escape", "enter")
        await until(pilot, lambda: inspector.edited == ("steps", "deliver", "subject"))
        await pilot.press("escape", "down", "up", "enter")
        await until(pilot, lambda: inspector.edited == title)
        assert app.session.selected == "deliver"


async def test_digits_go_into_the_field_that_is_edited(guide: Path) -> None:
    app = the_app(guide)
    async with app.run_test(size=WIDE) as pilot:
        await checked(pilot)
        await pilot.press("enter")
        await pilot.press("end")
        await typed(pilot, " 2 a")
        assert app.session.journey is not None
        assert app.session.journey.steps["deliver"].title == "The guide 2 a"
        assert app.current_mode == "design"


async def test_a_refused_text_stays_with_the_reason_below_and_the_journey_as_it_was(
    guide: Path,
) -> None:
    app = the_app(guide)
    async with app.run_test(size=WIDE) as pilot:
        await checked(pilot)
        before = app.session.journey
        await pilot.press("down", "enter")
        app.screen.query_one("#field", Input).value = "3 moons"
        await pilot.pause()
        assert app.session.journey == before
        assert any("3 moons" in row for row in picture(app))
        assert any("× " in row for row in picture(app))
        _, why = app.session.drafts["guide", ("steps", "pause", "for")]
        assert "is not a unit of time. Use" in why
        await pilot.press("escape", "up", "down")
        await until(pilot, lambda: any("3 moons" in row for row in picture(app)))
        # A save says what it leaves out, and undo takes that back before anything else.
        await pilot.press("ctrl+s")
        said = [notice.message for notice in app._notifications]
        assert said == ["Not right yet, so in no file: “3 moons” (for of “pause”)."]
        await pilot.press("ctrl+z")
        assert not app.session.refused("guide")
        assert app.session.journey == before


async def test_no_beginning_of_a_refused_text_stays_in_the_journey_or_its_file(
    guide: Path,
) -> None:
    app = the_app(guide)
    async with app.run_test(size=WIDE) as pilot:
        await checked(pilot)
        before, file = app.session.journey, guide.read_text()
        await pilot.press("down", "enter", "home")
        await typed(pilot, "5d")
        field = app.screen.query_one("#field", Input)
        assert field.value == "5d3d"
        assert app.session.journey == before
        assert not app.session.history.past
        await until(pilot, lambda: any("1 field not right yet" in row for row in picture(app)))
        said = "".join(text for text, _ in why_it_does_not_run(app.session))
        assert (
            said == "Nothing found. Not right yet, so not in the journey: “5d3d” (for of “pause”)."
        )
        await pilot.press("ctrl+s")
        assert guide.read_text() == file
        # What is right again is taken, as one edit.
        await pilot.press("backspace")
        assert app.session.journey is not None
        pause = app.session.journey.steps["pause"]
        assert isinstance(pause, Wait)
        assert str(pause.for_) == "53d"
        assert len(app.session.history.past) == 1
        await pilot.press("ctrl+z")
        assert app.session.journey == before
        # Nor does it take the keys of another kind of wait with it.
        inspector = app.screen.query_one(Inspector)
        inspector.go_to(("steps", "pause", "until"))
        await pilot.pause()
        await typed(pilot, "5")
        assert app.session.journey != before
        await typed(pilot, "d")
        assert app.session.journey == before
        await pilot.press("backspace", "backspace")
        assert app.session.journey == before
        assert not app.session.refused("guide")


def test_a_click_a_row_beside_a_field_takes_the_field() -> None:
    """Else what is typed next would be commands on the path."""

    def field(name: str) -> FieldRow:
        return FieldRow(Field((name,), name, "text"), "")

    one, two = field("one"), field("two")
    error = TextRow((("   × not so", "error"),))
    rows = [TextRow(), one, error, error, two, TextRow(), TextRow(), TextRow()]
    assert [near(rows, at) for at in range(-1, 9)] == [
        None, one, one, one, one, two, two, None, None, None
    ]  # fmt: skip


async def test_a_first_click_on_a_field_and_a_double_one_take_all_of_it(guide: Path) -> None:
    app = the_app(guide)
    async with app.run_test(size=WIDE) as pilot:
        await checked(pilot)
        await pilot.press("down", "enter")
        field = app.screen.query_one("#field", Input)
        await pilot.click(field, offset=(1, 0))
        assert field.selected_text == field.value
        app._click_chain_last_time = None  # a click of its own, not the second of a double one
        await pilot.click(field, offset=(1, 0))
        assert field.selected_text == ""
        assert field.cursor_position == 1
        app._click_chain_last_time = None
        await pilot.click(field, offset=(1, 0), times=2)
        assert field.selected_text == field.value
        await pilot.press("down", "home")
        app._click_chain_last_time = None
        await pilot.click(field, offset=(1, 0))
        assert field.selected_text == ""


async def test_what_the_checks_find_stands_below_its_field_and_in_the_problems(
    guide: Path,
) -> None:
    app = the_app(guide)
    async with app.run_test(size=WIDE) as pilot:
        await checked(pilot)
        app.session.select("deliver")
        inspector = app.screen.query_one(Inspector)
        inspector.go_to(("steps", "deliver", "only_if"))
        await pilot.pause()
        await typed(pilot, "scor < 4")
        await until(pilot, lambda: any(f.code == "D601" for f in app.session.problems))
        await pilot.pause()
        rows = picture(app)
        assert any("× D601 deliver" in row for row in rows)
        assert any("× There is no field “scor”." in row for row in rows)
        assert any("╭─ email" in row or "┏━ email" in row for row in rows if "× D601" in row)


async def test_f8_goes_to_the_problem_and_enter_to_its_field(tmp_path: Path) -> None:
    wrong = 'format = 1\nname = "x"\nkind = "service"\nentry = { event = "e", start = "one" }\n'
    wrong += '[steps.one]\ntype = "send"\nnext = "two"\n[steps.two]\ntype = "send"\nnext = "gone"\n'
    folder = workspace(tmp_path, wrong=wrong)
    app = the_app(folder / "wrong.toml")
    async with app.run_test(size=WIDE) as pilot:
        await checked(pilot)
        steps = [finding.step for finding in app.screen.query_one(Problems).findings]
        assert "one" in steps
        # Where the first problem is what is selected already, the key says so.
        app.session.select(steps[0])
        await pilot.press("f8")
        await until(pilot, lambda: f"The first of {len(steps)} problems is here" in said(app))
        app.session.select("one")
        await pilot.press("shift+f8")
        await pilot.press("f8")
        first = app.session.selected
        await pilot.press("f8")
        assert app.session.selected != first or len(set(steps)) == 1
        problems = app.screen.query_one(Problems)
        codes = [finding.code for finding in problems.findings]
        while problems.chosen != codes.index("G101"):
            await pilot.press("f8")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query_one("#field", Input).has_focus)
        inspector = app.screen.query_one(Inspector)
        assert inspector.edited == ("steps", "two", "next")
        await pilot.press("escape")
        app.screen.query_one(Problems).focus()
        await until(pilot, lambda: app.screen.query_one(Problems).has_focus)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query_one("#field", Input).has_focus)


async def test_after_an_edit_the_selected_step_stays_where_it_was(guide: Path) -> None:
    app = the_app(guide)
    async with app.run_test(size=(140, 24)) as pilot:
        await checked(pilot)
        app.session.select("again")
        await pilot.pause()
        before = place(app, "again")
        assert app.session.journey is not None
        edit = add_before(app.session.journey, "again", "branch")
        app.session.apply(replace(edit, selected="again"))
        await pilot.pause()
        assert place(app, "again") == before
        app.session.undo()
        await pilot.pause()
        assert place(app, "again") == before


async def test_a_step_is_added_removed_and_renamed_by_keys(guide: Path) -> None:
    app = the_app(guide)
    async with app.run_test(size=WIDE) as pilot:
        await checked(pilot)
        await pilot.press("a", "w", "enter")
        assert app.session.selected == "wait"
        await pilot.press("r")
        app.screen.query_one("#word", Input).value = "breathe"
        await pilot.press("enter")
        assert app.session.journey is not None
        assert "breathe" in app.session.journey.steps
        await pilot.press("x")
        assert "breathe" not in app.session.journey.steps
        assert app.session.history is not None
        assert len(app.session.history.past) == 3

        # Nothing can follow an exit: what is added there comes before it.
        steps = app.session.journey.steps
        at = next(id_ for id_, step in steps.items() if isinstance(step, Exit))
        app.session.select(at)
        await until(pilot, lambda: "a add" in picture(app)[-1])
        await pilot.press("a")
        await until(pilot, lambda: "Add before" in shown(app))
        await pilot.press("w")
        await until(pilot, lambda: "Add a wait" in shown(app))
        await pilot.press("enter")
        await until(pilot, lambda: app.session.selected == "wait")
        added = app.session.journey.steps["wait"]
        assert isinstance(added, Wait)
        assert added.next == at


async def test_removing_a_branch_asks_which_way_stays(guide: Path) -> None:
    app = the_app(guide)
    async with app.run_test(size=WIDE) as pilot:
        await checked(pilot)
        app.session.select("read")
        before = app.session.workspace
        await pilot.press("x")
        await until(pilot, lambda: "which way stays?" in shown(app))
        assert "clicked → The offer   without “Once more”" in shown(app)
        await pilot.press("1")
        await until(pilot, lambda: "went “Once more”, which only it led to" in said(app))
        assert app.session.journey is not None
        assert {"read", "again"}.isdisjoint(app.session.journey.steps)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: app.session.workspace is before)
        await pilot.press("x", "2")
        await until(pilot, lambda: "read" not in app.session.journey.steps)
        assert app.session.journey.steps["pause"].next == "again"  # type: ignore[union-attr]


async def test_a_line_is_led_elsewhere_by_choosing_the_step(guide: Path) -> None:
    app = the_app(guide)
    async with app.run_test(size=WIDE) as pilot:
        await checked(pilot)

        def leads_to() -> str | None:
            assert app.session.journey is not None
            return app.session.journey.steps["deliver"].next  # type: ignore[union-attr]

        path = canvas(app)
        # By the letter at the step, in reading order: a waits, b reads, c ...
        await pilot.press("c")
        await until(pilot, lambda: " e " in "\n".join(picture(app)))
        shown = "\n".join(picture(app))
        assert "Lead “The guide” to" in shown
        assert all(f" {letter} " in shown for letter in "abcde")
        await pilot.press("escape")
        assert not path.over.jumps
        assert leads_to() == "pause"
        await pilot.press("c", "b")
        assert leads_to() == "read"
        # By its name; as the end of the path; by a click.
        await pilot.press("c", "slash")
        await typed(pilot, "close")
        await pilot.press("enter")
        assert leads_to() == "close"
        await pilot.press("c", "minus")
        assert leads_to() is None
        box, (x, y), pane = layout(app).boxes["again"], path.origin, path.content_region
        await pilot.press("c")
        await pilot.click(offset=(pane.x + box.x + x + 2, pane.y + box.y + y + 1))
        assert leads_to() == "again"


async def test_a_line_is_drawn_with_the_mouse_from_step_to_step(guide: Path) -> None:
    app = the_app(guide)

    def inside(id_: str) -> tuple[int, int]:
        box, (x, y) = layout(app).boxes[id_], canvas(app).origin
        return box.x + x + 3, box.count_y + y

    async def drag(pilot: Pilot[Any], source: str, target: str) -> None:
        await pilot.mouse_down(PathCanvas, offset=inside(source))
        x, y = inside(target)
        await pilot.hover(PathCanvas, offset=(x, y - 4))
        await pilot.hover(PathCanvas, offset=(x, y))

    async with app.run_test(size=WIDE) as pilot:
        await checked(pilot)
        path = canvas(app)
        await drag(pilot, "deliver", "offer")
        assert path.over.aimed == "offer"
        head = layout(app).boxes["offer"]
        assert path.over.trail[head.middle, head.y] == "▼"
        await pilot.press("escape")
        assert (path.over.aimed, path.over.trail) == (None, {})
        await pilot.mouse_up(PathCanvas, offset=inside("offer"))
        assert app.session.journey is not None
        assert app.session.journey.steps["deliver"].next == "pause"  # type: ignore[union-attr]
        await drag(pilot, "deliver", "offer")
        await pilot.mouse_up(PathCanvas, offset=inside("offer"))
        await pilot.pause()
        assert app.session.journey.steps["deliver"].next == "offer"  # type: ignore[union-attr]
        # Of several ways out one is asked for.
        await drag(pilot, "read", "close")
        await pilot.mouse_up(PathCanvas, offset=inside("close"))
        await pilot.pause()
        await pilot.press("2")
        assert app.session.journey.steps["read"].else_ == "close"  # type: ignore[union-attr]


async def test_a_save_keeps_the_remarks_of_the_file(guide: Path) -> None:
    app = the_app(guide)
    async with app.run_test(size=WIDE) as pilot:
        await checked(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query_one("#field", Input).has_focus)
        await pilot.press("end")
        await typed(pilot, "!")
        await until(pilot, lambda: app.session.changed("guide"))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not app.session.changed("guide"))
        await until(pilot, lambda: "not saved" not in picture(app)[0])
        text = guide.read_text("utf-8")
        assert '"The guide!"' in text
        assert "# A remark that a save keeps." in text
        assert "not saved" not in picture(app)[0]


async def test_a_file_that_changed_on_disk_is_not_written_over_unasked(guide: Path) -> None:
    app = the_app(guide)
    async with app.run_test(size=WIDE) as pilot:
        await checked(pilot)
        await pilot.press("enter")
        await pilot.press("end")
        await typed(pilot, "!")
        guide.write_text(guide.read_text("utf-8").replace("Once more", "Again"), "utf-8")
        await pilot.press("ctrl+s")
        assert any("has changed on disk" in row for row in picture(app))
        await pilot.press("escape")
        assert "The guide!" not in guide.read_text("utf-8")
        await pilot.press("ctrl+s", "r")
        assert app.session.journey is not None
        assert app.session.journey.steps["again"].title == "Again"
        await pilot.press("ctrl+z")
        assert app.session.journey.steps["deliver"].title == "The guide!"


async def test_a_click_selects_and_a_double_click_edits(guide: Path) -> None:
    app = the_app(guide)
    async with app.run_test(size=WIDE) as pilot:
        await checked(pilot)
        await pilot.click(PathCanvas, offset=place(app, "offer"))
        assert app.session.selected == "offer"
        await pilot.click(PathCanvas, offset=place(app, "pause"))
        assert app.session.selected == "pause"
        await pilot.click(PathCanvas, offset=place(app, "again"), times=2)
        await pilot.pause()
        assert app.session.selected == "again"
        assert app.screen.query_one("#field", Input).has_focus


async def test_a_right_click_offers_what_can_be_done_with_a_step(guide: Path) -> None:
    app = the_app(guide)
    async with app.run_test(size=WIDE) as pilot:
        await checked(pilot)
        await pilot.click(PathCanvas, offset=place(app, "again"), button=3)
        await pilot.pause()
        assert app.session.selected == "again"
        assert any("remove the step" in row for row in picture(app))
        await pilot.press("x")
        await pilot.pause()
        assert app.session.journey is not None
        assert "again" not in app.session.journey.steps


async def test_the_path_is_panned_by_dragging_and_by_the_wheel(guide: Path) -> None:
    app = the_app(guide)
    async with app.run_test(size=(140, 20)) as pilot:
        await checked(pilot)
        await pilot.press("z", "z")
        before = canvas(app).origin
        await pilot.mouse_down(PathCanvas, offset=(1, 8))
        await pilot.hover(PathCanvas, offset=(1, 3))
        await pilot.mouse_up(PathCanvas, offset=(1, 3))
        assert canvas(app).origin[1] == before[1] - 5
        assert app.session.selected == "deliver"
        canvas(app).action_pan(0, 5)
        assert canvas(app).origin == before


async def test_goal_and_exits_are_chosen_and_edited_in_the_lane(guide: Path) -> None:
    app = the_app(guide)
    async with app.run_test(size=WIDE) as pilot:
        await checked(pilot)
        await pilot.press("tab")
        assert app.screen.query_one(Lane).has_focus
        await pilot.press("down", "down")
        assert app.session.selected == "exit:bought"
        await pilot.press("enter")
        await typed(pilot, "2")
        assert app.session.journey is not None
        assert app.session.journey.exits[0].name == "2"
        await pilot.press("ctrl+z", "end", "2")
        assert app.session.journey.exits[0].name == "bought2"
        assert app.session.selected == "exit:bought2"
        await pilot.press("escape")
        assert app.screen.query_one(Lane).has_focus


async def test_counts_come_after_the_run_and_dim_when_those_of_an_edit_take_long(
    guide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, go_on = the_app(guide, simulated=True), Event()
    count = app.session.rooms.count
    assert count is not None

    def slow(*asked: Any) -> Counts:
        go_on.wait(20)
        return count(*asked)

    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: app.session.counts is not None and not app.session.stale)
        await until(pilot, lambda: canvas(app).over.counts.get("deliver") == "32")
        assert any("32" in row for row in picture(app))
        app.session.rooms = replace(app.session.rooms, count=slow)
        monkeypatch.setattr("stillness.LONGEST", 0.3)
        assert app.session.journey is not None
        app.session.apply(remove(app.session.journey, "again"))
        assert app.session.stale
        assert not canvas(app).over.stale
        await until(pilot, lambda: canvas(app).over.stale)
        go_on.set()
        await until(pilot, lambda: not app.session.stale)
        await until(pilot, lambda: not canvas(app).over.stale)
        # The form names the ways of a wait as the path does.
        wait = {"type": "wait", "until": "clicked('deliver')", "timeout": "3d"}
        changed = set_value(
            app.session.journey, ("steps", "pause"), wait | {"next": "read", "else": "close"}
        )
        app.session.apply(Edit("until", changed, "pause"))
        await until(pilot, lambda: not app.session.stale)
        told = ["".join(text for text, _ in row) for row in simulated_here(app.session, 38)]
        assert [row[:12].strip() for row in told[2:5]] == ["came", "in time", "timed out"]


async def test_letters_on_their_way_are_not_written_over_when_counts_come(guide: Path) -> None:
    app = the_app(guide)
    async with app.run_test(size=WIDE) as pilot:
        await checked(pilot)
        await pilot.press("enter", "end")
        field = app.screen.query_one("#field", Input)
        field.insert_text_at_cursor(", new")
        app.session.tell("result")  # before the form has heard of the letters
        assert field.value == "The guide, new"
        await until(pilot, lambda: "The guide, new" in shown(app))
        assert field.cursor_position == len(field.value)
        step = app.session.workspace.journeys["guide"].steps["deliver"]
        assert step.title == "The guide, new"


@pytest.mark.parametrize(
    ("size", "zoom"), [((140, 40), "boxes"), ((80, 24), "chips"), ((140, 24), "chips")]
)
async def test_a_small_screen_shows_chips(guide: Path, size: tuple[int, int], zoom: str) -> None:
    app = the_app(guide)
    async with app.run_test(size=size) as pilot:
        await checked(pilot)
        assert layout(app).zoom == zoom
        await pilot.press("z")
        assert layout(app).zoom != zoom


async def test_on_80_columns_the_form_lies_over_the_path_while_it_is_edited(guide: Path) -> None:
    app = the_app(guide)
    async with app.run_test(size=(80, 24)) as pilot:
        await checked(pilot)
        assert not any("subject" in row for row in picture(app))
        path = canvas(app)
        layout, before = path.layout_shown, path.origin
        assert layout is not None
        chip = layout.boxes["deliver"]
        await pilot.press("enter")
        await until(pilot, lambda: any("subject" in row for row in picture(app)))
        # What is edited stays in view beside its form, and is where it was once that is closed.
        await until(pilot, lambda: path.origin[0] + chip.x + chip.w <= app.size.width - 45)
        assert path.origin[0] + chip.x >= 0
        await pilot.press("escape")
        await until(pilot, lambda: path.origin == before)
        assert not any("subject" in row for row in picture(app))
        assert any("goal Took the offer" in row for row in picture(app))
        # The screens have their names; once there is something to save and to undo, the footer
        # has both keys, and those give way that stand elsewhere.
        named = "1 Design  2 Simulate  3 Schedule  4 Compare  5 Brief"
        await until(pilot, lambda: named in picture(app)[0])
        await pilot.press("x")
        await until(pilot, lambda: "ctrl+z undo" in picture(app)[-1])
        kept = {"enter edit", "ctrl+s save", "a add", "x remove"}
        await until(pilot, lambda: kept <= set(picture(app)[-1].strip().split("  ")))
        assert "2 simulate" not in picture(app)[-1]
        await until(pilot, lambda: picture(app)[0].endswith(" *"))


@pytest.mark.parametrize(
    "sizes",
    [
        [(140, 40), (200, 60)],
        [(140, 40), (200, 60), (140, 40)],
        [(140, 40), (80, 24)],
        [(80, 24), (100, 30), (120, 40), (200, 60), (140, 40)],
        [(20, 8), (140, 40)],
    ],
)
async def test_after_a_resize_the_path_stands_as_if_it_were_opened_at_that_size(
    guide: Path, sizes: list[tuple[int, int]]
) -> None:
    app, fresh = the_app(guide), the_app(guide)
    async with app.run_test(size=sizes[0]) as pilot:
        await checked(pilot)
        for size in sizes[1:]:
            await pilot.resize_terminal(*size)
            await pilot.pause(0.1)
        resized = picture(app)
    async with fresh.run_test(size=sizes[-1]) as pilot:
        await checked(pilot)
        assert resized == picture(fresh)


async def test_the_rule_of_the_path_says_which_rows_and_columns_are_in_view(guide: Path) -> None:
    app = the_app(guide)
    async with app.run_test(size=(30, 12)) as pilot:
        await checked(pilot)
        path = canvas(app)
        first, last, across = path.columns_in_view
        assert (last - first + 1, across) == (30, layout(app).width)
        await pilot.resize_terminal(60, 12)
        await pilot.pause(0.1)
        assert f"rows 1–{path.size.height} of {layout(app).height}" in picture(app)[3]
        assert "columns" not in picture(app)[3]
        await pilot.resize_terminal(44, 30)
        await pilot.press("shift+right")
        await pilot.pause(0.1)
        # All fits across: nothing is panned out of view.
        assert "columns" not in picture(app)[3]
        await pilot.resize_terminal(30, 30)
        await pilot.press("shift+right")
        await pilot.pause(0.1)
        # What the rule has no room for is left out, part by part.
        assert path.columns_in_view[0] > 1


async def test_a_refused_text_is_marked_and_asked_about_before_the_app_ends(guide: Path) -> None:
    app = the_app(guide)
    async with app.run_test(size=WIDE) as pilot:
        await checked(pilot)
        await pilot.press("down", "enter")
        app.screen.query_one("#field", Input).value = "3 moons"
        await pilot.pause()
        assert "* not saved" in picture(app)[0]
        await pilot.press("escape", "ctrl+q")
        assert isinstance(app.screen, Choose)
        assert any("not right yet" in row for row in picture(app))
        assert any("“3 moons”" in row for row in picture(app))
        await pilot.press("escape", "enter")
        app.screen.query_one("#field", Input).value = "3d"
        await pilot.pause()
        assert "not saved" not in picture(app)[0]
        await pilot.press("escape", "ctrl+q")
    assert app.return_code == 0


async def test_a_long_value_is_shown_from_its_start_once_its_field_is_left(guide: Path) -> None:
    app = the_app(guide)
    async with app.run_test(size=WIDE) as pilot:
        await checked(pilot)
        await pilot.press("enter")
        app.screen.query_one("#field", Input).value = "Seventy " + "words " * 20
        await pilot.pause(0.1)
        await pilot.press("end")
        await pilot.press("escape")
        await pilot.pause(0.1)
        assert sum("▏Seventy words" in row for row in picture(app)) == 1


async def test_a_lane_that_goes_on_below_says_so_until_its_end_is_in_view(guide: Path) -> None:
    app = the_app(guide, simulated=True)
    async with app.run_test(size=(80, 20)) as pilot:
        await until(pilot, lambda: app.session.counts is not None)
        await pilot.press("L")
        await pilot.pause(0.1)
        side = app.screen.query_one(Lane)
        left = len(side.rows) - side.size.height + 1
        assert any(f"▼ {left} more rows" in row for row in picture(app))
        side.scroll_end(animate=False)
        await pilot.pause(0.1)
        assert not any("more rows" in row for row in picture(app))
        assert any("not let in" in row for row in picture(app))


async def test_a_name_in_the_lane_keeps_two_columns_from_its_number(guide: Path) -> None:
    app = the_app(guide, simulated=True)
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: app.session.counts is not None)
        for size in range(12, 25):
            texts = ["".join(text for text, _ in row.parts) for row in lane_rows(app.session, size)]
            ended = [text for text in texts if text and text[-1].isdigit()]
            assert len(ended) > 4
            assert all("  " in text and text.rsplit("  ", 1)[1].isdigit() for text in ended)


async def test_the_lane_says_how_many_came_to_the_goal_after_the_last_step(guide: Path) -> None:
    app = the_app(guide, simulated=True)
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: app.session.counts is not None)
        outcome = app.session.outcomes["guide"]
        assert outcome.counts is not None
        assert outcome.counts.goal is not None
        for later in (0, 7):
            goal = replace(outcome.counts.goal, reached=9, after_last_step=later)
            counts = replace(outcome.counts, goal=goal)
            app.session.outcomes["guide"] = replace(outcome, counts=counts)
            texts = ["".join(text for text, _ in row.parts) for row in lane_rows(app.session, 24)]
            assert ("later at the goal      7" in texts) == (later == 7)

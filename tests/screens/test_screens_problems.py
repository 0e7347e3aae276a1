"""The problems of the open journey: mended, explained, ignored, each edit with its name."""

from __future__ import annotations

from pathlib import Path

from screens_app import GUIDE, checked, picture, the_app, typed, until, workspace

from nurture_tui.report.sketch import ENTRY
from nurture_tui.screens.dialogs import Choose
from nurture_tui.screens.inspector import Inspector
from nurture_tui.screens.preferences import Preferences
from nurture_tui.screens.problems import Explained, Problems


async def test_a_problem_is_mended_explained_and_ignored_by_keys_and_by_mouse(
    tmp_path: Path,
) -> None:
    wrong = GUIDE.replace('next = "read"', 'next = "raed"', 1)
    assert wrong != GUIDE
    wrong = wrong.replace('next    = "pause"', 'next = "somewhere"', 1)
    folder = workspace(tmp_path, wrong=wrong)
    app = the_app(folder / "wrong.toml")
    async with app.run_test(size=(120, 40)) as pilot:
        await checked(pilot)
        problems = app.screen.query_one(Problems)
        assert "P problems" in picture(app)[-1]
        await pilot.press("P")
        codes = [finding.code for finding in problems.findings]
        wrong_ways = [at for at, code in enumerate(codes) if code == "G101"]
        nearest = next(at for at in wrong_ways if "“raed”" in problems.findings[at].message)
        problems.chosen = next(at for at in wrong_ways if at != nearest)
        await until(pilot, lambda: "f mend" not in picture(app)[-1])
        assert "i explain" in picture(app)[-1]
        problems.chosen = nearest
        await until(pilot, lambda: "f mend" in picture(app)[-1])
        await pilot.press("i")
        assert isinstance(app.screen, Explained)
        shown = "\n".join(picture(app))
        assert "Error. A way leads to a step that does not exist." in shown
        assert "Not so:" in shown
        await pilot.press("escape", "f")
        await until(pilot, lambda: not any("“raed”" in f.message for f in app.session.problems))
        assert app.session.journey is not None
        assert app.session.history.past[-1].name == 'mend G101: next = "read"'
        await until(pilot, lambda: not any("“raed”" in f.message for f in problems.findings))

        codes = [finding.code for finding in problems.findings]
        code = next(code for code in codes if code in ("N701", "M504", "M503", "O203"))
        row = codes.index(code)
        await pilot.click(problems, offset=(5, row - problems.scroll_offset.y), button=3)
        assert isinstance(app.screen, Choose)
        await pilot.press("I")
        await pilot.pause()
        await typed(pilot, "agreed with sales")
        await pilot.press("enter")
        await until(pilot, lambda: code not in [f.code for f in app.session.problems])
        assert app.session.history.past[-1].name.startswith(f"ignore {code}")
        ignored = [*app.session.journey.ignore]
        ignored += [text for step in app.session.journey.steps.values() for text in step.ignore]
        assert f"{code}: agreed with sales" in ignored
        for _ in range(2):
            app.session.undo()
        assert app.session.journey == app.session.opened.workspace.journeys["wrong"]


async def test_enter_leads_to_the_field_that_mends_and_keys_are_told_for_what_is_drawn(
    tmp_path: Path,
) -> None:
    wrong = GUIDE.replace(', only_if = "consent"', "", 1)
    wrong = wrong.replace('exits   = [{ name = "bought", when = "customer" }]\n', "", 1)
    other = Preferences(keymap={"design.add": "insert,a"})
    app = the_app(workspace(tmp_path, wrong=wrong) / "wrong.toml", preferences=other)
    async with app.run_test(size=(200, 50)) as pilot:
        await checked(pilot)
        problems = app.screen.query_one(Problems)
        await pilot.press("P")
        await until(pilot, lambda: problems.has_focus)
        codes = [finding.code for finding in problems.findings]
        problems.chosen = codes.index("E301")
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, Explained))
        assert "Add an exit rule" in "\n".join(picture(app))
        assert "On the path, insert and then r adds one." in " ".join(
            "\n".join(picture(app)).split()
        )
        await pilot.press("escape")
        await until(pilot, lambda: problems.has_focus)
        # The entry is where consent is asked for, not the message that lacks it.
        problems.chosen = codes.index("M502")
        await pilot.press("enter")
        await until(pilot, lambda: app.session.selected == ENTRY)
        await until(pilot, lambda: app.screen.query_one(Inspector)._at == ("entry", "only_if"))
        await typed(pilot, "consent")
        await until(pilot, lambda: "M502" not in [f.code for f in app.session.problems])
        assert str(app.session.journey.entry.only_if) == "consent"


async def test_a_problem_of_what_is_not_written_leads_to_the_field_to_write_it_in(
    tmp_path: Path,
) -> None:
    without = GUIDE.replace("subject = ", "notes = ", 1)
    assert without != GUIDE
    app = the_app(workspace(tmp_path, without=without) / "without.toml")
    async with app.run_test(size=(120, 40)) as pilot:
        await checked(pilot)
        problems, inspector = app.screen.query_one(Problems), app.screen.query_one(Inspector)
        codes = [finding.code for finding in problems.findings]
        at = codes.index("M507")
        step = problems.findings[at].step
        await pilot.press("P")
        problems.chosen = at
        await pilot.press("enter")
        await until(pilot, lambda: inspector.edited == ("steps", step, "subject"))

        # From another field of the form, F8 goes on to the field of the next problem.
        await pilot.press("tab")
        assert inspector.edited != ("steps", step, "subject")
        for _ in range(len(codes)):
            await pilot.press("f8")
            if problems.findings[problems.chosen].code == "M507":
                break
        await until(pilot, lambda: inspector.edited == ("steps", step, "subject"))
        assert picture(app)[-1].endswith("f1 help")
        await pilot.press("escape")
        await until(pilot, lambda: picture(app)[-1].endswith("? help"))


async def test_an_empty_list_of_problems_offers_no_key_for_one(tmp_path: Path) -> None:
    app = the_app(workspace(tmp_path) / "guide.toml")
    async with app.run_test(size=(120, 40)) as pilot:
        await checked(pilot)
        problems = app.screen.query_one(Problems)
        await pilot.press("P")
        await until(pilot, lambda: "enter go" in picture(app)[-1])
        app.session.findings["guide"] = ()
        problems.rebuild()
        problems.refresh_bindings()
        await until(pilot, lambda: "enter go" not in picture(app)[-1])
        assert "esc back" in picture(app)[-1]

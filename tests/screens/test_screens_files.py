"""Files under the app: saved, changed elsewhere, gone, found again, on disks that refuse."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from screens_app import GUIDE, START, THANKS, checked, picture, the_app, typed, until, workspace
from textual.screen import ModalScreen

from nurture_tui.edit.history import SharedEdit
from nurture_tui.files.recovery import recovery_path
from nurture_tui.screens.app import NurtureApp
from nurture_tui.screens.formrows import FieldRow, TextRow, rows_of
from nurture_tui.screens.ondisk import FileChangedError
from nurture_tui.screens.opening import ROOMS, open_path, with_contacts_read
from nurture_tui.screens.plain import AtOnce
from nurture_tui.screens.session import SHARED, Session
from nurture_tui.screens.subject import OfWorkspace
from nurture_tui.screens.watch import Watch
from nurture_tui.simulation.settings import RunSettings

ELSEWHERE = GUIDE.replace('title   = "The offer"', 'title   = "Another offer"').replace(
    "# A remark that a save keeps.", "# A remark made elsewhere."
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return workspace(tmp_path)


def shown(app: NurtureApp, words: str) -> bool:
    return any(words in row for row in picture(app))


class Looking:
    """A session without screens, and a watch on its files; `said` is what the user is told."""

    def __init__(self, folder: Path) -> None:
        self.runner, self.said = AtOnce(), ""
        self.session = Session(open_path(folder), RunSettings(START), self.runner, ROOMS)
        self.watch = Watch(self.session, self.runner, self.hear)
        self.session.open("guide")
        self.runner.finish()

    def hear(self, words: str) -> None:
        self.said = words

    def look(self) -> None:
        """Look twice: only what has stood still is taken in."""
        for _ in range(2):
            self.watch.look()
            self.runner.finish()

    @property
    def offer(self) -> str:
        step = self.session.workspace.journeys["guide"].steps["offer"]
        return step.title or ""


@pytest.fixture
def looking(folder: Path) -> Looking:
    return Looking(folder)


def test_a_file_changed_elsewhere_is_taken_in_and_undo_has_it_as_it_was(
    folder: Path, looking: Looking
) -> None:
    (folder / "guide.toml").write_text(ELSEWHERE, "utf-8")
    looking.watch.look()
    looking.runner.finish()
    assert looking.offer == "The offer"  # it may still be being written
    looking.look()
    assert looking.offer == "Another offer"
    assert not looking.session.changed("guide")
    assert "guide.toml has changed on disk" in looking.said
    assert "1 change. ctrl+z" in looking.said
    looking.session.undo()
    assert looking.offer == "The offer"
    assert looking.session.changed("guide")
    # The same text written again is no change.
    (folder / "guide.toml").write_text(ELSEWHERE, "utf-8")
    looking.look()
    assert not looking.session.elsewhere


def test_a_file_that_comes_is_taken_in_and_one_that_goes_stays_until_it_is_saved(
    folder: Path, looking: Looking
) -> None:
    (folder / "more.toml").write_text(GUIDE.replace("Lead >", "More >"), "utf-8")
    (folder / "thanks.toml").unlink()
    looking.look()
    assert "more" in looking.session.workspace.journeys
    assert looking.session.changed("thanks")
    assert "more.toml is here now." in looking.said
    assert "thanks.toml is gone from the disk" in looking.said
    looking.session.save("thanks")
    assert (folder / "thanks.toml").read_text("utf-8") == THANKS


def test_a_file_that_breaks_elsewhere_stays_as_it_was_until_it_is_whole(
    folder: Path, looking: Looking
) -> None:
    (folder / "guide.toml").write_text("name = ", "utf-8")
    looking.look()
    assert looking.offer == "The offer"
    assert "guide.toml cannot be read any more (line 1:" in looking.said
    with pytest.raises(FileChangedError):
        looking.session.save("guide")
    (folder / "guide.toml").write_text(ELSEWHERE, "utf-8")
    looking.look()
    assert looking.offer == "Another offer"


def test_settings_and_contacts_changed_elsewhere_are_taken_in_and_simulated(
    folder: Path, looking: Looking
) -> None:
    session, settings = looking.session, folder / "nurture.toml"
    written = settings.read_text("utf-8")
    settings.write_text(written.replace("08:00-17:00", "09:00-12:00"), "utf-8")
    looking.look()
    assert "nurture.toml has changed on disk and is shown as it is there: 1" in looking.said
    assert str(session.workspace.settings.sending.window).endswith("09:00-12:00")
    assert not session.stale
    leads = folder / "leads.csv"
    leads.write_text(leads.read_text("utf-8") + "new@example.com,yes,1\n", "utf-8")
    looking.look()
    assert looking.said == "leads.csv is read again: 41 contacts."
    assert session.outcome is not None
    assert session.outcome.contacts == 41
    leads.unlink()
    looking.look()
    assert "no such contact file" in looking.said
    assert "The numbers are of the contacts as they were." in looking.said
    assert len(session.contacts or ()) == 41
    settings.write_text("contacts = ", "utf-8")
    looking.look()
    assert "nurture.toml cannot be read any more (line 1: " in looking.said
    assert session.workspace.settings.name == "Acme HR"
    # Edited here and there: neither is touched before it is decided.
    edited = session.workspace.settings.model_copy(update={"name": "Acme Oy"})
    session.apply_shared(SharedEdit("name", replace(session.workspace, settings=edited)))
    settings.write_text(written.replace("Acme HR", "Acme Ab"), "utf-8")
    looking.look()
    assert session.workspace.settings.name == "Acme Oy"
    assert "ctrl+s shows it, and asks" in looking.said
    with pytest.raises(FileChangedError):
        session.save(SHARED)
    session.write_over(SHARED)
    assert 'name = "Acme Oy"' in settings.read_text("utf-8")
    assert not session.unsaved


def test_a_folder_that_is_away_for_a_moment_changes_nothing(folder: Path, looking: Looking) -> None:
    folder.rename(folder.with_name("away"))
    looking.look()
    folder.with_name("away").rename(folder)
    looking.look()
    assert looking.said == ""
    assert not looking.session.changed()


async def test_of_an_edited_file_that_changed_elsewhere_neither_side_is_lost(
    folder: Path,
) -> None:
    app = the_app(folder / "guide.toml")
    path = folder / "guide.toml"
    before = path.read_text("utf-8")
    async with app.run_test(size=(140, 40)) as pilot:
        await checked(pilot)
        session = app.session
        session.select("again")
        await pilot.press("x")
        mine = session.journey
        path.write_text(ELSEWHERE, "utf-8")
        await until(pilot, lambda: bool(session.elsewhere))
        await pilot.pause()
        assert session.journey == mine
        assert "* not saved and changed on disk" in picture(app)[0]
        await pilot.press("ctrl+s")
        await until(pilot, lambda: shown(app, "There, since it was opened"))
        assert shown(app, "~ step “offer”: title is “Another offer” instead of “The")
        assert shown(app, "− step “again”")
        assert path.read_text("utf-8") == ELSEWHERE
        # Theirs: undo has mine.
        await pilot.press("r")
        await pilot.pause()
        assert session.journey is not None
        assert session.journey.steps["offer"].title == "Another offer"
        assert not session.changed("guide")
        await pilot.press("ctrl+z")
        assert session.journey == mine
        # Mine under another name: the file goes back to theirs.
        await pilot.press("ctrl+o", "enter")
        await pilot.pause()
        assert session.current == "guide-2"
        assert "[steps.again]" not in (folder / "guide-2.toml").read_text("utf-8")
        assert session.workspace.journeys["guide"].steps["offer"].title == "Another offer"
        assert not session.changed()
        # Mine over theirs.
        session.open("guide")
        session.undo()
        path.write_text(before, "utf-8")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: shown(app, "There, since it was opened"))
        await pilot.press("k")
        await pilot.pause()
        assert "[steps.again]" not in path.read_text("utf-8")
        assert "# A remark made elsewhere." in path.read_text("utf-8")
        assert not session.changed()


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk with room for little more than the workspace."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=24k", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only the administrator may mount a disk")
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)


async def test_a_full_disk_is_said_in_words_and_the_journey_can_be_saved_elsewhere(
    tiny_disk: Path, tmp_path: Path
) -> None:
    folder = workspace(tiny_disk)
    app = the_app(folder / "guide.toml")
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await checked(pilot)
        before = (folder / "guide.toml").read_bytes()
        with (folder / "filler").open("wb", buffering=0) as filler:
            while filler.write(b"x" * 4096) == 4096:
                if os.statvfs(folder).f_bavail == 0:
                    break
        await pilot.press("y")
        await until(pilot, lambda: shown(app, "cannot be kept against a crash: the disk is full"))
        await pilot.press("ctrl+s")
        assert shown(app, "The disk is full")
        assert (folder / "guide.toml").read_bytes() == before
        await pilot.press("a")
        await pilot.press("ctrl+u")
        await typed(pilot, f"{tmp_path}/copy.toml")
        await pilot.press("enter")
        await pilot.pause()
        assert "[steps.deliver-2]" in (tmp_path / "copy.toml").read_text("utf-8")
        assert app.session.changed("guide")
        (folder / "filler").unlink()
        await pilot.press("ctrl+s")
        assert not app.session.changed("guide")


async def test_edits_of_a_session_that_crashed_are_offered_with_what_they_change(
    folder: Path,
) -> None:
    app = the_app(folder / "guide.toml")
    async with app.run_test(size=(120, 36)) as pilot:
        await checked(pilot)
        app.session.select("again")
        await pilot.press("x")
        await until(pilot, recovery_path(folder / "guide.toml").exists)
    # Nobody left on purpose: that was a crash.
    app = the_app(folder)
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: shown(app, "Edits of guide.toml are found"))
        assert shown(app, "− step “again”")
        await pilot.press("escape", "enter")
        await checked(pilot)
        # Left for later, they are not written over by what is edited now.
        app.session.select("close")
        await pilot.press("x")
        await until(pilot, lambda: len(list(folder.glob(".*.recovery*"))) == 2)
    app = the_app(folder)
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: shown(app, "− step “close”"))
        await pilot.press("f")
        await until(pilot, lambda: shown(app, "− step “again”"))
        assert not shown(app, "in place of those")
        await pilot.press("t")
        await pilot.pause()
        assert app.session.current == "guide"
        assert app.session.changed("guide")
        assert app.session.journey is not None
        assert "again" not in app.session.journey.steps
        await pilot.press("ctrl+s")
        await pilot.press("ctrl+q")
        await pilot.pause()
    assert "[steps.again]" not in (folder / "guide.toml").read_text("utf-8")
    assert not list(folder.glob(".*"))


async def test_edits_taken_back_in_place_of_others_say_of_which(folder: Path) -> None:
    kept = recovery_path(folder / "guide.toml")
    for path, seconds, name in ((kept, 1, "Second"), (Path(f"{kept}-1"), 0, "First")):
        path.write_text(GUIDE.replace("The offer", f"{name} offer"), "utf-8")
        os.utime(path, (1_800_000_000 + 3_600 * seconds,) * 2)
    app = the_app(folder)
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: shown(app, "Edits of guide.toml are found"))
        assert not shown(app, "in place of those")
        await pilot.press("t")
        await until(pilot, lambda: shown(app, "take them back as edits in place of those of"))
        assert shown(app, "You have taken back those of")
        await pilot.press("t")
        await until(pilot, lambda: not isinstance(app.screen, ModalScreen))
        guide = app.session.workspace.journeys["guide"]
        assert guide.steps["offer"].title == "First offer"
        app.session.undo()
        assert app.session.workspace.journeys["guide"].steps["offer"].title == "Second offer"


def test_why_a_list_of_contacts_cannot_be_used_stands_below_its_field(folder: Path) -> None:
    (folder / "leads.csv").write_text("first,company\nAda,Acme\n", "utf-8")
    session = Session(open_path(folder), RunSettings(START), AtOnce(), ROOMS)
    rows = rows_of(OfWorkspace(session), 60)
    fields = [row.field.path if isinstance(row, FieldRow) else None for row in rows]
    below = rows[fields.index(("contacts",)) + 1]
    assert isinstance(below, TextRow)
    assert any(style == "error" and "No column holds" in text for text, style in below.parts)


def test_a_list_that_lies_beside_the_folder_is_named_where_it_is_looked_for_within(
    tmp_path: Path,
) -> None:
    folder = workspace(tmp_path)
    within = folder / "journeys"
    within.mkdir()
    (within / "nurture.toml").write_bytes((folder / "nurture.toml").read_bytes())
    opened = open_path(within)
    note = with_contacts_read(opened, opened.workspace).contacts_note
    assert note == "leads.csv: there is no such contact file; there is ../leads.csv"
    (folder / "leads.csv").unlink()
    note = with_contacts_read(opened, opened.workspace).contacts_note
    assert note == "leads.csv: there is no such contact file"

"""A file is written whole or not at all; unsaved edits survive beside it."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from nurture_tui.errors import FileError
from nurture_tui.files.recovery import (
    Recovery,
    drop_recovery,
    find_recoveries,
    forget_recovery,
    recovery_path,
    set_aside,
    write_recovery,
)
from nurture_tui.files.workspace import read_workspace
from nurture_tui.files.writing import write_atomically
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings


def found_in(folder: Path) -> tuple[Recovery, ...]:
    return find_recoveries(read_workspace(folder))


TEXT = 'format = 1\nname = "x"\nkind = "lead"\n\n[entry]\nstart = "a"\n\n[steps.a]\ntype = "exit"\n'


def test_the_text_is_written_as_it_is(tmp_path: Path) -> None:
    write_atomically(tmp_path / "x.toml", "\ufeffä\r\n中\n")
    assert (tmp_path / "x.toml").read_bytes() == "\ufeffä\r\n中\n".encode()


def test_what_a_killed_writing_left_goes_with_a_later_one_and_nothing_else_does(
    tmp_path: Path,
) -> None:
    day = 24 * 3600
    old = {
        ".x.toml.abcdefgh.nurture.tmp": 2 * day,  # of the file that is written
        ".y.toml.recovery.abcdefgh.nurture.tmp": 2 * day,  # of another one
        ".z.toml.abcdefgh.nurture.tmp": day / 2,  # it may still be going on
        ".x.toml.abcdefgh.tmp": 9 * day,  # another program's
        "x.nurture.tmp": 9 * day,  # not hidden: somebody's own
    }
    (tmp_path / "now").write_text("")
    now = (tmp_path / "now").stat().st_mtime
    for name, age in old.items():
        (tmp_path / name).write_text("half")
        os.utime(tmp_path / name, (now - age, now - age))
    (tmp_path / ".a.folder.nurture.tmp").mkdir()
    os.utime(tmp_path / ".a.folder.nurture.tmp", (now - 9 * day, now - 9 * day))
    write_atomically(tmp_path / "x.toml", "whole")
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"now", "x.toml", ".a.folder.nurture.tmp", *list(old)[2:]}


def test_permissions_of_an_existing_file_stay(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text("old")
    path.chmod(0o640)
    write_atomically(path, "new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("")
    write_atomically(tmp_path / "x.toml", "new")
    assert (tmp_path / "x.toml").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_link_stays_a_link_and_its_target_is_written(tmp_path: Path) -> None:
    target = tmp_path / "real" / "x.toml"
    target.parent.mkdir()
    target.write_text("old")
    link = tmp_path / "x.toml"
    link.symlink_to(target)
    write_atomically(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert os.listdir(tmp_path / "real") == ["x.toml"]


def test_a_link_to_nothing_makes_its_target(tmp_path: Path) -> None:
    link = tmp_path / "x.toml"
    link.symlink_to(tmp_path / "later.toml")
    write_atomically(link, "new")
    assert link.is_symlink()
    assert (tmp_path / "later.toml").read_text() == "new"


@pytest.mark.parametrize("call", ["fsync", "replace", "chmod"])
@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "disk is full"), (errno.EROFS, "only be read")]
)
def test_an_error_on_the_way_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, words: str
) -> None:
    path = tmp_path / "x.toml"
    path.write_text("old")

    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(FileError) as refused:
        write_atomically(path, "new")
    assert words in refused.value.message
    assert refused.value.where == str(path)
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["x.toml"]


def test_an_interruption_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.toml"
    path.write_text("old")

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(path, "new")
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["x.toml"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("missing/x.toml", "folder is not there"),
        ("file/x.toml", "not a folder"),
        ("folder", "is a folder"),
        ("n" * 300 + ".toml", "name is too long"),
        ("loop.toml", "circle"),
        ("null\0.toml", "cannot be written"),
    ],
)
def test_what_cannot_be_written_is_said_in_words(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop.toml").symlink_to(tmp_path / "loop.toml")
    before = sorted(os.listdir(tmp_path))
    with pytest.raises(FileError) as refused:
        write_atomically(tmp_path / name, "new")
    assert words in refused.value.message
    assert sorted(os.listdir(tmp_path)) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may write everywhere")
def test_a_folder_that_may_only_be_read_is_said_in_words(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(FileError, match="may not be written"):
        write_atomically(tmp_path / "x.toml", "new")
    tmp_path.chmod(0o700)


def test_a_broken_character_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="broken character"):
        write_atomically(tmp_path / "x.toml", "\ud800")
    assert os.listdir(tmp_path) == []


def test_unsaved_edits_are_found_again(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(TEXT)
    write_recovery(path, TEXT.replace('"x"', '"edited"'))
    recovery = next(iter(found_in(tmp_path)), None)
    assert recovery is not None
    assert isinstance(recovery.version, Journey)
    assert recovery.version.name == "edited"
    assert not recovery.file_is_newer


def test_a_file_that_changed_since_is_newer(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(TEXT)
    write_recovery(path, TEXT.replace('"x"', '"edited"'))
    later = recovery_path(path).stat().st_mtime + 10
    os.utime(path, (later, later))
    recovery = next(iter(found_in(tmp_path)), None)
    assert recovery is not None
    assert recovery.file_is_newer


@pytest.mark.parametrize("kept", [None, TEXT, "", "not toml", "\0"])
def test_nothing_to_recover_is_nothing(tmp_path: Path, kept: str | None) -> None:
    path = tmp_path / "x.toml"
    path.write_text(TEXT)
    if kept is not None:
        write_recovery(path, kept)
    assert next(iter(found_in(tmp_path)), None) is None


def test_edits_of_a_file_that_cannot_be_read_any_more_are_found(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text("broken")
    write_recovery(path, TEXT)
    assert [recovery.id for recovery in found_in(tmp_path)] == ["x"]


def test_a_recovery_file_can_be_dropped_twice(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    write_recovery(path, TEXT)
    drop_recovery(path)
    drop_recovery(path)
    assert os.listdir(tmp_path) == []


def test_a_recovery_file_is_no_journey(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text(TEXT)
    write_recovery(tmp_path / "x.toml", TEXT)
    assert list(read_workspace(tmp_path).journeys) == ["x"]


def test_earlier_edits_are_moved_out_of_the_way_of_later_ones_and_found_too(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(TEXT)
    for name in ("one", "two", "three"):
        write_recovery(path, TEXT.replace('"x"', f'"{name}"'))
        for recovery in found_in(tmp_path):
            set_aside(recovery)
    found = found_in(tmp_path)
    named = (recovery.version.name for recovery in found if recovery.version)
    assert set(named) == {"one", "two", "three"}
    assert not recovery_path(path).exists()
    for recovery in found:
        forget_recovery(recovery.path)
    assert os.listdir(tmp_path) == ["x.toml"]


def test_edits_of_a_file_that_is_gone_are_found(tmp_path: Path) -> None:
    write_recovery(tmp_path / "gone.toml", TEXT)
    (found,) = found_in(tmp_path)
    assert found.id == "gone"


def test_edits_of_the_settings_are_found(tmp_path: Path) -> None:
    (tmp_path / "nurture.toml").write_text('name = "Acme"\n')
    write_recovery(tmp_path / "nurture.toml", 'name = "Edited"\n')
    (found,) = found_in(tmp_path)
    assert isinstance(found.version, Settings)
    assert (found.id, found.version.name) == ("", "Edited")

"""Files made, moved and taken away together, undone, and kept in the trash."""

from __future__ import annotations

import pytest

from nurture_tui.errors import FileError
from nurture_tui.files.changes import TRASH, FileChange, make_change


def texts(folder):
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_what_is_taken_away_is_in_the_trash_until_it_is_back(tmp_path):
    path = tmp_path / "guide.toml"
    path.write_text("ä\r\n", encoding="utf-8", newline="")
    change = FileChange("remove", {path: "ä\r\n"}, {path: None})
    make_change(change)
    assert [one.read_bytes() for one in (tmp_path / TRASH).iterdir()] == ["ä\r\n".encode()]
    assert not path.exists()
    make_change(change.back)
    assert path.read_bytes() == "ä\r\n".encode()
    assert not (tmp_path / TRASH).exists()


def test_the_trash_keeps_files_of_one_name_apart(tmp_path):
    path = tmp_path / "guide.toml"
    for text in ("one", "two"):
        path.write_text(text)
        make_change(FileChange("remove", {path: text}, {path: None}))
    assert texts(tmp_path) == {f"{TRASH}/guide.toml": "one", f"{TRASH}/guide 2.toml": "two"}


def test_what_moves_leaves_nothing_in_the_trash(tmp_path):
    old, new = tmp_path / "old.toml", tmp_path / "new.toml"
    old.write_text("text")
    change = FileChange("rename", {old: "text", new: None}, {old: None, new: "text"}, moves=True)
    make_change(change)
    assert texts(tmp_path) == {"new.toml": "text"}
    make_change(change.back)
    assert texts(tmp_path) == {"old.toml": "text"}


def test_a_file_that_has_changed_since_is_left_alone(tmp_path):
    path = tmp_path / "guide.toml"
    path.write_text("edited elsewhere")
    with pytest.raises(FileError, match="is not as it was"):
        make_change(FileChange("remove", {path: "as read"}, {path: None}))
    with pytest.raises(FileError, match="is there already"):
        make_change(FileChange("copy", {path: None}, {path: "copy"}))
    assert texts(tmp_path) == {"guide.toml": "edited elsewhere"}


def test_a_change_that_fails_half_way_leaves_all_as_it_was(tmp_path):
    one, two = tmp_path / "a.toml", tmp_path / "nowhere" / "b.toml"
    one.write_text("a")
    with pytest.raises(FileError, match="not there"):
        make_change(FileChange("both", {one: "a", two: None}, {one: "changed", two: "b"}))
    assert texts(tmp_path) == {"a.toml": "a"}

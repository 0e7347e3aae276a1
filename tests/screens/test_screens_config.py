"""The config file: where it is, what it says, what is refused, what a choice of theme changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from nurture_tui.config import as_toml, config_path, keep_theme, read_config
from nurture_tui.errors import FileError
from nurture_tui.screens.preferences import Preferences


def test_the_path_follows_xdg_and_can_be_named(tmp_path: Path) -> None:
    assert config_path({"XDG_CONFIG_HOME": str(tmp_path)}) == tmp_path / "nurture" / "config.toml"
    assert config_path({"NURTURE_CONFIG": str(tmp_path / "c.toml")}) == tmp_path / "c.toml"
    # XDG says that a relative path is to be ignored.
    assert config_path({"XDG_CONFIG_HOME": "here"}) == config_path({})


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert read_config(tmp_path / "none.toml") == Preferences()


def test_what_is_written_reads_back_equal(tmp_path: Path) -> None:
    wanted = Preferences("nurture-light", True, {"design.add": "insert", "go.design": "f2"})
    path = tmp_path / "config.toml"
    path.write_text(as_toml(wanted), "utf-8")
    assert read_config(path) == wanted


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("theme =", "cannot be read"),
        ("them = 'x'", "no setting “them”"),
        ("theme = 3", "theme"),
        ("ascii = 'yes'", "ascii"),
        ("keymap = 1", "keymap"),
        ("[keymap]\n'design.add' = 3", "design.add"),
        ("\x00", "cannot be read"),
    ],
)
def test_a_wrong_config_is_one_sentence_with_its_file(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(FileError, match=said) as caught:
        read_config(path)
    assert caught.value.where == str(path)


def test_a_folder_in_place_of_the_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="cannot be read"):
        read_config(tmp_path)


def test_a_theme_is_kept_and_the_rest_of_the_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "new" / "config.toml"
    keep_theme(path, "nurture-light")
    assert read_config(path).theme == "nurture-light"
    path.write_text("# mine\nascii = true\n", "utf-8")
    keep_theme(path, "dracula")
    assert "# mine" in path.read_text("utf-8")
    assert read_config(path) == Preferences("dracula", True)

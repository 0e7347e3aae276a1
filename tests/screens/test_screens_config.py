"""The config file: where it is, what it says, what is refused, what a choice of theme changes."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from nurture_tui.commands.config import run
from nurture_tui.config import as_toml, config_path, keep_theme, read_config
from nurture_tui.errors import FileError
from nurture_tui.screens.bindings import all_bound, check_keymap
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


def test_keys_for_a_command_that_there_is_not_are_refused_with_the_nearest() -> None:
    check_keymap({"design.add": "insert"}, "config.toml")
    with pytest.raises(FileError, match="there is no command") as caught:
        check_keymap({"design.ad": "insert"}, "config.toml")
    assert "design.add" in caught.value.fix


def test_the_config_command_lists_what_can_have_other_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[keymap]\n"design.add" = "insert"\n', "utf-8")
    monkeypatch.setenv("NURTURE_CONFIG", str(path))
    assert run(["--keys"]) == 0
    listed = tomllib.loads(capsys.readouterr().out)["keymap"]
    assert listed["design.add"] == "insert"
    assert listed["app.save"] == "ctrl+s"
    assert set(listed) == set(all_bound())

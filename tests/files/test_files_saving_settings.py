"""Saving nurture.toml: what was not edited stays as it was written."""

from __future__ import annotations

from pathlib import Path

from nurture_tui.edit.change import set_value
from nurture_tui.files.reading import SettingsFile, parse_settings, read_settings
from nurture_tui.files.saving import save_settings

TEXT = """# What all share.
format = 1
name   = "Acme"   # a name

[personas.director]
title = "HR director"

# Agreed with sales.
[definitions]
mql = "score >= 40"

[scoring]
opened = 1
[scoring.reached]
hot = 40
"""


def file(text: str = TEXT) -> SettingsFile:
    return parse_settings(text, Path("nurture.toml"))


def test_settings_that_did_not_change_give_the_same_text() -> None:
    assert save_settings(file(), file().settings).text == TEXT


def test_a_change_touches_its_own_line_and_the_remarks_stay() -> None:
    edited = set_value(file().settings, ("definitions", "mql"), "score >= 50")
    edited = set_value(edited, ("scoring", "clicked"), 5)
    edited = set_value(edited, ("personas", "user"), {"title": "User"})
    saved = save_settings(file(), edited)
    assert not saved.anew
    assert saved.text == TEXT.replace('40"', '50"').replace(
        "opened = 1\n", "opened = 1\nclicked = 5\n"
    ).replace('"HR director"\n', '"HR director"\n\n[personas.user]\ntitle = "User"\n')
    assert file(saved.text).settings == edited


def test_a_file_that_is_not_there_yet_is_written_in_the_canonical_form(tmp_path: Path) -> None:
    absent = read_settings(tmp_path / "nurture.toml")
    edited = set_value(absent.settings, ("timezone",), "Europe/Helsinki")
    assert save_settings(absent, edited).text == 'format = 1\ntimezone = "Europe/Helsinki"\n'

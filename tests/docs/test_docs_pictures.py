"""The README's pictures show the app as it is."""

from __future__ import annotations

import re

import pytest
from pictures import LABELS, PICTURES, pictures
from stillness import awaited_as_it_moves


def test_each_picture_is_what_the_app_draws_now() -> None:
    with awaited_as_it_moves():
        drawn = pictures()
    files = {path.stem: path.read_text(encoding="utf-8") for path in PICTURES.glob("*.svg")}
    assert set(files) == set(drawn)
    old = [name for name, text in drawn.items() if files[name] != text]
    assert not old, f"the app has changed: `make docs` takes these pictures again: {old}"


@pytest.mark.parametrize("name", LABELS)
def test_a_picture_fetches_nothing_and_runs_nothing(name: str) -> None:
    text = (PICTURES / f"{name}.svg").read_text(encoding="utf-8")
    text = text.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?:|url\(|@import|@font-face|<script|<image|<style|href", text)

"""Pictures as they were judged by eye (draw them again with layout_goldens.py)."""

from __future__ import annotations

import pytest
from layout_goldens import FOLDER, GOLDENS, draw


@pytest.mark.parametrize("name", GOLDENS)
def test_the_picture_is_the_golden_one(name: str) -> None:
    assert draw(name) == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def test_every_golden_picture_is_drawn() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(GOLDENS)

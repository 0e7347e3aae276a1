"""The nine samples as they were judged by eye (draw them again with layout_samples.py)."""

from __future__ import annotations

import pytest
from layout_samples import FOLDER, NAMES, ROOMS, draw, laid_out

from nurture_tui.layout import Zoom


@pytest.mark.parametrize("name", NAMES)
def test_the_picture_of_a_sample_is_the_one_judged_by_eye(name: str) -> None:
    assert draw(name) == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("zoom", ROOMS)
def test_all_samples_fit_their_pane_across(zoom: Zoom) -> None:
    assert len(NAMES) == 9
    assert [name for name in NAMES if laid_out(name, zoom).width > ROOMS[zoom]] == []


def test_every_picture_of_a_sample_is_drawn() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(NAMES)


@pytest.mark.parametrize("zoom", ROOMS)
@pytest.mark.parametrize("name", NAMES)
def test_two_blanks_part_a_count_from_the_step_beside_it(name: str, zoom: Zoom) -> None:
    boxes = laid_out(name, zoom).boxes.values()
    gaps = [
        other.x - box.count_x - 1
        for box in boxes
        for other in boxes
        if other.x > box.x and other.y <= box.count_y < other.y + other.h
    ]
    assert all(gap >= 2 for gap in gaps)

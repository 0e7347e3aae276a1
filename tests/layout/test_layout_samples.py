"""The nine samples as they were judged by eye (draw them again with layout_samples.py)."""

from __future__ import annotations

import pytest
from layout_samples import FOLDER, NAMES, ROOMS, draw, laid_out, samples
from layout_sketches import picture

from nurture_tui.layout import Zoom, lay_out
from nurture_tui.report.sketch import sketch


@pytest.mark.parametrize("name", NAMES)
def test_the_picture_of_a_sample_is_the_one_judged_by_eye(name: str) -> None:
    assert draw(name) == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("zoom", ROOMS)
def test_all_samples_fit_their_pane_across(zoom: Zoom) -> None:
    assert len(NAMES) == 9
    assert [name for name in NAMES if laid_out(name, zoom).width > ROOMS[zoom]] == []


def test_every_picture_of_a_sample_is_drawn() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(NAMES)


# The panes of screens of 110, 138, 140 and 160 columns, and of 80.
@pytest.mark.parametrize("name", NAMES)
def test_no_name_of_a_step_is_cut_in_a_sample(name: str) -> None:
    drawn = sketch(samples().journeys[name], samples())
    panes: list[tuple[Zoom, int]] = [*(("boxes", room) for room in (70, 72, 73, 90)), ("chips", 80)]
    for zoom, room in panes:
        layout = lay_out(drawn, zoom=zoom, room=room)
        rows = picture(layout)
        assert layout.width <= room
        boxes = [box for box in layout.boxes.values() if box.node.kind != "enter"]
        assert [b.node.title for b in boxes if b.node.title not in rows[b.count_y]] == []


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

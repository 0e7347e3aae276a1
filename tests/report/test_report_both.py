"""Two versions of a journey in one picture."""

from __future__ import annotations

from pathlib import Path

import pytest

from nurture_tui.edit.change import set_value
from nurture_tui.edit.removal import remove
from nurture_tui.files.workspace import read_workspace
from nurture_tui.layout import lay_out, paint_row
from nurture_tui.layout.sketch import Sketch
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.both import both
from nurture_tui.report.difference import difference
from nurture_tui.report.sketch import ENTRY

WORKSPACE = read_workspace(Path(__file__).parents[2] / "journeys").workspace
GUIDE = WORKSPACE.journeys["hr-guide"]


def picture(first: Journey, second: Journey) -> Sketch:
    def place(journey: Journey) -> tuple[Journey, Workspace]:
        return journey, WORKSPACE.with_journey(journey)

    return both(place(first), place(second), difference(first, second))


def test_what_is_the_same_is_drawn_as_it_is() -> None:
    drawn = picture(GUIDE, GUIDE)
    assert not [node for node in drawn.nodes if node.aside or node.word[0] in "+−~"]
    assert not [edge for edge in drawn.edges if edge.removed]


@pytest.mark.parametrize(
    ("path", "value", "aside"),
    [
        (("steps", "pause-2", "for"), "3d", "was 6d"),
        (("steps", "deliver", "subject"), "Another subject", "subject changed"),
    ],
)
def test_a_changed_step_says_what_it_was(path: tuple[str, ...], value: str, aside: str) -> None:
    node = next(n for n in picture(GUIDE, set_value(GUIDE, path, value)).nodes if n.id == path[1])
    assert (node.word[0], node.aside) == ("~", aside)


def test_a_step_that_is_gone_stands_where_it_was_with_its_lines() -> None:
    without = remove(GUIDE, "pause").journey
    drawn = picture(GUIDE, without)
    ids = [node.id for node in drawn.nodes]
    gone = drawn.nodes[ids.index("pause")]
    assert (gone.kind, gone.word, gone.aside) == ("removed", "− wait", "removed")
    assert ids.index("deliver") < ids.index("pause") < ids.index("opened-guide")
    # The line runs on through it: nothing else about the path has changed.
    assert not [edge for edge in drawn.edges if edge.removed or edge.added]
    ways = [(edge.source, edge.target) for edge in drawn.edges]
    assert ("deliver", "pause") in ways
    assert ("pause", "opened-guide") in ways
    assert ("deliver", "opened-guide") not in ways
    assert "added" in [node.aside for node in picture(without, GUIDE).nodes if node.id == "pause"]


def test_the_entry_says_that_it_has_changed() -> None:
    drawn = picture(GUIDE, set_value(GUIDE, ("entry", "event"), "another_event"))
    assert next(node for node in drawn.nodes if node.id == ENTRY).aside


@pytest.mark.parametrize("one", WORKSPACE.journeys)
def test_any_two_journeys_can_be_laid_out_as_one_picture(one: str) -> None:
    for other in WORKSPACE.journeys.values():
        first = WORKSPACE.journeys[one].model_copy(update={"id": other.id})
        layout = lay_out(picture(first, other))
        assert len({node.id for node in picture(first, other).nodes}) == len(layout.boxes)
        assert "".join(text for text, _ in paint_row(layout, 1))

"""Two versions of a journey in one picture."""

from __future__ import annotations

import pytest
from both_goldens import FOLDER, GOLDENS, GUIDE, WORKSPACE, draw, picture

from nurture_tui.edit.change import set_value
from nurture_tui.edit.removal import remove
from nurture_tui.edit.steps import add_after, connect, move
from nurture_tui.layout import lay_out, paint_row
from nurture_tui.model.journey import Journey
from nurture_tui.report.sketch import ENTRY
from nurture_tui.screens.bothfit import fitted


def test_what_is_the_same_is_drawn_as_it_is() -> None:
    drawn = picture(GUIDE, GUIDE)
    assert not [node for node in drawn.nodes if node.aside or node.word[0] in "+−~"]
    assert not [edge for edge in drawn.edges if edge.removed]


@pytest.mark.parametrize(
    ("path", "value", "aside"),
    [
        (("steps", "pause-2", "for"), "3d", "was 6d"),
        (("steps", "deliver", "subject"), "Another subject", "subject changed"),
        (("steps", "deliver", "window"), "Mon-Fri 08:00-12:00", "window was any"),
        (("steps", "opened-guide", "cases", 0, "if"), "opened()", "condition changed"),
    ],
)
def test_a_changed_step_says_what_it_was(
    path: tuple[str | int, ...], value: str, aside: str
) -> None:
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


def taken_out(journey: Journey, *steps: str) -> Journey:
    """The journey without these steps; `step/port` names the way of a fork that stays, and with
    it goes what came on its other ways alone."""
    for step in steps:
        id_, _, keep = step.partition("/")
        journey = remove(journey, id_, keep or None).journey
    return journey


@pytest.mark.parametrize("name", GOLDENS)
def test_a_branch_taken_out_is_drawn_as_judged_by_eye(name: str) -> None:
    assert draw(name) == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def test_a_step_that_has_moved_stands_at_both_places() -> None:
    drawn = picture(GUIDE, move(GUIDE, "last-offer", "deliver", "next").journey)
    told = {node.id: (node.word, node.aside) for node in drawn.nodes}
    assert told["last-offer"] == ("+ email", "moved here")
    assert told["was:last-offer"] == ("− email", "moved away")
    assert not [edge for edge in drawn.edges if edge.removed or edge.added]


def test_a_line_that_leads_elsewhere_is_drawn_as_it_was_and_as_it_is() -> None:
    drawn = picture(GUIDE, connect(GUIDE, "opened-guide", "clicked", "close").journey)
    told = {(e.target, e.label, e.removed, e.added) for e in drawn.edges if "clicked" in e.label}
    assert told == {
        ("offer-guide", "− clicked", True, False),
        ("close", "+ clicked", False, True),
    }
    node = next(node for node in drawn.nodes if node.id == "opened-guide")
    assert (node.word, node.aside) == ("~ branch", "leads elsewhere")
    # Where a line has no words, and may be a corner only, these say which it is.
    drawn = picture(GUIDE, connect(GUIDE, "last-offer", "next", "read").journey)
    told = {(edge.target, edge.label) for edge in drawn.edges if edge.source == "last-offer"}
    assert told == {("close", "− before"), ("read", "+ now")}


def test_a_way_that_only_has_another_name_is_one_line() -> None:
    drawn = picture(GUIDE, set_value(GUIDE, ("steps", "angle", "ways", 0, "name"), "tales"))
    told = [(edge.target, edge.label) for edge in drawn.edges if edge.source == "angle"]
    assert told == [("stories", "~ tales"), ("numbers", "numbers")]
    assert not [edge for edge in drawn.edges if edge.removed or edge.added]


def test_an_exit_that_is_gone_ends_the_line_that_now_ends_there() -> None:
    drawn = picture(GUIDE, remove(GUIDE, "close-clicked").journey)
    assert [node.word for node in drawn.nodes if node.id == "close-clicked"] == ["− exit"]
    assert not [edge for edge in drawn.edges if edge.removed or edge.added]
    assert not [node for node in drawn.nodes if node.word == "end"]


TRIAL, WEBINAR, CARE, SCORING = (
    WORKSPACE.journeys[id_] for id_ in ("trial", "webinar", "onboarding", "lead-scoring")
)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (GUIDE, taken_out(GUIDE, "last-offer")),
        (GUIDE, taken_out(GUIDE, "angle/stories", "stories")),
        (GUIDE, taken_out(GUIDE, "opened-guide/clicked")),
        (taken_out(GUIDE, "angle/stories"), GUIDE),
        (GUIDE, add_after(GUIDE, "offer-guide", "next", "branch").journey),
        (GUIDE, move(GUIDE, "offer-guide", "deliver", "next").journey),
        (GUIDE, taken_out(GUIDE, "close-clicked")),
        (connect(GUIDE, "last-offer", "next", "read").journey, GUIDE),
        (WEBINAR, taken_out(WEBINAR, "came/else")),
        (WEBINAR, taken_out(WEBINAR, "until-day-before/else")),
        (WEBINAR, move(WEBINAR, "slides", "a-week", "next").journey),
        (WEBINAR, add_after(WEBINAR, "afterwards", "next", "split").journey),
        (TRIAL, taken_out(TRIAL, "in-use/else")),
        (TRIAL, taken_out(TRIAL, "fresh/else")),
        (TRIAL, set_value(taken_out(TRIAL, "week-left"), ("steps", "settle", "for"), "5d")),
        (CARE, taken_out(CARE, "in-use/else")),
        (CARE, move(CARE, "together", "in-use", "in use").journey),
        (SCORING, taken_out(SCORING, "heti", "muistutus")),
        (SCORING, add_after(SCORING, "tauko", "next", "split").journey),
    ],
)
def test_a_few_changes_need_no_more_room_than_there_is(first: Journey, second: Journey) -> None:
    # The cells that a screen of 120 leaves beside the figures; one of 140 has one more.
    assert fitted(picture(first, second), "boxes", 63).width <= 63


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

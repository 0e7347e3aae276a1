"""Edits of the graph: what they promise, and that undo gives back the equal journey."""

from __future__ import annotations

import pytest
from edit_journeys import GUIDE, JOURNEYS
from hypothesis import given
from hypothesis import strategies as st

from nurture_tui.edit.change import EditError, set_value, value_at
from nurture_tui.edit.history import Edit, History
from nurture_tui.edit.removal import remove, ways_out
from nurture_tui.edit.rename import rename
from nurture_tui.edit.steps import (
    ENTRY,
    add_after,
    add_before,
    change_type,
    connect,
    duplicate,
)
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import STEP_TYPES, Send, Wait, ports

NAMES = sorted(JOURNEYS)


def leads(journey: Journey, source: str, port: str) -> str | None:
    return dict(ports(journey.steps[source]))[port]


def test_a_step_added_after_another_stands_on_its_line() -> None:
    edit = add_after(GUIDE, "deliver", "next", "wait")
    assert leads(edit.journey, "deliver", "next") == edit.selected
    assert leads(edit.journey, edit.selected, "next") == "pause"
    assert isinstance(edit.journey.steps[edit.selected], Wait)


def test_a_new_step_stands_behind_its_source_in_the_file() -> None:
    edit = add_after(GUIDE, "deliver", "next", "send")
    order = list(edit.journey.steps)
    assert order.index(edit.selected) == order.index("deliver") + 1


def test_a_step_added_after_the_entry_starts_the_journey() -> None:
    edit = add_after(GUIDE, ENTRY, "start", "wait")
    assert edit.journey.entry.start == edit.selected
    assert leads(edit.journey, edit.selected, "next") == "deliver"


def test_a_step_added_on_a_case_leaves_the_other_ways_alone() -> None:
    edit = add_after(GUIDE, "opened-guide", "clicked", "send")
    assert leads(edit.journey, "opened-guide", "clicked") == edit.selected
    assert leads(edit.journey, "opened-guide", "else") == "angle"


def test_all_lines_to_a_step_lead_to_the_one_added_before_it() -> None:
    edit = add_before(GUIDE, "offer-guide", "send")
    assert leads(edit.journey, "opened-guide", "clicked") == edit.selected
    assert leads(edit.journey, "pause-2", "next") == edit.selected
    assert leads(edit.journey, edit.selected, "next") == "offer-guide"


def test_nothing_can_be_added_after_an_exit() -> None:
    with pytest.raises(EditError, match="no way on"):
        add_after(GUIDE, "close", "next", "wait")


def test_removing_a_step_joins_the_line() -> None:
    edit = remove(GUIDE, "pause")
    assert leads(edit.journey, "deliver", "next") == "opened-guide"
    assert "pause" not in edit.journey.steps


def test_removing_the_first_step_lets_the_entry_lead_to_the_next() -> None:
    assert remove(GUIDE, "deliver").journey.entry.start == "pause"


def test_removing_a_branch_asks_which_way_stays() -> None:
    assert [port for port, _ in ways_out(GUIDE, "opened-guide")] == ["clicked", "else"]
    with pytest.raises(EditError, match="several ways"):
        remove(GUIDE, "opened-guide")
    kept = remove(GUIDE, "opened-guide", keep="else")
    assert leads(kept.journey, "pause", "next") == "angle"


def test_a_step_that_an_else_must_lead_to_is_not_removed_without_another() -> None:
    two = set_value(GUIDE, ("steps", "opened-guide", "else"), "close")
    with pytest.raises(EditError, match="must lead on"):
        remove(two, "close")


def test_a_line_can_be_led_to_another_step_or_end_the_path() -> None:
    assert leads(connect(GUIDE, "deliver", "next", "close").journey, "deliver", "next") == "close"
    assert leads(connect(GUIDE, "deliver", "next", None).journey, "deliver", "next") is None
    with pytest.raises(EditError):
        connect(GUIDE, "opened-guide", "else", None)
    with pytest.raises(EditError):
        connect(GUIDE, "deliver", "next", "nowhere")


def test_a_copy_of_a_message_stands_behind_it() -> None:
    edit = duplicate(GUIDE, "last-offer")
    assert leads(edit.journey, "last-offer", "next") == edit.selected
    copy, original = edit.journey.steps[edit.selected], GUIDE.steps["last-offer"]
    assert isinstance(copy, Send)
    assert isinstance(original, Send)
    assert copy.subject == original.subject
    assert copy.next == original.next


def test_another_type_keeps_title_notes_and_the_way_on() -> None:
    titled = set_value(GUIDE, ("steps", "deliver", "title"), "First")
    edit = change_type(titled, "deliver", "wait")
    step = edit.journey.steps["deliver"]
    assert isinstance(step, Wait)
    assert step.title == "First"
    assert step.next == "pause"


def test_a_rename_is_followed_by_lines_and_conditions() -> None:
    edit = rename(GUIDE, "offer-guide", "offer")
    journey = edit.journey
    assert leads(journey, "pause-2", "next") == "offer"
    read = journey.steps["read"]
    assert isinstance(read, Wait)
    assert str(read.until) == "clicked('offer')"
    after = journey.assume.events[0].after
    assert str(after) == "clicked('offer') or clicked('last-offer')"


def test_a_rename_changes_nothing_else_of_a_condition() -> None:
    text = "clicked( 'deliver' )  and  first_name != 'deliver'"
    journey = set_value(GUIDE, ("steps", "opened-guide", "cases", 0, "if"), text)
    renamed = rename(journey, "deliver", "first").journey
    assert value_at(renamed, ("steps", "opened-guide", "cases", 0, "if")) == (
        "clicked( 'first' )  and  first_name != 'deliver'"
    )


@pytest.mark.parametrize("new", ["", "two words", "pause", "ä"])
def test_an_id_that_cannot_be_is_refused(new: str) -> None:
    with pytest.raises(EditError):
        rename(GUIDE, "deliver", new)


def test_an_edit_that_gives_no_journey_says_what_is_wrong() -> None:
    with pytest.raises(EditError, match="role") as caught:
        set_value(GUIDE, ("steps", "deliver", "role"), "nope")
    assert caught.value.fix


@st.composite
def edits(draw: st.DrawFn) -> tuple[Journey, list[tuple[str, ...]]]:
    journey = JOURNEYS[draw(st.sampled_from(NAMES))]
    kinds = st.sampled_from(["add", "before", "remove", "copy", "type", "rename", "connect", "set"])
    words = st.text(alphabet="abc-", min_size=1, max_size=4)
    types = st.sampled_from(STEP_TYPES)
    number = st.integers(0, 40).map(str)
    plan = draw(st.lists(st.tuples(kinds, number, types, number, words), min_size=1, max_size=6))
    return journey, plan


def attempt(journey: Journey, move: tuple[str, ...]) -> Edit | None:
    """The edit that a drawn move means on this journey, None where it is refused."""
    kind, at, type_, to, word = move
    ids = list(journey.steps)
    if not ids:
        return None
    step = ids[int(at) % len(ids)]
    leaving = ports(journey.steps[step])
    port = leaving[int(to) % len(leaving)][0] if leaving else "next"
    try:
        match kind:
            case "add":
                return add_after(journey, step, port, type_)
            case "before":
                return add_before(journey, step, type_)
            case "remove":
                return remove(journey, step, port if len(ways_out(journey, step)) > 1 else None)
            case "copy":
                return duplicate(journey, step)
            case "type":
                return change_type(journey, step, type_)
            case "rename":
                return rename(journey, step, word)
            case "connect":
                return connect(journey, step, port, ids[int(to) % len(ids)])
        return Edit("title", set_value(journey, ("steps", step, "title"), word), merge="title")
    except EditError:
        return None


@given(edits())
def test_undo_gives_back_the_equal_journey_and_redo_the_edited_one(
    drawn: tuple[Journey, list[tuple[str, ...]]],
) -> None:
    journey, plan = drawn
    history = History(journey)
    for move in plan:
        edit = attempt(history.now, move)
        if edit is not None:
            history = history.done(edit.name, edit.journey, merge=edit.merge)
    edited, steps = history.now, len(history.past)
    for _ in range(steps):
        history = history.undone()
    assert history.now == journey
    assert list(history.now.steps) == list(journey.steps)
    for _ in range(steps):
        history = history.redone()
    assert history.now == edited


@given(edits())
def test_an_edit_never_leaves_a_line_to_a_step_that_is_not_there(
    drawn: tuple[Journey, list[tuple[str, ...]]],
) -> None:
    journey, plan = drawn
    for move in plan:
        edit = attempt(journey, move)
        journey = edit.journey if edit is not None else journey
        targets = {to for step in journey.steps.values() for _, to in ports(step)}
        assert targets - {None} <= set(journey.steps)
        assert journey.entry.start in journey.steps

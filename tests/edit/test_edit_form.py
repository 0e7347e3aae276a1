"""The form: fields from the model, values as text and back."""

from __future__ import annotations

import tomllib

import pytest
from edit_journeys import GUIDE, JOURNEYS
from hypothesis import given
from hypothesis import strategies as st

from nurture_tui.edit.change import EditError, value_at
from nurture_tui.edit.form import EXIT, GOAL, Field, groups_of
from nurture_tui.edit.inline import inline
from nurture_tui.edit.steps import ENTRY
from nurture_tui.edit.typed import text_of, typed
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Branch, Split, Wait


def fields(journey: Journey, selected: str) -> dict[str, Field]:
    return {
        field.label.strip(): field
        for group in groups_of(journey, selected)
        for field in group.fields
    }


def everything(journey: Journey) -> list[str]:
    exits = [EXIT + rule.name for rule in journey.exits]
    return [ENTRY, *([GOAL] if journey.goal else []), *exits, *journey.steps]


def test_typing_what_a_field_shows_changes_nothing() -> None:
    for journey in (GUIDE, JOURNEYS["trial"], JOURNEYS["contact-request"]):
        for selected in everything(journey):
            for group in groups_of(journey, selected):
                for field in group.fields:
                    text = text_of(journey, field)
                    assert typed(journey, field, text).journey == journey, (journey.id, field)


def test_an_emptied_field_leaves_its_key_out() -> None:
    edit = typed(GUIDE, fields(GUIDE, "deliver")["subject"], "")
    assert value_at(edit.journey, ("steps", "deliver", "subject")) is None


def test_a_share_is_typed_per_cent_or_as_a_part_of_one() -> None:
    target = fields(GUIDE, GOAL)["target"]
    for text in ("15%", "0.15", "15 %"):
        edit = typed(GUIDE, target, text)
        assert edit.journey.goal is not None
        assert edit.journey.goal.target == 0.15
        assert text_of(edit.journey, target) == "15%"
    with pytest.raises(EditError, match="no number"):
        typed(GUIDE, target, "much")


def test_lists_are_typed_with_commas() -> None:
    edit = typed(GUIDE, fields(GUIDE, ENTRY)["tags"], "a, b,,c")
    assert edit.journey.tags == ("a", "b", "c")


def test_a_wrong_text_is_refused_with_what_to_write() -> None:
    with pytest.raises(EditError) as caught:
        typed(GUIDE, fields(GUIDE, "pause")["for"], "3 moons")
    assert "duration" in caught.value.message or "unit" in caught.value.message


def test_another_kind_of_wait_takes_the_place_of_the_first() -> None:
    edit = typed(GUIDE, fields(GUIDE, "read")["for"], "3d")
    step = edit.journey.steps["read"]
    assert isinstance(step, Wait)
    assert step.until is None
    assert step.timeout is None
    assert step.else_ is None
    assert step.next == "close-clicked"


def test_a_case_is_added_in_the_row_behind_the_last() -> None:
    edit = typed(GUIDE, fields(GUIDE, "opened-guide")["+ case"], "consent")
    step = edit.journey.steps["opened-guide"]
    assert isinstance(step, Branch)
    assert [str(case.condition) for case in step.cases] == ["clicked('deliver')", "consent"]


def test_a_way_is_added_in_the_row_behind_the_last() -> None:
    edit = typed(GUIDE, fields(GUIDE, "angle")["+ way"], "letters")
    step = edit.journey.steps["angle"]
    assert isinstance(step, Split)
    assert [way.name for way in step.ways] == ["stories", "numbers", "letters"]


def test_an_exit_that_is_renamed_stays_selected() -> None:
    rule = GUIDE.exits[0].name
    edit = typed(GUIDE, fields(GUIDE, EXIT + rule)["name"], "bought")
    assert edit.selected == EXIT + "bought"


def test_an_action_can_be_typed_as_the_file_writes_it() -> None:
    first = fields(GUIDE, "task")["do 1"]
    assert text_of(GUIDE, first) == "notify somebody"
    edit = typed(GUIDE, first, 'notify = "sales"')
    assert value_at(edit.journey, ("steps", "task", "do", 0)) == {"notify": "sales"}
    with pytest.raises(EditError):
        typed(GUIDE, first, "notify =")


PLAIN = st.recursive(
    st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(st.characters(exclude_categories=["Cs"]), max_size=6), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@given(PLAIN)
def test_what_is_written_in_one_line_reads_back_equal(value: object) -> None:
    text = inline([value])
    assert "\n" not in text
    assert tomllib.loads(f"value = {text}")["value"] == [value]

"""Actions as rows: a kind in words, and a row for each value; what is typed is in the file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from nurture_tui.edit.actionrows import KINDS_OF_ACTIONS, rows_of_actions
from nurture_tui.edit.actiontyped import verb_typed
from nurture_tui.edit.change import EditError, Path, value_at
from nurture_tui.edit.fields import Field, item_of
from nurture_tui.edit.form import ENTRY, EXIT, GOAL, groups_of
from nurture_tui.edit.parts import remove_item
from nurture_tui.edit.typed import text_of, typed
from nurture_tui.files.reading import parse_journey
from nurture_tui.model.action import VERBS
from nurture_tui.model.fields import NUMBER, YES_NO, FieldKind
from nurture_tui.model.journey import Journey

FIELDS = {
    "score": NUMBER,
    "vip": YES_NO,
    "segment": FieldKind("choice", ("small", "large")),
}
TEXT = """
format = 1
name = "x"
kind = "lead"
entry = { event = "e", start = "one" }
goal = { name = "g", when = "did('bought')", do = [{ add_to_list = "won" }] }
exits = [{ name = "out", when = "customer", do = [{ remove_from_list = "leads" }] }]
[steps.one]
type = "action"
do = [
  { set = { lifecycle = "lead", score = 3 } },
  { map = { field = "segment", by = "size", to = { "1-49" = "small" }, else = "large" } },
  { notify = "sales", message = "Call" },
]
"""
DO: Path = ("steps", "one", "do")


def journey(text: str = TEXT) -> Journey:
    found = parse_journey(text, "x.toml").journey
    assert found is not None
    return found


def rows(one: Journey, selected: str = "one") -> dict[Path, Field]:
    groups = groups_of(one, selected, FIELDS.get)
    return {field.path: field for group in groups for field in group.fields}


def after(one: Journey, *typing: tuple[Sequence[str | int], str]) -> Journey:
    """The journey after texts were typed into rows, by their places below the first `do`."""
    for place, text in typing:
        path = (*DO, *place)
        one = typed(one, rows(one)[path], text).journey
    return one


def done(one: Journey) -> Any:
    return value_at(one, DO)


def test_every_verb_has_a_kind_in_words_that_no_other_begins_with() -> None:
    assert KINDS_OF_ACTIONS.keys() == VERBS.keys()
    words = list(KINDS_OF_ACTIONS.values())
    assert len(set(words)) == len(words)


@pytest.mark.parametrize("kind", KINDS_OF_ACTIONS.values())
def test_an_action_of_each_kind_is_added_and_all_of_it_stands_in_rows(kind: str) -> None:
    one = after(journey(), ((3,), kind))
    assert len(done(one)) == 4
    added = [field for path, field in rows(one).items() if path[:4] == (*DO, 3)]
    assert text_of(one, added[0]) == kind
    assert len(added) > 1
    for field in added:
        same = typed(one, field, text_of(one, field)).journey
        assert same == one, field.label
    # Each value of the file has a row: what is typed there is what differs then.
    changed = 0
    for field in added[1:]:
        if field.type in ("text", "value") and text_of(one, field):
            assert done(typed(one, field, "9d").journey) != done(one)
            changed += 1
    assert changed or kind == "add to a number"


def test_all_of_an_action_can_be_typed_as_text() -> None:
    one = after(journey(), ((0,), 'task = { title = "Call", due = "2d" }'))
    assert done(one)[0] == {"task": {"title": "Call", "due": "2d"}}
    with pytest.raises(EditError, match="cannot be read"):
        after(one, ((0,), "task ="))
    with pytest.raises(EditError, match="no kind of action") as refused:
        after(one, ((0,), "put"))
    assert refused.value.fix == "There are: put on a list, put into an audience."


def test_another_kind_keeps_what_the_two_have_in_common() -> None:
    assert verb_typed("take off a list", {"add_to_list": "leads"}) == {"remove_from_list": "leads"}
    before = {"notify": "sales", "message": "Call"}
    assert verb_typed("Notify somebody", before) is before
    assert verb_typed("give a task", before)["task"]["for"] == "owner"


def test_values_are_of_the_kind_of_their_field() -> None:
    one = after(
        journey(),
        ((0, "set", 1, "value"), "12"),
        ((0, "set", 0, "value"), "12"),
        ((0, "set", 2, "key"), "vip"),
        ((0, "set", 2, "value"), "yes"),
        ((0, "set", 3, "key"), "name"),
    )
    assert done(one)[0]["set"] == {"lifecycle": 12, "score": 12, "vip": True, "name": ""}
    with pytest.raises(EditError, match="no number"):
        after(one, ((0, "set", 1, "value"), "many"))
    with pytest.raises(EditError, match="a number is needed"):
        after(one, ((0, "set", 1, "value"), ""))
    with pytest.raises(EditError, match="not one of the choices"):
        after(one, ((1, "map", "to", 0, "result"), "middling"))
    assert after(one, ((0, "set", 0, "value"), "")) != one
    # A field that is text stays text, whatever it looks like.
    fields = rows_of_actions(("do",), [{"set": {"name": "x"}}], lambda _: FieldKind("text"))
    assert fields[2].type == "text"


def test_an_entry_gets_another_name_in_its_place_and_none_twice() -> None:
    one = after(journey(), ((0, "set", 0, "key"), "stage"))
    assert list(done(one)[0]["set"].items()) == [("stage", "lead"), ("score", 3)]
    with pytest.raises(EditError, match="is there already"):
        after(one, ((0, "set", 0, "key"), "score"))
    with pytest.raises(EditError, match="cannot be empty"):
        after(one, ((0, "set", 0, "key"), ""))
    assert after(one, ((0, "set", 2, "key"), "")) == one
    assert after(one, ((3,), "")) == one
    more = after(
        one, ((1, "map", "to", 1, "case"), "50+"), ((1, "map", "to", 1, "result"), "large")
    )
    assert done(more)[1]["map"]["to"] == {"1-49": "small", "50+": "large"}


def test_an_entry_is_taken_out_and_the_last_takes_its_action_along() -> None:
    one = journey()
    field = rows(one)[(*DO, 0, "set", 1, "value")]
    entry = item_of(field)
    assert entry == (*DO, 0, "set", 1)
    less = remove_item(one, entry)
    assert less.name == "remove field 2 of “one”"
    assert done(less.journey)[0] == {"set": {"lifecycle": "lead"}}
    gone = remove_item(less.journey, (*DO, 0, "set", 0)).journey
    assert [next(iter(verb)) for verb in done(gone)] == ["map", "notify"]
    with pytest.raises(EditError, match="the last row"):
        remove_item(one, (*DO, 1, "map", "to", 0))
    with pytest.raises(EditError, match="nothing to remove"):
        remove_item(one, (*DO, 0, "set", 2))


def test_what_is_done_at_the_goal_and_by_exit_rules_stands_in_rows_too() -> None:
    one = journey()
    for selected, path, kind in (
        (GOAL, ("goal", "do"), "put on a list"),
        (f"{EXIT}out", ("exits", 0, "do"), "take off a list"),
    ):
        found = rows(one, selected)
        assert text_of(one, found[(*path, 0)]) == kind
        more = typed(one, found[(*path, 1)], "bring about an event").journey
        assert value_at(more, (*path, 1)) == {"emit": "new_event"}
        gone = remove_item(remove_item(more, (*path, 1)).journey, (*path, 0)).journey
        assert value_at(gone, path) is None


def test_what_an_assumed_event_sets_stands_in_rows() -> None:
    events = 'assume = { events = [{ event = "bought", chance = "1% per 30d" }] }\n'
    one = journey(TEXT.replace("[steps.one]", events + "[steps.one]"))
    at: Path = ("assume", "events", 0, "set")
    for last, text in (((0, "key"), "score"), ((0, "value"), "5")):
        one = typed(one, rows(one, ENTRY)[(*at, *last)], text).journey
    assert value_at(one, at) == {"score": 5}
    assert value_at(remove_item(one, (*at, 0)).journey, at) is None
    assert len(remove_item(one, (*at, 0)).journey.assume.events) == 1


def test_a_finding_about_a_value_has_its_row() -> None:
    field = rows(journey())[(*DO, 0, "set", 0, "value")]
    assert field.place == (*DO, 0, "set", "lifecycle")
    assert rows(journey())[(*DO, 2, "notify")].place == (*DO, 2, "notify")

"""The history of edits: what counts as one, and what they are called."""

from __future__ import annotations

from edit_journeys import GUIDE

from nurture_tui.edit.change import set_value
from nurture_tui.edit.form import Field
from nurture_tui.edit.history import Edit, History, Spot
from nurture_tui.edit.typed import typed
from nurture_tui.model.journey import Journey

SUBJECT = Field(("steps", "deliver", "subject"), "subject", "text")
TITLE = Field(("steps", "deliver", "title"), "title", "text")


def done(history: History[Journey], edit: Edit) -> History[Journey]:
    return history.done(edit.name, edit.journey, merge=edit.merge)


def test_keys_typed_into_one_field_are_undone_together() -> None:
    history = History(GUIDE)
    for text in ("N", "Ne", "New"):
        history = done(history, typed(history.now, SUBJECT, text))
    assert len(history.past) == 1
    assert history.undone().now == GUIDE


def test_another_field_is_another_edit() -> None:
    history = done(History(GUIDE), typed(GUIDE, SUBJECT, "New"))
    history = done(history, typed(history.now, TITLE, "Guide"))
    assert [version.name for version in history.past] == [
        "subject of “deliver”",
        "title of “deliver”",
    ]


def test_the_same_field_after_a_pause_is_another_edit() -> None:
    history = done(History(GUIDE), typed(GUIDE, SUBJECT, "N")).settled()
    history = done(history, typed(history.now, SUBJECT, "Ne"))
    assert len(history.past) == 2


def test_typing_back_what_was_there_leaves_nothing_to_undo() -> None:
    history = done(History(GUIDE), typed(GUIDE, TITLE, "x"))
    assert done(history, typed(history.now, TITLE, "")).past == ()


def test_an_edit_that_changes_nothing_is_not_kept() -> None:
    assert done(History(GUIDE), Edit("nothing", GUIDE)).past == ()


def test_a_new_edit_forgets_what_was_undone() -> None:
    history = done(History(GUIDE), typed(GUIDE, TITLE, "one")).undone()
    assert history.redo_name == "title of “deliver”"
    other = Edit("other", set_value(GUIDE, ("purpose",), "else"))
    assert done(history, other).future == ()


def test_undo_and_redo_of_nothing_change_nothing() -> None:
    history = History(GUIDE)
    assert history.undone() is history
    assert history.redone() is history
    assert history.undo_name == ""


def test_undo_goes_where_the_edit_was_made_and_redo_where_it_led() -> None:
    before, after = Spot("guide", "deliver"), Spot("guide", "wait")
    history = History(GUIDE).done(
        "add", set_value(GUIDE, ("purpose",), "else"), before=before, after=after
    )
    assert history.past[-1].before == before
    assert history.undone().future[-1].after == after
    assert history.undone().redone().past == history.past


def test_another_order_of_the_steps_is_a_change() -> None:
    turned = GUIDE.model_copy(update={"steps": dict(reversed(GUIDE.steps.items()))})
    assert turned == GUIDE
    assert len(History(GUIDE).done("turn", turned).past) == 1


def test_what_is_not_the_users_edit_is_in_every_version() -> None:
    history = done(History(GUIDE), typed(GUIDE, TITLE, "one"))
    for turned in (history, history.undone()):
        everywhere = turned.everywhere(lambda was: set_value(was, ("purpose",), "told"))
        there = [everywhere.now, *(step.version for step in everywhere.past + everywhere.future)]
        assert [journey.purpose for journey in there] == ["told", "told"]

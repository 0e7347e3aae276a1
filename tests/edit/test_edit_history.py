"""The history of edits: what counts as one, and what they are called."""

from __future__ import annotations

from edit_journeys import GUIDE

from nurture_tui.edit.change import set_value
from nurture_tui.edit.form import Field, typed
from nurture_tui.edit.history import Edit, History

SUBJECT = Field(("steps", "deliver", "subject"), "subject", "text")
TITLE = Field(("steps", "deliver", "title"), "title", "text")


def test_keys_typed_into_one_field_are_undone_together() -> None:
    history = History(GUIDE)
    for text in ("N", "Ne", "New"):
        history = history.done(typed(history.now, SUBJECT, text))
    assert len(history.past) == 1
    assert history.undone().now == GUIDE


def test_another_field_is_another_edit() -> None:
    history = History(GUIDE).done(typed(GUIDE, SUBJECT, "New"))
    history = history.done(typed(history.now, TITLE, "Guide"))
    assert [version.name for version in history.past] == [
        "subject of “deliver”",
        "title of “deliver”",
    ]


def test_the_same_field_after_a_pause_is_another_edit() -> None:
    history = History(GUIDE).done(typed(GUIDE, SUBJECT, "N")).settled()
    history = history.done(typed(history.now, SUBJECT, "Ne"))
    assert len(history.past) == 2


def test_typing_back_what_was_there_leaves_nothing_to_undo() -> None:
    history = History(GUIDE).done(typed(GUIDE, TITLE, "x"))
    assert history.done(typed(history.now, TITLE, "")).past == ()


def test_an_edit_that_changes_nothing_is_not_kept() -> None:
    assert History(GUIDE).done(Edit("nothing", GUIDE)).past == ()


def test_a_new_edit_forgets_what_was_undone() -> None:
    history = History(GUIDE).done(typed(GUIDE, TITLE, "one")).undone()
    assert history.redo_name == "title of “deliver”"
    other = Edit("other", set_value(GUIDE, ("purpose",), "else"))
    assert history.done(other).future == ()


def test_undo_and_redo_of_nothing_change_nothing() -> None:
    history = History(GUIDE)
    assert history.undone() is history
    assert history.redone() is history
    assert history.undo_name == ""

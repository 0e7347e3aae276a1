"""A journey gets another id, and what names it follows."""

from __future__ import annotations

from pathlib import Path

import pytest

from nurture_tui.edit.change import EditError
from nurture_tui.edit.rename_journey import rename_journey
from nurture_tui.files.workspace import read_workspace
from nurture_tui.model.step import Exit
from nurture_tui.model.workspace import Workspace

HEAD = 'format = 1\nname = "{}"\nkind = "lead"\n'


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "nurture.toml").write_text(
        'format = 1\nlimits = { priority = ["b", "a"] }\n'
        "[definitions]\nbusy = \"inside('b') or clicked('b')\"\n"
    )
    (tmp_path / "a.toml").write_text(
        HEAD.format("A") + '[goal]\nname = "g"\nwhen = "lifecycle == \'customer\'"\nenter = "b"\n'
        '[entry]\nevent = "e"\nstart = "b"\n'
        "[sending]\nhold_if = \"inside('b') and not sent('b')\"\n"
        '[steps.b]\ntype = "action"\ndo = [{ enter = "b" }]\nnext = "end"\n'
        '[steps.end]\ntype = "exit"\nenter = "b"\n'
    )
    (tmp_path / "b.toml").write_text(
        HEAD.format("B") + '[[exits]]\nname = "x"\nwhen = "reached(\'b\')"\nenter = "a"\n'
        '[entry]\nevent = "e"\nstart = "end"\n[steps.end]\ntype = "exit"\n'
    )
    found = read_workspace(tmp_path)
    assert not found.problems, found.problems
    return found.workspace


def test_hand_offs_conditions_and_priority_follow_and_steps_of_the_name_do_not(workspace):
    renamed = rename_journey(workspace, "b", "c", "The new B")
    assert list(renamed.journeys) == ["c", "a"]
    a, c = renamed.journeys["a"], renamed.journeys["c"]
    assert (c.id, c.name) == ("c", "The new B")
    assert c.exits[0].when is not None
    assert c.exits[0].when.text == "reached('c')"
    assert a.goal is not None
    assert a.goal.enter == "c"
    assert a.sending.hold_if is not None
    assert a.sending.hold_if.text == "inside('c') and not sent('b')"
    assert a.steps["b"].do[0].journey == "c"
    end = a.steps["end"]
    assert isinstance(end, Exit)
    assert end.enter == "c"
    assert renamed.settings.definitions["busy"].text == "inside('c') or clicked('b')"
    assert renamed.settings.limits.priority == ("c", "a")


def test_renaming_back_gives_the_equal_workspace(workspace):
    renamed = rename_journey(workspace, "b", "c", "The new B")
    assert rename_journey(renamed, "c", "b", "B") == workspace


def test_an_id_that_another_journey_has_is_refused(workspace):
    with pytest.raises(EditError, match="there is a journey “a” already"):
        rename_journey(workspace, "b", "a", "B")

"""A list read with more choices than there are now: until it is read again, they are none."""

from __future__ import annotations

import numpy as np
from small import CERTAIN, HEAD, MONDAY, workspace

from nurture_tui.contacts.table import ChoiceColumn, Contacts, TextColumn
from nurture_tui.model.fields import TEXT, FieldKind
from nurture_tui.simulation import RunSettings, count

IDS = np.array(["a", "b", "c", "d"], dtype=object)
READ = FieldKind("choice", ("free", "basic", "pro", "max", "more"))
PLAN = ChoiceColumn(np.array([0, 1, 4, -1], dtype=np.int16), READ.choices)
PEOPLE = Contacts(
    ids=IDS,
    columns={"contact": TextColumn(IDS), "plan": PLAN},
    kinds={"contact": TEXT, "plan": READ},
)
PATH = """
[entry]
event = "asked"
start = "copied"
[steps.copied]
type = "action"
do = [{ copy = { from = "plan", to = "note" } }]
next = "which"
[steps.which]
type = "branch"
cases = [{ if = "note == 'free'", next = "over" }]
else = "over"
[steps.over]
type = "exit"
"""


def test_a_choice_that_is_no_more_is_copied_as_none() -> None:
    space = workspace(test=HEAD + CERTAIN + PATH)
    counted = count(space, ["test"], PEOPLE, RunSettings(MONDAY))
    assert dict(counted.journeys["test"].steps["which"].out) == {"case 1": 1, "else": 3}

"""What the waves leave out, or do ahead of its time, shows nowhere."""

from __future__ import annotations

import numpy as np
import pytest
from agreement import differences
from small import CERTAIN, HEAD, MONDAY, workspace
from test_simulation_steps import MAIL, after

from nurture_tui.contacts.table import Contacts, TextColumn
from nurture_tui.model.fields import TEXT
from nurture_tui.simulation import RunSettings

ENTRY = '[entry]\nevent = "asked"\nstart = "first"\n'
LONG = '[steps.first]\ntype = "wait"\nfor = "40d"\n'
AT_SIX = '[steps.first]\ntype = "wait"\nfor = "2d"\nat = "06:00"\nnext = "work"\n'
WORK = '[steps.work]\ntype = "action"\ndo = [ { set = { seats = 9 } } ]\n'
CERTAIN_OPENS = CERTAIN.replace("\nopen = 0", '\nopen = 1\nopen_delay = "24h"\nopen_spread = 0')
REST = '[steps.rest]\ntype = "wait"\nfor = "48h"\n'


def when(condition: str) -> str:
    return HEAD + f'[entry]\nwhen = "{condition}"\nagain = "always"\nstart = "first"\n'


def own(event: str, chance: str) -> str:
    return f'[[assume.events]]\nevent = "{event}"\nchance = "{chance}"\nrepeat = true\n'


def visits() -> str:
    loop = '[steps.first]\ntype = "wait"\nfor = "24h"\nnext = "work"\n'
    work = WORK + 'next = "first"\n'
    half = after("reached", "done('work')", "1h").replace("chance = 1.0", "chance = 0.5")
    return HEAD + ENTRY + CERTAIN + half + loop + work


SHORT = CERTAIN + '[steps.first]\ntype = "wait"\nfor = "12h"\n'
CASES = {
    "an open that nobody looks at comes after an event whose name is before it": (
        "", {"test": HEAD + ENTRY + CERTAIN_OPENS + after("alpha", "sent('first')", "24h")
             + MAIL + REST},
    ),
    "an event wakes a contact whose mornings could bring nothing": (
        own("asked", "30% per 3d"), {"test": when("since('asked') < '36h'") + SHORT},
    ),
    "what a step at 06:00 changes is seen on the next morning": (
        "", {"first": HEAD + ENTRY + CERTAIN + AT_SIX + WORK,
             "second": when("seats > 5") + SHORT},
    ),
    "a held send is tried every morning, and skipped when it is too late": (
        "", {"test": HEAD + ENTRY + "[sending]\nhold_if = \"since('asked') < '10d'\"\n"
             + CERTAIN.replace("[sending]\n", "")
             + MAIL + "only_if = \"since('asked') < '5d'\"\n" + REST},
    ),
    "time ends a stay on the first morning on which it can": (
        "", {"test": HEAD + ENTRY + CERTAIN + LONG
             + "[[exits]]\nname = \"quiet\"\nwhen = \"since('asked') >= '10d'\"\n"},
    ),
    "each visit in a loop draws anew for what comes after it": ("", {"test": visits()}),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_waves_do_as_the_reference_does_where(case: str) -> None:
    settings, journeys = CASES[case]
    space = workspace(settings, **journeys)
    ids = np.array([f"c{number:02}" for number in range(20)], dtype=object)
    people = Contacts(ids, {"contact": TextColumn(ids)}, {"contact": TEXT})
    run = RunSettings(MONDAY, 30, only_waves=True)
    assert not differences(space, list(journeys), people, run)

"""Journeys that run together: what they share, and how they hand contacts to each other."""

from __future__ import annotations

from math import sqrt

import numpy as np
from agreement import differences
from small import CERTAIN, HEAD, MONDAY, Row, rows_of, workspace

from nurture_tui.contacts.table import Contacts, TextColumn
from nurture_tui.model.fields import TEXT
from nurture_tui.model.workspace import Workspace
from nurture_tui.simulation import Result, RunSettings, simulate

ENTRY = '[entry]\nevent = "asked"\nstart = "rest"\n'
REST = '[steps.rest]\ntype = "wait"\nfor = "WAIT"\nnext = "mail"\n'
MAIL = '[steps.mail]\ntype = "send"\nsubject = "x"\n'


def journey(wait: str, more: str = "", entry: str = ENTRY) -> str:
    """A journey that waits and sends a message."""
    return HEAD + entry + CERTAIN + more + REST.replace("WAIT", wait) + MAIL


def people(count: int) -> Contacts:
    ids = np.array([f"c{number}" for number in range(count)], dtype=object)
    return Contacts(ids, {"contact": TextColumn(ids)}, {"contact": TEXT})


def together(space: Workspace, count: int = 1, days: int = 20) -> Result:
    return simulate(space, list(space.journeys), people(count), RunSettings(MONDAY, days))


def own(chance: str, more: str = "") -> str:
    return f'[[assume.events]]\nevent = "bought"\nchance = "{chance}"\n{more}\n'


def told(result: Result) -> list[str]:
    """The log as `journey event`, in order."""
    log = result.log
    return [f"{log.names[log.journey[i]]} {row.event}" for i, row in enumerate(rows_of(result))]


def times(result: Result, event: str) -> list[Row]:
    return [row for row in rows_of(result) if row.event == event]


def test_r4_one_event_lets_a_contact_into_all_journeys_that_it_opens_and_is_logged_once() -> None:
    result = together(workspace("", a=journey("1h"), b=journey("1h")))
    assert told(result)[:3] == [" asked", "a entered", "b entered"]


def test_r6_at_one_instant_the_journey_of_higher_priority_goes_first() -> None:
    settings = '[limits]\npriority = ["b"]\n'
    result = together(workspace(settings, a=journey("1h"), b=journey("1h")))
    assert [t for t in told(result) if "sent" in t] == ["b sent", "a sent"]


def test_r10_a_cap_counts_the_messages_of_all_journeys() -> None:
    capped = journey("1h").replace("[sending]", '[sending]\ncap = "1 per 7d"')
    result = together(workspace("", a=journey("1h"), b=capped))
    assert [row.time for row in times(result, "sent")] == ["2026-11-23 01:00", "2026-11-30 01:00"]


def test_r13_an_exit_hands_over_at_that_instant_and_the_event_is_a_cause_there() -> None:
    rules = '[[exits]]\nname = "done"\nwhen = "did(\'a\')"\nenter = "b"\n'
    event = '[[assume.events]]\nevent = "a"\nafter = "did(\'asked\')"\nchance = 1.0\n'
    event += 'delay = "2h"\nspread = 0\n'
    thanks = event.replace('"a"', '"thanks"').replace("asked", "a")
    first = journey("9h", rules + event)
    second = journey("1h", thanks, '[entry]\nstart = "rest"\n')
    result = together(workspace("", a=first, b=second))
    assert [row.time for row in times(result, "entered")] == [
        "2026-11-23 00:00", "2026-11-23 02:00",
    ]  # fmt: skip
    assert [row.time for row in times(result, "thanks")] == ["2026-11-23 04:00"]


def test_r5_what_one_journey_reaches_is_noticed_in_the_others_at_that_instant() -> None:
    goal = '[goal]\nname = "G"\nwhen = "did(\'a\')"\n'
    event = '[[assume.events]]\nevent = "a"\nafter = "did(\'asked\')"\nchance = 1.0\n'
    event += 'delay = "2h"\nspread = 0\n'
    watching = "[[exits]]\nname = \"too\"\nwhen = \"reached('b') and not inside('b')\"\n"
    result = together(workspace("", a=journey("9h", watching), b=journey("9h", goal + event)))
    assert [row.time for row in times(result, "exit")] == ["2026-11-23 02:00"]


def test_r16_of_one_own_event_in_several_journeys_the_largest_hazard_holds() -> None:
    space = workspace(
        "", a=journey("480h", own("30% per 10d")), b=journey("480h", own("5% per 1d"))
    )
    count = 4_000
    result = together(space, count, days=10)
    bought = len(times(result, "bought"))
    share = 1 - 0.95**10  # b's, the larger; the sum would give 1 - 0.7 * 0.95**10
    assert abs(bought - share * count) < 4 * sqrt(count * share * (1 - share))


def test_r16_a_smaller_hazard_goes_on_once_the_larger_has_gone() -> None:
    space = workspace(
        "",
        a=journey("480h", own("30% per 10d", "repeat = true")),
        b=journey("72h", own("50% per 1d", "repeat = true")),
    )
    assert differences(space, ["a", "b"], people(200), RunSettings(MONDAY, 15)) == []
    result = together(space, 200, days=15)
    by_journey = {event for event in told(result) if event.endswith("bought")}
    assert by_journey == {"a bought", "b bought"}
    late = [t for t, row in zip(told(result), rows_of(result), strict=True)
            if t == "a bought" and row.time < "2026-11-26"]  # fmt: skip
    assert not late


def test_r6_what_a_do_list_changes_is_looked_at_before_a_step_of_the_journey_that_it_enters() -> (
    None
):
    action = '[steps.rest]\ntype = "action"\ndo = [ { emit = "told" }, { enter = "a" } ]\n'
    rule = '[[exits]]\nname = "gone"\nwhen = "did(\'told\')"\n'
    end = '[steps.rest]\ntype = "exit"\nreason = "over"\n'
    b = HEAD + ENTRY + rule + CERTAIN + action
    a = HEAD + '[entry]\nstart = "rest"\n' + CERTAIN + end
    assert told(together(workspace(a=a, b=b)))[-2:] == ["b exit", "a exit"]


def test_r6_events_of_one_name_come_from_messages_first_then_from_assumptions() -> None:
    clicked = '[[assume.events]]\nevent = "clicked"\nafter = "sent()"\nchance = 1\ndelay = "6h"\n'
    clicks = CERTAIN.replace("open = 0", 'open = 1\nopen_delay = "6h"\nopen_spread = 0', 1)
    clicks = clicks.replace("click_to_open = 0", 'click_to_open = 1\nclick_delay = "0min"')
    text = HEAD + ENTRY.replace("rest", "mail") + clicks + clicked + "spread = 0\n"
    log = times(together(workspace(a=text + MAIL)), "clicked")
    assert [row.step for row in log] == ["mail", ""]

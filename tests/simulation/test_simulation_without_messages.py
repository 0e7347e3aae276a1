"""A run without messages (R20): what is left out, and what stays as it was."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from agreement import giving_up_soon, story_of
from generated import Case, cases
from hypothesis import HealthCheck, given, reject, settings
from small import CERTAIN, HEAD, MONDAY, Run, rows_of, workspace

from nurture_tui.contacts.read import read_contacts
from nurture_tui.errors import SimulationError
from nurture_tui.model.inherit import effective_sending
from nurture_tui.model.step import Send
from nurture_tui.simulation import Result, RunSettings, simulate

STEPS = """
[entry]
event = "signed_up"
start = "first"
[steps.first]
type = "send"
subject = "One"
next = "pause"
[steps.pause]
type = "wait"
for = "3d"
next = "receipt"
[steps.receipt]
type = "send"
subject = "Receipt"
basis = "service"
next = "last"
[steps.last]
type = "send"
subject = "Two"
"""


def run(
    steps: str, contacts: str = "contact\nada", *, without: bool = True, settings: str = ""
) -> Run:
    """A journey over contacts from Monday on, without messages unless it says."""
    space = workspace(settings, test=HEAD + steps)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contacts.csv"
        path.write_text(contacts + "\n", encoding="utf-8")
        people = read_contacts(path, space)
    asked = RunSettings(MONDAY, 40, without_messages=without)
    result = simulate(space, ["test"], people, asked)
    return Run(result, result.journeys["test"], rows_of(result))


def sent(made: Run) -> list[str]:
    return [row.step for row in made.rows if row.event == "sent"]


def test_marketing_messages_are_left_out_and_service_messages_go() -> None:
    assert sent(run(STEPS + CERTAIN, without=False)) == ["first", "receipt", "last"]
    assert sent(run(STEPS + CERTAIN)) == ["receipt"]


def test_the_path_goes_on_as_if_the_message_had_gone() -> None:
    made = run(STEPS + CERTAIN)
    assert made.journey.finished == 1
    assert made.journey.steps["first"].out == {"next": 1}
    assert (made.journey.steps["first"].entered, made.journey.steps["first"].sent) == (1, 0)
    assert made.journey.skipped["no_permission"] == 0


def test_what_is_left_out_waits_for_its_window_so_that_the_path_keeps_time() -> None:
    windowed = STEPS + CERTAIN.replace("[sending]", '[sending]\nwindow = "Wed 10:00-11:00"')
    with_them, without = run(windowed, without=False), run(windowed)
    assert with_them.times("sent", "receipt") == without.times("sent", "receipt")
    assert with_them.times("finished") == without.times("finished")


def test_what_is_left_out_takes_its_place_in_the_cap() -> None:
    capped = STEPS.replace('for = "3d"', 'for = "1d"') + CERTAIN.replace(
        "[sending]", '[sending]\ncap = "1 per 7d"'
    )
    assert run(capped, without=False).times("finished") == run(capped).times("finished")


def test_no_message_means_no_open_no_click_no_bounce_and_nothing_that_follows_from_them() -> None:
    steps = (
        STEPS
        + CERTAIN.replace("open = 0\n", "open = 1\n")
        .replace("click_to_open = 0", "click_to_open = 1")
        .replace("[assume]", "[assume]\nopen_delay = '1h'\nopen_spread = 0")
        + """
[[assume.events]]
event = "asked"
after = "sent('first') or clicked('first')"
chance = 1
"""
    )
    assert "asked" in {row.event for row in run(steps, without=False).rows}
    happened = {(row.event, row.step) for row in run(steps).rows if row.step != "receipt"}
    assert happened.isdisjoint({("opened", "first"), ("clicked", "first"), ("asked", "")})
    assert not {event for event, step in happened if step in ("first", "last")}


def test_a_step_that_was_passed_is_done_also_without_its_message() -> None:
    steps = (
        STEPS
        + CERTAIN
        + """
[[assume.events]]
event = "seen"
after = "done('first')"
chance = 1
"""
    )
    assert "seen" in {row.event for row in run(steps).rows}


def test_own_events_happen_with_and_without_messages_at_the_same_moment() -> None:
    steps = (
        STEPS
        + CERTAIN
        + """
[[assume.events]]
event = "came_by"
chance = "60% per 3d"
repeat = true
"""
    )
    people = "contact\n" + "\n".join(f"c{i}" for i in range(50))
    with_them, without = run(steps, people, without=False), run(steps, people)
    own = [row for row in with_them.rows if row.event == "came_by"]
    assert len(own) > 20
    assert own == [row for row in without.rows if row.event == "came_by"]


@settings(suppress_health_check=list(HealthCheck), max_examples=settings().max_examples * 3 // 8)
@given(cases(most=2, people=2))
def test_without_messages_only_service_messages_are_sent(case: Case) -> None:
    asked = replace(case.settings, without_messages=True)
    try:
        with giving_up_soon():
            made: Result = simulate(case.workspace, case.journeys, case.contacts, asked)
    except SimulationError as error:
        if "takes no time" not in str(error):
            raise
        reject()
    for row in story_of(made).sends:
        step = case.workspace.journeys[row[3]].steps[row[4]]
        assert is_service(case, row[3], step)


def is_service(case: Case, journey: str, step: object) -> bool:
    assert isinstance(step, Send)
    return not effective_sending(case.workspace, case.workspace.journeys[journey], step).marketing

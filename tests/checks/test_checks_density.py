"""Messages too close, too many or thinning out: what waits surely bring, and no more."""

from __future__ import annotations

import time
from typing import Any

import pytest

from nurture_tui.checks import Finding, check_journey
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings, Workspace

SETTINGS = Settings.model_validate(
    {
        "fields": {"email": "text", "trial_ends": "date", "company_size": "number"},
        "sending": {"basis": "b2b-role", "cap": "2 per 7d"},
    }
)
MAIL = {"type": "send", "subject": "Hello", "cta": "met"}


def found(*steps: dict[str, Any], code: str, **more: Any) -> list[Finding]:
    """The findings of one rule in a journey of these steps, each leading to the next."""
    named = {
        f"s{i}": step if step["type"] in ("branch", "split") else {"next": f"s{i + 1}", **step}
        for i, step in enumerate(steps)
    }
    end = {"type": "exit"}
    journey = {
        "id": "x",
        "format": 1,
        "name": "x",
        "kind": "lead",
        "entry": {"event": "came", "start": "s0"},
        "steps": {**named, f"s{len(steps)}": end},
        **more,
    }
    every = check_journey(Workspace(SETTINGS), Journey.model_validate(journey))
    return [one for one in every if one.code == code]


def wait(**how: str) -> dict[str, Any]:
    return {"type": "wait", **how}


def dense(*between: dict[str, Any], **more: Any) -> list[str]:
    return [f.step for f in found(MAIL, *between, MAIL, code="T405", **more)]


def test_the_mend_names_the_wait_that_is_too_short_and_no_wait_that_some_go_past() -> None:
    short = wait(**{"for": "2h"})
    ways = [{"name": "a", "weight": 1, "next": "s2"}, {"name": "b", "weight": 1, "next": "s3"}]
    (one,) = found(MAIL, short, MAIL, code="T405")
    assert one.fix == 'Let the wait “s1” last longer, such as for = "1d".'
    past = {"type": "split", "ways": ways}
    (two,) = found(MAIL, past, {**short, "next": "s4"}, short, MAIL, code="T405")
    assert two.fix == 'Let the waits between them last longer, such as for = "1d".'
    for bare in (found(MAIL, MAIL, code="T405"), found(MAIL, past, short, MAIL, code="T405")):
        assert [mend.fix for mend in bare] == ["Add a wait of 1d between them."]


def test_two_messages_without_a_wait_are_too_close() -> None:
    assert dense() == ["s1"]
    assert dense({"type": "action", "do": [{"emit": "e"}]}) == ["s2"]


@pytest.mark.parametrize(
    "between",
    [
        {"for": "19h"},
        {"until": "did('read')", "timeout": "10h"},
    ],
)
def test_a_wait_that_surely_ends_before_the_gap_is_too_short(between: dict[str, str]) -> None:
    assert dense(wait(**between)) == ["s2"]


@pytest.mark.parametrize(
    "between",
    [
        {"for": "20h"},
        {"for": "1d"},
        {"for": "1d", "at": "09:00"},
        {"for": "0d", "at": "09:00"},
        {"for": "2h", "on": "Mon"},
        {"for": "1bd"},
        {"until": "did('read')", "timeout": "9d"},
        {"date": "trial_ends - 3d"},
    ],
)
def test_a_wait_that_may_be_long_enough_says_nothing(between: dict[str, str]) -> None:
    assert dense(wait(**between)) == []


def test_the_time_of_the_day_is_carried_along() -> None:
    morning, afternoon = wait(**{"for": "0d"}, at="09:00"), wait(**{"for": "0d"}, at="16:00")
    steps = (MAIL, wait(**{"for": "3d"}), morning, MAIL, afternoon, MAIL)
    assert [f.step for f in found(*steps, code="T405")] == ["s5"]


def test_two_service_messages_may_follow_each_other_at_once() -> None:
    service = {**MAIL, "basis": "service"}
    assert found(service, service, code="T405") == []
    assert [f.step for f in found(service, MAIL, code="T405")] == ["s1"]


def test_messages_that_exclude_each_other_are_not_counted_together() -> None:
    small, large = ({**MAIL, "only_if": f"company_size {op} 50"} for op in ("<", ">="))
    assert found(small, large, code="T405") == []
    assert [f.step for f in found(small, small, code="T405")] == ["s1"]


def test_a_way_that_nobody_goes_is_not_counted() -> None:
    asked = {"type": "branch", "cases": [{"if": "clicked('s3')", "next": "s2"}], "else": "s4"}
    assert found(MAIL, asked, MAIL, MAIL, wait(**{"for": "1d"}), MAIL, code="T405") == []


def caps(*lengths: str, **more: Any) -> list[str]:
    steps = [step for length in lengths for step in (wait(**{"for": length}), MAIL)]
    return [f.step for f in found(MAIL, *steps, code="T406", **more)]


def test_the_cap_is_broken_by_one_more_message_in_its_time() -> None:
    assert caps("3d", "3d") == ["s4"]
    assert caps("3d", "4d") == []  # just 7 days later there is room again
    assert caps("2d", "5d", "1d") == ["s6"]
    assert caps("1d") == []


def test_mornings_are_counted_to_the_hour() -> None:
    steps = [step for _ in range(2) for step in (wait(**{"for": "3d"}, at="09:00"), MAIL)]
    assert [f.step for f in found(*steps, *steps[:2], code="T406")] == ["s5"]


def test_dates_that_lie_close_to_each_other_break_the_cap() -> None:
    steps = [step for d in "531" for step in (wait(date=f"trial_ends - {d}d"), MAIL)]
    assert [f.step for f in found(*steps, code="T406")] == ["s5"]
    apart = [step for d in (15, 8, 1) for step in (wait(date=f"trial_ends - {d}d"), MAIL)]
    assert found(*apart, code="T406") == []


def test_a_loop_breaks_the_cap_by_itself() -> None:
    again = {"type": "branch", "cases": [{"if": "count('sent') < 9", "next": "s0"}], "else": "s3"}
    looped = found(MAIL, wait(**{"for": "2d"}), again, code="T406")
    assert [f.step for f in looped] == ["s0"]


def thin(*waits: dict[str, str]) -> list[str]:
    reminder = {**MAIL, "role": "remind"}
    steps = [step for how in waits for step in (wait(**how), reminder)]
    return [f.step for f in found(*steps, code="T404")]


def test_reminders_may_come_closer_and_not_thin_out() -> None:
    assert thin({"for": "1d"}, {"for": "3d"}, {"for": "5d"}) == ["s5"]
    assert thin({"for": "9d"}, {"for": "5d"}, {"for": "5d"}, {"for": "2d"}) == []
    assert thin({"for": "1d"}, {"for": "2d"}) == []  # one gap alone does not grow


def test_reminders_before_a_date_are_compared_by_the_date() -> None:
    def before(*days: int) -> list[str]:
        return thin(*({"date": f"trial_ends - {d}d"} for d in days))

    assert before(10, 8, 1) == ["s5"]
    assert before(10, 3, 1) == []


def test_the_hour_of_a_reminder_is_no_growth() -> None:
    assert thin({"for": "3d"}, {"for": "2d"}, {"for": "2d", "at": "09:00"}) == []


def test_a_thousand_messages_in_a_net_of_ways_come_to_an_end() -> None:
    steps: list[dict[str, Any]] = []
    for i in range(0, 900, 3):
        ways = [{"name": "on", "next": f"s{i + 3}"}, {"name": "back", "next": f"s{max(0, i - 9)}"}]
        steps += [MAIL, wait(**{"for": f"{1 + i % 7}h"}, at=f"{i % 24:02d}:00")]
        steps.append({"type": "split", "ways": ways})
    began = time.process_time()
    assert found(*steps, code="T406")
    assert time.process_time() - began < 6

"""On the path: R5 (watching), R6 (one instant), R7 (waits), R8 (branch), R9 (split), R12 (end)."""

from __future__ import annotations

import pytest
from small import CERTAIN, run

from nurture_tui.errors import SimulationError

ENTRY = '[entry]\nevent = "asked"\nstart = "first"\n'


def after(event: str, cause: str, delay: str, more: str = "") -> str:
    """An event that surely follows a cause by exactly this delay."""
    return f"""
[[assume.events]]
event = "{event}"
after = "{cause}"
chance = 1.0
delay = "{delay}"
spread = 0
{more}
"""


MAIL = '[steps.first]\ntype = "send"\nsubject = "x"\nnext = "rest"\n'
REST = '[steps.rest]\ntype = "wait"\nfor = "48h"\nnext = "last"\n'
LAST = '[steps.last]\ntype = "send"\nsubject = "y"\n'


def test_r5_the_goal_ends_the_stay_at_that_instant_and_nothing_more_is_sent() -> None:
    goal = '[goal]\nname = "Bought"\nwhen = "did(\'bought\')"\n'
    made = run(ENTRY + goal + CERTAIN + after("bought", "sent('first')", "5h") + MAIL + REST + LAST)
    assert made.times("goal") == ["2026-11-23 05:00"]
    assert made.journey.steps["last"].sent == 0
    assert made.journey.goal is not None
    assert (made.journey.goal.reached, made.journey.goal.rate) == (1, 1.0)


def test_r6_who_meets_the_goal_in_the_second_of_a_send_is_not_sent_to() -> None:
    goal = '[goal]\nname = "Bought"\nwhen = "did(\'bought\')"\n'
    made = run(
        ENTRY + goal + CERTAIN + after("bought", "sent('first')", "48h") + MAIL + REST + LAST
    )
    assert made.times("goal") == ["2026-11-25 00:00"]
    assert made.journey.steps["last"].sent == 0


def test_r6_the_goal_comes_before_the_exits_and_exits_in_file_order() -> None:
    rules = """
[[exits]]
name = "second"
when = "did('a')"
[[exits]]
name = "third"
when = "did('a')"
"""
    made = run(ENTRY + rules + CERTAIN + after("a", "sent('first')", "5h") + MAIL + REST + LAST)
    assert made.journey.exits["second"] == 1
    goal = '[goal]\nname = "G"\nwhen = "did(\'a\')"\n'
    made = run(
        ENTRY + goal + rules + CERTAIN + after("a", "sent('first')", "5h") + MAIL + REST + LAST
    )
    assert made.journey.goal is not None
    assert made.journey.goal.reached == 1


def test_r6_events_of_one_instant_happen_by_name_and_are_looked_at_one_by_one() -> None:
    rules = "[[exits]]\nname = \"left\"\nwhen = \"did('alpha') and not did('beta')\"\n"
    events = after("beta", "sent('first')", "5h") + after("alpha", "sent('first')", "5h")
    made = run(ENTRY + rules + CERTAIN + events + MAIL + REST + LAST)
    assert made.journey.exits["left"] == 1
    assert made.story()[3:] == ["alpha", "exit left", "beta"]


def test_r6_a_loop_that_takes_no_time_is_stopped_with_an_error_that_names_it() -> None:
    loop = '[steps.first]\ntype = "wait"\nfor = "0d"\nnext = "rest"\n'
    loop += '[steps.rest]\ntype = "wait"\nfor = "0d"\nnext = "first"\n'
    with pytest.raises(SimulationError, match=r"takes no time, at test: (first|rest)"):
        run(ENTRY + CERTAIN + loop)


def test_r5_conditions_on_time_alone_are_noticed_at_six_in_the_morning() -> None:
    rules = '[[exits]]\nname = "renewal"\nwhen = "left(renews) < \'3d\'"\n'
    made = run(ENTRY + rules + CERTAIN + MAIL + REST + LAST, "contact,renews\nada,2026-11-27T12:00")
    assert made.times("exit") == ["2026-11-25 00:00"]  # its arrival at the next step is a look
    longer = REST.replace("48h", "240h")
    made = run(
        ENTRY + rules + CERTAIN + MAIL + longer + LAST, "contact,renews\nada,2026-11-27T12:00"
    )
    assert made.times("exit") == ["2026-11-25 06:00"]


def test_r5_a_field_change_is_looked_at_at_once() -> None:
    rules = '[[exits]]\nname = "pro"\nwhen = "plan == \'pro\'"\n'
    action = '[steps.first]\ntype = "action"\ndo = [ { set = { plan = "pro" } } ]\nnext = "last"\n'
    made = run(ENTRY + rules + CERTAIN + action + LAST)
    assert made.story() == ["asked", "entered", "set first plan = pro", "exit pro"]


def test_r5_exits_do_their_work_and_hand_over() -> None:
    rules = """
[[exits]]
name = "left"
when = "did('a')"
do = [ { set = { note = "gone" } }, { add_to_list = "x" }, { emit = "told" } ]
enter = "onboarding"
"""
    made = run(ENTRY + rules + CERTAIN + after("a", "sent('first')", "5h") + MAIL + REST + LAST)
    assert made.story()[3:] == [
        "a", "exit left", "set note = gone", "add_to_list x", "told", "handed_off onboarding",
    ]  # fmt: skip


# ---------------------------------------------------------------- waits
@pytest.mark.parametrize(
    ("wait", "left"),
    [
        ('for = "36h"', "2026-11-24 12:00"),
        ('for = "1d"\nat = "09:00"', "2026-11-24 09:00"),
        ('for = "0d"\nat = "09:00"', "2026-11-23 09:00"),
        ('at = "09:00"', "2026-11-23 09:00"),
        ('for = "30min"\nat = "00:15"', "2026-11-24 00:15"),
        ('for = "5d"\non = "Mon-Fri"', "2026-11-30 00:00"),
        ('for = "5bd"', "2026-11-30 00:00"),
        ('on = "Sat"\nat = "10:00"', "2026-11-28 10:00"),
        ('date = "renews"', "2026-12-01 00:00"),
        ('date = "renews - 3d"\nat = "08:00"', "2026-11-28 08:00"),
        ('date = "renews - 3d"\nat = "08:00"\non = "Mon-Fri"', "2026-11-30 08:00"),
        ('date = "renews + 2h"', "2026-12-01 02:00"),
        ('date = "fair"', "2026-12-02 13:30"),
    ],
)
def test_r7_a_wait_ends_when_it_should(wait: str, left: str) -> None:
    step = f'[steps.first]\ntype = "wait"\n{wait}\nnext = "last"\n'
    dates = "[dates]\nfair = 2026-12-02T13:30:00\n"
    made = run(ENTRY + CERTAIN + dates + step + LAST, "contact,renews\nada,2026-12-01")
    assert made.times("sent", "last") == [left]


@pytest.mark.parametrize("renews", ["", "2026-11-01"])
def test_r7_a_date_that_is_past_or_empty_goes_by_else_or_on_at_once(renews: str) -> None:
    step = '[steps.first]\ntype = "wait"\ndate = "renews"\nnext = "last"\n'
    contacts = f"contact,renews\nada,{renews}"
    assert run(ENTRY + CERTAIN + step + LAST, contacts).times("sent", "last") == [
        "2026-11-23 00:00"
    ]
    other = step + 'else = "late"\n[steps.late]\ntype = "exit"\nreason = "too late"\n'
    assert run(ENTRY + CERTAIN + other + LAST, contacts).journey.exits["too late"] == 1


UNTIL = """
[steps.rest]
type = "wait"
until = "did('came')"
timeout = "48h"
next = "last"
else = "late"
[steps.late]
type = "exit"
reason = "did not come"
"""


def test_r7_until_goes_on_as_soon_as_the_condition_holds() -> None:
    made = run(ENTRY + CERTAIN + after("came", "sent('first')", "5h") + MAIL + UNTIL + LAST)
    assert made.times("sent", "last") == ["2026-11-23 05:00"]
    assert made.journey.steps["rest"].out == {"next": 1, "else": 0}


def test_r7_until_goes_by_else_when_the_time_is_out() -> None:
    made = run(ENTRY + CERTAIN + after("came", "sent('first')", "72h") + MAIL + UNTIL + LAST)
    assert made.times("exit") == ["2026-11-25 00:00"]
    assert made.journey.exits["did not come"] == 1


def test_r7_an_event_at_the_very_instant_of_the_time_out_is_in_time() -> None:
    made = run(ENTRY + CERTAIN + after("came", "sent('first')", "48h") + MAIL + UNTIL + LAST)
    assert made.times("sent", "last") == ["2026-11-25 00:00"]


def test_r7_without_else_a_time_out_goes_on_at_next() -> None:
    until = UNTIL.replace('else = "late"\n', "")
    made = run(ENTRY + CERTAIN + MAIL + until + LAST)
    assert made.times("sent", "last") == ["2026-11-25 00:00"]
    assert made.journey.steps["rest"].out == {"next": 1}


# ---------------------------------------------------------------- decisions
def test_r8_a_branch_takes_the_first_case_that_holds() -> None:
    branch = """
[steps.first]
type = "branch"
cases = [
  { if = "seats >= 10", label = "large", next = "last" },
  { if = "seats >= 5", label = "middle", next = "last" },
]
else = "last"
"""
    contacts = "contact,seats\na,50\nb,7\nc,1\nd,"
    made = run(ENTRY + CERTAIN + branch + LAST, contacts)
    assert made.journey.steps["first"].out == {"large": 1, "middle": 1, "else": 2}


def test_r9_a_split_gives_the_same_contact_the_same_way_and_keeps_its_weights() -> None:
    split = """
[steps.first]
type = "split"
ways = [ { name = "a", weight = 3, next = "last" }, { name = "b", weight = 1, next = "last" } ]
"""
    contacts = "contact\n" + "\n".join(f"c{i}" for i in range(4_000))
    made = run(ENTRY + CERTAIN + split + LAST, contacts, days=1)
    assert abs(made.journey.steps["first"].out["a"] - 3_000) < 110  # four standard deviations
    fewer = "contact\n" + "\n".join(f"c{i}" for i in range(100, 200))
    ways = {row.contact: row.detail for row in made.rows if row.event == "went"}
    for row in run(ENTRY + CERTAIN + split + LAST, fewer, days=9).rows:
        if row.event == "went":
            assert row.detail == ways[row.contact]


# ---------------------------------------------------------------- the end of a path
GOAL = '[goal]\nname = "Bought"\nwhen = "did(\'bought\')"\nwithin = "10d"\n'


def test_r12_a_goal_met_after_the_last_step_counts_and_the_stay_stays_where_it_was() -> None:
    made = run(ENTRY + GOAL + CERTAIN + after("bought", "sent('last')", "24h") + MAIL + REST + LAST)
    assert made.journey.finished == 1
    assert made.journey.goal is not None
    assert (made.journey.goal.reached, made.journey.goal.after_last_step) == (1, 1)


def test_r12_a_goal_later_than_within_does_not_count_after_the_end() -> None:
    made = run(
        ENTRY + GOAL + CERTAIN + after("bought", "sent('last')", "240h") + MAIL + REST + LAST
    )
    assert made.journey.goal is not None
    assert made.journey.goal.reached == 0


def test_r12_a_goal_later_than_within_inside_is_the_exit_late_goal() -> None:
    longer = REST.replace("48h", "480h")
    made = run(
        ENTRY + GOAL + CERTAIN + after("bought", "sent('first')", "250h") + MAIL + longer + LAST
    )
    assert made.journey.exits["late-goal"] == 1
    exact = run(
        ENTRY + GOAL + CERTAIN + after("bought", "sent('first')", "240h") + MAIL + longer + LAST
    )
    assert exact.journey.goal is not None
    assert exact.journey.goal.reached == 1


def test_r12_who_left_by_an_exit_rule_is_not_counted_for_the_goal_any_more() -> None:
    rules = '[[exits]]\nname = "left"\nwhen = "did(\'a\')"\n'
    events = after("a", "sent('first')", "5h") + after("bought", "sent('first')", "9h")
    made = run(ENTRY + GOAL + rules + CERTAIN + events + MAIL + REST + LAST)
    assert made.journey.goal is not None
    assert (made.journey.goal.reached, made.journey.exits["left"]) == (0, 1)


def test_r12_stays_whose_goal_could_not_yet_be_told_are_too_early() -> None:
    contacts = "contact,entered_at\nada,2026-11-23T00:00\nbob,2026-12-20T00:00"
    made = run(ENTRY + GOAL + CERTAIN + MAIL + REST + LAST, contacts)
    assert made.journey.goal is not None
    assert (made.journey.goal.of, made.journey.goal.too_early) == (1, 1)

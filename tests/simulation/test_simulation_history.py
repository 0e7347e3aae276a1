"""R18: an event history is replayed; what lies before the start is known and starts nothing."""

from __future__ import annotations

import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from small import CERTAIN, HEAD, MONDAY, history, rows_of, run, workspace

from nurture_tui.contacts.read import read_contacts
from nurture_tui.simulation import RunSettings, simulate

# A trial: it begins when asked for, and ends with the purchase. Messages two days apart.
TRIAL = """
[entry]
event = "trial_started"
start = "hello"
[goal]
name = "Purchased"
when = "did('purchased', within='stay')"
"""
STEPS = """
[steps.hello]
type = "send"
subject = "Hello"
next = "pause"
[steps.pause]
type = "wait"
for = "2d"
next = "tips"
[steps.tips]
type = "send"
subject = "Tips"
next = "end"
[steps.end]
type = "wait"
for = "20d"
"""
AT_ONCE = '[entry]\nevent = "asked"\nstart = "hello"\n'
BY_ITSELF = '[[assume.events]]\nevent = "purchased"\nchance = "99.9% per 1h"\n'
BRANCH = """
[steps.hello]
type = "branch"
cases = [ {{ if = "{}", next = "yes" }} ]
else = "no"
[steps.yes]
type = "exit"
[steps.no]
type = "exit"
"""


def decides(condition: str, events: str, more: str = "", **how: str) -> str:
    """The way that a contact goes at the start, by what is known of it from before."""
    made = run(AT_ONCE + CERTAIN + more + BRANCH.format(condition), events=events, **how)
    return next(exit_ for exit_, number in made.journey.exits.items() if number)


# ---------------------------------------------------------------- its events happen as they did
def test_r18_events_of_the_history_happen_at_their_instants_and_say_where_they_come_from() -> None:
    events = (
        "ada,2026-11-24T09:30,trial_started,hr-system,\n"
        "ada,2026-11-25T10:00,purchased,hr-system,2400\n"
        "ada,2026-11-25T09:00,logged_in,,"
    )
    made = run(TRIAL + CERTAIN + STEPS, events=events)
    assert made.story() == [
        "trial_started history: hr-system",
        "entered",
        "sent hello",
        "logged_in history",
        "purchased history: hr-system, 2400",
        "goal Purchased",
    ]
    assert made.times("purchased") == ["2026-11-25 10:00"]


def test_r18_times_without_offset_are_workspace_time_and_the_start_itself_is_replayed() -> None:
    events = "ada,2026-11-23T00:00,trial_started,,"
    made = run(TRIAL + CERTAIN + STEPS, events=events, settings='timezone = "Europe/Helsinki"')
    assert made.times("entered") == ["2026-11-22 22:00"]
    utc = run(
        TRIAL + CERTAIN + STEPS,
        events="ada,2026-11-22T21:59:59Z,trial_started,,\nada,2026-11-22T22:00:00Z,seen,,",
        settings='timezone = "Europe/Helsinki"',
    )
    assert utc.story() == ["seen history"]


def test_r18_a_replayed_event_applies_the_set_and_add_of_the_assumption_of_its_name() -> None:
    effects = (
        '[[assume.events]]\nevent = "purchased"\nchance = "0.1% per 365d"\n'
        'set = { lifecycle = "customer" }\nadd = { seats = 5 }\nif = "false"\n'
    )
    journey = TRIAL.replace("did('purchased', within='stay')", "customer and seats == 12")
    made = run(
        journey + CERTAIN + effects + STEPS,
        "contact,seats\nada,7",
        events="ada,2026-11-23T01:00,trial_started,,\nada,2026-11-24T00:00,purchased,,",
    )
    assert made.times("goal") == ["2026-11-24 00:00"]


def test_r18_of_two_assumptions_with_a_set_the_first_in_journey_order_applies() -> None:
    def stated(value: str) -> str:
        return (
            f'[[assume.events]]\nevent = "purchased"\nchance = "0.1% per 365d"\nif = "false"\n'
            f'set = {{ note = "{value}" }}\n'
        )

    journey = TRIAL.replace("did('purchased', within='stay')", "note == 'first'")
    steps = CERTAIN + stated("journey") + STEPS
    events = "ada,2026-11-23T01:00,trial_started,,\nada,2026-11-24T00:00,purchased,,"
    both = run(journey + steps, events=events, settings=stated("first"))
    alone = run(journey + steps, events=events)
    assert (both.journey.goal.reached, alone.journey.goal.reached) == (1, 0)


def test_r18_replayed_events_score_and_are_causes_of_others() -> None:
    settings = "[scoring]\ntrial_started = 40\n[scoring.reached]\nhot_lead = 40\n"
    call = (
        '[[assume.events]]\nevent = "called"\nafter = "did(\'logged_in\')"\nchance = 1\n'
        'delay = "1h"\nspread = 0\n'
    )
    made = run(
        TRIAL + CERTAIN + call + STEPS,
        settings=settings,
        events="ada,2026-11-23T08:00,trial_started,,\nada,2026-11-23T09:00,logged_in,,",
    )
    assert made.times("hot_lead") == ["2026-11-23 08:00"]
    assert made.times("called") == ["2026-11-23 10:00"]


def test_r18_of_one_name_at_one_instant_what_the_run_makes_comes_first() -> None:
    settings = "[scoring]\nlogged_in = 40\n[scoring.reached]\nmade_hot = 40\n"
    events = "ada,2026-11-24T08:00,logged_in,,\nada,2026-11-24T08:00,made_hot,crm,"
    made = run(AT_ONCE + CERTAIN + STEPS, settings=settings, events=events, days=2)
    assert made.story()[-3:] == ["logged_in history", "made_hot", "made_hot history: crm"]


# ---------------------------------------------------------------- turning up (R4)
def test_r18_only_real_ones_turn_up_where_the_history_holds_the_entry_event() -> None:
    events = "bob,2026-11-26T12:00,trial_started,,"
    made = run(TRIAL + CERTAIN + STEPS, "contact,entered_at\nada,2026-11-25\nbob,", events=events)
    assert made.times("entered") == ["2026-11-26 12:00"]
    assert made.journey.considered == 1
    none = TRIAL.replace("start =", 'arrivals = "none"\nstart =')
    assert run(none + CERTAIN + STEPS, "contact\nbob", events=events).journey.entered == 1


def test_r18_a_history_that_ends_before_the_start_leaves_turning_up_as_it_was() -> None:
    made = run(TRIAL + CERTAIN + STEPS, events="ada,2026-10-01T12:00,trial_started,,")
    assert made.times("entered") == ["2026-11-23 00:00"]


def test_r18_a_contact_that_comes_a_second_time_is_refused_as_always() -> None:
    events = "ada,2026-11-23T12:00,trial_started,,\nada,2026-11-24T12:00,trial_started,,"
    made = run(TRIAL + CERTAIN + STEPS, events=events)
    assert made.journey.not_entered == {"inside": 1}


# ---------------------------------------------------------------- what is off meanwhile
def test_r18_own_events_of_the_same_name_are_off_up_to_the_last_row_of_any_contact() -> None:
    contacts = "contact\nada\nbob"
    journey = AT_ONCE + TRIAL[TRIAL.index("[goal]") :] + CERTAIN + BY_ITSELF + STEPS
    free = run(journey, contacts, events="bob,2026-11-30T00:00,logged_in,,")
    assert max(free.times("purchased")) < "2026-11-24"
    held = run(
        journey, contacts, events="bob,2026-11-24T10:00,purchased,,\nbob,2026-11-30T00:00,seen,,"
    )
    assert held.times("purchased", contact="bob") == ["2026-11-24 10:00"]
    assert "2026-11-30 00:00" < held.times("purchased", contact="ada")[0] < "2026-12-01"


def test_r18_a_row_of_somebody_who_is_not_in_the_list_is_a_last_row_too() -> None:
    journey = AT_ONCE + TRIAL[TRIAL.index("[goal]") :] + CERTAIN + BY_ITSELF + STEPS
    made = run(journey, events="nobody,2026-11-28T00:00,purchased,,")
    assert made.times("purchased")[0] > "2026-11-28 00:00"
    assert made.result.run.history.not_listed == 1


def test_r18_after_events_of_the_same_name_are_off_up_to_the_last_row() -> None:
    def after(delay: str) -> str:
        return (
            '[[assume.events]]\nevent = "purchased"\nafter = "sent(\'hello\')"\nchance = 1\n'
            f'delay = "{delay}"\nspread = 0\n'
        )

    journey = AT_ONCE + CERTAIN
    events = "bob,2026-11-25T00:00,purchased,,"
    for delay, times in (("48h", []), ("49h", ["2026-11-25 01:00"]), ("1h", [])):
        assert run(journey + after(delay) + STEPS, events=events).times("purchased") == times


def test_r18_events_of_a_date_are_off_up_to_the_last_row() -> None:
    dated = '[dates]\nfair = 2026-11-25T00:00:00\n[[assume.events]]\nevent = "met"\n'
    dated += 'date = "fair"\nchance = 1\n'
    steps = AT_ONCE + CERTAIN
    for last, times in (("2026-11-25T00:00", []), ("2026-11-24T23:59", ["2026-11-25 00:00"])):
        made = run(steps + dated + STEPS, "contact\nada", events=f"bob,{last},met,,")
        assert made.times("met") == times
    both = run(steps + dated + STEPS, events="ada,2026-11-24T23:59,met,,")
    assert both.times("met") == ["2026-11-24 23:59", "2026-11-25 00:00"]


def test_r18_what_has_really_happened_in_the_stay_does_not_happen_once_more_by_assumption() -> None:
    journey = AT_ONCE + CERTAIN + BY_ITSELF + STEPS
    once = run(journey, events="ada,2026-11-24T10:00,purchased,,")
    assert once.times("purchased") == ["2026-11-24 10:00"]
    at_entry = run(journey, events="ada,2026-11-23T00:00,purchased,,")
    assert at_entry.times("purchased") == ["2026-11-23 00:00"]
    repeated = journey.replace(BY_ITSELF, BY_ITSELF + "repeat = true\n")
    again = run(repeated, events="ada,2026-11-24T10:00,purchased,,", days=3)
    assert len(again.times("purchased")) > 2


# ---------------------------------------------------------------- before the start
@pytest.mark.parametrize(
    "condition",
    [
        "did('logged_in')",
        "did('logged_in', within='3d')",
        "count('logged_in') == 3",
        "count('logged_in', within='2d') == 2",
        "since('logged_in') == '1h'",
    ],
)
def test_r18_what_lies_before_the_start_counts_for_did_count_and_since(condition: str) -> None:
    events = "\n".join(
        f"ada,{time},logged_in,," for time in ("2026-11-22T23:00", "2026-11-20", "2026-11-22T01:00")
    )
    assert decides(condition, events) == "yes"
    assert decides(condition, events.replace("ada", "bob")) == "no"


def test_r18_what_lies_before_the_start_starts_nothing() -> None:
    effects = (
        '[[assume.events]]\nevent = "purchased"\nchance = "0.1% per 365d"\n'
        'set = { lifecycle = "customer" }\nadd = { seats = 5 }\n'
        '[[assume.events]]\nevent = "called"\nafter = "did(\'purchased\')"\nchance = 1\n'
        'delay = "30d"\n'
    )
    settings = "[scoring]\npurchased = 40\n[scoring.reached]\nhot_lead = 40\n"
    journey = TRIAL.replace("start =", 'arrivals = "none"\nstart =')
    events = "ada,2026-11-22T12:00,purchased,,\nada,2026-11-22T12:00,trial_started,,"
    quiet = run(journey + CERTAIN + effects + STEPS, settings=settings, events=events)
    assert quiet.rows == ()
    asked = "customer or seats == 5 or score >= 40 or did('hot_lead') or did('called')"
    assert decides(asked, events, effects, settings=settings) == "no"


def test_r18_a_score_that_is_at_the_threshold_at_the_start_was_reached_before() -> None:
    settings = "[scoring]\nlogged_in = 1\n[scoring.reached]\nhot_lead = 40\n"
    events = "ada,2026-11-24T12:00,logged_in,,\nbob,2026-11-24T12:00,logged_in,,"
    made = run(
        AT_ONCE + CERTAIN + STEPS, "contact,score\nada,40\nbob,39", settings=settings, events=events
    )
    assert made.times("hot_lead", contact="ada") == []
    assert made.times("hot_lead", contact="bob") == ["2026-11-24 12:00"]


def test_r18_messages_sent_before_the_start_do_not_count_to_a_cap() -> None:
    capped = CERTAIN.replace("[sending]", '[sending]\ncap = "1 per 7d"')
    events = "ada,2026-11-22T23:00,sent,newsletter,\nada,2026-11-22T23:30,sent,newsletter,"
    made = run(AT_ONCE + capped + STEPS, events=events)
    assert made.times("sent", "hello") == ["2026-11-23 00:00"]
    assert decides("count('sent', within='1d') == 2", events) == "yes"
    assert decides("sent() or opened()", events) == "no"


# ---------------------------------------------------------------- events of messages
def test_r18_sent_opened_and_clicked_are_facts_from_before_the_start_only() -> None:
    rows = "\n".join(f"ada,2026-11-24T0{i}:00,{e},x," for i, e in enumerate(["sent", "clicked"]))
    made = run(AT_ONCE + CERTAIN + STEPS, events=f"{rows}\nada,2026-11-22T00:00,opened,x,")
    assert made.times("clicked") == []
    assert made.times("sent") == ["2026-11-23 00:00", "2026-11-25 00:00"]
    told = made.result.run.history
    assert (told.facts, told.replayed, told.of_messages) == (1, 0, 2)


def test_r18_unsubscribed_counts_before_the_start_and_from_it_on() -> None:
    before = run(AT_ONCE + CERTAIN + STEPS, events="ada,2026-01-01,unsubscribed,,")
    assert before.journey.not_entered == {"unsubscribed": 1}
    after = run(AT_ONCE + CERTAIN + STEPS, events="ada,2026-11-24T00:00,unsubscribed,,")
    left = ["unsubscribed history", "exit unsubscribed"]
    assert after.story() == ["asked", "entered", "sent hello", *left]


def test_r18_an_address_that_bounced_before_the_start_is_known() -> None:
    made = run(AT_ONCE + CERTAIN + STEPS, events="ada,2026-01-01,bounced,,")
    assert made.journey.not_entered == {"bounced": 1}


# ---------------------------------------------------------------- objects
@pytest.mark.parametrize(
    ("condition", "way"),
    [
        ("did('downloaded', object='hr-guide')", "yes"),
        ("did('downloaded', object='HR-guide')", "no"),
        ("did('downloaded', object='hr-guide', within='1d')", "no"),
        ("did('downloaded', object='price-list', within='1d')", "yes"),
        ("count('downloaded', object='hr-guide') == 2", "yes"),
        ("count('downloaded') == 3", "yes"),
    ],
)
def test_r18_an_object_is_asked_for_among_rows_of_the_history(condition: str, way: str) -> None:
    events = (
        "ada,2026-11-01,downloaded,hr-guide,\nada,2026-11-02,downloaded,hr-guide,\n"
        "ada,2026-11-22T12:00,downloaded,price-list,"
    )
    assert decides(condition, events) == way


def test_r18_an_object_in_the_run_is_seen_at_once_and_what_a_run_makes_has_none() -> None:
    goal = TRIAL.replace(
        "did('purchased', within='stay')", "did('purchased', object='add-on', within='stay')"
    )
    events = (
        "ada,2026-11-23T01:00,trial_started,,\nada,2026-11-24T00:00,purchased,hr-system,\n"
        "ada,2026-11-25T09:00,purchased,add-on,"
    )
    assert run(goal + CERTAIN + STEPS, events=events).times("goal") == ["2026-11-25 09:00"]
    assumed = run(goal + CERTAIN + BY_ITSELF + STEPS)
    assert assumed.times("purchased")
    assert assumed.journey.goal.reached == 0


# ---------------------------------------------------------------- what the run says of it
def test_r18_the_record_says_what_became_of_each_row() -> None:
    events = "\n".join(
        (
            "ada,2026-11-01,logged_in,,", "ada,2026-11-23T01:00,trial_started,,",
            "ada,2026-11-24,purchased,,", "ada,2026-11-24,sent,,", "ada,2027-11-24,purchased,,",
            "nobody,2026-11-24,purchased,,", "ada,yesterday,purchased,,",
        )
    )  # fmt: skip
    made = run(TRIAL + CERTAIN + BY_ITSELF + STEPS, events=events)
    told = made.result.run.history
    assert (told.rows, told.facts, told.replayed, told.of_messages) == (6, 1, 2, 1)
    assert (told.later, told.not_listed, told.refused) == (1, 1, 1)
    assert (told.entries, told.off) == (("test",), ("purchased",))
    assert told.last - told.first == 23 * 3_600


def test_r18_chunks_of_any_size_replay_alike() -> None:
    contacts = "contact\n" + "\n".join(f"c{i}" for i in range(5))
    events = "\n".join(f"c{i},2026-11-2{3 + i}T09:00,trial_started,x,{i}" for i in range(5))
    whole = run(TRIAL + CERTAIN + STEPS, contacts, events=events)
    assert whole.journey.entered == 5
    assert run(TRIAL + CERTAIN + STEPS, contacts, events=events, chunk=2).rows == whole.rows


def test_r18_an_executor_replays_alike() -> None:
    rows = [f"c{i},2026-11-2{3 + i}T09:00,trial_started,x," for i in range(5)]
    space = workspace(test=HEAD + TRIAL + CERTAIN + STEPS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contacts.csv"
        path.write_text("contact\n" + "\n".join(f"c{i}" for i in range(5)), encoding="utf-8")
        people, past = read_contacts(path, space), history(Path(folder), "\n".join(rows), space)
    settings = RunSettings(MONDAY, 10, chunk=2)
    here = simulate(space, ["test"], people, settings, events=past)
    with ThreadPoolExecutor(2) as executor:
        there = simulate(space, ["test"], people, settings, events=past, executor=executor)
    assert here.journeys["test"].entered == 5
    assert rows_of(there) == rows_of(here)
    assert there.run.history == here.run.history

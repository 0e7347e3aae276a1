"""Corners of the rules that the reference brought to light, each as a fact of its own."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest
from small import CERTAIN, HEAD, MONDAY, run, workspace
from test_simulation_behaviour import assume
from test_simulation_steps import LAST, MAIL, REST, after

from nurture_tui.contacts.table import Contacts
from nurture_tui.errors import SimulationError
from nurture_tui.simulation import RunSettings, simulate
from nurture_tui.simulation.events import OWN, pack

ADA = Contacts(np.array(["ada"], dtype=object), {}, {})

ENTRY = '[entry]\nevent = "asked"\nstart = "first"\n'
WAIT = '[steps.first]\ntype = "wait"\nfor = "20d"\n'
GOAL = '[goal]\nname = "G"\nwhen = "CONDITION"\n'


def goal(condition: str) -> str:
    return GOAL.replace("CONDITION", condition)


def test_r6_what_a_do_list_emits_happens_in_its_place_and_is_looked_at_after_the_list() -> None:
    action = """
[steps.first]
type = "action"
do = [ { emit = "zeta" }, { set = { seats = 3 } }, { emit = "alpha" }, { add = { seats = 4 } } ]
"""
    rules = '[[exits]]\nname = "left"\nwhen = "did(\'zeta\') and seats != 7"\n'
    assert run(ENTRY + rules + CERTAIN + action).story() == [
        "asked", "entered",
        "zeta", "set first seats = 3", "alpha", "add first seats +4", "finished",
    ]  # fmt: skip


def test_r6_events_of_the_instant_come_before_the_look_at_what_an_action_changed() -> None:
    settings = "[scoring.reached]\nhot = 40\n"
    action = '[steps.first]\ntype = "action"\ndo = [ { set = { score = 45 } } ]\n'
    rules = '[[exits]]\nname = "early"\nwhen = "score >= 40 and not did(\'hot\')"\n'
    made = run(ENTRY + rules + CERTAIN + action, settings=settings)
    assert made.story()[2:] == ["set first score = 45", "hot", "finished"]


def test_r12_a_goal_of_the_last_step_done_is_met_inside_and_the_step_is_counted_out() -> None:
    made = run(ENTRY + goal("done('first')") + CERTAIN + MAIL.replace('next = "rest"\n', ""))
    assert made.story()[2:] == ["sent first", "goal G"]
    assert made.journey.steps["first"].out == {"next": 1}


def test_r12_what_the_last_step_causes_at_that_instant_comes_before_the_end() -> None:
    events = after("a", "done('first')", "0min")
    made = run(ENTRY + goal("did('a')") + CERTAIN + events + MAIL.replace('next = "rest"\n', ""))
    assert made.story()[2:] == ["sent first", "a", "goal G"]


def test_r6_a_message_counts_as_sent_from_the_event_sent_on() -> None:
    reading = assume(open=1, open_delay="0min", open_spread=0)
    rules = "[[exits]]\nname = \"gone\"\nwhen = \"sent('first') and did('opened')\"\n"
    made = run(ENTRY + rules + reading + MAIL + REST + LAST)
    assert made.story()[2:] == ["opened first", "sent first", "exit gone"]


def test_r14_a_letter_is_unsubscribed_from_where_its_own_assumptions_say_so() -> None:
    letter = MAIL + 'channel = "letter"\nassume = { unsubscribe = 1.0, open_delay = "1h", '
    letter += "open_spread = 0 }\n"
    made = run(ENTRY + CERTAIN + letter + REST + LAST)
    assert made.times("unsubscribed") == ["2026-11-23 01:01"]


def test_r15_a_message_causes_what_it_causes_beside_an_assumed_event_of_its_name() -> None:
    reading = assume(open=1, click_to_open=1, open_delay="6h", open_spread=0, click_delay="0min")
    other = after("clicked", "sent('last')", "6h", 'if = "seats == 1"')
    events = after("thanked", "clicked('first')", "1h") + other
    branch = '[steps.start]\ntype = "branch"\nelse = "first"\n'
    branch += 'cases = [ { if = "seats == 1", next = "last" } ]\n'
    text = ENTRY.replace("first", "start") + reading + events + branch + MAIL + REST + LAST
    text += "assume = { open = 0.0 }\n"
    assert run(text, "contact,seats\nada,0\nbob,1").times("thanked") == ["2026-11-23 07:00"]


@pytest.mark.parametrize("arrivals", ["none", "all"])
def test_r16_own_events_of_nurture_toml_bring_contacts_in_also_without_arrivals(
    arrivals: str,
) -> None:
    settings = '[[assume.events]]\nevent = "asked"\nchance = "90% per 1d"\nrepeat = true\n'
    entry = ENTRY + f'arrivals = "{arrivals}"\n'
    assert run(entry + CERTAIN + WAIT, settings=settings).journey.entered == 1


def test_r16_a_date_that_comes_back_is_not_drawn_again() -> None:
    entry = ENTRY + 'again = "always"\n'
    event = '[[assume.events]]\nevent = "came"\ndate = "renews"\nchance = 1.0\n'
    event += after("asked", "done('first')", "24h")
    steps = """
[steps.first]
type = "wait"
for = "1h"
next = "swap"
[steps.swap]
type = "map"
"""
    steps = (
        steps.replace('type = "map"\n', 'type = "branch"\nelse = "b"\n')
        + """
cases = [ { if = "renews == '2026-12-10'", next = "a" } ]
[steps.a]
type = "action"
do = [ { set = { renews = "2026-12-12" } } ]
[steps.b]
type = "action"
do = [ { set = { renews = "2026-12-10" } } ]
"""
    )
    made = run(entry + CERTAIN + event + steps, "contact,renews\nada,2026-12-10")
    assert made.times("came") == ["2026-12-10 00:00", "2026-12-12 00:00"]


def test_r19_two_after_events_of_one_name_in_nurture_toml_have_luck_of_their_own() -> None:
    event = '[[assume.events]]\nevent = "a"\nafter = "did(\'asked\')"\nchance = 1.0\ndelay = "1d"\n'
    made = run(ENTRY + CERTAIN + WAIT, settings=event + event)
    first, second = made.times("a")
    assert first != second


def test_r2_a_date_far_from_the_run_is_moved_by_business_days() -> None:
    steps = """
[steps.first]
type = "action"
do = [ { set = { renews = "renews - 2bd" } } ]
next = "look"
[steps.look]
type = "branch"
cases = [ { if = "renews == '2029-01-04'", label = "right", next = "end" } ]
else = "end"
[steps.end]
type = "exit"
"""
    made = run(ENTRY + CERTAIN + steps, "contact,renews\nada,2029-01-08")
    assert made.journey.steps["look"].out["right"] == 1


def test_a_choice_that_is_missing_equals_no_text() -> None:
    branch = '[steps.first]\ntype = "branch"\nelse = "end"\n'
    branch += 'cases = [ { if = "note == plan", label = "same", next = "end" } ]\n'
    made = run(
        ENTRY + CERTAIN + branch + '[steps.end]\ntype = "exit"\n', "contact,note,plan\nada,,"
    )
    assert made.journey.steps["first"].out == {"same": 0, "else": 1}


@pytest.mark.parametrize("condition", ["plan == note", "note == plan"])
def test_a_choice_and_a_text_compare_by_what_they_say(condition: str) -> None:
    branch = f"""
[steps.first]
type = "branch"
cases = [ {{ if = "{condition}", label = "same", next = "last" }} ]
else = "last"
"""
    contacts = "contact,plan,note\nada,pro,pro\nbob,pro,free\ncleo,,"
    entry = '[entry]\nevent = "asked"\nstart = "first"\n'
    last = '[steps.last]\ntype = "send"\nsubject = "y"\n'
    assert run(entry + CERTAIN + branch + last, contacts).journey.steps["first"].out["same"] == 1


SENT = '[steps.first]\ntype = "send"\nsubject = "x"\n'
COMES_IN = '[entry]\nevent = "asked"\nstart = "first"\n'


def test_an_event_exactly_that_long_ago_is_not_within() -> None:
    rules = "[[exits]]\nname = \"quiet\"\nwhen = \"not did('asked', within='6h')\"\n"
    long = '[steps.first]\ntype = "wait"\nfor = "48h"\n'
    made = run(COMES_IN + rules + CERTAIN + long)  # looked at 06:00, six hours after the event
    assert made.times("exit") == ["2026-11-23 06:00"]


def test_a_goal_whose_within_ends_with_the_run_is_told() -> None:
    goal = '[goal]\nname = "g"\nwhen = "did(\'never\')"\nwithin = "30d"\n'
    made = run(COMES_IN + goal + CERTAIN + SENT, days=30)
    assert made.journey.goal is not None
    assert (made.journey.goal.of, made.journey.goal.too_early) == (1, 0)


def test_r14_an_open_after_exactly_30_days_still_happens() -> None:
    opens = assume(open=1, open_delay="30d", open_spread=0)
    assert run(COMES_IN + opens + SENT, days=60).journey.steps["first"].opened == 1


def test_r5_a_run_that_starts_at_six_looks_at_six() -> None:
    entry = '[entry]\nwhen = "seats >= 5"\nstart = "first"\n'
    made = run(entry + CERTAIN + SENT, "contact,seats\nada,9", start=datetime(2026, 11, 23, 6))  # noqa: DTZ001  # workspace time
    assert made.times("entered") == ["2026-11-23 06:00"]


def test_r11_a_new_consent_lifts_an_unsubscribe() -> None:
    steps = """
[steps.first]
type = "send"
subject = "x"
next = "rest"
[steps.rest]
type = "wait"
for = "48h"
next = "ask"
[steps.ask]
type = "action"
do = [ { set = { consent = true } } ]
next = "again"
[steps.again]
type = "send"
subject = "y"
"""
    gone = assume(unsubscribe=1, open_delay="6h", open_spread=0)
    text = HEAD.replace("lead", "internal") + COMES_IN + gone + steps
    result = simulate(workspace("", test=text), ["test"], ADA, RunSettings(MONDAY, 30))
    assert result.journeys["test"].steps["again"].sent == 1


def test_r10_a_service_message_goes_on_a_closed_day_too() -> None:
    closed = CERTAIN.replace("[sending]\n", '[sending]\nclosed = ["2026-11-23"]\n')
    made = run(COMES_IN + closed + SENT + 'basis = "service"\n')
    assert made.times("sent") == ["2026-11-23 00:00"]


def test_a_split_of_two_hundred_ways_names_the_way_that_was_gone() -> None:
    ways = ", ".join(f'{{ name = "w{i}", next = "last" }}' for i in range(200))
    split = f'[steps.first]\ntype = "split"\nways = [ {ways} ]\n[steps.last]\n' + SENT[14:]
    contacts = "contact\n" + "\n".join(f"c{i}" for i in range(300))
    made = run(COMES_IN + CERTAIN + split, contacts, days=1)
    sends = made.result.sends
    gone = {row.contact: row.detail for row in made.rows if row.event == "went"}
    for who, way in zip(sends.contact, sends.way, strict=True):
        assert sends.names[way] == gone[str(made.result.contacts.ids[who])]


def test_more_than_a_run_can_number_is_refused() -> None:
    often = '\n[[assume.events]]\nevent = "ping"\nchance = "99% per 1h"\nrepeat = true\n'
    made = run(COMES_IN + CERTAIN + often + '[steps.first]\ntype = "wait"\nfor = "24h"\n', days=2)
    assert len(made.times("ping")) > 40
    with pytest.raises(SimulationError, match="65,535"):
        pack(OWN, 0, 0, np.array([1]), np.array([65_536]))


# ---------------------------------------------------------------- R11, by whatever means
UNSUBSCRIBED = after("unsubscribed", "sent('first')", "1h")


@pytest.mark.parametrize("name", ["unsubscribed", "bounced"])
def test_r11_an_assumed_unsubscription_or_bounce_is_one(name: str) -> None:
    made = run(ENTRY + CERTAIN + after(name, "sent('first')", "1h") + MAIL + REST + LAST)
    assert made.journey.exits[name] == 1
    assert made.times("exit") == ["2026-11-23 01:00"]
    assert getattr(made.journey.steps["first"], name) == 0  # it is not the message's


def test_r11_an_emitted_unsubscription_takes_consent_away() -> None:
    text = '[steps.first]\ntype = "action"\ndo = [ { emit = "unsubscribed" } ]\nnext = "rest"\n'
    assert run(ENTRY + CERTAIN + text + REST + LAST).story()[-1] == "exit unsubscribed"


def test_r11_after_an_assumed_bounce_a_service_journey_skips_e_mails_and_no_others() -> None:
    sms = LAST + 'channel = "sms"\nnext = "mail"\n[steps.mail]\ntype = "send"\nsubject = "z"\n'
    journey = ENTRY + CERTAIN + after("bounced", "sent('first')", "1h") + MAIL + REST + sms
    space = workspace(test=HEAD.replace("lead", "internal") + journey)
    steps = simulate(space, ["test"], ADA, RunSettings(MONDAY, 30)).journeys["test"].steps
    assert steps["last"].sent == 1
    assert steps["mail"].skipped == {"bounced": 1}


def test_r11_a_new_consent_lifts_an_assumed_unsubscription() -> None:
    again = after("told", "did('unsubscribed')", "1h", "set = { consent = true }")
    journey = ENTRY + CERTAIN + UNSUBSCRIBED + again + MAIL + REST + LAST
    space = workspace(test=HEAD.replace("lead", "internal") + journey)
    steps = simulate(space, ["test"], ADA, RunSettings(MONDAY, 30)).journeys["test"].steps
    assert steps["last"].sent == 1


# ---------------------------------------------------------------- map
def mapped(by: str, table: str, contacts: str) -> str:
    """The note of the only contact after a `map`; “?” is the `else`."""
    action = (
        '[steps.first]\ntype = "action"\n'
        f'do = [ {{ map = {{ field = "note", by = "{by}", to = {table}, else = "?" }} }} ]\n'
        'next = "which"\n[steps.which]\ntype = "branch"\nelse = "end"\ncases = [\n'
        + "".join(
            f'{{ if = "note == \'{word}\'", label = "{word}", next = "end" }},\n'
            for word in ("x", "y", "?")
        )
        + ']\n[steps.end]\ntype = "exit"\n'
    )
    out = run(ENTRY + CERTAIN + action, contacts).journey.steps["which"].out
    return next(word for word, count in out.items() if count)


@pytest.mark.parametrize(("cell", "note"), [("yes", "x"), ("no", "y"), ("", "y")])
def test_a_missing_yes_or_no_is_no_to_map_as_it_is_to_conditions(cell: str, note: str) -> None:
    assert mapped("owns_it", '{ yes = "x", no = "y" }', f"contact,owns_it\nada,{cell}") == note


@pytest.mark.parametrize("cell", ["pro", ""])
def test_a_key_that_is_no_choice_is_nobodys_not_even_the_missing_ones(cell: str) -> None:
    assert mapped("plan", '{ gold = "x" }', f"contact,plan\nada,{cell}") == "?"


@pytest.mark.parametrize(("cell", "note"), [("pro", "?"), ("", "x")])
def test_the_empty_key_is_the_missing_choice(cell: str, note: str) -> None:
    assert mapped("plan", '{ "" = "x" }', f"contact,plan\nada,{cell}") == note


@pytest.mark.parametrize(("cell", "note"), [("5", "x"), ("5.0", "x"), ("6", "?"), ("", "?")])
def test_keys_of_numbers_are_numbers(cell: str, note: str) -> None:
    assert mapped("seats", '{ 5 = "x" }', f"contact,seats\nada,{cell}") == note


def test_a_key_that_is_neither_yes_nor_no_is_refused() -> None:
    with pytest.raises(SimulationError, match="“maybe” is neither yes nor no"):
        mapped("owns_it", '{ maybe = "x" }', "contact,owns_it\nada,yes")


def test_r15_each_visit_in_a_loop_draws_anew_for_what_comes_after_it() -> None:
    loop = """
[steps.first]
type = "wait"
for = "24h"
next = "call"
[steps.call]
type = "action"
do = [ { notify = "sales" } ]
next = "first"
"""
    event = after("reached", "done('call')", "1h").replace("chance = 1.0", "chance = 0.5")
    made = run(ENTRY + CERTAIN + event + loop, days=60)
    calls = made.journey.steps["call"].entered
    assert calls == 59
    assert 15 < made.story().count("reached") < 45


def test_r5_a_morning_on_which_nothing_can_change_is_as_if_it_were_looked_at() -> None:
    rules = "[[exits]]\nname = \"quiet\"\nwhen = \"since('asked') >= '10d'\"\n"
    steps = '[steps.first]\ntype = "wait"\nfor = "40d"\n'
    made = run(ENTRY + rules + CERTAIN + steps, days=60)
    assert made.rows[-1].event == "exit"
    assert made.rows[-1].time == "2026-12-03 06:00"


def test_r6_what_a_do_list_changes_is_looked_at_after_the_first_event_that_it_leads_to() -> None:
    action = '[steps.first]\ntype = "action"\ndo = [ { set = { plan = "pro", score = 45 } } ]\n'
    rule = '[[exits]]\nname = "left"\nwhen = "plan == \'pro\'"\n'
    scoring = "[scoring.reached]\nhot = 40\nwarm = 20\n"
    story = run(ENTRY + rule + CERTAIN + action, settings=scoring).story()
    assert story[-3:] == ["hot", "exit left", "warm"]

"""What is assumed of each send: the nearest statement, else the default with its source (R14)."""

from __future__ import annotations

import re
import tomllib

import pytest

from nurture_tui.errors import SimulationError
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings, Workspace
from nurture_tui.simulation.assume import (
    BehaviourOfSend,
    effective_assume,
    first_sends,
    message_kind,
)
from nurture_tui.simulation.defaults import (
    BOUNCES,
    DELAYS,
    MESSAGE_KINDS,
    MODIFIERS,
    OFF,
    RATES,
    MessageKind,
)

JOURNEY = """
format = 1
name = "x"
kind = "{kind}"
[entry]
{entry}
start = "which"
[sending]
basis = "consent"
[assume]
{assume}
[steps.which]
type = "branch"
cases = [ {{ if = "consent", next = "task" }} ]
else = "other"
[steps.task]
type = "action"
do = [ {{ set = {{ score = 1 }} }} ]
next = "first"
[steps.first]
type = "send"
subject = "1"
next = "at-once"
[steps.at-once]
type = "send"
subject = "2"
next = "pause"
[steps.pause]
type = "wait"
for = "3d"
next = "later"
[steps.later]
type = "send"
subject = "3"
{later}
next = "remind"
[steps.remind]
type = "send"
subject = "4"
role = "remind"
[steps.other]
type = "wait"
for = "0d"
next = "late-first"
[steps.late-first]
type = "send"
subject = "5"
"""


def journey(
    kind: str = "lead", later: str = "", assume: str = "", entry: str = 'event = "came"'
) -> Journey:
    text = JOURNEY.format(kind=kind, later=later, assume=assume, entry=entry)
    return Journey.model_validate(tomllib.loads(text))


def workspace(assume: str = "") -> Workspace:
    return Workspace(Settings.model_validate(tomllib.loads(f"[assume]\n{assume}")))


def behaviour(
    step: str = "later", *, later: str = "", assume: str = "", shared: str = "", kind: str = "lead"
) -> BehaviourOfSend:
    return effective_assume(workspace(shared), journey(kind, later, assume), step)


# ---------------------------------------------------------------- the table
@pytest.mark.parametrize("kind", MESSAGE_KINDS)
def test_every_kind_of_message_has_its_rates(kind: MessageKind) -> None:
    rates = RATES[kind]
    assert set(rates) == {"open", "click_to_open", "unsubscribe"}
    assert all(0 <= figure.value <= 1 for figure in rates.values())


def test_every_figure_names_its_source_and_year_or_says_that_it_is_a_guess() -> None:
    figures = [f for table in (*RATES.values(), BOUNCES, DELAYS) for f in table.values()]
    for figure in figures:
        known = re.search(r"\b20[0-2]\d\b", figure.source)
        assert known or figure.source.startswith("guess: ") or figure.value == 0, figure


def test_r14_the_delays_are_those_of_the_rule() -> None:
    found = {name: figure.value for name, figure in DELAYS.items()}
    assert found == {
        "open_delay": 5.9 * 3_600,
        "open_spread": 2.27,
        "clicker_delay": 2.8 * 3_600,
        "clicker_spread": 2.45,
        "click_delay": 60,
    }


def test_r17_modifiers_are_off() -> None:
    found = behaviour()
    assert (found.contact_spread, found.machine_opens) == (0, 0)
    assert (found.fatigue, found.position, found.weekend) == (1, 1, 1)
    assert all(found.sources[name] == OFF for name in MODIFIERS)


# ---------------------------------------------------------------- kinds of messages
def test_the_first_messages_are_those_reached_without_a_wait_and_without_a_message() -> None:
    assert first_sends(journey()) == {"first"}


@pytest.mark.parametrize(
    ("step", "kind", "expected"),
    [
        ("first", "lead", "confirmation"),
        ("at-once", "lead", "nurture"),
        ("later", "lead", "nurture"),
        ("late-first", "lead", "nurture"),
        ("remind", "lead", "reminder"),
        ("first", "customer", "confirmation"),
        ("later", "customer", "onboarding"),
        ("remind", "customer", "reminder"),
    ],
)
def test_the_kind_of_a_message_is(step: str, kind: str, expected: str) -> None:
    assert message_kind(workspace(), journey(kind), step) == expected


def test_a_message_on_the_basis_service_is_service_whatever_its_place() -> None:
    later = 'basis = "service"\nrole = "remind"'
    assert message_kind(workspace(), journey(later=later), "later") == "service"


def test_a_first_message_to_who_did_nothing_is_no_confirmation() -> None:
    made = journey(entry='when = "consent"')
    assert message_kind(workspace(), made, "first") == "nurture"


# ---------------------------------------------------------------- inheritance
def test_the_default_of_its_kind_holds_where_nothing_is_stated() -> None:
    found = behaviour()
    assert (found.kind, found.open, found.click_to_open) == ("nurture", 0.30, 0.18)
    assert (found.bounce, found.soft_bounce) == (0.0045, 0.0075)
    assert "2019" in found.sources["open"]


def test_the_nearest_statement_wins_number_by_number() -> None:
    found = behaviour(
        later="assume = { open = 0.5 }",
        assume="open = 0.4\nclick_to_open = 0.2",
        shared='open = 0.3\nclick_to_open = 0.1\nunsubscribe = 0.01\nsource = "own data 2025"',
    )
    assert (found.open, found.click_to_open, found.unsubscribe) == (0.5, 0.2, 0.01)
    assert found.sources["open"] == "set in step later"
    assert found.sources["click_to_open"] == "set in the journey"
    assert found.sources["unsubscribe"] == "own data 2025"


def test_a_zero_that_is_stated_is_a_statement() -> None:
    assert behaviour(later="assume = { open = 0 }").open == 0


def test_a_source_speaks_for_the_numbers_beside_it_only() -> None:
    found = behaviour(later="assume = { open = 0.5 }", assume='source = "own data"')
    assert found.sources["open"] == "set in step later"
    assert "Mailchimp" in found.sources["bounce"]


def test_r14_an_open_delay_that_is_set_holds_for_clickers_too() -> None:
    found = behaviour(assume='open_delay = "2h"')
    assert (found.open_delay, found.clicker_delay) == (7_200, 7_200)
    assert (found.open_spread, found.clicker_spread) == (2.27, 2.27)
    assert found.sources["clicker_delay"] == "set in the journey"


def test_r14_an_open_spread_of_0_makes_the_delays_of_all_exact() -> None:
    found = behaviour(assume="open_spread = 0")
    assert (found.open_delay, found.clicker_delay) == (21_240, 10_080)
    assert (found.open_spread, found.clicker_spread) == (0, 0)


def test_delays_are_read_as_seconds() -> None:
    assert behaviour(later='assume = { click_delay = "5min" }').click_delay == 300


@pytest.mark.parametrize("channel", ["sms", "push", "letter"])
def test_r14_other_channels_do_not_have_the_rates_of_emails(channel: str) -> None:
    found = behaviour(
        later=f'channel = "{channel}"', assume="open = 0.4\nbounce = 0.1\nmachine_opens = 0.2"
    )
    assert (found.bounce, found.soft_bounce, found.unsubscribe) == (0, 0, 0)
    assert (found.open, found.click_to_open, found.machine_opens) == (0, 0, 0)


def test_r14_what_the_step_itself_states_holds_for_other_channels() -> None:
    later = 'channel = "sms"\nassume = { open = 0.9, unsubscribe = 0.01, source = "own data" }'
    found = behaviour(later=later)
    assert (found.open, found.unsubscribe, found.click_to_open) == (0.9, 0.01, 0)
    assert found.sources["open"] == "own data"


def test_r14_a_letter_has_no_open_and_no_click() -> None:
    later = 'channel = "letter"\nassume = { open = 0.9, click_to_open = 0.5, bounce = 0.02 }'
    found = behaviour(later=later)
    assert (found.open, found.click_to_open, found.bounce) == (0, 0, 0.02)


def test_every_number_comes_with_its_source() -> None:
    found = behaviour()
    numbers = set(BehaviourOfSend.__dataclass_fields__) - {"kind", "sources"}
    assert {name for name, _, _ in found.figures()} == numbers
    assert all(source for _, _, source in found.figures())


def test_a_step_that_sends_nothing_is_refused() -> None:
    with pytest.raises(SimulationError, match="“pause” is not a send"):
        effective_assume(workspace(), journey(), "pause")

"""How a message goes: step before journey before workspace (R10, R11)."""

from __future__ import annotations

import tomllib

import pytest

from nurture_tui.model.inherit import EffectiveSending, effective_sending
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Send
from nurture_tui.model.workspace import Settings, Workspace

ALL_OF_IT = """
window = "Mon-Fri 08:00-17:00"
timezone = "Europe/Helsinki"
holidays = "FI"
closed = ["2026-12-28"]
cap = "2 per 7d"
capped = "skip"
hold_if = "did('seller_contacted', within='7d')"
sender = "owner"
sender_fallback = "anna@example.com"
channel = "sms"
basis = "consent"
"""


def sending(
    step: str = "", journey: str = "", shared: str = "", kind: str = "lead"
) -> EffectiveSending:
    """The effective sending of one step, from the keys of each level as TOML."""
    text = f"""
format = 1
name = "x"
kind = "{kind}"
[entry]
start = "hello"
[sending]
{journey}
[steps.hello]
type = "send"
subject = "Hello"
{step}
"""
    made = Journey.model_validate(tomllib.loads(text))
    settings = Settings.model_validate(tomllib.loads(f"[sending]\n{shared}"))
    send = made.steps["hello"]
    assert isinstance(send, Send)
    return effective_sending(Workspace(settings), made, send)


def test_what_nobody_says_is_the_default() -> None:
    found = sending()
    assert found.window.is_any
    assert (found.timezone, found.channel, found.capped) == ("contact", "email", "wait")
    assert (found.holidays, found.closed) == ("", ())
    assert (found.cap, found.hold_if, found.basis) == (None, None, None)
    assert (found.sender, found.sender_fallback) == (None, None)
    assert found.marketing


@pytest.mark.parametrize("level", ["journey", "shared"])
def test_every_key_of_sending_comes_from_journey_or_workspace(level: str) -> None:
    found = sending(**{level: ALL_OF_IT})
    assert str(found.window) == "Mon-Fri 08:00-17:00"
    assert found.timezone == "Europe/Helsinki"
    assert found.holidays == "FI"
    assert [str(span) for span in found.closed] == ["2026-12-28"]
    assert str(found.cap) == "2 per 7d"
    assert found.capped == "skip"
    assert str(found.hold_if) == "did('seller_contacted', within='7d')"
    assert (found.sender, found.sender_fallback) == ("owner", "anna@example.com")
    assert (found.channel, found.basis) == ("sms", "consent")


def test_the_journey_comes_before_the_workspace_key_by_key() -> None:
    found = sending(journey='holidays = ""\nclosed = []\ncap = "1 per 1d"', shared=ALL_OF_IT)
    assert found.holidays == ""
    assert found.closed == ()
    assert str(found.cap) == "1 per 1d"
    assert str(found.window) == "Mon-Fri 08:00-17:00"


def test_the_step_comes_first_of_all() -> None:
    step = 'channel = "push"\nbasis = "customer"\nsender = "x@example.com"\nwindow = "08:00-09:00"'
    found = sending(step, ALL_OF_IT)
    assert (found.channel, found.basis, found.sender) == ("push", "customer", "x@example.com")
    assert str(found.window) == "08:00-09:00"
    assert found.holidays == "FI"


def test_r10_a_step_with_the_window_any_lifts_window_and_closed_days_but_no_cap() -> None:
    found = sending('window = "any"', ALL_OF_IT)
    assert found.window.is_any
    assert (found.holidays, found.closed) == ("", ())
    assert found.cap is not None
    assert found.hold_if is not None


def test_r10_a_service_message_waits_for_nothing() -> None:
    found = sending('basis = "service"', ALL_OF_IT)
    assert not found.marketing
    assert found.window.is_any
    assert (found.holidays, found.closed, found.cap, found.hold_if) == ("", (), None, None)


def test_r10_a_service_message_with_a_window_waits_for_it_and_for_closed_days() -> None:
    found = sending('basis = "service"\nwindow = "08:00-20:00"', ALL_OF_IT)
    assert str(found.window) == "08:00-20:00"
    assert found.holidays == "FI"
    assert [str(span) for span in found.closed] == ["2026-12-28"]
    assert (found.cap, found.hold_if) == (None, None)


def test_r11_messages_of_a_service_journey_are_service_unless_it_says_otherwise() -> None:
    assert sending(kind="service").basis == "service"
    assert sending(kind="service", shared='basis = "consent"').basis == "service"
    assert sending(kind="service", journey='basis = "customer"').basis == "customer"
    assert sending('basis = "consent"', kind="service").basis == "consent"

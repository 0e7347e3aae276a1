"""The one table of behaviour defaults: a number, its source and its year, by kind of message."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from nurture_tui.frozen import dataclass

MessageKind = Literal["confirmation", "nurture", "onboarding", "reminder", "service"]
MESSAGE_KINDS: tuple[MessageKind, ...] = (
    "confirmation",
    "nurture",
    "onboarding",
    "reminder",
    "service",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and where it comes from; a source that begins with “guess” is nobody's figure.

    `low` and `high` are the least and the most that other sources have for the same thing (named in
    docs/questions.md); None where there is no other.
    """

    value: float
    source: str
    low: float | None = None
    high: float | None = None


_FIRST_MAIL = "GetResponse 2013, 300 million autoresponder mails: {} of the first mail of a cycle"
_AUTORESPONDER = "GetResponse 2019, 4 billion mails, autoresponders: {}"
_TRIGGERED = "GetResponse 2019, 4 billion mails, triggered mails: {}"
_MAILCHIMP = "Mailchimp 2019, all industries and consulting: {}"
_OPENING = "GetResponse 2020, 5.5 billion mails: {}"
_SENDERS = "GetResponse, newsletters, year not told, senders compared: {}"
_CYCLES = "GetResponse 2013, 300 million autoresponder mails: {}"
_WEEKDAYS = "Campaign Monitor 2022, 100 billion mails: {}"
_MACHINES = "Campaign Monitor 2020 and 2022, before and after Apple's change: {}"

RATES: Mapping[MessageKind, Mapping[str, Figure]] = MappingProxyType(
    {
        "confirmation": {
            "open": Figure(0.65, _FIRST_MAIL.format("67 % opened"), 0.44, 0.84),
            "click_to_open": Figure(
                0.40, _FIRST_MAIL.format("37 % clicked, taken low"), 0.31, 0.55
            ),
            "unsubscribe": Figure(0.003, "guess: a little above a later message"),
        },
        "nurture": {
            "open": Figure(0.30, _AUTORESPONDER.format("29.8 % opened"), 0.145, 0.36),
            "click_to_open": Figure(
                0.18, _AUTORESPONDER.format("19.9 % of openers, taken low"), 0.1, 0.24
            ),
            "unsubscribe": Figure(
                0.0025, _MAILCHIMP.format("0.2-0.3 % unsubscribed"), 0.001, 0.003
            ),
        },
        "onboarding": {
            "open": Figure(0.44, _TRIGGERED.format("44.1 % opened"), 0.27, 0.67),
            "click_to_open": Figure(
                0.24, _TRIGGERED.format("23.6 % of openers clicked"), 0.18, 0.4
            ),
            "unsubscribe": Figure(0.001, "guess: half of a nurture message or less"),
        },
        "reminder": {
            "open": Figure(0.45, "guess: near a triggered mail"),
            "click_to_open": Figure(0.20, "guess: near a triggered mail"),
            "unsubscribe": Figure(0.002, "guess: near a nurture message"),
        },
        "service": {
            "open": Figure(0.60, "guess: between two weak sources, 40-50 % and 60-80 %", 0.4, 0.8),
            "click_to_open": Figure(0.15, "guess: most are read and need no click"),
            "unsubscribe": Figure(0.0, "a service message has no marketing opt-out"),
        },
    }
)
"""Of delivered, and of openers for click_to_open; opens are those of people, not of machines."""

BOUNCES: Mapping[str, Figure] = MappingProxyType(
    {
        "bounce": Figure(0.0045, _MAILCHIMP.format("0.40-0.50 % hard bounces"), 0.004, 0.0086),
        "soft_bounce": Figure(
            0.0075, _MAILCHIMP.format("0.61-0.79 % soft bounces"), 0.0061, 0.0128
        ),
    }
)
"""Hard bounces of addresses, soft bounces of sends."""

DELAYS: Mapping[str, Figure] = MappingProxyType(
    {
        "open_delay": Figure(21_240, _OPENING.format("50.6 % of opens within 6 h, fitted")),
        "open_spread": Figure(2.27, _OPENING.format("21.5 % within 1 h, 73 % in 24 h, fitted")),
        "clicker_delay": Figure(10_080, _OPENING.format("51.4 % of clicks within 3 h, fitted")),
        "clicker_spread": Figure(2.45, _OPENING.format("33.6 % within 1 h, 81 % in 24 h, fitted")),
        "click_delay": Figure(60, "Bonfrer & Drèze 2009, 25 campaigns: clicks within a minute"),
    }
)
"""Medians in seconds and spreads (sigma of the logarithm): open 5.9 h, of clickers 2.8 h (R14)."""

FIXED: Mapping[str, Figure] = MappingProxyType(
    {
        "latest_open": Figure(2_592_000, _OPENING.format("by the fit 1.7 % after 30 d, left out")),
        "soft_bounce_retry": Figure(86_400, "guess: delivered the next day"),
        "unsubscribe_after_open": Figure(60, "guess: soon after the message is read"),
        "after_event_spread": Figure(1.0, "guess: half within 0.5 to 2 times the median"),
        "machine_open_within": Figure(10_800, "guess: evenly within 3 h of the delivery"),
    }
)
"""What no file sets: seconds, and the spread of an after-event that states none (R14-R17)."""

OFF = "off unless set"
MODIFIERS: Mapping[str, Figure] = MappingProxyType(
    {
        "contact_spread": Figure(0.0, OFF),
        "fatigue": Figure(1.0, OFF),
        "position": Figure(1.0, OFF),
        "weekend": Figure(1.0, OFF),
        "machine_opens": Figure(0.0, OFF),
    }
)
"""What is off unless set (R17)."""

SUGGESTED: Mapping[str, Figure] = MappingProxyType(
    {
        "contact_spread": Figure(0.8, "guess: the keenest sixth has twice the odds of the middle"),
        "fatigue": Figure(0.93, _SENDERS.format("30.1, 23.8, 22.5 % opened at 1, 2, 3 a week")),
        "position": Figure(
            0.965, _CYCLES.format("27, 20, 18 % opened of mails 2-10, 11-19, 20-29")
        ),
        "weekend": Figure(0.94, _WEEKDAYS.format("20.4 % opened at weekends, 21.8 % else")),
        "machine_opens": Figure(0.15, _MACHINES.format("19, then 30 % opened")),
    }
)
"""What a modifier can be set to where nothing better is known; fatigue has half of the effect, for
senders differ in more than how often they send."""

"""F004 in `[sending]`: zones, countries and senders that do not exist."""

from __future__ import annotations

from collections.abc import Iterator

from nurture_tui.checks.finding import Mark, Path
from nurture_tui.checks.parts import sends
from nurture_tui.checks.subject import SettingsSubject, Subject
from nurture_tui.model.journey import Sending
from nurture_tui.model.vocabulary import nearest
from nurture_tui.model.zones import zone_names

CONTACT = "contact"
OWNER = "owner"
_USUAL = "AT AU BE CA CH CZ DE DK EE ES FI FR GB IE IS IT JP LT LU LV NL NO NZ PL PT SE US"
USUAL_COUNTRIES = frozenset(_USUAL.split())
"""Countries that need no look into the holidays package, which takes a tenth of a second."""


def wrong_sending(subject: Subject) -> Iterator[Mark]:
    """A journey's `[sending]`, and the sender of each send."""
    yield from _of_sending(subject.journey.sending)
    for id_, send in sends(subject.journey):
        yield from _wrong_sender(send.sender, ("steps", id_, "sender"), id_)


def wrong_settings(subject: SettingsSubject) -> Iterator[Mark]:
    """The workspace's clock and its `[sending]`."""
    zone = subject.settings.timezone
    if zone is not None:
        yield from _wrong_zone(zone, ("timezone",))
    yield from _of_sending(subject.settings.sending)


def _of_sending(sending: Sending) -> Iterator[Mark]:
    if sending.timezone not in (None, CONTACT):
        yield from _wrong_zone(sending.timezone or "", ("sending", "timezone"))
    if sending.holidays not in (None, "", CONTACT):
        yield from _wrong_country(sending.holidays or "")
    yield from _wrong_sender(sending.sender, ("sending", "sender"))
    if sending.sender_fallback == OWNER:
        message = "The fallback is for contacts without an owner, so it cannot be the owner."
        fix = "Write an address, such as anna@example.com."
        yield Mark(("sending", "sender_fallback"), message, fix)
    else:
        yield from _wrong_sender(sending.sender_fallback, ("sending", "sender_fallback"))


def _wrong_zone(zone: str, path: Path) -> Iterator[Mark]:
    names = zone_names()
    if zone in names:
        return
    near = _nearest_zone(zone, names)
    fix = f"The nearest is “{near}”." if near else "Write a zone such as Europe/Helsinki."
    yield Mark(path, f"There is no time zone “{zone}”.", fix)


def _nearest_zone(zone: str, names: frozenset[str]) -> str:
    """By the whole name, else by the city: `Helsinki` is meant as `Europe/Helsinki`."""
    wanted = zone.strip().replace(" ", "_").casefold()
    cities = {name.rpartition("/")[2].casefold(): name for name in sorted(names, reverse=True)}
    whole = {name.casefold(): name for name in sorted(names)}
    city = wanted.rpartition("/")[2]
    if wanted in whole:
        return whole[wanted]
    if city in cities:
        return cities[city]
    close = nearest(wanted, list(whole)) or nearest(city, list(cities))
    return whole.get(close) or cities.get(close) or ""


def _wrong_country(code: str) -> Iterator[Mark]:
    country, _, part = code.partition("-")
    if country in USUAL_COUNTRIES and not part:
        return
    import holidays  # here, for most journeys name a country that needs no look into it

    known = holidays.list_supported_countries(include_aliases=True)
    path: Path = ("sending", "holidays")
    if country not in known:
        message = f"No public holidays are known for “{country}”."
        fix = 'Write a country by its two letters, such as FI, or "" for no holidays.'
        yield Mark(path, message, fix)
    elif part and part not in known[country]:
        near = nearest(part, list(known[country]))
        parts = ", ".join(known[country][:8])
        fix = f"Write {country} alone."
        if near or parts:
            fix = f"{f'The nearest is {country}-{near}.' if near else f'There are {parts}.'} {fix}"
        yield Mark(path, f"“{country}” has no part “{part}” with holidays of its own.", fix)


def _wrong_sender(sender: str | None, path: Path, step: str = "") -> Iterator[Mark]:
    if sender is not None and sender != OWNER and "@" not in sender:
        message = f"“{sender}” is not a sender."
        yield Mark(path, message, "Write owner, or an address such as anna@example.com.", step)

"""Short words for times in the tests of the calendar."""

from __future__ import annotations

from datetime import datetime

from nurture_tui.model.clock import parse_closed, parse_days, parse_time, parse_window
from nurture_tui.model.duration import parse_duration
from nurture_tui.model.zones import zone_info
from nurture_tui.simulation.calendar import Clock, Horizon
from nurture_tui.simulation.closed_days import ClosedDays, closed_days
from nurture_tui.simulation.openings import Openings
from nurture_tui.simulation.waits import WaitRule

HELSINKI = "Europe/Helsinki"
NEW_YORK = "America/New_York"


def at(text: str) -> int:
    """The instant of `2026-03-29T04:00+03:00`; the offset has to be written."""
    moment = datetime.fromisoformat(text)
    assert moment.tzinfo is not None, text
    return int(moment.timestamp())


def shown(instant: int, zone: str) -> str:
    """An instant as the clock of a zone shows it, with its offset and without idle seconds."""
    text = datetime.fromtimestamp(int(instant), zone_info(zone)).isoformat()
    return text.replace(":00+", "+", 1).replace(":00-", "-", 1)


def year_of(text: str) -> Horizon:
    """A run over the year around a moment."""
    return Horizon(at(text) - 180 * 86_400, at(text) + 180 * 86_400, business_days=10)


def closed_in(holidays: str, closed: str, horizon: Horizon) -> ClosedDays:
    """Closed days of a country, and spans separated by blanks."""
    return closed_days(holidays, [parse_closed(part) for part in closed.split()], horizon, [""])


def wait(
    for_: str, at_: str, on: str, arrival: str, zone: str, holidays: str = "", closed: str = ""
) -> str:
    """When a wait `for` is over; empty texts are keys that are not there."""
    rule = WaitRule(
        Clock([zone]),
        closed_in(holidays, closed, year_of(arrival)),
        parse_duration(for_),
        parse_time(at_) if at_ else None,
        parse_days(on) if on else None,
    )
    return shown(rule.leave([0], [0], [at(arrival)])[0], zone)


def openings(window: str, near: str, zone: str, holidays: str = "", closed: str = "") -> Openings:
    """The gates of a window in the year around a moment."""
    horizon = year_of(near)
    days = closed_in(holidays, closed, horizon)
    return Openings(Clock([zone]), parse_window(window), days, horizon)

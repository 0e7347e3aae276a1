"""When a contact who comes to a step now would go on, and get the next message: by the clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from nurture_tui.contacts.table import Contacts, TextColumn
from nurture_tui.model.duration import DAY, Duration
from nurture_tui.model.inherit import effective_sending
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Action, Send, Wait
from nurture_tui.model.workspace import Workspace
from nurture_tui.model.zones import zone_names
from nurture_tui.simulation.calendar import NEVER, Horizon, clock_of
from nurture_tui.simulation.closed_days import closed_days
from nurture_tui.simulation.openings import Openings
from nurture_tui.simulation.waits import WaitRule

MOST_ZONES = 2
_AHEAD = 400 * DAY
# A contact comes on a working morning, and on a Friday evening: where windows and days matter.
_COMES = ((0, 10 * 3_600), (4, 18 * 3_600))


@dataclass(frozen=True, slots=True)
class Place:
    """A clock that contacts go by, by its city, and the country they live in ("" for none)."""

    zone: str
    country: str = ""

    @property
    def city(self) -> str:
        return self.zone.rsplit("/", 1)[-1].replace("_", " ")


Times = tuple[tuple[Place, datetime | None], ...]
"""The wall time in each place; None is more than a year ahead."""


@dataclass(frozen=True, slots=True)
class NextSend:
    """When a contact who comes at `comes` on its own clock goes on, in each place.

    `message` is the step that is sent then, "" where the way on is another. A time of None is
    more than a year ahead.
    """

    comes: datetime
    message: str
    times: Times


def places_of(workspace: Workspace, journey: Journey, contacts: Contacts | None) -> list[Place]:
    """The clocks that the journey goes by: its own, or the two that most contacts have."""
    own = journey.sending.timezone or workspace.settings.sending.timezone or "contact"
    countries = _texts(contacts, "country")
    if own != "contact":
        most = Counter(countries).most_common(1)
        return [Place(own, most[0][0] if most else "")]
    zones = [
        zone if zone in zone_names() else workspace.timezone
        for zone in _texts(contacts, "timezone")
    ]
    if not zones:
        return [Place(workspace.timezone)]
    found = []
    for zone, _ in Counter(zones).most_common(MOST_ZONES):
        here = Counter(c for z, c in zip(zones, countries, strict=False) if z == zone)
        found.append(Place(zone, here.most_common(1)[0][0] if here else ""))
    return found


def next_sends(
    workspace: Workspace, journey: Journey, id_: str, places: list[Place], first_day: date
) -> tuple[NextSend, ...]:
    """When the next message goes to contacts who come to a step in the week of `first_day`.

    The way on is followed along waits for a duration and actions up to a message; where it forks
    first, or waits for something to happen, the time is that of going on. Nothing for a step
    whose way on no calendar tells. Caps and other journeys are not looked at. A zone or a country
    that does not exist is a SimulationError.
    """
    chain = list(_chain(journey, id_))
    if not chain or not places:
        return ()
    start = (first_day - date(1970, 1, 1)).days
    calendar = _Calendar(workspace, journey, chain, places, start)
    last = chain[-1]
    message = next((name for name, step in journey.steps.items() if step is last), "")
    found = []
    for weekday, time in _COMES:
        comes = (start + (weekday - (start + 3)) % 7) * DAY + time
        times = [calendar.over(chain, number, comes) for number in range(len(places))]
        said_of = message if isinstance(last, Send) else ""
        found.append(NextSend(_as_date(comes), said_of, tuple(zip(places, times, strict=True))))
    return tuple(found)


def _chain(journey: Journey, id_: str) -> Iterator[Send | Wait]:
    """The waits from a step on, up to and with the next message; nothing where there is none."""
    seen: set[str] = set()
    at: str | None = id_
    while at is not None and at not in seen:
        seen.add(at)
        step = journey.steps.get(at)
        match step:
            case Send():
                yield step
                return
            case Wait() if step.until is None and step.date is None:
                yield step
            case Action():
                pass
            case _:
                return
        at = step.next


class _Calendar:
    """The clocks and closed days of some places, for a year from a day on."""

    def __init__(
        self,
        workspace: Workspace,
        journey: Journey,
        chain: list[Send | Wait],
        places: list[Place],
        start: int,
    ) -> None:
        self._of = workspace, journey
        names = tuple(dict.fromkeys(place.zone for place in places))
        self._zones = [names.index(place.zone) for place in places]
        self._clock = clock_of(names)
        waits = [step.for_ for step in chain if isinstance(step, Wait) and step.for_]
        business_days = sum(wait.business_days for wait in waits)
        self._horizon = Horizon((start - 1) * DAY, start * DAY + _AHEAD, business_days)
        own, shared = journey.sending, workspace.settings.sending
        holidays = own.holidays if own.holidays is not None else shared.holidays
        spans = own.closed if own.closed is not None else shared.closed or ()
        countries = [place.country for place in places]
        self._closed = closed_days(holidays, spans, self._horizon, countries)
        self._no_closed = closed_days("", (), self._horizon, countries)

    def over(self, chain: list[Send | Wait], place: int, comes: int) -> datetime | None:
        """When a chain is over for who comes at a wall time; None if not within a year."""
        zone = self._zones[place]
        instant = int(self._clock.instant(zone, comes))
        for step in chain:
            instant = self._after(step, zone, place, instant) if instant < NEVER else NEVER
        return _as_date(int(self._clock.local(zone, instant))) if instant < NEVER else None

    def _after(self, step: Send | Wait, zone: int, place: int, instant: int) -> int:
        """When a step is over that begins at an instant: a wait, or a message's window."""
        if isinstance(step, Wait):
            wait = step.for_ or Duration()
            rule = WaitRule(self._clock, self._closed, wait, step.at, step.on)
            return int(rule.leave(zone, int(self._closed.codes[place]), instant))
        sending = effective_sending(*self._of, step)
        closed = self._closed if sending.holidays or sending.closed else self._no_closed
        gates = Openings(self._clock, sending.window, closed, self._horizon)
        return int(gates.next_open(zone, int(closed.codes[place]), instant)[0])


def _texts(contacts: Contacts | None, name: str) -> list[str]:
    column = contacts.columns.get(name) if contacts is not None else None
    return column.values.tolist() if isinstance(column, TextColumn) else []


def _as_date(local: int) -> datetime:
    """A wall time in seconds, as if it were UTC."""
    return datetime.fromtimestamp(local, UTC).replace(tzinfo=None)


def said(times: Times) -> str:
    """The times in words: `Tue 24 Nov 09:00 Helsinki, 09:00 Tokyo`; a date is said once."""
    parts: list[str] = []
    before: date | None = None
    for place, time in times:
        if time is None:
            parts.append(f"not within a year {place.city}")
            continue
        day = "" if time.date() == before else f"{day_said(time)} "
        parts.append(f"{day}{time:%H:%M} {place.city}")
        before = time.date()
    return ", ".join(parts)


def by_place(times: Times) -> list[str]:
    """The same, a line a place, with the times below each other."""
    lines: list[str] = []
    before: date | None = None
    for place, time in times:
        if time is None:
            lines.append(f"not within a year {place.city}")
            continue
        day = f"{day_said(time)} "
        shown = " " * len(day) if time.date() == before else day
        lines.append(f"{shown}{time:%H:%M} {place.city}")
        before = time.date()
    return lines


def day_said(time: datetime) -> str:
    """`Tue 24 Nov`."""
    return f"{time:%a} {time.day} {time:%b}"

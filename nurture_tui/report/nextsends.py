"""When a contact who comes to a step now would go on, and get the next message: by the clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain

from nurture_tui.model.clock import Moment
from nurture_tui.model.duration import DAY, Duration
from nurture_tui.model.inherit import effective_sending
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Action, Send, Wait
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.clocks import Place
from nurture_tui.simulation.calendar import NEVER, Horizon, clock_of
from nurture_tui.simulation.closed_days import closed_days_of
from nurture_tui.simulation.openings import openings_of
from nurture_tui.simulation.waits import WaitRule

_AHEAD = 400 * DAY
# A contact comes on a working morning, and on a Friday evening: where windows and days matter.
_COMES = ((0, 10 * 3_600), (4, 18 * 3_600))


Times = tuple[tuple[Place, datetime | None], ...]
"""The wall time in each place; None is more than a year ahead."""


@dataclass(frozen=True, slots=True)
class NextSend:
    """When a contact who comes at `comes` on its own clock goes on, in each place.

    `message` is the step that is sent then, "" where the way on is another, or differs by place. A
    time of None is more than a year ahead.
    """

    comes: datetime
    message: str
    times: Times


@dataclass(frozen=True, slots=True)
class Preview:
    """When the next message goes to who comes to a step, and what that leaves out.

    `unknown` is why no calendar tells it, "" where one does or where the step needs no time.
    `not_counted` are gates of the message that may hold it longer, or skip it.
    """

    sends: tuple[NextSend, ...] = ()
    unknown: str = ""
    not_counted: tuple[str, ...] = ()


def next_sends(
    workspace: Workspace, journey: Journey, id_: str, places: list[Place], first_day: date
) -> Preview:
    """When the next message goes to contacts who come to a step in the week of `first_day`.

    The way on is followed along actions and waits for a duration or for a date that all contacts
    have in common, up to a message; where it forks first, or waits for something to happen, the
    time is that of going on. What a run knows and a calendar does not is in `not_counted`. A zone
    or a country that does not exist is a SimulationError.
    """
    if not isinstance(journey.steps.get(id_), Send | Wait | Action) or not places:
        return Preview()
    start = (first_day - date(1970, 1, 1)).days
    calendar = _Calendar(workspace, journey, places, start)
    found: list[NextSend] = []
    ends: list[_End] = []
    for weekday, time in _COMES:
        comes = (start + (weekday - (start + 3)) % 7) * DAY + time
        there = [calendar.follow(id_, place, comes) for place in range(len(places))]
        if any(end.unknown for end in there):
            return Preview(unknown=next(end.unknown for end in there if end.unknown))
        if not any(end.waited for end in there):
            return Preview()
        messages = {end.message for end in there}
        times = tuple(zip(places, (end.time for end in there), strict=True))
        found.append(NextSend(_as_date(comes), messages.pop() if len(messages) == 1 else "", times))
        ends += there
    gates = (_gates(workspace, journey, end.message) for end in ends if end.message)
    return Preview(tuple(found), not_counted=tuple(dict.fromkeys(chain.from_iterable(gates))))


def _gates(workspace: Workspace, journey: Journey, message: str) -> Iterator[str]:
    """What may keep a message longer than its window does, or leave it out (R10)."""
    step = journey.steps[message]
    if not isinstance(step, Send):
        return
    sending, throttle = effective_sending(workspace, journey, step), workspace.settings.limits
    if step.only_if is not None:
        yield "only if"
    if sending.cap is not None:
        yield f"cap {sending.cap}"
    if sending.hold_if is not None:
        yield "hold if"
    if throttle.throttle is not None:
        yield f"throttle {throttle.throttle}"


@dataclass(frozen=True, slots=True)
class _End:
    """Where and when the way on from a step ends: at a `message`, or where no calendar goes on.

    `waited` is whether there was anything to tell a time of; `unknown` why there is none.
    """

    message: str = ""
    time: datetime | None = None
    waited: bool = False
    unknown: str = ""


class _Calendar:
    """The clocks and closed days of some places, for a year from a day on."""

    def __init__(
        self, workspace: Workspace, journey: Journey, places: list[Place], start: int
    ) -> None:
        self._workspace, self._journey = workspace, journey
        zones = (*(place.zone for place in places), workspace.timezone)
        names = tuple(dict.fromkeys(zones))
        self._zones = [names.index(zone) for zone in zones]
        self._clock = clock_of(names)
        waits = [step for step in journey.steps.values() if isinstance(step, Wait)]
        moved = [step.for_ or (step.date.offset if step.date else None) for step in waits]
        business_days = sum(wait.business_days for wait in moved if wait is not None)
        self._horizon = Horizon((start - 1) * DAY, start * DAY + _AHEAD, business_days)
        own, shared = journey.sending, workspace.settings.sending
        holidays = own.holidays if own.holidays is not None else shared.holidays
        spans = own.closed if own.closed is not None else shared.closed or ()
        countries = tuple(place.country for place in places)
        self._closed = closed_days_of(holidays, spans, self._horizon, countries)
        self._no_closed = closed_days_of("", (), self._horizon, countries)

    def follow(self, id_: str, place: int, comes: int) -> _End:
        """The way on of who comes to a step at a wall time."""
        zone = self._zones[place]
        instant, waited = int(self._clock.instant(zone, comes)), False
        at: str | None = id_
        seen: set[str] = set()
        while at is not None and at not in seen and instant < NEVER:
            seen.add(at)
            step = self._journey.steps.get(at)
            match step:
                case Send():
                    return _End(at, self._shown(zone, self._goes(step, place, instant)), True)
                case Wait(until=None, date=None):
                    instant, waited = self._over(step, place, instant), True
                    at = step.next
                case Wait(until=None, date=Moment() as moment):
                    base = self._base(moment, zone, instant)
                    if base is None:
                        return _End(unknown=f"“{moment}” differs from contact to contact")
                    rule = self._rule(step, moment.offset, moment.sign)
                    variant = int(self._closed.codes[place])
                    leave, past = rule.leave_date(zone, variant, *base, instant)
                    at = step.else_ or step.next if past else step.next
                    instant, waited = (instant, waited) if past else (int(leave), True)
                case Action():
                    at = step.next
                case _:
                    break
        return _End("", self._shown(zone, instant), waited)

    def _shown(self, zone: int, instant: int) -> datetime | None:
        return _as_date(int(self._clock.local(zone, instant))) if instant < NEVER else None

    def _rule(self, step: Wait, moved: Duration, sign: int = 1) -> WaitRule:
        return WaitRule(self._clock, self._closed, moved, step.at, step.on, sign)

    def _over(self, step: Wait, place: int, instant: int) -> int:
        """When a wait for a duration is over."""
        rule = self._rule(step, step.for_ or Duration())
        return int(rule.leave(self._zones[place], int(self._closed.codes[place]), instant))

    def _goes(self, step: Send, place: int, instant: int) -> int:
        """When the window of a message is open next."""
        sending = effective_sending(self._workspace, self._journey, step)
        closed = self._closed if sending.holidays or sending.closed else self._no_closed
        gates = openings_of(self._clock, sending.window, closed, self._horizon)
        return int(gates.next_open(self._zones[place], int(closed.codes[place]), instant)[0])

    def _base(self, moment: Moment, zone: int, instant: int) -> tuple[int, bool] | None:
        """A date that all contacts have in common, as in a DateColumn; None where it is no such."""
        if moment.name == "now":
            return instant, False
        named = self._workspace.settings.dates | self._journey.dates
        found = named.get(moment.name)
        if found is None or moment.name == "entered_at":
            return None
        if not isinstance(found, datetime):
            return (found - date(1970, 1, 1)).days * DAY, True
        if found.tzinfo is not None:
            return int(found.timestamp()), False
        local = int(found.replace(tzinfo=UTC).timestamp())
        return int(self._clock.instant(self._zones[-1], local)), False


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

"""The send calendar: sends by day and hour, what lies behind a cell, filters, busiest times."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

import numpy as np
import numpy.typing as npt

from nurture_tui.contacts.distinct import distinct
from nurture_tui.model.duration import DAY
from nurture_tui.report.people import Rows, coded, find_people, texts
from nurture_tui.report.timeline import code_of
from nurture_tui.simulation.calendar import Clock
from nurture_tui.simulation.result import Codes, Ints, Result
from nurture_tui.simulation.zone_rules import compile_zones

HOUR = 3_600
EPOCH = date(1970, 1, 1)
WhoseClock = Literal["contact", "workspace"]
CLOCKS: tuple[WhoseClock, ...] = ("contact", "workspace")
GATES = ("hold_if", "holiday", "window", "cap", "throttle")
ANY_GATE = "held"
"""In a filter: whatever held it."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which sends to look at; "" means all of them.

    `contact` is searched in ids, names and addresses. `held_by` is a gate, or ANY_GATE. `clock`
    says whose clock rules days and hours.
    """

    journey: str = ""
    step: str = ""
    owner: str = ""
    contact: str = ""
    held_by: str = ""
    clock: WhoseClock = "contact"


def with_value(wanted: Filter, name: str, value: str) -> Filter:
    """A filter with another value under one of its names; a clock it does not know is refused."""
    match name:
        case "journey":
            return replace(wanted, journey=value, step="")
        case "step":
            return replace(wanted, step=value)
        case "owner":
            return replace(wanted, owner=value)
        case "contact":
            return replace(wanted, contact=value)
        case "held_by":
            return replace(wanted, held_by=value)
        case "clock":
            clock = next(clock for clock in CLOCKS if clock == value)
            return replace(wanted, clock=clock)
    raise KeyError(name)


@dataclass(frozen=True)
class SendCalendar:
    """The sends of a run with their wall times (seconds as if UTC) by both clocks.

    `wall` and `due` are of the contacts' clocks, `workspace_wall` and `workspace_due` of the
    workspace's. `owner` is a place in `owners`, for each contact.
    """

    result: Result
    wall: Ints
    due: Ints
    workspace_wall: Ints
    workspace_due: Ints
    owner: Codes
    owners: tuple[str, ...]

    def sent_at(self, clock: WhoseClock) -> Ints:
        return self.wall if clock == "contact" else self.workspace_wall

    def due_at(self, clock: WhoseClock) -> Ints:
        return self.due if clock == "contact" else self.workspace_due

    def journeys(self) -> tuple[str, ...]:
        """The journeys that sent something, in the order of the run."""
        names = self.result.sends.names
        found = {names[int(code)] for code in distinct(self.result.sends.journey)}
        return tuple(id_ for id_ in self.result.journeys if id_ in found)

    def steps(self, journey: str) -> tuple[str, ...]:
        """The steps of a journey ("": of any) that sent something, in the order of the file."""
        sends = self.result.sends
        mine = slice(None) if not journey else sends.journey == code_of(sends.names, journey)
        found = {sends.names[int(code)] for code in distinct(sends.step[mine])}
        outcomes = self.result.journeys
        ids = [journey] if journey in outcomes else list(outcomes)
        ordered = dict.fromkeys(step for id_ in ids for step in outcomes[id_].steps)
        return tuple(step for step in ordered if step in found)

    def owners_with_sends(self) -> tuple[str, ...]:
        """The owners whose contacts were sent something, in order; the empty one left out."""
        found = distinct(self.owner[self.result.sends.contact])
        return tuple(self.owners[int(code)] for code in found if self.owners[int(code)])


def send_calendar(result: Result) -> SendCalendar:
    """The calendar of a run's sends, by the contacts' clocks (R1) and by the workspace's."""
    sends = result.sends
    zones, zone_of, _ = compile_zones(texts(result.contacts, "timezone"), result.run.timezone)
    clock, zone = Clock(zones), zone_of[sends.contact]
    owner, owners = coded(result.contacts, "owner")
    return SendCalendar(
        result=result,
        wall=clock.local(zone, sends.time),
        due=clock.local(zone, sends.due),
        workspace_wall=clock.local(0, sends.time),
        workspace_due=clock.local(0, sends.due),
        owner=owner,
        owners=owners,
    )


@dataclass(frozen=True, slots=True)
class Busiest:
    """The most sends of an hour or a day: how many, on which day, in which hour (-1: a day)."""

    sends: int
    day: date
    hour: int = -1


@dataclass(frozen=True)
class Heat:
    """Sends by day and hour of those that pass a filter.

    `counts` has a row a day from `first` (a Monday) on, whole weeks, and 24 hours. `rows` are the
    sends (places in the run's sends), ordered by cell, then wall time, then contact; `begins[cell]`
    is where a cell's begin, with cell = day number * 24 + hour.
    """

    first: date
    counts: npt.NDArray[np.int64]
    rows: Rows
    begins: Ints

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def weeks(self) -> int:
        return len(self.counts) // 7

    def day(self, number: int) -> date:
        """The date of a row of `counts`."""
        return self.first + timedelta(days=number)

    def cell(self, day: int, hour: int) -> Rows:
        """The sends of an hour, by wall time, then contact."""
        cell = day * 24 + hour
        return self.rows[int(self.begins[cell]) : int(self.begins[cell + 1])]

    def day_rows(self, day: int) -> Rows:
        """The sends of a day, by hour, then wall time, then contact."""
        return self.rows[int(self.begins[day * 24]) : int(self.begins[day * 24 + 24])]

    def per_day(self) -> Ints:
        return np.asarray(self.counts.sum(axis=1), dtype=np.int64)

    def week_total(self, week: int) -> int:
        return int(self.counts[week * 7 : week * 7 + 7].sum())

    def sends_from(self, monday: date) -> int:
        """The sends of the week that begins on a Monday, also one that is not in this heat."""
        week = (monday - self.first).days // 7
        return self.week_total(week) if 0 <= week < self.weeks else 0

    def fullest_of(self, weeks: Iterable[int]) -> tuple[int, int] | None:
        """The fullest day and hour of some weeks, the earliest of equals; None without sends."""
        days = [7 * week + day for week in weeks if week < self.weeks for day in range(7)]
        counts = self.counts[days]
        if not counts.any():
            return None
        at, hour = divmod(int(counts.argmax()), 24)
        return days[at], hour

    def hours(self) -> tuple[int, int]:
        """The first and the last hour that has a send on any day; (8, 17) without sends."""
        used = np.flatnonzero(self.counts.sum(axis=0))
        return (int(used[0]), int(used[-1])) if len(used) else (8, 17)

    def busiest_hour(self) -> Busiest | None:
        """The fullest cell, the earliest of equals; None without sends."""
        if not self.total:
            return None
        day, hour = divmod(int(self.counts.argmax()), 24)
        return Busiest(int(self.counts[day, hour]), self.day(day), hour)

    def busiest_day(self) -> Busiest | None:
        """The fullest day, the earliest of equals; None without sends."""
        if not self.total:
            return None
        per_day = self.per_day()
        day = int(per_day.argmax())
        return Busiest(int(per_day[day]), self.day(day))


def heat(calendar: SendCalendar, wanted: Filter | None = None) -> Heat:
    """The sends that pass a filter (None: all) by day and hour of its clock.

    The days are whole weeks from the Monday before the run's start to its end on the workspace's
    clock, or further where a contact's clock is elsewhere.
    """
    wanted = wanted or Filter()
    return heat_of(calendar, rows_passing(calendar, wanted), wanted.clock)


def run_days(result: Result) -> tuple[date, date]:
    """The first and the last day of a run on the workspace's clock."""
    run = result.run
    days = Clock([run.timezone]).day(0, [run.start, max(run.end - 1, run.start)])
    first, last = (EPOCH + timedelta(days=int(day)) for day in days)
    return first, last


def heat_of(calendar: SendCalendar, passing: Rows, clock: WhoseClock = "contact") -> Heat:
    """These sends (places in the run's sends) by day and hour of a clock, as `heat` has them."""
    wall = calendar.sent_at(clock)[passing]
    run = calendar.result.run
    first, last = Clock([run.timezone]).day(0, [run.start, max(run.end - 1, run.start)])
    lowest = int(wall.min(initial=first * DAY)) // DAY
    highest = int(wall.max(initial=last * DAY)) // DAY
    monday = lowest - (lowest + 3) % 7  # 1970-01-01 was a Thursday
    days = (highest - monday) // 7 * 7 + 7
    cell = wall // HOUR - monday * 24
    order = np.lexsort((wall, cell))
    counts = np.bincount(cell, minlength=days * 24)
    begins = np.concatenate([[0], np.cumsum(counts)])
    first = EPOCH + timedelta(days=monday)
    return Heat(first, counts.reshape(days, 24), passing[order], begins)


def rows_passing(calendar: SendCalendar, wanted: Filter) -> Rows:
    """The sends (places in the run's sends) that a filter lets through, in their order."""
    sends = calendar.result.sends
    passes = np.ones(len(sends), dtype=np.bool_)
    if wanted.journey:
        passes &= sends.journey == code_of(sends.names, wanted.journey)
    if wanted.step:
        passes &= sends.step == code_of(sends.names, wanted.step)
    if wanted.owner:
        passes &= (calendar.owner == code_of(calendar.owners, wanted.owner))[sends.contact]
    if wanted.contact.strip():
        chosen = np.zeros(len(calendar.result.contacts), dtype=np.bool_)
        chosen[find_people(calendar.result.contacts, wanted.contact)] = True
        passes &= chosen[sends.contact]
    if wanted.held_by:
        passes &= held_by_mask(sends.names, wanted.held_by)[sends.held_by]
    return np.flatnonzero(passes)


def held_by_mask(names: tuple[str, ...], gate: str) -> npt.NDArray[np.bool_]:
    """Per name, whether as a `held_by` it has this gate (ANY_GATE: any at all)."""
    held = ((gate in name.split()) if gate != ANY_GATE else bool(name) for name in names)
    return np.fromiter(held, dtype=np.bool_, count=len(names))


def held_counts(calendar: SendCalendar, rows: Rows) -> dict[str, int]:
    """How many of these sends each gate held; GATES in order, then `held` for any of them."""
    sends = calendar.result.sends
    codes = np.bincount(sends.held_by[rows], minlength=len(sends.names))
    found = {gate: int(codes[held_by_mask(sends.names, gate)].sum()) for gate in GATES}
    return {**found, ANY_GATE: int(codes[held_by_mask(sends.names, ANY_GATE)].sum())}

"""What becomes of the send schedule from one run to another of the same contacts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from nurture_tui.contacts.distinct import distinct
from nurture_tui.model.duration import DAY
from nurture_tui.model.workspace import Workspace
from nurture_tui.report.people import texts
from nurture_tui.report.pressure import WEEK, Pressure, pressure, worst
from nurture_tui.report.schedule import zones_of_sends
from nurture_tui.simulation.calendar import Clock, Horizon, weekday_of
from nurture_tui.simulation.closed_days import closed_days
from nurture_tui.simulation.result import Ints, Result

HOUR = 3_600
MORNING, EVENING = 8, 18
"""From EVENING to MORNING, by the journey's clock, is out of hours."""

Time = Literal["weekend", "out of hours", "closed day"]
TIMES: tuple[Time, ...] = ("weekend", "out of hours", "closed day")
Flags = npt.NDArray[np.bool_]
Label = tuple[str, str]


@dataclass(frozen=True)
class Timetable:
    """When the sends of one run go, by the clocks of their journeys (R1).

    `by_hour[weekday, hour]` counts them, Monday first; `at[time]` those at that time. Closed days
    are those of the journey that sends (R2).
    """

    sends: int
    by_hour: npt.NDArray[np.int64]
    at: Mapping[Time, int]

    def by_weekday(self) -> tuple[int, ...]:
        return tuple(int(n) for n in self.by_hour.sum(axis=1))


@dataclass(frozen=True, slots=True)
class StepShift:
    """One send step: how often it sends in each run, and how many of its sends move."""

    journey: str
    step: str
    first: int
    second: int
    later: int
    earlier: int


@dataclass(frozen=True, slots=True)
class Moves:
    """The sends that both runs have: the n-th of a step to a contact is the same in both.

    `into[time]` go at that time only in the second run, `out_of[time]` only in the first.
    `half_by` is the median of how far the moved ones move, in seconds.
    """

    both: int
    later: int
    earlier: int
    half_by: int
    into: Mapping[Time, int]
    out_of: Mapping[Time, int]

    @property
    def moved(self) -> int:
        return self.later + self.earlier


@dataclass(frozen=True, slots=True)
class PressureShift:
    """Contacts by the most messages they get in 7 days, and how many get more or fewer."""

    first: Pressure
    second: Pressure
    more: int
    fewer: int


@dataclass(frozen=True)
class ScheduleShift:
    """The schedule of the second run held against the first: what moves, what comes, what goes.

    `only_first` and `only_second` are sends without a counterpart. `per_day` has (date, sends of
    the first, of the second), in workspace days.
    """

    first: Timetable
    second: Timetable
    moves: Moves
    only_first: int
    only_second: int
    steps: tuple[StepShift, ...]
    per_day: tuple[tuple[str, int, int], ...]
    pressure: PressureShift


@dataclass(frozen=True)
class _Sent:
    """The sends of a run: what each is (a place in the labels), and when, by its own clock."""

    contact: Ints
    label: Ints
    time: Ints
    wall: Ints
    at: Mapping[Time, Flags]


def schedule_shift(
    first: Result, of_first: Workspace, second: Result, of_second: Workspace
) -> ScheduleShift:
    """What becomes of the schedule; both runs are of the same contacts, in the same rows."""
    labels = _labels((first, of_first), (second, of_second))
    one, other = _sent(first, of_first, labels), _sent(second, of_second, labels)
    mine, theirs = _match(one, other, len(labels))
    delta = other.time[theirs] - one.time[mine]
    return ScheduleShift(
        first=_timetable(one),
        second=_timetable(other),
        moves=_moves(one, other, mine, theirs, delta),
        only_first=len(one.time) - len(mine),
        only_second=len(other.time) - len(theirs),
        steps=_steps(labels, one, other, one.label[mine], delta),
        per_day=_per_day(first, second),
        pressure=_pressure(first, second),
    )


def _labels(*sides: tuple[Result, Workspace]) -> dict[Label, int]:
    """The sends of both variants, in the order of the files of the first, each with its place."""
    found = dict.fromkeys(
        (id_, step)
        for result, workspace in sides
        for id_ in result.journeys
        for step, each in workspace.journeys[id_].steps.items()
        if each.type == "send"
    )
    return {label: place for place, label in enumerate(found)}


def _sent(result: Result, workspace: Workspace, labels: Mapping[Label, int]) -> _Sent:
    sends = result.sends
    names, width = sends.names, len(sends.names)
    pairs, place = np.unique(
        sends.journey.astype(np.int64) * width + sends.step, return_inverse=True
    )
    found = [labels[names[pair // width], names[pair % width]] for pair in pairs.tolist()]
    zones, zone = zones_of_sends(result, workspace)
    wall = Clock(zones).local(zone, sends.time)
    hour, day = wall % DAY // HOUR, wall // DAY
    at: dict[Time, Flags] = {
        "weekend": weekday_of(day) >= 5,
        "out of hours": (hour < MORNING) | (hour >= EVENING),
        "closed day": _on_closed_days(result, workspace, day),
    }
    return _Sent(
        sends.contact.astype(np.int64),
        np.array(found, dtype=np.int64)[place],
        sends.time,
        wall,
        at,
    )


def _on_closed_days(result: Result, workspace: Workspace, day: Ints) -> Flags:
    """Which sends go on a closed day of their journey, by the contact's country if so asked."""
    sends, shared = result.sends, workspace.settings.sending
    horizon = Horizon(result.run.start, result.run.end, 0)
    countries = texts(result.contacts, "country")
    found = np.zeros(len(sends), dtype=np.bool_)
    for code in distinct(sends.journey).tolist():
        own = workspace.journeys[sends.names[code]].sending
        holidays = own.holidays if own.holidays is not None else shared.holidays
        spans = own.closed if own.closed is not None else shared.closed or ()
        days = closed_days(holidays, spans, horizon, countries)
        mine = sends.journey == code
        found[mine] = days.is_closed(days.codes[sends.contact[mine]], day[mine])
    return found


def _match(
    one: _Sent, other: _Sent, labels: int
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The places of the sends that both have: same contact, same step, same number."""
    numbers = _numbers(one), _numbers(other)
    most = 1 + max(int(number.max(initial=0)) for number in numbers)
    first = (one.contact * labels + one.label) * most + numbers[0]
    second = (other.contact * labels + other.label) * most + numbers[1]
    _, mine, theirs = np.intersect1d(first, second, assume_unique=True, return_indices=True)
    return mine, theirs


def _numbers(sent: _Sent) -> Ints:
    """For each send, how many of its step its contact has had before."""
    order = np.lexsort((sent.time, sent.label, sent.contact))
    who, what = sent.contact[order], sent.label[order]
    begins = np.ones(len(order), dtype=np.bool_)
    begins[1:] = (who[1:] != who[:-1]) | (what[1:] != what[:-1])
    places = np.arange(len(order))
    since = places - np.maximum.accumulate(np.where(begins, places, 0))
    numbers = np.empty(len(order), dtype=np.int64)
    numbers[order] = since
    return numbers


def _timetable(sent: _Sent) -> Timetable:
    cell = weekday_of(sent.wall // DAY) * 24 + sent.wall % DAY // HOUR
    by_hour = np.bincount(cell, minlength=7 * 24).reshape(7, 24)
    return Timetable(len(sent.time), by_hour, {time: int(f.sum()) for time, f in sent.at.items()})


def _moves(
    one: _Sent,
    other: _Sent,
    mine: npt.NDArray[np.intp],
    theirs: npt.NDArray[np.intp],
    delta: Ints,
) -> Moves:
    moved = np.abs(delta[delta != 0])
    into: dict[Time, int] = {}
    out_of: dict[Time, int] = {}
    for time in TIMES:
        before, after = one.at[time][mine], other.at[time][theirs]
        into[time] = int((after & ~before).sum())
        out_of[time] = int((before & ~after).sum())
    return Moves(
        both=len(mine),
        later=int((delta > 0).sum()),
        earlier=int((delta < 0).sum()),
        half_by=int(np.median(moved)) if len(moved) else 0,
        into=into,
        out_of=out_of,
    )


def _steps(
    labels: Mapping[Label, int], one: _Sent, other: _Sent, matched: Ints, delta: Ints
) -> tuple[StepShift, ...]:
    """Each send step, in the order of the labels."""
    size = len(labels)
    first, second = (np.bincount(sent.label, minlength=size) for sent in (one, other))
    later = np.bincount(matched[delta > 0], minlength=size)
    earlier = np.bincount(matched[delta < 0], minlength=size)
    return tuple(
        StepShift(journey, step, int(first[i]), int(second[i]), int(later[i]), int(earlier[i]))
        for (journey, step), i in labels.items()
        if first[i] or second[i]
    )


def _per_day(first: Result, second: Result) -> tuple[tuple[str, int, int], ...]:
    mine = {day: sends for day, sends, _ in first.per_day}
    theirs = {day: sends for day, sends, _ in second.per_day}
    days = sorted({*mine, *theirs})
    return tuple((day, mine.get(day, 0), theirs.get(day, 0)) for day in days)


def _pressure(first: Result, second: Result) -> PressureShift:
    people = len(first.contacts)
    most = []
    for result in (first, second):
        who, number = worst(result.sends.contact, result.sends.time, WEEK)
        dense = np.zeros(people, dtype=np.int64)
        dense[who] = number
        most.append(dense)
    return PressureShift(
        pressure(first),
        pressure(second),
        more=int((most[1] > most[0]).sum()),
        fewer=int((most[1] < most[0]).sum()),
    )

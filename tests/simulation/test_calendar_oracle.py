"""The vectorised calendar against the rules, one contact at a time (R1, R2, R7, R10)."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from calendar_oracle import Person
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nurture_tui.model.clock import ClosedSpan, Days, TimeOfDay, Window, WindowSpan
from nurture_tui.model.duration import DAY, Duration
from nurture_tui.model.zones import zone_names
from nurture_tui.simulation.calendar import Clock, Horizon
from nurture_tui.simulation.closed_days import closed_days
from nurture_tui.simulation.openings import GATE_NAMES, Openings
from nurture_tui.simulation.waits import WaitRule
from nurture_tui.simulation.zone_rules import zone_rules

ZONES = (
    "Europe/Helsinki",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "America/Sao_Paulo",
    "America/St_Johns",
    "America/Santiago",
    "America/Havana",
    "Antarctica/Troll",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Asia/Gaza",
    "Europe/Dublin",
    "UTC",
)
CLOCK = Clock(ZONES)
EPOCH = date(1970, 1, 1)
SINCE, UNTIL = 1_200_000_000, 1_900_000_000  # 2008 to 2030
FEW = settings(
    max_examples=settings().max_examples * 3 // 2, suppress_health_check=list(HealthCheck)
)


@st.composite
def visits(draw: st.DrawFn) -> tuple[int, int]:
    """A zone and an instant, mostly within days of one of the zone's clock changes."""
    zone = draw(st.integers(0, len(ZONES) - 1))
    changes = zone_rules(ZONES[zone]).changes
    near = changes[(changes > SINCE) & (changes < UNTIL)]
    if not len(near) or draw(st.integers(0, 3)) == 0:
        return zone, draw(st.integers(SINCE, UNTIL))
    change = int(near[draw(st.integers(0, len(near) - 1))])
    away = draw(st.one_of(st.integers(-7_300, 7_300), st.integers(-4 * DAY, 4 * DAY)))
    return zone, change + away


TIMES = st.one_of(
    st.integers(0, 4 * 60), st.integers(0, 1_439), st.sampled_from([0, 1, 120, 150, 180, 540])
)
WEEK = st.sets(st.integers(0, 6), min_size=1).map(lambda days: Days(tuple(sorted(days))))
DURATIONS = st.builds(
    Duration,
    weeks=st.integers(0, 2),
    days=st.integers(0, 3),
    business_days=st.sampled_from([0, 0, 1, 2, 7]),
    seconds=st.sampled_from([0, 0, 60, 3_600, 5 * 3_600 + 1, 30 * 3_600]),
)
CLOSED = st.sets(st.integers(-6, 12), max_size=8)


@st.composite
def windows(draw: st.DrawFn) -> Window:
    spans = []
    for _ in range(draw(st.integers(1, 3))):
        opens = draw(TIMES)
        closes = draw(st.one_of(st.just(1_440), TIMES).filter(lambda c, o=opens: c != o))
        spans.append(WindowSpan(draw(st.one_of(st.just(Days()), WEEK)), opens, closes))
    return Window(tuple(spans))


class World:
    """Contacts around one instant, some dates near it closed, compiled and as plain persons."""

    def __init__(self, found: list[tuple[int, int]], closed: set[int]) -> None:
        self.zone = np.array([zone for zone, _ in found], np.int16)
        self.t = np.array([t for _, t in found])
        self.horizon = Horizon(int(self.t.min()) - DAY, int(self.t.max()) + 60 * DAY, 20)
        near = {EPOCH + timedelta(days=int(t) // DAY + i) for t in self.t for i in closed}
        spans = [ClosedSpan(day, day) for day in near]
        self.closed = closed_days("", spans, self.horizon, [""] * len(found))
        self.people = [Person(ZONES[zone], frozenset(near)) for zone, _ in found]

    def check(self, found: np.ndarray, expected: list[int]) -> None:
        assert found.tolist() == expected


# One instant at a time keeps the horizon short; the look-ups inside are the same for many.
ONE = st.lists(visits(), min_size=1, max_size=1)


@FEW
@given(st.lists(visits(), min_size=1, max_size=30))
def test_r1_wall_time_is_what_the_zone_shows(found: list[tuple[int, int]]) -> None:
    world = World(found[:1], set())
    zone, t = (np.array(column) for column in zip(*found, strict=True))
    walls = [Person(ZONES[z]).local(i) for z, i in found]
    world.check(CLOCK.day(zone, t), [(wall.date() - EPOCH).days for wall in walls])
    world.check(CLOCK.hour(zone, t), [wall.hour for wall in walls])
    world.check(CLOCK.weekday(zone, t), [wall.weekday() for wall in walls])
    assert (CLOCK.local(zone, t) % 60).tolist() == [wall.second for wall in walls]


@FEW
@given(st.lists(visits(), min_size=1, max_size=30))
def test_r2_wall_times_resolve_as_the_rule_says(found: list[tuple[int, int]]) -> None:
    zone = np.array([z for z, _ in found])
    walls = np.array([t for _, t in found]) + 3_600 * (zone - 8)
    start = Person("UTC")
    expected = [
        Person(ZONES[z]).instant(start.local(wall))
        for z, wall in zip(zone.tolist(), walls.tolist(), strict=True)
    ]
    assert CLOCK.instant(zone, walls).tolist() == expected


@FEW
@given(ONE, CLOSED, DURATIONS, st.none() | TIMES, st.none() | WEEK)
def test_r7_a_wait_for_a_duration_ends_as_the_rule_says(
    found: list[tuple[int, int]],
    closed: set[int],
    duration: Duration,
    at_minutes: int | None,
    on: Days | None,
) -> None:
    at = None if at_minutes is None else TimeOfDay(at_minutes)
    if at is not None and duration.has_wall_part:
        duration = Duration(duration.weeks, duration.days, duration.business_days)
    world = World(found, closed)
    rule = WaitRule(CLOCK, world.closed, duration, at, on)
    expected = [
        person.leave(duration, at, on, int(t))
        for person, t in zip(world.people, world.t, strict=True)
    ]
    world.check(rule.leave(world.zone, world.closed.codes, world.t), expected)


@FEW
@given(ONE, CLOSED, DURATIONS, st.none() | TIMES, st.none() | WEEK, st.booleans(), st.booleans())
def test_r7_a_wait_for_a_date_ends_as_the_rule_says(
    found: list[tuple[int, int]],
    closed: set[int],
    duration: Duration,
    at_minutes: int | None,
    on: Days | None,
    day_only: bool,
    minus: bool,
) -> None:
    at = None if at_minutes is None else TimeOfDay(at_minutes)
    if at is not None:
        duration = Duration(duration.weeks, duration.days, duration.business_days)
    world = World(found, closed)
    sign = -1 if minus else 1
    base = world.t // DAY * DAY if day_only else world.t
    bases = [EPOCH + timedelta(days=int(t) // DAY) if day_only else int(t) for t in base]
    expected = [
        person.moment(b, duration, at, on, sign)
        for person, b in zip(world.people, bases, strict=True)
    ]
    rule = WaitRule(CLOCK, world.closed, duration, at, on, sign)
    moment, past = rule.leave_date(world.zone, world.closed.codes, base, day_only, world.t)
    world.check(moment, expected)
    world.check(past, [e < t for e, t in zip(expected, world.t.tolist(), strict=True)])


@FEW
@given(ONE, CLOSED, windows())
def test_r10_gates_are_shut_and_open_as_the_rule_says(
    found: list[tuple[int, int]], closed: set[int], window: Window
) -> None:
    world = World(found, closed)
    openings = Openings(CLOCK, window, world.closed, world.horizon)
    variant = world.closed.codes
    gate, until = openings.next_try(world.zone, variant, world.t)
    for row, (person, t) in enumerate(zip(world.people, world.t.tolist(), strict=True)):
        expected = person.gate(window, t)
        assert GATE_NAMES[gate[row]] == expected
        match expected:
            case "holiday":
                assert until[row] == person.next_date(t)
            case "window":
                assert until[row] == person.next_in_window(window, t)
            case _:
                assert until[row] == t


@FEW
@given(ONE, CLOSED, windows())
def test_r10_the_next_open_instant_is_the_first_one(
    found: list[tuple[int, int]], closed: set[int], window: Window
) -> None:
    world = World(found, closed)
    openings = Openings(CLOCK, window, world.closed, world.horizon)
    expected = [
        person.next_open(window, t)
        for person, t in zip(world.people, world.t.tolist(), strict=True)
    ]
    world.check(openings.next_open(world.zone, world.closed.codes, world.t), expected)


def test_r1_every_zone_of_tzdata_shows_what_zoneinfo_shows() -> None:
    names = sorted(zone_names())
    clock = Clock(names)
    luck = np.random.default_rng(1)
    zone = np.repeat(np.arange(len(names)), 25)
    t = luck.integers(-2_000_000_000, 7_000_000_000, len(zone))
    found = clock.local(zone, t).tolist()
    for z, instant, wall in zip(zone.tolist(), t.tolist(), found, strict=True):
        shown = Person(names[z]).offset(instant).total_seconds()
        assert wall - instant == shown, (names[z], instant)


def test_r2_no_two_clock_changes_of_a_zone_are_entangled() -> None:
    for name in zone_names():
        rules = zone_rules(name)
        walls = rules.changes + np.maximum(rules.offsets[:-1], rules.offsets[1:])
        recent = rules.changes > 0
        assert (np.diff(walls[recent]) > 0).all(), name


@pytest.mark.parametrize("name", ["Europe/Helsinki", "America/New_York", "Asia/Gaza"])
def test_r2_every_change_until_2200_is_that_of_zoneinfo(name: str) -> None:
    person = Person(name)
    for change in zone_rules(name).changes.tolist():
        assert person.offset(change) != person.offset(change - 1)

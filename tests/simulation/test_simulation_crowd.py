"""What is true of every message of a crowd, by plain zoneinfo; by the frontier and by waves."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from small import workspace

from nurture_tui.contacts.table import Contacts, DateColumn, TextColumn
from nurture_tui.model.fields import DATE, TEXT
from nurture_tui.simulation import Result, RunSettings, simulate

ZONES = ("America/New_York", "Europe/Berlin", "Asia/Kolkata")
CLOSED = ("2026-03-06", "2026-03-17", "2026-03-18")
CAP, SPAN = 2, 50 * 3_600
JOURNEY = """
format = 1
name = "Crowd"
kind = "lead"
entry = { event = "came", start = "hello" }
goal = { name = "Bought", when = "did('bought')" }
exits = [{ name = "enough", when = "clicked('third')" }]
[sending]
basis = "consent"
window = "Mon-Fri 09:00-17:00"
closed = ["2026-03-06", "2026-03-17..2026-03-18"]
cap = "2 per 50h"
[assume]
open = 0.6
click_to_open = 0.5
unsubscribe = 0.05
bounce = 0.02
soft_bounce = 0.1
open_delay = "5h"
[[assume.events]]
event = "bought"
after = "clicked()"
chance = 0.4
delay = "8h"
[steps.hello]
type = "send"
subject = "1"
next = "ways"
[steps.ways]
type = "split"
ways = [{ name = "a", weight = 1, next = "second" }, { name = "b", weight = 1, next = "pause" }]
[steps.pause]
type = "wait"
for = "5h"
next = "second"
[steps.second]
type = "send"
subject = "2"
next = "night"
[steps.night]
type = "wait"
for = "14h"
next = "third"
[steps.third]
type = "send"
subject = "3"
next = "fourth"
[steps.fourth]
type = "send"
subject = "4"
next = "week"
[steps.week]
type = "wait"
for = "1w"
next = "last"
[steps.last]
type = "send"
subject = "5"
"""


def crowd(n: int = 600) -> Contacts:
    """Contacts who come at any second of two weeks, in three zones; the clocks change in one."""
    luck = np.random.Generator(np.random.PCG64(5))
    first = int(datetime(2026, 3, 2, tzinfo=UTC).timestamp())
    return Contacts(
        ids=np.array([f"c-{number:04d}" for number in range(n)], dtype=object),
        columns={
            "timezone": TextColumn(np.array(ZONES, dtype=object)[luck.integers(0, 3, n)]),
            "entered_at": DateColumn(first + luck.integers(0, 14 * 86_400, n), np.zeros(n, bool)),
        },
        kinds={"timezone": TEXT, "entered_at": DATE},
    )


@dataclass(frozen=True)
class Sent:
    """A message that went."""

    contact: int
    step: str
    time: int


def ran(journey: str, scheduler: str, chunk: int = 0) -> Result:
    waves = scheduler == "wave"
    settings = RunSettings(date(2026, 3, 2), days=22, seed=3, only_waves=waves, chunk=chunk)
    result = simulate(workspace(crowd=journey), ["crowd"], crowd(), settings)
    assert result.run.scheduler == scheduler
    return result


@pytest.fixture(scope="module", params=["frontier", "wave"])
def made(request: pytest.FixtureRequest) -> Result:
    return ran(JOURNEY, request.param)


def sends(made: Result) -> list[Sent]:
    table = made.sends
    rows = zip(table.contact.tolist(), table.step.tolist(), table.time.tolist(), strict=True)
    return [Sent(contact, table.names[step], time) for contact, step, time in rows]


def test_r6_nothing_is_sent_to_who_has_met_the_goal_or_left(made: Result) -> None:
    stays = made.stays
    ended = dict(zip(stays.contact.tolist(), stays.ended.tolist(), strict=True))
    ends = {stays.names[code] for code in stays.end}
    assert {"goal", "enough", "unsubscribed", "bounced"} <= ends
    assert all(sent.time <= ended[sent.contact] for sent in sends(made))


def test_r10_nothing_is_sent_outside_of_the_window_or_on_a_closed_day(made: Result) -> None:
    zones = made.contacts.columns["timezone"]
    assert isinstance(zones, TextColumn)
    held = made.journeys["crowd"].held
    assert held["window"] > 100
    assert held["holiday"] > 100
    for sent in sends(made):
        wall = datetime.fromtimestamp(sent.time, ZoneInfo(zones.values[sent.contact]))
        assert wall.weekday() < 5
        assert 9 <= wall.hour < 17
        assert f"{wall:%Y-%m-%d}" not in CLOSED


def test_r10_nobody_is_sent_more_than_the_cap_in_any_span(made: Result) -> None:
    assert made.journeys["crowd"].held["cap"] > 100
    got = defaultdict(list)
    for sent in sends(made):
        got[sent.contact].append(sent.time)
    for times in got.values():
        assert all(later - first >= SPAN for first, later in zip(times, times[CAP:], strict=False))


def test_every_contact_is_in_exactly_one_place_from_its_entry_to_its_end(made: Result) -> None:
    visits, stays = made.visits, made.stays
    been = defaultdict(list)
    for contact, entered, left in zip(
        visits.contact.tolist(), visits.entered.tolist(), visits.left.tolist(), strict=True
    ):
        been[contact].append((entered, left))
    for contact, entered, ended in zip(
        stays.contact.tolist(), stays.entered.tolist(), stays.ended.tolist(), strict=True
    ):
        mine = sorted(been[contact])
        assert (mine[0][0], mine[-1][1]) == (entered, ended)
        assert all(left == begun for (_, left), (begun, _) in pairwise(mine))
    journey = made.journeys["crowd"]
    assert journey.goal is not None
    assert len(stays) == journey.entered == len(made.contacts)
    inside_goal = journey.goal.reached - journey.goal.after_last_step
    places = inside_goal + sum(journey.exits.values()) + journey.finished + journey.inside
    assert places == journey.entered
    assert 0 < journey.inside == sum(step.inside for step in journey.steps.values())
    gone = Counter(visits.step[(visits.port == 0) & (visits.left < made.run.end)].tolist())
    for id_, step in journey.steps.items():
        left = gone[visits.names.index(id_)]
        assert step.entered == sum(step.out.values()) + step.inside + left, id_


def test_r19_a_change_to_one_step_leaves_the_draws_of_the_others(made: Result) -> None:
    second = '[steps.second]\ntype = "send"\n'
    changed = JOURNEY.replace(second, f"{second}assume = {{ open = 0.1, soft_bounce = 0.9 }}\n")
    mine, theirs = luck_of(made), luck_of(ran(changed, made.run.scheduler))
    both = [key for key in mine.keys() & theirs.keys() if key[1] != "second"]
    assert len(both) > 1_000
    assert all(mine[key] == theirs[key] for key in both)
    assert any(mine[key] != theirs[key] for key in mine.keys() & theirs.keys())


def test_r19_luck_does_not_hang_on_who_else_is_in_the_chunk(made: Result) -> None:
    assert luck_of(ran(JOURNEY, made.run.scheduler, chunk=170)) == luck_of(made)


def luck_of(made: Result) -> dict[tuple[int, str], dict[str, object]]:
    """What came of each message, so many seconds after it went; and the way at a split."""
    log, names = made.log, made.log.names
    went = {(sent.contact, sent.step): sent.time for sent in sends(made)}
    found: dict[tuple[int, str], dict[str, object]] = {key: {} for key in went}
    kinds = ("opened", "clicked", "soft_bounced", "bounced", "unsubscribed")
    columns = (log.time, log.contact, log.step, log.event, log.detail)
    for time, contact, step, event, detail in zip(*map(np.ndarray.tolist, columns), strict=True):
        key = contact, names[step]
        if names[event] == "went":
            found[key] = {"way": names[detail]}
        elif names[event] in kinds:
            found[key][names[event]] = time - went[key]
    return found

"""Counts without tables, in chunks and elsewhere: the same bytes as a run that keeps all."""

from __future__ import annotations

import tomllib
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest
from small import CERTAIN, run

from nurture_tui.contacts.table import NO_DATE, Contacts, DateColumn, TextColumn
from nurture_tui.model.fields import DATE, TEXT
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings, Workspace
from nurture_tui.report.summary import never_came
from nurture_tui.simulation import Counts, Result, RunSettings, count, simulate
from nurture_tui.simulation.drawn import Drawn
from nurture_tui.simulation.durations import MOST_KEPT, Durations
from nurture_tui.simulation.heard import part_of

FILE = Path(__file__).parent / "reference.toml"
REFERENCE = Journey(id="reference", **tomllib.loads(FILE.read_text(encoding="utf-8")))
SPACE = Workspace(Settings(), {}).with_journey(REFERENCE)
SETTINGS = RunSettings(date(2026, 3, 2), seed=11)
ZONES = ("America/New_York", "Europe/Berlin", "Asia/Tokyo", "Nowhere")


def population(n: int) -> Contacts:
    """Contacts whose file order is not that of their ids."""
    luck = np.random.Generator(np.random.PCG64(7))
    first = int(datetime(2026, 3, 2, tzinfo=UTC).timestamp())
    return Contacts(
        ids=np.array([f"{7919 * k % 10007:05d}-{k}" for k in range(n)], dtype=object),
        columns={
            "timezone": TextColumn(np.array(ZONES, dtype=object)[luck.integers(0, 4, n)]),
            "entered_at": DateColumn(first + luck.integers(0, 2_000_000, n), np.zeros(n, bool)),
        },
        kinds={"timezone": TEXT, "entered_at": DATE},
    )


PEOPLE = population(300)


def parts(counts: Counts) -> Iterator[tuple[str, object]]:
    """All that a result holds, arrays as bytes with their types."""
    for name in ("run", "journeys", "per_day", "assumptions"):
        yield name, getattr(counts, name)
    for id_, hours in counts.occupancy.items():
        yield id_, (hours.steps, hours.inside.tobytes(), hours.sends.tobytes())
    if isinstance(counts, Result):
        for name in ("log", "sends", "visits", "stays"):
            table = getattr(counts, name)
            for field in fields(table):
                value = getattr(table, field.name)
                whole = (value.dtype, value.tobytes()) if isinstance(value, np.ndarray) else value
                yield f"{name}.{field.name}", whole


@pytest.fixture(scope="module")
def whole() -> Result:
    return simulate(SPACE, ["reference"], PEOPLE, SETTINGS)


def test_counts_are_those_of_a_run_that_keeps_all(whole: Result) -> None:
    counted = dict(parts(count(SPACE, ["reference"], PEOPLE, SETTINGS)))
    assert counted.items() <= dict(parts(whole)).items()


def test_r19_chunks_of_any_size_give_the_same_bytes(whole: Result) -> None:
    chunked = simulate(SPACE, ["reference"], PEOPLE, replace(SETTINGS, chunk=41))
    assert dict(parts(chunked)) == dict(parts(whole))


def test_r19_processes_give_the_same_bytes(whole: Result) -> None:
    settings = replace(SETTINGS, chunk=41)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        spread = simulate(SPACE, ["reference"], PEOPLE, settings, executor=pool)
        counted = count(SPACE, ["reference"], PEOPLE, settings, executor=pool)
    assert dict(parts(spread)) == dict(parts(whole))
    assert dict(parts(counted)).items() <= dict(parts(whole)).items()


def test_a_run_is_heard_of_as_it_goes_on_and_ended_by_who_hears(whole: Result) -> None:
    told: list[tuple[int, int]] = []
    settings = replace(SETTINGS, chunk=100)
    heard = part_of(lambda done, of: told.append((done, of)), 1, 2)
    found = simulate(SPACE, ["reference"], PEOPLE, settings, heard=heard)
    assert list(dict.fromkeys(told)) == [(300, 600), (400, 600), (500, 600), (600, 600)]
    assert found.journeys == whole.journeys
    told.clear()
    with ThreadPoolExecutor(1) as pool:
        count(SPACE, ["reference"], PEOPLE, settings, executor=pool, heard=heard)
    assert told[-1] == (600, 600)

    def enough(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        simulate(SPACE, ["reference"], PEOPLE, settings, heard=enough)


@pytest.mark.parametrize("only_waves", [False, True])
def test_a_run_in_one_piece_is_ended_between_two_turns(*, only_waves: bool) -> None:
    told: list[tuple[int, int]] = []

    def third(done: int, of: int) -> None:
        told.append((done, of))
        if len(told) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        count(SPACE, ["reference"], PEOPLE, replace(SETTINGS, only_waves=only_waves), heard=third)
    assert told == [(0, len(PEOPLE))] * 3


def test_people_drawn_count_as_the_same_people_in_a_list() -> None:
    drawn = count(SPACE, ["reference"], PEOPLE, replace(SETTINGS, chunk=97), people=1_000)
    listed = Drawn(PEOPLE, 1_000, SETTINGS.seed).taken()
    assert listed.ids[0] == "c-000001"
    assert drawn.run.contacts == 1_000
    assert dict(parts(drawn)) == dict(parts(count(SPACE, ["reference"], listed, SETTINGS)))


def test_a_run_of_people_drawn_that_keeps_all_has_them_as_its_contacts() -> None:
    kept = simulate(SPACE, ["reference"], PEOPLE, SETTINGS, people=40)
    listed = Drawn(PEOPLE, 40, SETTINGS.seed).taken()
    assert kept.contacts.ids.tolist() == listed.ids.tolist()
    assert dict(parts(kept)) == dict(parts(simulate(SPACE, ["reference"], listed, SETTINGS)))


def test_the_first_people_drawn_are_the_same_however_many_are_drawn() -> None:
    few, many = Drawn(PEOPLE, 10, 3), Drawn(PEOPLE, 1_000_000, 3)
    numbers = np.arange(10)
    assert few.rows(numbers).tolist() == many.rows(numbers).tolist()
    assert few.hashes(numbers).tolist() == many.hashes(numbers).tolist()
    assert Drawn(PEOPLE, 10, 4).rows(numbers).tolist() != few.rows(numbers).tolist()


def test_every_row_of_the_list_is_drawn_about_as_often() -> None:
    found = np.bincount(Drawn(PEOPLE, 90_000, 3).rows(np.arange(90_000)), minlength=300)
    assert abs(found - 300).max() < 6 * np.sqrt(300)


def test_r4_people_drawn_turn_up_evenly_in_the_order_of_their_numbers() -> None:
    evenly = "entry = { event = 'came', start = 'hello', arrivals = '2 per day' }"
    journey = Journey(
        id="j",
        **tomllib.loads(f"format=1\nname='J'\nkind='lead'\n{evenly}\n[steps.hello]\ntype='send'"),
    )
    known = PEOPLE.columns["entered_at"].values.copy()
    known[::3] = NO_DATE
    columns = {"entered_at": DateColumn(known, np.zeros(300, bool))}
    people = Contacts(PEOPLE.ids, columns, {"entered_at": DATE})
    made = simulate(
        Workspace(Settings(), {}).with_journey(journey), ["j"], people, SETTINGS, people=70
    )
    waits = made.contacts.columns["entered_at"].values == NO_DATE
    entered = np.empty(70, dtype=np.int64)
    entered[made.stays.contact] = made.stays.entered
    expected = made.run.start + np.arange(waits.sum()) * 43_200
    assert entered[waits].tolist() == expected.tolist()


def test_counts_of_more_people_take_no_more_memory() -> None:
    def peak(people: int) -> int:
        tracemalloc.start()
        count(SPACE, ["reference"], PEOPLE, replace(SETTINGS, chunk=500), people=people)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(500)
    assert peak(7_000) < peak(4_000) + 100_000  # from 4,000 on some are counted meanwhile


def test_a_contact_of_a_list_takes_40_bytes_beside_its_columns() -> None:
    """Its hash, its place in the order of the ids, and the code of its zone; found at first use."""

    def peak(n: int) -> int:
        people = population(n)
        tracemalloc.start()
        count(SPACE, ["reference"], people, replace(SETTINGS, chunk=5_000))
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(500)
    few, many = 10_000, 40_000
    assert peak(many) - peak(few) < 40 * (many - few)


def test_the_contacts_at_each_step_at_the_end_of_each_hour_are_those_of_the_visits(
    whole: Result,
) -> None:
    hours, visits = whole.occupancy["reference"], whole.visits
    ends = whole.run.start + 3_600 * np.arange(1, hours.inside.shape[1] + 1)
    for place, step in enumerate(hours.steps):
        mine = visits.step == visits.names.index(step)
        came = np.searchsorted(np.sort(visits.entered[mine]), ends)
        stays = visits.left[mine] < whole.run.end
        left = np.searchsorted(np.sort(visits.left[mine][stays]), ends)
        assert np.array_equal(hours.inside[place], came - left)


def test_the_sends_of_each_hour_are_those_of_the_schedule(whole: Result) -> None:
    hours, sends = whole.occupancy["reference"], whole.sends
    for place, step in enumerate(hours.steps):
        times = sends.time[sends.step == sends.names.index(step)]
        found = np.bincount((times - whole.run.start) // 3_600, minlength=hours.sends.shape[1])
        assert np.array_equal(hours.sends[place], found)


def test_days_that_do_not_end_with_an_hour_of_the_run_are_counted_too(whole: Result) -> None:
    start = datetime(2026, 3, 2, 0, 17, 30, tzinfo=UTC)
    made = simulate(SPACE, ["reference"], PEOPLE, replace(SETTINGS, start=start))
    midnights = int(datetime(2026, 3, 3, tzinfo=UTC).timestamp()) + 86_400 * np.arange(90)
    for place, (day, sends, inside) in enumerate(made.per_day[:-1]):
        end = midnights[place]
        times = made.sends.time
        assert day == f"{datetime.fromtimestamp(end - 1, UTC):%Y-%m-%d}"
        assert sends == int(((times >= end - 86_400) & (times < end)).sum())
        still = (made.stays.entered < end) & (made.stays.ended >= end)
        assert inside == int(still.sum())


def test_who_was_let_in_or_refused_however_often_came_to_the_entry() -> None:
    entry = '[entry]\nwhen = "seats > 4"\nonly_if = "seats > 9"\nstart = "hello"\n'
    people = "contact,seats\nada,3\nbob,5\ncleo,20"
    made = run(f'{entry}[steps.hello]\ntype = "send"\n{CERTAIN}', people).result
    assert made.journeys["test"].entered == 1
    assert never_came(made, "test") == 1


@pytest.mark.parametrize("mean", [2_000, 80_000, 1_000_000])
@pytest.mark.parametrize("number", [MOST_KEPT, MOST_KEPT + 1, 300_001])
def test_the_median_is_exact_and_of_very_many_durations_to_the_minute(
    mean: int, number: int
) -> None:
    luck = np.random.Generator(np.random.PCG64(3))
    seconds = luck.gamma(2.0, mean / 2, number).astype(np.int64)
    seen = seconds if number <= MOST_KEPT else seconds // 60 * 60
    for cuts in ([number // 3], [10, 50, number - 5], range(0, number, 40_000)):
        found = Durations()
        for some in np.split(seconds, cuts):
            part = Durations()
            for one in np.array_split(some, 3):
                part.add(one)
            found.extend(part)
        assert len(found) == number
        assert found.median() == float(np.median(seen))


def test_very_many_durations_take_little_memory() -> None:
    luck = np.random.Generator(np.random.PCG64(4))
    found = Durations()
    tracemalloc.start()
    for _ in range(40):
        found.add(luck.integers(0, 90 * 86_400, 50_000))
    assert tracemalloc.get_traced_memory()[1] < 4_000_000
    tracemalloc.stop()
    assert len(found) == 2_000_000


def test_the_median_of_a_few_durations_is_theirs() -> None:
    found = Durations()
    assert found.median() is None
    found.add(np.array([5, 1, 9, 3]))
    assert found.median() == 4.0

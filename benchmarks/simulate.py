"""How fast contacts walk the reference journey, against a SimPy model of it in the same run.

Run it with `make bench`. CPU seconds of one process, the median of several turns; ratios are what
to quote. `counts` are counts and occupancy without a log, as the app's live figures need them;
`log` tells each row of the log as well, chunk by chunk as it is written; `all` keeps log, sends,
visits and stays of every contact, each in its order.
"""

from __future__ import annotations

import sys
import time
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import cycle
from pathlib import Path

import numpy as np
from limits import Limits
from peer_simpy import Model

from nurture_tui.contacts.table import Contacts, DateColumn, TextColumn
from nurture_tui.model.fields import DATE, TEXT
from nurture_tui.model.journey import Journey
from nurture_tui.model.step import Wait
from nurture_tui.model.workspace import Settings, Workspace
from nurture_tui.simulation import RunSettings, count, simulate
from nurture_tui.simulation.plan import RunPlan
from nurture_tui.simulation.population import Population
from nurture_tui.simulation.run import tell
from nurture_tui.simulation.trace import Trace

FILE = Path(__file__).parents[1] / "tests" / "simulation" / "reference.toml"
ZONES = ["America/New_York", "Europe/Berlin", "Asia/Tokyo"]
FIRST = datetime(2026, 3, 2, tzinfo=UTC)
SPAN = 28 * 86_400
TURNS = 9
LIVE_TURNS = 60
MOST_FOR_SIMPY = 100_000
FASTER = {10_000: 80, 100_000: 200}
LIVE_MS = {10_000: 10, 100_000: 50}


def population(n: int) -> tuple[Contacts, np.ndarray, np.ndarray]:
    """n contacts with entries over four weeks and three zones; also entries and zones as arrays."""
    luck = np.random.Generator(np.random.PCG64(7))
    entered = int(FIRST.timestamp()) + luck.integers(0, SPAN, n)
    zones = luck.integers(0, 3, n)
    contacts = Contacts(
        ids=np.array([f"c-{number:07d}" for number in range(n)], dtype=object),
        columns={
            "timezone": TextColumn(np.array(ZONES, dtype=object)[zones]),
            "entered_at": DateColumn(entered, np.zeros(n, dtype=np.bool_)),
        },
        kinds={"timezone": TEXT, "entered_at": DATE},
    )
    return contacts, entered, zones


class Rows:
    """Counts the rows of the log that it is told."""

    def begin(self, plan: RunPlan, population: Population) -> None:
        self.told_so_far = 0

    def told(self, trace: Trace) -> None:
        self.told_so_far += len(trace.log)


def seconds(work: Callable[[], object]) -> float:
    """The CPU seconds that a piece of work takes."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def in_turns(work: Callable[[], object], turns: int) -> list[float]:
    """CPU seconds of some turns, in rising order; one turn before them warms up."""
    work()
    return sorted(seconds(work) for _ in range(turns))


def edited(space: Workspace, hours: int) -> Workspace:
    """The workspace after an edit: the first pause lasts so long."""
    journey = space.journeys["reference"]
    pause = Wait.model_validate({"type": "wait", "for": f"{hours}h", "next": "read-it"})
    return space.with_journey(
        journey.model_copy(update={"steps": {**journey.steps, "pause": pause}})
    )


def main(sizes: list[int]) -> None:
    journey = Journey(id="reference", **tomllib.loads(FILE.read_text(encoding="utf-8")))
    space = Workspace(Settings(), {}).with_journey(journey)
    settings = RunSettings(date(2026, 3, 2), seed=11)
    limits = Limits()
    print("reference journey, one process")
    head = f"{'contacts':>10} {'counts':>8} {'log':>8} {'all':>8} {'waves':>8} {'µs each':>8}"
    print(head + f" {'SimPy':>8} {'SimPy/counts':>13} {'log/counts':>11}")
    for n in sizes:
        contacts, entered, zones = population(n)
        waves = replace(settings, only_waves=True)

        def theirs(entries: np.ndarray = entered, places: np.ndarray = zones) -> None:
            model = Model(FIRST, ZONES, seed=11)
            for entry, zone in zip(entries.tolist(), places.tolist(), strict=True):
                model.add(entry, zone)
            model.env.run()

        def counts(people: Contacts = contacts) -> None:
            count(space, ["reference"], people, settings)

        def log(people: Contacts = contacts) -> None:
            tell(space, ["reference"], people, settings, ("log",), Rows())

        def everything(people: Contacts = contacts) -> None:
            simulate(space, ["reference"], people, settings)

        def by_waves(people: Contacts = contacts, how: RunSettings = waves) -> None:
            count(space, ["reference"], people, how)

        turns = TURNS if n <= MOST_FOR_SIMPY else 1
        works = (counts, log, everything, by_waves)
        figures = [found[len(found) // 2] for found in (in_turns(work, turns) for work in works)]
        fast, logged = figures[:2]
        line = f"{n:>10,} " + " ".join(f"{figure:>8.4f}" for figure in figures)
        line += f" {1e6 * fast / n:>8.3f}"
        if n <= MOST_FOR_SIMPY:
            peer = seconds(theirs)
            line += f" {peer:>8.3f} {peer / fast:>12.0f}x"
            if n in FASTER:
                limits.least(f"SimPy / counts, {n:,} contacts", peer / fast, FASTER[n], "x")
        else:
            line += f" {'-':>8} {'-':>13}"
        print(line + f" {logged / fast:>10.1f}x", flush=True)
        limits.most(f"log / counts, {n:,} contacts", logged / fast, 2, "x")
    print("live: one edit each time, counted again")
    edits = cycle([edited(space, hours) for hours in range(24, 96)])
    for n in LIVE_MS:
        contacts, _, _ = population(n)

        def live(people: Contacts = contacts) -> None:
            count(next(edits), ["reference"], people, settings)

        found = in_turns(live, LIVE_TURNS)
        p50, p95 = found[LIVE_TURNS // 2], found[LIVE_TURNS * 95 // 100]
        print(f"{n:>10,} contacts: p50 {1e3 * p50:.1f} ms, p95 {1e3 * p95:.1f} ms")
        limits.most(f"live p95, {n:,} contacts", 1e3 * p95, LIVE_MS[n], "ms")
    limits.tell()


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or [1_000, 10_000, 100_000])

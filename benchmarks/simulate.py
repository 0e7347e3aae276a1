"""How fast contacts walk the reference journey, against a SimPy model of it in the same run.

Run it with `make bench`. Wall seconds of one process; ratios are what to quote.
"""

from __future__ import annotations

import sys
import time
import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
from peer_simpy import Model

from nurture_tui.contacts.table import Contacts, DateColumn, TextColumn
from nurture_tui.model.fields import DATE, TEXT
from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings, Workspace
from nurture_tui.simulation import RunSettings, simulate

FILE = Path(__file__).parents[1] / "tests" / "simulation" / "reference.toml"
ZONES = ["America/New_York", "Europe/Berlin", "Asia/Tokyo"]
FIRST = datetime(2026, 3, 2, tzinfo=UTC)
SPAN = 28 * 86_400
REPEATS = 3


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


def seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def main(sizes: list[int]) -> None:
    journey = Journey(id="reference", **tomllib.loads(FILE.read_text(encoding="utf-8")))
    space = Workspace(Settings(), {}).with_journey(journey)
    print(f"{'contacts':>10} {'nurture s':>10} {'µs each':>8} {'SimPy s':>9} {'ratio':>7}")
    for n in sizes:
        contacts, entered, zones = population(n)
        settings = RunSettings(date(2026, 3, 2), seed=11)

        def ours(people: Contacts = contacts, how: RunSettings = settings) -> None:
            simulate(space, ["reference"], people, how)

        def theirs(entries: np.ndarray = entered, places: np.ndarray = zones) -> None:
            model = Model(FIRST, ZONES, seed=11)
            for entry, zone in zip(entries.tolist(), places.tolist(), strict=True):
                model.add(entry, zone)
            model.env.run()

        mine = sorted(seconds(ours) for _ in range(REPEATS))[REPEATS // 2]
        peer = seconds(theirs) if n <= 100_000 else float("nan")
        print(f"{n:>10,} {mine:>10.3f} {1e6 * mine / n:>8.2f} {peer:>9.2f} {peer / mine:>6.0f}x")


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or [1_000, 10_000, 100_000])

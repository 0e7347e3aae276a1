"""How fast a throttled run is, against a scalar Python model of it in the same run.

Run it with `python benchmarks/sweep.py [contacts ...]`. Processor seconds of one process; ratios
are what to quote. The model knows this one journey only: a heap of tries, and a heap of who waits
for the next hour. Its luck is the engine's, drawn beforehand and not counted in its time. Both
give the same sends at the same instants, which is checked.
"""

from __future__ import annotations

import sys
import time
import tomllib
from collections.abc import Callable
from datetime import date

from heap_model import Model, drawn
from peer_simpy import nine_o_clocks
from simulate import FILE, FIRST, ZONES, population

from nurture_tui.model.journey import Journey
from nurture_tui.model.workspace import Settings, Workspace
from nurture_tui.simulation import Result, RunSettings, simulate
from nurture_tui.simulation.run import count

LOADS = {"uncongested": 1, "mildly": 50, "heavily": 220}
"""One send an hour for so many contacts."""


def workspace(throttle: int) -> Workspace:
    journey = Journey(id="reference", **tomllib.loads(FILE.read_text(encoding="utf-8")))
    settings = Settings(limits={"throttle": f"{throttle} per 1h"})
    return Workspace(settings, {}).with_journey(journey)


def timed(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def main(sizes: list[int]) -> None:
    print(f"{'contacts':>9} {'load':>12} {'sends':>9} {'held':>8} {'model s':>8} ", end="")
    print(f"{'nurture s':>9} {'ratio':>6} {'counts s':>8} {'ratio':>6}")
    for n in sizes:
        for load, of in LOADS.items():
            compare(n, load, n // of)


def compare(n: int, load: str, throttle: int) -> None:
    """One row: the model, a run with all tables, and one that only counts."""
    contacts, entered, zones = population(n)
    space, settings = workspace(throttle), RunSettings(date(2026, 3, 2), seed=11)
    made: list[Result] = []
    mine = timed(lambda: made.append(simulate(space, ["reference"], contacts, settings)))
    counts = timed(lambda: count(space, ["reference"], contacts, settings))
    nine = [nine_o_clocks(zone, FIRST) for zone in ZONES]
    model = Model(drawn(space, contacts, settings), nine, throttle, made[0].run.end)
    peer = timed(lambda: model.run(entered.tolist(), zones.tolist()))
    check(made[0], model)
    held = made[0].journeys["reference"].held["throttle"]
    print(f"{n:>9,} {load:>12} {len(model.sends):>9,} {held:>8,} {peer:>8.2f} ", end="")
    print(f"{mine:>9.2f} {peer / mine:>5.1f}x {counts:>8.2f} {peer / counts:>5.1f}x", flush=True)


def check(made: Result, model: Model) -> None:
    """Refuse to compare what is not the same."""
    sends = made.sends
    steps = [sends.names[code] for code in sends.step]
    mine = sorted(zip(sends.time.tolist(), sends.contact.tolist(), steps, strict=True))
    if mine != sorted(model.sends):
        raise SystemExit("the model and the engine send differently")


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or [20_000, 200_000])

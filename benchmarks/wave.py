"""Three journeys under one cap, by waves, against a SimPy model of the same in the same run.

Run it with `make bench`. CPU seconds of one process; ratios are what to quote.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import numpy as np
from peer_capped import Capped
from simulate import FIRST, ZONES, population, seconds

from nurture_tui.files.workspace import read_workspace
from nurture_tui.simulation import RunSettings, count, simulate

FOLDER = Path(__file__).parent / "capped"
DAYS = 90
LARGEST_PEER = 10_000
AGAIN = {1_000: 40, 10_000: 40, 100_000: 10}


def main(sizes: list[int]) -> None:
    files = read_workspace(FOLDER)
    space, ids = files.workspace, files.chosen
    settings = RunSettings(date(2026, 3, 2), days=DAYS, seed=11)
    print(
        f"{'contacts':>9} {'counts s':>9} {'p50 ms':>7} {'p95 ms':>7} {'all kept s':>10}"
        f" {'SimPy s':>8} {'ratio':>6} {'sends':>9} {'SimPy':>9}"
    )
    for n in sizes:
        contacts, entered, zones = population(n)
        result = count(space, ids, contacts, settings)
        sends = sum(journey.sends for journey in result.journeys.values())
        again = sorted(
            seconds(lambda people=contacts: count(space, ids, people, settings))
            for _ in range(AGAIN.get(n, 5))
        )
        mine, slowest = float(np.percentile(again, 50)), float(np.percentile(again, 95))
        kept = min(
            seconds(lambda people=contacts: simulate(space, ids, people, settings))
            for _ in range(3)
        )
        theirs = f"{'-':>8} {'-':>6} {sends:>9,} {'-':>9}"
        if n <= LARGEST_PEER:
            model = Capped(FIRST, DAYS, ZONES, seed=11)
            for entry, zone in zip(entered.tolist(), zones.tolist(), strict=True):
                model.add(entry, zone)
            peer = seconds(model.run)
            theirs = f"{peer:>8.2f} {peer / mine:>5.0f}x {sends:>9,} {model.sends.total():>9,}"
        print(
            f"{n:>9,} {again[0]:>9.3f} {1e3 * mine:>7.0f} {1e3 * slowest:>7.0f} {kept:>10.3f}"
            f" {theirs}",
            flush=True,
        )


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or [1_000, 10_000, 100_000])

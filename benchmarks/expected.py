"""Ten million contacts a journey against what is expected: every cell within four deviations.

`python benchmarks/expected.py [MILLIONS]`: 10 unless said, which takes five to ten minutes; a line
for each journey as it is done.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from datetime import date
from math import ceil, sqrt
from pathlib import Path

from nurture_tui.simulation import RunSettings, count
from nurture_tui.simulation.exact import expected

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "simulation"))

from exact_agreement import cells, many, workspace_of
from exact_journeys import ALL, KINDS, REFERENCE

CHUNK = 500_000
START = date(2026, 3, 27)
MOST = 4.0


def main(millions: float) -> int:
    runs = max(1, round(millions * 1_000_000 / CHUNK))
    contacts, worst = many(CHUNK), 0.0
    for name, text in {"reference": REFERENCE, **ALL}.items():
        space = workspace_of(text, KINDS.get(name, "lead"))
        began = time.perf_counter()
        once = cells(expected(space, ["test"], contacts, RunSettings(START, days=60)))
        worked_out = time.perf_counter() - began
        drawn: Counter[str] = Counter()
        began = time.perf_counter()
        for seed in range(1, runs + 1):
            run = RunSettings(START, days=60, seed=seed)
            drawn.update(cells(count(space, ["test"], contacts, run).journeys["test"]))
        seconds = time.perf_counter() - began
        scores = {cell: _score(cell, drawn[cell], number, runs) for cell, number in once.items()}
        cell = max(scores, key=scores.__getitem__)
        worst = max(worst, scores[cell])
        print(
            f"{name:12} {runs * CHUNK:>12,} contacts in {seconds:6.1f} s, expected in "
            f"{worked_out:4.1f} s: {len(scores)} cells, most |z| {scores[cell]:.2f} ({cell})",
            flush=True,
        )
    print("agreed" if worst < MOST else f"|z| {worst:.2f} is too much")
    return 0 if worst < MOST else 1


def _score(cell: str, drawn: float, expected_once: float, runs: int) -> float:
    """Deviations between the counts of all runs and what is expected of them."""
    of, number = runs * CHUNK, runs * expected_once
    visits = max(1, ceil(number / of))  # a step of a loop is visited several times
    share = number / of / visits
    spread = visits * sqrt(max(0.0, of * share * (1 - share)))
    if spread < 1 or cell.startswith("refused"):
        return 0.0 if abs(drawn - number) < 3 else float("inf")
    return abs(drawn - number) / spread


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 10.0))
